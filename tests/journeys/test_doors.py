"""Who gets in where: every route of the application, tried by real requests."""

from collections.abc import Iterator

from flask import Flask
from sqlmodel import select
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from app.accounts.models import User
from app.db import session
from app.records.documents import Document
from app.web.guard import anyone
from tests.journeys.browser import Browser


def filler(converter: BaseConverter) -> str | int:
    """A value that fits the address and names nothing; where the words are fixed, one of them."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 999_999_999 if isinstance(converter, IntegerConverter) else "zzzzzzzzzz"


def doors(app: Flask) -> Iterator[tuple[str, str, bool]]:
    """Every method and address with a code nobody has; whether it is open to everybody."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        values = {name: filler(rule._converters[name]) for name in rule.arguments}
        built = rule.build(values)
        assert built is not None, rule
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, built[1], view.access_rule is anyone


def answer(browser: Browser, method: str, address: str) -> tuple[int, str]:
    """The status and the place an answer leads to."""
    found = browser.request(address, method=method, expect_errors=True)
    return found.status_int, found.headers.get("Location", "")


def test_a_visitor_is_sent_to_sign_in_at_every_door_that_is_not_public(journey_from):
    journey = journey_from("running")
    visitor = journey.visitor()
    before = journey.fingerprint()
    tried = 0
    for method, address, public in doors(journey.app):
        status, leads_to = answer(visitor, method, address)
        tried += 1
        assert status < 500, (method, address, status)
        if not public:
            refused = status in (400, 403) and method == "POST"
            assert refused or (status == 302 and "/sign-in" in leads_to), (method, address, status)
    assert tried > 100
    assert journey.fingerprint() == before


def test_an_unknown_code_breaks_no_page_for_anybody(journey_from):
    journey = journey_from("running")
    for name in ("weihang", "officer", "approver", "evaluator"):
        browser = journey.person(name)
        for method, address, _public in doors(journey.app):
            if method == "GET" and "sign-out" not in address:
                status, _leads_to = answer(browser, method, address)
                assert status < 500, (name, address, status)


def test_an_expert_reads_the_own_pledge_and_not_that_of_another_expert(journey_from):
    journey = journey_from("scoring")
    with journey.read():
        papers = session().exec(select(Document).where(Document.kind == "pledge")).all()
        people = {user.id: user.sign_in_name for user in session().exec(select(User))}
        pledges = [(people[paper.issued_by], paper.code) for paper in papers]
    assert len(pledges) == 5
    assert len({paper.number for paper in papers}) == 5
    for name, own in pledges:
        expert = journey.person(name)
        for _other, code in pledges:
            expert.get(f"/documents/{code}.pdf", status=200 if code == own else 404)
    journey.person("secretary").get(f"/documents/{pledges[0][1]}.pdf", status=200)
