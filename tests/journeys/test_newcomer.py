"""A newcomer: registers, claims an organisation, is confirmed and begins an application."""

from sqlmodel import select

from app.accounts.models import User
from app.accounts.queries import user_named
from app.db import session
from app.demo.content import load_content
from app.demo.story import calls
from app.records.audit import trail
from app.registry.models import Claim
from projects.models.application import Application
from projects.models.call import Call
from tests.journeys.browser import form_of, send

FREE = load_content().organisations["xinglin"]
PASSWORD = "lotus-under-rain-9"
TYPED = {
    "name": "莫晓岚",
    "sign_in_name": "Mo.Xiaolan",
    "phone": "０512-60000262",
    "password": PASSWORD,
}


def test_a_newcomer_registers_claims_and_begins_an_application(journey_from):
    journey = journey_from("draft")
    with journey.write():
        journey.story.call = session().exec(select(Call)).one()
        calls.publish(journey.story)
    journey.later(minutes=10)
    call = journey.story.running
    newcomer = journey.visitor()

    # The way in: the visitor wants to apply and has no account.
    door = newcomer.get(f"/applications/start/{call.code}", status=302).follow()
    assert door.request.path == "/sign-in"
    welcome = newcomer.get(door.html.find("a", href="/register")["href"])

    # What is wrong is said, what was typed stays, only the password goes.
    form = form_of(welcome)
    for name, value in {**TYPED, "password": "Suzhou-2026"}.items():
        form[name] = value
    before = journey.fingerprint()
    weak = send(form, status=422)
    again = form_of(weak)
    assert 'id="password-error"' in weak.text
    assert [again[name].value for name in ("name", "phone")] == ["莫晓岚", "0512-60000262"]
    assert again["password"].value == ""
    assert "Suzhou-2026" not in weak.text
    assert journey.fingerprint() == before

    again["password"] = PASSWORD
    inside = send(again)
    assert inside.request.path == "/organisations"
    with journey.read():
        known = user_named("mo.xiaolan")
        assert known is not None
        assert [entry.event for entry in trail(known.chain)] == ["user:register"]

    # The claim waits, and the page names the authority that can be called.
    waiting = newcomer.fill(
        "/organisations", {"credit_code": FREE.credit_code, "position": "项目主管"}
    )
    for text in (FREE.name, "待确认", "姑苏区民政部门社会组织科", "（0512）6000 9002"):
        assert text in waiting.text, text
    newcomer.get("/claims", status=403)

    with journey.read():
        claim = session().exec(select(Claim)).one()
    officer = journey.person("district_officer")
    assert "/claims" in officer.get("/desk").text
    page = officer.get(f"/claims/{claim.code}/confirm")
    for text in ("莫晓岚", "项目主管", "0512-60000262", FREE.credit_code, "莫杏林"):
        assert text in page.text, text
    officer.fill(f"/claims/{claim.code}/confirm")

    started = newcomer.fill(f"/applications/start/{call.code}")
    with journey.read():
        application = session().exec(select(Application).order_by(Application.id.desc())).first()
        assert started.request.path == f"/applications/{application.code}"
        assert application.organisation.name == FREE.name

    # Another day: the newcomer signs in with the password and finds the application.
    elsewhere = journey.visitor()
    elsewhere.fill("/sign-in", {"sign_in_name": "MO.XIAOLAN", "password": PASSWORD}, status=302)
    assert application.code in elsewhere.get("/applications").text


def test_a_sign_in_name_is_given_once(journey_from):
    journey = journey_from("world")
    journey.visitor().fill("/register", TYPED)
    before = journey.fingerprint()

    taken = journey.visitor().fill(
        "/register", {**TYPED, "name": "莫小岚", "sign_in_name": "mo.xiaolan"}, status=422
    )

    assert "该登录名已被使用" in taken.text
    assert form_of(taken)["name"].value == "莫小岚"
    assert journey.fingerprint() == before
    with journey.read():
        assert len(session().exec(select(User).where(User.sign_in_name == "mo.xiaolan")).all()) == 1
