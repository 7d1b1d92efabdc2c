"""How values are shown to people."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import session

from app.accounts.enums import Role
from app.kernel.money import Money
from app.web import filters

LATE = datetime(2026, 1, 16, 16, 0, tzinfo=UTC)


@pytest.fixture(params=("zh", "en"))
def language(request, app):
    """The language of the page."""
    with app.test_request_context("/"):
        session["language"] = request.param
        yield request.param


@pytest.fixture
def chinese(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Money.yuan("1234567.8"), "¥1,234,567.80"),
        (120000, "¥1,200.00"),
        (Money(0), "¥0.00"),
    ],
)
def test_money_stays_on_one_line(value, shown):
    assert filters.money(value) == f'<span class="nb">{shown}</span>'


@pytest.mark.parametrize(
    "show",
    [filters.money, filters.moment, filters.day, filters.until, filters.label, filters.month],
)
def test_nothing_is_shown_as_a_dash(chinese, show):
    assert show(None) == "–"


def test_a_moment_is_beijing_time(language):
    shown = filters.moment(datetime(2026, 1, 5, 16, 30, 7, tzinfo=UTC))

    assert shown == {"zh": "2026年1月6日 00:30", "en": "6 Jan 2026, 00:30"}[language]


def test_a_stored_moment_is_read(chinese):
    assert filters.moment("2026-01-05T02:00:00+00:00", seconds=True) == "2026年1月5日 10:00:00"


@pytest.mark.parametrize(
    "value", [date(2026, 1, 5), "2026-01-05", datetime(2026, 1, 4, 16, tzinfo=UTC)]
)
def test_a_day_has_its_weekday(language, value):
    assert filters.day(value) == {"zh": "2026年1月5日（星期一）", "en": "Mon 5 Jan 2026"}[language]


@pytest.mark.parametrize("value", ["2026-08", date(2026, 8, 31)])
def test_a_month_has_its_year(language, value):
    assert filters.month(value) == {"zh": "2026年8月", "en": "Aug 2026"}[language]


@pytest.mark.parametrize("value", ["2026-8", "八月", "2026-13"])
def test_what_is_no_month_stays_as_it_was_typed(chinese, value):
    assert filters.month(value) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1800, "1,800"),
        ("2880", "2,880"),
        (Decimal("1234.5"), "1,234.5"),
        (12, "12"),
        ("8248人次", "8,248人次"),
        ("80%", "80%"),
        ("", ""),
        (None, ""),
    ],
)
def test_counts_have_separators(value, shown):
    assert filters.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(LATE, "2026年1月16日 24:00", id="midnight ends the day before"),
        pytest.param(LATE.replace(hour=9), "2026年1月16日 17:00", id="an hour of the day"),
    ],
)
def test_a_deadline_at_midnight_ends_the_day_before(chinese, value, shown):
    assert filters.until(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(241, 3), "80.33"),
        (Decimal("0.005"), "0.01"),
        (Decimal("88.125"), "88.13"),
        (90, "90.00"),
        (None, "–"),
    ],
)
def test_points_are_rounded_half_up(value, shown):
    assert filters.points(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "1 KB"), (1024, "1 KB"), (600_000, "586 KB"), (5 * 1024 * 1024, "5.0 MB")],
)
def test_sizes(value, shown):
    assert filters.size(value) == shown


def test_text_is_escaped_where_it_is_kept_together():
    shown = filters.nb("<b>附件1</b>")

    assert shown == '&lt;b&gt;<span class="nb">附件1</span>&lt;/b&gt;'


def test_labels_follow_the_language(language):
    assert filters.label(Role.CASHIER) == {"zh": "出纳", "en": "Cashier"}[language]


@pytest.mark.parametrize(
    ("zh", "en", "shown"),
    [
        pytest.param("公益", "Welfare", {"zh": "公益", "en": "Welfare"}, id="both"),
        pytest.param("公益", "", {"zh": "公益", "en": "公益"}, id="Chinese only"),
    ],
)
def test_the_rulebooks_words_follow_the_language(language, zh, en, shown):
    assert filters.both(zh, en) == shown[language]
