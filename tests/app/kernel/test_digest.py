"""One text per value, hashes, check codes."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.digest import canonical_json, check_code, sha256_hex, short
from app.kernel.money import Money


class Word(StrEnum):
    A = "a"


class Level(IntEnum):
    THREE = 3


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}', id="keys sorted"),
        pytest.param("苏益", '"苏益"', id="Chinese as it is"),
        pytest.param(Money(140950), "140950", id="money in fen"),
        pytest.param((1, 2), "[1,2]", id="tuple"),
        pytest.param({Word.A: Word.A}, '{"a":"a"}', id="words of enums"),
        pytest.param(Level.THREE, "3", id="numbers of enums"),
        pytest.param(Decimal("90.50"), '"90.5"', id="decimal without trailing zeros"),
        pytest.param(Decimal("1E+2"), '"100"', id="decimal without exponent"),
        pytest.param(Decimal("-0.00"), '"0"', id="one zero"),
        pytest.param(Fraction(241, 3), '"241/3"', id="fraction"),
        pytest.param(Fraction(4, 2), '"2"', id="whole fraction"),
        pytest.param(date(2026, 1, 5), '"2026-01-05"', id="day"),
        pytest.param(
            datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=8))),
            '"2026-01-05T02:00:00Z"',
            id="moment in UTC",
        ),
        pytest.param(
            datetime(2026, 1, 5, 2, 0, 0, 1, tzinfo=UTC), '"2026-01-05T02:00:00.000001Z"', id="µs"
        ),
    ],
)
def test_canonical_json(value, text):
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, b"x", {1, 2}, {1: 2}, object()])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("NaN"),
        Decimal("Infinity"),
        datetime(2026, 1, 5),  # noqa: DTZ001 -- a naive moment is what is refused
    ],
)
def test_what_is_not_one_value_is_refused(value):
    with pytest.raises(ValueError, match=r"canonical form|time zone"):
        canonical_json(value)


@settings(max_examples=60)
@given(trees)
def test_reading_and_writing_again_changes_nothing(value):
    text = canonical_json(value)

    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


@settings(max_examples=60)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_equal_decimals_have_equal_text(number):
    padded = Decimal(f"{number:f}" + ("00" if "." in f"{number:f}" else ".00"))

    assert canonical_json(number) == canonical_json(padded)
    assert Decimal(json.loads(canonical_json(number))) == number


def test_sha256_of_text_is_that_of_its_utf8():
    assert sha256_hex("苏益") == sha256_hex("苏益".encode())
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_short_shows_the_beginning():
    assert short(sha256_hex(b"")) == "E3B0C44298FC1C14"


def test_check_code_is_grouped_and_drawn_anew():
    codes = {check_code() for _ in range(50)}

    assert len(codes) == 50
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", code) for code in codes)
