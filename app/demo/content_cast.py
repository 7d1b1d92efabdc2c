"""Who plays in the demo: places, organisations, experts and people, as the content files name them."""

from dataclasses import dataclass
from datetime import date

from app.kernel.money import Money


@dataclass(frozen=True)
class Area:
    """A place. generated: made up for the demo."""

    code: str
    name: str
    level: str
    generated: bool


@dataclass(frozen=True)
class Contact:
    """A person of an organisation."""

    name: str
    post: str
    office: str
    mobile: str
    mail: str


@dataclass(frozen=True)
class BankAccount:
    """Where an organisation is paid. name: of the account's holder."""

    name: str
    bank: str
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
    granted_on: date
    valid_until: date


@dataclass(frozen=True)
class Listing:
    """A stay on a list (abnormal, serious), or a liquidated project."""

    kind: str
    listed_on: date
    reason: str
    document: str
    removed_on: date | None = None


@dataclass(frozen=True)
class PastProject:
    """An earlier project, as the organisation describes it."""

    name: str
    funder: str
    amount: Money
    year: int
    result: str


@dataclass(frozen=True)
class Organisation:
    """A social organisation made up for the demo."""

    key: str
    credit_code: str
    name: str
    kind: str
    registered_on: date
    registered_with: str
    registering_area: str
    supervising_unit: str
    status: str
    area: str
    address: str
    postcode: str
    legal_representative: str
    legal_phone: str
    contacts: tuple[Contact, ...]
    bank: BankAccount
    inspections: tuple[Inspection, ...]
    full_time: int
    part_time: int
    social_workers: int
    volunteers: int
    party_members: int
    party_organisation: str
    net_assets: Money
    last_income: Money
    tax_record: str
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
    post: str
    since: date
    until: date | None = None
    organisation: str = ""


@dataclass(frozen=True)
class Expert:
    """An expert of the pool. fields: keys of the rulebook's fields of work."""

    key: str
    name: str
    unit: str
    title: str
    kind: str
    fields: tuple[str, ...]
    finance: bool
    education: str
    phone: str
    mail: str
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
    organisation: str = ""
    expert: str = ""
