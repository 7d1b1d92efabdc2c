"""Input of the pages that set up a call: one form for each part."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.kernel.clock import SHANGHAI, local
from app.kernel.periods import end_of_day, start_of_day
from app.ledger.models import Appropriation
from app.registry.models import Area
from app.web.forms import BaseForm, MoneyField, needed, tidy
from projects.models.call import Call

TYPED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2}))?")
CHINESE_DATE = str.maketrans({"年": "-", "月": "-", "日": " ", "：": ":", "/": "-", ".": "-"})


class MomentField(StringField):
    """A day or a local date and time, as people type it; data is aware UTC.

    last: a bare day means its end (24:00) instead of its beginning.
    """

    def __init__(self, *args: Any, last: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        self.raw_text = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not self.raw_text:
            return
        found = TYPED.fullmatch(self.raw_text.translate(CHINESE_DATE).strip())
        try:
            if found is None:
                raise ValueError
            self.data = self._moment(*found.groups())
        except ValueError:
            raise ValueError(
                _("Enter a day or a day with its time, for example 2026-01-16 or 2026-01-16 17:00.")
            ) from None

    def _moment(
        self, year: str, month: str, day: str, hour: str | None, minute: str | None
    ) -> datetime:
        on = date(int(year), int(month), int(day))
        if hour is None:
            return end_of_day(on) if self.last else start_of_day(on)
        if (hour, minute) == ("24", "00"):
            return end_of_day(on)
        at = time(int(hour), int(minute or 0))
        return datetime.combine(on, at, SHANGHAI).astimezone(UTC)

    def _value(self) -> str:
        return self.raw_text or (written(self.data, last=self.last) if self.data else "")


def written(at: datetime, *, last: bool) -> str:
    """Write a moment as it is typed: a deadline at midnight as 24:00 of the day before."""
    here = local(at)
    if last and here.time() == time():
        return f"{here - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{here:%Y-%m-%d %H:%M}"


def _title() -> StringField:
    return StringField(
        _l("Title"),
        [needed(_l("Enter the title, as it will stand on the public page.")), Length(max=200)],
    )


def _edition() -> StringField:
    return StringField(
        _l("Edition"), [Optional(), Length(max=80)], description=_l("For example 第八届.")
    )


def _year() -> IntegerField:
    return IntegerField(
        _l("Year of the call"),
        [
            InputRequired(_l("Enter the year with four digits.")),
            NumberRange(2000, 2100, _l("Enter the year with four digits.")),
        ],
        description=_l("The project period and the official numbers follow this year."),
    )


def _budget() -> MoneyField:
    return MoneyField(
        _l("Money of the call in all"),
        [needed(_l("Enter how much money the call has in all."))],
        description=_l("The panel's list is cut off where this sum is used up."),
    )


def _opens_at() -> MomentField:
    return MomentField(
        _l("Applications from"),
        [needed(_l("Enter when applications open."))],
        description=_l("A day, or a day with its time in Beijing time."),
    )


def _closes_at() -> MomentField:
    return MomentField(
        _l("Deadline"),
        [needed(_l("Enter the deadline."))],
        last=True,
        description=_l("A day ends at 24:00; for another hour add the time, for example 17:00."),
    )


class StartForm(BaseForm):
    """What a call begins with; everything can be changed until it is published."""

    title = _title()
    edition = _edition()
    year = _year()
    area = SelectField(_l("Area"), [needed(_l("Choose the area of the call."))])
    budget = _budget()
    opens_at = _opens_at()
    closes_at = _closes_at()

    def offer(self, areas: list[Area]) -> None:
        """Offer the areas in which the officer may begin a call."""
        self.area.choices = [SelectChoice(area.code, area.name) for area in areas]


class PartForm(BaseForm):
    """One part of a draft; changes() is what change_call() takes."""

    names: ClassVar[tuple[str, ...]] = ()

    def changes(self) -> dict[str, Any]:
        """Return what was entered, by the names of change_call()."""
        return {name: self._fields[name].data for name in self.names}


class FactsForm(PartForm):
    """Title, edition and year."""

    names = ("title", "edition", "year")
    title = _title()
    edition = _edition()
    year = _year()


class MoneyForm(PartForm):
    """The call's money and the budget item that pays it."""

    budget = _budget()
    appropriation = SelectField(_l("Budget item"), [Optional()])

    def offer(self, appropriations: list[Appropriation]) -> None:
        """Offer the budget items of the call's area."""
        self._offered = {item.code: item for item in appropriations}
        self.appropriation.choices = [
            SelectChoice("", _("Not chosen yet")),
            *(SelectChoice(item.code, _named(item)) for item in appropriations),
        ]

    def changes(self) -> dict[str, Any]:
        chosen = self._offered.get(self.appropriation.data or "")
        return {"budget": self.budget.data, "appropriation": chosen}


def _named(item: Appropriation) -> str:
    parts = (str(item.year), item.name, item.document_number, f"¥{item.amount.grouped}")
    return "　".join(parts)


class DatesForm(PartForm):
    """When applications are taken."""

    names = ("opens_at", "closes_at")
    opens_at = _opens_at()
    closes_at = _closes_at()


def _text(label: Any, help_text: Any, most: int = 2000) -> TextAreaField:
    return TextAreaField(label, [Optional(), Length(max=most)], description=help_text)


class TextsForm(PartForm):
    """The call's own words on its public page."""

    names = (
        "organiser",
        "background",
        "purpose",
        "eligibility",
        "money",
        "procedure",
        "contact",
        "phone",
        "supervision",
    )
    organiser = StringField(_l("Organiser"), [Optional(), Length(max=80)])
    background = _text(_l("Background"), _l("Why the call is made."))
    purpose = _text(_l("Purpose"), _l("What the projects are to bring about."))
    eligibility = _text(
        _l("More about who may apply"), _l("The rules of the rulebook stand on the page anyway.")
    )
    money = _text(
        _l("More about the money"), _l("Cap, total and installments stand on the page anyway.")
    )
    procedure = _text(_l("Procedure"), _l("What happens after the deadline, in your own words."))
    contact = StringField(_l("Contact"), [Optional(), Length(max=80)])
    phone = StringField(_l("Telephone for questions"), [Optional(), Length(max=40)])
    supervision = StringField(_l("Supervision telephone"), [Optional(), Length(max=40)])

    def changes(self) -> dict[str, Any]:
        return {"texts": {name: self._fields[name].data or "" for name in self.names}}


class CancelForm(BaseForm):
    """Why a call is cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        [
            needed(_l("Enter the reason; it is published and everybody concerned is told.")),
            Length(max=500),
        ],
    )


def facts_form(call: Call) -> FactsForm:
    """The form of the facts, filled from the draft."""
    return FactsForm(obj=call)


def money_form(call: Call, items: list[Appropriation]) -> MoneyForm:
    """The form of the money, filled from the draft. items: those of the call's area."""
    chosen = next((item.code for item in items if item.id == call.appropriation_id), "")
    form = MoneyForm(data={"budget": call.budget, "appropriation": chosen})
    form.offer(items)
    return form


def dates_form(call: Call) -> DatesForm:
    """The form of the dates, filled from the draft."""
    return DatesForm(obj=call)


def texts_form(call: Call) -> TextsForm:
    """The form of the texts, filled from the draft."""
    return TextsForm(data=call.texts)
