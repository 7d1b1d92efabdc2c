"""The first acts: a call is prepared, looked at and published; an organisation is claimed."""

import json
from datetime import timedelta

from playwright.sync_api import expect

from app.registry.operations import AlreadyRepresented

TITLE = "太湖新城第一届公益创投项目征集公告"
OF_THE_DISTRICT = "select name, credit_code from organisation where area_code = '320508'"


def test_an_officer_prepares_previews_and_publishes_a_call(person, stored):
    officer = person("officer")
    opens = officer.today + timedelta(days=1)
    [(item,)] = stored("select code from appropriation where area_code = '3205' and year = 2026")
    officer.go_to("Calls")
    officer.follow("Calls that I follow")
    officer.follow("Prepare a call")
    officer.enter(title=TITLE, edition="第一届", year=2026, area="3205", budget="200,000.00")
    officer.enter(opens_at=opens.isoformat(), closes_at=(opens + timedelta(days=20)).isoformat())
    officer.press("Make the draft")

    officer.is_told("The draft has been made. Complete its parts, then publish it.")

    officer.become("officer").take_up("Finish the call and publish it", TITLE)
    _fill(officer, "Money and budget item", appropriation=item)
    _fill(
        officer,
        "Texts",
        purpose="资助社会组织开展社区公益服务。",
        contact="社会组织管理处",
        phone="（0512）6000 0101",
    )
    _fill(officer, "Rules that this call may choose", {"money.cap": "40,000.00"})
    officer.follow("Preview")

    officer.sees("Preview: this is what the public will see. Nothing is published yet.")
    officer.sees(TITLE, "¥40,000.00", "¥200,000.00", "24:00")

    officer.follow("Set-up and progress")
    officer.follow("Publish")
    officer.press("Publish the call")

    officer.is_told("The call is public now, and its rules are frozen.")


def _fill(officer, part, values=None, **more):
    officer.follow(part)
    officer.enter(values, **more)
    officer.press("Save")
    officer.is_told("The part has been saved.")


def test_the_public_reads_fields_money_dates_and_weights(person, stored):
    (title, text), *_ = stored("select title, rules from call where status = 'published'")
    rules = json.loads(text)
    reader = person().go_to("Calls")
    reader.follow(title)

    reader.sees(*[field["label"] for field in rules["fields"]])
    reader.sees("¥60,000.00", "¥300,000.00", "Deadline", "24:00")
    for criterion in rules["criteria"]:
        weight = reader.row(criterion["label"]).get_by_role("cell").nth(0)
        expect(weight).to_have_text(criterion["maximum"]["value"])


def test_an_organisation_is_claimed_and_its_authority_confirms(person, stored):
    (name, credit_code), *_ = stored(OF_THE_DISTRICT)
    claimant = person("lvtian").go_to("My organisation")
    claimant.enter(credit_code=credit_code, position="秘书长")
    claimant.press("Send the claim")

    claimant.is_refused(AlreadyRepresented.message, names="沈**")

    claimant.enter(aware=True)
    claimant.press("Send the claim")

    claimant.is_told("The claim was sent to the registering authority. You will be told.")

    officer = claimant.become("district_officer")
    officer.take_up("Confirm a claim", name)
    officer.follow("Confirm the claim", officer.row(name))
    officer.sees(name, "沈若兰")
    officer.press("Confirm the claim")

    officer.is_told("The claim is confirmed; the person may sign for the organisation now.")

    claimant.become("lvtian").go_to("My organisation")

    expect(claimant.main.get_by_role("link", name=name)).to_be_visible()
