"""From the call to the receipt: an officer publishes, an organisation claims, fills and submits."""

import re

from sqlmodel import select

from app.accounts.models import User
from app.accounts.operations import actor_of, register_person
from app.accounts.passwords import hash_password
from app.db import session
from app.demo.content import load_content
from app.demo.papers import pdf_bytes
from app.demo.story import calls
from app.demo.world import make_money
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.money import Money
from app.records.audit import trail
from app.records.documents import latest_document
from app.registry.models import Claim
from app.registry.queries import my_organisations
from projects.models.application import Application, Submission
from projects.models.call import Call
from tests.journeys.browser import form_of, send
from tests.journeys.paperwork import fill_budget, fill_parts

WEIHANG = load_content().proposals["weihang"]


def only(model, **facts):
    """The only row of a table that has these facts."""
    return session().exec(select(model).filter_by(**facts)).one()


def test_an_officer_makes_previews_and_publishes_a_call(journey_from):
    journey = journey_from("world")
    with journey.write():
        money = make_money(2026, Money.yuan("600000.00"), area="3205", at=journey.story.now)
        item = money.code
    officer = journey.person("officer")

    # The draft begins with the rulebook's own dates.
    made = officer.fill(
        "/calls/new",
        {
            "title": "2026年苏州市公益创投项目征集公告",
            "edition": "第八届",
            "year": 2026,
            "area": "3205",
            "budget": "300,000.00",
            "opens_at": "2026-01-06",
            "closes_at": "2026-01-26",
        },
    )
    setup = made.request.path
    address = setup.removesuffix("/setup")

    # It cannot be published yet, and the pages say where to go.
    assert f"{address}/setup/money" in made.text
    assert f"{address}/setup/texts" in made.text
    before = journey.fingerprint()
    officer.insist(f"{address}/publish", 422)
    assert journey.fingerprint() == before

    officer.fill(f"{setup}/money", {"budget": "300000", "appropriation": item})
    officer.fill(
        f"{setup}/texts",
        {
            "purpose": "资助一批为老、助残、救孤、济困项目。",
            "contact": "社会组织管理处",
            "phone": "（0512）6000 0101",
        },
    )
    # What the rulebook lets a call choose, within its limits only.
    form = officer.form_at(f"{setup}/choices")
    form["money.cap"] = "500000.00"
    refused = send(form, status=422)
    assert "500000.00" in refused.text
    form = form_of(refused)
    form["money.cap"] = "50000.00"
    send(form)

    preview = officer.get(address)
    for text in ("¥50,000.00", "2026年1月26日", "24:00", "（0512）6000 0101"):
        assert text in preview.text, text
    journey.visitor().get(address, status=404)

    officer.fill(f"{address}/publish")
    with journey.read():
        call = only(Call)
        assert str(call.status) == "published"
        assert call.rules_digest == sha256_hex(canonical_json(call.rules))
        digest = call.rules_digest
    public = journey.visitor().get(address)
    for criterion in call.rulebook.criteria:
        assert criterion.label in public.text
    rules = journey.visitor().get(f"{address}/rules")
    assert digest in rules.text.lower()
    assert f"{address}/rules" in journey.visitor().get(f"/check/{digest}").text
    stored = journey.visitor().get(f"{address}/rules.json")
    assert sha256_hex(stored.body) == digest


def test_a_newcomer_claims_an_organisation_and_the_authority_confirms(journey_from):
    journey = journey_from("world")
    with journey.write():
        register_person(
            "newcomer",
            "夏知秋",
            password_hash=hash_password("longer-than-short"),
            at=journey.story.now,
        )
    newcomer = journey.visitor()
    newcomer.fill(
        "/sign-in", {"sign_in_name": "newcomer", "password": "longer-than-short"}, status=302
    )

    # Two characters exchanged: the check digit finds it, nothing typed is lost, nothing is stored.
    before = journey.fingerprint()
    wrong = newcomer.fill(
        "/organisations", {"credit_code": "52320500MJ0000141H", "position": "项目主管"}, status=422
    )
    assert form_of(wrong)["credit_code"].value == "52320500MJ0000141H"
    assert form_of(wrong)["position"].value == "项目主管"
    assert 'id="credit_code-error"' in wrong.text
    assert journey.fingerprint() == before

    form = form_of(wrong)
    form["credit_code"] = " ５２320500mj0000114h "
    # Somebody signs already: the claimant learns it before the claim is sent.
    told = send(form, status=422)
    assert "该单位已有签署人（顾**）" in told.text
    assert journey.fingerprint() == before
    form = form_of(told)
    form["aware"] = True
    send(form)
    with journey.read():
        claim = only(Claim)
    district = journey.person("district_officer")
    district.get(f"/claims/{claim.code}/confirm", status=403)
    officer = journey.person("officer")
    for page in ("/claims", f"/claims/{claim.code}/confirm"):
        assert "夏知秋" in officer.get(page).text
        assert "顾苇青" in officer.get(page).text
    officer.fill(f"/claims/{claim.code}/confirm")
    with journey.read():
        actor = actor_of(only(User, sign_in_name="newcomer"))
        assert [each.name for each in my_organisations(actor)] == ["苏州市苇杭社会工作服务中心"]
    assert "苏州市苇杭社会工作服务中心" in newcomer.get("/organisations").text


def test_an_organisation_fills_every_part_submits_recalls_and_replaces(journey_from):
    journey = journey_from("draft")
    publish(journey)
    call = journey.story.running
    weihang = journey.person("weihang")

    started = weihang.fill(f"/applications/start/{call.code}")
    address = started.request.path
    fill_parts(weihang, address, call.rulebook, WEIHANG)
    fill_budget(weihang, address, WEIHANG.items())
    attach_all(weihang, address, call)

    # The declaration has to be ticked.
    before = journey.fingerprint()
    weihang.fill(f"{address}/check", status=422)
    assert journey.fingerprint() == before
    receipt = weihang.fill(f"{address}/check", {"declaration": True})

    with journey.read():
        application = only(Application)
        first = only(Submission)
        assert first.digest == sha256_hex(canonical_json(first.snapshot))
        number, digest = application.number, first.digest
        assert first.requested == WEIHANG.requested
        check_code = latest_document(application.chain, "receipt").check_code
    for text in (number, digest, check_code, WEIHANG.title):
        assert text in receipt.text, text
    second = f"{first.submitted_at:%M:%S}"
    assert second in receipt.text

    # Both papers exist, and anybody can check the receipt by its code.
    for link in set(re.findall(r"/documents/\w+\.pdf", receipt.text)):
        assert weihang.get(link).body.startswith(b"%PDF-")
        journey.visitor().get(link, status=404)
    assert number in journey.visitor().get(f"/check/{check_code}").text
    assert number in journey.visitor().get(f"/check/{digest}").text

    # Recalled, the first version stays valid; replaced, the second counts.
    weihang.fill(f"{address}/recall")
    with journey.read():
        assert only(Submission).digest == digest
    journey.later(hours=2)
    form = weihang.form_at(f"{address}/sections/overview")
    form["direct_beneficiaries"] = "180"
    form["starts"] = "八月"
    form = form_of(send(form, status=422))
    assert form["starts"].value == "八月"
    form["starts"] = "2026/8"
    send(form)
    weihang.fill(f"{address}/check", {"declaration": True})
    with journey.read():
        versions = session().exec(select(Submission).order_by(Submission.version)).all()
        assert [each.version for each in versions] == [1, 2]
        assert versions[1].snapshot["sections"]["overview"]["direct_beneficiaries"] == 180
        assert versions[1].snapshot["sections"]["overview"]["starts"] == "2026-08"
        assert versions[0].digest == digest
        assert only(Application).number == number
        events = [entry.event for entry in trail(only(Application).chain)]
    assert events.count("application:submit") == 2
    assert "application:recall" in events
    # The first receipt is genuine still, and says that the second counts.
    assert "以新文书为准" in journey.visitor().get(f"/check/{check_code}").text


def publish(journey):
    """The officer publishes the story's draft."""
    with journey.write():
        journey.story.call = only(Call)
        calls.publish(journey.story)
    journey.later(minutes=10)


def attach_all(browser, address, call):
    """Attach a file for every item that is needed."""
    for rule in call.rulebook.attachments:
        if rule.required:
            file = (f"{rule.label}.pdf", pdf_bytes(rule.label), "application/pdf")
            browser.fill(f"{address}/attachments", {"slot": rule.key, "file": file})
