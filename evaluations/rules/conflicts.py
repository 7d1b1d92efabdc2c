"""Who may not judge whom: what experts declare, and what the platform finds by itself."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.kernel.labels import N_, Labelled


class Ground(Labelled):
    """Why an expert steps back; ①–⑤ of the declaration, then what the platform can only guess."""

    POST = "post", N_("Employment, or a post as council member, supervisor or head, within 3 years")
    PAID_WORK = (
        "paid_work",
        N_("Paid supervision, advice, teaching or evaluation within 3 years"),
    )
    KINSHIP = "kinship", N_("Kinship with the legal representative or a head")
    AUTHORSHIP = "authorship", N_("Took part in planning the project or writing the application")
    OTHER = "other", N_("Another relation that may impair a fair review")
    SAME_PHONE = "same_phone", N_("The same telephone number")
    SAME_ADDRESS = "same_address", N_("The same address")
    SAME_NAME = "same_name", N_("A person of the same name in the team")

    @property
    def hard(self) -> bool:
        """Whether it bars the expert by itself; a hint only asks somebody to look.

        Incubators share address and telephone (PRACTICE §1, 7).
        """
        return self in DECLARABLE

    @property
    def number(self) -> int:
        """Place in the printed declaration, 1 to 5; 0 for a hint."""
        return DECLARABLE.index(self) + 1 if self in DECLARABLE else 0


DECLARABLE = (Ground.POST, Ground.PAID_WORK, Ground.KINSHIP, Ground.AUTHORSHIP, Ground.OTHER)

# Only these fade with time; kinship does not.
FADING = (Ground.POST, Ground.PAID_WORK)


@dataclass(frozen=True)
class Tie:
    """A known relation of an expert with an organisation.

    organisation: its code, or the name of an employer as written. since, until: None for unknown
    and for "still". Source: registry of experts, councils, earlier payments.
    """

    organisation: str
    ground: Ground
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ExpertFacts:
    """What is known of an expert. declared: application code → ground."""

    code: str
    name: str = ""
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    declared: Mapping[str, Ground] = field(default_factory=dict)


@dataclass(frozen=True)
class ApplicationFacts:
    """What is known of an application.

    organisation: code; aliases: names under which a tie may know it. people: names of
    representatives and team.
    """

    code: str
    organisation: str
    aliases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One reason why an expert must not, or perhaps should not, judge an application.

    because: the organisation, telephone, address or name that matched; "" when declared.
    """

    ground: Ground
    because: str = ""
    declared: bool = False

    @property
    def hard(self) -> bool:
        """Whether it bars the expert by itself."""
        return self.ground.hard


def detect(
    expert: ExpertFacts, application: ApplicationFacts, *, on: date, years: int = 3
) -> tuple[Finding, ...]:
    """Find everything that stands between an expert and an application.

    on: day of the review, local. years: how long employment and paid work bar after their end;
    the last day counts. Declared grounds come first, then known ties, then hints.
    Source: PRACTICE §1 (7) and §4 (7).
    """
    declared = expert.declared.get(application.code)
    found = [Finding(declared, declared=True)] if declared else []
    names = {_words(name) for name in (application.organisation, *application.aliases)} - {""}
    since = _years_before(on, years)
    found += [
        Finding(tie.ground, tie.organisation)
        for tie in expert.ties
        if _words(tie.organisation) in names and _bars(tie, since=since, on=on)
    ]
    found += _hints(Ground.SAME_PHONE, expert.phones, application.phones, _digits)
    found += _hints(Ground.SAME_ADDRESS, expert.addresses, application.addresses, _words)
    found += _hints(Ground.SAME_NAME, [expert.name], application.people, _words)
    return tuple(dict.fromkeys(found))


def _bars(tie: Tie, *, since: date, on: date) -> bool:
    if tie.ground not in FADING:
        return True
    begun = tie.since is None or tie.since <= on
    return begun and (tie.until is None or tie.until >= since)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _hints(
    ground: Ground, mine: Iterable[str], theirs: Iterable[str], normal: Callable[[str], str]
) -> list[Finding]:
    known = {normal(text) for text in theirs} - {""}
    return [Finding(ground, text) for text in mine if normal(text) in known]


def _digits(phone: str) -> str:
    digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", phone))
    # +86 and 0086 in front of a mobile number say nothing.
    return re.sub("^(0086|86)(?=1[0-9]{10}$)", "", digits)


def _words(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s,.;:，。；：、·]", "", normal)
