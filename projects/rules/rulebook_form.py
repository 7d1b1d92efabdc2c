"""The application form of a programme: sections, fields, tables, attachments, declaration."""

from dataclasses import dataclass
from enum import StrEnum


class SectionKind(StrEnum):
    """How a section is filled in."""

    PROFILE = "profile"
    FIELDS = "fields"
    BUDGET = "budget"
    ATTACHMENTS = "attachments"
    DECLARATION = "declaration"


class FieldKind(StrEnum):
    """What kind of answer a field takes, as it lies in the section's JSON.

    text, textarea, phone, email, choice: text. number: a whole number. money: fen.
    date: "2026-08-01". month: "2026-08". choices, areas: a list of keys or
    area codes. bool: true or false.
    """

    TEXT = "text"
    TEXTAREA = "textarea"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    BOOL = "bool"
    AREAS = "areas"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    key: str
    label: str
    label_en: str


@dataclass(frozen=True)
class FormField:
    """One question of the form, or one column of a table.

    maximum_length: characters, 0 without a limit. minimum, maximum: bounds of a number.
    required_if: the key of a truth value in the same section that makes the answer required.
    scored: panellists score it, so it is locked once the marks are in.
    personal: personal data, shown to those who need it only.
    options_from: "fields" offers the fields of work of the call in place of `options`.
    """

    key: str
    label: str
    label_en: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    help_en: str = ""
    placeholder: str = ""
    required: bool = True
    required_if: str = ""
    scored: bool = False
    personal: bool = False
    maximum_length: int = 0
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[Option, ...] = ()
    options_from: str = ""


@dataclass(frozen=True)
class TableSchema:
    """A table inside a section; its rows are records of their own.

    scored: panellists score it, so it is locked once the marks are in; what the award may cut is
    not. each_of: key of a choice column of which every option must stand in some row.
    """

    key: str
    label: str
    label_en: str
    columns: tuple[FormField, ...]
    help: str = ""
    help_en: str = ""
    minimum_rows: int = 1
    maximum_rows: int = 60
    scored: bool = False
    each_of: str = ""


@dataclass(frozen=True)
class Section:
    """One page of the application form."""

    key: str
    label: str
    label_en: str
    kind: SectionKind = SectionKind.FIELDS
    help: str = ""
    help_en: str = ""
    fields: tuple[FormField, ...] = ()
    tables: tuple[TableSchema, ...] = ()

    def field(self, key: str) -> FormField:
        """Return one field of this section. Raises KeyError."""
        return _keyed(self.fields, key)


@dataclass(frozen=True)
class FormSchema:
    """All sections in the order in which they are shown."""

    notes: tuple[str, ...]
    notes_en: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """Return one section. Raises KeyError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def table(self, key: str) -> TableSchema:
        """Return one table, wherever it stands. Raises KeyError."""
        for section in self.sections:
            for table in section.tables:
                if table.key == key:
                    return table
        raise KeyError(key)


@dataclass(frozen=True)
class AttachmentRule:
    """A paper to be attached. maximum_mb: size limit of one file."""

    key: str
    label: str
    label_en: str
    required: bool
    help: str = ""
    help_en: str = ""
    maximum_mb: int = 20


@dataclass(frozen=True)
class Declaration:
    """The applicant's declaration, in the words that are printed and signed."""

    title: str
    title_en: str
    opening: str
    clauses: tuple[str, ...]
    signature: str
    consent: str
    consent_en: str


def _keyed(fields: tuple[FormField, ...], key: str) -> FormField:
    for field in fields:
        if field.key == key:
            return field
    raise KeyError(key)
