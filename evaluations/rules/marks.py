"""One expert's sheet: which marks are allowed, when a comment is needed, what they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.kernel.errors import DomainError
from app.kernel.labels import N_

HUNDRED = Decimal(100)


class MarkMissing(DomainError):
    """A criterion has no mark yet; unset is not zero."""

    message = N_("Enter a mark for this criterion; 0 counts only when you enter it.")


class MarkOutOfRange(DomainError):
    """A mark is below zero or above the maximum."""

    message = N_("Enter a mark between 0 and %(maximum)s.")


class MarkOffStep(DomainError):
    """A mark lies between two steps."""

    message = N_("Enter a mark in steps of %(step)s.")


class CommentNeeded(DomainError):
    """An extreme mark has no comment."""

    message = N_(
        "Write a comment: a mark below %(below)s %% or above %(above)s %% of the maximum needs a "
        "reason."
    )


@dataclass(frozen=True)
class Criterion:
    """One row of the sheet.

    maximum, step: points. comment_below, comment_above: percent of the maximum; marks strictly
    outside need a comment. Source: `criteria` and `scoring` of the rulebook.
    """

    key: str
    maximum: Decimal
    step: Decimal = Decimal("0.5")
    comment_below: Decimal = Decimal(60)
    comment_above: Decimal = Decimal(95)

    def needs_comment(self, points: Decimal) -> bool:
        """Tell whether a mark is extreme enough to be explained."""
        share = points * HUNDRED
        return share < self.comment_below * self.maximum or (
            share > self.comment_above * self.maximum
        )


@dataclass(frozen=True)
class MarkGiven:
    """What an expert entered for one criterion; points None while unset."""

    points: Decimal | None
    comment: str = ""


@dataclass(frozen=True)
class Progress:
    """An unfinished sheet: total of the marks so far, in points, and how many there are."""

    total: Decimal
    done: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether every criterion has a mark."""
        return self.done == self.of


def check_points(criterion: Criterion, points: Decimal | None) -> Decimal:
    """The points of one mark, known to be allowed; a comment is not asked for yet.

    Raises MarkMissing, MarkOutOfRange or MarkOffStep with the criterion's key as field.
    """
    if points is None:
        raise MarkMissing(field=criterion.key)
    if not points.is_finite() or not 0 <= points <= criterion.maximum:
        raise MarkOutOfRange(field=criterion.key, maximum=plain(criterion.maximum))
    if points % criterion.step:
        raise MarkOffStep(field=criterion.key, step=plain(criterion.step))
    return points


def check_mark(criterion: Criterion, mark: MarkGiven) -> Decimal:
    """The points of one mark, fit to be locked.

    Raises what `check_points` raises, and CommentNeeded for an extreme mark without a comment.
    """
    points = check_points(criterion, mark.points)
    if criterion.needs_comment(points) and not mark.comment.strip():
        raise CommentNeeded(
            field=criterion.key,
            below=plain(criterion.comment_below),
            above=plain(criterion.comment_above),
        )
    return points


def faults(
    criteria: Sequence[Criterion], marks: Mapping[str, MarkGiven]
) -> tuple[DomainError, ...]:
    """Everything that keeps a sheet from being locked, in the order of the criteria."""
    found: list[DomainError] = []
    for criterion in criteria:
        try:
            check_mark(criterion, marks.get(criterion.key, MarkGiven(None)))
        except DomainError as fault:
            found.append(fault)
    return tuple(found)


def sheet_total(criteria: Sequence[Criterion], marks: Mapping[str, Decimal | None]) -> Decimal:
    """The total of a finished sheet in points, exact.

    Raises MarkMissing (field = criterion key) for the first criterion without a mark, and
    MarkOutOfRange or MarkOffStep for one that is not allowed.
    """
    return sum((check_points(c, marks.get(c.key)) for c in criteria), Decimal())


def progress(criteria: Sequence[Criterion], marks: Mapping[str, Decimal | None]) -> Progress:
    """Where an unfinished sheet stands; unset marks count as not done, never as zero."""
    given = [points for c in criteria if (points := marks.get(c.key)) is not None]
    return Progress(total=sum(given, Decimal()), done=len(given), of=len(criteria))


def plain(number: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros ("20", "0.5")."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
