"""Credit codes and identity numbers: normalised, checked, masked. Source: GB 32100, GB 11643."""

import unicodedata

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from app.kernel.errors import DomainError
from app.kernel.labels import N_

LOOK_ALIKE = str.maketrans({"O": "0", "I": "1"})


class BadCreditCode(DomainError):
    """The credit code is not one."""

    message = N_(
        "“%(given)s” is not a valid unified social credit code: it has 18 characters and its last "
        "one is a check digit. Copy it from the registration certificate."
    )
    field = "credit_code"


class BadIdentityNumber(DomainError):
    """The identity number is not one."""

    message = N_(
        "The identity number is not valid: it has 18 characters and its last one is a check digit."
    )
    field = "identity_number"


def tidy(text: str) -> str:
    """Return a code without blanks and dashes, full-width characters made plain, in capitals."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and c not in "-–").upper()


def credit_code(text: str) -> str:
    """Return a unified social credit code in its plain form; O and I are read as 0 and 1.

    Raises BadCreditCode.
    """
    plain = tidy(text).translate(LOOK_ALIKE)
    try:
        return str(uscc.validate(plain))
    except ValidationError:
        raise BadCreditCode(given=text.strip()[:40]) from None


def identity_number(text: str) -> str:
    """Return an identity number in its plain form; raises BadIdentityNumber."""
    try:
        return str(ric.validate(tidy(text)))
    except ValidationError:
        raise BadIdentityNumber from None


def masked_id(number: str) -> str:
    """Return an identity number with its middle hidden: first six and last four characters."""
    return f"{number[:6]}{'*' * max(0, len(number) - 10)}{number[-4:]}"


def masked_account(number: str) -> str:
    """Return a bank account with all but its last four digits hidden."""
    return f"**** {number[-4:]}" if number else ""
