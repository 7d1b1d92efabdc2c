"""Access: every route states who may, or the application does not start."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from app.kernel.errors import Forbidden
from app.records.actor import Actor

Rule = Callable[[Actor], bool]
View = TypeVar("View", bound=Callable[..., Any])


class Unguarded(RuntimeError):
    """Routes without an access rule; the message names them."""


def access(rule: Rule) -> Callable[[View], View]:
    """State who may enter a route; a record's page asks require() besides."""

    def decorate(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # functions take attributes
        return view

    return decorate


def anyone(_actor: Actor) -> bool:
    """Everybody, signed in or not."""
    return True


def signed_in(actor: Actor) -> bool:
    """Everybody who is signed in."""
    return actor.is_authenticated


def roles(*allowed: str) -> Rule:
    """Make a rule that admits people whose active hat is one of the roles."""

    def rule(actor: Actor) -> bool:
        return any(actor.has(role) for role in allowed)

    return rule


def require(allowed: bool) -> None:
    """Answer 403 unless the condition holds; marks the answer as guarded."""
    g.guarded = True
    if not allowed:
        raise Forbidden


def install(app: Flask) -> None:
    """Check every request against its route's rule."""

    @app.before_request
    def _enter() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        view: Any = app.view_functions[request.endpoint]
        actor: Actor = current_user._get_current_object()
        if view.access_rule(actor):
            return None
        if actor.is_authenticated:
            raise Forbidden
        g.guarded = True
        here = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("accounts.sign_in", next=here or None))

    @app.after_request
    def _was_guarded(response: Response) -> Response:
        if current_app.config["GUARD_STRICT"] and request.view_args and response.status_code < 400:
            assert request.endpoint is not None
            if request.endpoint != "static" and not g.get("guarded"):
                raise Unguarded(f"{request.endpoint} answered without asking require()")
        return response


def check_routes(app: Flask) -> None:
    """Raise Unguarded when a route has no access rule; called at the end of create_app()."""
    static: Any = app.view_functions["static"]
    static.access_rule = anyone
    bare = sorted(
        name for name, view in app.view_functions.items() if not hasattr(view, "access_rule")
    )
    if bare:
        raise Unguarded(f"No @access on: {', '.join(bare)}")
