"""The demo's content, read from the TOML files in `content/` into frozen values; pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from app.demo.content_application import Application
from app.demo.content_cast import Area, Expert, Organisation, Person
from app.demo.content_story import Call, Delivery, Review, Texts
from projects.rules.sourced import RulebookError
from projects.rules.typed_tables import read_table

FOLDER = Path(__file__).parent / "content"

T = TypeVar("T")


class ContentError(Exception):
    """A content file cannot be read; the message names the file and the keys."""


@dataclass(frozen=True)
class Content:
    """Everything that the demo says, by key where it has one; orders are those of the files."""

    areas: tuple[Area, ...]
    organisations: Mapping[str, Organisation]
    experts: Mapping[str, Expert]
    people: Mapping[str, Person]
    applications: Mapping[str, Application]
    calls: Mapping[str, Call]
    call_texts: Mapping[str, str]
    reviews: Mapping[str, Review]
    phrases: Mapping[str, tuple[str, ...]]
    deliveries: Mapping[str, Delivery]
    texts: Texts

    def eligible(self) -> tuple[Application, ...]:
        """Return the twelve applications that can be submitted."""
        return tuple(a for a in self.applications.values() if a.kind == "eligible")

    def refused(self) -> tuple[Application, ...]:
        """Return the applications that the platform refuses."""
        return tuple(a for a in self.applications.values() if a.kind == "refused")

    def sections(self, key: str, year: int) -> dict[str, dict[str, Any]]:
        """Return the answers of an application, by section and field."""
        return self.applications[key].sections(self.organisations[key], year)

    def texts_of_call(self, key: str) -> dict[str, str]:
        """Return the texts that an officer enters for a call."""
        call = self.calls[key]
        name = next(area.name for area in self.areas if area.code == call.area)
        return call.texts(self.call_texts, name)


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
    call: tuple[Call, ...]


@dataclass(frozen=True)
class _Reviews:
    review: tuple[Review, ...]
    phrases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Deliveries:
    delivery: tuple[Delivery, ...]


@cache
def load_content(folder: Path = FOLDER) -> Content:
    """Read the content files. Raises ContentError."""
    applications = [
        _read(Application, path) for path in sorted((folder / "applications").glob("*.toml"))
    ]
    calls = _read(_Calls, folder / "calls.toml")
    reviews = _read(_Reviews, folder / "reviews.toml")
    organisations = _read(_Organisations, folder / "organisations.toml").organisation
    deliveries = _read(_Deliveries, folder / "deliveries.toml").delivery
    return Content(
        areas=_read(_Areas, folder / "areas.toml").area,
        organisations={each.key: each for each in organisations},
        experts={each.key: each for each in _read(_Experts, folder / "experts.toml").expert},
        people={each.code: each for each in _read(_People, folder / "people.toml").person},
        applications={each.key: each for each in applications},
        calls={each.key: each for each in calls.call},
        call_texts=calls.common,
        reviews={each.application: each for each in reviews.review},
        phrases=reviews.phrases,
        deliveries={each.application: each for each in deliveries},
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
