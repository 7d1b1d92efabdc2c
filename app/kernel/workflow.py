"""Lifecycles as tables: one row per legal move, with who may take it."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel.errors import IllegalMove

By = Callable[[Any, Any], bool]
When = Callable[[Any, datetime], bool]
VERB = re.compile(r"[a-z]+(_[a-z]+)*")


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
    """The table of a record's moves; an action may have several rows for different sources.

    name: the record's noun; initial: the status at birth, whose enum has all the others.
    Raises ValueError for an action that is no verb of small letters, a row without sources, a
    status of another enum, and an action that is listed twice for one status.
    """

    def __init__(self, name: str, moves: Sequence[Move], initial: StrEnum) -> None:
        self.name = name
        self.moves = tuple(moves)
        self.initial = initial
        self._by_source: dict[tuple[str, StrEnum], Move] = {}
        for move in self.moves:
            self._check(move)
            for source in move.sources:
                if (move.action, source) in self._by_source:
                    raise ValueError(f"{name}: {move.action} from {source} is listed twice")
                self._by_source[(move.action, source)] = move

    def _check(self, move: Move) -> None:
        if not VERB.fullmatch(move.action):
            raise ValueError(f"{self.name}: {move.action!r} is no verb in small letters")
        if not move.sources:
            raise ValueError(f"{self.name}: {move.action} starts nowhere")
        for status in (*move.sources, move.target):
            if type(status) is not type(self.initial):
                raise ValueError(f"{self.name}: {move.action} names the unknown status {status}")

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
        """Return the move of an action at a status; raises IllegalMove for every other pair."""
        try:
            return self._by_source[(action, status)]
        except KeyError:
            raise IllegalMove(action=action, status=str(status)) from None

    def actions_for(self, actor: Any, record: Any, at: datetime) -> list[str]:
        """Return what an actor may do with a record now, in the order of the table.

        record: has a status of this lifecycle; at: the moment that the rows' `when` is asked for.
        """
        return [
            move.action
            for move in self.moves_from(record.status)
            if move.by(actor, record) and (move.when is None or move.when(record, at))
        ]


def diagram(workflow: Workflow, labels: Mapping[StrEnum, str] | None = None) -> str:
    """Return the lifecycle as a Mermaid state diagram.

    labels: the name of a status for people; without one its own word is shown. Statuses and
    arrows stand in the order of enum and table, so the same table gives the same text.
    """
    named = labels or {}
    lines = ["stateDiagram-v2"]
    for status in workflow.statuses:
        name = named.get(status, str(status)).replace('"', "'")
        lines.append(f'    state "{name}" as {status}')
    lines.append(f"    [*] --> {workflow.initial}")
    lines += [
        f"    {source} --> {move.target}: {move.action}"
        for move in workflow.moves
        for source in workflow.statuses
        if source in move.sources
    ]
    return "\n".join(lines)
