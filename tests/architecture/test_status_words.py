"""A status has words of its own: no heading, label or button shares its message.

One English word can need two Chinese ones ("Requested" is 已申请 as a status and 申请金额 as a
heading), and a catalogue has room for one.
"""

import re
from pathlib import Path

import pytest

from app.config import ROOT
from app.portal.lifecycles import LIFECYCLES
from app.web.verbs import ACTIONS, EVENTS

SPOKEN = re.compile(r"""(?<![A-Za-z])_l?\(\s*"([^"]+)"\s*[,)]""")
PLACES = ("app", "projects", "funding", "evaluations", "templates")


def spoken() -> dict[str, set[str]]:
    """Every message that a page or form says itself, with the files that say it."""
    said: dict[str, set[str]] = {}
    for path in files():
        for message in SPOKEN.findall(path.read_text("utf-8")):
            said.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    return said


def files() -> list[Path]:
    found = [path for place in PLACES for path in (ROOT / place).rglob("*.*")]
    return [path for path in found if path.suffix in (".py", ".html")]


@pytest.mark.parametrize("flow", LIFECYCLES, ids=lambda flow: flow.name)
def test_no_page_uses_the_word_of_a_status_for_something_else(flow):
    said = spoken()

    assert {s.label: said[s.label] for s in flow.statuses if s.label in said} == {}


@pytest.mark.parametrize("flow", LIFECYCLES, ids=lambda flow: flow.name)
def test_no_act_is_called_like_a_status(flow):
    acts = {*ACTIONS.values(), *EVENTS.values()}

    assert acts & {status.label for status in flow.statuses} == set()
