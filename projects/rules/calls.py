"""Computed facts of a call's rules."""

from datetime import date

from app.kernel.periods import months_between
from projects.rules.rulebook import Rulebook


def project_period(rulebook: Rulebook, year: int) -> tuple[date, date]:
    """Return first and last month of projects of a call's year, each as its first day."""
    period = rulebook.period
    return (
        date(year, period.start_month.value, 1),
        date(year + period.end_year.value, period.end_month.value, 1),
    )


def months_of_projects(rulebook: Rulebook) -> int:
    """Return how many months lie between first and last month of projects, both included."""
    # Any year does: only the distance counts.
    return months_between(*project_period(rulebook, 2026))
