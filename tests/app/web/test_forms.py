"""Forms: what is typed is tidied, kept and acted on once."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask import session as visit
from flask_babel import refresh
from sqlmodel import select
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField

from app.accounts.enums import Role
from app.db import session
from app.kernel.errors import DomainError, Named, Said
from app.kernel.money import Money
from app.records.audit import trail
from app.registry.models import Claim
from app.web.filters import translated
from app.web.forms import (
    BaseForm,
    DayField,
    LocalDateTimeField,
    MoneyField,
    MonthField,
    labels,
    needed,
    tidy,
)
from tests.factories.people import make_user
from tests.factories.registry import make_organisation


class Everything(BaseForm):
    """One field of each kind."""

    name = StringField("Name")
    amount = MoneyField("Amount")
    opens = LocalDateTimeField("Opens")
    day = DayField("Day")
    month = MonthField("Month")
    reason = StringField("Reason", [needed("Say why.")])
    count = IntegerField("Count", [needed("Say how many.")])


@pytest.fixture
def typed(app: Flask):
    """Fill in the form as a browser would send it."""

    def fill(**values: str) -> Everything:
        with app.test_request_context("/", method="POST"):
            form = Everything(MultiDict(values))
            form.validate()
            return form

    return fill


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        pytest.param("  李正 ", "李正", id="blanks around"),
        pytest.param("\u3000李正\u3000", "李正", id="wide blanks"),
        pytest.param("１２３ＡＢｃ", "123ABc", id="full width"),
        pytest.param("第一，第二。", "第一，第二。", id="Chinese punctuation stays"),
        pytest.param(7, 7, id="no text"),
    ],
)
def test_text_is_tidied(raw, tidied):
    assert tidy(raw) == tidied


@pytest.mark.parametrize(
    ("raw", "errors"),
    [
        pytest.param("", ["Say why."], id="nothing"),
        pytest.param("  ", ["Say why."], id="blanks"),
        pytest.param("\u3000", ["Say why."], id="a wide blank"),
        pytest.param("0", [], id="a zero"),
        pytest.param("不符合", [], id="words"),
    ],
)
def test_a_field_that_is_needed_is_not_filled_by_blanks(typed, raw, errors):
    assert list(typed(reason=raw).reason.errors) == errors


def test_zero_fills_a_field_that_is_needed(typed):
    form = typed(count="0")

    assert (form.count.data, list(form.count.errors)) == (0, [])


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("12000", "12000.00"),
        ("12,000.00", "12000.00"),
        ("¥12,000.5", "12000.50"),
        ("１２０００", "12000.00"),
        (" 0.01 ", "0.01"),
    ],
)
def test_money_is_read_as_people_write_it(typed, raw, amount):
    assert typed(amount=raw).amount.data == Money.yuan(amount)


@pytest.mark.parametrize("raw", ["many", "1.234", "-", "1e5", "12 000元"])
def test_money_that_cannot_be_read_keeps_what_was_typed(typed, raw):
    form = typed(amount=raw)

    assert form.amount.data is None
    assert form.amount.errors == ["请以元为单位填写金额，例如12,000.00。"]
    assert form.amount._value() == raw


def test_a_moment_is_beijing_time(typed):
    form = typed(opens="2026-01-05T17:00")

    assert form.opens.data == datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("raw", ["tomorrow", "2026-02-30T10:00", "2026-01-05T25:00"])
def test_a_moment_that_does_not_exist_keeps_what_was_typed(typed, raw):
    form = typed(opens=raw)

    assert (form.opens.data, form.opens._value(), len(form.opens.errors)) == (None, raw, 1)


@pytest.mark.parametrize(("raw", "day"), [("2026-01-05", date(2026, 1, 5)), ("", None)])
def test_a_day_is_read(typed, raw, day):
    form = typed(day=raw)

    assert (form.day.data, list(form.day.errors)) == (day, [])


def test_a_day_that_does_not_exist_is_explained(typed):
    assert len(typed(day="2026-02-30").day.errors) == 1


@pytest.mark.parametrize("raw", ["2026-08", "2026年8月", "２０２６.8", "2026/8", "202608"])
def test_a_month_is_kept_in_one_way(typed, raw):
    form = typed(month=raw)

    assert (form.month.data, list(form.month.errors)) == ("2026-08", [])


@pytest.mark.parametrize("raw", ["8月", "2026-13", "soon"])
def test_a_month_that_cannot_be_read_keeps_what_was_typed(typed, raw):
    form = typed(month=raw)

    assert (form.month.data, form.month._value()) == ("", raw)
    assert form.month.errors == ["请填写年份和月份，例如2026年8月。"]


def test_a_stored_month_is_shown_as_people_read_it(app: Flask):
    with app.test_request_context("/"):
        assert Everything(data={"month": "2026-08"}).month._value() == "2026年8月"


def test_members_of_an_enum_are_offered_in_the_language_of_the_page(app: Flask):
    offered = labels([Role.OFFICER, Role.CASHIER])

    with app.test_request_context("/"):
        assert [str(choice.label) for choice in offered] == ["经办人", "出纳"]
        visit["language"] = "en"
        refresh()
        assert [str(choice.label) for choice in offered] == ["Programme officer", "Cashier"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        pytest.param("x", Money.yuan("1234.5"), "¥1,234.50", id="money"),
        pytest.param("x", date(2026, 1, 5), "2026年1月5日", id="day"),
        pytest.param("x", "2026-01-05", "2026年1月5日", id="stored day"),
        pytest.param("x", "2026-08", "2026年8月", id="stored month"),
        pytest.param("x", datetime(2026, 1, 5, 2, tzinfo=UTC), "2026年1月5日 10:00", id="moment"),
        pytest.param("x", "2026-01-05T02:00:00Z", "2026年1月5日 10:00", id="stored moment"),
        pytest.param(
            "closes", datetime(2026, 1, 5, 16, tzinfo=UTC), "2026年1月5日 24:00", id="last moment"
        ),
        pytest.param("x", Role.OFFICER, "经办人", id="label"),
        pytest.param("x", Said("%(a)s.", {"a": "甲"}), "甲.", id="sentence in a sentence"),
        pytest.param("x", "第八届", "第八届", id="text"),
    ],
)
def test_facts_are_shown_as_people_read_them(app: Flask, name, value, shown):
    with app.test_request_context("/"):
        assert translated(f"%({name})s", {name: value}) == shown


@pytest.mark.parametrize(("language", "shown"), [("zh", "“预算”"), ("en", "“Budget”")])
def test_a_rulebooks_name_in_a_sentence_follows_the_language(app: Flask, language, shown):
    with app.test_request_context("/"):
        visit["language"] = language
        assert translated("“%(label)s”", {"label": Named("预算", "Budget")}) == shown


@pytest.fixture
def claimant(database, sign_in):
    """A person who is about to claim an organisation; returns the browser and what to send."""
    with database.work(writing=True):
        organisation, user = make_organisation(), make_user()
    client = sign_in(user)
    return client, {"credit_code": organisation.credit_code, "position": "主任", "act_key": "k1"}


def claims(database) -> list[Claim]:
    with database.work(writing=False):
        return list(session().exec(select(Claim)))


def test_the_same_form_twice_acts_once_and_is_answered_the_same(database, claimant):
    client, sent = claimant

    first = client.post("/organisations", data=sent)
    second = client.post("/organisations", data=sent)

    assert (first.status_code, first.location) == (302, "/organisations")
    assert (second.status_code, second.location) == (302, "/organisations")
    (claim,) = claims(database)
    with database.work(writing=False):
        assert len(trail(claim.chain)) == 1


def test_the_same_key_with_other_contents_is_refused(database, claimant):
    client, sent = claimant
    client.post("/organisations", data=sent)

    again = client.post("/organisations", data=sent | {"position": "理事长"})

    assert again.status_code == 409
    assert [claim.position for claim in claims(database)] == ["主任"]


def test_the_key_of_one_person_does_not_stop_another(database, claimant, sign_in):
    client, sent = claimant
    client.post("/organisations", data=sent)
    with database.work(writing=True):
        other = make_user()

    assert sign_in(other).post("/organisations", data=sent).status_code == 302
    assert len(claims(database)) == 2


def test_a_refused_act_does_not_use_up_its_key(database, claimant):
    client, sent = claimant
    wrong = sent | {"credit_code": "52320505999999999X"}

    assert client.post("/organisations", data=wrong).status_code == 422
    assert client.post("/organisations", data=sent).status_code == 302


def test_what_was_typed_is_shown_again(claimant):
    client, sent = claimant

    page = client.post("/organisations", data=sent | {"credit_code": "123"})

    assert page.status_code == 422
    assert 'value="主任"' in page.get_data(as_text=True)


class Failed(DomainError):
    """A refusal with the field it belongs to."""

    message = "Not like this."
    field = "name"


@pytest.mark.parametrize(
    ("field", "at_field", "at_form"),
    [
        pytest.param("name", ["Not like this."], [], id="of a field"),
        pytest.param("elsewhere", [], ["Not like this."], id="of no field here"),
        pytest.param("act_key", [], ["Not like this."], id="of a hidden field"),
    ],
)
def test_a_refusal_stands_where_it_belongs(app: Flask, field, at_field, at_form):
    def refuse() -> None:
        raise Failed(field=field)

    with app.test_request_context("/", method="POST"):
        app.preprocess_request()
        form = Everything(MultiDict({"name": "x"}))
        form.validate()

        assert not form.carry_out(refuse)

        assert (list(form.name.errors), form.form_errors) == (at_field, at_form)
