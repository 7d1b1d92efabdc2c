"""Codes of addresses and official numbers."""

import re

import pytest

from app.kernel.numbering import new_code, numbered


def test_new_codes_are_opaque_and_different():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch("[2-9a-hjkmnp-z]{10}", code) for code in codes)


@pytest.mark.parametrize(
    ("pattern", "n", "number"),
    [
        ("SZMZ-GYCT-{year}-{n:04d}", 36, "SZMZ-GYCT-2026-0036"),
        ("苏民公示〔{year}〕{n}号", 7, "苏民公示〔2026〕7号"),
        pytest.param("{year}-{n:02d}", 100, "2026-100", id="grows beyond its padding"),
        pytest.param("No. {n}", 1, "No. 1", id="without the year"),
    ],
)
def test_numbered(pattern, n, number):
    assert numbered(pattern, year=2026, n=n) == number


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("{year}", id="without n every number is the same"),
        pytest.param("{}-{n}", id="field without a name"),
        pytest.param("{0}-{n}", id="field by position"),
        pytest.param("{n}-{month}", id="unknown field"),
        pytest.param("{n.__class__}", id="attribute"),
        pytest.param("{n}{year[0]}", id="index"),
        pytest.param("{n", id="open brace"),
    ],
)
def test_a_wrong_pattern_is_refused(pattern):
    with pytest.raises(ValueError, match=r"pattern|expected"):
        numbered(pattern, year=2026, n=1)


def test_numbers_are_counted_from_one():
    with pytest.raises(ValueError, match="from 1"):
        numbered("{n}", year=2026, n=0)
