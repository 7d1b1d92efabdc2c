"""What must hold between the parts of a rulebook."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from projects.rules.rulebook import Rulebook
from projects.rules.sourced import Sourced
from projects.rules.typed_tables import walk

HUNDRED = Decimal(100)


def problems_in(rulebook: Rulebook) -> list[str]:
    """Return every contradiction as "key: reason"; empty for a sound rulebook."""
    return [
        *_unknown_sources(rulebook),
        *_repeated_keys(rulebook),
        *_wrong_totals(rulebook),
        *_unknown_references(rulebook),
    ]


def _unknown_sources(rulebook: Rulebook) -> Iterator[str]:
    for where, value in walk(rulebook):
        source = getattr(value, "source", "")
        named = isinstance(value, Sourced) or isinstance(source, str)
        if named and source and source not in rulebook.sources:
            yield f"{where}.source: {source} is not among the sources"


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
