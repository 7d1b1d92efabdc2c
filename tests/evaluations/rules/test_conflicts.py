"""Who may not judge whom."""

from datetime import date

import pytest

from evaluations.rules.conflicts import (
    DECLARABLE,
    ApplicationFacts,
    ExpertFacts,
    Finding,
    Ground,
    Tie,
    detect,
)

ON = date(2026, 5, 20)
APPLICATION = ApplicationFacts(
    "A1",
    "o17",
    aliases=("示范市乐龄社会工作服务中心",),
    people=("王小明", "李华"),
    phones=("0512-6000 0101", "+86 138 0000 0001"),
    addresses=("示范市平江路 1 号",),
)


def found(expert, on=ON, **more):
    return detect(expert, APPLICATION, on=on, **more)


def test_nothing_is_found_of_a_stranger():
    stranger = ExpertFacts("E1", "张三", ("13900000000",), ("别处",), (Tie("o18", Ground.POST),))

    assert found(stranger) == ()


def test_a_declared_conflict_counts_for_its_application_only():
    expert = ExpertFacts("E1", declared={"A1": Ground.KINSHIP})

    assert found(expert) == (Finding(Ground.KINSHIP, declared=True),)
    assert found(ExpertFacts("E1", declared={"A2": Ground.KINSHIP})) == ()


@pytest.mark.parametrize("ground", DECLARABLE)
def test_a_known_tie_bars(ground):
    (finding,) = found(ExpertFacts("E1", ties=(Tie("o17", ground),)))

    assert finding == Finding(ground, "o17")
    assert finding.hard


def test_an_employer_is_known_by_name():
    tie = Tie("示范市乐龄 社会工作服务中心", Ground.POST)

    assert [f.ground for f in found(ExpertFacts("E1", ties=(tie,)))] == [Ground.POST]


@pytest.mark.parametrize(
    ("until", "bars"),
    [
        pytest.param(None, True, id="still"),
        pytest.param(date(2025, 1, 1), True, id="within three years"),
        pytest.param(date(2023, 5, 20), True, id="three years ago to the day"),
        pytest.param(date(2023, 5, 19), False, id="a day longer ago"),
    ],
)
@pytest.mark.parametrize("ground", [Ground.POST, Ground.PAID_WORK])
def test_employment_and_paid_work_fade_after_three_years(until, bars, ground):
    expert = ExpertFacts("E1", ties=(Tie("o17", ground, date(2015, 1, 1), until),))

    assert bool(found(expert)) == bars


def test_kinship_does_not_fade():
    assert found(ExpertFacts("E1", ties=(Tie("o17", Ground.KINSHIP, until=date(2001, 1, 1)),)))


def test_what_begins_later_does_not_bar_yet():
    assert not found(ExpertFacts("E1", ties=(Tie("o17", Ground.POST, since=date(2026, 6, 1)),)))


def test_three_years_before_the_29th_of_february():
    tie = Tie("o17", Ground.POST, until=date(2021, 2, 28))

    assert found(ExpertFacts("E1", ties=(tie,)), on=date(2024, 2, 29))


def test_years_are_a_parameter():
    tie = Tie("o17", Ground.POST, until=date(2025, 1, 1))

    assert not found(ExpertFacts("E1", ties=(tie,)), years=1)


@pytest.mark.parametrize(
    ("expert", "ground"),
    [
        (ExpertFacts("E1", phones=("（0512）60000101",)), Ground.SAME_PHONE),
        (ExpertFacts("E1", phones=("13800000001",)), Ground.SAME_PHONE),
        (ExpertFacts("E1", addresses=("示范市平江路１号",)), Ground.SAME_ADDRESS),
        (ExpertFacts("E1", name="李华"), Ground.SAME_NAME),
    ],
)
def test_what_is_shared_is_only_a_hint(expert, ground):
    (finding,) = found(expert)

    assert finding.ground is ground
    assert not finding.hard


def test_empty_facts_never_match():
    bare = ApplicationFacts("A1", "", people=("",), phones=("",), addresses=("",))
    expert = ExpertFacts("E1", "", ("",), ("",), (Tie("", Ground.POST),))

    assert detect(expert, bare, on=ON) == ()


def test_hard_findings_come_first():
    expert = ExpertFacts("E1", "李华", ties=(Tie("o17", Ground.POST),))

    assert [finding.hard for finding in found(expert)] == [True, False]


def test_the_declaration_counts_one_to_five():
    assert [ground.number for ground in DECLARABLE] == [1, 2, 3, 4, 5]
    assert Ground.SAME_PHONE.number == 0
