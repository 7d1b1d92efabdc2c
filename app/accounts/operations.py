"""Signing in and out, making people, granting and ending roles."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import col, select, update

from app.accounts.enums import Role
from app.accounts.models import RoleGrant, User, UserSession
from app.accounts.passwords import check_strength
from app.accounts.queries import user_named
from app.db import session
from app.kernel.errors import DomainError, NotFound
from app.kernel.labels import N_
from app.kernel.numbering import new_code
from app.records.actor import PLATFORM, Actor, Grant
from app.records.audit import record_act

IDLE = timedelta(minutes=120)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
FREE_TRIES = 10
PAUSE = timedelta(minutes=15)


class WrongSignIn(DomainError):
    """Name or password is wrong; the sentence does not say which."""

    message = N_("The name or the password is not right. Check both and try again.")


class TooManyTries(DomainError):
    """The account rests for a while after many failures."""

    message = N_("Too many failed attempts. Try again in 15 minutes or ask the administrator.")
    status = 429


class WrongPassword(DomainError):
    """The present password is another one."""

    message = N_("The present password is not right. Check it and try again.")
    field = "current"


class NameTaken(DomainError):
    """The sign-in name belongs to somebody else."""

    message = N_("This sign-in name is taken. Choose another one.")
    field = "sign_in_name"


def register_person(
    sign_in_name: str,
    name: str,
    *,
    password_hash: str,
    at: datetime,
    unit: str = "",
    phone: str = "",
    mail: str = "",
    hint: str = "",
    is_demo: bool = False,
    actor: Actor = PLATFORM,
) -> User:
    """Make an account; raises NameTaken."""
    if user_named(sign_in_name) is not None:
        raise NameTaken
    user = User(
        code=new_code(),
        sign_in_name=sign_in_name.lower(),
        name=name,
        unit=unit,
        phone=phone,
        mail=mail,
        hint=hint,
        is_demo=is_demo,
        password_hash=password_hash,
        created_at=at,
    )
    session().add(user)
    session().flush()
    record_act(user.chain, "user:register", actor=actor, at=at)
    return user


def grant_role(
    user: User, role: Role, scope: str = "", *, at: datetime, actor: Actor = PLATFORM
) -> None:
    """Give a person a role within a scope; giving it twice changes nothing."""
    known = (
        session()
        .exec(
            select(RoleGrant).where(
                RoleGrant.user_id == user.id, RoleGrant.role == role, RoleGrant.scope == scope
            )
        )
        .first()
    )
    if known is not None and known.ended_at is None:
        return
    if known is not None:
        known.ended_at = None
    else:
        session().add(
            RoleGrant(
                user_id=user.id or 0,
                role=role,
                scope=scope,
                granted_at=at,
                granted_by=actor.user_id,
            )
        )
    record_act(user.chain, "role:grant", actor=actor, at=at, role=str(role), scope=scope)


def end_role(user: User, role: Role, scope: str, *, at: datetime, actor: Actor) -> None:
    """End a person's role within a scope."""
    session().exec(
        update(RoleGrant)
        .where(
            col(RoleGrant.user_id) == user.id,
            col(RoleGrant.role) == role,
            col(RoleGrant.scope) == scope,
        )
        .values(ended_at=at)
    )
    record_act(user.chain, "role:end", actor=actor, at=at, role=str(role), scope=scope)


def open_session(user: User, *, agent: str, address: str, real_now: datetime) -> str:
    """Open a session and return its token; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    session().add(
        UserSession(
            token_hash=hash_token(token),
            user_id=user.id or 0,
            hat=next(iter(hats_of(user.id or 0)), ""),
            agent=agent[:200],
            address=address[:64],
            created_at=real_now,
            seen_at=real_now,
        )
    )
    return token


def sign_in(sign_in_name: str, right: bool, *, agent: str, address: str, real_now: datetime) -> str:
    """Open a session for a person whose password was compared before.

    right: whether the password matched (compared outside the transaction, it takes 0.1 s).
    Raises WrongSignIn and TooManyTries; failures are counted by note_failure().
    """
    user = user_named(sign_in_name)
    if user is not None and resting(user, real_now):
        raise TooManyTries
    if user is None or not right or not user.is_active:
        raise WrongSignIn
    user.failures, user.failed_at = 0, None
    record_act(user.chain, "user:sign_in", actor=Actor(user.id, user.code, user.name), at=real_now)
    return open_session(user, agent=agent, address=address, real_now=real_now)


def note_failure(sign_in_name: str, *, real_now: datetime) -> None:
    """Count a failed attempt in a transaction of its own."""
    user = user_named(sign_in_name)
    if user is None:
        return
    if user.failed_at is not None and real_now - user.failed_at > PAUSE:
        user.failures = 0
    user.failures += 1
    user.failed_at = real_now


def resting(user: User, real_now: datetime) -> bool:
    """Return whether an account rests after too many failures."""
    recent = user.failed_at is not None and real_now - user.failed_at < PAUSE
    return user.failures >= FREE_TRIES and recent


def sign_out(token: str, *, real_now: datetime) -> None:
    """End one session; its cookie is worthless from then on."""
    session().exec(
        update(UserSession)
        .where(col(UserSession.token_hash) == hash_token(token))
        .values(ended_at=real_now)
    )


def end_sessions(user_id: int, *, real_now: datetime) -> None:
    """End all sessions of a person."""
    session().exec(
        update(UserSession)
        .where(col(UserSession.user_id) == user_id, col(UserSession.ended_at).is_(None))
        .values(ended_at=real_now)
    )


def end_session(actor: Actor, session_id: int, *, at: datetime, real_now: datetime) -> None:
    """End one of the actor's own sessions; raises NotFound for any other."""
    found = session().exec(
        update(UserSession)
        .where(
            col(UserSession.id) == session_id,
            col(UserSession.user_id) == actor.user_id,
            col(UserSession.ended_at).is_(None),
        )
        .values(ended_at=real_now)
    )
    if not found.rowcount:
        raise NotFound
    record_act(f"user:{actor.code}", "user:end_session", actor=actor, at=at)


def change_password(
    actor: Actor,
    right: bool,
    password: str,
    password_hash: str,
    *,
    at: datetime,
    real_now: datetime,
) -> None:
    """Set a new password and end the person's other sessions.

    right: whether the present password matched; password_hash: of the new one (both computed
    outside the transaction). Raises TooManyTries, WrongPassword and WeakPassword; failures are
    counted by note_failure().
    """
    user = session().get_one(User, actor.user_id)
    if resting(user, real_now):
        raise TooManyTries
    if not right:
        raise WrongPassword
    check_strength(password)
    user.password_hash, user.failures, user.failed_at = password_hash, 0, None
    session().exec(
        update(UserSession)
        .where(
            col(UserSession.user_id) == user.id,
            col(UserSession.token_hash) != hash_token(actor.token),
            col(UserSession.ended_at).is_(None),
        )
        .values(ended_at=real_now)
    )
    record_act(user.chain, "user:password", actor=actor, at=at)


def change_hat(token: str, hat: str) -> None:
    """Put on another of the person's hats."""
    session().exec(
        update(UserSession).where(col(UserSession.token_hash) == hash_token(token)).values(hat=hat)
    )


def open_sessions(user_id: int, *, real_now: datetime) -> list[UserSession]:
    """Return a person's sessions that still count, the newest first."""
    statement = (
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            col(UserSession.ended_at).is_(None),
            col(UserSession.created_at) > real_now - ABSOLUTE,
            col(UserSession.seen_at) > real_now - IDLE,
        )
        .order_by(col(UserSession.id).desc())
    )
    return list(session().exec(statement))


def read_session(token: str, *, real_now: datetime) -> tuple[UserSession, User] | None:
    """Return the session of a token and its person, None when it ended, idled or grew too old."""
    row = (
        session()
        .exec(
            select(UserSession, User)
            .join(User, col(User.id) == col(UserSession.user_id))
            .where(UserSession.token_hash == hash_token(token), col(UserSession.ended_at).is_(None))
        )
        .first()
    )
    if row is None:
        return None
    opened, user = row
    too_old = real_now - opened.created_at > ABSOLUTE or real_now - opened.seen_at > IDLE
    return None if too_old or not user.is_active else (opened, user)


def read_actor(token: str, *, real_now: datetime) -> Actor | None:
    """Return the person of a token, or None when the session ended, idled or grew too old."""
    found = read_session(token, real_now=real_now)
    return actor_of(found[1], hat=found[0].hat, token=token) if found else None


def note_seen(token: str, *, real_now: datetime) -> None:
    """Note that a session is in use, so that it does not idle."""
    session().exec(
        update(UserSession)
        .where(col(UserSession.token_hash) == hash_token(token))
        .values(seen_at=real_now)
    )


def actor_of(user: User, *, hat: str = "", token: str = "") -> Actor:
    """Return a person as an Actor wearing one hat (the first when none is named)."""
    rows = (
        session()
        .exec(
            select(RoleGrant.role, RoleGrant.scope)
            .where(RoleGrant.user_id == user.id, col(RoleGrant.ended_at).is_(None))
            .order_by(col(RoleGrant.id))
        )
        .all()
    )
    hats = tuple(dict.fromkeys(str(role) for role, _ in rows))
    worn = hat if hat in hats else (hats[0] if hats else "")
    grants = tuple(Grant(role, scope) for role, scope in rows if role == worn)
    return Actor(user.id, user.code, user.name, worn, grants, hats, token)


def hats_of(user_id: int) -> list[str]:
    """Return the roles of a person in the order in which they were given."""
    rows = session().exec(
        select(RoleGrant.role)
        .where(RoleGrant.user_id == user_id, col(RoleGrant.ended_at).is_(None))
        .order_by(col(RoleGrant.id))
    )
    return list(dict.fromkeys(str(role) for role in rows))


def hash_token(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
