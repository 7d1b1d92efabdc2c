"""Computed facts of a call's rules."""

from datetime import date

from projects.rules.rulebook import Rulebook


def project_period(rulebook: Rulebook, year: int) -> tuple[date, date]:
    """Return first and last month of projects of a call's year, each as its first day."""
    period = rulebook.period
    return (
        date(year, period.start_month.value, 1),
        date(year + period.end_year.value, period.end_month.value, 1),
    )
