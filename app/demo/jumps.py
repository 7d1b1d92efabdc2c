"""Where the demo's clock can jump to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from app.db import session
from app.kernel.clock import local
from app.kernel.labels import N_
from app.kernel.periods import start_of_day
from projects.enums import CallStatus, NoticeStatus
from projects.models.call import Call
from projects.models.notice import Notice


@dataclass(frozen=True)
class Jump:
    """One button of the bar."""

    key: str
    label: str


JUMPS = (
    Jump("before_deadline", N_("5 minutes before the next deadline")),
    Jump("past_deadline", N_("Past the next deadline")),
    Jump("notice_over", N_("End of the notice period")),
    Jump("next_day", N_("Next morning")),
    Jump("next_month", N_("Next month")),
    Jump("half_year", N_("Half a year on")),
)


def jump_target(jump: Jump, *, at: datetime) -> datetime:
    """Return the moment that a jump leads to; the present one when there is nothing to jump to."""
    closes = next_closing(at)
    ends = next_notice_end(at)
    targets = {
        "before_deadline": closes - timedelta(minutes=5) if closes else at,
        "past_deadline": closes + timedelta(seconds=1) if closes else at,
        "notice_over": ends + timedelta(hours=9) if ends else at,
        "next_day": _morning(local(at).date() + timedelta(days=1)),
        "next_month": _morning(_months_later(local(at).date(), 1)),
        "half_year": _morning(_months_later(local(at).date(), 6)),
    }
    return max(targets[jump.key], at)


def next_closing(at: datetime) -> datetime | None:
    """Return the earliest closing moment of a published call that is still ahead."""
    statement = (
        select(Call.closes_at)
        .where(Call.status == CallStatus.PUBLISHED, col(Call.closes_at) > at)
        .order_by(col(Call.closes_at))
    )
    return session().exec(statement).first()


def next_notice_end(at: datetime) -> datetime | None:
    """Return the earliest end of a running notice."""
    statement = (
        select(Notice.ends_at)
        .where(Notice.status == NoticeStatus.PUBLISHED, col(Notice.ends_at) > at)
        .order_by(col(Notice.ends_at))
    )
    return session().exec(statement).first()


def _morning(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=9)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
