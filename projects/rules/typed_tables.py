"""Plain tables (TOML or frozen JSON) read into typed dataclasses, and written back.

Two forms exist. In TOML a sum of money is text in yuan ("60000.00") and a number may have decimals.
In frozen data a sum of money is a whole number of fen and a decimal is text, so that the data
survives JSON unchanged.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from app.kernel.money import Money
from projects.rules.sourced import Certainty, RulebookError, Sourced

T = TypeVar("T")
_BAD: Any = object()


def read_table(cls: type[T], table: Mapping[str, Any], *, name: str, frozen: bool = False) -> T:
    """Read a plain table into the dataclass `cls`.

    name: what the problems call the table, usually the file.
    frozen: the table is frozen data, not TOML (see the module).
    Raises RulebookError listing every missing, unknown and malformed key.
    """
    reader = _Reader(frozen)
    value = reader.read(cls, table, "")
    if reader.problems:
        raise RulebookError(name, reader.problems)
    result: T = value
    return result


def plain(value: Any) -> Any:
    """Return a value as JSON-able data: dicts, lists, text, whole numbers and truth values."""
    if is_dataclass(value) and not isinstance(value, Money | type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return _plain_scalar(value)


def walk(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every dataclass inside a value with its path, outermost first."""
    if is_dataclass(value) and not isinstance(value, Money):
        yield where, value
        for each in fields(value):
            yield from walk(getattr(value, each.name), _join(where, each.name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from walk(item, f"{where}[{number}]")


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, Money):
        return value.fen
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


class _Reader:
    """Reads one table and remembers every problem on the way."""

    def __init__(self, frozen: bool) -> None:
        self.frozen = frozen
        self.problems: list[str] = []
        self.scalars: dict[Any, Callable[[Any, str], Any]] = {
            str: self.text,
            int: self.integer,
            bool: self.truth,
            Decimal: self.decimal,
            Money: self.money,
            date: self.day,
        }

    def refuse(self, where: str, reason: str) -> Any:
        self.problems.append(f"{where or 'top level'}: {reason}")
        return _BAD

    def read(self, hint: Any, raw: Any, where: str) -> Any:
        """Read a raw value as what the type hint says."""
        if hint in self.scalars:
            return self.scalars[hint](raw, where)
        origin = get_origin(hint)
        if origin is Sourced:
            return self.sourced(get_args(hint)[0], raw, where)
        if origin is tuple:
            return self.items(get_args(hint)[0], raw, where)
        if origin in (Union, types.UnionType):
            return self.either(get_args(hint), raw, where)
        if origin is not None and issubclass(origin, Mapping):
            return self.mapping(get_args(hint)[1], raw, where)
        return self.other(hint, raw, where)

    def other(self, hint: Any, raw: Any, where: str) -> Any:
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return self.member(hint, raw, where)
        return self.table(hint, raw, where)

    def table(self, cls: Any, raw: Any, where: str) -> Any:
        if not isinstance(raw, Mapping):
            return self.refuse(where, "must be a table")
        hints = get_type_hints(cls)
        known = {each.name: each for each in fields(cls)}
        for unknown in sorted(set(raw) - set(known)):
            self.refuse(_join(where, unknown), "is not a known key")
        values = {
            name: self.entry(each, hints[name], raw, _join(where, name))
            for name, each in known.items()
        }
        return _BAD if any(value is _BAD for value in values.values()) else cls(**values)

    def entry(self, each: "Field[Any]", hint: Any, raw: Mapping[str, Any], where: str) -> Any:
        if each.name in raw:
            return self.read(hint, raw[each.name], where)
        if each.default is not MISSING:
            return each.default
        if each.default_factory is not MISSING:
            return each.default_factory()
        return self.refuse(where, "is missing")

    def sourced(self, inner: Any, raw: Any, where: str) -> Any:
        if not isinstance(raw, Mapping) or "value" not in raw or "certainty" not in raw:
            reason = 'must be a table such as { value = 5, source = "S14", certainty = "found" }'
            return self.refuse(where, reason)
        for unknown in sorted(set(raw) - {"value", "source", "certainty"}):
            self.refuse(_join(where, unknown), "is not a known key")
        value = self.read(inner, raw["value"], _join(where, "value"))
        source = self.text(raw.get("source", ""), _join(where, "source"))
        certainty = self.member(Certainty, raw["certainty"], _join(where, "certainty"))
        return _BAD if _BAD in (value, source, certainty) else Sourced(value, source, certainty)

    def items(self, inner: Any, raw: Any, where: str) -> Any:
        if not isinstance(raw, list | tuple):
            return self.refuse(where, "must be a list")
        values = [self.read(inner, item, f"{where}[{n}]") for n, item in enumerate(raw)]
        return _BAD if any(value is _BAD for value in values) else tuple(values)

    def mapping(self, inner: Any, raw: Any, where: str) -> Any:
        if not isinstance(raw, Mapping):
            return self.refuse(where, "must be a table")
        values = {key: self.read(inner, item, _join(where, key)) for key, item in raw.items()}
        return _BAD if any(value is _BAD for value in values.values()) else values

    def either(self, hints: tuple[Any, ...], raw: Any, where: str) -> Any:
        """Read a union: nothing, a whole number, text, a list of text, or one table."""
        if raw is None:
            return None if type(None) in hints else self.refuse(where, "must not be empty")
        if isinstance(raw, int) and int in hints:
            return self.integer(raw, where)
        if isinstance(raw, str) and str in hints:
            return raw
        rest = [hint for hint in hints if hint not in (type(None), int, str)]
        return self.read(rest[0], raw, where) if rest else self.refuse(where, "has the wrong kind")

    def member(self, cls: Any, raw: Any, where: str) -> Any:
        allowed = ", ".join(item.value for item in cls)
        if isinstance(raw, str) and raw in {item.value for item in cls}:
            return cls(raw)
        return self.refuse(where, f"must be one of {allowed}, not {raw!r}")

    def text(self, raw: Any, where: str) -> Any:
        return raw if isinstance(raw, str) else self.refuse(where, f"must be text, not {raw!r}")

    def truth(self, raw: Any, where: str) -> Any:
        return raw if isinstance(raw, bool) else self.refuse(where, "must be true or false")

    def integer(self, raw: Any, where: str) -> Any:
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        return self.refuse(where, f"must be a whole number, not {raw!r}")

    def decimal(self, raw: Any, where: str) -> Any:
        accepted = (str,) if self.frozen else (int, Decimal)
        if isinstance(raw, accepted) and not isinstance(raw, bool):
            try:
                value = Decimal(raw)
            except InvalidOperation:
                return self.refuse(where, f"must be a number, not {raw!r}")
            if value.is_finite():
                return value
        return self.refuse(where, f"must be a number, not {raw!r}")

    def money(self, raw: Any, where: str) -> Any:
        if self.frozen:
            fen = self.integer(raw, where)
            return fen if fen is _BAD else Money(fen)
        if not isinstance(raw, str):
            return self.refuse(where, 'must be yuan as text, such as "60000.00"')
        try:
            return Money.yuan(raw)
        except (ValueError, ArithmeticError):
            return self.refuse(where, f"must be yuan with at most two decimals, not {raw!r}")

    def day(self, raw: Any, where: str) -> Any:
        if isinstance(raw, date):
            return raw
        try:
            return date.fromisoformat(raw)
        except (TypeError, ValueError):
            return self.refuse(where, f"must be a day such as 2026-01-05, not {raw!r}")
