"""Forms made from a rulebook's schema: one section, with its tables, or the budget grid."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.errors import DomainError
from app.kernel.money import Money
from app.registry.queries import areas_within
from app.web.filters import both
from app.web.forms import BaseForm, MoneyField, MonthField, RowForm, labels, options, sentence_of
from projects.enums import LineSource
from projects.models.plan import BudgetLine
from projects.queries.reading import options_of
from projects.rules.budgets import BudgetItem, line_amount
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, Section, TableSchema
from projects.rules.rulebook_form import FormField as Question

BLANK_ROWS = 3


class QuantityField(StringField):
    """A number of pieces, people or times; data is Decimal."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.number: Decimal | None = None
        if not self.data:
            return
        try:
            self.number = Decimal(self.data.strip().replace(",", ""))
        except InvalidOperation:
            raise ValueError(_("Enter a number, for example 12.")) from None


class CheckboxesField(SelectMultipleField):
    """A choice of several, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WholeNumberField(IntegerField):
    """A whole number; the message says so."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([value.replace(",", "").strip() for value in valuelist])
        except ValueError:
            raise ValueError(_("Enter a whole number.")) from None


def field_for(question: Question, rulebook: Rulebook, areas: Sequence[tuple[str, str]]) -> Field:
    """Make the field of one question; shape only, an unanswered one is no error while drafting."""
    label = both(question.label, question.label_en)
    settings: dict[str, Any] = {
        "label": label,
        "description": both(question.help, question.help_en),
    }
    if not question.required:
        settings["render_kw"] = {"data-optional": "true"}
    kind = question.kind
    if kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        found = [(o.key, both(o.label, o.label_en)) for o in options_of(question, rulebook)]
        return _choice_field(kind, found, settings)
    if kind is FieldKind.AREAS:
        return CheckboxesField(choices=options(areas), **settings)
    if kind is FieldKind.BOOL:
        return BooleanField(**settings)
    return _typed_field(question, settings)


def _choice_field(
    kind: FieldKind, chosen: list[tuple[str, str]], settings: dict[str, Any]
) -> Field:
    if kind is FieldKind.CHOICES:
        return CheckboxesField(choices=options(chosen), **settings)
    if len(chosen) <= 6:
        return RadioField(choices=options(chosen), validate_choice=False, **settings)
    return SelectField(choices=options([("", _("Please choose")), *chosen]), **settings)


def _typed_field(question: Question, settings: dict[str, Any]) -> Field:
    longest = question.maximum_length or (4000 if question.kind is FieldKind.TEXTAREA else 200)
    within = [Optional(), Length(max=longest)]
    if question.kind is FieldKind.TEXTAREA:
        return TextAreaField(validators=within, **settings)
    if question.kind is FieldKind.NUMBER:
        bounds = NumberRange(min=question.minimum, max=question.maximum)
        return WholeNumberField(validators=[Optional(), bounds], **settings)
    if question.kind is FieldKind.MONEY:
        return MoneyField(validators=[Optional()], **settings)
    if question.kind is FieldKind.MONTH:
        hint = _("%(hint)s For example 2026-08.", hint=settings["description"]).strip()
        return MonthField(**{**settings, "description": hint})
    kinds = {FieldKind.DATE: "date", FieldKind.EMAIL: "email"}
    render = {**settings.pop("render_kw", {}), "type": kinds.get(question.kind, "text")}
    return StringField(validators=within, render_kw=render, **settings)


def row_form(
    table: TableSchema, rulebook: Rulebook, areas: Sequence[tuple[str, str]]
) -> type[RowForm]:
    """Make the form of one row of a table."""
    fields = {c.key: field_for(c, rulebook, areas) for c in table.columns}
    return type(f"{table.key.title()}Row", (RowForm,), fields)


def section_form(
    section: Section,
    rulebook: Rulebook,
    areas: Sequence[tuple[str, str]],
    *,
    values: Mapping[str, Any],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    version: int,
) -> BaseForm:
    """Make and fill the form of one section with its tables."""
    fields: dict[str, Any] = {q.key: field_for(q, rulebook, areas) for q in section.fields}
    data: dict[str, Any] = {q.key: _typed(q, values.get(q.key)) for q in section.fields}
    data["version"] = version
    for table in section.tables:
        fields[table.key] = FieldList(FormField(row_form(table, rulebook, areas)))
        typed = [
            {c.key: _typed(c, row.get(c.key)) for c in table.columns}
            for row in rows.get(table.key, [])
        ]
        blank = max(BLANK_ROWS - len(typed), 1)
        data[table.key] = [*typed, *({} for _ in range(blank))]
    fields["version"] = HiddenField()
    made = type("SectionForm", (BaseForm,), fields)
    form: BaseForm = made(data=data)
    return form


def _typed(question: Question, value: Any) -> Any:
    if question.kind is FieldKind.MONEY and value not in (None, ""):
        return Money(int(value))
    return value


def section_values(section: Section, form: BaseForm) -> dict[str, Any]:
    """Return what was entered in a section as its plain JSON."""
    return {q.key: _plain(form[q.key].data) for q in section.fields}


def table_values(table: TableSchema, form: BaseForm) -> list[dict[str, Any]]:
    """Return the rows of a table that have something in them."""
    rows = []
    for entry in form[table.key]:
        cells = {c.key: _plain(entry.form[c.key].data) for c in table.columns}
        if any(value not in (None, "", [], False) for value in cells.values()):
            rows.append(cells)
    return rows


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.fen
    return value if value is not None else ""


def communities() -> list[tuple[str, str]]:
    """Return the communities of the city as choices."""
    return [(area.code, area.name) for area in areas_within("3205", 12)]


class LineForm(RowForm):
    """One line of the budget grid."""

    category = SelectField(_l("Category"), validate_choice=False)
    item = StringField(_l("Item"), [Optional(), Length(max=120)])
    basis = StringField(_l("Basis of the calculation"), [Optional(), Length(max=300)])
    price = MoneyField(_l("Unit price"), [Optional()])
    quantity = QuantityField(_l("Quantity"), [Optional()])
    unit = StringField(_l("Unit"), [Optional(), Length(max=20)])
    source = SelectField(_l("Paid from"), validate_choice=False)

    @property
    def is_blank(self) -> bool:
        return not any((self.item.data, self.price.data, self.quantity.data, self.basis.data))

    @property
    def amount(self) -> Money | None:
        """What the line comes to; None while price or quantity is missing or no number."""
        if self.price.data is None or not self.quantity.data:
            return None
        try:
            number = Decimal(self.quantity.data.strip().replace(",", ""))
            return line_amount(self.price.data, number)
        except (InvalidOperation, DomainError):
            return None


class BudgetForm(BaseForm):
    """The budget grid."""

    lines = FieldList(FormField(LineForm))
    version = HiddenField()

    def offer(self, rulebook: Rulebook) -> None:
        """Fill the choices of every line."""
        self.rulebook = rulebook
        categories = [
            (c.key, both(c.label, c.label_en))
            for c in rulebook.budget.categories
            if not c.forbidden
        ]
        for entry in self.lines:
            entry.form.category.choices = options(categories)
            entry.form.source.choices = labels(LineSource)

    def offer_again(self) -> None:
        """Fill the choices of lines that were added since."""
        self.offer(self.rulebook)

    def items(self) -> list[BudgetItem]:
        """Return the lines that have something in them; a half-filled line gets its error."""
        return [_item(entry.form) for entry in self.lines if not entry.form.is_blank]

    def check_lines(self) -> bool:
        """Mark what is missing in half-filled lines; True when every line is whole."""
        checked = [_check_line(e.form) for e in self.lines if not e.form.is_blank]
        return all(checked)


def _check_line(line: LineForm) -> bool:
    missing = {
        "item": (not line.item.data, _("Enter what is paid for.")),
        "price": (line.price.data is None, _("Enter the unit price.")),
        "quantity": (not getattr(line.quantity, "number", None), _("Enter the quantity.")),
    }
    for name, (is_missing, sentence) in missing.items():
        if is_missing:
            line[name].errors = [*line[name].errors, sentence]
    if any(is_missing for is_missing, _sentence in missing.values()):
        return False
    try:
        _item(line)
    except DomainError as error:
        line.price.errors = [*line.price.errors, sentence_of(error)]
        return False
    return True


def _item(line: LineForm) -> BudgetItem:
    price, quantity = line.price.data, line.quantity.number
    assert price is not None
    assert quantity is not None
    return BudgetItem(
        category=line.category.data,
        content=line.item.data or "",
        unit_price=price,
        quantity=quantity,
        unit=line.unit.data or "",
        amount=line_amount(price, quantity),
        source=line.source.data,
        basis=line.basis.data or "",
    )


def budget_form(
    lines: Iterable[BudgetLine], rulebook: Rulebook, *, version: int = 0, stored: bool = False
) -> BudgetForm:
    """Make and fill the budget grid.

    stored: show what is stored although another form of the page was sent.
    """
    data = [
        {
            "category": line.category,
            "item": line.content,
            "basis": line.basis,
            "price": line.unit_price,
            "quantity": f"{line.quantity.normalize():f}",
            "unit": line.unit,
            "source": str(line.source),
        }
        for line in lines
    ]
    blank: list[dict[str, Any]] = [{} for _row in range(BLANK_ROWS)]
    filled = {"lines": [*data, *blank], "version": version}
    form = BudgetForm(formdata=None, data=filled) if stored else BudgetForm(data=filled)
    form.offer(rulebook)
    return form


def wants_rows(form: object, *tables: str) -> bool:
    """Return whether the visitor without script asked for more rows; adds them."""
    if "add_rows" not in request.form:
        return False
    for name, field in form._fields.items():  # type: ignore[attr-defined]  # WTForms' mapping
        if hasattr(field, "append_entry") and (not tables or name in tables):
            for _row in range(5):
                field.append_entry()
    if isinstance(form, BudgetForm):
        form.offer_again()
    return True
