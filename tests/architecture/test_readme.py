"""What README shows is what the code says."""

import re

from app.config import ROOT
from app.demo.content import load_content

DEMO = ROOT / "app" / "demo"
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


def test_every_person_of_the_walk_is_in_the_demo():
    """The second column of the walk names demo people, and organisations in brackets."""
    walk = README.split("## Walk the story")[1].split("## ")[0]
    seconds = [row.split("|")[2] for row in walk.splitlines() if re.match(r"\| \d", row)]
    named = {name for cell in seconds for name in re.findall(r"[一-龥]{2,3}", cell)}
    known = "".join(
        path.read_text(encoding="utf-8")
        for path in DEMO.rglob("*")
        if path.is_file() and path.suffix in (".py", ".toml")
    )

    assert len(named) > 8
    assert {name for name in named if name not in known} == set()


def test_the_credit_code_of_the_walk_belongs_to_an_organisation_that_nobody_represents():
    """README names it together with its code, so that a newcomer may claim it."""
    content = load_content()
    represented = {person.scope.removeprefix("organisation:") for person in content.people.values()}
    free = {
        each.credit_code: each.name
        for key, each in content.organisations.items()
        if key not in represented
    }
    named = re.findall(r"([一-龥]+) \(credit code `(\w{18})`", README)

    assert [free.get(code) for _name, code in named] == [name for name, _code in named] != []
