"""The lifecycles of calls, applications, notices, objections and projects."""

from datetime import datetime
from typing import Any

from app.kernel.workflow import Move, Workflow
from app.records.actor import Actor
from projects.enums import ApplicationStatus as A
from projects.enums import CallStatus as C
from projects.enums import NoticeStatus as N
from projects.enums import ObjectionStatus as O
from projects.enums import ProjectStatus as P
from projects.permissions import (
    is_applicant,
    is_call_officer,
    is_evaluator,
    is_leader,
    is_officer,
    is_secretary,
    is_signatory,
)


def is_closed(call: Any, at: datetime) -> bool:
    """The call's window is over."""
    return call.closes_at is not None and at >= call.closes_at


def is_open_call(application: Any, at: datetime) -> bool:
    """The window of the application's call contains now."""
    call = application.call
    return call.status is C.PUBLISHED and call.opens_at <= at < call.closes_at


def _any_of(*rules: Any) -> Any:
    def rule(actor: Actor, record: Any) -> bool:
        return any(allowed(actor, record) for allowed in rules)

    return rule


CALL = Workflow(
    "call",
    [
        #    action     from                     to            by               when
        Move("publish", {C.DRAFT}, C.PUBLISHED, is_officer),
        Move("open", {C.PUBLISHED}, C.OPENED, is_call_officer, is_closed),
        Move("review", {C.OPENED}, C.IN_REVIEW, _any_of(is_call_officer, is_secretary)),
        Move("rank", {C.IN_REVIEW}, C.RANKED, is_secretary),
        Move("approve", {C.RANKED}, C.APPROVED, is_leader),
        Move("announce", {C.APPROVED}, C.IN_NOTICE, is_officer),
        Move("decide", {C.IN_NOTICE}, C.DECIDED, is_officer),
        Move("conclude", {C.DECIDED}, C.CONCLUDED, is_officer),
        Move("cancel", {C.DRAFT, C.PUBLISHED, C.OPENED}, C.CANCELLED, is_officer),
    ],
    initial=C.DRAFT,
)

APPLICATION = Workflow(
    "application",
    [
        #    action        from                              to               by           when
        Move("submit", {A.DRAFT, A.SUBMITTED}, A.SUBMITTED, is_signatory),
        Move("withdraw", {A.DRAFT, A.SUBMITTED}, A.WITHDRAWN, is_signatory, is_open_call),
        Move("receive", {A.SUBMITTED}, A.RECEIVED, is_call_officer),
        Move("qualify", {A.RECEIVED}, A.QUALIFIED, is_call_officer),
        Move("disqualify", {A.RECEIVED}, A.DISQUALIFIED, is_call_officer),
        Move("recommend", {A.QUALIFIED}, A.RECOMMENDED, is_secretary),
        Move("keep_in_reserve", {A.QUALIFIED}, A.RESERVE, is_secretary),
        Move("not_select", {A.QUALIFIED}, A.NOT_SELECTED, is_secretary),
        Move("set_aside", {A.RECOMMENDED, A.RESERVE}, A.NOT_SELECTED, is_officer),
        Move("award", {A.RECOMMENDED, A.RESERVE}, A.AWARDED, is_officer),
        Move("accept", {A.AWARDED}, A.ACCEPTED, is_signatory),
        Move("decline", {A.AWARDED}, A.DECLINED, is_signatory),
    ],
    initial=A.DRAFT,
)

NOTICE = Workflow(
    "notice",
    [
        #    action      from           to            by
        Move("approve", {N.DRAFT}, N.APPROVED, is_officer),
        Move("publish", {N.APPROVED}, N.PUBLISHED, is_officer),
        Move("withdraw", {N.PUBLISHED}, N.WITHDRAWN, is_officer),
    ],
    initial=N.DRAFT,
)

OBJECTION = Workflow(
    "objection",
    [
        #    action      from           to            by
        Move("accept", {O.RECEIVED}, O.ACCEPTED, is_officer),
        Move("refuse", {O.RECEIVED}, O.REFUSED, is_officer),
        Move("uphold", {O.ACCEPTED}, O.UPHELD, is_officer),
        Move("dismiss", {O.ACCEPTED}, O.DISMISSED, is_officer),
    ],
    initial=O.RECEIVED,
)

PROJECT = Workflow(
    "project",
    [
        #    action             from                            to                  by
        Move("revise", {P.AWARDED, P.CONFIRMED}, P.REVISING, _any_of(is_applicant, is_officer)),
        Move("decline", {P.AWARDED}, P.TERMINATED, is_signatory),
        Move("confirm_plan", {P.REVISING}, P.CONFIRMED, is_officer),
        Move("sign_contract", {P.CONFIRMED}, P.CONTRACTED, is_officer),
        Move("start", {P.CONTRACTED}, P.RUNNING, _any_of(is_applicant, is_officer)),
        Move("pass_midterm", {P.RUNNING, P.RECTIFYING}, P.MIDTERM_PASSED, is_officer),
        Move("order_rectification", {P.RUNNING}, P.RECTIFYING, is_evaluator),
        Move("report_completion", {P.MIDTERM_PASSED}, P.COMPLETING, is_signatory),
        Move("complete", {P.COMPLETING}, P.COMPLETED, _any_of(is_officer, is_evaluator)),
        Move("archive", {P.COMPLETED}, P.ARCHIVED, is_officer),
        Move(
            "terminate",
            {P.AWARDED, P.REVISING, P.CONFIRMED, P.CONTRACTED, P.RUNNING, P.RECTIFYING},
            P.TERMINATED,
            is_officer,
        ),
    ],
    initial=P.AWARDED,
)
