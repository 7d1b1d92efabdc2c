"""Codes in addresses and official numbers on paper."""

import secrets
from string import Formatter

# Without 0, 1, i, l and o, which people confuse when they read an address aloud.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
FIELDS = frozenset({"year", "n"})


def new_code() -> str:
    """Return an opaque, unguessable code of ten characters (49 bits) for a record's address."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def numbered(pattern: str, *, year: int, n: int) -> str:
    """Return an official number: "GY-{year}-{n:04d}" with 2026 and 36 is GY-2026-0036.

    pattern: text with the named fields {year} and {n}, e.g. 苏民公示〔{year}〕{n}号; n: counted
    from 1, grows beyond its padding. Raises ValueError for a pattern without {n}, for any other
    field, for attributes and indexes, and for n below 1.
    """
    fields = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
    if "n" not in fields or fields - FIELDS:
        raise ValueError(f"a number's pattern has the fields year and n: {pattern!r}")
    if n < 1:
        raise ValueError("numbers are counted from 1")
    return pattern.format(year=year, n=n)
