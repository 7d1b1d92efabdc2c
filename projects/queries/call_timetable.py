"""The planned dates of a call, computed from its rules on the working calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.clock import local
from app.kernel.labels import N_
from app.kernel.workdays import WorkCalendar, add_workdays
from app.records.calendar import working_calendar
from projects.models.call import Call
from projects.queries.calls import last_day
from projects.rules.rulebook import Rulebook


@dataclass(frozen=True)
class PlannedStep:
    """One step with the day by which it is done at the latest.

    what: msgid; rule: msgid of how the day was computed, filled from n; remark: msgid or "".
    """

    what: str
    day: date
    rule: str
    n: int
    remark: str = ""


def timetable(call: Call, rules: Rulebook) -> tuple[PlannedStep, ...]:
    """Return the steps after the deadline with their latest days; one query for the calendar.

    Each step starts where the one before ends at the latest.
    """
    return planned(last_day(call), rules, working_calendar())


def planned(closes: date, rules: Rulebook, calendar: WorkCalendar) -> tuple[PlannedStep, ...]:
    """Return the latest days of the steps after the last day of the window."""
    timing = rules.timing
    steps: list[PlannedStep] = []

    def add(what: str, start: date, n: int, *, workdays: bool) -> date:
        day = add_workdays(start, n, calendar) if workdays else start + timedelta(days=n)
        rule = N_("%(n)s working days") if workdays else N_("%(n)s days")
        steps.append(PlannedStep(what, day, rule, n, remark_on(day, calendar)))
        return day

    add(N_("Eligibility check done"), closes, timing.screening_workdays.value, workdays=True)
    reviewed = add(N_("Panel review done"), closes, timing.review_days.value, workdays=False)
    approved = add(
        N_("Approval by the bureau"), reviewed, timing.approval_days.value, workdays=False
    )
    noticed = add(N_("Public notice over"), approved, timing.notice_workdays.value, workdays=True)
    signed = add(N_("Agreements signed"), noticed, timing.signing_days.value, workdays=False)
    add(N_("First installment paid"), signed, timing.first_payment_workdays.value, workdays=True)
    return tuple(steps)


def remark_on(day: date, calendar: WorkCalendar) -> str:
    """Return what has to be said about a day of the calendar; "" for an ordinary working day."""
    if calendar.is_provisional(day):
        return N_("Provisional: the public holidays of that year are not published yet")
    if not calendar.is_workday(day):
        return N_("Not a working day")
    return ""


def window_remarks(call: Call) -> tuple[str, str]:
    """Return the remarks on the opening day and on the last day of a call's window."""
    calendar = working_calendar()
    opening = local(call.opens_at).date()
    return remark_on(opening, calendar), remark_on(last_day(call), calendar)
