"""What a rule or an operation says when it refuses: a field and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from app.kernel.labels import N_


@dataclass(frozen=True)
class Said:
    """A sentence that is a fact of another one; a page translates it by itself."""

    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.facts if self.facts else self.message


class Named(str):
    """A rulebook's Chinese name as a fact of a sentence, with the name for pages in English."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, zh: str, en: str) -> Self:
        name = super().__new__(cls, zh)
        name.en = en
        return name


class DomainError(Exception):
    """A refusal in words.

    message: an English msgid with %(name)s placeholders, filled from facts (one without facts is
    shown as it stands, here and by gettext: a percent sign is doubled only beside placeholders);
    field: the form field that it belongs to; status: HTTP status; numbered: a receipt with a number
    is written for the refusal; paper: what that receipt prints, None when a page is enough.
    str() gives the English sentence for logs and never fails.
    """

    message: str = ""
    field: str | None = None
    status: ClassVar[int] = 422
    numbered: ClassVar[bool] = False
    paper: Mapping[str, Any] | None = None

    def __init__(self, message: str | None = None, *, field: str | None = None, **facts: Any):
        self.facts: dict[str, Any] = facts
        if message is not None:
            self.message = message
        if field is not None:
            self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        if not self.facts:
            return self.message
        try:
            return self.message % self.facts
        except (KeyError, TypeError, ValueError):
            return f"{self.message} {self.facts}"


class IllegalMove(DomainError):
    """The record's status does not allow the action."""

    message = N_("This is not possible in the present state. Load the page again.")
    status = 409


class Stale(DomainError):
    """Somebody else changed the record in the meantime."""

    message = N_("Somebody else has changed this in the meantime. Load the page again and compare.")
    status = 409


class Forbidden(DomainError):
    """The person may not do this."""

    message = N_("You are not allowed to do this.")
    status = 403


class NotFound(DomainError):
    """There is no such record within the person's reach."""

    message = N_("This page does not exist.")
    status = 404
