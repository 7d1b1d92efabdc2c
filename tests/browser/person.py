"""A person in front of the pages: knows them by their words, and the fields by their names."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from playwright.sync_api import Locator, Page, expect

from app.config import ROOT
from app.kernel.clock import local
from app.kernel.money import Money


@cache
def _catalogue() -> NullTranslations:
    return Translations.load(ROOT / "translations", ["zh_Hans_CN"])


def zh(text: str, **facts: object) -> str:
    """Return the Chinese words that the pages show for a text of the program, with its facts."""
    words = _catalogue().gettext(text)
    return words % facts if facts else words


def sum_in(text: str) -> Money:
    """Return the first sum of money in a text of a page."""
    found = re.search(r"[\d,]+\.\d\d", text)
    assert found, text
    return Money.yuan(found.group().replace(",", ""))


class Person:
    """Reads, follows links, fills fields and presses buttons, as anybody does with a mouse.

    Words are named as in the program and searched for in Chinese. names: of the demo people by
    their sign-in names.
    """

    def __init__(self, page: Page, names: Mapping[str, str]) -> None:
        self.page = page
        self.names = names

    @property
    def main(self) -> Locator:
        """What the page is about, without bars and menus."""
        return self.page.locator("main")

    @property
    def today(self) -> date:
        """The day that the demo bar shows."""
        shown = self.page.locator(".demo-time time").get_attribute("datetime")
        return local(datetime.fromisoformat(shown or "")).date()

    def become(self, sign_in_name: str) -> "Person":
        """Change into another person by the demo bar and go to that person's desk."""
        self.page.locator(".demo summary").click()
        name = self.page.get_by_text(self.names[sign_in_name], exact=True)
        self.click(self.page.locator(".demo-people button", has=name))
        return self.go_to("To do")

    def jump(self, key: str) -> None:
        """Move the clock of the demo."""
        self.click(self.page.locator(f".demo-jumps button[value={key}]"))

    def go_to(self, text: str) -> "Person":
        """Choose an entry of the main menu."""
        self.click(self.page.locator(".mast nav").get_by_role("link", name=zh(text), exact=True))
        return self

    def row(self, *texts: str) -> Locator:
        """Return the row of a table that holds all these texts."""
        found = self.main.locator("tbody tr")
        for text in texts:
            found = found.filter(has_text=zh(text))
        return found

    def take_up(self, task: str, subject: str) -> None:
        """Deal with what waits on the desk."""
        self.follow("Deal with it", self.row(task, subject).first)

    def follow(self, text: str, within: Locator | None = None) -> None:
        """Follow a link to the page behind it."""
        self.click((within or self.main).get_by_role("link", name=zh(text), exact=True).first)

    def press(self, text: str) -> None:
        """Press a button and wait for the page that answers."""
        self.click(self.main.get_by_role("button", name=zh(text), exact=True).first)

    def click(self, what: Locator) -> None:
        """Click what leads to another page and wait for it."""
        with self.page.expect_navigation():
            what.click()

    def pdf(self, link: Locator) -> bytes:
        """Return the paper behind a link."""
        answer = self.page.request.get(link.get_attribute("href") or "")
        assert answer.headers["content-type"] == "application/pdf", answer.url
        return answer.body()

    def enter(self, values: Mapping[str, object] | None = None, **more: object) -> None:
        """Type, choose, tick or attach, by the names of the fields."""
        for name, value in {**(values or {}), **more}.items():
            _enter(self.main.locator(f'[name="{name}"]'), value)

    def sees(self, *texts: str) -> None:
        """Expect words on the page."""
        for text in texts:
            expect(self.main).to_contain_text(zh(text))

    def is_told(self, text: str, **facts: object) -> None:
        """Expect the words by which the page answers the last act."""
        expect(self.page.locator(".flashes")).to_contain_text(zh(text, **facts))

    def is_refused(self, text: str, **facts: object) -> None:
        """Expect the sentence that says why an act was not taken, and what to do."""
        expect(self.page.locator(".errors")).to_contain_text(zh(text, **facts))

    def finds(self, **values: str) -> None:
        """Expect that fields still hold what was typed, by their names."""
        for name, value in values.items():
            expect(self.main.locator(f'[name="{name}"]')).to_have_value(value)


def _enter(field: Locator, value: object) -> None:
    if isinstance(value, Path):
        field.set_input_files(value)
    elif isinstance(value, bool):
        field.set_checked(value)
    elif field.first.evaluate("each => each.type") == "radio":
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(str(value))
    else:
        field.fill(str(value))
