"""From the opened call to the frozen ranking: screening, draw, pledge, marks, result."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from sqlmodel import select

from app.db import session
from app.demo.papers import pdf_bytes
from app.demo.story import calls, panels
from app.kernel.digest import sha256_hex
from app.portal.verification import CHECKS
from evaluations.models.panel import Draw, Panel
from evaluations.models.scorecard import Mark, Ranking, Scorecard
from evaluations.queries.panels import my_sheets, panellists_of
from projects.enums import ApplicationStatus, CheckOutcome
from projects.models.application import Application
from projects.models.call import Call
from projects.queries.applications import applications_under, checks_of


def the_call() -> Call:
    return session().exec(select(Call)).one()


def the_panel() -> Panel:
    return session().exec(select(Panel)).one()


def test_the_officer_screens_every_row_and_disqualifies_with_a_reason(journey_from):
    journey = journey_from("opened")
    officer = journey.person("officer")
    with journey.read():
        received = applications_under(the_call(), [ApplicationStatus.RECEIVED])
        first, last = received[0], received[-1]
    assert len(received) == 12
    table = officer.get(f"/screening/calls/{the_call_code(journey)}")
    assert all(application.number in table.text for application in received)

    officer.press(f"/screening/{first.code}", f"/screening/{first.code}")
    for key in rows_for_a_person(journey, first):
        officer.fill(
            f"/screening/{first.code}/checks/{key}",
            {
                "outcome": "pass",
                "note": "当场登录信用平台查询，未见异常",
                "evidence": ("查询截图.pdf", pdf_bytes("查询截图"), "application/pdf"),
            },
        )
    # Every row names its evidence, its time and who has checked it.
    page = officer.get(f"/screening/{first.code}")
    assert page.text.count("当场登录信用平台查询，未见异常") == len(
        rows_checked_by_hand(journey, first)
    )
    assert "郑书宁" in page.text
    officer.press(f"/screening/{first.code}", f"/screening/{first.code}/qualify")

    # A row that a person finds failing: without a reason nobody is disqualified.
    officer.press(f"/screening/{last.code}", f"/screening/{last.code}")
    officer.fill(
        f"/screening/{last.code}/checks/scope",
        {"outcome": "fail", "note": "项目内容超出章程载明的业务范围"},
    )
    before = journey.fingerprint()
    officer.insist(f"/screening/{last.code}/qualify", 409)
    officer.fill(f"/screening/{last.code}/disqualify", status=422)
    assert journey.fingerprint() == before
    officer.fill(f"/screening/{last.code}/disqualify", {"reason": "项目内容超出章程载明的业务范围"})

    # Ten still wait, so the screening cannot be finished; the story screens them.
    before = journey.fingerprint()
    officer.insist(f"/screening/calls/{the_call_code(journey)}/finish", 409)
    assert journey.fingerprint() == before
    with journey.write():
        journey.story.call = the_call()
        calls.screen(journey.story, disqualify_last=False)
    with journey.read():
        qualified = applications_under(the_call(), [ApplicationStatus.QUALIFIED])
        refused = applications_under(the_call(), [ApplicationStatus.DISQUALIFIED])
        assert (len(qualified), len(refused)) == (11, 1)
        assert refused[0].reason == "项目内容超出章程载明的业务范围"
    # The organisation reads the reason.
    told = journey.person("lvtian")
    assert refused[0].reason in told.get(f"/applications/{refused[0].code}").text


def the_call_code(journey) -> str:
    return journey.story.running.code


def rows_for_a_person(journey, application: Application) -> list[str]:
    with journey.read():
        rows = checks_of(session().get_one(Application, application.id))
        return [row.key for row in rows if row.outcome is CheckOutcome.PERSON]


def rows_checked_by_hand(journey, application: Application) -> list[str]:
    with journey.read():
        rows = checks_of(session().get_one(Application, application.id))
        return [row.key for row in rows if row.checked_by is not None]


def test_the_panel_is_drawn_by_the_pages_and_the_draw_can_be_repeated(journey_from):
    journey = journey_from("in_review")
    secretary = journey.person("secretary")
    formed = secretary.fill(
        f"/panels/new/{the_call_code(journey)}", {"venue": "市社会组织服务中心三楼评审室"}
    )
    address = formed.request.path
    secretary.fill(f"{address}/prepare")
    with journey.read():
        draw = session().exec(select(Draw)).one()
        commitment, candidates = draw.commitment, draw.candidates_hash
    # Both fingerprints are shown before the supervisor gives the number.
    fixed = secretary.get(f"{address}/draw")
    assert commitment in fixed.text
    assert candidates in fixed.text
    for value in (commitment, candidates):
        assert value in journey.visitor().get(f"/check/{value[:16]}").text
    before = journey.fingerprint()
    secretary.fill(f"{address}/draw", {"number": "not a number"}, status=422)
    assert journey.fingerprint() == before
    result = secretary.fill(f"{address}/draw", {"number": "20260118"})
    assert "20260118" in result.text
    with journey.read():
        seats = panellists_of(the_panel())
        assert [member.seat for member in seats] == [1, 2, 3, 4, 5]
        assert CHECKS["draw"]() == []
        receipt = session().exec(select(Draw)).one().receipt
    assert secretary.get(f"{address}/draw.json").json == receipt
    # It is drawn once.
    secretary.insist(f"{address}/draw", 403, number="20260119")


def test_nothing_opens_before_the_pledge_and_never_a_conflicted_application(journey_from):
    journey = journey_from("in_review")
    with journey.write():
        journey.story.call = the_call()
        panels.form_panel(journey.story)
    journey.later(minutes=1)
    with journey.read():
        panel = the_panel()
        address = f"/panels/{panel.code}"
        names = [member.user.sign_in_name for member in panellists_of(panel)]
        judged = applications_under(the_call(), [ApplicationStatus.QUALIFIED])

    first = journey.person(names[0])
    assert first.get(f"{address}/queue", status=302).location.endswith("/pledge")
    before = journey.fingerprint()
    first.fill(f"{address}/pledge", status=422)
    assert journey.fingerprint() == before
    own = judged[2]
    first.fill(
        f"{address}/pledge",
        {"pledge": True, f"ground_{own.code}": "paid_work", f"note_{own.code}": "受聘担任督导"},
    )
    for name in names[1:]:
        journey.person(name).fill(f"{address}/pledge", {"pledge": True})

    secretary = journey.person("secretary")
    secretary.fill(f"{address}/chair", {"seat": "3"})
    secretary.fill(f"{address}/start_scoring")
    with journey.read():
        seat = panellists_of(the_panel())[0]
        sheets = {sheet.application_id: sheet for sheet in my_sheets(seat)}
        barred = sheets.pop(own.id, None)
        assert barred is None or str(barred.status) == "recused"
        open_sheets = [each for each in sheets.values() if str(each.status) != "recused"]
        others = my_sheets(panellists_of(the_panel())[1])
    assert len(open_sheets) >= 9
    assert first.get(f"/scorecards/{open_sheets[0].code}").status_int == 200
    if barred is not None:
        first.get(f"/scorecards/{barred.code}", status=404)
    # Nobody sees another expert's sheet while scoring goes on.
    first.get(f"/scorecards/{others[0].code}", status=404)
    first.get(f"{address}/matrix", status=403)


def test_an_expert_scores_by_the_pages_and_the_ranking_is_frozen(journey_from):
    journey = journey_from("scoring")
    with journey.read():
        panel = the_panel()
        address = f"/panels/{panel.code}"
        members = panellists_of(panel)
        last = members[-1]
        sheets = [s for s in my_sheets(last) if str(s.status) != "recused"]
        name = last.user.sign_in_name
        criteria = panel.call.rulebook.criteria

    expert = journey.person(name)
    # Locking needs every mark: the page says which are missing and offers no button.
    before = journey.fingerprint()
    expert.insist(f"{address}/lock", 422)
    assert journey.fingerprint() == before
    for place, sheet in enumerate(sheets):
        marks = {c.key: f"{c.maximum.value * (85 - place) / 100:.0f}" for c in criteria}
        marks |= {"comment": "需求真实，方案可行。", "recommended": "20,000.00"}
        form = expert.form_at(f"/scorecards/{sheet.code}")
        for field, value in marks.items():
            form[field] = value
        form.submit("then", value="next", status=302)
    too_many = criteria[0].maximum.value + 1
    refused = expert.fill(
        f"/scorecards/{sheets[0].code}", {criteria[0].key: str(too_many)}, status=422
    )
    assert f'value="{too_many}"' in refused.text
    expert.fill(f"{address}/lock")
    expert.insist(f"/scorecards/{sheets[0].code}", 409)

    with journey.write():
        journey.story.call = the_call()
        panels.score(journey.story, the_panel(), experts=4)
    journey.later(minutes=10)
    secretary = journey.person("secretary")
    secretary.fill(f"{address}/close_scoring")
    shown = secretary.get(f"{address}/freeze")
    secretary.fill(f"{address}/freeze")

    with journey.read():
        ranking = session().exec(select(Ranking)).one()
        assert CHECKS["ranking"]() == []
        places = sorted(applications_under(the_call(), RANKED), key=lambda a: a.place or 0)
        by_hand = means_by_hand()
        assert [by_hand[each.id] for each in places] == sorted(by_hand.values(), reverse=True)
        recommended = [a for a in places if a.status is ApplicationStatus.RECOMMENDED]
        given = sum(a.recommended.fen for a in recommended)
        budget = the_call().budget
        assert given <= budget.fen
        digest = ranking.digest
    assert all(each.title in shown.text for each in places)
    assert len(digest) == len(sha256_hex(""))
    assert digest[:16].lower() in secretary.get(f"{address}/matrix").text.lower()
    assert digest in journey.visitor().get(f"/check/{digest[:16].upper()}").text
    journey.person("supervisor").get(f"{address}/matrix")


RANKED = [
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.RESERVE,
    ApplicationStatus.NOT_SELECTED,
]


def means_by_hand() -> dict[int, Fraction]:
    """Sum each locked sheet; from five sheets on leave the highest and the lowest out."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for mark in session().exec(select(Mark)):
        totals[mark.scorecard_id] += mark.points
    given: dict[int, list[Decimal]] = defaultdict(list)
    for sheet in session().exec(select(Scorecard)):
        if str(sheet.status) == "locked":
            given[sheet.application_id].append(totals[sheet.id or 0])
    means = {}
    for application, marks in given.items():
        kept = sorted(marks)[1:-1] if len(marks) >= 5 else marks
        means[application] = Fraction(sum(kept, Decimal())) / len(kept)
    return means
