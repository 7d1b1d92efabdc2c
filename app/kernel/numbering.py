"""Codes and official numbers."""

import secrets

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """Return an opaque code of ten characters (49 bits) for the addresses of a record."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def numbered(pattern: str, *, year: int, n: int) -> str:
    """Return an official number, e.g. "GY-{year}-{n:04d}" → GY-2026-0036."""
    return pattern.format(year=year, n=n)
