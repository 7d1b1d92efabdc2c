"""Credit codes and identity numbers: made plain, checked, masked. Source: GB 32100, GB 11643."""

import re
import unicodedata

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from app.kernel.errors import DomainError
from app.kernel.labels import N_

LENGTH = 18
# Authority and kind may be letters (N1: village economic organisations); the area is digits.
CREDIT_CODE = re.compile("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
IDENTITY_NUMBER = re.compile("[0-9]{17}[0-9X]")
LOOK_ALIKE = str.maketrans({"O": "0", "I": "1"})

WRONG_LENGTH = N_(
    "A unified social credit code has 18 characters; “%(given)s” has %(length)s. Copy it from the "
    "registration certificate."
)
WRONG_CHARACTERS = N_(
    "“%(given)s” is not a unified social credit code: only digits and capital letters except I, O, "
    "S, V and Z may stand in it, and the third to eighth characters are digits. Compare it with "
    "the registration certificate."
)
WRONG_IDENTITY_LENGTH = N_("An identity number has 18 characters; %(length)s were entered.")
WRONG_IDENTITY_CHARACTERS = N_(
    "An identity number has 17 digits and ends with a digit or the letter X. Compare it with the "
    "identity card."
)
WRONG_BIRTHDAY = N_(
    "The seventh to fourteenth digits of the identity number are not a date of birth. Compare it "
    "with the identity card."
)


class BadCreditCode(DomainError):
    """The credit code is not one. Facts: given, and length where that is wrong."""

    message = N_(
        "There is a typing error in “%(given)s”: its last character, the check digit, does not fit "
        "the others. Compare it with the registration certificate."
    )
    field = "credit_code"


class BadIdentityNumber(DomainError):
    """The identity number is not one. It never stands in the sentence."""

    message = N_(
        "There is a typing error in the identity number: its last character, the check digit, does "
        "not fit the others. Compare it with the identity card."
    )
    field = "identity_number"


def tidy(text: str) -> str:
    """Return a code without blanks and dashes, full-width characters made plain, in capitals."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and c not in "-‐‑–—\u200b\ufeff").upper()


def has_look_alikes(text: str) -> bool:
    """Return whether credit_code() reads letters O or I of a text as 0 or 1, to tell the person."""
    return tidy(text) != tidy(text).translate(LOOK_ALIKE)


def credit_code(text: str) -> str:
    """Return a unified social credit code in its plain form; O and I are read as 0 and 1.

    Raises BadCreditCode with a sentence for a wrong length, wrong characters or a wrong check
    digit. Source: GB 32100-2015.
    """
    plain = tidy(text).translate(LOOK_ALIKE)
    given = text.strip()[:40]
    if len(plain) != LENGTH:
        raise BadCreditCode(WRONG_LENGTH, given=given, length=len(plain))
    if not CREDIT_CODE.fullmatch(plain):
        raise BadCreditCode(WRONG_CHARACTERS, given=given)
    # uscc.validate() wants a digit for the authority and would refuse N1 and Y1.
    if uscc.calc_check_digit(plain[:-1]) != plain[-1]:
        raise BadCreditCode(given=given)
    return plain


def identity_number(text: str) -> str:
    """Return an identity number (or residence permit number) in its plain form.

    The place of birth is not looked up: lists of areas age, and residence permits have codes of
    their own. Raises BadIdentityNumber with a sentence for a wrong length, wrong characters, an
    impossible date of birth or a wrong check digit. Source: GB 11643-1999.
    """
    plain = tidy(text)
    if len(plain) != LENGTH:
        raise BadIdentityNumber(WRONG_IDENTITY_LENGTH, length=len(plain))
    if not IDENTITY_NUMBER.fullmatch(plain):
        raise BadIdentityNumber(WRONG_IDENTITY_CHARACTERS)
    if ric.calc_check_digit(plain) != plain[-1]:
        raise BadIdentityNumber
    try:
        ric.get_birth_date(plain)
    except ValidationError:
        raise BadIdentityNumber(WRONG_BIRTHDAY) from None
    return plain


def masked_id(number: str) -> str:
    """Return an identity number with all but its last four characters hidden, same length."""
    shown = _last_four(number)
    return "*" * (len(number) - len(shown)) + shown


def masked_name(name: str) -> str:
    """Return a person's name with all but its first character hidden, enough for a colleague."""
    return name[:1] + "*" * len(name[1:])


def masked_account(number: str) -> str:
    """Return a bank account as four stars and its last four digits; nothing for no account."""
    return f"**** {_last_four(number)}".rstrip() if number else ""


def _last_four(number: str) -> str:
    # Of a short number four characters would be half or all of it.
    return number[-4:] if len(number) >= 8 else ""
