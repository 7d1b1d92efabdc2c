"""The macros: what they draw, with data and without, and the law of the front end."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect
from wtforms import (
    BooleanField,
    DecimalField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.config import ROOT
from app.kernel.money import Money
from app.web import filters
from app.web.forms import BaseForm, LocalDateTimeField, MoneyField
from projects import enums as projects_enums

TEMPLATES = ROOT / "templates"
MACROS = sorted((TEMPLATES / "macros").glob("*.html"))
NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
Render = Callable[..., str]


class LineForm(Form):
    category = SelectField(
        choices=[SelectChoice("staff", "Staff"), SelectChoice("management", "Management")]
    )
    item = StringField()
    basis = StringField()
    price = MoneyField()
    quantity = StringField()
    unit = StringField()
    source = SelectField(choices=[SelectChoice("grant", "Grant"), SelectChoice("own", "Own")])


class ExampleForm(BaseForm):
    title = StringField("Title", [InputRequired(_l("Enter a title."))])
    summary = TextAreaField("Summary", [Optional(), Length(max=20)])
    amount = MoneyField("Amount", [Optional()])
    closes = LocalDateTimeField("Closes", [Optional()])
    kind = RadioField("Kind", choices=[SelectChoice("a", "One"), SelectChoice("b", "Two")])
    agreed = BooleanField("I agree.")
    mark = DecimalField("Mark", [Optional()])
    lines = FieldList(FormField(LineForm), label="Lines")


@dataclass(frozen=True)
class Cap:
    label: str = "Management"
    categories: tuple[str, ...] = ("management",)
    percent: Decimal = Decimal(10)
    of: str = "request"
    amount: Money = Money.yuan("12400")  # Money is frozen
    base: Money = Money.yuan("100000")  # Money is frozen
    transfer: Money = Money.yuan("2400")  # Money is frozen
    cut: Money = Money.yuan("2666.67")  # Money is frozen


@dataclass(frozen=True)
class Criterion:
    title: str = "Needs"
    maximum: int = 20
    step: str = "0.5"
    standard: str = ""
    material: tuple[str, str] | None = None
    anchors: tuple[tuple[str, str, str, str], ...] = (("18", "20", "good", "with figures"),)


class Balance(HTMLParser):
    """Finds elements that are closed in the wrong place and ids that occur twice."""

    VOID = frozenset(["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def balanced(html: str) -> bool:
    parser = Balance()
    parser.feed(html)
    assert parser.faults == []
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    return True


@pytest.fixture(scope="module")
def bare_app() -> Flask:
    app = Flask("macros", root_path=str(ROOT / "app"), template_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="not-a-secret", BABEL_DEFAULT_LOCALE="en")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    CSRFProtect(app)
    filters.install(app)
    return app


@pytest.fixture
def render(bare_app: Flask) -> Iterator[Render]:
    with bare_app.test_request_context():

        def call(source: str, **context: object) -> str:
            name, _, _rest = source.partition("(")
            family = next(p for p in MACROS if f"macro {name}(" in p.read_text())
            template = f'{{% from "macros/{family.name}" import {name} %}}{{{{ {source} }}}}'
            return render_template_string(template, **context).strip()

        yield call


@pytest.fixture
def form(render: Render) -> ExampleForm:
    return ExampleForm(formdata=None)


@pytest.fixture
def wrong_form(render: Render) -> ExampleForm:
    made = ExampleForm(formdata=None)
    made.lines.append_entry()
    made.lines.append_entry()
    made.validate()
    made.title.errors = [_l("Enter a title.")]
    made.lines.entries[1].form.price.errors = ["Enter an amount."]
    return made


def test_field_binds_label_help_and_error(render, wrong_form):
    html = render("field(f.title, help='As in the contract.')", f=wrong_form)

    assert balanced(html)
    assert 'for="title"' in html
    assert 'aria-describedby="title-help title-error"' in html
    assert 'aria-invalid="true"' in html
    assert "<span>Enter a title.</span>" in html


def test_field_marks_what_is_optional(render, form):
    assert "(optional)" not in render("field(f.title)", f=form)
    assert "(optional)" in render("field(f.amount)", f=form)
    assert "(optional)" not in render("field(f.amount, optional=false)", f=form)


def test_field_never_cuts_a_pasted_text(render, form):
    html = render("field(f.summary)", f=form)

    assert "maxlength" not in html
    assert 'data-limit="20"' in html


@pytest.mark.parametrize(
    ("name", "part"),
    [
        pytest.param("amount", 'inputmode="decimal"', id="money"),
        pytest.param("closes", 'type="datetime-local"', id="moment"),
        pytest.param("kind", '<fieldset class="field choices" id="kind"', id="radios"),
        pytest.param("agreed", 'type="checkbox"', id="checkbox"),
    ],
)
def test_field_chooses_its_shape(render, form, name, part):
    html = render("field(f[name])", f=form, name=name)

    assert balanced(html)
    assert part in html


def test_field_draws_no_hidden_field(render, form):
    assert render("field(f.act_key)", f=form) == ""


def test_form_open_carries_token_and_key_once(render, form):
    html = render("form_open(f)", f=form)

    assert html.count('name="csrf_token"') == 1
    assert html.count('name="act_key"') == 1
    assert "novalidate" in html


def test_error_summary_links_to_each_field(render, wrong_form):
    wrong_form.form_errors = ["The call has closed."]

    html = render("error_summary(f)", f=wrong_form)

    assert balanced(html)
    assert '<a href="#title"> Enter a title.</a>' in html
    assert '<a href="#lines-1-price">Row 2: Enter an amount.</a>' in html
    assert "<li>The call has closed.</li>" in html


def test_error_summary_is_empty_without_errors(render, form):
    assert render("error_summary(f)", f=form) == ""


def test_state_chip_shows_glyph_and_word(render):
    html = render("state_chip(s)", s=projects_enums.ApplicationStatus.DISQUALIFIED)

    assert 'class="tag bad"' in html
    assert '<span aria-hidden="true">✕</span>' in html


def test_state_chip_is_empty_without_a_status(render):
    assert render("state_chip(none)") == ""


def test_data_table_names_the_cells_for_phones(bare_app):
    source = """
    {% from "macros/table.html" import data_table, td %}
    {% set c = {"n": "Name", "a": "Sum"} %}
    {% call(row) data_table(c, rows, "People", numeric=["a"], empty="Nobody.") %}
      {{ td(c.n, row) }}{% call td(c.a, "") %}x{% endcall %}
    {% endcall %}"""
    with bare_app.test_request_context():
        html = render_template_string(source, rows=["Ann"])
        empty = render_template_string(source, rows=[])

    assert balanced(html)
    assert '<td data-label="Name" class=""><div>Ann</div></td>' in html
    assert '<th scope="col" class="num">Sum</th>' in html
    assert "—" not in html
    assert "<table" not in empty
    assert "Nobody." in empty


def test_cap_alert_names_both_ways_out(render):
    html = re.sub(r"<[^>]+>", "", render("cap_alerts([cap])", cap=Cap()))

    assert "Management is 12.4% of the amount requested, above the cap of 10%." in html
    assert "Move ¥2,400.00 to other categories, or simply cut ¥2,666.67." in html
    assert "cutting brings it to ¥97,333.33 and Management to ¥9,733.33." in html


def test_cap_alert_is_silent_at_the_cap(render):
    assert render("cap_alerts([cap])", cap=Cap(amount=Money.yuan("10000"))) == ""


def test_budget_grid_works_without_script(render, form):
    form.lines.append_entry({"item": "Coach", "price": Money.yuan("100"), "quantity": "2"})
    totals = (Money.yuan("200"), Money(0), Money.yuan("200"))

    html = render("budget_grid(f.lines, totals, [cap])", f=form, totals=totals, cap=Cap())

    assert balanced(html)
    assert 'name="lines-0-price"' in html
    assert 'aria-label="Row 1, price"' in html
    assert '<button class="btn s" name="add_rows" value="1" data-plain>' in html
    assert len(re.findall(r"<button type=\"button\"[^>]*(?<! hidden)>", html)) == 0


def test_score_input_leaves_an_unset_mark_hollow(render, form):
    html = render("score_input(c, f.mark)", c=Criterion(), f=form)

    assert balanced(html)
    assert "data-unset" in html
    assert re.search(r'<input[^>]*name="mark"[^>]*value=""', html)
    assert len(re.findall(r'name="', html)) == 1


def test_score_input_shows_a_mark_without_spare_zeros(render, form):
    form.mark.data = Decimal("17.50")

    html = render("score_input(c, f.mark)", c=Criterion(), f=form)

    assert 'value="17.5"' in html
    assert "data-unset" not in html


@pytest.mark.parametrize(
    ("left", "words"),
    [
        pytest.param(timedelta(days=16, hours=6), "16 days left", id="days"),
        pytest.param(timedelta(hours=4, minutes=12), "4 hours 12 minutes left", id="hours"),
        pytest.param(timedelta(0), "Closed", id="over"),
    ],
)
def test_countdown_says_what_is_left_without_script(render, left, words):
    html = render("countdown(at + left, at)", at=NOW, left=left)

    assert f"data-left>{words}</b>" in html


def test_day_strip_skips_and_counts(render):
    rows = [(date(2026, 1, 2) + timedelta(n), i) for n, i in enumerate((None, None, None, 1, 2))]

    html = render("day_strip(rows, today)", rows=rows, today=date(2026, 1, 5))

    assert balanced(html)
    assert html.count('<rect class="skip"') == 2
    assert html.count('<rect class="last"') == 1
    assert "▲ today" in html


def test_blockers_put_the_readers_own_first(render):
    items = [
        {"what": "Report", "owner": "They", "since": NOW, "due": None, "href": "/r", "mine": False},
        {"what": "Check", "owner": "Me", "since": NOW, "due": NOW, "href": "/c", "mine": True},
    ]

    html = render("blocker_list(items, at)", items=items, at=NOW)

    assert html.index("Check") < html.index("Report")
    assert html.count('class="btn s p"') == 1


def test_installment_bar_tells_everything_in_words(render):
    parts = [("First", Money.yuan("60"), "paid"), ("Second", Money.yuan("40"), "blocked")]

    html = render("installment_bar(parts)", parts=parts)

    assert balanced(html)
    assert "First 60.00 paid; Second 40.00 not yet payable;" in html


@pytest.mark.parametrize(
    "source",
    ["log(())", "upload_list(())", "diff_view(())", "blocker_list((), none)", "descriptions(())"],
)
def test_macros_without_data_draw_no_list(render, source):
    html = render(source)

    assert not re.search(r"<(?:ul|ol|dl|table)", html)
