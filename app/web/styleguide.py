"""The living style guide: every macro once, with example data and forms that save nothing."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    FormField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.money import Money
from app.web.clock import now
from app.web.forms import BaseForm, LocalDateTimeField, MoneyField, RowForm
from app.web.guard import access, signed_in
from app.web.styleguide_examples import CATEGORIES, LINES, examples

styleguide = Blueprint("styleguide", __name__)


class ExampleLine(RowForm):
    """One line of the example budget."""

    category = SelectField(choices=CATEGORIES)
    item = StringField()
    basis = StringField()
    price = MoneyField()
    quantity = StringField()
    unit = StringField()
    source = SelectField(choices=[SelectChoice("grant", "申请"), SelectChoice("own", "自筹")])


class BudgetForm(BaseForm):
    """The example budget sheet."""

    lines = FieldList(FormField(ExampleLine), label=_l("Budget lines"))


class ScoreForm(BaseForm):
    """The example score sheet."""

    needs = DecimalField(_l("Needs"), [Optional()])
    needs_comment = TextAreaField(_l("Comment"), [Optional(), Length(max=300)])
    plan = DecimalField(_l("Plan"), [Optional()])
    budget = DecimalField(_l("Budget"), [Optional()])
    comment = TextAreaField(_l("Overall comment"), [Optional(), Length(max=500)])


class FieldsForm(BaseForm):
    """One field of each kind."""

    name = StringField(_l("Name of the project"), [InputRequired(_l("Enter the name."))])
    summary = TextAreaField(_l("Summary"), [InputRequired(_l("Enter a summary.")), Length(max=200)])
    people = IntegerField(_l("People served"), [Optional()])
    asked = MoneyField(_l("Amount requested"), [InputRequired(_l("Enter the amount."))])
    starts = DateField(_l("First day"), [InputRequired(_l("Enter the first day."))])
    closes = LocalDateTimeField(_l("Closes"), [Optional()])
    district = SelectField(
        _l("District"),
        choices=[
            SelectChoice("", "—"),
            SelectChoice("320505", "虎丘区"),
            SelectChoice("320506", "吴中区"),
        ],
    )
    kind = RadioField(
        _l("Kind of organisation"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("a", "社会团体"),
            SelectChoice("s", "社会服务机构（民办非企业单位）"),
            SelectChoice("f", "基金会"),
        ],
    )
    groups = SelectMultipleField(
        _l("People the project is for"),
        choices=[
            SelectChoice("old", "老年人"),
            SelectChoice("child", "儿童"),
            SelectChoice("disabled", "残疾人"),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    papers = MultipleFileField(_l("Attachments"), [Optional()])
    password = PasswordField(_l("Password"), [Optional()], render_kw={"autocomplete": "off"})
    agreed = BooleanField(
        _l("I have read this and agree."), [InputRequired(_l("Read the text and tick the box."))]
    )


@styleguide.route("/styleguide", methods=["GET", "POST"])
@access(signed_in)
def show() -> ResponseReturnValue:
    """Show the guide; ?errors=1 shows its forms with errors, ?empty=1 its lists without rows."""
    forms = _forms()
    if request.args.get("errors") == "1" or request.method == "POST":
        forms["form"].validate()
        flash(_("This is how a message looks that reports success."), "success")
    shown = examples(now(), empty=request.args.get("empty") == "1")
    return render_template("styleguide.html", at=now(), **forms, **shown)


def _forms() -> dict[str, Any]:
    budget = BudgetForm(formdata=None)
    for values in LINES:
        names = ("category", "item", "basis", "price", "quantity", "unit", "source")
        line = dict(zip(names, values, strict=True))
        budget.lines.append_entry(line | {"price": Money.yuan(str(line["price"]))})
        quantity = int(str(line["quantity"]))
        budget.lines.entries[-1].amount = Money.yuan(str(line["price"])) * quantity
    score = ScoreForm(formdata=None, needs=Decimal("17.5"), plan=Decimal(26))
    return {"form": FieldsForm(), "budget": budget, "score": score}
