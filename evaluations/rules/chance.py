"""Chance that nobody can steer and anybody can repeat: commitment, seed, shuffle.

Neither side can grind the result. The bureau publishes `commitment(secret)` before the list of
candidates freezes; only afterwards the supervisor on site says a number. The order then follows
from `seed(secret, number)` alone. When the secret is revealed with the receipt, everybody can
check it against the commitment and repeat `shuffle` in thirty lines of any language:

1. seed  = SHA-256(secret, 32 bytes ‖ number, ASCII digits)
2. words = for c = 0, 1, 2, …: SHA-256(seed ‖ c as 8 bytes, big-endian), cut into four words of
   8 bytes, each read as a big-endian whole number
3. pick(n) = the next word w with w < 2^64 − (2^64 mod n), modulo n; larger words are thrown away
   (otherwise the small remainders would come up slightly more often)
4. for i = last, last − 1, …, 1: j = pick(i + 1); exchange the elements i and j (Fisher-Yates)
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from app.kernel.digest import sha256_hex
from app.kernel.errors import DomainError
from app.kernel.labels import N_

Item = TypeVar("Item")

SECRET_BYTES = 32
WORD_BYTES = 8
WORDS = 2**64


class BadNumber(DomainError):
    """The supervisor's number cannot be used."""

    message = N_("Enter the supervisor's number: 1 to 64 digits, nothing else.")
    field = "number"


def commitment(secret: bytes) -> str:
    """SHA-256 of the secret in hexadecimal, published before the candidates are frozen.

    secret: 32 random bytes. Raises ValueError with another length.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"the secret of a draw has {SECRET_BYTES} bytes, not {len(secret)}")
    return sha256_hex(secret)


def seed(secret: bytes, number: str) -> bytes:
    """SHA-256(secret ‖ number): 32 bytes from which the order follows.

    number: what the supervisor said after the commitment, 1 to 64 ASCII digits; leading zeros
    count. Raises BadNumber, and ValueError for a secret that does not have 32 bytes.
    """
    digits = number.strip()
    if not re.fullmatch("[0-9]{1,64}", digits):
        raise BadNumber
    commitment(secret)
    return hashlib.sha256(secret + digits.encode("ascii")).digest()


def shuffle(items: Sequence[Item], seed: bytes) -> tuple[Item, ...]:
    """The items in the order that the seed decides; the module's docstring says how.

    Every one of the n! orders is equally likely over random seeds. O(n), no error.
    """
    words = _words(seed)
    shuffled = list(items)
    for last in range(len(shuffled) - 1, 0, -1):
        other = _pick(words, last + 1)
        shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
    return tuple(shuffled)


def _words(seed: bytes) -> Iterator[int]:
    counter = 0
    while True:
        block = hashlib.sha256(seed + counter.to_bytes(WORD_BYTES, "big")).digest()
        for start in range(0, len(block), WORD_BYTES):
            yield int.from_bytes(block[start : start + WORD_BYTES], "big")
        counter += 1


def _pick(words: Iterator[int], n: int) -> int:
    fair = WORDS - WORDS % n
    return next(word for word in words if word < fair) % n
