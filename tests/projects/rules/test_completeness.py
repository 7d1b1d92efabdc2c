"""What an application still lacks, and how far each section is."""

import pytest

from projects.rules.completeness import (
    Completion,
    Content,
    Incomplete,
    check_complete,
    missing,
    section_states,
)
from projects.rules.rulebook import Rulebook

EMPTY = Content(sections={}, tables={}, items=[], slots=frozenset(), year=2026)


def lacks(rulebook: Rulebook, content: Content) -> list[tuple[str, str]]:
    found = missing(rulebook, content)
    assert all(lack.message % dict(lack.facts) for lack in found if lack.facts)
    return [(lack.section, lack.field) for lack in found]


def states(rulebook: Rulebook, content: Content) -> dict[str, Completion]:
    return {each.section.key: each.state for each in section_states(rulebook, content)}


def test_a_complete_application_lacks_nothing(rulebook: Rulebook, make_content):
    content = make_content(declared=True)

    assert lacks(rulebook, content) == []
    assert set(states(rulebook, content).values()) == {Completion.COMPLETE}
    check_complete(rulebook, content)


def test_nothing_is_started(rulebook: Rulebook):
    assert set(states(rulebook, EMPTY).values()) == {Completion.NOT_STARTED}
    with pytest.raises(Incomplete) as refused:
        check_complete(rulebook, EMPTY)
    assert refused.value.facts["count"] == len(missing(rulebook, EMPTY))


def test_the_declaration_is_signed_at_the_end(rulebook: Rulebook, make_content):
    content = make_content()

    assert states(rulebook, content)["declaration"] is Completion.NOT_STARTED
    assert lacks(rulebook, content) == []


@pytest.mark.parametrize("value", [None, "", []])
def test_a_required_answer_is_missing(rulebook: Rulebook, make_content, value: object):
    content = make_content({"overview": {"title": value}})

    assert lacks(rulebook, content) == [("overview", "title")]
    assert states(rulebook, content)["overview"] is Completion.IN_PROGRESS


def test_zero_is_an_answer(rulebook: Rulebook, make_content):
    content = make_content({"organisation": {"staff_full_time": 0}})

    assert lacks(rulebook, content) == []


@pytest.mark.parametrize(
    ("support", "detail", "found"),
    [
        (True, "", [("overview", "other_support_detail")]),
        (True, "慈善总会捐赠", []),
        (False, "", []),
    ],
)
def test_a_condition_makes_an_answer_required(
    rulebook: Rulebook, make_content, support: bool, detail: str, found: list[tuple[str, str]]
):
    answers = {"other_support": support, "other_support_detail": detail}

    assert lacks(rulebook, make_content({"overview": answers})) == found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("title", "长" * 61, id="too long"),
        pytest.param("title", 7, id="no text"),
        pytest.param("direct_beneficiaries", 0, id="too small"),
        pytest.param("direct_beneficiaries", 1_000_000, id="too large"),
        pytest.param("direct_beneficiaries", "120", id="no number"),
        pytest.param("direct_beneficiaries", True, id="no number either"),
        pytest.param("field", "moon", id="not offered"),
        pytest.param("starts", "2026-8", id="no month"),
        pytest.param("starts", "2026-13", id="no such month"),
        pytest.param("areas", "320508001001", id="no list"),
        pytest.param("requested", -1, id="below zero"),
        pytest.param("other_support", "yes", id="no truth"),
    ],
)
def test_a_wrong_answer_is_an_error(rulebook: Rulebook, make_content, field: str, value: object):
    content = make_content({"overview": {field: value}})

    assert ("overview", field) in lacks(rulebook, content)
    assert states(rulebook, content)["overview"] is Completion.ERRORS


def test_the_longest_answer_fits(rulebook: Rulebook, make_content):
    assert lacks(rulebook, make_content({"overview": {"title": "长" * 60}})) == []


@pytest.mark.parametrize(
    ("starts", "ends", "found"),
    [
        pytest.param("2026-08", "2027-06", [], id="the whole period"),
        pytest.param("2026-08", "2027-03", [], id="eight months"),
        pytest.param("2026-08", "2027-02", [("overview", "ends")], id="seven months"),
        pytest.param("2026-07", "2027-06", [("overview", "starts")], id="too early"),
        pytest.param("2026-09", "2027-07", [("overview", "starts")], id="too late"),
        pytest.param("2026-08", "2027-08", [("overview", "ends")], id="thirteen months"),
        pytest.param("2027-06", "2026-08", [("overview", "ends")], id="the wrong way round"),
    ],
)
def test_period(
    rulebook: Rulebook, make_content, starts: str, ends: str, found: list[tuple[str, str]]
):
    content = make_content({"overview": {"starts": starts, "ends": ends}})

    assert lacks(rulebook, content) == found


@pytest.mark.parametrize(
    ("requested", "found"), [(5_000_000, []), (5_000_001, [("overview", "requested")])]
)
def test_the_request_equals_the_grant_lines(
    rulebook: Rulebook, make_content, requested: int, found: list[tuple[str, str]]
):
    assert lacks(rulebook, make_content({"overview": {"requested": requested}})) == found


def test_a_table_needs_rows(rulebook: Rulebook, make_content):
    content = make_content(tables={"team": []})

    assert lacks(rulebook, content) == [("team", "team")]


def test_a_row_needs_its_required_cells(rulebook: Rulebook, make_content):
    row = {"name": "张三", "education": "本科", "role": "", "phone": "", "full_time": False}
    content = make_content(tables={"team": [{**row, "role": "项目主管"}, row]})

    (lack,) = missing(rulebook, content)

    assert lack.message % dict(lack.facts) == "“执行团队”, row 2: fill in “角色分工”."
    assert states(rulebook, content)["team"] is Completion.IN_PROGRESS


def test_a_wrong_cell_is_an_error(rulebook: Rulebook, make_content):
    rows = make_content().tables["plan_rows"]
    content = make_content(tables={"plan_rows": [*rows, {**rows[0], "person_times": -1}]})

    assert lacks(rulebook, content) == [("plan", "plan_rows")]
    assert states(rulebook, content)["plan"] is Completion.ERRORS


def test_too_many_rows(rulebook: Rulebook, make_content):
    rows = make_content().tables["team"]

    assert lacks(rulebook, make_content(tables={"team": list(rows) * 11})) == [("team", "team")]


def test_every_kind_of_indicator_is_needed(rulebook: Rulebook, make_content):
    rows = [{**row, "level": "output"} for row in make_content().tables["indicators"]]

    content = make_content(tables={"indicators": rows})

    assert lacks(rulebook, content) == [("indicators", "indicators")] * 2


def test_a_required_file_is_missing(rulebook: Rulebook, make_content):
    slots = make_content().slots - {"grade_certificate"}
    content = make_content(slots=slots)

    assert lacks(rulebook, content) == [("attachments", "grade_certificate")]
    assert states(rulebook, content)["attachments"] is Completion.IN_PROGRESS


def test_an_exceeded_hard_cap_is_an_error(rulebook: Rulebook, make_content, make_item):
    items = [make_item("10000.00", category="management"), make_item("40000.00")]
    content = make_content(items=items)

    assert lacks(rulebook, content) == [("budget", "management")]
    assert states(rulebook, content)["budget"] is Completion.ERRORS
