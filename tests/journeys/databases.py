"""Databases of the journeys: one of its own for every test, copied from a template in no time."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlmodel import create_engine, select

from app import schema
from app.db import Database, session
from app.demo.story.stages import STAGES, STEPS
from app.demo.story.thread import Story, begin
from app.demo.world import BEGINNING, make_world
from app.records.calendar import seed_calendar
from projects.models.call import Call

_numbers = count(1)


@dataclass
class Shelf:
    """The templates of one kind of database: the world, and the story told up to a stage."""

    dialect: str
    folder: Path
    templates: dict[str, tuple[str, Story]] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def copy_of(self, stage: str) -> tuple[Database, Story]:
        """Return a fresh database that stands at a stage of the story, "world" before its call."""
        template, told = self.templates.get(stage) or self._write(stage)
        database = Database(self._copied(template))
        story = replace(told)
        if told.call is not None:
            with database.work(writing=False):
                story.call = session().exec(select(Call).where(Call.id == told.call.id)).one()
        return database, story

    def _write(self, stage: str) -> tuple[str, Story]:
        if stage == "world":
            database, story = self._world(), begin("open", at=BEGINNING)
        else:
            database, story = self._told(stage)
        url = database.url
        database.dispose()
        self.templates[stage] = url, story
        return self.templates[stage]

    def _world(self) -> Database:
        database = Database(self._new())
        schema.upgrade(database)
        with database.work(writing=True):
            seed_calendar()
            make_world(BEGINNING)
        return database

    def _told(self, stage: str) -> tuple[Database, Story]:
        """Go on from the latest stage that is told already."""
        known = [each for each in STAGES[: STAGES.index(stage)] if each in self.templates]
        start = known[-1] if known else "world"
        database, story = self.copy_of(start)
        first = STAGES.index(start) + 1 if known else 0
        with database.work(writing=True):
            if story.call is not None:
                story.call = session().get_one(Call, story.call.id)
            for each in STAGES[first : STAGES.index(stage) + 1]:
                STEPS[each](story)
                session().flush()
        return database, story

    def _name(self) -> str:
        return f"journey_{os.getpid()}_{next(_numbers)}"

    def _new(self) -> str:
        name = self._name()
        if self.dialect == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        return self._created(name, "template0")

    def _copied(self, template: str) -> str:
        name = self._name()
        source = make_url(template).database or ""
        if self.dialect == "postgresql":
            return self._created(name, source)
        target = self.folder / f"{name}.db"
        shutil.copyfile(source, target)
        return f"sqlite:///{target}"

    def _created(self, name: str, template: str) -> str:
        for _server in self._server():
            _server.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.append(name)
        base = make_url(os.environ["TEST_DATABASE_URL"])
        return base.set(database=name).render_as_string(hide_password=False)

    def drop(self, database: Database) -> None:
        """Close a database and remove it."""
        database.dispose()
        name = make_url(database.url).database or ""
        if self.dialect == "sqlite":
            Path(name).unlink()
            return
        self._drop(name)

    def _drop(self, name: str) -> None:
        for server in self._server():
            server.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        self.made.remove(name)

    def clear(self) -> None:
        """Remove the templates."""
        for name in list(self.made):
            self._drop(name)

    def _server(self) -> Iterator:
        engine = create_engine(os.environ["TEST_DATABASE_URL"], isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()
