"""Who plays in the demo: places, organisations, experts and people, as the content files name them."""

from dataclasses import dataclass
from datetime import date

from app.kernel.money import Money


@dataclass(frozen=True)
class Area:
    """A place. generated: made up for the demo."""

    code: str
    name: str
    generated: bool


@dataclass(frozen=True)
class Contact:
    """A person of an organisation. office: telephone."""

    name: str
    office: str
    mail: str


@dataclass(frozen=True)
class BankAccount:
    """Where an organisation is paid. name: of the account's holder."""

    name: str
    branch: str
    number: str


@dataclass(frozen=True)
class Inspection:
    """The conclusion (passed, basic, failed) of one year's inspection."""

    year: int
    conclusion: str
    published_on: date


@dataclass(frozen=True)
class Grade:
    """An evaluation grade, 1 to 5."""

    level: int
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class Listing:
    """A stay on a list (abnormal, serious), or a liquidated project."""

    kind: str
    listed_on: date
    reason: str
    removed_on: date | None = None


@dataclass(frozen=True)
class PastProject:
    """An earlier project, as the organisation describes it."""

    name: str
    funder: str
    amount: Money
    year: int
    result: str

    def __str__(self) -> str:
        return f"{self.name}，{self.funder}，{self.amount.grouped}元，{self.year}年，{self.result}"


@dataclass(frozen=True)
class Organisation:
    """A social organisation made up for the demo. area: of the registering authority."""

    key: str
    credit_code: str
    name: str
    kind: str
    registered_on: date
    area: str
    address: str
    legal_representative: str
    contacts: tuple[Contact, ...]
    bank: BankAccount
    inspections: tuple[Inspection, ...]
    full_time: int
    social_workers: int
    party_members: int
    net_assets: Money
    last_income: Money
    introduction: str
    past_projects: tuple[PastProject, ...]
    grade: Grade | None = None
    listings: tuple[Listing, ...] = ()

    def mail_of(self, name: str) -> str:
        """Return the address of a contact, empty when unknown."""
        return next((each.mail for each in self.contacts if each.name == name), "")


@dataclass(frozen=True)
class Employment:
    """A post of an expert. organisation: key of an organisation of the demo, else empty."""

    employer: str
    since: date
    until: date | None = None
    organisation: str = ""


@dataclass(frozen=True)
class Expert:
    """An expert of the pool. fields: keys of the rulebook's fields of work."""

    key: str
    unit: str
    title: str
    fields: tuple[str, ...]
    finance: bool
    employments: tuple[Employment, ...]


@dataclass(frozen=True)
class Person:
    """Somebody whom the demo bar offers. scope: as in a role grant, organisations by their key."""

    code: str
    name: str
    role: str
    unit: str
    scope: str
    try_this: str
    phone: str
    mail: str
    expert: str = ""
