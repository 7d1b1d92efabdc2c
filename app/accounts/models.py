"""People, their grants and their sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.accounts.enums import Role
from app.db import status_column


class User(SQLModel, table=True):
    """A person with an account; never deleted, only deactivated."""

    __table_args__ = (CheckConstraint("sign_in_name <> ''", name="has_sign_in_name"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    sign_in_name: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=80)
    unit: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    mail: str = Field(default="", max_length=120)
    password_hash: str = Field(default="", max_length=200)
    hint: str = Field(default="", max_length=200)
    is_demo: bool = False
    is_active: bool = True
    failures: int = 0
    failed_at: datetime | None = None
    created_at: datetime

    @property
    def chain(self) -> str:
        return f"user:{self.code}"


class RoleGrant(SQLModel, table=True):
    """One role of one person within one scope (see app.records.actor.Grant)."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role", "scope"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    role: Role = Field(sa_type=status_column(Role))
    scope: str = Field(default="", max_length=80, index=True)
    granted_at: datetime
    granted_by: int | None = Field(default=None, foreign_key="user.id")
    ended_at: datetime | None = None


# What browsers and systems call themselves; the first that is found names the device.
BROWSERS = {
    "MicroMessenger": "微信",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


class UserSession(SQLModel, table=True):
    """One signed-in browser. token_hash: SHA-256 of the cookie's token; hat: the active role.

    Times are real times, never the demo's.
    """

    __tablename__ = "user_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    user_id: int = Field(foreign_key="user.id", index=True)
    hat: str = Field(default="", max_length=40)
    agent: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=64)
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    @property
    def device(self) -> str:
        """Browser and system as the browser names them, for people: "Firefox, Windows"."""
        parts = [
            next((name for sign, name in names.items() if sign in self.agent), "")
            for names in (BROWSERS, SYSTEMS)
        ]
        return ", ".join(part for part in parts if part) or self.agent[:40] or "–"
