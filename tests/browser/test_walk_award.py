"""From the meeting's minutes to the award: approval, public notice, objection, decision."""

from playwright.sync_api import expect

from app.kernel.money import Money
from tests.browser.person import sum_in

STANDING = "select title from call where status = ? order by id"
NOTICE = """select notice.title, notice.number from notice join call on call.id = notice.call_id
    where call.title = ?"""
SIGNS = """join organisation on organisation.id = {}.organisation_id
    join role_grant on role_grant.scope = 'organisation:' || organisation.code
        and role_grant.role = 'applicant_signatory'
    join user on user.id = role_grant.user_id"""
GRANTED = "select count(*) from project join call on call.id = call_id where call.title = ?"
AWARDED = f"""select project.title, user.sign_in_name, call.code from project
    join call on call.id = project.call_id {SIGNS.format("project")}
    where project.status = 'awarded' order by project.awarded_at, project.id"""
RESERVES = f"""select application.title, user.sign_in_name from application
    join call on call.id = application.call_id {SIGNS.format("application")}
    where call.code = ? and application.status = 'reserve' order by place"""
TOLD = "该项目申报的服务人数高于社区独居老人总数，请核实。"


def test_the_leader_records_the_minutes(person, stored, scan):
    (call,), *_ = stored(STANDING, "ranked")
    leader = person("leader")
    leader.take_up("Record the bureau's approval", call)
    leader.enter(body="局长办公会", number="苏民纪要〔2026〕1号", held_on=leader.today, scan=scan)
    leader.press("Record the bureau's approval")

    leader.is_told("The approval is recorded. The officer can publish the notice.")
    expect(leader.row(call)).to_have_count(0)


def test_an_officer_publishes_the_notice_that_everybody_reads(person, stored):
    (call,), *_ = stored(STANDING, "approved")
    officer = person("officer")
    officer.take_up("Publish the notice", call)
    officer.press("Publish the notice")

    officer.is_told("The notice is published and the money reserved.")

    [(title, number)] = stored(NOTICE, call)
    reader = person().go_to("Public notices")
    reader.follow(title)

    reader.sees(number, "Object to this notice")


def test_the_public_objects_and_the_officer_answers_and_decides(person, stored):
    (call,), *_ = stored(STANDING, "in_notice")
    [(title, _number)] = stored(NOTICE, call)
    citizen = person().go_to("Public notices")
    citizen.follow(title)
    citizen.follow("Object to this notice")
    citizen.enter(contact="000-0000-9999", subject="服务人数与实际不符", body=TOLD)
    citizen.press("File the objection")

    citizen.is_refused("Enter your real name or the organisation's.")
    citizen.finds(contact="000-0000-9999", body=TOLD)

    citizen.enter(name="钱明")
    citizen.press("File the objection")

    citizen.sees("The objection was received", "Check code")
    number = citizen.main.locator(".receipt strong").inner_text()

    citizen.follow("Check the receipt")

    citizen.sees("This paper was issued here and is valid.", number)

    officer = citizen.become("officer")
    officer.take_up("Examine and answer an objection", number)
    officer.sees(TOLD, "钱明", "000-0000-9999")
    officer.follow("Accept for examination")
    officer.press("Accept for examination")
    officer.follow("Answer the objection")
    officer.enter(verdict="dismissed", findings="经核对社区名册，服务人数与申报一致。")
    officer.press("Answer the objection")

    officer.is_told("The answer is issued as a letter.")
    officer.sees("Dismissed", "经核对社区名册，服务人数与申报一致。")

    officer.jump("notice_over")
    officer.go_to("To do")
    officer.take_up("Decide after the notice", call)
    officer.press("Decide after the notice")

    [(granted,)] = stored(GRANTED, call)
    officer.is_told("%(n)s awards are granted and their letters issued.", n=granted)


def test_an_awardee_cuts_budget_and_plan_and_the_officer_confirms(person, stored):
    (title, signatory, _call), *_ = stored(AWARDED)
    awardee = person(signatory)
    awardee.take_up("Accept or decline the award", title)
    awardee.follow("Accept the award")
    awardee.press("Accept the award")
    awardee.become(signatory).take_up("Revise plan and budget", title)
    _cut_the_budget(awardee)

    awardee.is_told("The revised budget has been saved.")
    awardee.sees("The grant lines come to the award exactly.")

    awardee.click(awardee.main.locator(".docs a").first)
    awardee.enter({"plan_rows-0-person_times": 7})
    awardee.press("Save")
    awardee.press("Hand the revised plan in")

    awardee.is_told("The revised plan has been handed in; the officer confirms it.")

    officer = awardee.become("officer")
    officer.take_up("Confirm the revised plan", title)
    officer.sees("Differences from the application")
    officer.follow("Confirm the plan")
    officer.press("Confirm the plan")

    officer.is_told("The plan is confirmed; it is the annex of the agreement.")


def _cut_the_budget(awardee):
    """Take the same share off every line that the grant pays; the largest bears the rest."""
    above = sum_in(awardee.main.locator(".alert.warn").first.inner_text()).fen
    rows = [
        row
        for row in awardee.main.locator("[data-row]").all()
        if row.locator("[data-amount]").inner_text()
    ]
    paid = [row for row in rows if row.locator("[data-col=source]").input_value() == "grant"]
    before = [sum_in(row.locator("[data-amount]").inner_text()).fen for row in paid]
    asked = sum(before)
    after = [fen * (asked - above) // asked for fen in before]
    after[before.index(max(before))] += asked - above - sum(after)
    for row, fen in zip(paid, after, strict=True):
        row.locator("[data-col=quantity]").fill("1")
        row.locator("[data-col=price]").fill(Money(fen).grouped)
    awardee.press("Save")


def test_one_awardee_declines_and_the_reserve_is_offered_the_award(person, stored):
    _, (title, signatory, call), *_ = stored(AWARDED)
    reserves = dict(stored(RESERVES, call))
    awardee = person(signatory)
    awardee.take_up("Accept or decline the award", title)
    awardee.follow("Decline the award")
    awardee.enter(reason="项目负责人调离，无力实施")
    awardee.press("Decline the award")

    awardee.is_told("The award has been declined.")

    officer = awardee.become("officer")
    officer.page.goto(f"/calls/{call}/reserve")  # No page leads here yet.
    offer = officer.main.get_by_role("note").inner_text()
    [reserve] = [title for title in reserves if title in offer]
    officer.press("Offer the award to the next reserve")

    officer.is_told("The award was offered to the next reserve.")

    promoted = officer.become(reserves[reserve])
    promoted.take_up("Accept or decline the award", reserve)

    promoted.sees("The award is not accepted yet")
