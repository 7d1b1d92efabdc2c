"""What README shows is what the code says."""

import re

from app.config import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_lifecycles_are_those_of_the_code(app):
    shown = re.search(r"<!-- lifecycles -->\n(.*)<!-- /lifecycles -->", README, re.DOTALL)
    assert shown is not None

    printed = app.test_cli_runner().invoke(args=["lifecycles"])

    assert shown.group(1).strip() == printed.output.strip()


def test_every_file_that_it_links_to_exists():
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_that_it_names_exists():
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"`make ([a-z-]+)", README))

    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.M)} == set()
