from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.enums import Role
from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import Forbidden, IllegalMove, NotFound
from app.kernel.money import Money
from app.kernel.numbering import new_code
from app.records.actor import ANONYMOUS
from app.records.audit import trail
from app.records.lifecycle import NotNow
from app.records.outbox import inbox
from projects.enums import ApplicationStatus, CallPhase, CallStatus
from projects.models.application import Application, Submission
from projects.operations.calls import (
    ClosesTooEarly,
    ForeignAppropriation,
    NoDraft,
    NoMoney,
    NotPublishable,
    cancel_call,
    change_call,
    create_call,
    open_call,
    publish_call,
)
from projects.queries.call_check import publishing_problems
from projects.queries.call_tasks import call_tasks
from projects.queries.calls import (
    applications_counted,
    calls_of,
    find_call,
    handed_in,
    open_calls,
    public_calls,
    received_counts,
    standing_of,
)
from tests.factories.calls import AT, CLOSES_AT, OPENS_AT, make_appropriation, make_call, make_draft
from tests.factories.people import make_actor
from tests.factories.registry import make_organisation, make_signatory

LATER = CLOSES_AT + timedelta(hours=1)


def make_row(call, *, submitted=True, recalled=False, title="长者食堂") -> tuple[Application, str]:
    """An application without the form, and the title that was handed in."""
    application = Application(
        code=new_code(),
        call_id=call.id,
        organisation_id=make_organisation().id,
        title="改了一半" if recalled else title,
        field="elderly",
        status=ApplicationStatus.SUBMITTED if submitted else ApplicationStatus.DRAFT,
        started_at=AT,
        submitted_at=OPENS_AT if submitted else None,
        recalled_at=OPENS_AT if recalled else None,
    )
    return application, title


def save_row(session, call, **facts) -> Application:
    application, title = make_row(call, **facts)
    session.add(application)
    session.flush()
    if application.submitted_at:
        session.add(
            Submission(
                application_id=application.id,
                version=1,
                submitted_at=OPENS_AT,
                title=title,
                field="elderly",
                requested=Money.yuan("50000"),
                snapshot={},
                digest="0" * 64,
            )
        )
        session.flush()
    return application


def test_create_call_takes_the_rules_of_the_programme(work):
    call = make_draft()

    assert call.status is CallStatus.DRAFT
    assert call.rulebook.code == "venture"
    assert call.rules_digest == ""
    assert [entry.event for entry in trail(call.chain)] == ["call:create"]


def test_create_call_applies_its_choices(work):
    call = make_draft(choices={"timing.notice_workdays": 7})

    assert call.rulebook.timing.notice_workdays.value == 7


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        pytest.param({"closes_at": OPENS_AT}, ClosesTooEarly, id="closes when it opens"),
        pytest.param({"budget": Money(0)}, NoMoney, id="no money"),
    ],
)
def test_create_call_refuses(work, facts, refusal):
    with pytest.raises(refusal):
        make_draft(**facts)


def test_create_call_is_for_officers_of_the_area(work):
    district = make_actor((Role.OFFICER, "area:320505"))

    with pytest.raises(Forbidden):
        make_draft(actor=district)


def test_create_call_takes_money_of_its_own_area(work):
    with pytest.raises(ForeignAppropriation):
        make_draft(
            area_code="320505",
            appropriation=make_appropriation(area_code="3205"),
        )


def test_change_call_merges_texts_and_keeps_the_rest(work):
    officer = make_actor(Role.OFFICER)
    call = make_draft(actor=officer)

    change_call(call, texts={"contact": "王晓"}, title="新题目", actor=officer, at=AT)

    assert (call.title, call.texts["contact"]) == ("新题目", "王晓")
    assert call.texts["phone"] == "（0512）6000 0101"
    assert call.appropriation_id is not None
    assert trail(call.chain)[-1].facts == {"changed": ["texts", "title"]}


def test_change_call_is_for_drafts_only(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)

    with pytest.raises(NoDraft):
        change_call(call, title="x", actor=officer, at=AT)


def test_publish_call_freezes_the_rules_with_their_digest(work):
    call = make_call()

    assert call.status is CallStatus.PUBLISHED
    assert call.rules_digest == sha256_hex(canonical_json(call.rules))
    entry = trail(call.chain)[-1]
    assert (entry.event, entry.facts["rules"]) == ("call:publish", call.rules_digest)


def test_publish_call_is_for_the_officer(work):
    call = make_draft()

    with pytest.raises(Forbidden):
        publish_call(call, actor=make_actor(Role.LEADER), at=AT)


def test_publish_call_twice_is_illegal(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)

    with pytest.raises(IllegalMove):
        publish_call(call, actor=officer, at=AT)


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        pytest.param({"texts": {}}, "texts", id="no contact"),
        pytest.param({"budget": Money.yuan("9000000")}, "money", id="more than the budget item"),
        pytest.param({"closes_at": OPENS_AT + timedelta(days=2)}, "dates", id="too short"),
        pytest.param(
            {"opens_at": AT - timedelta(days=20), "closes_at": AT - timedelta(days=1)},
            "dates",
            id="over already",
        ),
    ],
)
def test_publish_call_lists_what_is_missing(work, facts, part):
    officer = make_actor(Role.OFFICER)
    call = make_draft(actor=officer, **facts)

    assert {problem.part for problem in publishing_problems(call, AT)} == {part}
    with pytest.raises(NotPublishable):
        publish_call(call, actor=officer, at=AT)


def test_publish_call_needs_money_of_the_programmes_fund(work):
    call = make_draft(appropriation=make_appropriation(kind="fiscal"))

    assert [problem.part for problem in publishing_problems(call, AT)] == ["money"]


def test_open_call_receives_everything_at_once(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)
    first, second = save_row(work, call), save_row(work, call)
    draft = save_row(work, call, submitted=False)

    opened = open_call(call, actor=officer, at=LATER)

    assert opened == [first, second]
    assert {a.status for a in opened} == {ApplicationStatus.RECEIVED}
    assert {a.received_at for a in opened} == {LATER}
    assert draft.status is ApplicationStatus.DRAFT
    assert (call.status, call.opened_at) == (CallStatus.OPENED, LATER)
    assert applications_counted(call) == {ApplicationStatus.RECEIVED: 2}
    assert received_counts([call]) == {call.id: 2}


def test_open_call_counts_the_last_submission_of_a_recalled_application(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)
    application = save_row(work, call, recalled=True)

    open_call(call, actor=officer, at=LATER)

    assert (application.title, application.recalled_at) == ("长者食堂", None)
    assert trail(application.chain)[-1].facts["recalled"] is True


def test_open_call_waits_for_the_deadline(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)

    with pytest.raises(NotNow):
        open_call(call, actor=officer, at=CLOSES_AT - timedelta(seconds=1))


def test_open_call_tells_the_organisations(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)
    application = save_row(work, call)
    signatory = make_signatory(application.organisation)

    open_call(call, actor=officer, at=LATER)

    assert [mail.chain for mail in inbox(signatory.id)] == [call.chain]


def test_nothing_is_counted_before_the_opening(work):
    call = make_call()
    save_row(work, call)

    assert applications_counted(call) == {}
    assert len(handed_in(call)) == 1


def test_cancel_call_keeps_its_reason(work):
    officer = make_actor(Role.OFFICER)
    call = make_call(actor=officer)
    application = save_row(work, call, submitted=False)
    signatory = make_signatory(application.organisation)

    cancel_call(call, "资金计划调整", actor=officer, at=LATER)

    assert (call.status, call.cancel_reason) == (CallStatus.CANCELLED, "资金计划调整")
    assert "资金计划调整" in inbox(signatory.id)[0].body


def test_find_call_hides_drafts_from_the_public(work):
    draft, public = make_draft(), make_call()

    assert find_call(public.code, actor=ANONYMOUS) is public
    assert find_call(draft.code, actor=make_actor(Role.LEADER)) is draft
    for stranger in (ANONYMOUS, make_actor((Role.OFFICER, "area:320506"))):
        with pytest.raises(NotFound):
            find_call(draft.code, actor=stranger)


def test_lists_of_calls(work):
    draft, public = make_draft(), make_call()
    street = make_actor((Role.OFFICER, "area:320505001"))
    organiser = make_actor((Role.ORGANISER, f"call:{draft.code}"))

    assert list(public_calls()) == [public]
    assert list(calls_of(make_actor(Role.OFFICER))) == [public, draft]
    assert list(calls_of(organiser)) == [draft]
    assert list(calls_of(street)) == []
    assert open_calls(OPENS_AT) == [public]
    assert open_calls(CLOSES_AT) == []


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        pytest.param(OPENS_AT - timedelta(seconds=1), CallPhase.NOT_YET_OPEN, id="before"),
        pytest.param(OPENS_AT, CallPhase.OPEN, id="at the opening"),
        pytest.param(CLOSES_AT - timedelta(seconds=1), CallPhase.OPEN, id="last second"),
        pytest.param(CLOSES_AT, CallPhase.CLOSED, id="24:00"),
    ],
)
def test_standing_of_a_published_call(work, at, phase):
    assert standing_of(make_call(), at) is phase


def test_call_tasks_follow_the_clock(work):
    officer = make_actor(Role.OFFICER)
    draft = make_draft(actor=officer)

    assert [task.link for task in call_tasks(officer, AT)] == [f"/calls/{draft.code}/setup"]
    publish_call(draft, actor=officer, at=AT)
    assert call_tasks(officer, AT) == []
    assert [task.link for task in call_tasks(officer, CLOSES_AT)] == [f"/calls/{draft.code}/open"]
    assert call_tasks(make_actor(Role.LEADER), CLOSES_AT) == []


def test_create_call_defaults(work):
    make_appropriation()
    call = create_call(
        programme="venture",
        title="征集公告",
        edition="",
        year=2026,
        area_code="3205",
        budget=Money.yuan("1"),
        opens_at=datetime(2026, 1, 6, tzinfo=UTC),
        closes_at=datetime(2026, 1, 20, tzinfo=UTC),
        actor=make_actor(Role.OFFICER),
        at=AT,
    )

    assert (call.texts, call.choices, call.appropriation_id) == ({}, {}, None)
