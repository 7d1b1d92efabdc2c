"""How values are shown: the only place that formats money, moments, days, labels and points."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from flask import Flask
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from app.kernel.clock import local
from app.kernel.errors import Named, Said
from app.kernel.money import Money
from app.web.verbs import ACTIONS, EVENTS

WEEKDAYS = "一二三四五六日"
# Facts of a sentence that name a deadline: at midnight it is 24:00 of the day before.
LAST_MOMENTS = ("closes", "until", "ends")
STORED_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
STORED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?")
LEADING = re.compile(r"^\d{4,}")
UNBREAKABLE = re.compile(r"(¥[\d,.]+|附件\d+|\d+(?:个工作日|年|月|日|家|份|项))")


def is_chinese() -> bool:
    """Return whether the page is shown in Chinese."""
    locale = get_locale()
    return locale is None or locale.language == "zh"


def money(value: Money | int | None) -> Markup:
    """Show an amount as ¥12,000.00, never broken over two lines; nothing for None."""
    if value is None:
        return Markup("–")
    amount = Money(value) if isinstance(value, int) else value
    return Markup('<span class="nb">¥{}</span>').format(amount.grouped)


def moment(value: datetime | str | None, seconds: bool = False) -> str:
    """Show a moment in Beijing time."""
    if value is None:
        return "–"
    at = local(datetime.fromisoformat(value) if isinstance(value, str) else value)
    clock = at.strftime("%H:%M:%S" if seconds else "%H:%M")
    if is_chinese():
        return f"{at.year}年{at.month}月{at.day}日 {clock}"
    return f"{at.day} {at.strftime('%b')} {at.year}, {clock}"


def day(value: date | datetime | str | None, weekday: bool = True) -> str:
    """Show a day in Beijing time, with its weekday unless told otherwise."""
    if value is None:
        return "–"
    if isinstance(value, str):
        value = date.fromisoformat(value)
    shown = local(value).date() if isinstance(value, datetime) else value
    if is_chinese():
        name = f"（星期{WEEKDAYS[shown.weekday()]}）" if weekday else ""
        return f"{shown.year}年{shown.month}月{shown.day}日{name}"
    return shown.strftime("%a %-d %b %Y" if weekday else "%-d %b %Y")


def month(value: date | str | None) -> str:
    """Show a month, given as one of its days or as "2026-08"; another text stays as it is."""
    if not value:
        return "–"
    if isinstance(value, str):
        if not STORED_MONTH.fullmatch(value):
            return value
        value = date.fromisoformat(f"{value}-01")
    return f"{value.year}年{value.month}月" if is_chinese() else value.strftime("%b %Y")


def until(value: datetime | None, weekday: bool = False) -> str:
    """Show a deadline; one at midnight ends the day before, at 24:00."""
    if value is None:
        return "–"
    last = value - timedelta(microseconds=1)
    clock = local(value).strftime("%H:%M")
    return f"{day(last, weekday)} {'24:00' if clock == '00:00' else clock}"


def label(value: Any) -> str:
    """Translate the label of an enum member."""
    if value is None or value == "":
        return "–"
    return gettext(getattr(value, "label", str(value)))


def number(value: Any) -> str:
    """Show a count with separators, also one with its unit: 1,800 or 1,800人次."""
    return "" if value is None else LEADING.sub(lambda found: f"{int(found[0]):,}", str(value))


def verb(action: str) -> str:
    """Translate an action of a lifecycle ("<noun>:<action>" or bare) as the text of its button."""
    return gettext(ACTIONS.get(action) or ACTIONS[action.rpartition(":")[2]])


def act(event: str) -> str:
    """Translate an audit event such as "application:submit"; an unknown one is shown as it is."""
    if event in EVENTS:
        return gettext(EVENTS[event])
    noun, _, rest = event.partition(":")
    general = ":".join([noun, *rest.split(":")[1:]])
    return gettext(EVENTS.get(general, event))


def points(value: Fraction | Decimal | int | str | None) -> str:
    """Show points with two decimals, rounded half up; only pages round."""
    if value is None:
        return "–"
    exact = Fraction(value)
    shown = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(shown.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def nb(text: str) -> Markup:
    """Keep amounts, annex numbers and periods on one line."""
    parts = UNBREAKABLE.split(text)
    return Markup("").join(
        Markup('<span class="nb">{}</span>').format(part) if i % 2 else escape(part)
        for i, part in enumerate(parts)
    )


def size(value: int) -> str:
    """Show a file size in KB or MB."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB"


def translated(text: str, facts: Mapping[str, Any] | None = None) -> str:
    """Translate a marked sentence and put in facts as people read them.

    facts: as the core gave them, or as a stored record keeps them (moments and days as text).
    """
    shown = {name: _shown(name, value) for name, value in (facts or {}).items()}
    return gettext(text, **shown) if shown else gettext(text)


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, Named):
        return both(value, value.en)
    if isinstance(value, str) and STORED_MONTH.fullmatch(value):
        return month(value)
    if isinstance(value, str) and STORED.fullmatch(value):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, Money):
        return f"¥{value.grouped}"
    if isinstance(value, Said):
        return translated(value.message, value.facts)
    if isinstance(value, datetime):
        exact = bool(value.second or value.microsecond)
        return until(value) if name in LAST_MOMENTS else moment(value, seconds=exact)
    if isinstance(value, date):
        return day(value, weekday=False)
    label = getattr(value, "label", None)
    return gettext(label) if isinstance(label, str) else value


def both(zh: str, en: str) -> str:
    """Choose the rulebook's Chinese or English wording by the page's language."""
    return zh if is_chinese() or not en else en


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    shown = (money, moment, until, day, month, number, points, size, nb)
    said = (label, verb, act, translated)
    for function in (*shown, *said):
        app.add_template_filter(function)
    app.add_template_global(both)
