"""The demo's places, organisations, people and calls are well formed and as told."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from stdnum.cn import uscc

from app.accounts.enums import Role
from app.demo.content import FOLDER, Content, ContentError, load_content
from app.demo.content_cast import Organisation
from app.demo.content_proposal import Proposal, moved
from app.demo.content_story import CallPlan
from app.demo.story.stages import STAGES
from app.kernel.money import Money
from app.registry.enums import Conclusion, OrganisationKind
from evaluations.rules.conflicts import ApplicationFacts as Judged
from evaluations.rules.conflicts import ExpertFacts, Ground, Tie, detect
from projects.rules.calls import project_period
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
from projects.rules.rulebook_reading import programme

BEGINNING = date(2026, 1, 5)
CONTENT = load_content()
PROPOSALS = [pytest.param(each, id=each.key) for each in CONTENT.proposals.values()]
ORGANISATIONS = [pytest.param(each, id=each.key) for each in CONTENT.organisations.values()]
PLANS = [pytest.param(each, id=each.stage) for each in CONTENT.calls.values()]
# How long it takes the story from the first day of a call to the last agreement.
TO_THE_AGREEMENTS = timedelta(days=72)


@pytest.fixture
def content() -> Content:
    return CONTENT


@pytest.fixture
def rulebook() -> Rulebook:
    return programme("venture")


def test_counts(content: Content):
    levels = Counter(len(code) for code in content.areas)

    assert levels == {4: 1, 6: 10, 9: 12, 12: 24}
    assert len(content.organisations) == 17
    assert len(content.experts) == 14
    assert len(content.proposals) == 12
    assert {each.role for each in content.people.values()} >= {
        *Role,
    } - {Role.CHAIR}


def test_areas_lie_inside_each_other(content: Content):
    known = set()
    for area in content.areas.values():
        parent = {4: 0, 6: 4, 9: 6, 12: 9}[len(area.code)]
        assert not parent or area.code[:parent] in known
        assert area.generated is (len(area.code) > 6)
        known.add(area.code)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_credit_code_and_the_code_inside_it(organisation: Organisation):
    code = organisation.credit_code
    inner, weights = code[8:16], (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c, 36) * w for c, w in zip(inner, weights, strict=True)) % 11
    check = {10: "X", 11: "0"}.get(rest, str(rest))

    assert uscc.validate(code) == code
    assert code[16] == check
    assert code[:2] == {"association": "51", "service": "52", "foundation": "53"}[organisation.kind]
    assert code[2:8] == organisation.area.ljust(6, "0")


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_organisation_is_well_formed(organisation: Organisation, content: Content):
    assert organisation.area in content.areas
    assert OrganisationKind(organisation.kind)
    assert [Conclusion(each.conclusion) for each in organisation.inspections]
    assert organisation.bank.name == organisation.name
    assert len(organisation.introduction) <= 500
    assert organisation.introduction == organisation.introduction.strip()


def facts_of(organisation: Organisation, areas: tuple[str, ...] = ()) -> OrganisationFacts:
    conclusions = {"passed": "qualified", "basic": "basically_qualified", "failed": "failed"}
    kinds = {"service": "service_agency"}
    return OrganisationFacts(
        kind=kinds.get(organisation.kind, organisation.kind),
        credit_code=organisation.credit_code,
        in_good_standing=True,
        registered_on=organisation.registered_on,
        has_account=True,
        account_is_own=organisation.bank.name == organisation.name,
        inspections=tuple(
            InspectionFact(each.year, conclusions[each.conclusion], each.published_on)
            for each in organisation.inspections
        ),
        grades=(
            (
                GradeFact(
                    organisation.grade.level,
                    organisation.grade.valid_from,
                    organisation.grade.valid_until,
                ),
            )
            if organisation.grade
            else ()
        ),
        listings=tuple(
            ListingFact(each.kind, each.listed_on, each.removed_on)
            for each in organisation.listings
            if each.kind != "liquidated"
        ),
        prior_projects=tuple(
            PriorProject(each.listed_on.year, each.kind)
            for each in organisation.listings
            if each.kind == "liquidated"
        ),
        places=areas,
        other_support=False,
    )


def failing(
    organisation: Organisation, rulebook: Rulebook, areas: tuple[str, ...], on: date = BEGINNING
) -> list[str]:
    findings = check_eligibility(rulebook.eligibility, facts_of(organisation, areas), on)
    return [each.key for each in findings if each.outcome is Outcome.FAIL]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("proposal", PROPOSALS)
def test_who_applies_may_apply(
    proposal: Proposal, plan: CallPlan, content: Content, rulebook: Rulebook
):
    organisation = content.organisations[proposal.key]
    on = BEGINNING + timedelta(days=plan.begins)

    assert failing(organisation, rulebook, proposal.areas, on) == []


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("wanying", "abnormal_list"),
        ("jinjie", "prior_failure"),
        ("hushan", "grade"),
        ("xuyu", "inspection"),
    ],
)
def test_organisation_that_may_not_apply(key: str, rule: str, content: Content, rulebook: Rulebook):
    assert failing(content.organisations[key], rulebook, ("320506",)) == [rule]


def test_an_organisation_that_nobody_represents_yet_may_apply(content: Content, rulebook: Rulebook):
    free = content.organisations["xinglin"]

    assert f"organisation:{free.key}" not in {person.scope for person in content.people.values()}
    assert failing(free, rulebook, (free.area,)) == []


def test_the_rules_of_2018_hold(content: Content, rulebook: Rulebook):
    """What 太仓 published in 2018 (S14) stands in the rulebook and in the words of every call."""
    rules = {each.key: each.params for each in rulebook.eligibility}

    assert rulebook.money.cap.value == Money.yuan("60000.00")
    assert rulebook.period.min_months.value == 8
    assert (rulebook.quota.per_organisation.value, rulebook.quota.per_year.value) == (1, 1)
    assert rules["grade"]["minimum"] == 2
    assert rules["prior_failure"]["years"] == 1
    assert "liquidated" in rules["prior_failure"]["outcomes"]
    for stage in content.calls:
        words = " ".join(content.texts_of_call(stage).values())
        for fact in ("60,000元", "不少于8个月", "2A以上", "每年限报一个项目", "未被清算"):
            assert fact in words, fact


def test_people_point_to_what_exists(content: Content):
    known = {"": {""}, "area": set(content.areas), "organisation": set(content.organisations)}
    for person in content.people.values():
        kind, _, place = person.scope.partition(":")
        assert person.role in set(Role)
        assert place in known[kind]
        assert not person.expert or person.expert in content.experts
    assert set(content.proposals) <= set(content.people)


def test_one_expert_worked_for_an_applicant(content: Content):
    judged = [Judged(code=key, organisation=key) for key in CONTENT.proposals]
    found = {}
    for expert in content.experts.values():
        ties = tuple(
            Tie(each.organisation, Ground.POST, each.since, each.until)
            for each in expert.employments
            if each.organisation
        )
        facts = ExpertFacts(code=expert.key, name=expert.key, ties=ties)
        for application in judged:
            if detect(facts, application, on=BEGINNING):
                found[expert.key] = application.code

    assert found == {"luo": "yuanye"}


def test_experts_fill_every_seat(content: Content, rulebook: Rulebook):
    experts = content.experts.values()
    fields = {each.key for each in rulebook.fields}

    assert sum(each.finance for each in experts) >= 3
    assert all(set(each.fields) <= fields for each in experts)
    assert fields == {key for each in experts for key in each.fields}
    assert len({each.unit for each in experts}) == len(experts)


def test_calls_cover_every_stage(content: Content):
    areas_and_years = Counter((plan.area, plan.year) for plan in content.calls.values())

    assert {*content.calls} == {*STAGES} - {"closed"}
    assert set(areas_and_years.values()) == {1}
    for stage, plan in content.calls.items():
        assert plan.area in content.areas
        assert plan.title.startswith(content.areas[plan.area].name + plan.edition)
        assert all("{" not in text for text in content.texts_of_call(stage).values())


@pytest.mark.parametrize("plan", PLANS)
def test_plans_start_after_the_agreements(plan: CallPlan, rulebook: Rulebook):
    first, _last = project_period(rulebook, plan.year)

    assert BEGINNING + timedelta(days=plan.begins) + TO_THE_AGREEMENTS < first


def test_what_is_told_of_a_call_is_told_of_a_proposal(content: Content):
    texts = content.texts

    assert {texts.objection.call, texts.decline.call} <= set(content.calls)
    assert {texts.objection.proposal, texts.decline.proposal} <= set(content.proposals)


def test_moved_takes_years_along():
    assert moved("2026年8月至2027年6月，1126件", 2025) == "2025年8月至2026年6月，1126件"


def test_an_error_names_file_and_key(tmp_path: Path):
    folder = copytree(FOLDER, tmp_path / "content")
    file = folder / "proposals" / "01_weihang.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("field =", "feild =", 1))

    with pytest.raises(ContentError, match=r"01_weihang\.toml: feild: is not a known key"):
        load_content(folder)


def test_no_expert_of_the_pool_is_paid_by_an_applicant(content: Content):
    names = {each.name for each in content.people.values() if each.expert}
    supervisors = " ".join(each.supervisor for each in content.proposals.values())

    assert not [name for name in names if name in supervisors or name[0] + "老师" in supervisors]
