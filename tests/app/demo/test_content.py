"""The demo's places, organisations, people and calls are well formed and as told."""

from collections import Counter
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from stdnum.cn import uscc

from app.accounts.enums import Role
from app.demo.content import FOLDER, Content, ContentError, load_content
from app.demo.content_application import Application, moved
from app.demo.content_cast import Organisation
from app.registry.enums import Conclusion, OrganisationKind, RegistrationStatus
from evaluations.rules.conflicts import ApplicationFacts as Judged
from evaluations.rules.conflicts import ExpertFacts, Ground, Tie, detect
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
APPLICATIONS = [pytest.param(each, id=each.key) for each in CONTENT.applications.values()]
ORGANISATIONS = [pytest.param(each, id=each.key) for each in CONTENT.organisations.values()]
ELIGIBLE = [each.key for each in CONTENT.eligible()]


@pytest.fixture
def content() -> Content:
    return CONTENT


@pytest.fixture
def rulebook() -> Rulebook:
    return programme("venture")


def test_counts(content: Content):
    levels = Counter(area.level for area in content.areas)

    assert levels == {"city": 1, "district": 10, "street": 12, "community": 24}
    assert len(content.organisations) == 16
    assert len(content.experts) == 14
    assert (len(content.eligible()), len(content.refused())) == (12, 2)
    assert {each.role for each in content.people.values()} >= {
        *Role,
    } - {Role.CHAIR}


def test_areas_lie_inside_each_other(content: Content):
    known = set()
    for area in content.areas:
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
    assert code[2:8] == organisation.registering_area.ljust(6, "0")


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_organisation_is_well_formed(organisation: Organisation, content: Content):
    codes = {area.code for area in content.areas}

    assert {organisation.area, organisation.registering_area} <= codes
    assert OrganisationKind(organisation.kind)
    assert RegistrationStatus(organisation.status)
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
        in_good_standing=organisation.status == "normal",
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
                    organisation.grade.granted_on,
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


def failing(organisation: Organisation, rulebook: Rulebook, areas: tuple[str, ...]) -> list[str]:
    findings = check_eligibility(rulebook.eligibility, facts_of(organisation, areas), BEGINNING)
    return [each.key for each in findings if each.outcome is Outcome.FAIL]


@pytest.mark.parametrize("application", APPLICATIONS)
def test_eligibility_is_as_told(application: Application, content: Content, rulebook: Rulebook):
    organisation = content.organisations[application.key]
    expected = [application.refused_because] if application.refused_because else []

    assert failing(organisation, rulebook, application.areas) == expected


@pytest.mark.parametrize(("key", "rule"), [("hushan", "grade"), ("xuyu", "inspection")])
def test_organisation_that_may_not_apply(key: str, rule: str, content: Content, rulebook: Rulebook):
    assert failing(content.organisations[key], rulebook, ("320506",)) == [rule]


def test_people_point_to_what_exists(content: Content):
    areas = {area.code for area in content.areas}
    for person in content.people.values():
        assert person.role in set(Role)
        kind, _, place = person.scope.partition(":")
        assert kind in {"", "area", "organisation"}
        assert kind != "area" or place in areas
        assert kind != "organisation" or place == person.organisation
        assert not person.organisation or person.organisation in content.organisations
        assert not person.expert or person.expert in content.experts
    assert set(content.applications) <= set(content.people)


def test_one_expert_worked_for_an_applicant(content: Content):
    judged = [Judged(code=key, organisation=key) for key in ELIGIBLE]
    found = {}
    for expert in content.experts.values():
        ties = tuple(
            Tie(each.organisation, Ground.POST, each.since, each.until)
            for each in expert.employments
            if each.organisation
        )
        facts = ExpertFacts(code=expert.key, name=expert.name, ties=ties)
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
    areas = {area.code for area in content.areas}
    stages = {call.stage for call in content.calls.values()}

    assert stages >= {
        "draft",
        "open",
        "opened",
        "in_review",
        "scoring",
        "ranked",
        "approved",
        "in_notice",
        "decided",
        "contracted",
        "running",
        "midterm",
        "completed",
    }
    for key, call in content.calls.items():
        assert call.area in areas
        assert set(call.applications) <= set(ELIGIBLE)
        assert all("{" not in text for text in content.texts_of_call(key).values())
    assert content.texts.objection.application in ELIGIBLE


def test_moved_takes_years_along():
    assert moved("2026年8月至2027年6月，1126件", 2025) == "2025年8月至2026年6月，1126件"


def test_an_error_names_file_and_key(tmp_path: Path):
    folder = copytree(FOLDER, tmp_path / "content")
    file = folder / "applications" / "01_weihang.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("field =", "feild =", 1))

    with pytest.raises(ContentError, match=r"01_weihang\.toml: feild: is not a known key"):
        load_content(folder)


def test_no_expert_of_the_pool_is_paid_by_an_applicant(content: Content):
    names = {each.name for each in content.experts.values()}
    supervisors = " ".join(each.supervisor for each in content.applications.values())

    assert not [name for name in names if name in supervisors or name[0] + "老师" in supervisors]
