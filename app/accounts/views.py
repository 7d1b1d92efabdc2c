"""Sign in, register, sign out, change the hat, choose the language."""

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, login_user, logout_user

from app.accounts.enums import Role
from app.accounts.forms import HatForm, PasswordForm, RegisterForm, SignInForm
from app.accounts.operations import (
    SEEN_EVERY,
    actor_of,
    change_hat,
    change_password,
    end_session,
    hash_token,
    note_failure,
    note_seen,
    open_sessions,
    read_session,
    sign_in,
    sign_out,
)
from app.accounts.passwords import hash_password, matches
from app.accounts.queries import read_person, user_named
from app.accounts.registration import sign_up
from app.db import Database, use
from app.kernel.clock import SystemClock
from app.records.actor import ANONYMOUS, Actor
from app.web.actor import current_actor
from app.web.clock import now
from app.web.forms import options, page
from app.web.guard import access, anyone, require, signed_in
from app.web.i18n import LANGUAGES

accounts = Blueprint("accounts", __name__)


def install_login(manager: LoginManager, database: Database) -> None:
    """Read the person of each request on a reading session of its own, into a frozen Actor."""
    manager.anonymous_user = lambda: ANONYMOUS
    manager.session_protection = None

    @manager.user_loader
    def _load(token: str) -> Actor | None:
        real_now = SystemClock().now()
        with database.open(writing=False) as reading, use(reading):
            found = read_session(token, real_now=real_now)
            if found is None:
                return None
            opened, user = found
            actor = actor_of(user, hat=opened.hat, token=token)
        if real_now - opened.seen_at > SEEN_EVERY:
            with database.work(writing=True):
                note_seen(token, real_now=real_now)
        return actor


@accounts.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@access(anyone)
def sign_in_page() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit() and _signed_in(form):
        login_user(Actor(user_id=0, token=form.result))
        return redirect(local_path(request.args.get("next")))
    return page("accounts/sign_in.html", form=form)


def _signed_in(form: SignInForm) -> bool:
    name = form.sign_in_name.data
    database: Database = _database()
    with database.work(writing=False):
        known = user_named(name)
        password_hash = known.password_hash if known else ""
    right = matches(form.password.data, password_hash)
    real_now = SystemClock().now()
    done = form.carry_out(
        sign_in,
        name,
        right,
        agent=request.user_agent.string,
        address=request.remote_addr or "",
        real_now=real_now,
    )
    if not done and not right:
        with database.work(writing=True):
            note_failure(name, real_now=real_now)
    return done


@accounts.route("/register", methods=["GET", "POST"])
@access(anyone)
def register() -> ResponseReturnValue:
    if current_actor.is_authenticated:
        return redirect(url_for("registry.organisations"))
    form = RegisterForm()
    if form.validate_on_submit() and _registered(form):
        login_user(Actor(user_id=0, token=form.result))
        flash(_("You are registered and signed in. Now claim the organisation that you act for."))
        return redirect(url_for("registry.organisations"))
    return page("accounts/register.html", form=form)


def _registered(form: RegisterForm) -> bool:
    return form.carry_out(
        sign_up,
        form.sign_in_name.data,
        form.name.data,
        phone=form.phone.data,
        password=form.password.data,
        password_hash=hash_password(form.password.data),
        agent=request.user_agent.string,
        address=request.remote_addr or "",
        at=now(),
        real_now=SystemClock().now(),
    )


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


@accounts.post("/sign-out", endpoint="sign_out")
@access(anyone)
def sign_out_page() -> ResponseReturnValue:
    if current_actor.token:
        sign_out(current_actor.token, real_now=SystemClock().now())
    logout_user()
    flash(_("You have signed out."))
    answer = redirect(url_for("portal.home"))
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@accounts.route("/hat", methods=["GET", "POST"])
@access(signed_in)
def hat() -> ResponseReturnValue:
    form = HatForm(hat=current_actor.role)
    form.hat.choices = options([(name, _(Role(name).label)) for name in current_actor.hats])
    if form.validate_on_submit() and form.carry_out(change_hat, current_actor.token, form.hat.data):
        return redirect(url_for("portal.desk"))
    return page("accounts/hat.html", form=form)


@accounts.route("/account", methods=["GET", "POST"])
@access(signed_in)
def account() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit() and _password_changed(form):
        flash(_("The password has been changed; other sessions of yours have been ended."))
        return redirect(url_for(".account"))
    real_now = SystemClock().now()
    return page(
        "accounts/account.html",
        form=form,
        person=read_person(current_actor.user_id or 0),
        sessions=open_sessions(current_actor.user_id or 0, real_now=real_now),
        own=hash_token(current_actor.token),
    )


def _password_changed(form: PasswordForm) -> bool:
    database = _database()
    with database.work(writing=False):
        known = read_person(current_actor.user_id or 0)
        name, old_hash = known.sign_in_name, known.password_hash
    right = matches(form.current.data, old_hash)
    new_hash = hash_password(form.password.data)
    real_now = SystemClock().now()
    done = form.carry_out(
        change_password,
        current_actor._get_current_object(),  # type: ignore[attr-defined]  # LocalProxy
        right,
        form.password.data,
        new_hash,
        at=now(),
        real_now=real_now,
    )
    if not done and not right:
        with database.work(writing=True):
            note_failure(name, real_now=real_now)
    return done


@accounts.post("/account/sessions/<int:number>/end", endpoint="end_session")
@access(signed_in)
def end_session_page(number: int) -> ResponseReturnValue:
    end_session(current_actor, number, at=now(), real_now=SystemClock().now())
    flash(_("The session has been ended."))
    return redirect(url_for(".account"))


@accounts.get("/language/<lang>")
@access(anyone)
def language(lang: str) -> ResponseReturnValue:
    require(lang in LANGUAGES)
    session["language"] = lang
    return redirect(local_path(request.args.get("next")))


def local_path(target: str | None) -> str:
    """Return a path within this site, the desk for anything else."""
    # Browsers take a backslash for a slash and leave out tabs and line breaks.
    plain = target is not None and target.isprintable() and "\\" not in target
    if target and plain and target.startswith("/") and not target.startswith("//"):
        return target
    return url_for("portal.desk")
