"""The law of the front end: nothing inline, pages made of macros, small, every name resolvable."""

import re

import pytest

from app.config import ROOT
from app.kernel.labels import Labelled
from app.registry import enums as registry_enums
from evaluations import enums as evaluations_enums
from funding import enums as funding_enums
from projects import enums as projects_enums

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "app" / "static"
MACROS = sorted((TEMPLATES / "macros").glob("*.html"))
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in ("pdf", "mail")
)


@pytest.mark.parametrize("path", MACROS, ids=lambda path: path.name)
def test_every_macro_opens_with_a_comment(path):
    source = path.read_text()

    bare = re.findall(r"(?<!#\}\n)\{% macro ([a-z]\w*)", source)

    assert [name for name in bare if name != "strong"] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_nothing_inline(path):
    source = path.read_text()

    assert (
        re.findall(r"<style|<\w[^<>{]*\s(?:style|on[a-z]+)=|\|\s*safe\b|javascript:", source) == []
    )
    assert re.findall(r"<script(?![^>]*src=)", source) == []


@pytest.mark.parametrize(
    "path",
    [p for p in PAGES if p.parent.name != "macros" and p.name != "base.html"],
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_page_is_composed_of_macros(path):
    assert re.findall(r"<(?:input|select|textarea|table|script)\b", path.read_text()) == []


def test_weight_of_sheets_and_modules():
    assert sum(p.stat().st_size for p in (STATIC / "css").glob("*.css")) <= 60 * 1024
    assert sum(p.stat().st_size for p in (STATIC / "js").glob("*.js")) <= 45 * 1024


def test_every_icon_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    used = {n for p in PAGES for n in re.findall(r'icon\("([\w-]+)"', p.read_text())}

    assert used - drawn == set()


def test_every_module_named_in_a_macro_exists():
    main = (STATIC / "js" / "main.js").read_text()
    named = {
        name
        for path in PAGES
        for value in re.findall(r'data-module="([a-z_ ]+)"', path.read_text())
        for name in value.split()
    }

    assert {name for name in named if not re.search(rf"\b{name}\b", main)} == set()


@pytest.mark.parametrize(
    "status",
    [
        pytest.param(kind, id=kind.__name__)
        for module in (projects_enums, evaluations_enums, funding_enums, registry_enums)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Labelled) and "Status" in kind.__name__
    ],
)
def test_every_status_has_a_tone_and_a_glyph(status):
    source = (TEMPLATES / "macros" / "status.html").read_text()
    looks = set(re.findall(r'"(\w+)": \("', source))

    assert {member.value for member in status} - looks == set()
