"""What can be computed again: audit chains, draws, rankings, the ledger."""

from collections.abc import Callable

from app.ledger.queries import ledger_faults
from app.records.audit import breaks
from evaluations.queries.verification import draw_differences, ranking_differences


def audit_problems() -> list[str]:
    """Recompute every audit chain; returns where one is broken."""
    return [f"{found.chain} entry {found.seq}: {found.why}" for found in breaks()]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "audit": audit_problems,
    "draw": draw_differences,
    "ranking": ranking_differences,
    "ledger": ledger_faults,
}
