"""People with boring, valid defaults."""

from datetime import UTC, datetime
from itertools import count

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.operations import actor_of, grant_role, register_person
from app.records.actor import Actor

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
_numbers = count(1)
CITY = "area:3205"


def make_user(*roles: Role | tuple[Role, str], name: str = "王晓") -> User:
    """A person with the roles; a bare role covers the whole city."""
    user = register_person(f"person{next(_numbers)}", name, password_hash="", at=AT)
    for role in roles:
        kind, scope = role if isinstance(role, tuple) else (role, CITY)
        grant_role(user, kind, scope, at=AT)
    return user


def make_actor(*roles: Role | tuple[Role, str], name: str = "王晓") -> Actor:
    """The same person as an Actor wearing the first hat."""
    return actor_of(make_user(*roles, name=name))
