"""Every page of the site in a browser: wide and narrow, Chinese and English, in order."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from app.config import Settings
from app.db import Database
from app.factory import create_app

WIDE, NARROW = 1280, 375
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Who opens what; the first link of each kind that they are shown is followed.
PAGES: dict[str, frozenset[str]] = {
    name: frozenset(endpoints.split())
    for name, endpoints in {
        "": """accounts.register accounts.sign_in calls.index calls.rules calls.show check.ask
            check.show notices.file notices.index notices.show portal.home portal.progress""",
        "officer": """accounts.hat appropriations.index appropriations.show assessments.show
            calls.cancel calls.manage calls.new calls.part calls.publish calls.setup
            contracts.index contracts.show decisions.announce decisions.decide
            disbursements.index panels.index panels.matrix panels.show plans.plan
            portal.desk portal.messages projects.archive projects.index projects.show
            registry.organisations screening.index screening.show""",
        "secretary": """panels.chair panels.close_scoring panels.new panels.result
            scorecards.show""",
        "leader": "decisions.approve",
        "panellist": "panels.queue scorecards.recuse",
        "weihang": """applications.index applications.show applications.start
            applications.submitted registry.organisation""",
        "yanqiao": """applications.withdraw editor.attachments editor.budget editor.check
            editor.section""",
        "chenghe": "applications.recall",
        "preparer": "disbursements.show",
        "cashier": "",
        "evaluator": "",
    }.items()
}
SKIPPED = re.compile(r"\.(pdf|json|zip|csv)$|^/(static|language|demo|attachments|documents)/")
MOST_OF_A_KIND = {"projects.show": 6, "calls.show": 4, "panels.show": 5, "panels.matrix": 5}
PAGE_STATE = """() => {
  const width = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth > width;
  const wide = [...document.querySelectorAll("body *")]
    .filter((each) => over && each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().right > width + 1);
  return {
    headings: document.querySelectorAll("h1").length,
    title: document.title.split("·")[0].trim(),
    wide: wide.slice(0, 5).map((each) => `${each.tagName}.${each.className}`),
    over,
  };
}"""
RUN_AXE = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
}"""


@pytest.fixture(scope="module")
def endpoint_of(settings: Settings) -> Callable[[str], tuple[str, str] | None]:
    """Return (endpoint, which of its pages) of an address; None for what is no page."""
    adapter = _routes(settings).url_map.bind("localhost")

    def find(path: str) -> tuple[str, str] | None:
        if SKIPPED.search(path):
            return None
        try:
            endpoint, arguments = adapter.match(path)
        except HTTPException:
            return None
        named = [arguments[key] for key in ("part", "key", "step", "moment") if key in arguments]
        return endpoint, "/".join(named)

    return find


def _routes(settings: Settings) -> Flask:
    return create_app(settings, Database("sqlite://"))


@pytest.fixture(scope="module")
def examined() -> set[tuple[str, str]]:
    """Kinds of pages that were looked at closely: once each, whoever comes there first."""
    return set()


@pytest.mark.parametrize("person", PAGES)
def test_pages_are_in_order(person: str, sign_in, stored, endpoint_of, examined):
    page = sign_in(_drawn(stored) if person == "panellist" else person)
    complaints = _listen(page)
    waiting = _beginnings(person, stored)
    seen: Counter[tuple[str, str]] = Counter()
    fresh: list[str] = []
    faults: list[str] = []
    while waiting:
        path = waiting.pop(0)
        kind = endpoint_of(path)
        if kind is None or seen[kind] >= MOST_OF_A_KIND.get(kind[0], 1):
            continue
        seen[kind] += 1
        waiting += _open(page, path)
        faults += [f"{path}: {each}" for each in _looks(page, closely=kind not in examined)]
        if kind not in examined:
            examined.add(kind)
            fresh.append(path)
    page.goto("/language/en?next=/")
    for path in fresh:
        _open(page, path)
        assert page.locator("html").get_attribute("lang") == "en"
        faults += [f"{path} in English: {each}" for each in _looks(page, closely=False)]

    assert [*faults, *complaints] == []
    assert PAGES[person] <= {endpoint for endpoint, _ in seen}


def _drawn(stored: Callable[..., list[tuple]]) -> str:
    """Name an expert whom the draw has put on the panel that is scoring."""
    (name,), *_ = stored(
        "select user.sign_in_name from panellist join user on user.id = panellist.user_id "
        "join panel on panel.id = panellist.panel_id where panel.status = 'scoring'"
    )
    return name


def _beginnings(person: str, stored: Callable[..., list[tuple]]) -> list[str]:
    if person:
        return ["/", "/desk", "/hat", "/messages"]
    [(code,), *_] = stored("select check_code from document where sha256 is not null limit 1")
    return ["/", "/progress", "/check", f"/check/{code}", "/sign-in"]


def _listen(page: Page) -> list[str]:
    """Collect what the browser complains of: errors of scripts, of loading, of the policy."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def _open(page: Page, path: str) -> list[str]:
    """Open a page and return the addresses it links to."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{path} answered {answer.status}"
    found = page.locator("a[href^='/']").evaluate_all("all => all.map((a) => a.pathname)")
    return list(dict.fromkeys(found))


def _looks(page: Page, *, closely: bool) -> list[str]:
    """Return what is wrong with the open page at both widths. closely: ask axe, too."""
    if closely:
        page.evaluate(AXE)
    faults = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found = [*_state(page), *(page.evaluate(RUN_AXE) if closely else [])]
        faults += [f"{width} px {each}" for each in found]
    page.set_viewport_size({"width": WIDE, "height": 900})
    return faults


def _state(page: Page) -> list[str]:
    state = page.evaluate(PAGE_STATE)
    return [
        *([f"{state['headings']} headings of the first rank"] if state["headings"] != 1 else []),
        *(["no title"] if not state["title"] else []),
        *([f"wider than the window: {state['wide']}"] if state["over"] else []),
    ]
