"""From the eligibility table to the ranking: screening, draw, pledge, scoring, freezing."""

from playwright.sync_api import expect

from app.demo.story import panels
from evaluations.queries.panels import panel_of
from projects.enums import ApplicationStatus, CheckOutcome
from projects.operations import screening
from projects.queries.applications import applications_under, checks_of
from tests.browser.person import zh

STANDING = "select code, title from call where status = ? order by id desc"
RECEIVED = """select application.title, user.sign_in_name from application
    join call on call.id = application.call_id
    join organisation on organisation.id = application.organisation_id
    join role_grant on role_grant.scope = 'organisation:' || organisation.code
    join user on user.id = role_grant.user_id
    where call.status = 'opened' and role_grant.role = 'applicant_signatory'
    order by application.id desc"""
WITHOUT_PANEL = """select call.code, call.title from call
    where status = 'in_review' and id not in (select call_id from panel)"""
SEATED = """select user.sign_in_name from panellist
    join user on user.id = panellist.user_id join panel on panel.id = panellist.panel_id
    join call on call.id = panel.call_id where call.code = ? order by panellist.seat"""
SCORING = """select call.code, call.title, panel.name from panel
    join call on call.id = panel.call_id where panel.status = 'scoring' order by panel.id"""
PANEL = "select panel.name from panel join call on call.id = panel.call_id where call.code = ?"
JUDGED = """select application.code from application join call on call.id = call_id
    where call.code = ? and application.status = 'qualified'"""
CHAIR = """select user.sign_in_name from panellist
    join user on user.id = panellist.user_id join panel on panel.id = panellist.panel_id
    join call on call.id = panel.call_id where call.code = ? and panellist.is_chair"""
REASON = "项目内容超出章程载明的业务范围"


def test_an_officer_qualifies_one_disqualifies_one_and_finishes(person, stored, scan, let):
    [(code, call)] = stored(STANDING, "opened")
    (failing, signatory), (passing, _), *_ = stored(RECEIVED)
    officer = person("officer")
    officer.take_up("Screen the applications", call)
    officer.follow(passing)
    officer.press("Start the screening")
    to_check = officer.row("To be checked by a person")
    while to_check.count():
        officer.follow("Record a finding", to_check.first)
        officer.enter(outcome="pass", note="当场登录信用平台查询，未见异常", evidence=scan)
        officer.press("Record a finding")
    officer.press("Qualify")

    officer.is_told("“%(title)s” is qualified.", title=passing)

    officer.follow(failing)
    officer.press("Start the screening")
    officer.follow("Record a finding", officer.row("Record a finding").last)
    officer.enter(outcome="fail", note=REASON)
    officer.press("Record a finding")
    officer.follow("Do not qualify")
    officer.enter(reason=REASON)
    officer.press("Do not qualify")

    expect(officer.row(failing)).to_contain_text(REASON)

    let(_qualify_the_others, code)

    officer.page.reload()
    officer.press("Finish the screening")

    officer.is_told("The screening is finished; the panel can be formed.")

    officer.become(signatory).go_to("My applications")
    officer.follow(failing, officer.row(call))

    officer.sees("Not qualified", REASON)


def _qualify_the_others(story):
    for application in applications_under(story.running, [ApplicationStatus.RECEIVED]):
        screening.start_screening(application, actor=story.officer, at=story.now)
        for row in checks_of(application):
            if row.outcome is CheckOutcome.PERSON:
                found = CheckOutcome.PASS, "已查验，符合"
                screening.record_check(
                    application, row.key, *found, actor=story.officer, at=story.now
                )
        screening.qualify(application, actor=story.officer, at=story.now)


def test_experts_are_drawn_pledge_and_lose_what_they_are_close_to(person, stored):
    [(code, call), *_] = stored(WITHOUT_PANEL)
    secretary = person("secretary")
    secretary.take_up("Set up the panel of experts", call)
    secretary.enter(venue="市社会组织服务中心三楼评审室")
    secretary.press("Set up the panel")
    secretary.follow("Freeze the list of candidates")
    secretary.press("Freeze the list of candidates")
    secretary.enter(number="20260105")
    secretary.press("Draw")

    secretary.sees("Result of the draw", "20260105")

    [(panel,)] = stored(PANEL, code)
    (first,), *others = stored(SEATED, code)
    expert = secretary.become(first)
    expert.take_up("Give the pledge and declare conflicts", panel)
    conflicted = _pledge(expert, declares=True)
    for (name,) in others:
        expert.become(name).take_up("Give the pledge and declare conflicts", panel)
        _pledge(expert)
    secretary = expert.become("secretary").go_to("Reviews")
    secretary.follow(panel, secretary.row(call))
    secretary.follow("Record the elected chair")
    secretary.enter(seat=3)
    secretary.press("Record the chair")
    secretary.follow("Start the scoring")
    secretary.press("Start the scoring")

    secretary.is_told("Done; the panel is one step further.")

    expert = secretary.become(first)
    expert.take_up("Score and lock your sheets", panel)

    expect(expert.main.get_by_role("listitem").filter(has_text=conflicted)).to_be_visible()
    expect(expert.main.get_by_role("link", name=conflicted)).to_have_count(0)


def _pledge(expert, *, declares=False) -> str:
    """Read the list and give the pledge. declares: a conflict with the first application."""
    first = expert.main.locator("tbody tr").first
    title = first.get_by_role("rowheader").inner_text()
    if declares:
        first.locator("select").select_option("paid_work")
        first.locator("input").fill("受聘担任督导")
    expert.enter(pledge=True)
    expert.press("Give the pledge")
    expert.is_told(
        "Your pledge and declaration are on record. The sheets open when scoring starts."
    )
    return title


def test_an_expert_locks_the_chair_compares_and_the_ranking_is_frozen(person, stored, let):
    (code, call, panel), *_ = stored(SCORING)
    *_, (last,) = stored(SEATED, code)
    expert = person(last)
    expert.take_up("Score and lock your sheets", panel)
    expert.follow("Score the next one")
    _score_all(expert)
    expert.follow("Check and lock all sheets")
    expert.press("Lock")

    expect(expert.row("Locked")).to_have_count(expert.main.locator("tbody tr").count())

    let(_score_as_the_others, code)
    chair = expert.become(stored(CHAIR, code)[0][0])
    chair.follow("Change the role")
    chair.enter(hat="chair")
    chair.press("Change")
    chair.go_to("Reviews")
    chair.follow(panel, chair.row(call))
    chair.follow("Matrix and ranking")

    for seat in range(1, 6):
        chair.sees(zh("Expert %(n)s", n=seat))
    expect(chair.row("●")).to_have_count(len(stored(JUDGED, code)))

    secretary = chair.become("secretary")
    secretary.take_up("Close the scoring", call)
    secretary.follow("Close the scoring")
    secretary.press("Close the scoring")
    secretary.follow("Freeze")
    secretary.press("Freeze")

    secretary.is_told(
        "The result is frozen. The leader has been told that it waits for the bureau."
    )


def _score_all(expert):
    while expert.page.locator("[data-slider]").count():
        for slider in expert.page.locator("[data-slider]").all():
            slider.press("2")
        expert.enter(recommended="20,000.00", comment="需求真实，方案可行。")
        expert.click(expert.page.locator("[name=then][value=next]"))


def _score_as_the_others(story):
    panels.score(story, panel_of(story.running))
