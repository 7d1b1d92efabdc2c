"""Messages, jobs, papers and refusals: rows that are written with the act."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import DomainError
from app.kernel.money import Money
from app.records.actor import PLATFORM
from app.records.audit import trail
from app.records.documents import (
    documents_of,
    find_by_check_code,
    find_document,
    issue,
    latest_document,
    void,
)
from app.records.idempotency import KeyReused, Replayed, claim_key
from app.records.jobs import (
    ATTEMPTS,
    LEASE,
    Job,
    JobStatus,
    enqueue,
    fail_job,
    finish_job,
    lease_job,
)
from app.records.outbox import inbox, mark_read, queue, unsent
from app.records.refusals import find_refusal, record_refusal
from tests.factories.people import AT, make_actor, make_user


def test_a_message_reaches_everybody_once(work):
    first, second = make_user(), make_user()
    queue([first.id, second.id, first.id], subject="通知", body="请查看", at=AT)
    work.flush()

    assert [len(inbox(user.id)) for user in (first, second)] == [1, 1]


def test_the_newest_message_stands_first_and_pages_follow(work):
    user = make_user()
    for subject in ("一", "二", "三"):
        queue([user.id], subject=subject, body="", at=AT)
        work.flush()
    newest = inbox(user.id, limit=2)

    assert [m.subject for m in newest] == ["三", "二"]
    assert [m.subject for m in inbox(user.id, before=newest[-1].id)] == ["一"]


def test_reading_marks_only_ones_own_messages(work):
    mine, other = make_user(), make_user()
    queue([mine.id, other.id], subject="通知", body="", at=AT)
    work.flush()
    mark_read(mine.id, at=AT)
    work.expire_all()

    assert [inbox(user.id)[0].read_at is None for user in (mine, other)] == [False, True]


def test_a_message_that_cannot_be_sent_is_given_up(work):
    queue([make_user().id], subject="通知", body="", at=AT)
    work.flush()
    (message,) = unsent()
    message.attempts = 5
    work.flush()

    assert unsent() == []


def job(work) -> Job:
    return work.exec(select(Job)).one()


def test_a_job_is_asked_for_once(work):
    for _ in range(2):
        enqueue("render", "abc", at=AT, document="abc")
        work.flush()

    assert job(work).payload == {"document": "abc"}


def test_a_job_is_taken_by_one_worker(work):
    enqueue("render", "abc", at=AT)
    work.flush()

    assert lease_job(real_now=AT) is job(work)
    assert lease_job(real_now=AT) is None


def test_a_job_of_a_worker_that_stopped_answering_is_taken_again(work):
    enqueue("render", "abc", at=AT)
    work.flush()
    lease_job(real_now=AT)
    work.flush()

    assert lease_job(real_now=AT + LEASE + timedelta(seconds=1)).attempts == 2


def test_a_job_that_is_done_is_not_taken_again(work):
    enqueue("render", "abc", at=AT)
    work.flush()
    finish_job(lease_job(real_now=AT), real_now=AT)
    work.flush()

    assert lease_job(real_now=AT + timedelta(days=1)) is None


def test_a_job_that_fails_is_tried_some_times(work):
    enqueue("render", "abc", at=AT)
    work.flush()
    statuses = []
    for _ in range(ATTEMPTS):
        fail_job(lease_job(real_now=AT), "no font", real_now=AT)
        work.flush()
        statuses.append(job(work).status)

    assert statuses == [JobStatus.QUEUED] * (ATTEMPTS - 1) + [JobStatus.FAILED]


@pytest.fixture
def paper(work):
    """An issued paper."""
    return issue(
        "call:x",
        "notice",
        number="示民公示〔2026〕1号",
        title="公示",
        facts={"rows": [1, 2]},
        actor=PLATFORM,
        at=AT,
    )


def test_a_paper_freezes_its_facts_with_their_hash(work, paper):
    assert paper.facts["rows"] == [1, 2]
    assert paper.facts["paper"]["check_code"] == paper.check_code
    assert paper.facts_digest == sha256_hex(canonical_json(paper.facts))
    assert [e.event for e in trail("call:x")] == ["document:issue"]


def test_a_paper_is_queued_for_printing(work, paper):
    work.flush()

    assert job(work).key == paper.code


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: code, id="as printed"),
        pytest.param(str.lower, id="small letters"),
        pytest.param(lambda code: code.replace("-", ""), id="without hyphens"),
        pytest.param(lambda code: f" {code.replace('-', ' ')} ", id="with blanks"),
    ],
)
def test_a_check_code_is_found_however_it_was_typed(work, paper, typed):
    assert find_by_check_code(typed(paper.check_code)) is paper


@pytest.mark.parametrize("typed", ["", "-", "AAAA-AAAA-AAAA", "%", "'"])
def test_a_guessed_check_code_finds_nothing(work, paper, typed):
    assert find_by_check_code(typed) is None


def test_a_void_paper_stays_and_is_no_longer_the_latest(work, paper):
    void(paper, "金额有误", actor=PLATFORM, at=AT)
    work.flush()

    assert latest_document("call:x", "notice") is None
    assert documents_of("call:x") == [paper]
    assert find_document(paper.code).void_reason == "金额有误"


class Late(DomainError):
    """Too late."""

    message = "The call closed at %(closes)s."


def test_a_refusal_keeps_its_sentence_and_facts_under_a_number(work):
    actor = make_actor()
    refusal = record_refusal(
        "call:x", Late(closes=AT, amount=Money.yuan("1.5"), n=3), actor=actor, at=AT
    )

    assert refusal.number == "JL-2026-00001"
    assert refusal.facts["closes"] == "2026-01-05T02:00:00Z"
    assert refusal.facts["n"] == 3
    assert find_refusal(refusal.number) is refusal
    assert trail("call:x")[-1].facts["number"] == refusal.number


def test_a_key_is_claimed_once(work):
    claim_key("p", "k", "body", at=AT).location = "/there"
    work.flush()

    with pytest.raises(Replayed) as done:
        claim_key("p", "k", "body", at=AT)

    assert done.value.location == "/there"


def test_a_key_with_other_contents_is_refused(work):
    claim_key("p", "k", "body", at=AT)

    with pytest.raises(KeyReused):
        claim_key("p", "k", "other", at=AT)


def test_another_person_may_use_the_same_key(work):
    claim_key("p", "k", "body", at=AT)

    assert claim_key("q", "k", "other", at=AT).person == "q"
