"""A rulebook in plain words: every figure with its unit, its source and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.kernel.labels import N_
from app.kernel.money import Money
from app.kernel.numbering import numbered
from app.web.filters import both, is_chinese
from projects.rules.rulebook import Rulebook, RuleKind
from projects.rules.rulebook_money import CapBase, CapKind, Category
from projects.rules.rulebook_review import AssessmentSheet
from projects.rules.sourced import Certainty

# Names of the periods; the ending of the key tells the unit.
PERIODS = {
    "closing_time": N_("Hour of the deadline on its last day"),
    "call_days": N_("Time for applications"),
    "call_days_minimum": N_("Least time for applications"),
    "screening_workdays": N_("Eligibility check"),
    "correction_workdays": N_("Correction of an application"),
    "review_days": N_("Panel review, from the deadline"),
    "approval_days": N_("Approval by the bureau"),
    "notice_workdays": N_("Public notice"),
    "objection_answer_days": N_("Answer to an objection"),
    "acceptance_workdays": N_("Answer to an award"),
    "revision_workdays": N_("Revision of plan and budget"),
    "signing_days": N_("Signing of the agreement"),
    "first_payment_workdays": N_("First installment after signing"),
    "midterm_self_report_days": N_("Mid-term self-report"),
    "midterm_assessment_days": N_("Mid-term evaluation"),
    "completion_report_months": N_("Completion report after the last month"),
    "closure_months": N_("Audit and closure"),
    "rectification_days": N_("Rectification"),
    "outage_report_workdays": N_("Report of a failure of the platform"),
}
UNITS = {
    "workdays": N_("%(n)s working days"),
    "days": N_("%(n)s days"),
    "months": N_("%(n)s months"),
}


@dataclass(frozen=True)
class RuleRow:
    """One figure. item: what carries source and certainty, or None."""

    label: str
    value: str
    item: Any = None


@dataclass(frozen=True)
class RuleGroup:
    """Figures that belong together."""

    key: str
    title: str
    rows: tuple[RuleRow, ...]


def rule_groups(rules: Rulebook, year: int) -> list[RuleGroup]:
    """Return the whole rulebook in groups, in the order of a project's life.

    year: of the call, for the numbers that are shown as examples.
    """
    return [
        RuleGroup("money", _("Money and period"), tuple(_money(rules))),
        RuleGroup("timing", _("Periods"), tuple(_periods(rules))),
        RuleGroup("eligibility", _("Who may apply"), tuple(_eligibility(rules))),
        RuleGroup("budget", _("Budget"), tuple(_budget(rules))),
        RuleGroup("criteria", _("Criteria and marks"), tuple(_criteria(rules))),
        RuleGroup("panel", _("Panel"), tuple(_panel(rules))),
        RuleGroup("installments", _("Installments and payment"), tuple(_payment(rules))),
        RuleGroup("midterm", _title(rules.midterm), tuple(_sheet(rules.midterm))),
        RuleGroup("completion", _title(rules.completion), tuple(_sheet(rules.completion))),
        RuleGroup("papers", _("Numbers and archive"), tuple(_papers(rules, year))),
    ]


def sources_named(rules: Rulebook, groups: Iterable[RuleGroup]) -> list[str]:
    """Return the titles of the texts on which a figure of the page rests."""
    named = {
        row.item.source
        for group in groups
        for row in group.rows
        if row.item is not None and getattr(row.item, "certainty", Certainty.FOUND).is_firm
    }
    return [title for key, title in rules.sources.items() if key in named]


def in_words(value: Any) -> str:
    """Write one value of a rulebook."""
    if isinstance(value, Money):
        return f"¥{value.grouped}"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value)


def _joined(parts: Iterable[str]) -> str:
    return ("；" if is_chinese() else "; ").join(parts)


def _row(label: str, sourced: Any, pattern: str = "%s") -> RuleRow:
    return RuleRow(label, pattern % in_words(sourced.value), sourced)


def _money(rules: Rulebook) -> Iterable[RuleRow]:
    yield _row(_("At most for one project"), rules.money.cap)
    yield _row(_("At least for one project"), rules.money.minimum)
    yield _row(_("Own funds, share of the project's total"), rules.money.own_share, "%s%%")
    fund = both(rules.money.fund_label, rules.money.fund_label_en)
    yield RuleRow(_("Fund"), fund, rules.money.fund)
    yield _row(_("Function code"), rules.money.function_code)
    yield _row(_("Shortest project, months"), rules.period.min_months)
    yield _row(_("Longest project, months"), rules.period.max_months)
    yield _row(_("First month of projects"), rules.period.start_month)
    yield _row(_("Last month of projects"), rules.period.end_month)
    yield _row(_("Applications of an organisation in one call"), rules.quota.per_organisation)
    yield _row(_("Projects of an organisation in one year"), rules.quota.per_year)


def _periods(rules: Rulebook) -> Iterable[RuleRow]:
    for key, label in PERIODS.items():
        sourced = getattr(rules.timing, key)
        unit = UNITS.get(key.removesuffix("_minimum").rpartition("_")[2])
        value = _(unit, n=sourced.value) if unit else str(sourced.value)
        yield RuleRow(_(label), value, sourced)


def _eligibility(rules: Rulebook) -> Iterable[RuleRow]:
    for rule in rules.eligibility:
        how = (
            _("decided by an officer")
            if rule.kind is RuleKind.PERSON
            else _("checked by the platform")
        )
        remark = both(rule.help, rule.help_en)
        value = _joined([how, remark] if remark else [how])
        yield RuleRow(both(rule.label, rule.label_en), value, rule)


def _budget(rules: Rulebook) -> Iterable[RuleRow]:
    for category in rules.budget.categories:
        label = both(category.label, category.label_en)
        limit = category.cap.percent if category.cap else None
        rate = category.rate.amount if category.rate else None
        yield RuleRow(label, _category(category), limit or rate)
    for cap in rules.budget.joint_caps:
        yield RuleRow(both(cap.label, cap.label_en), _cap(cap), cap.percent)
    for use in rules.budget.forbidden:
        yield RuleRow(both(use.label, use.label_en), _("never paid"), use)
    yield _row(_("Lines of a budget at most"), rules.budget.maximum_lines)
    yield _row(
        _("Change of a line by a note of one's own, up to"), rules.budget.adjust_free, "%s%%"
    )
    yield _row(
        _("Change of a category that needs an agreement, from"),
        rules.budget.adjust_agreement,
        "%s%%",
    )


def _category(category: Category) -> str:
    if category.forbidden:
        return _("never paid")
    parts = [_cap(category.cap)] if category.cap else []
    if category.rate:
        amount = in_words(category.rate.amount.value)
        parts.append(
            _("usually at most %(amount)s for each %(unit)s", amount=amount, unit=category.rate.per)
        )
    note = both(category.note, category.note_en)
    return _joined([*parts, *([note] if note else [])]) or _("as needed")


def _cap(cap: Any) -> str:
    percent = in_words(cap.percent.value)
    whole = _("the requested amount") if cap.of is CapBase.REQUEST else _("the project's total")
    sentence = _("at most %(percent)s %% of %(whole)s", percent=percent, whole=whole)
    return (
        sentence
        if cap.kind is CapKind.HARD
        else _("%(rule)s, more only with a reason", rule=sentence)
    )


def _criteria(rules: Rulebook) -> Iterable[RuleRow]:
    for criterion in rules.criteria:
        label = _scored(criterion, criterion.maximum.value)
        bands = _joined(
            _(
                "%(low)s%% to %(high)s%% of the points: %(text)s",
                low=in_words(band.minimum),
                high=in_words(band.maximum),
                text=both(band.text, band.text_en),
            )
            for band in criterion.bands
        )
        standard = both(criterion.standard, criterion.standard_en)
        yield RuleRow(label, f"{standard} {bands}", criterion.maximum)
    yield _row(_("Step of a mark"), rules.scoring.step)
    yield _row(_("A comment is required below"), rules.scoring.comment_below, "%s%%")
    yield _row(_("A comment is required above"), rules.scoring.comment_above, "%s%%")


def _panel(rules: Rulebook) -> Iterable[RuleRow]:
    panel = rules.panel
    yield _row(_("Number of experts drawn"), panel.size)
    yield _row(_("Fewest score sheets for one application"), panel.minimum_size)
    for seat in panel.seats:
        if seat.minimum.value:
            yield _row(_("At least: %(what)s", what=both(seat.label, seat.label_en)), seat.minimum)
    yield _row(
        _("Highest and lowest are left out from this number of sheets on"), panel.drop.from_n
    )
    yield _row(_("Highest totals left out"), panel.drop.high)
    yield _row(_("Lowest totals left out"), panel.drop.low)
    yield _row(_("Points needed"), panel.pass_mark)
    yield _row(_("Projects in reserve"), panel.reserves)
    for n, tie in enumerate(panel.ties, start=1):
        yield RuleRow(_("Equal scores, step %(n)s", n=n), both(tie.label, tie.label_en))
    yield _row(
        _("A total is questioned when it lies this far from the median, points"),
        panel.outlier.points,
    )
    yield _row(_("and this many scaled deviations"), panel.outlier.deviations)
    yield _row(_("Recommended amounts are rounded down to"), panel.amount.step)
    majority = panel.veto_majority
    share = f"{majority.numerator.value}/{majority.denominator.value}"
    yield RuleRow(_("Majority for a rejection"), share, majority.numerator)
    for veto in panel.vetoes:
        yield RuleRow(_("Ground for a rejection"), both(veto.label, veto.label_en), veto)
    for ground in panel.conflicts:
        yield RuleRow(_("Ground for stepping back"), both(ground.label, ground.label_en))


def _payment(rules: Rulebook) -> Iterable[RuleRow]:
    for rule in rules.installments:
        gates = [rules.gate(key) for key in rule.gates]
        conditions = _joined(both(gate.label, gate.label_en) for gate in gates)
        share = in_words(rule.share.value)
        yield RuleRow(both(rule.label, rule.label_en), f"{share}% · {conditions}", rule.share)
    for step in rules.payment_chain:
        value = _("every payment")
        if step.from_amount.value:
            value = _("payments from %(amount)s on", amount=in_words(step.from_amount.value))
        label = _("Signature: %(who)s", who=both(step.label, step.label_en))
        yield RuleRow(label, value, step.from_amount)


def _title(sheet: AssessmentSheet) -> str:
    return both(sheet.title, sheet.title_en)


def _sheet(sheet: AssessmentSheet) -> Iterable[RuleRow]:
    yield _row(_("Points needed"), sheet.pass_mark)
    yield _row(_("Assessors"), sheet.assessors)
    yield _row(_("of them from finance"), sheet.finance_assessors)
    for dimension in sheet.dimensions:
        items = _joined(
            _scored(leaf, leaf.points) for group in dimension.items for leaf in group.items
        )
        yield RuleRow(_scored(dimension, dimension.points), items)
    for bonus in sheet.bonuses:
        yield _row(_("Bonus: %(what)s", what=both(bonus.label, bonus.label_en)), bonus.limit, "+%s")
    for less in sheet.deductions:
        yield _row(
            _("Deduction: %(what)s", what=both(less.label, less.label_en)), less.limit, "−%s"
        )
    for grade, better in zip(sheet.grades, (None, *sheet.grades), strict=False):
        label = _("Grade: %(what)s", what=both(grade.label, grade.label_en))
        yield RuleRow(label, _range(grade, better), grade.minimum)


def _range(grade: Any, better: Any) -> str:
    """Name the points of a grade; the lowest begins below zero and is named by the next better."""
    if better is not None and grade.minimum.value <= 0:
        return _("below %(n)s points", n=in_words(better.minimum.value))
    return _("from %(n)s points on", n=in_words(grade.minimum.value))


def _scored(item: Any, maximum: Any) -> str:
    label = both(item.label, item.label_en)
    return _("%(label)s (%(n)s points)", label=label, n=in_words(maximum))


def _papers(rules: Rulebook, year: int) -> Iterable[RuleRow]:
    numbers = rules.numbers
    for label, pattern in (
        (_("Application number"), numbers.application),
        (_("Project number"), numbers.project),
        (_("Agreement number"), numbers.contract),
    ):
        yield RuleRow(label, _("for example %(number)s", number=numbered(pattern, year=year, n=1)))
    yield _row(_("Originals of the agreement"), rules.agreement.copies)
    yield _row(_("Project files are kept, years"), rules.retention.project_years)
    yield _row(_("Vouchers are kept, years"), rules.retention.voucher_years)
