"""The site with its demo on a port of its own, and one Chromium that looks at it."""

import fcntl
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from sqlmodel import select

from app.db import Database, session
from app.demo.papers import photo_bytes
from app.demo.story.thread import Story, begin
from app.demo.world import PASSWORD
from app.records.clock import DatabaseClock
from projects.models.call import Call
from scripts import run
from scripts.system_packages import chromium
from tests.browser.person import Person

WIDE, NARROW = 1280, 375
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STOP_SECONDS = 20
collect_ignore = [] if os.environ.get("PICTURES") else ["test_pictures.py"]


@pytest.fixture(scope="session")
def demo_instance(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that holds the demo: loaded once for all workers, then copied."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    loaded = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (loaded / "complete").exists():
            shutil.rmtree(loaded, ignore_errors=True)
            run.prepare(_environment(loaded, 0))
            (loaded / "complete").touch()
    copy = own / "demo-copy"
    shutil.copytree(loaded, copy)
    return copy


def _environment(instance: Path, port: int) -> dict[str, str]:
    environ = run.environment("127.0.0.1", port)
    environ.pop("DATABASE_URL", None)
    return environ | {
        "SUYI_MODE": "test",
        "SUYI_INSTANCE": str(instance),
        "GRANIAN_WORKERS": "1",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@pytest.fixture(scope="module")
def site_folder(demo_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a site keeps its data; every module has the demo as it was loaded."""
    return shutil.copytree(demo_instance, tmp_path_factory.mktemp("site"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def site(site_folder: Path) -> Iterator[str]:
    """Address of a running site."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    part = run.Part("web server", run.start(run.WEB, _environment(site_folder, port)))
    try:
        run.await_answer("127.0.0.1", port, [part])
        yield f"http://127.0.0.1:{port}"
    finally:
        part.process.terminate()
        part.process.wait(STOP_SECONDS)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium()
    assert path, "Chromium is missing: run `make setup`, or name one by CHROMIUM=/path/to/chromium."
    opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield opened
    opened.close()


@pytest.fixture
def new_context(browser: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Open an empty profile at the site; everything in it closes with the test."""
    opened: list[BrowserContext] = []

    def make(width: int = WIDE, **options: object) -> BrowserContext:
        options |= {"viewport": {"width": width, "height": 900}, "locale": "zh-CN"}
        context = browser.new_context(base_url=site, accept_downloads=True, **options)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def sign_in(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Return a page where the named person has signed in by the form; "" is a visitor."""

    def enter(name: str = "", **options: object) -> Page:
        page = new_context(**options).new_page()
        if name:
            page.goto("/sign-in")
            page.fill("[name=sign_in_name]", name)
            page.fill("[name=password]", PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_url("**/desk")
        return page

    return enter


@pytest.fixture
def person(
    new_context: Callable[..., BrowserContext], stored: Callable[..., list[tuple]]
) -> Callable[..., Person]:
    """Open the site as the named person by one click in the demo bar; "" is a visitor."""
    names = dict(stored("select sign_in_name, name from user"))

    def enter(name: str = "", **options: object) -> Person:
        someone = Person(new_context(**options).new_page(), names)
        someone.page.goto("/")
        return someone.become(name) if name else someone

    return enter


@pytest.fixture(scope="module")
def stored(site_folder: Path) -> Callable[..., list[tuple]]:
    """Read the site's database by SQL, to find the record that a test is about."""

    def read(statement: str, *values: object) -> list[tuple]:
        address = f"file:{site_folder / 'suyi.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return database.execute(statement, values).fetchall()

    return read


@pytest.fixture
def let(site_folder: Path) -> Callable[..., None]:
    """Let the demo's story do with a call what would take many people many clicks."""

    def happen(step: Callable[[Story], object], call_code: str) -> None:
        database = Database(f"sqlite:///{site_folder / 'suyi.db'}")
        now = DatabaseClock(database, shiftable=True).now()
        with database.work(writing=True):
            story = begin("open", at=now)
            story.call = session().exec(select(Call).where(Call.code == call_code)).one()
            step(story)
        database.dispose()

    return happen


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A one-page PDF such as a scanner makes."""
    path = tmp_path / "扫描件.pdf"
    Image.new("RGB", (600, 850), "white").save(path)
    return path


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture as a telephone takes it."""
    path = tmp_path / "活动照片.png"
    path.write_bytes(photo_bytes(3))
    return path
