"""Words of the core: marked in English here, translated at the edge."""

from enum import StrEnum
from typing import Self


def N_(message: str) -> str:  # noqa: N802 -- gettext's customary name
    """Mark a message for extraction and return it unchanged."""
    return message


class Labelled(StrEnum):
    """An enum of words with a label for people.

    Members are declared as ``DRAFT = "draft", N_("Draft")``; the value is the word alone.
    """

    label: str

    # The default is for type checkers only, which take Role("officer") for a call of this.
    def __new__(cls, word: str, label: str = "") -> Self:
        if not label:
            raise ValueError(f"{cls.__name__}: {word!r} has no label")
        member = str.__new__(cls, word)
        member._value_ = word
        member.label = label
        return member
