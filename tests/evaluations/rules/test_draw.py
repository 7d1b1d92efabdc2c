"""Panels drawn from a list: composition, units, reserves, replacements, receipts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.chance import commitment, seed
from evaluations.rules.draw import (
    Candidate,
    DuplicateCandidate,
    Outcome,
    Shortfall,
    Skip,
    Stratum,
    candidate_hash,
    draw_panel,
    replacement,
)
from evaluations.rules.draw_receipt import WrongPlace, differences, receipt

SECRET = bytes(range(32))
KEY = seed(SECRET, "42")
FINANCE = Stratum("finance", 1)


def make_candidates(n=12, finance=3):
    return [
        Candidate(f"E{i:02}", unit=f"U{i:02}", fields=("elderly",), is_finance=i < finance)
        for i in range(n)
    ]


candidate_lists = st.lists(
    st.builds(
        Candidate,
        code=st.integers(0, 999).map(lambda n: f"E{n:03}"),
        unit=st.sampled_from(["", "A", "B", "C", "D", "E"]),
        fields=st.lists(st.sampled_from(["elderly", "law"]), unique=True).map(tuple),
        is_finance=st.booleans(),
    ),
    unique_by=lambda candidate: candidate.code,
    max_size=25,
)
keys = st.binary(min_size=32, max_size=32)
sizes = st.integers(1, 7)


def test_candidate_hash_does_not_depend_on_order():
    candidates = make_candidates()

    assert candidate_hash(candidates) == candidate_hash(candidates[::-1])


def test_candidate_hash_depends_on_every_fact():
    plain = candidate_hash([Candidate("E1", "U", ("a",))])

    changed = [
        Candidate("E2", "U", ("a",)),
        Candidate("E1", "V", ("a",)),
        Candidate("E1", "U", ("a", "b")),
        Candidate("E1", "U", ("a",), is_finance=True),
    ]
    assert plain not in {candidate_hash([candidate]) for candidate in changed}


def test_draw_refuses_a_candidate_twice():
    with pytest.raises(DuplicateCandidate):
        draw_panel([Candidate("E1"), Candidate("E1")], seed=KEY, size=1)


def test_draw_does_not_depend_on_the_order_of_the_list():
    candidates = make_candidates()

    there = draw_panel(candidates, seed=KEY, size=5, composition=[FINANCE])
    back = draw_panel(candidates[::-1], seed=KEY, size=5, composition=[FINANCE])

    assert there == back


def test_draw_fills_the_stratum_first():
    candidates = make_candidates(n=12, finance=1)

    drawn = draw_panel(candidates, seed=KEY, size=5, composition=[FINANCE])

    assert drawn.complete
    assert drawn.seats["E00"] == "finance"
    assert len(drawn.drawn) == 5
    assert len(drawn.reserves) == 7


def test_draw_says_why_a_candidate_was_passed_over():
    candidates = [Candidate("E1", "U"), Candidate("E2", "U"), Candidate("E3", "V")]

    drawn = draw_panel(candidates, seed=KEY, size=2, excluded={"E3": "on leave"})

    skipped = {s.code: (s.skip, s.because) for s in drawn.steps if s.outcome is Outcome.SKIPPED}
    (seated,) = drawn.drawn
    other = "E2" if seated == "E1" else "E1"
    assert skipped == {"E3": (Skip.EXCLUDED, "on leave"), other: (Skip.SAME_UNIT, seated)}
    assert drawn.shortfalls == (Shortfall("", 2, 1),)


def test_draw_allows_colleagues_where_the_rule_does():
    candidates = [Candidate("E1", "U"), Candidate("E2", "U")]

    assert draw_panel(candidates, seed=KEY, size=2, one_per_unit=False).complete


def test_experts_without_an_employer_are_no_colleagues():
    assert draw_panel([Candidate("E1"), Candidate("E2")], seed=KEY, size=2).complete


def test_a_colleague_never_takes_the_only_finance_expert_away():
    candidates = [
        Candidate("E1", "U", is_finance=True),
        *(Candidate(f"F{i}", "U") for i in range(9)),
    ]

    drawn = draw_panel(candidates, seed=KEY, size=1, composition=[FINANCE])

    assert drawn.drawn == ("E1",)


def test_draw_says_what_the_list_lacks():
    drawn = draw_panel(make_candidates(finance=0), seed=KEY, size=3, composition=[FINANCE])

    (shortfall,) = drawn.shortfalls
    assert shortfall.message % shortfall.facts == (
        "The panel rule asks for 1 experts of the kind finance; only 0 could be drawn. "
        "Add candidates of this kind and draw again."
    )
    assert not drawn.complete


def test_draw_refuses_a_composition_larger_than_the_panel():
    with pytest.raises(ValueError, match="more experts"):
        draw_panel(make_candidates(), seed=KEY, size=2, composition=[Stratum("finance", 3)])


@given(candidate_lists, keys, sizes)
def test_every_draw_keeps_the_rule_or_says_what_is_missing(candidates, key, size):
    excluded = {candidate.code: "reason" for candidate in candidates[::4]}

    drawn = draw_panel(candidates, seed=key, size=size, composition=[FINANCE], excluded=excluded)

    people = {candidate.code: candidate for candidate in candidates}
    panel = [people[code] for code in drawn.drawn]
    units = [person.unit for person in panel if person.unit]
    assert sorted(drawn.order) == sorted(people)
    assert len(set(units)) == len(units)
    assert not set(drawn.drawn) & set(excluded)
    assert len(panel) <= size
    assert drawn.complete == (len(panel) == size and any(p.is_finance for p in panel))
    assert (len(panel) == size) == ("" not in {s.stratum for s in drawn.shortfalls})


@given(candidate_lists, keys, sizes)
def test_the_draw_fails_only_when_no_panel_exists(candidates, key, size):
    """With one stratum, walking it first finds a panel whenever there is one."""
    drawn = draw_panel(candidates, seed=key, size=size, composition=[FINANCE])

    seats = len({c.unit for c in candidates if c.unit}) + sum(not c.unit for c in candidates)
    possible = seats >= size and any(candidate.is_finance for candidate in candidates)
    assert drawn.complete == possible


@given(candidate_lists, keys, sizes)
def test_the_draw_is_deterministic(candidates, key, size):
    assert draw_panel(candidates, seed=key, size=size) == draw_panel(
        candidates, seed=key, size=size
    )


def test_replacement_takes_the_next_of_the_same_stratum():
    candidates = make_candidates(n=12, finance=3)
    drawn = draw_panel(candidates, seed=KEY, size=5, composition=[FINANCE])
    leaving = next(code for code, stratum in drawn.seats.items() if stratum == "finance")
    free = [c for c in drawn.reserves if c in {"E00", "E01", "E02"}]

    found = replacement(
        candidates, drawn.order, seats=drawn.seats, leaving=leaving, composition=[FINANCE]
    )

    assert found.code == free[0]
    assert found.seats[free[0]] == "finance"
    assert leaving not in found.seats
    assert len(found.seats) == 5


def test_replacement_of_a_free_seat_is_the_first_reserve():
    candidates = make_candidates(n=8, finance=1)
    drawn = draw_panel(candidates, seed=KEY, size=5, composition=[FINANCE])
    leaving = next(code for code, stratum in drawn.seats.items() if not stratum)

    found = replacement(
        candidates, drawn.order, seats=drawn.seats, leaving=leaving, composition=[FINANCE]
    )

    assert found.code == drawn.reserves[0]


def test_replacement_keeps_a_minimum_that_the_leaving_expert_met_by_chance():
    candidates = [
        Candidate("A", fields=("law",), is_finance=True),
        Candidate("B"),
        Candidate("C", is_finance=True),
        Candidate("D", fields=("law",), is_finance=True),
    ]

    found = replacement(
        candidates,
        ("A", "B", "C", "D"),
        seats={"A": "finance", "B": ""},
        leaving="A",
        composition=[FINANCE, Stratum("law", 1)],
    )

    assert found.code == "D"


def test_replacement_passes_over_colleagues_and_those_who_left():
    candidates = [Candidate("A"), Candidate("B", "U"), Candidate("C"), Candidate("D", "U")]
    candidates += [Candidate("E", "V")]

    found = replacement(
        candidates,
        ("A", "B", "C", "D", "E"),
        seats={"A": "", "B": ""},
        leaving="A",
        excluded={"C": "left before"},
    )

    assert found.code == "E"
    assert found.skipped == {"A": Skip.EXCLUDED, "C": Skip.EXCLUDED, "D": Skip.SAME_UNIT}


def test_replacement_says_when_nobody_is_left():
    found = replacement([Candidate("A")], ("A",), seats={"A": ""}, leaving="A")

    assert found.code is None
    assert found.seats == {}


def make_receipt():
    return receipt(
        make_candidates(),
        secret=SECRET,
        number="42",
        size=5,
        composition=[FINANCE],
        excluded={"E05": "on leave"},
    )


def test_receipt_runs_again_and_agrees():
    assert differences(make_receipt(), published=commitment(SECRET)) == ()


def test_receipt_with_another_commitment_is_found():
    other = commitment(bytes(32))

    assert differences(make_receipt(), published=other) == (WrongPlace.COMMITMENT,)


def test_receipt_with_a_changed_result_is_found():
    data = make_receipt()
    data["result"]["steps"][0]["outcome"] = "reserve"

    assert differences(data, published=commitment(SECRET)) == (WrongPlace.RESULT,)


def test_receipt_with_a_changed_candidate_is_found():
    data = make_receipt()
    data["candidates"][0]["unit"] = "U01"

    assert WrongPlace.CANDIDATES in differences(data, published=commitment(SECRET))
