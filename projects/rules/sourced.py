"""A figure of a rulebook together with where it comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.kernel.errors import Named
from app.kernel.labels import N_, Labelled

T = TypeVar("T")
# Chooses among the Chinese and the English words of a thing.
Say = Callable[[str, str], str]


def in_chinese(zh: str, en: str) -> str:
    """Take the Chinese words, as papers do."""
    return zh


class Certainty(Labelled):
    """How sure a figure is; the page shows it beside the source."""

    FOUND = "found", N_("Found in a published text")
    LAW = "law", N_("Read in the text of the law")
    KNOWLEDGE = "knowledge", N_("Usual practice, to be confirmed")
    INFERENCE = "inference", N_("Default of the platform, to be confirmed")
    CHOSEN = "chosen", N_("Chosen for this call")

    @property
    def is_firm(self) -> bool:
        """Whether nobody has to confirm the figure any more."""
        return self not in (Certainty.KNOWLEDGE, Certainty.INFERENCE)


@dataclass(frozen=True)
class Sourced(Generic[T]):
    """One value of a rulebook and the source it rests on.

    source: a key of the rulebook's table of sources, or "" where no text is known.
    """

    value: T
    source: str = ""
    certainty: Certainty = Certainty.INFERENCE


class RulebookError(ValueError):
    """A rulebook cannot be used; all problems are listed, each with file, key and reason."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        self.name = name
        self.problems = tuple(f"{name}: {problem}" for problem in problems)
        super().__init__("\n".join(self.problems))


def named(item: Any) -> Named:
    """Return an item's Chinese and English label as a fact of a sentence."""
    return Named(item.label, item.label_en)


def wording(item: object, language: str, name: str = "label") -> str:
    """Return an item's text in a language: "en" takes `<name>_en`, everything else `<name>`.

    Falls back to the Chinese text where the English one is empty.
    """
    chinese = str(getattr(item, name))
    if not language.startswith("en"):
        return chinese
    return str(getattr(item, f"{name}_en", "")) or chinese
