"""The Chinese catalogue is complete, keeps every placeholder and belongs to the code."""

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from app.web.i18n import CATALOGUE, IncompleteCatalogue, check_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (tuple, list)) else [str(value)]


def as_text(context: str | bytes | None) -> str | None:
    """Babel leaves the context of a plural in bytes when it reads a compiled catalogue."""
    return context.decode() if isinstance(context, bytes) else context


def test_every_message_has_chinese_words():
    assert [m.id for m in messages() if not all(texts(m.string))] == []


def test_no_message_is_only_guessed():
    assert [m.id for m in messages() if m.fuzzy] == []


def test_no_message_is_left_in_english():
    letters = re.compile(r"[A-Za-z]{4,}")
    same = [m.id for m in messages() if m.string == m.id and letters.search(str(m.id))]

    assert same == []


def test_placeholders_are_the_same_in_both_languages():
    wrong = [
        message.id
        for message in messages()
        for said in texts(message.string)
        if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(texts(message.id)[-1]))
    ]

    assert wrong == []


def test_the_compiled_catalogue_says_the_same():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {(as_text(m.context), m.id): m.string for m in read_mo(file) if m.id}

    assert compiled == {(m.context, m.id): m.string for m in messages()}


def test_the_template_of_the_catalogue_has_the_same_messages():
    with (CATALOGUE.parents[2] / "messages.pot").open("rb") as file:
        marked = {(m.context, m.id) for m in read_po(file) if m.id}

    assert marked == {(m.context, m.id) for m in messages()}


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        pytest.param('msgid "Yes"\nmsgstr ""\n', "first: Yes", id="no words"),
        pytest.param(None, "not compiled", id="not compiled"),
    ],
)
def test_the_application_does_not_start_with_less(tmp_path, entry, complaint):
    path = tmp_path / "messages.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n')
    if entry is not None:
        path.write_text(path.read_text() + entry)
        path.with_suffix(".mo").touch()

    with pytest.raises(IncompleteCatalogue, match=complaint):
        check_catalogue(path)
