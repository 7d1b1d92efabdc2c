"""Who acts: a frozen picture of one person and the grants of the active hat."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grant:
    """One role within one scope.

    scope: "" (everywhere), "area:3205", "organisation:<code>", "call:<code>" or "panel:<code>".
    """

    role: str
    scope: str = ""

    def covers(self, scope: str) -> bool:
        """Return whether this grant reaches the scope; an area contains its sub-areas."""
        if self.scope in ("", scope):
            return True
        return self.scope.startswith("area:") and scope.startswith(self.scope)


@dataclass(frozen=True)
class Actor:
    """The person of a request or of a job, read before the act begins.

    user_id: None for an anonymous visitor and for the platform itself.
    role: the active hat; grants: all grants of that hat.
    """

    user_id: int | None = None
    code: str = ""
    name: str = ""
    role: str = ""
    grants: tuple[Grant, ...] = ()
    hats: tuple[str, ...] = ()
    token: str = field(default="", repr=False)

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    is_active = is_authenticated

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None

    def get_id(self) -> str:
        """Return what the signed cookie carries: the session's token (for Flask-Login)."""
        return self.token

    def has(self, role: str, scope: str | None = None) -> bool:
        """Return whether the active hat is this role, within the scope when one is given."""
        return any(
            grant.role == role and (scope is None or grant.covers(scope)) for grant in self.grants
        )

    def scopes(self, role: str) -> tuple[str, ...]:
        """Return the scopes in which the active hat holds this role."""
        return tuple(grant.scope for grant in self.grants if grant.role == role)


ANONYMOUS = Actor()
PLATFORM = Actor(name="Suyi", role="platform")
