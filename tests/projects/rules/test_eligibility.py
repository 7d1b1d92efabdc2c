"""Every rule of the eligibility table, at its boundary."""

from dataclasses import replace
from datetime import date

import pytest

from projects.rules.eligibility import (
    GradeFact,
    InspectionFact,
    ListingFact,
    OrganisationFacts,
    Outcome,
    PriorProject,
    check_eligibility,
)
from projects.rules.rulebook import Rulebook

ON = date(2026, 3, 10)
SOUND = OrganisationFacts(
    kind="service",
    credit_code="52320500MJ5123456Y",
    in_good_standing=True,
    registered_on=date(2015, 4, 1),
    has_account=True,
    account_is_own=True,
    inspections=(InspectionFact(2024, "qualified", date(2025, 9, 1)),),
    grades=(GradeFact(3, date(2023, 1, 1), date(2027, 12, 31)),),
    places=("320508001001",),
    other_support=False,
)


def outcome(rulebook: Rulebook, key: str, on: date = ON, **changes: object) -> Outcome:
    findings = check_eligibility(rulebook.eligibility, replace(SOUND, **changes), on)
    found = {finding.key: finding for finding in findings}[key]
    assert found.message % dict(found.facts) if found.facts else found.message
    return found.outcome


def test_a_sound_organisation_fails_nothing(rulebook: Rulebook):
    findings = check_eligibility(rulebook.eligibility, SOUND, ON)

    assert [finding.key for finding in findings] == [rule.key for rule in rulebook.eligibility]
    assert {f.key for f in findings if f.outcome is Outcome.PERSON} == {
        "tax_social_security",
        "credit_check",
        "scope",
        "capacity",
        "party_building",
    }
    assert not [f.key for f in findings if f.outcome is Outcome.FAIL]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"credit_code": "51320500MJ5123456Y"}, "pass"),
        ({"credit_code": "53320500MJ5123456Y"}, "pass"),
        ({"credit_code": "91320500MA1234567Y"}, "fail"),
        ({"credit_code": "54320500MJ5123456Y"}, "fail"),
        ({"in_good_standing": False}, "fail"),
    ],
)
def test_registered(rulebook: Rulebook, changes: dict[str, object], expected: str):
    assert outcome(rulebook, "registered", **changes) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("320508001001", "320585001001"), "pass"),
        (("320508001001", "320601001001"), "fail"),
        ((), "person"),
    ],
)
def test_place(rulebook: Rulebook, places: tuple[str, ...], expected: str):
    assert outcome(rulebook, "place", places=places) == expected


@pytest.mark.parametrize(
    ("inspections", "expected"),
    [
        pytest.param([(2024, "qualified", date(2025, 9, 1))], "pass", id="qualified"),
        pytest.param([(2024, "qualified", ON)], "pass", id="published today"),
        pytest.param(
            [(2024, "qualified", date(2025, 9, 1)), (2025, "failed", date(2026, 3, 11))],
            "pass",
            id="tomorrow's conclusion is not known",
        ),
        pytest.param(
            [(2024, "qualified", date(2025, 9, 1)), (2025, "failed", ON)],
            "fail",
            id="the latest published counts",
        ),
        pytest.param([(2024, "basically_qualified", date(2025, 9, 1))], "person", id="basically"),
        pytest.param([(2024, "failed", date(2025, 9, 1))], "fail", id="failed"),
        pytest.param([(2023, "qualified", date(2024, 9, 1))], "fail", id="one year missing"),
        pytest.param([], "fail", id="none"),
    ],
)
def test_inspection(rulebook: Rulebook, inspections: list[tuple], expected: str):
    facts = tuple(InspectionFact(*each) for each in inspections)

    assert outcome(rulebook, "inspection", inspections=facts) == expected


@pytest.mark.parametrize(
    ("registered_on", "expected"),
    [
        pytest.param(date(2024, 6, 30), "fail", id="inspected for 2024"),
        pytest.param(date(2024, 7, 1), "pass", id="not inspected for 2024"),
        pytest.param(date(2025, 12, 1), "pass", id="new"),
    ],
)
def test_young_organisations_are_not_inspected(
    rulebook: Rulebook, registered_on: date, expected: str
):
    found = outcome(rulebook, "inspection", inspections=(), registered_on=registered_on)

    assert found == expected


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        pytest.param([(2, date(2021, 3, 11), ON)], "pass", id="last day, just enough"),
        pytest.param([(2, ON, date(2031, 3, 9))], "pass", id="first day"),
        pytest.param([(5, date(2021, 1, 1), date(2026, 3, 9))], "fail", id="over since yesterday"),
        pytest.param([(5, date(2026, 3, 11), date(2031, 3, 10))], "fail", id="from tomorrow"),
        pytest.param([(1, date(2023, 1, 1), date(2028, 1, 1))], "fail", id="too low"),
        pytest.param(
            [(1, date(2023, 1, 1), date(2028, 1, 1)), (3, date(2025, 1, 1), date(2030, 1, 1))],
            "pass",
            id="the best valid one counts",
        ),
        pytest.param([], "fail", id="none"),
    ],
)
def test_grade(rulebook: Rulebook, grades: list[tuple], expected: str):
    facts = tuple(GradeFact(*each) for each in grades)

    assert outcome(rulebook, "grade", grades=facts) == expected


@pytest.mark.parametrize(
    ("key", "kind", "years"),
    [
        ("abnormal_list", "abnormal", 1),
        ("serious_list", "serious", 2),
        ("violations", "violation", 3),
    ],
)
@pytest.mark.parametrize(
    ("removed", "expected"),
    [
        pytest.param(None, "fail", id="still listed"),
        pytest.param(0, "pass", id="removed exactly the years ago"),
        pytest.param(1, "fail", id="removed one day later"),
    ],
)
def test_listings(
    rulebook: Rulebook, key: str, kind: str, years: int, removed: int | None, expected: str
):
    boundary = date(ON.year - years, ON.month, ON.day)
    until = None if removed is None else boundary.replace(day=boundary.day + removed)
    listing = ListingFact(kind, date(2020, 1, 1), until)

    assert outcome(rulebook, key, listings=(listing,)) == expected


def test_a_listing_of_another_list_does_not_count(rulebook: Rulebook):
    listing = ListingFact("abnormal", date(2020, 1, 1))

    assert outcome(rulebook, "serious_list", listings=(listing,)) == "pass"


def test_a_listing_from_tomorrow_does_not_count(rulebook: Rulebook):
    listing = ListingFact("abnormal", date(2026, 3, 11))

    assert outcome(rulebook, "abnormal_list", listings=(listing,)) == "pass"


def test_a_year_before_the_leap_day_is_the_twenty_eighth(rulebook: Rulebook):
    leap = date(2028, 2, 29)
    kept, late = (
        ListingFact("abnormal", date(2026, 1, 1), date(2027, *d)) for d in ((2, 28), (3, 1))
    )

    assert outcome(rulebook, "abnormal_list", leap, listings=(kept,)) == "pass"
    assert outcome(rulebook, "abnormal_list", leap, listings=(late,)) == "fail"


def test_the_sentence_tells_a_standing_entry_from_a_removed_one(rulebook: Rulebook):
    old = ListingFact("abnormal", date(2025, 1, 1), date(2025, 6, 1))
    standing = ListingFact("abnormal", date(2026, 2, 1))
    facts = replace(SOUND, listings=(old, standing))

    finding = {f.key: f for f in check_eligibility(rulebook.eligibility, facts, ON)}[
        "abnormal_list"
    ]

    assert finding.message % dict(finding.facts) == "Listed since 2026-02-01."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "pass"),
        ({"has_account": False}, "fail"),
        ({"account_is_own": False}, "fail"),
    ],
)
def test_bank_account(rulebook: Rulebook, changes: dict[str, object], expected: str):
    assert outcome(rulebook, "finance", **changes) == expected


@pytest.mark.parametrize(
    ("others", "quota", "expected"),
    [(0, 1, "pass"), (1, 1, "fail"), (1, 2, "pass"), (2, 2, "fail")],
)
def test_quota(rulebook: Rulebook, others: int, quota: int, expected: str):
    assert outcome(rulebook, "quota", other_applications=others, quota=quota) == expected


@pytest.mark.parametrize(
    ("support", "expected"), [(None, "person"), (True, "person"), (False, "pass")]
)
def test_other_support_is_for_a_person(rulebook: Rulebook, support: bool | None, expected: str):
    assert outcome(rulebook, "no_double_funding", other_support=support) == expected


@pytest.mark.parametrize(
    ("year", "ended", "expected"),
    [
        (2025, "liquidated", "fail"),
        (2025, "terminated", "fail"),
        (2025, "failed", "fail"),
        (2025, "completed", "pass"),
        (2024, "liquidated", "pass"),
        (2026, "liquidated", "fail"),
    ],
)
def test_prior_failure(rulebook: Rulebook, year: int, ended: str, expected: str):
    projects = (PriorProject(year, ended),)

    assert outcome(rulebook, "prior_failure", prior_projects=projects) == expected
