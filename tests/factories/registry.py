"""Areas and organisations with boring, valid defaults."""

from datetime import UTC, date, datetime
from itertools import count

from stdnum.cn import uscc

from app.accounts.enums import Role
from app.accounts.models import User
from app.db import session
from app.kernel.numbering import new_code
from app.records import crypto
from app.registry.enums import Conclusion, OrganisationKind
from app.registry.models import Area, Grade, Inspection, Organisation, account_binding
from tests.factories.people import make_user

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
_numbers = count(1)


def make_area(code: str = "320505", name: str = "示例区") -> Area:
    """An area; the city is made with it."""
    for wanted, called in (("3205", "苏州市"), (code, name)):
        if session().get(Area, wanted) is None:
            session().add(Area(code=wanted, name=called))
            session().flush()
    return session().get_one(Area, code)


def valid_credit_code(n: int) -> str:
    """A credit code with its right check digit."""
    body = f"52320505{n:09d}"
    return body + str(uscc.calc_check_digit(body))


def make_organisation(
    *, graded: int | None = 3, inspected: bool = True, account: bool = True
) -> Organisation:
    """An organisation that meets every rule of the venture programme unless told otherwise."""
    n = next(_numbers)
    make_area()
    name = f"示例区和睦社会工作服务中心{n}"
    organisation = Organisation(
        code=new_code(),
        credit_code=valid_credit_code(n),
        name=name,
        kind=OrganisationKind.SERVICE,
        registered_on=date(2015, 3, 2),
        area_code="320505",
        address="示例路 1 号",
        legal_representative="李正",
        contact="周敏",
        phone="（0512）6000 0000",
        bank="示范银行示例支行",
        account_holder=name,
        profile={},
        updated_at=AT,
    )
    if account:
        organisation.account_sealed = crypto.seal(
            "6200000000000000012", bound_to=account_binding(organisation.code)
        )
    session().add(organisation)
    session().flush()
    if inspected:
        session().add(
            Inspection(
                organisation_id=organisation.id or 0,
                year=2024,
                conclusion=Conclusion.PASSED,
                published_on=date(2025, 9, 1),
            )
        )
    if graded:
        session().add(
            Grade(
                organisation_id=organisation.id or 0,
                level=graded,
                valid_from=date(2023, 1, 1),
                valid_until=date(2027, 12, 31),
            )
        )
    session().flush()
    return organisation


def make_signatory(organisation: Organisation) -> User:
    """A person who signs for an organisation."""
    return make_user((Role.APPLICANT_SIGNATORY, organisation.scope), name="陈立")
