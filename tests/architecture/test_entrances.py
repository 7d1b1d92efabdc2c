"""Who gets in where: every page that can be read, asked for by every role and by a visitor."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.routing import Rule

from app import schema
from app.accounts.enums import FINANCE, Role
from app.config import Settings
from app.db import Database
from app.factory import create_app
from app.records.calendar import seed_calendar
from tests.architecture.story import ANONYMOUS, EVERYBODY, STRANGERS, Told, tell_story

ALL = frozenset(EVERYBODY)
SIGNED_IN = frozenset(Role)
APPLICANTS = frozenset({Role.APPLICANT_EDITOR, Role.APPLICANT_SIGNATORY})
SIGNATORY = frozenset({Role.APPLICANT_SIGNATORY})
OFFICER = frozenset({Role.OFFICER})
SECRETARY = frozenset({Role.SECRETARY})
EVALUATOR = frozenset({Role.EVALUATOR})
EXPERTS = frozenset({Role.PANELLIST, Role.CHAIR})
STEWARDS = frozenset({Role.OFFICER, Role.ORGANISER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})
SCREENERS = STEWARDS | SECRETARY
OFFICE = frozenset({*FINANCE, Role.OFFICER, Role.LEADER})
MONEY = OFFICE | {Role.AUDITOR}
MONEY_READERS = MONEY | {Role.SUPERVISOR}
STAFF = frozenset({*FINANCE, *SCREENERS})
PARTIES = STAFF | APPLICANTS | EVALUATOR
PROJECT_READERS = PARTIES - SECRETARY
NOBODY: frozenset[str] = frozenset()

# endpoint → (whom the door admits, who of them sees the page of this story's record).
# At the midterm many acts are over: their pages are open to nobody, the door stays as it is.
PAGES = {
    "static": (ALL, ALL),
    "accounts.account": (SIGNED_IN, SIGNED_IN),
    "accounts.hat": (SIGNED_IN, SIGNED_IN),
    "accounts.language": (ALL, ALL),
    "accounts.register": (ALL, ALL),
    "accounts.sign_in": (ALL, ALL),
    "applications.index": (APPLICANTS, APPLICANTS),
    "applications.recall": (APPLICANTS, APPLICANTS),
    "applications.refusal": (APPLICANTS, NOBODY),
    "applications.show": (SIGNED_IN, APPLICANTS | SCREENERS),
    "applications.start": (SIGNED_IN, SIGNED_IN),
    "applications.submitted": (APPLICANTS, APPLICANTS),
    "applications.withdraw": (APPLICANTS, APPLICANTS),
    "appropriations.index": (MONEY, MONEY),
    "appropriations.show": (MONEY, MONEY),
    "assessments.assess": (EVALUATOR, NOBODY),
    "assessments.assign": (OFFICER, NOBODY),
    "assessments.conclude": (OFFICER, NOBODY),
    "assessments.plan": (OFFICER, OFFICER),
    "assessments.rectify": (EVALUATOR, NOBODY),
    "assessments.report": (APPLICANTS, NOBODY),
    "assessments.show": (PARTIES, PROJECT_READERS),
    "assessments.voucher": (EVALUATOR, NOBODY),
    "calls.cancel": (OFFICER, NOBODY),
    "calls.index": (ALL, ALL),
    "calls.manage": (STEWARDS, STEWARDS),
    "calls.new": (OFFICER, OFFICER),
    "calls.open": (frozenset({Role.OFFICER, Role.ORGANISER}), NOBODY),
    "calls.part": (OFFICER, OFFICER),
    "calls.publish": (OFFICER, NOBODY),
    "calls.rules": (ALL, ALL),
    "calls.rules_file": (ALL, ALL),
    "calls.setup": (STEWARDS, STEWARDS),
    "calls.show": (ALL, ALL),
    "check.ask": (ALL, ALL),
    "check.show": (ALL, ALL),
    "contracts.act": (OFFICER, NOBODY),
    "contracts.index": (MONEY_READERS, MONEY_READERS),
    "contracts.new": (OFFICER, NOBODY),
    "contracts.preview": (OFFICER, OFFICER),
    "contracts.show": (MONEY_READERS | APPLICANTS, MONEY_READERS | APPLICANTS),
    "contracts.sign": (OFFICER, NOBODY),
    "contracts.void": (OFFICER, NOBODY),
    "decisions.announce": (frozenset({Role.OFFICER, Role.LEADER}), OFFICER),
    "decisions.approve": (frozenset({Role.OFFICER, Role.LEADER}), frozenset({Role.LEADER})),
    "decisions.decide": (frozenset({Role.OFFICER, Role.LEADER}), NOBODY),
    "decisions.reserve": (frozenset({Role.OFFICER, Role.LEADER}), OFFICER),
    "disbursements.ask": (APPLICANTS, SIGNATORY),
    "disbursements.confirm": (MONEY, OFFICER | {*FINANCE}),
    "disbursements.draft": (MONEY, NOBODY),
    "disbursements.index": (MONEY, MONEY),
    "disbursements.paper": (MONEY, OFFICER | {*FINANCE}),
    "disbursements.pay": (MONEY, NOBODY),
    "disbursements.reject": (MONEY, NOBODY),
    "disbursements.sheet": (MONEY, MONEY),
    "disbursements.show": (MONEY_READERS | APPLICANTS, MONEY_READERS | APPLICANTS),
    "disbursements.take": (MONEY, frozenset({Role.APPROVER})),
    "editor.attachments": (APPLICANTS, APPLICANTS),
    "editor.budget": (APPLICANTS, APPLICANTS),
    "editor.check": (APPLICANTS, APPLICANTS),
    "editor.section": (APPLICANTS, APPLICANTS),
    "files.attachment": (ALL, APPLICANTS | SCREENERS | EXPERTS),
    "files.document": (ALL, MONEY_READERS | APPLICANTS | {Role.ORGANISER}),
    "notices.file": (ALL, ALL),
    "notices.filed": (ALL, ALL),
    "notices.index": (ALL, ALL),
    "notices.show": (ALL, ALL),
    "objections.accept": (OFFICER, OFFICER),
    "objections.answer": (OFFICER, NOBODY),
    "objections.examine": (OFFICER, OFFICER),
    "objections.refuse": (OFFICER, OFFICER),
    "panels.chair": (SECRETARY, NOBODY),
    "panels.close_scoring": (SECRETARY, NOBODY),
    "panels.draw": (SECRETARY, NOBODY),
    "panels.freeze": (SECRETARY, NOBODY),
    "panels.index": (SCREENERS | EXPERTS, SCREENERS | EXPERTS),
    "panels.lock": (EXPERTS, NOBODY),
    "panels.matrix": (SCREENERS | EXPERTS, SCREENERS | {Role.CHAIR}),
    "panels.new": (SECRETARY, SECRETARY),
    "panels.pledge": (EXPERTS, EXPERTS),
    "panels.prepare": (SECRETARY, NOBODY),
    "panels.queue": (EXPERTS, EXPERTS),
    "panels.receipt": (SCREENERS, SCREENERS),
    "panels.reopen_scoring": (SECRETARY, NOBODY),
    "panels.replace": (SECRETARY, NOBODY),
    "panels.result": (SCREENERS, SCREENERS),
    "panels.show": (SCREENERS | EXPERTS, SCREENERS | EXPERTS),
    "panels.start_scoring": (SECRETARY, NOBODY),
    "plans.accept": (APPLICANTS, NOBODY),
    "plans.activity": (APPLICANTS, APPLICANTS),
    "plans.confirm": (OFFICER, NOBODY),
    "plans.decline": (APPLICANTS, NOBODY),
    "plans.expense": (APPLICANTS, APPLICANTS),
    "plans.give_back": (OFFICER, NOBODY),
    "plans.part": (APPLICANTS, NOBODY),
    "plans.plan": (
        APPLICANTS | {Role.OFFICER, Role.LEADER, Role.AUDITOR},
        APPLICANTS | {Role.OFFICER, Role.LEADER, Role.AUDITOR},
    ),
    "portal.desk": (SIGNED_IN, SIGNED_IN),
    "portal.home": (ALL, ALL),
    "portal.messages": (SIGNED_IN, SIGNED_IN),
    "portal.progress": (ALL, ALL),
    "projects.archive": (OFFICER, NOBODY),
    "projects.index": (PARTIES, PARTIES),
    "projects.package": (PARTIES, NOBODY),
    "projects.show": (PARTIES, PROJECT_READERS),
    "registry.claims": (OFFICER, OFFICER),
    "registry.confirm": (OFFICER, OFFICER),
    "registry.organisation": (SIGNED_IN, APPLICANTS | OFFICER),
    "registry.organisations": (SIGNED_IN, SIGNED_IN),
    "registry.refuse": (OFFICER, OFFICER),
    "scorecards.recuse": (EXPERTS, NOBODY),
    "scorecards.reopen": (frozenset({Role.CHAIR}), frozenset({Role.CHAIR})),
    "scorecards.show": (SCREENERS | EXPERTS, SCREENERS | EXPERTS),
    "screening.check": (SCREENERS, NOBODY),
    "screening.disqualify": (SCREENERS, NOBODY),
    "screening.index": (SCREENERS, SCREENERS),
    "screening.show": (SCREENERS, SCREENERS),
    "styleguide.show": (SIGNED_IN, SIGNED_IN),
}
WORDS = {
    "key": "overview",
    "part": "facts",
    "step": "leader",
    "moment": "completion",
    "lang": "zh",
    "action": "approve",
    "filename": "css/app.css",
    "number": "JL-2026-00001",
    "file": "zzzzzzzzzz",
    "expense": "zzzzzzzzzz",
}
# Acts without a page of their own, and whom their door admits.
POSTS = {
    "accounts.end_session": SIGNED_IN,
    "accounts.sign_out": ALL,
    "applications.keep": APPLICANTS,
    "editor.remove": APPLICANTS,
    "plans.hand_in": APPLICANTS,
    "screening.finish": SCREENERS,
    "screening.qualify": SCREENERS,
}
# Acts without a page of their own, which only staff may do.
STAFF_POSTS = ("screening.qualify", "screening.finish")
# Addresses of what everybody may know, and of acts that name no record.
PUBLIC = ("static", "accounts", "demo", "check", "calls.show", "calls.rules", "notices", "portal")


@pytest.fixture(scope="module")
def told(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder: Path = tmp_path_factory.mktemp("entrances")
    database = Database(f"sqlite:///{folder / 'told.db'}")
    schema.upgrade(database)
    app = create_app(settings, database)
    app.config["WTF_CSRF_ENABLED"] = False
    with database.work(writing=True):
        seed_calendar()
    yield Told(app, *tell_story(database))
    database.dispose()


def readable(told: Told) -> list[Rule]:
    return [rule for rule in told.app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def address_of(rule: Rule, codes: dict[str, str]) -> str:
    """The address of the story's record behind a rule."""
    noun = "calls" if rule.rule.startswith("/screening/calls") else rule.rule.split("/")[1]
    values = {"code": codes.get(noun, ""), "call": codes["calls"], **WORDS}
    values |= {name: codes[name] for name in ("project", "installment")}
    query = ""
    if rule.endpoint == "accounts.end_session":
        values["number"] = 1
    if rule.endpoint == "notices.filed":
        values["number"], query = codes["number"], urlencode({"check": codes["receipt"]})
    _domain, path = rule.build({name: values[name] for name in rule.arguments})
    return f"{path}?{query}" if query else path


def expected(endpoint: str, role: str) -> str:
    door, sees = PAGES[endpoint]
    if role in sees:
        return "sees the page"
    if role in door:
        return "is refused behind the door"
    return "has to sign in" if role == ANONYMOUS else "is refused at the door"


def told_by(answer, endpoint: str, role: str) -> str:
    door, _sees = PAGES[endpoint]
    if answer.status_code == 302 and answer.location.startswith("/sign-in"):
        return "has to sign in"
    if answer.status_code in (200, 302):
        return "sees the page"
    if answer.status_code == 403 and role not in door:
        return "is refused at the door"
    if answer.status_code in (403, 404, 409):
        return "is refused behind the door"
    return f"status {answer.status_code}"


def test_the_table_names_every_page(told: Told):
    assert sorted({rule.endpoint for rule in readable(told)}) == sorted(PAGES)


def test_the_table_admits_nobody_behind_a_door_who_stays_outside():
    assert [endpoint for endpoint, (door, sees) in PAGES.items() if not sees <= door] == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_page_admits_whom_the_table_names(told: Told, role: str):
    client = told.client(role)
    found = {}
    for rule in readable(told):
        with client.get(address_of(rule, told.codes)) as answer:
            found[rule.endpoint] = told_by(answer, rule.endpoint, role)

    assert found == {endpoint: expected(endpoint, role) for endpoint in found}


def acts(told: Told) -> list[Rule]:
    return [
        rule
        for rule in told.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("demo.")
    ]


def test_the_tables_name_every_act(told: Told):
    assert {rule.endpoint for rule in acts(told)} - set(PAGES) == set(POSTS)


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_act_gets_through_a_door_that_does_not_admit_the_role(told: Told, role: str):
    client = told.client(role)
    doors = {endpoint: door for endpoint, (door, _sees) in PAGES.items()} | POSTS
    found = {}
    for rule in acts(told):
        if role not in doors[rule.endpoint]:
            with client.post(address_of(rule, told.codes)) as answer:
                to_sign_in = (answer.location or "").startswith("/sign-in")
                found[rule.endpoint] = "sign in" if to_sign_in else answer.status_code

    assert found
    assert set(found.values()) == {"sign in" if role == ANONYMOUS else 403}


def doors_of_records(told: Told) -> list[tuple[str, Rule]]:
    """Every method of every rule that names a record which is not public."""
    public = {"applications.start", "applications.refusal"}
    return [
        (method, rule)
        for rule in told.app.url_map.iter_rules()
        if rule.arguments and not rule.endpoint.startswith(PUBLIC) and rule.endpoint not in public
        for method in ("GET", "POST")
        if method in (rule.methods or ())
    ]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_the_records_of_others_do_not_exist(told: Told, stranger: str):
    client = told.client(stranger)
    found = {}
    for method, rule in doors_of_records(told):
        with client.open(address_of(rule, told.codes), method=method) as answer:
            found[f"{method} {rule.endpoint}"] = answer.status_code

    assert {door: status for door, status in found.items() if status not in (403, 404)} == {}


def test_another_organisations_record_is_not_even_confirmed_to_exist(told: Told):
    """What one's own role could enter answers 404, never 403, which would say that it is there."""
    client = told.client("signatory elsewhere")
    found = {}
    for method, rule in doors_of_records(told):
        door, _sees = PAGES.get(rule.endpoint, (ALL, ALL))
        if Role.APPLICANT_SIGNATORY in door and rule.endpoint not in STAFF_POSTS:
            with client.open(address_of(rule, told.codes), method=method) as answer:
                found[f"{method} {rule.endpoint}"] = answer.status_code

    assert len(found) > 30
    assert {door: status for door, status in found.items() if status != 404} == {}
