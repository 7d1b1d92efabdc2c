"""create_app(): settings, database, guards, blueprints, error pages."""

import logging

from flask import Flask, g
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from app.accounts.views import accounts, install_login
from app.cli import COMMANDS
from app.config import ROOT, Mode, Settings, read_settings
from app.db import Database
from app.demo.views import demo, demo_bar
from app.portal.check import check
from app.portal.files import stored
from app.portal.navigation import navigation
from app.portal.projects import projects
from app.portal.views import portal
from app.records import crypto, files
from app.records.clock import DatabaseClock
from app.records.documents import use_site
from app.registry.views import registry
from app.web import clock, errors, filters, guard, headers, i18n, pdf, work
from app.web.actor import current_actor
from app.web.styleguide import styleguide
from evaluations.views import EVALUATION_BLUEPRINTS
from funding.views import FUNDING_BLUEPRINTS
from projects.views import PROJECT_BLUEPRINTS

PACKAGES = (
    accounts,
    registry,
    *PROJECT_BLUEPRINTS,
    *EVALUATION_BLUEPRINTS,
    *FUNDING_BLUEPRINTS,
    portal,
    projects,
    check,
    stored,
    styleguide,
)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """Make the application; raises rather than starting with anything missing.

    settings: read from the environment unless given; database: opened from the settings unless
    given (tests give one).
    """
    settings = settings or read_settings()
    database = database or Database(settings.database_url)
    app = Flask("suyi", root_path=str(ROOT / "app"), template_folder=str(ROOT / "templates"))
    _configure(app, settings)
    prepare_process(settings)

    guarded_clock = DatabaseClock(database, shiftable=settings.demo)
    work.install(app, database)
    clock.install(app, guarded_clock)
    _install_accounts(app, database)
    guard.install(app)
    headers.install(app, https=settings.https)
    i18n.install(app)
    filters.install(app)
    errors.install(app)
    for blueprint in PACKAGES:
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(demo)
    _add_context(app, settings)
    for command in COMMANDS:
        app.cli.add_command(command)
    guard.check_routes(app)
    if settings.mode is not Mode.TEST:
        i18n.check_catalogue()
        pdf.probe()
    return app


def prepare_process(settings: Settings) -> None:
    """Give keys, files and the site's name to the process (web, worker and commands alike)."""
    crypto.use_key(settings.field_key)
    files.use_folder(settings.files)
    use_site(
        issuer=settings.site.get("host", ""), public_url=settings.public_url, host=settings.site
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        TESTING=settings.mode is Mode.TEST,
        GUARD_STRICT=settings.mode is Mode.TEST,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=6000,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME="__Host-suyi" if settings.https else "suyi",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logging.getLogger("suyi").setLevel(logging.INFO)
    CSRFProtect(app)


def _install_accounts(app: Flask, database: Database) -> None:
    manager = LoginManager(app)
    install_login(manager, database)


def _add_context(app: Flask, settings: Settings) -> None:
    @app.context_processor
    def _shared() -> dict[str, object]:
        return {
            "current_actor": current_actor,
            "nav": navigation(current_actor),
            "demo": demo_bar() if settings.demo and _database_answers() else None,
            "site": settings.site,
            "locale": i18n.choose_locale(),
        }


def _database_answers() -> bool:
    return "leave" in g and "unavailable" not in g
