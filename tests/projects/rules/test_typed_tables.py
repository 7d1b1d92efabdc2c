"""Plain tables become typed values, or sentences that say where and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import LARGEST, Money
from projects.rules.sourced import Certainty, RulebookError, Sourced
from projects.rules.typed_tables import plain, read_table


@dataclass(frozen=True)
class Part:
    name: str
    on: date | None = None


@dataclass(frozen=True)
class Whole:
    amount: Sourced[Money]
    share: Decimal
    times: int
    open: bool
    parts: tuple[Part, ...]
    extra: Mapping[str, int | str | tuple[str, ...]]


TOML: dict[str, Any] = {
    "amount": {"value": "1409.50", "source": "S1", "certainty": "law"},
    "share": Decimal("0.50"),
    "times": 3,
    "open": True,
    "parts": [{"name": "a"}, {"name": "b", "on": date(2026, 1, 5)}],
    "extra": {"n": 2, "text": "x", "list": ["y", "z"]},
}
WHOLE = Whole(
    Sourced(Money(140950), "S1", Certainty.LAW),
    Decimal("0.5"),
    3,
    True,
    (Part("a"), Part("b", date(2026, 1, 5))),
    {"n": 2, "text": "x", "list": ("y", "z")},
)


def test_a_table_is_read():
    assert read_table(Whole, TOML, name="t") == WHOLE


def test_what_was_written_is_read_back():
    assert read_table(Whole, plain(WHOLE), name="t", frozen=True) == WHOLE


@given(
    fen=st.integers(-LARGEST, LARGEST),
    share=st.decimals(allow_nan=False, allow_infinity=False, places=4),
)
def test_figures_survive_freezing(fen: int, share: Decimal):
    whole = Whole(Sourced(Money(fen)), share, 1, False, (), {})

    assert read_table(Whole, plain(whole), name="t", frozen=True) == whole


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("amount", "60000.00", "amount: must be a table such as"),
        ("amount", {"value": 6, "certainty": "law"}, "amount.value: must be yuan as text"),
        ("amount", {"value": "6.001", "certainty": "law"}, "amount.value: must be yuan with"),
        ("amount", {"value": "6", "certainty": "sure"}, "amount.certainty: must be one of"),
        ("amount", {"value": "6", "certainty": "law", "page": 3}, "amount.page: is not a known"),
        ("share", "half", "share: must be a number"),
        ("share", Decimal("NaN"), "share: must be a number"),
        ("share", True, "share: must be a number"),
        ("times", True, "times: must be a whole number"),
        ("times", Decimal("1.5"), "times: must be a whole number"),
        ("open", 1, "open: must be true or false"),
        ("parts", {}, "parts: must be a list"),
        ("parts", [{"name": 1}], "parts[0].name: must be text"),
        ("parts", [{"name": "a", "on": "today"}], "parts[0].on: must be a day"),
        ("parts", ["a"], "parts[0]: must be a table"),
        ("extra", [], "extra: must be a table"),
        ("extra", {"n": [1]}, "extra.n[0]: must be text"),
        ("extra", {"n": None}, "extra.n: must not be empty"),
    ],
)
def test_a_wrong_value_is_explained(key: str, value: object, problem: str):
    with pytest.raises(RulebookError) as refused:
        read_table(Whole, {**TOML, key: value}, name="t")

    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith(f"t: {problem}")


def test_frozen_money_is_never_text():
    data = {**plain(WHOLE), "amount": {"value": "6.00", "source": "", "certainty": "law"}}

    with pytest.raises(RulebookError, match=r"amount\.value: must be a whole number"):
        read_table(Whole, data, name="t", frozen=True)
