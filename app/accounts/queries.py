"""Finding people."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select

from app.accounts.enums import Role
from app.accounts.models import RoleGrant, User, UserSession
from app.db import session
from app.kernel.errors import NotFound


def find_user(code: str) -> User:
    """Return a person by code; raises NotFound."""
    user = session().exec(select(User).where(User.code == code)).first()
    if user is None:
        raise NotFound
    return user


def read_person(user_id: int) -> User:
    """Return a person by id."""
    return session().get_one(User, user_id)


def user_named(sign_in_name: str) -> User | None:
    """Return the person with this sign-in name, if there is one."""
    return session().exec(select(User).where(User.sign_in_name == sign_in_name.lower())).first()


def newcomers_from(address: str, *, since: datetime) -> int:
    """Count the people whose first session was opened from a network address since a real time.

    Demo people, whom everybody becomes by a click, are no newcomers.
    """
    earlier = aliased(UserSession)
    before = select(earlier.id).where(
        col(earlier.user_id) == col(UserSession.user_id), col(earlier.id) < col(UserSession.id)
    )
    statement = (
        select(func.count())
        .select_from(UserSession)
        .join(User, col(User.id) == col(UserSession.user_id))
        .where(
            UserSession.address == address[:64],
            col(UserSession.created_at) > since,
            col(User.is_demo).is_(False),
            ~before.exists(),
        )
    )
    return session().exec(statement).one()


def people_with(role: Role, scope: str = "") -> list[User]:
    """Return the active people who hold a role that covers a scope, in order of their names."""
    covering = [col(RoleGrant.scope) == "", col(RoleGrant.scope) == scope]
    if scope.startswith("area:"):
        code = scope.removeprefix("area:")
        covering += [col(RoleGrant.scope) == f"area:{code[:n]}" for n in (4, 6, 9, 12)]
    statement = (
        select(User)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(
            RoleGrant.role == role,
            col(RoleGrant.ended_at).is_(None),
            col(User.is_active),
            or_(*covering),
        )
        .order_by(col(User.id))
        .distinct()
    )
    return list(session().exec(statement))


def ids_with(roles: Iterable[Role], scope: str = "") -> set[int]:
    """Return the ids of the people who hold one of the roles within a scope (for messages)."""
    return {user.id for role in roles for user in people_with(role, scope) if user.id is not None}


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of some people by id."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    rows = session().exec(select(User.id, User.name).where(col(User.id).in_(wanted))).all()
    return {user_id: name for user_id, name in rows if user_id is not None}


def demo_people() -> list[tuple[str, str, str, str, str]]:
    """Return the demo's people: code, name, unit, first role, hint."""
    rows = session().exec(
        select(User, RoleGrant.role)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(col(User.is_demo))
        .order_by(col(User.id), col(RoleGrant.id))
    )
    seen: dict[str, tuple[str, str, str, str, str]] = {}
    for user, role in rows:
        seen.setdefault(user.code, (user.code, user.name, user.unit, str(role), user.hint))
    return list(seen.values())
