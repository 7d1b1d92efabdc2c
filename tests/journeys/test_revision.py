"""The revision after the award: activities and indicators are cut, what was scored is not."""

from app.demo.story import awards
from app.demo.story.thread import proposal_called, signatory
from projects.models.project import Project
from projects.operations.projects import save_budget
from projects.queries.projects import budget_lines, table_rows
from projects.queries.snapshots import plan_snapshot
from tests.journeys.browser import Browser, form_of
from tests.journeys.conftest import Journey
from tests.journeys.test_award_to_archive import first_project


def accepted(journey: Journey, weihang: Browser) -> tuple[Project, str]:
    """The first project after its organisation accepted the award, and its plan's address."""
    with journey.read():
        project = first_project()
    weihang.fill(f"/projects/{project.code}/accept")
    return project, f"/projects/{project.code}/plan"


def equal_to_the_award(journey: Journey) -> None:
    """The budget is cut, so that nothing but the tables keeps the plan from being handed in."""
    with journey.write():
        project = first_project()
        actor, _organisation = signatory(proposal_called(project.title))
        items = awards.cut_to_award(project)
        save_budget(project, items, actor=actor, at=journey.story.now)


def rows_of(journey: Journey, table: str) -> list[dict[str, object]]:
    with journey.read():
        return [dict(row.cells) for row in table_rows(first_project())[table]]


def test_activities_and_indicators_are_cut_and_the_difference_is_shown(journey_from):
    journey = journey_from("decided")
    weihang, officer = journey.person("weihang"), journey.person("officer")
    project, plan = accepted(journey, weihang)
    activities, indicators = rows_of(journey, "plan_rows"), rows_of(journey, "indicators")

    weihang.fill(f"{plan}/plan", {"plan_rows-0-person_times": "7"})
    weihang.fill(f"{plan}/indicators", {"indicators-0-target": "3"})
    assert rows_of(journey, "plan_rows") == [{**activities[0], "person_times": 7}, *activities[1:]]
    assert rows_of(journey, "indicators") == [{**indicators[0], "target": 3}, *indicators[1:]]

    equal_to_the_award(journey)
    weihang.press(plan, f"{plan}/hand-in")
    shown = officer.get(plan)
    assert str(activities[0]["activity"]) in shown.text
    assert "｜7｜" in shown.text
    officer.fill(f"{plan}/confirm")
    with journey.read():
        confirmed = first_project()
        assert confirmed.baseline == plan_snapshot(confirmed)
        assert confirmed.baseline["tables"]["indicators"][0]["target"] == 3
        assert confirmed.code == project.code


def test_a_plan_handed_in_too_early_keeps_its_budget_on_the_page(journey_from):
    journey = journey_from("decided")
    weihang = journey.person("weihang")
    _project, plan = accepted(journey, weihang)
    with journey.read():
        contents = [line.content for line in budget_lines(first_project())]
    before = journey.fingerprint()
    refused = weihang.form_at(plan, button=f"{plan}/hand-in").submit(status=422)
    shown = form_of(refused, button=plan)
    kept = [shown[f"lines-{n}-item"].value for n in range(len(contents))]
    assert kept == contents
    # An emptied grid is not taken for a budget.
    for n in range(len(contents)):
        shown[f"lines-{n}-item"] = shown[f"lines-{n}-price"] = shown[f"lines-{n}-quantity"] = ""
        shown[f"lines-{n}-basis"] = shown[f"lines-{n}-unit"] = ""
    shown.submit(status=422)
    assert journey.fingerprint() == before


def test_a_plan_without_an_indicator_of_each_kind_is_not_handed_in(journey_from):
    journey = journey_from("decided")
    weihang = journey.person("weihang")
    _project, plan = accepted(journey, weihang)
    equal_to_the_award(journey)
    weihang.fill(f"{plan}/indicators", {"indicators-0-name": ""})
    before = journey.fingerprint()
    refused = weihang.form_at(plan, button=f"{plan}/hand-in").submit(status=422)
    assert "“绩效指标表”第1行" in refused.text
    assert journey.fingerprint() == before


def test_a_wrong_number_is_kept_as_typed_and_explained(journey_from):
    journey = journey_from("decided")
    weihang = journey.person("weihang")
    _project, plan = accepted(journey, weihang)
    before = journey.fingerprint()
    wrong = {"indicators-0-target": "99999999"}
    refused = weihang.fill(f"{plan}/indicators", wrong, status=422)
    assert "请填写0至9999999之间的数字。" in refused.text
    assert 'value="99999999"' in refused.text
    assert journey.fingerprint() == before


def test_what_the_panel_scored_has_no_form(journey_from):
    journey = journey_from("decided")
    weihang = journey.person("weihang")
    _project, plan = accepted(journey, weihang)
    for part in ("team", "overview", "needs", "budget", "nonsense"):
        weihang.get(f"{plan}/{part}", status=404)
    before = journey.fingerprint()
    weihang.insist(f"{plan}/team", 404, **{"team-0-name": "另一人"})
    assert journey.fingerprint() == before


def test_a_plan_that_is_confirmed_cannot_be_changed_any_more(journey_from):
    journey = journey_from("contracted")
    weihang = journey.person("weihang")
    with journey.read():
        plan = f"/projects/{first_project().code}/plan"
    weihang.get(f"{plan}/indicators", status=403)
    assert "/plan/indicators" not in weihang.get(plan).text
