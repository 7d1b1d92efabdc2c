"""The draw of a panel: its seats, its reserves in order, and a reason for everybody else.

The candidates stand in the order of their codes and are shuffled (`chance.shuffle`). Then the
seats are filled: first those that the composition asks for, stratum by stratum, then the rest,
always by the next candidate of the shuffled order who is not excluded and who shares no unit with
one already drawn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Self

from app.kernel.digest import canonical_json, sha256_hex
from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from evaluations.rules.chance import shuffle

FINANCE = "finance"


class DuplicateCandidate(DomainError):
    """One expert stands in the list twice."""

    message = N_("Expert %(code)s is on the list of candidates more than once.")


class Outcome(Labelled):
    """What the draw made of one candidate."""

    DRAWN = "drawn", N_("Drawn")
    RESERVE = "reserve", N_("Reserve")
    SKIPPED = "skipped", N_("Passed over")


class Skip(Labelled):
    """Why a candidate was passed over."""

    EXCLUDED = "excluded", N_("Excluded before the draw")
    SAME_UNIT = "same_unit", N_("Same employer as an expert already drawn")


@dataclass(frozen=True)
class Candidate:
    """One expert who may be drawn.

    unit: the employer, compared as written; "" for none, which never collides.
    fields: keys of the expert's fields; is_finance: counts for the stratum "finance".
    """

    code: str
    unit: str = ""
    fields: tuple[str, ...] = ()
    is_finance: bool = False

    def in_stratum(self, key: str) -> bool:
        """Tell whether the candidate counts for a stratum ("finance" or the key of a field)."""
        return key in self.fields or (key == FINANCE and self.is_finance)

    def to_data(self) -> dict[str, Any]:
        """Plain data, fields sorted, so that equal candidates have equal digests."""
        return {
            "code": self.code,
            "unit": self.unit,
            "fields": sorted(self.fields),
            "is_finance": self.is_finance,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The candidate as frozen by `to_data`."""
        return cls(data["code"], data["unit"], tuple(data["fields"]), data["is_finance"])


@dataclass(frozen=True)
class Stratum:
    """A part of the composition: at least `minimum` experts who count for `key`."""

    key: str
    minimum: int


@dataclass(frozen=True)
class Shortfall:
    """A wish of the panel rule that the list could not meet; stratum "" means seats in all."""

    stratum: str
    wanted: int
    found: int

    in_stratum: ClassVar[str] = N_(
        "The panel rule asks for %(wanted)d experts of the kind %(stratum)s; only %(found)d could "
        "be drawn. Add candidates of this kind and draw again."
    )
    in_all: ClassVar[str] = N_(
        "The panel needs %(wanted)d experts; only %(found)d could be drawn. Add candidates and "
        "draw again."
    )

    @property
    def message(self) -> str:
        """The sentence for the secretary, an English msgid with the placeholders of `facts`."""
        return self.in_stratum if self.stratum else self.in_all

    @property
    def facts(self) -> dict[str, Any]:
        """The values of the placeholders."""
        return {"stratum": self.stratum, "wanted": self.wanted, "found": self.found}


@dataclass(frozen=True)
class DrawStep:
    """What happened to the candidate at one place of the shuffled order.

    place: 1 for the first. stratum: for which part of the composition drawn, "" for the rest.
    because: with `skip`, the reason of the exclusion or the code of the expert with that unit.
    """

    place: int
    code: str
    outcome: Outcome
    stratum: str = ""
    skip: Skip | None = None
    because: str = ""

    def to_data(self) -> dict[str, Any]:
        """Plain data for the receipt."""
        return {
            "place": self.place,
            "code": self.code,
            "outcome": self.outcome.value,
            "stratum": self.stratum,
            "skip": self.skip.value if self.skip else "",
            "because": self.because,
        }


@dataclass(frozen=True)
class PanelDraw:
    """The whole draw: one step for each candidate, in the shuffled order."""

    steps: tuple[DrawStep, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """All codes as shuffled."""
        return tuple(step.code for step in self.steps)

    @property
    def seats(self) -> dict[str, str]:
        """Code → stratum of everybody drawn, in the shuffled order."""
        return {s.code: s.stratum for s in self.steps if s.outcome is Outcome.DRAWN}

    @property
    def drawn(self) -> tuple[str, ...]:
        """Codes of the panel, in the shuffled order."""
        return tuple(self.seats)

    @property
    def reserves(self) -> tuple[str, ...]:
        """Codes of the reserves in the order in which they are asked."""
        return tuple(s.code for s in self.steps if s.outcome is Outcome.RESERVE)

    @property
    def complete(self) -> bool:
        """Whether the panel rule is met."""
        return not self.shortfalls

    def to_data(self) -> dict[str, Any]:
        """Plain data for the receipt."""
        return {
            "steps": [step.to_data() for step in self.steps],
            "shortfalls": [dict(shortfall.facts) for shortfall in self.shortfalls],
        }


@dataclass(frozen=True)
class Replacement:
    """Who takes the seat of an expert who left; code None when nobody fits.

    seats: the panel afterwards. skipped: code → why each earlier one of the order could not.
    """

    code: str | None
    seats: dict[str, str]
    skipped: dict[str, Skip]

    message: ClassVar[str] = N_(
        "No reserve can take this seat. Add candidates and draw the panel again."
    )


def candidate_hash(candidates: Iterable[Candidate]) -> str:
    """SHA-256 of the frozen list in hexadecimal, whatever order it is given in.

    Raises DuplicateCandidate when a code comes twice.
    """
    return sha256_hex(canonical_json([c.to_data() for c in in_code_order(candidates)]))


def in_code_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates in the order of their codes. Raises DuplicateCandidate."""
    ordered = sorted(candidates, key=lambda candidate: candidate.code)
    for first, second in pairwise(ordered):
        if first.code == second.code:
            raise DuplicateCandidate(code=first.code)
    return tuple(ordered)


def draw_panel(
    candidates: Iterable[Candidate],
    *,
    seed: bytes,
    size: int,
    composition: Sequence[Stratum] = (),
    excluded: Mapping[str, str] | None = None,
    one_per_unit: bool = True,
) -> PanelDraw:
    """Draw a panel, its reserves in order, and say of everybody why or why not.

    seed: from `seed`. size: seats in all. composition: minima, filled in the given order before
    the free seats; one expert may count for several. excluded: code → reason, for candidates who
    stay on the frozen list but cannot sit. one_per_unit: no two experts of one employer.
    Never raises for a poor list: `shortfalls` says what is missing. Raises DuplicateCandidate,
    and ValueError when the minima exceed the size.
    Source: panel rule of the call (`panel` in the rulebook).
    """
    if sum(stratum.minimum for stratum in composition) > size:
        raise ValueError("the composition asks for more experts than the panel has seats")
    order = shuffle(in_code_order(candidates), seed)
    barred = excluded or {}
    seated: dict[str, tuple[Candidate, str]] = {}
    free = [candidate for candidate in order if candidate.code not in barred]
    for stratum in composition:
        _fill(seated, free, stratum.key, stratum.minimum, one_per_unit)
    _fill(seated, free, "", size, one_per_unit)
    people = [candidate for candidate, _ in seated.values()]
    return PanelDraw(
        steps=tuple(
            _step(place, candidate, seated, barred, one_per_unit)
            for place, candidate in enumerate(order, start=1)
        ),
        shortfalls=_shortfalls(people, composition, size),
    )


def _fill(
    seated: dict[str, tuple[Candidate, str]],
    free: Sequence[Candidate],
    stratum: str,
    wanted: int,
    one_per_unit: bool,
) -> None:
    for candidate in free:
        people = [person for person, _ in seated.values()]
        if _count(people, stratum) >= wanted:
            return
        fits = not stratum or candidate.in_stratum(stratum)
        taken = candidate.code in seated
        if fits and not taken and not (one_per_unit and _colleague(candidate, people)):
            seated[candidate.code] = (candidate, stratum)


def _count(people: Iterable[Candidate], stratum: str) -> int:
    return sum(1 for person in people if not stratum or person.in_stratum(stratum))


def _colleague(candidate: Candidate, people: Iterable[Candidate]) -> str:
    return next((p.code for p in people if candidate.unit and p.unit == candidate.unit), "")


def _step(
    place: int,
    candidate: Candidate,
    seated: Mapping[str, tuple[Candidate, str]],
    barred: Mapping[str, str],
    one_per_unit: bool,
) -> DrawStep:
    code = candidate.code
    if code in seated:
        return DrawStep(place, code, Outcome.DRAWN, stratum=seated[code][1])
    if code in barred:
        return DrawStep(place, code, Outcome.SKIPPED, skip=Skip.EXCLUDED, because=barred[code])
    colleague = _colleague(candidate, (person for person, _ in seated.values()))
    if one_per_unit and colleague:
        return DrawStep(place, code, Outcome.SKIPPED, skip=Skip.SAME_UNIT, because=colleague)
    return DrawStep(place, code, Outcome.RESERVE)


def _shortfalls(
    people: Sequence[Candidate], composition: Sequence[Stratum], size: int
) -> tuple[Shortfall, ...]:
    wishes = [*composition, Stratum("", size)]
    found = [(wish, _count(people, wish.key)) for wish in wishes]
    return tuple(Shortfall(w.key, w.minimum, n) for w, n in found if n < w.minimum)


def replacement(
    candidates: Iterable[Candidate],
    order: Sequence[str],
    *,
    seats: Mapping[str, str],
    leaving: str,
    excluded: Mapping[str, str] | None = None,
    composition: Sequence[Stratum] = (),
    one_per_unit: bool = True,
) -> Replacement:
    """Give the seat of one expert to the next of the same stratum in the drawn order.

    order, seats: as drawn (`PanelDraw.order`, `.seats`) or as left by the replacement before.
    leaving: code of the expert who cannot come. excluded: code → reason, with everybody who left
    earlier. The newcomer also counts for each minimum that would fall short otherwise.
    Raises KeyError when `leaving` has no seat.
    """
    people = {candidate.code: candidate for candidate in candidates}
    stratum = seats[leaving]
    staying = {code: key for code, key in seats.items() if code != leaving}
    panel = [people[code] for code in staying]
    needed = {s.key for s in composition if _count(panel, s.key) < s.minimum}
    needed |= {stratum} if stratum else set()
    barred = {*(excluded or {}), leaving}
    skipped: dict[str, Skip] = {}
    for code in order:
        candidate = people[code]
        if code in staying or not all(candidate.in_stratum(key) for key in needed):
            continue
        if code in barred:
            skipped[code] = Skip.EXCLUDED
        elif one_per_unit and _colleague(candidate, panel):
            skipped[code] = Skip.SAME_UNIT
        else:
            return Replacement(code, {**staying, code: stratum}, skipped)
    return Replacement(None, staying, skipped)
