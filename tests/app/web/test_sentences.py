"""Wrong input is answered in our sentences, in the language of the page."""

import ast
import inspect
import re

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import DateField, FieldList, FormField, IntegerField, SelectField, StringField
from wtforms import validators as library
from wtforms.fields import choices, datetime, numeric
from wtforms.validators import Length, NumberRange

from app.web.forms import BaseForm, RowForm, options
from app.web.sentences import SENTENCES

# Fields and validators that no form of ours uses.
UNUSED = re.compile(
    r"Invalid (email|IP|Mac|URL|UUID|field name)|other_name|Date must|must be one of|any of"
    r"|week|float|cannot be edited|is disabled|Choices cannot"
)


class Row(RowForm):
    """A row inside a form."""

    number = IntegerField("Number", [NumberRange(min=1, max=9)])
    name = StringField("Name", [Length(max=3)])


class Paper(BaseForm):
    """A form with a table."""

    day = DateField("Day")
    kind = SelectField("Kind", choices=options([("a", "A")]))
    rows = FieldList(FormField(Row))


def library_texts() -> set[str]:
    """Every text that the library's fields and validators hand to gettext()."""
    found = set()
    for module in (library, choices, datetime, numeric):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "").endswith("gettext"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def test_every_text_of_the_library_has_a_sentence_of_ours():
    texts = {text for text in library_texts() if not UNUSED.search(text)}

    assert len(texts) > 10
    assert texts - set(SENTENCES) == set()


@pytest.mark.parametrize(
    ("locale", "sentences"),
    [
        (
            "zh_Hans_CN",
            (
                "请填写日期，例如2026-08-31。",
                "请选择所列选项之一。",
                "请填写1至9之间的数字。",
                "请填写不超过3个字。",
            ),
        ),
        (
            "en",
            (
                "Enter a day, for example 2026-08-31.",
                "Choose one of the entries of the list.",
                "Enter a number between 1 and 9.",
                "Enter at most 3 characters.",
            ),
        ),
    ],
)
def test_forms_and_their_rows_speak_the_language_of_the_page(app, locale, sentences):
    typed = {"day": "soon", "kind": "b", "rows-0-number": "12", "rows-0-name": "1234"}
    with app.test_request_context(method="POST", data=typed), force_locale(locale):
        form = Paper(MultiDict(typed), meta={"csrf": False})
        assert not form.validate()
        (row,) = form.rows
        given = [form.day.errors, form.kind.errors, row.form.number.errors, row.form.name.errors]

    assert [str(errors[0]) for errors in given] == list(sentences)


def test_rows_are_tidied_like_the_form_around_them(app):
    typed = {"rows-0-name": "　１２ "}
    with app.test_request_context(method="POST", data=typed):
        form = Paper(MultiDict(typed), meta={"csrf": False})
        (row,) = form.rows

        assert row.form.name.data == "12"
