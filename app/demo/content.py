"""The demo's content, read from the TOML files in `content/` into frozen values; pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from app.demo.content_cast import Area, Expert, Organisation, Person
from app.demo.content_proposal import Proposal
from app.demo.content_story import CallPlan, Delivery, Review, Texts
from projects.rules.sourced import RulebookError
from projects.rules.typed_tables import read_table

FOLDER = Path(__file__).parent / "content"

T = TypeVar("T")


class ContentError(Exception):
    """A content file cannot be read; the message names the file and the keys."""


@dataclass(frozen=True)
class Content:
    """Everything that the demo says, by key where it has one; orders are those of the files."""

    areas: Mapping[str, Area]
    organisations: Mapping[str, Organisation]
    experts: Mapping[str, Expert]
    people: Mapping[str, Person]
    proposals: Mapping[str, Proposal]
    calls: Mapping[str, CallPlan]
    call_texts: Mapping[str, str]
    reviews: Mapping[str, Review]
    deliveries: Mapping[str, Delivery]
    texts: Texts

    def sections(self, key: str, year: int) -> dict[str, dict[str, Any]]:
        """Return the answers of a proposal, by section and field."""
        return self.proposals[key].sections(self.organisations[key], year)

    def texts_of_call(self, stage: str) -> dict[str, str]:
        """Return the texts that an officer enters for the call of a stage."""
        call = self.calls[stage]
        return call.texts(self.call_texts, self.areas[call.area].name)


@dataclass(frozen=True)
class _Areas:
    area: tuple[Area, ...]


@dataclass(frozen=True)
class _Organisations:
    organisation: tuple[Organisation, ...]


@dataclass(frozen=True)
class _Experts:
    expert: tuple[Expert, ...]


@dataclass(frozen=True)
class _People:
    person: tuple[Person, ...]


@dataclass(frozen=True)
class _Calls:
    common: Mapping[str, str]
    call: tuple[CallPlan, ...]


@dataclass(frozen=True)
class _Reviews:
    review: tuple[Review, ...]


@dataclass(frozen=True)
class _Deliveries:
    delivery: tuple[Delivery, ...]


@cache
def load_content(folder: Path = FOLDER) -> Content:
    """Read the content files. Raises ContentError."""
    proposals = [_read(Proposal, path) for path in sorted((folder / "proposals").glob("*.toml"))]
    calls = _read(_Calls, folder / "calls.toml")
    reviews = _read(_Reviews, folder / "reviews.toml")
    organisations = _read(_Organisations, folder / "organisations.toml").organisation
    deliveries = _read(_Deliveries, folder / "deliveries.toml").delivery
    return Content(
        areas={each.code: each for each in _read(_Areas, folder / "areas.toml").area},
        organisations={each.key: each for each in organisations},
        experts={each.key: each for each in _read(_Experts, folder / "experts.toml").expert},
        people={each.code: each for each in _read(_People, folder / "people.toml").person},
        proposals={each.key: each for each in proposals},
        calls={each.stage: each for each in calls.call},
        call_texts=calls.common,
        reviews={each.proposal: each for each in reviews.review},
        deliveries={each.proposal: each for each in deliveries},
        texts=_read(Texts, folder / "texts.toml"),
    )


def _read(cls: type[T], path: Path) -> T:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return read_table(cls, table, name=path.name)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    except RulebookError as error:
        raise ContentError(str(error)) from error
