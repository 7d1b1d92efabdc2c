"""The words of acts: none is missing, none is left over, and opposite acts never share a word."""

import ast
import re

import pytest
from babel.messages.pofile import read_po

from app.config import ROOT
from app.ledger.rules import MOVES
from app.portal.lifecycles import LIFECYCLES
from app.web.filters import act, verb
from app.web.verbs import ACTIONS, EVENTS
from projects.rules.rulebook_reading import FOLDER, load_rulebook

PACKAGES = ("app", "projects", "evaluations", "funding")
CATALOGUE = ROOT / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
RULEBOOKS = sorted(FOLDER.glob("*.toml"))
# The families whose events are composed; each is covered by the table it is composed from.
COMPOSED = {
    "f'{noun}:{action}'",
    "f'ledger:{verb}'",
    "f'approval:{step}'",
    "f'approval:{step}:paper'",
    "f'approval:{approval.step}:confirm'",
}
ON_PAPER = ("check", "approve")


def recorded_events():
    """Return the second argument of every record_act() as it stands in the code."""
    found = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record_act"):
                found.add(ast.unparse(node.args[1]))
    return found


def written_events():
    return {ast.literal_eval(text) for text in recorded_events() - COMPOSED}


def moved_events():
    return {f"{flow.name}:{action}" for flow in LIFECYCLES for action in flow.actions}


def ledger_events():
    return {f"ledger:{name}" for name in MOVES.values()}


def approval_events():
    """Return what the steps of every rulebook's chain record, in the system and on paper."""
    steps = {step for path in RULEBOOKS for step in load_rulebook(path).payment_chain}
    general = {"approval", "approval:paper", "approval:confirm"}
    signed = {f"approval:{step.key}" for step in steps}
    paper = {
        f"approval:{step.key}:{what}"
        for step in steps
        if step.move in ON_PAPER
        for what in ("paper", "confirm")
    }
    return general | signed | paper


@pytest.fixture(scope="module")
def chinese():
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file)}


@pytest.mark.parametrize("flow", LIFECYCLES, ids=lambda flow: flow.name)
def test_every_action_of_a_lifecycle_has_a_word(flow):
    assert [action for action in flow.actions if action not in ACTIONS] == []


def test_every_action_that_has_a_word_belongs_to_a_lifecycle():
    actions = {action for flow in LIFECYCLES for action in flow.actions}

    assert set(ACTIONS) - actions - moved_events() == set()


@pytest.mark.parametrize("events", [written_events, moved_events, ledger_events, approval_events])
def test_every_event_has_a_word(events):
    found = events()

    assert found
    assert sorted(found - set(EVENTS)) == []


def test_every_event_that_has_a_word_is_recorded_somewhere():
    known = written_events() | moved_events() | ledger_events() | approval_events()

    assert sorted(set(EVENTS) - known) == []


def test_composed_events_are_known():
    assert recorded_events() >= COMPOSED


def test_every_button_names_a_known_action():
    source = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))

    named = set(re.findall(r'"([a-z_:]+)" \| verb\b', source))

    assert named
    assert [name for name in named if name not in ACTIONS] == []


def test_every_word_has_its_chinese(chinese):
    words = [*ACTIONS.values(), *EVENTS.values()]

    assert [word for word in words if not chinese.get(word)] == []


def test_recalling_and_giving_up_share_no_word(chinese):
    recalled = chinese[EVENTS["application:recall"]]
    given_up = [chinese[EVENTS[f"application:{action}"]] for action in ("withdraw", "decline")] + [
        chinese[ACTIONS["application:withdraw"]]
    ]

    assert "撤回" in recalled
    assert "放弃" not in recalled
    assert [word for word in given_up if "放弃" not in word or "撤回" in word] == []


@pytest.mark.parametrize(
    ("action", "text"),
    [
        pytest.param("accept", "接受", id="bare"),
        pytest.param("objection:accept", "受理", id="word of the noun's own"),
        pytest.param("objection:refuse", "不予受理", id="noun without a word of its own"),
        pytest.param("claim:refuse", "不予确认认领", id="same verb, other noun"),
    ],
)
def test_verb_takes_the_noun_s_own_word(app, action, text):
    with app.test_request_context("/"):
        assert verb(action) == text


@pytest.mark.parametrize(
    ("event", "text"),
    [
        pytest.param("application:withdraw", "放弃申报", id="given up"),
        pytest.param("notice:withdraw", "撤回公示", id="same verb, other noun"),
        pytest.param("approval:leader:paper", "录入分管领导签字件", id="known step"),
        pytest.param("approval:elder", "办理审批环节", id="step of another rulebook"),
        pytest.param("approval:elder:confirm", "确认签字件", id="its paper"),
        pytest.param("comet:seen", "comet:seen", id="unknown"),
    ],
)
def test_act_names_the_event(app, event, text):
    with app.test_request_context("/"):
        assert act(event) == text
