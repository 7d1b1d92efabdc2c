"""The venture rulebook holds the facts of its call, survives freezing, and explains its faults."""

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from app.accounts.enums import Role
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.money import Money
from app.kernel.numbering import numbered
from projects.rules.calls import months_of_projects, project_period
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_checks import problems_in
from projects.rules.rulebook_reading import FOLDER, load_rulebook, programme
from projects.rules.sourced import Certainty, RulebookError, Sourced, wording
from projects.rules.typed_tables import walk


def test_venture_has_the_facts_of_its_call(rulebook: Rulebook):
    assert rulebook.money.cap == Sourced(Money.yuan("60000.00"), "S14", Certainty.FOUND)
    assert rulebook.period.min_months.value == 8
    assert rulebook.timing.call_days.value == 11
    assert rulebook.timing.notice_workdays.value == 5
    assert rulebook.eligibility_rule("grade").number("minimum") == 2
    assert rulebook.eligibility_rule("prior_failure").number("years") == 1
    assert [each.share.value for each in rulebook.installments] == [60, 30, 10]
    assert [(c.key, c.maximum.value) for c in rulebook.criteria] == [
        ("needs", 20),
        ("plan", 30),
        ("budget", 15),
        ("team", 15),
        ("innovation", 10),
        ("sustainability", 10),
    ]


def test_every_row_of_the_eligibility_table_is_there(rulebook: Rulebook):
    assert [rule.key for rule in rulebook.eligibility] == [
        "registered",
        "place",
        "inspection",
        "grade",
        "abnormal_list",
        "serious_list",
        "violations",
        "tax_social_security",
        "credit_check",
        "finance",
        "scope",
        "capacity",
        "quota",
        "no_double_funding",
        "prior_failure",
        "party_building",
    ]


def test_every_figure_has_a_known_source_or_says_that_it_has_none(rulebook: Rulebook):
    figures = [each for _where, each in walk(rulebook) if isinstance(each, Sourced)]

    assert len(figures) > 80
    assert all(each.source in rulebook.sources for each in figures if each.source)
    assert all(
        each.certainty in (Certainty.KNOWLEDGE, Certainty.INFERENCE)
        for each in figures
        if not each.source
    )


def test_every_label_has_an_english_one(rulebook: Rulebook):
    nameless = [
        where
        for where, each in walk(rulebook)
        if hasattr(each, "label_en") and not (each.label and each.label_en)
    ]

    assert nameless == []


def test_the_contract_number_does_not_speak_of_a_purchase(rulebook: Rulebook):
    number = numbered(rulebook.numbers.contract, year=2026, n=12)

    assert "〔2026〕公益创投-0012号" in number
    assert "购" not in number


def test_every_number_has_a_pattern(rulebook: Rulebook):
    patterns = dataclasses.asdict(rulebook.numbers).values()

    made = [numbered(pattern, year=2026, n=7) for pattern in patterns]

    assert len(set(made)) == len(made)


def test_the_texts_are_patterns(rulebook: Rulebook):
    for text in dataclasses.asdict(rulebook.texts).values():
        assert [name for _, name, _, _ in Formatter().parse(text) if name]


def test_roles_of_the_chain_and_the_gates_exist(rulebook: Rulebook):
    named = {step.role for step in rulebook.payment_chain} | {g.owner for g in rulebook.gates}

    assert named <= {role.value for role in Role}


@pytest.mark.parametrize(
    ("amount", "last"),
    [
        pytest.param("36000.00", "leader", id="an installment"),
        pytest.param("99999.99", "leader", id="just below"),
        pytest.param("100000.00", "chief", id="from this amount on"),
    ],
)
def test_large_payments_need_one_signature_more(rulebook: Rulebook, amount: str, last: str):
    steps = [step.key for step in rulebook.payment_steps(Money.yuan(amount))]

    assert steps[:1] == ["drafted"]
    assert steps[-2:] == [last, "paid"]


@pytest.mark.parametrize("name", ["midterm", "completion"])
def test_assessments_make_a_hundred_points(rulebook: Rulebook, name: str):
    sheet = getattr(rulebook, name)

    assert sheet.total == 100
    assert sum(leaf.points for leaf in sheet.leaves) == 100
    assert sheet.pass_mark.value == 60


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("105.5", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("79.99", "passed"),
        ("60", "passed"),
        ("59.99", "failed"),
        ("-3", "failed"),
    ],
)
def test_grades_of_the_completion(rulebook: Rulebook, total: str, grade: str):
    assert rulebook.completion.grade(Decimal(total)).key == grade


def test_the_midterm_has_the_four_dimensions_of_the_city(rulebook: Rulebook):
    assert [each.label for each in rulebook.midterm.dimensions] == [
        "项目实施",
        "人力和物资投入",
        "财务管理",
        "项目成效",
    ]


def test_every_mark_lies_in_one_band_of_its_criterion(rulebook: Rulebook):
    step = rulebook.scoring.step.value
    for criterion in rulebook.criteria:
        maximum = criterion.maximum.value
        for n in range(int(maximum / step) + 1):
            percent = n * step * 100 / maximum
            bands = [b for b in criterion.bands if b.minimum <= percent <= b.maximum]
            assert len(bands) == 1, (criterion.key, n * step)
        assert len(criterion.bands) == 4


def test_projects_run_from_august_to_june(rulebook: Rulebook):
    assert project_period(rulebook, 2018) == (date(2018, 8, 1), date(2019, 6, 1))
    assert months_of_projects(rulebook) == 11


def test_two_thirds_are_counted_exactly(rulebook: Rulebook):
    majority = rulebook.panel.veto_majority

    assert [majority.reached(votes, 5) for votes in range(6)] == [False] * 4 + [True] * 2
    assert majority.reached(2, 3)
    assert not majority.reached(0, 0)


def test_wording_follows_the_language(rulebook: Rulebook):
    field = rulebook.field("elderly")

    assert wording(field, "zh") == field.label
    assert wording(field, "en") == field.label_en
    assert wording(rulebook.basis[0], "en", "title") == rulebook.basis[0].title


def test_keys_find_their_items(rulebook: Rulebook):
    assert rulebook.criterion("plan").key == "plan"
    assert rulebook.gate("audit").key == "audit"
    assert rulebook.attachment("stamped_copy").key == "stamped_copy"
    assert rulebook.form.table("team").key == "team"
    assert rulebook.form.section("overview").field("title").key == "title"
    assert rulebook.budget.category("tax").key == "tax"
    for find in (rulebook.field, rulebook.form.section, rulebook.form.table):
        with pytest.raises(KeyError):
            find("nothing")


def test_frozen_rules_are_read_back_equal(rulebook: Rulebook):
    data = rulebook.to_data()

    again = Rulebook.from_data(data)

    assert again == rulebook
    assert sha256_hex(canonical_json(again.to_data())) == sha256_hex(canonical_json(data))


def test_frozen_money_is_whole_fen(rulebook: Rulebook):
    data = rulebook.to_data()

    assert data["money"]["cap"] == {"value": 6_000_000, "source": "S14", "certainty": "found"}
    assert data["scoring"]["step"]["value"] == "0.5"


def test_frozen_data_of_another_shape_is_refused(rulebook: Rulebook):
    data = rulebook.to_data()
    del data["money"]["cap"]
    data["period"]["weeks"] = 3

    with pytest.raises(RulebookError) as refused:
        Rulebook.from_data(data)

    assert refused.value.problems == (
        "frozen rulebook: money.cap: is missing",
        "frozen rulebook: period.weeks: is not a known key",
    )


def changed(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    text = (FOLDER / "venture.toml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "changed.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_problems_of_a_file_are_told_together(tmp_path: Path):
    path = changed(
        tmp_path,
        ('cap = { value = "60000.00"', "cap = { value = 60000"),
        ('min_months = { value = 8, source = "S14", certainty = "found" }', "min_months = 8"),
        ('family = "grant"', 'family = "gift"'),
        ("per_year = {", "per_decade = {"),
    )

    with pytest.raises(RulebookError) as refused:
        load_rulebook(path)

    assert set(refused.value.problems) == {
        'changed.toml: money.cap.value: must be yuan as text, such as "60000.00"',
        "changed.toml: period.min_months: must be a table such as "
        '{ value = 5, source = "S14", certainty = "found" }',
        "changed.toml: family: must be one of grant, procurement, allocation, recognition, "
        "not 'gift'",
        "changed.toml: quota.per_decade: is not a known key",
        "changed.toml: quota.per_year: is missing",
    }


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            'share = { value = 60, source = "P"',
            'share = { value = 50, source = "P"',
            "installments: adds up to 90, not to 100",
            id="shares",
        ),
        pytest.param(
            'cap = { value = "60000.00", source = "S14"',
            'cap = { value = "60000.00", source = "S99"',
            "money.cap.source: S99 is not among the sources",
            id="unknown source",
        ),
        pytest.param(
            'min_months = { value = 8, source = "S14", certainty = "found" }',
            'min_months = { value = 8, certainty = "found" }',
            "period.min_months.source: a figure that is found names its source",
            id="found nowhere",
        ),
        pytest.param(
            'gates = ["contract_effective", "receipt"]',
            'gates = ["contract_effective", "moon"]',
            "installments.first: moon is no gate",
            id="gate",
        ),
        pytest.param(
            "params = { minimum = 2 }",
            'params = { minimum = "2A" }',
            "eligibility.grade.params.minimum: is missing or no int",
            id="parameter",
        ),
        pytest.param(
            'key = "timing.notice_workdays"',
            'key = "timing.holidays"',
            "choices.timing.holidays: there is no such value",
            id="choice of nothing",
        ),
        pytest.param(
            'required_if = "other_support"',
            'required_if = "sunshine"',
            "form.overview.other_support_detail: sunshine is no field of the section",
            id="condition",
        ),
        pytest.param(
            'each_of = "level"',
            'each_of = "unit"',
            "form.indicators.indicators.each_of: unit is no choice among the columns",
            id="kinds",
        ),
        pytest.param(
            "min_months = { value = 8,",
            "min_months = { value = 12,",
            "period.min_months: 12 months do not fit",
            id="no room",
        ),
        pytest.param(
            'key = "disabled"',
            'key = "elderly"',
            "fields: elderly stands there 2 times",
            id="twice",
        ),
    ],
)
def test_contradictions_are_found(tmp_path: Path, old: str, new: str, problem: str):
    with pytest.raises(RulebookError) as refused:
        load_rulebook(changed(tmp_path, (old, new)))

    assert f"changed.toml: {problem}" in refused.value.problems


def test_a_sound_rulebook_has_no_problems(rulebook: Rulebook):
    assert problems_in(rulebook) == []


def test_a_broken_file_is_named(tmp_path: Path):
    path = tmp_path / "broken.toml"
    path.write_text("code = ", encoding="utf-8")

    with pytest.raises(RulebookError, match=r"broken\.toml: is not TOML"):
        load_rulebook(path)


@pytest.mark.parametrize("code", ["nothing", "../secret", ""])
def test_an_unknown_programme_is_refused(code: str):
    with pytest.raises(RulebookError, match="there is no such programme"):
        programme(code)
