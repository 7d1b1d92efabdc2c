"""Lifecycles as tables: one row per legal move, with who may take it."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel.errors import IllegalMove

By = Callable[[Any, Any], bool]
When = Callable[[Any, datetime], bool]


@dataclass(frozen=True)
class Move:
    """One legal change of status.

    action: a verb, shared by address, button and audit event; by: (actor, record) -> bool;
    when: (record, at) -> bool for what the clock decides.
    """

    action: str
    sources: Set[StrEnum]
    target: StrEnum
    by: By
    when: When | None = None


class Workflow:
    """The table of a record's moves; an action may have several rows for different sources."""

    def __init__(self, name: str, moves: Sequence[Move], initial: StrEnum) -> None:
        self.name = name
        self.moves = tuple(moves)
        self.initial = initial
        self._by_source: dict[tuple[str, StrEnum], Move] = {}
        for move in self.moves:
            for source in move.sources:
                if (move.action, source) in self._by_source:
                    raise ValueError(f"{name}: {move.action} from {source} is listed twice")
                self._by_source[(move.action, source)] = move

    @property
    def actions(self) -> tuple[str, ...]:
        """The verbs in the order of the table."""
        return tuple(dict.fromkeys(move.action for move in self.moves))

    @property
    def statuses(self) -> tuple[StrEnum, ...]:
        """All statuses of the record's kind."""
        return tuple(type(self.initial))

    def moves_from(self, status: StrEnum) -> list[Move]:
        """Return the moves that start at a status, in the order of the table."""
        return [move for move in self.moves if status in move.sources]

    def move(self, action: str, status: StrEnum) -> Move:
        """Return the move of an action at a status; raises IllegalMove."""
        try:
            return self._by_source[(action, status)]
        except KeyError:
            raise IllegalMove(action=action, status=str(status)) from None

    def actions_for(self, actor: Any, record: Any, at: datetime) -> list[str]:
        """Return what an actor may do with a record now, in the order of the table."""
        return [
            move.action
            for move in self.moves_from(record.status)
            if move.by(actor, record) and (move.when is None or move.when(record, at))
        ]


def diagram(workflow: Workflow, labels: Mapping[StrEnum, str] | None = None) -> str:
    """Return the lifecycle as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for status in workflow.statuses:
        name = (labels or {}).get(status, str(status))
        lines.append(f'    state "{name}" as {status}')
    lines.append(f"    [*] --> {workflow.initial}")
    lines += [
        f"    {source} --> {move.target}: {move.action}"
        for move in workflow.moves
        for source in sorted(move.sources)
    ]
    return "\n".join(lines)
