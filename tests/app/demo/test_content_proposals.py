"""The demo's proposals keep the rulebook's form and budget rules."""

import pytest

from app.demo.content import Content, load_content
from app.demo.content_proposal import Proposal
from app.kernel.money import ZERO, Money
from projects.rules import completeness
from projects.rules.budgets import check_budget, check_caps, totals
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField
from projects.rules.rulebook_reading import programme

CONTENT = load_content()
PROPOSALS = [pytest.param(each, id=each.key) for each in CONTENT.proposals.values()]


@pytest.fixture
def content() -> Content:
    return CONTENT


@pytest.fixture
def rulebook() -> Rulebook:
    return programme("venture")


@pytest.mark.parametrize("year", [2024, 2025, 2026])
@pytest.mark.parametrize("proposal", PROPOSALS)
def test_proposal_is_complete(proposal: Proposal, year: int, content: Content, rulebook: Rulebook):
    sections = content.sections(proposal.key, year)
    organisation = content.organisations[proposal.key]
    sections["organisation"] = {
        "introduction": organisation.introduction,
        "staff_full_time": organisation.full_time,
        "social_workers": organisation.social_workers,
    }
    rows = proposal.rows(year)
    given = completeness.Content(
        sections=sections,
        tables={key: each for tables in rows.values() for key, each in tables.items()},
        items=proposal.items(),
        slots=frozenset(each.key for each in rulebook.attachments if each.required),
        year=year,
    )

    lacks = [
        each for each in completeness.missing(rulebook, given) if each.section != "declaration"
    ]

    assert lacks == []


def questions(rulebook: Rulebook, section: str) -> dict[str, FormField]:
    return {each.key: each for each in rulebook.form.section(section).fields}


@pytest.mark.parametrize("proposal", PROPOSALS)
def test_answers_fit_the_form(proposal: Proposal, content: Content, rulebook: Rulebook):
    for section, answers in content.sections(proposal.key, 2026).items():
        known = questions(rulebook, section)
        assert set(answers) <= set(known)
        for key, answer in answers.items():
            check_answer(known[key], answer)
    for tables in proposal.rows(2026).values():
        for table, rows in tables.items():
            columns = {each.key: each for each in rulebook.form.table(table).columns}
            for row in rows:
                assert set(row) == set(columns)
                for key, answer in row.items():
                    check_answer(columns[key], answer)


def check_answer(question: FormField, answer: object) -> None:
    if isinstance(answer, str):
        most = question.maximum_length or len(answer)
        assert len(answer) <= most, question.key
        assert answer == answer.strip()
    if question.kind is FieldKind.NUMBER:
        assert isinstance(answer, int)
        assert question.minimum is None or answer >= question.minimum
        assert question.maximum is None or answer <= question.maximum
    if question.kind is FieldKind.CHOICE and question.options:
        assert answer in {each.key for each in question.options}


@pytest.mark.parametrize("proposal", PROPOSALS)
def test_proposal_is_of_the_demo(proposal: Proposal, content: Content, rulebook: Rulebook):
    communities = {code for code in content.areas if len(code) == 12}
    months = [row.when for row in proposal.tables.plan_rows]
    members = {each.name for each in proposal.tables.team}

    assert set(proposal.areas) <= communities
    assert proposal.field in {each.key for each in rulebook.fields}
    assert {proposal.leader, proposal.contact, proposal.accountant} <= members
    assert all(proposal.starts <= month <= proposal.ends for month in months)
    assert months == sorted(months)
    assert 6 <= len(months) <= 12
    assert 4 <= len(members) <= 8
    assert 5 <= len(proposal.tables.indicators) <= 8
    assert {each.level for each in proposal.tables.indicators} == {
        "output",
        "effect",
        "satisfaction",
    }


@pytest.mark.parametrize("proposal", PROPOSALS)
def test_budget_keeps_every_cap_and_rate(proposal: Proposal, rulebook: Rulebook):
    items = proposal.items()
    rates = {each.key: each.rate.amount.value for each in rulebook.budget.categories if each.rate}

    assert check_budget(rulebook, items) == ()
    assert check_caps(rulebook.budget, items) == ()
    assert 8 <= len(items) <= 20
    assert Money.yuan("38000.00") <= proposal.requested <= Money.yuan("60000.00")
    assert totals(items).own > ZERO
    for item in items:
        assert rulebook.budget.category(item.category)
        assert item.unit_price <= rates.get(item.category, item.unit_price), item.content


def test_requests_leave_a_cut(content: Content):
    asked = sum((each.requested for each in content.proposals.values()), ZERO)

    assert asked == Money.yuan("620150.00")
    assert content.calls["open"].budget == Money.yuan("300000.00")
