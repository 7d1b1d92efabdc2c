"""What must hold between the parts of a rulebook."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from app.kernel.errors import DomainError
from projects.rules.calls import months_of_projects
from projects.rules.choices import current_value, with_choices
from projects.rules.rulebook import Rulebook, RuleKind
from projects.rules.rulebook_form import FieldKind, FormField, Section, TableSchema
from projects.rules.sourced import Certainty, Sourced
from projects.rules.typed_tables import walk

HUNDRED = Decimal(100)

# The figures without which a check cannot run.
PARAMETERS: dict[RuleKind, dict[str, type]] = {
    RuleKind.REGISTERED: {"prefixes": tuple},
    RuleKind.PLACE: {"within": str},
    RuleKind.INSPECTION: {
        "passing": tuple,
        "person": tuple,
        "exempt_after": str,
        "years_back": int,
    },
    RuleKind.GRADE: {"minimum": int},
    RuleKind.LISTING: {"list": str, "years": int},
    RuleKind.VIOLATIONS: {"years": int},
    RuleKind.PRIOR_FAILURE: {"outcomes": tuple, "years": int},
}


def problems_in(rulebook: Rulebook) -> list[str]:
    """Return every contradiction as "key: reason"; empty for a sound rulebook."""
    return [
        *_unknown_sources(rulebook),
        *_repeated_keys(rulebook),
        *_wrong_totals(rulebook),
        *_unknown_references(rulebook),
        *_unfit_eligibility(rulebook),
        *_unfit_grades(rulebook),
        *_unfit_choices(rulebook),
        *_unfit_form(rulebook),
    ]


def _unknown_sources(rulebook: Rulebook) -> Iterator[str]:
    for where, value in walk(rulebook):
        source = getattr(value, "source", "")
        named = isinstance(value, Sourced) or isinstance(source, str)
        if named and source and source not in rulebook.sources:
            yield f"{where}.source: {source} is not among the sources"
        certainty = getattr(value, "certainty", None)
        if certainty in (Certainty.FOUND, Certainty.LAW) and not source:
            yield f"{where}.source: a figure that is {certainty} names its source"


def _repeated_keys(rulebook: Rulebook) -> Iterator[str]:
    lists = {
        "fields": [each.key for each in rulebook.fields],
        "eligibility": [each.key for each in rulebook.eligibility],
        "form.sections": [each.key for each in rulebook.form.sections],
        "attachments": [each.key for each in rulebook.attachments],
        "budget.categories": [each.key for each in rulebook.budget.categories],
        "criteria": [each.key for each in rulebook.criteria],
        "installments": [each.key for each in rulebook.installments],
        "gates": [each.key for each in rulebook.gates],
        "payment_chain": [each.key for each in rulebook.payment_chain],
        "midterm": [each.key for each in rulebook.midterm.leaves],
        "completion": [each.key for each in rulebook.completion.leaves],
    }
    for name, keys in lists.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield f"{name}: {key} stands there {times} times"


def _wrong_totals(rulebook: Rulebook) -> Iterator[str]:
    sums = {
        "criteria": sum((each.maximum.value for each in rulebook.criteria), Decimal()),
        "installments": sum((each.share.value for each in rulebook.installments), Decimal()),
        "midterm": rulebook.midterm.total,
        "completion": rulebook.completion.total,
    }
    for name, total in sums.items():
        if total != HUNDRED:
            yield f"{name}: adds up to {total}, not to 100"
    seats = sum(seat.minimum.value for seat in rulebook.panel.seats)
    if seats > rulebook.panel.size.value:
        yield "panel.seats: more minima than seats"


def _unknown_references(rulebook: Rulebook) -> Iterator[str]:
    gates = {gate.key for gate in rulebook.gates}
    named = [(i.key, gate) for i in rulebook.installments for gate in i.gates]
    yield from (
        f"installments.{key}: {gate} is no gate" for key, gate in named if gate not in gates
    )
    criteria = {criterion.key for criterion in rulebook.criteria} | {""}
    ties = [tie.criterion for tie in rulebook.panel.ties]
    yield from (f"panel.ties: {key} is no criterion" for key in ties if key not in criteria)
    categories = {category.key for category in rulebook.budget.categories}
    capped = [(cap.key, category) for cap in rulebook.budget.caps for category in cap.categories]
    yield from (
        f"budget.joint_caps.{key}: {category} is no category"
        for key, category in capped
        if category not in categories
    )


def _unfit_eligibility(rulebook: Rulebook) -> Iterator[str]:
    for rule in rulebook.eligibility:
        for name, kind in PARAMETERS.get(rule.kind, {}).items():
            if not isinstance(rule.params.get(name), kind):
                yield f"eligibility.{rule.key}.params.{name}: is missing or no {kind.__name__}"


def _unfit_grades(rulebook: Rulebook) -> Iterator[str]:
    for name, sheet in (("midterm", rulebook.midterm), ("completion", rulebook.completion)):
        minima = [grade.minimum.value for grade in sheet.grades]
        if not minima or minima != sorted(set(minima), reverse=True):
            yield f"{name}.grades: must be listed from the highest to the lowest"


def _unfit_choices(rulebook: Rulebook) -> Iterator[str]:
    """The rulebook's own value is one that a call could have chosen."""
    for choice in rulebook.choices:
        try:
            with_choices(rulebook, {choice.key: current_value(rulebook, choice)})
        except AttributeError:
            yield f"choices.{choice.key}: there is no such value"
        except DomainError as error:
            yield f"choices.{choice.key}: {error}"
    least, room = rulebook.period.min_months.value, months_of_projects(rulebook)
    if not least <= min(room, rulebook.period.max_months.value):
        yield f"period.min_months: {least} months do not fit"


def _unfit_form(rulebook: Rulebook) -> Iterator[str]:
    for section in rulebook.form.sections:
        where = f"form.{section.key}"
        yield from _unfit_questions(where, section.fields)
        for table in section.tables:
            yield from _unfit_table(f"{where}.{table.key}", table)
        keys = {question.key for question in section.fields}
        yield from _unknown_conditions(where, section, keys)


def _unknown_conditions(where: str, section: Section, keys: set[str]) -> Iterator[str]:
    for question in section.fields:
        if question.required_if and question.required_if not in keys:
            yield f"{where}.{question.key}: {question.required_if} is no field of the section"


def _unfit_table(where: str, table: TableSchema) -> Iterator[str]:
    yield from _unfit_questions(where, table.columns)
    choices = {c.key for c in table.columns if c.kind is FieldKind.CHOICE}
    if table.each_of and table.each_of not in choices:
        yield f"{where}.each_of: {table.each_of} is no choice among the columns"


def _unfit_questions(where: str, questions: tuple[FormField, ...]) -> Iterator[str]:
    for key, times in Counter(question.key for question in questions).items():
        if times > 1:
            yield f"{where}: {key} stands there {times} times"
    for question in questions:
        chosen = question.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        if chosen and not question.options and question.options_from != "fields":
            yield f"{where}.{question.key}: offers nothing to choose from"
