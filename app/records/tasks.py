"""What waits for whom: derived from the records on every read, never stored."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Task:
    """One thing that somebody has to do next.

    what: an English msgid with %(name)s placeholders taken from facts; owner_role and owner: whose
    turn it is; since: when it came to them; due: until when, if a period runs; link: path of the
    page where it is done; subject: the record's own name, in Chinese as entered.
    """

    what: str
    subject: str
    owner_role: str
    link: str
    since: datetime
    due: datetime | None = None
    owner: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    mine: bool = False
