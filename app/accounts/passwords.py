"""Passwords: argon2id, with a limit on how many are hashed at once (64 MiB each)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.kernel.errors import DomainError
from app.kernel.labels import N_

_hasher = PasswordHasher()
_places = BoundedSemaphore(4)
# Checked for unknown names, so that an answer takes as long as for known ones.
NOBODY = _hasher.hash("nobody-signs-in-with-this")

CONTEXT_WORDS = (
    "suyi",
    "minzheng",
    "suzhou",
    "苏益",
    "民政",
    "苏州",
    "password",
    "12345678",
    "qwerty",
)
LEAST = 10


class WeakPassword(DomainError):
    """The password is short or easily guessed."""

    message = N_(
        "Choose a password of at least 10 characters that does not contain the name of the "
        "platform, the city or a common sequence."
    )
    field = "password"


def hash_password(password: str) -> str:
    """Return the argon2id hash; never called inside a writing transaction."""
    with _places:
        return _hasher.hash(password)


def matches(password: str, password_hash: str) -> bool:
    """Return whether the password is the hashed one, in the same time for an unknown person."""
    with _places:
        try:
            return _hasher.verify(password_hash or NOBODY, password) and bool(password_hash)
        except (VerifyMismatchError, InvalidHashError):
            return False


def check_strength(password: str) -> None:
    """Raise WeakPassword for a short or easily guessed password."""
    lower = password.lower()
    if len(password) < LEAST or any(word in lower for word in CONTEXT_WORDS):
        raise WeakPassword
