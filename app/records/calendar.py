"""The working calendar as data: exceptions to Monday–Friday, editable and importable."""

from datetime import date

from sqlmodel import Field, SQLModel, select

from app.db import session
from app.kernel.workdays import BUILT_IN, WorkCalendar


class WorkdayException(SQLModel, table=True):
    """A weekday that is free or a weekend day that is worked, with the notice that says so."""

    __tablename__ = "workday_exception"

    day: date = Field(primary_key=True)
    is_workday: bool
    note: str = Field(default="", max_length=80)
    source: str = Field(default="", max_length=200)


class WorkdayYear(SQLModel, table=True):
    """A year whose official arrangement is loaded; other years are provisional."""

    __tablename__ = "workday_year"

    year: int = Field(primary_key=True)
    source: str = Field(default="", max_length=200)


def working_calendar() -> WorkCalendar:
    """Return the calendar of the site."""
    rows = session().exec(select(WorkdayException))
    exceptions = {row.day: row.is_workday for row in rows}
    years = frozenset(session().exec(select(WorkdayYear.year)))
    return WorkCalendar(exceptions, years)


def seed_calendar(first_year: int = 2024) -> None:
    """Load the built-in arrangement of the State Council where a year is not loaded yet."""
    loaded = set(session().exec(select(WorkdayYear.year)))
    for year in sorted(year for year in BUILT_IN.loaded_years if year >= first_year):
        if year in loaded:
            continue
        session().add(WorkdayYear(year=year, source="chinesecalendar"))
        for day, is_workday in BUILT_IN.exceptions.items():
            if day.year == year:
                session().add(
                    WorkdayException(day=day, is_workday=is_workday, source="chinesecalendar")
                )
