"""Canonical JSON, hashes and check codes."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from app.kernel.clock import ensure_utc
from app.kernel.money import Money

# Without 0, 1, I and O, which people confuse on paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def canonical_json(value: Any) -> str:
    """Return one and only one text for a value: sorted keys, no blanks, no floats.

    Money becomes whole fen (a key that holds money says so: "award_fen" or a documented table),
    Decimal plain digits without trailing zeros, Fraction "1/3", moments ISO in UTC with Z, days
    ISO, enums their value, tuples lists. Equal values give equal text whichever database they come
    from. Raises TypeError for anything else, floats included, and ValueError for naive moments
    and for numbers that are not finite.
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return a value as JSON knows it, by the rules of canonical_json()."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Money):
        return value.fen
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, datetime):
        return ensure_utc(value).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _digits(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"{number} has no canonical form")
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _key(key: Any) -> str:
    if isinstance(key, Enum):
        return str(key.value)
    if isinstance(key, str):
        return key
    raise TypeError(f"{type(key).__name__} is no key")


def sha256_hex(content: bytes | str) -> str:
    """Return the SHA-256 of bytes or of UTF-8 text in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def check_code(length: int = 12) -> str:
    """Return a random check code in groups of four, e.g. P3WD-8HJ2-6VRN (60 bits).

    It is drawn, not computed: a printed paper cannot contain its own hash.
    """
    letters = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(letters[i : i + 4] for i in range(0, length, 4))


def short(digest: str) -> str:
    """Return the first sixteen characters of a hash, as people compare them."""
    return digest[:16].upper()
