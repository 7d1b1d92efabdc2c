"""The pictures of the README, taken anew with PICTURES=1 (collected only then)."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from app.config import ROOT

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 200 * 1024
OPEN_CALL = """select code from call where status = 'published' and opened_at is null
    order by closes_at desc"""
NOTICE = "select code from notice where status = 'published' order by ends_at desc"
BUDGET = "select code from application where title like '%记忆花园%' and status = 'draft'"
SEATED = """select user.sign_in_name, panel.code from panellist
    join user on user.id = panellist.user_id join panel on panel.id = panellist.panel_id
    where panel.status = 'scoring' order by panellist.seat desc"""
PROJECT = "select code from project where status = 'midterm_passed' order by number"
PAYMENT = "select code from disbursement order by paid_on desc"
CONTRACT = (
    "select code from document where kind = 'contract' and sha256 is not null order by id desc"
)


def _keep(name: str, png: bytes, width: int) -> None:
    """Write a picture small enough for a repository: scaled, with a palette."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    height = round(picture.height * width / picture.width)
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    path = FOLDER / f"{name}.png"
    small.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST


@pytest.fixture
def take(sign_in: Callable[..., Page]) -> Callable[..., Page]:
    """Photograph the first screen of a page as a person sees it."""

    def photograph(
        name: str, person: str, path: str, prepare: Callable[[Page], None] | None = None
    ):
        page = sign_in(person)
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(path)
        if prepare:
            prepare(page)
        page.wait_for_timeout(200)
        _keep(name, page.screenshot(), 1100)
        return page

    return photograph


def test_home(take):
    take("home", "", "/")


def test_call(take, stored):
    (code,), *_ = stored(OPEN_CALL)
    take("call", "", f"/calls/{code}")


def test_budget_above_a_cap(take, stored):
    [(code,)] = stored(BUDGET)

    def exceed(page: Page) -> None:
        page.locator("[data-col=price]").first.fill("2000")
        page.locator("[data-alerts] .alert").first.scroll_into_view_if_needed()

    take("budget", "yanqiao", f"/applications/{code}/budget", exceed)


def test_scoring(take, stored):
    (name, panel), *_ = stored(SEATED)

    def begin(page: Page) -> None:
        page.locator("main .title a.btn.p, main header a.btn.p").first.click()
        page.wait_for_selector("[data-slider]")
        for slider in page.locator("[data-slider]").all()[:2]:
            slider.focus()
            page.keyboard.press("1")
        page.locator("[data-criterion]").first.scroll_into_view_if_needed()

    take("scoring", name, f"/panels/{panel}/queue", begin)


def test_notice(take, stored):
    (code,), *_ = stored(NOTICE)
    take("notice", "", f"/notices/{code}")


def test_project(take, stored):
    (code,), *_ = stored(PROJECT)
    take("project", "officer", f"/projects/{code}")


def test_payment(take, stored):
    (code,), *_ = stored(PAYMENT)
    take("payment", "cashier", f"/disbursements/{code}")


def test_contract(sign_in, stored, tmp_path: Path):
    (code,), *_ = stored(CONTRACT)
    page = sign_in("officer")
    (tmp_path / "contract.pdf").write_bytes(page.request.get(f"/documents/{code}.pdf").body())
    command = [
        "pdftoppm",
        "-r",
        "110",
        "-f",
        "1",
        "-singlefile",
        "-png",
        "contract.pdf",
        "contract",
    ]
    subprocess.run(command, cwd=tmp_path, check=True)
    _keep("contract", (tmp_path / "contract.png").read_bytes(), 800)
