"""Clocks and the two faces of a moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.kernel.clock import FixedClock, ShiftedClock, SystemClock, ensure_utc, local

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
NAIVE = datetime(2026, 1, 5, 2, 0)  # noqa: DTZ001 -- a naive moment is what is refused


def test_system_clock_gives_aware_utc():
    assert SystemClock().now().tzinfo is UTC


def test_fixed_clock_stands_still_in_utc():
    clock = FixedClock(datetime(2026, 1, 5, 10, 0, tzinfo=timezone(timedelta(hours=8))))

    assert clock.now() == clock.now() == AT
    assert clock.now().tzinfo is UTC


def test_shifted_clock_runs_ahead_of_another():
    assert ShiftedClock(FixedClock(AT), timedelta(days=3)).now() == AT + timedelta(days=3)


def test_local_is_beijing_time():
    assert local(AT).isoformat() == "2026-01-05T10:00:00+08:00"


def test_the_day_in_beijing_begins_before_the_day_in_utc():
    assert local(datetime(2026, 1, 4, 16, 0, tzinfo=UTC)).date().isoformat() == "2026-01-05"


@pytest.mark.parametrize("use", [ensure_utc, local, lambda at: FixedClock(at).now()])
def test_a_moment_without_time_zone_is_refused(use):
    with pytest.raises(ValueError, match="time zone"):
        use(NAIVE)
