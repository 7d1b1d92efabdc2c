"""What a printed SHA-256 stands for: rules, a submission, what a draw was fixed on, a ranking.

Only who holds the value finds it, so the answer may name the record; it never names a person.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlmodel import col, select

from app.db import session
from app.kernel.labels import N_
from evaluations.models.panel import Draw, Panel
from evaluations.models.scorecard import Ranking
from projects.models.application import Application, Submission
from projects.models.call import Call

# Pages print the first sixteen digits where the whole value would not fit.
SHOWN = re.compile(r"[0-9a-f]{16,64}")
AFTER_EVERY_DIGIT = "g"
MOST = 10


@dataclass(frozen=True)
class Fingerprint:
    """One value that was put on record. what: msgid; name: the call's title or a number; at: when
    it was fixed; link: public page, "" when there is none."""

    what: str
    name: str
    digest: str
    at: datetime
    link: str = ""


def is_fingerprint(text: str) -> bool:
    """Tell whether a text is a SHA-256 or the printed beginning of one."""
    return SHOWN.fullmatch(_plain(text)) is not None


def find_fingerprints(text: str) -> list[Fingerprint]:
    """Return what a value, or its first sixteen digits or more, was put on record for.

    Calls that have chosen nothing for themselves share the value of their rulebook: the newest few
    are named.
    """
    value = _plain(text)
    return [each for search in SEARCHES for each in search(value)]


def _plain(text: str) -> str:
    return "".join(text.lower().split())


def _begins(column: Any, value: str) -> Any:
    # A range instead of LIKE: an index serves it on both databases.
    return (col(column) >= value) & (col(column) < value + AFTER_EVERY_DIGIT)


def _rules(value: str) -> Iterator[Fingerprint]:
    statement = select(Call).where(
        _begins(Call.rules_digest, value), col(Call.published_at).is_not(None)
    )
    for call in session().exec(statement.order_by(col(Call.id).desc()).limit(MOST)):
        assert call.published_at is not None
        link = url_for("calls.rules", code=call.code)
        what = N_("Rules of a call, frozen at its publication")
        yield Fingerprint(what, call.title, call.rules_digest, call.published_at, link)


def _submissions(value: str) -> Iterator[Fingerprint]:
    statement = (
        select(Submission, Application.number)
        .join(Application, col(Application.id) == Submission.application_id)
        .where(_begins(Submission.digest, value))
    )
    for submission, number in session().exec(statement.limit(1)):
        what = N_("Contents of a submitted application")
        yield Fingerprint(what, number or "", submission.digest, submission.submitted_at)


def _draws(value: str) -> Iterator[Fingerprint]:
    for column, what in (
        (Draw.commitment, N_("Secret number of a draw, fixed before the supervisor's number")),
        (Draw.candidates_hash, N_("List of candidates of a draw")),
    ):
        statement = (
            select(Draw, Call.title)
            .join(Panel, col(Panel.id) == Draw.panel_id)
            .join(Call, col(Call.id) == Panel.call_id)
            .where(_begins(column, value))
        )
        for draw, title in session().exec(statement.limit(1)):
            digest = draw.commitment if column is Draw.commitment else draw.candidates_hash
            yield Fingerprint(what, title, digest, draw.committed_at)


def _rankings(value: str) -> Iterator[Fingerprint]:
    statement = (
        select(Ranking, Call.title)
        .join(Call, col(Call.id) == Ranking.call_id)
        .where(_begins(Ranking.digest, value))
    )
    for ranking, title in session().exec(statement.limit(1)):
        yield Fingerprint(N_("Ranking of a panel"), title, ranking.digest, ranking.frozen_at)


SEARCHES: tuple[Callable[[str], Iterator[Fingerprint]], ...] = (
    _rules,
    _submissions,
    _draws,
    _rankings,
)
