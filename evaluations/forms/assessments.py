"""Input of self-reports and evaluation sheets, made from the rulebook's sheet."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from app.web.filters import both
from app.web.forms import BaseForm, DayField, MoneyField, labels, needed
from evaluations.rules.assessments import TailAdvice
from projects.rules.rulebook_review import AssessmentSheet


class PlanForm(BaseForm):
    """By when the self-report is due."""

    due_on = DayField(_l("Self-report due on"), [needed(_l("Enter a day."))])


class AssignForm(BaseForm):
    """Who evaluates."""

    evaluator = SelectField(_l("Evaluator"), coerce=int)


class VoucherForm(BaseForm):
    """What of a voucher is not recognised."""

    disallowed = MoneyField(
        _l("Not recognised"),
        [needed(_l("Enter an amount; 0 recognises the whole voucher."))],
        description=_l("In yuan; 0 recognises the whole voucher."),
    )
    reason = StringField(_l("Reason"), [Optional(), Length(max=300)])


class RectifyForm(BaseForm):
    """What has to be put right."""

    findings = TextAreaField(
        _l("Findings, one per line"), [needed(_l("Enter the findings.")), Length(max=3000)]
    )
    due_on = DayField(_l("To be put right by"), [needed(_l("Enter a day."))])


def report_form(
    rules: AssessmentSheet, indicators: list[dict[str, Any]], saved: dict[str, Any]
) -> BaseForm:
    """Make the form of a self-report: text and own points per dimension, actuals per indicator."""
    fields: dict[str, Any] = {}
    for dimension in rules.dimensions:
        label = both(dimension.label, dimension.label_en)
        fields[f"text_{dimension.key}"] = TextAreaField(
            label, [needed(_l("Describe what was done and reached.")), Length(max=3000)]
        )
        for group in dimension.items:
            for leaf in group.items:
                fields[f"points_{leaf.key}"] = points_field(leaf.label, leaf.label_en, leaf.points)
    for position, cells in enumerate(indicators):
        target = f"{cells.get('name', '')}（{cells.get('target', '')}{cells.get('unit', '')}）"
        fields[f"actual_{position}"] = StringField(target, [Optional(), Length(max=40)])
    fields["problems"] = TextAreaField(_l("Problems and measures"), [Optional(), Length(max=3000)])
    fields["next_steps"] = TextAreaField(_l("Next steps"), [Optional(), Length(max=3000)])
    made = type("ReportForm", (BaseForm,), fields)
    form: BaseForm = made(data=saved)
    return form


def points_field(label: str, label_en: str, maximum: Decimal) -> DecimalField:
    """Make the field of one indicator's points."""
    shown = f"{both(label, label_en)}（0–{maximum.normalize():f}）"
    return DecimalField(
        shown,
        [needed(_l("Enter points.")), NumberRange(min=0, max=maximum)],
        places=None,
    )


def sheet_form(rules: AssessmentSheet, *, completion: bool) -> BaseForm:
    """Make the evaluator's sheet: points and basis per indicator, bonuses, deductions, opinion."""
    fields: dict[str, Any] = {}
    for leaf in rules.leaves:
        fields[f"points_{leaf.key}"] = points_field(leaf.label, leaf.label_en, leaf.points)
        fields[f"basis_{leaf.key}"] = StringField(_l("Basis"), [Optional(), Length(max=300)])
    for kind, items in (("bonus", rules.bonuses), ("deduction", rules.deductions)):
        for item in items:
            label = f"{both(item.label, item.label_en)}（≤ {item.limit.value.normalize():f}）"
            fields[f"{kind}_{item.key}"] = DecimalField(
                label, [Optional(), NumberRange(min=0)], places=None
            )
            fields[f"{kind}_why_{item.key}"] = StringField(
                _l("Reason"), [Optional(), Length(max=300)]
            )
    fields["opinion"] = TextAreaField(
        _l("Conclusion"), [needed(_l("Enter the conclusion in words.")), Length(max=3000)]
    )
    if completion:
        fields["advice"] = SelectField(
            _l("Last installment"),
            choices=labels(TailAdvice),
        )
        fields["reduction"] = IntegerField(
            _l("Reduced by (percent)"), [Optional(), NumberRange(min=0, max=100)]
        )
    made = type("SheetForm", (BaseForm,), fields)
    form: BaseForm = made()
    return form


def moved(form: BaseForm, kind: str, items: Any) -> list[tuple[str, Decimal, str]]:
    """Return the bonuses or deductions that were entered."""
    return [
        (item.key, form[f"{kind}_{item.key}"].data, form[f"{kind}_why_{item.key}"].data or "")
        for item in items
        if form[f"{kind}_{item.key}"].data
    ]
