"""Rulebooks read from TOML: typed, with every problem named by file, key and reason."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_checks import problems_in
from projects.rules.sourced import RulebookError
from projects.rules.typed_tables import read_table

FOLDER = Path(__file__).resolve().parent.parent / "rulebooks"


def load_rulebook(path: str | Path) -> Rulebook:
    """Read one rulebook. Raises RulebookError with all problems, not only the first."""
    path = Path(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(path.name, [f"is not TOML: {error}"]) from error
    rulebook = read_table(Rulebook, table, name=path.name)
    problems = problems_in(rulebook)
    if problems:
        raise RulebookError(path.name, problems)
    return rulebook


@cache
def programme(code: str) -> Rulebook:
    """Return the rulebook of a programme as it stands in the folder, read once.

    Raises RulebookError for an unknown programme.
    """
    path = FOLDER / f"{code}.toml"
    if not code.isidentifier() or not path.is_file():
        raise RulebookError(path.name, ["there is no such programme"])
    return load_rulebook(path)
