"""What grows and what does not: each cost at two sizes in one run, compared as a ratio.

A machine's speed drops out of a ratio; the limits leave room for noise.
"""

import sys
import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from app.kernel.money import Money
from app.records.actor import PLATFORM
from app.records.audit import record_act, trail
from app.web.pdf import render_pdf
from evaluations.operations.rankings import ranking_rules
from evaluations.rules.chance import shuffle
from evaluations.rules.frozen import Judged, JudgedSheet, compute, freeze
from projects.rules.rulebook_reading import programme
from tests.documents.examples import example
from tests.factories.people import AT

RULES = ranking_rules(programme("venture"))


def best(act: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs, in seconds."""
    found = []
    for _run in range(times):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return min(found)


def compare(record: Callable[[str], None], name: str, small: float, large: float) -> float:
    ratio = large / small
    record(f"{name}: {small * 1000:.2f} ms, {large * 1000:.2f} ms, ratio {ratio:.2f}")
    return ratio


@pytest.fixture
def told(capsys):
    """Print a line although pytest catches output."""

    def tell(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}")

    return tell


def inputs(applications: int, experts: int = 5) -> dict:
    marks = {c.key: c.maximum * Decimal("0.8") for c in RULES.criteria}
    judged = [
        Judged(
            f"a{n:04d}",
            Money.yuan("50000"),
            tuple(JudgedSheet(f"专家{e}", marks, Money(4_000_000 + n)) for e in range(experts)),
        )
        for n in range(applications)
    ]
    lots = {each.code: place for place, each in enumerate(judged)}
    return freeze(judged, RULES, budget=Money.yuan("300000"), lots=lots)


def test_a_ranking_of_ten_times_the_applications(told):
    small, large = inputs(12), inputs(120)

    ratio = compare(
        told, "ranking, 12 and 120", best(lambda: compute(small)), best(lambda: compute(large))
    )

    assert ratio < 40


def test_an_audit_entry_in_a_chain_with_a_long_history(told, work):
    def act() -> None:
        record_act("call:bench", "call:look", actor=PLATFORM, at=AT)
        work.flush()

    early = best(act, 20)
    for _entry in range(2000):
        record_act("call:bench", "call:look", actor=PLATFORM, at=AT)
    work.flush()

    assert compare(told, "audit entry, 20 and 2,000 before it", early, best(act, 20)) < 3


def test_the_newest_acts_of_a_long_history(told, work):
    def read() -> None:
        trail("call:bench", newest=12)

    for _entry in range(20):
        record_act("call:bench", "call:look", actor=PLATFORM, at=AT)
    work.flush()
    early = best(read, 20)
    for _entry in range(2000):
        record_act("call:bench", "call:look", actor=PLATFORM, at=AT)
    work.flush()

    assert compare(told, "newest acts, 20 and 2,000", early, best(read, 20)) < 3


def test_a_draw_from_ten_times_the_pool(told):
    seed = bytes(32)
    small, large = list(range(100)), list(range(1000))

    ratio = compare(
        told,
        "shuffle, 100 and 1,000",
        best(lambda: shuffle(small, seed)),
        best(lambda: shuffle(large, seed)),
    )

    assert ratio < 30


def test_the_next_document_does_not_pay_for_the_fonts_again(told):
    title, facts = example("receipt.html")

    def act() -> None:
        render_pdf("receipt.html", facts, title=title)

    first = best(act, 1)

    assert compare(told, "document, first and next", first, best(act, 3)) < 1.5
