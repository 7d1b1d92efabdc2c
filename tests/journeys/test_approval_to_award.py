"""From the ranking to the award: minutes, notice, objection, decision, a reserve moves up."""

import re
from datetime import timedelta

from sqlmodel import select

from app.db import session
from app.demo.papers import pdf_bytes
from app.demo.story.thread import proposal_called
from app.kernel.clock import local
from app.kernel.money import ZERO, Money
from app.kernel.workdays import BUILT_IN, workdays_between
from app.ledger.models import Appropriation
from app.ledger.queries import standings
from app.portal.verification import CHECKS
from app.records.documents import latest_document
from projects.enums import ApplicationStatus
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.queries.applications import applications_under
from projects.queries.projects import projects_under


def the_call() -> Call:
    return session().exec(select(Call)).one()


def books() -> dict[str, Money]:
    """What the call's budget item holds, by stage, nothing left out but zeros."""
    item = session().get_one(Appropriation, the_call().appropriation_id)
    (standing,) = standings([item])
    return {str(stage): amount for stage, amount in standing.stages.items() if amount != ZERO}


def test_the_meeting_approves_and_the_notice_runs_five_working_days(journey_from):
    journey = journey_from("ranked")
    address = f"/calls/{journey.story.running.code}"
    leader, officer = journey.person("leader"), journey.person("officer")

    # Without the number of its minutes no meeting has approved anything.
    before = journey.fingerprint()
    leader.fill(f"{address}/approve", {"held_on": "2026-01-22"}, status=422)
    officer.insist(f"{address}/announce", 403)
    assert journey.fingerprint() == before
    today = local(journey.story.now).date()
    minutes = {
        "body": "局党组会议",
        "number": "苏民党组纪要〔2026〕3号",
        "held_on": today.isoformat(),
        "scan": ("会议纪要.pdf", pdf_bytes("局党组会议纪要"), "application/pdf"),
    }
    tomorrow = (today + timedelta(days=1)).isoformat()
    leader.fill(f"{address}/approve", {**minutes, "held_on": tomorrow}, status=422)
    without = {name: value for name, value in minutes.items() if name != "scan"}
    leader.fill(f"{address}/approve", without, status=422)
    assert journey.fingerprint() == before
    leader.fill(f"{address}/approve", minutes)
    notice_page = officer.fill(f"{address}/announce")
    with journey.read():
        notice = session().exec(select(Notice)).one()
        proposed = applications_under(the_call(), [ApplicationStatus.RECOMMENDED])
        reserved = sum((each.recommended for each in proposed), ZERO)
        assert books() == {
            "available": Money.yuan("600000.00") - reserved,
            "reserved": reserved,
        }
        # The day of publication does not count; five working days after it do.
        assert notice.title == f"关于{notice.call.edition}公益创投拟立项项目的公示"
        published = local(notice.published_at).date()
        assert workdays_between(published, notice.ends_on, BUILT_IN) == 5
    public = journey.visitor().get(notice_page.request.path)
    for row in notice.rows:
        assert row["title"] in public.text
        assert row["organisation"] in public.text
    assert notice.number in public.text

    # The decision waits for the end of the notice.
    before = journey.fingerprint()
    officer.fill(f"{address}/decide", status=409)
    assert journey.fingerprint() == before
    journey.clock(notice.ends_at)
    officer.fill(f"{address}/decide")
    with journey.read():
        assert len(projects_under(the_call())) == len(proposed)
        assert CHECKS["audit"]() == []


def test_a_visitor_objects_and_is_answered_before_the_decision(journey_from):
    journey = journey_from("in_notice")
    address = f"/calls/{journey.story.running.code}"
    with journey.read():
        notice = session().exec(select(Notice)).one()
        row = notice.rows[0]
    visitor, officer = journey.visitor(), journey.person("officer")

    # Anonymous objections are not taken: the name is asked for, nothing typed is lost.
    told = {
        "contact": "000-0000-9999",
        "application": row["application"],
        "subject": "服务人数与实际不符",
        "body": "该项目申报的服务人数高于社区独居老人总数。",
    }
    before = journey.fingerprint()
    refused = visitor.fill(f"/notices/{notice.code}/object", told, status=422)
    assert told["body"] in refused.text
    assert journey.fingerprint() == before
    receipt = visitor.fill(f"/notices/{notice.code}/object", {**told, "name": "钱明"})

    with journey.read():
        objection = session().exec(select(Objection)).one()
        check_code = latest_document(objection.chain, "objection_receipt").check_code
    assert objection.number in receipt.text
    assert check_code in receipt.text
    # The receipt opens for whoever holds its check code, not by its number alone.
    journey.visitor().get(f"/notices/objections/{objection.number}", status=404)
    journey.visitor().get(f"/notices/objections/{objection.number}?check={check_code}")
    # The contact is kept encrypted, and the public pages show nothing of it.
    assert told["contact"] not in str(objection.model_dump())
    assert "钱明" not in journey.visitor().get(f"/notices/{notice.code}").text
    journey.person("yanqiao").get(f"/objections/{objection.code}", status=403)

    journey.clock(notice.ends_at)
    before = journey.fingerprint()
    officer.fill(f"{address}/decide", status=409)
    assert journey.fingerprint() == before
    # A late objection is told where to turn.
    late = visitor.fill(f"/notices/{notice.code}/object", {**told, "name": "钱明"}, status=422)
    assert told["body"] in late.text
    assert journey.fingerprint() == before

    officer.fill(f"/objections/{objection.code}/accept")
    answered = officer.fill(
        f"/objections/{objection.code}/answer",
        {
            "verdict": "dismissed",
            "findings": "经核查，申报人数包含户籍和常住独居、空巢老人，属实。",
        },
    )
    letter = re.search(r"/documents/\w+\.pdf", answered.text)
    assert letter
    assert officer.get(letter.group()).body.startswith(b"%PDF-")
    # The objector has no account: who holds the receipt reads the answer, nobody else.
    status = visitor.get(f"/notices/objections/{objection.number}?check={check_code}")
    assert "申报人数包含户籍和常住独居、空巢老人" in status.text
    visitor.get(letter.group(), status=404)
    assert visitor.get(f"{letter.group()}?check={check_code}").body.startswith(b"%PDF-")
    officer.fill(f"{address}/decide")
    with journey.read():
        assert len(projects_under(the_call())) == 6


def test_an_upheld_objection_sets_the_application_aside(journey_from):
    journey = journey_from("in_notice")
    with journey.read():
        notice = session().exec(select(Notice)).one()
        row = notice.rows[0]
        before = books()
    journey.visitor().fill(
        f"/notices/{notice.code}/object",
        {
            "name": "钱明",
            "contact": "000-0000-9999",
            "application": row["application"],
            "subject": "同一内容已获其他资助",
            "body": "该项目与街道购买的服务内容重复。",
        },
    )
    officer = journey.person("officer")
    with journey.read():
        code = session().exec(select(Objection)).one().code
    officer.fill(f"/objections/{code}/accept")
    officer.fill(
        f"/objections/{code}/answer",
        {"verdict": "upheld", "findings": "经核查，内容重复属实。", "measures": "取消拟立项资格。"},
    )
    journey.clock(notice.ends_at)
    officer.fill(f"/calls/{journey.story.running.code}/decide")
    with journey.read():
        titles = [project.title for project in projects_under(the_call())]
        assert row["title"] not in titles
        back = Money(row["amount"])
        assert books() == {
            "available": before["available"] + back,
            "reserved": before["reserved"] - back,
        }
        assert CHECKS["ledger"]() == []


def test_one_awardee_declines_and_the_first_reserve_moves_up(journey_from):
    journey = journey_from("decided")
    address = f"/calls/{journey.story.running.code}"
    with journey.read():
        projects = projects_under(the_call())
        declined = projects[-1]
        before = books()
        reserve = min(
            applications_under(the_call(), [ApplicationStatus.RESERVE]), key=lambda a: a.place
        )
    awardee = journey.person(proposal_called(declined.title).key)
    letter = re.search(r"/documents/\w+\.pdf", awardee.get(f"/projects/{declined.code}").text)
    assert letter
    assert awardee.get(letter.group()).body.startswith(b"%PDF-")

    awardee.fill(f"/projects/{declined.code}/decline", status=422)
    awardee.fill(f"/projects/{declined.code}/decline", {"reason": "团队负责人离职，无法按期实施"})
    with journey.read():
        assert books()["available"] == before["available"] + declined.amount

    officer = journey.person("officer")
    offered = officer.get(f"{address}/reserve")
    assert reserve.title in offered.text
    officer.fill(f"{address}/reserve")
    with journey.read():
        promoted = next(p for p in projects_under(the_call()) if p.title == reserve.title)
        assert promoted.amount == reserve.recommended
        assert books()["reserved"] == before["reserved"] - declined.amount + promoted.amount
        numbers = [project.number for project in projects]
        assert promoted.number not in numbers
        assert all(check() == [] for check in CHECKS.values())
    reader = proposal_called(reserve.title).key
    assert promoted.number in journey.person(reader).get(f"/projects/{promoted.code}").text
