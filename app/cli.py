"""Commands: db, create-admin, demo, verify, lifecycles, rulebook."""

import sys
from collections.abc import Callable
from getpass import getpass

import click
from flask import current_app
from flask.cli import AppGroup

from app import schema
from app.accounts.enums import Role
from app.accounts.operations import grant_role, register_person
from app.accounts.passwords import check_strength, hash_password
from app.db import Database
from app.demo.seed import seed_demo
from app.kernel.clock import SystemClock
from app.kernel.errors import DomainError
from app.kernel.workflow import diagram
from app.portal.lifecycles import LIFECYCLES
from app.portal.verification import CHECKS
from app.records.calendar import seed_calendar
from projects.rules.rulebook_reading import load_rulebook
from projects.rules.sourced import RulebookError

db = AppGroup("db", help="The database's schema.")
demo = AppGroup("demo", help="Demo people and a small story.")
rulebook = AppGroup("rulebook", help="Programme rulebooks.")


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


@db.command("upgrade")
def upgrade() -> None:
    """Bring the schema to the newest revision and load the working calendar."""
    database = _database()
    schema.upgrade(database)
    with database.work(writing=True):
        seed_calendar()


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to a revision."""
    schema.downgrade(_database(), revision)


@click.command("create-admin")
@click.argument("sign_in_name")
@click.argument("name")
def create_admin(sign_in_name: str, name: str) -> None:
    """Make the first system administrator; asks for the password."""
    password = getpass("Password: ")
    try:
        check_strength(password)
        password_hash = hash_password(password)
        with _database().work(writing=True):
            at = SystemClock().now()
            user = register_person(sign_in_name, name, password_hash=password_hash, at=at)
            grant_role(user, Role.SYSTEM_ADMIN, at=at)
    except DomainError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"{sign_in_name} is system administrator.")


@demo.command("seed")
def seed() -> None:
    """Load the demo once and print its people."""
    for line in seed_demo(_database()):
        click.echo(line)


@rulebook.command("check")
@click.argument("path", type=click.Path(exists=True, dir_okay=False))
def check_rulebook(path: str) -> None:
    """Read a rulebook and name file, key and reason of everything that is wrong."""
    try:
        read = load_rulebook(path)
    except RulebookError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"{path}: {read.title} {read.version} is in order.")


@click.command("verify")
@click.argument("what", type=click.Choice([*CHECKS, "all"]))
def verify(what: str) -> None:
    """Compute again what was decided and say equal, or where not."""
    wanted: dict[str, Callable[[], list[str]]] = CHECKS if what == "all" else {what: CHECKS[what]}
    failed = False
    with _database().work(writing=False):
        for name, check in wanted.items():
            problems = check()
            failed = failed or bool(problems)
            click.echo(f"{name}: {'equal' if not problems else 'NOT equal'}")
            for problem in problems:
                click.echo(f"  {problem}")
    sys.exit(1 if failed else 0)


@click.command("lifecycles")
def lifecycles() -> None:
    """Print the lifecycles as diagrams for the README."""
    for workflow in LIFECYCLES:
        click.echo(f"### {workflow.name}\n\n```mermaid\n{diagram(workflow)}\n```\n")


COMMANDS = (db, demo, rulebook, create_admin, verify, lifecycles)
