"""Forms: shape is checked here, sense by the operation that a form carries out."""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage
from wtforms import DateField, FileField, Form, HiddenField, PasswordField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, StopValidation

from app.db import abandon, session
from app.kernel.clock import SHANGHAI, SystemClock, local
from app.kernel.errors import DomainError
from app.kernel.labels import N_, Labelled
from app.kernel.money import Money
from app.kernel.periods import month_from
from app.records.attachments import Upload, receive
from app.records.idempotency import claim_key
from app.records.refusals import record_refusal
from app.web.actor import current_actor
from app.web.clock import now
from app.web.filters import is_chinese, month, translated
from app.web.sentences import Sentences

# Facts that name the end of a period: midnight is 24:00 of the day before.


def tidy(value: Any) -> Any:
    """Strip stray blanks; full-width digits, letters and blanks become plain ones."""
    if not isinstance(value, str):
        return value
    return "".join(
        unicodedata.normalize("NFKC", c) if "０" <= c <= "ｚ" or c == "\u3000" else c for c in value
    ).strip()


class Manners:
    """What every form does: it tidies text and speaks in our sentences."""

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        """Bind a field, a text with the filter that tidies it."""
        if issubclass(unbound_field.field_class, StringField):
            filters = [*unbound_field.kwargs.get("filters", ()), tidy]
            return unbound_field.bind(form=form, filters=filters, **options)
        return unbound_field.bind(form=form, **options)

    def get_translations(self, form: Any) -> Sentences:
        """Return the words for what is wrong with a field."""
        return Sentences()


class RowForm(Form):
    """One row of a table inside another form."""

    class Meta(Manners):
        pass


class BaseForm(FlaskForm):
    """The form of every page: tidied text, one act per key, refusals that lose nothing typed."""

    act_key = HiddenField(default=lambda: secrets.token_urlsafe(18))

    class Meta(Manners, FlaskForm.Meta):
        pass

    def carry_out(self, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Run one operation; True when it succeeded, its result is in self.result.

        A DomainError rolls everything back, stays with its field, and (when it is a numbered
        refusal) leaves a receipt of its own.
        """
        self.result: Any = None
        self.refusal: Any = None
        try:
            self._claim()
            self.result = operation(*args, **kwargs)
            session().flush()
        except DomainError as error:
            abandon()
            if error.numbered:
                self._receipt(error, *args)
            self._attach(error)
            return False
        except IntegrityError as error:
            abandon()
            self._attach(_conflict(error))
            return False
        return True

    def _claim(self) -> None:
        if self.act_key.data:
            body = "&".join(
                f"{name}={value}"
                for name, value in sorted(request.form.items(multi=True))
                if name != "csrf_token" and not self._is_secret(name)
            )
            digest = hashlib.sha256(f"{request.path}?{body}".encode()).hexdigest()
            person = current_actor.code or "visitor"
            g.claim = claim_key(person, self.act_key.data[:64], digest, at=SystemClock().now())

    def _is_secret(self, name: str) -> bool:
        """A password goes into no digest that is stored: a fast one could be guessed."""
        return isinstance(self._fields.get(name), PasswordField)

    def _receipt(self, error: DomainError, *args: Any) -> None:
        record = next((arg for arg in args if hasattr(arg, "chain")), None)
        chain = record.chain if record is not None else "site:refusals"
        database = session().info["database"]
        actor = current_actor._get_current_object()  # type: ignore[attr-defined]  # LocalProxy
        with database.work(writing=True):
            self.refusal = record_refusal(chain, error, actor=actor, at=now())
        error.facts["number"] = self.refusal.number

    def _attach(self, error: DomainError) -> None:
        g.pop("claim", None)
        self.act_key.data = secrets.token_urlsafe(18)
        sentence = sentence_of(error)
        field = self._fields.get(error.field or "")
        if field is None or isinstance(field, HiddenField):
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]
        g.problem_status = error.status


class ConfirmForm(BaseForm):
    """A form without fields: the button is the act."""


class Collision(DomainError):
    """The database refused because somebody else was faster."""

    message = N_("Somebody else has just done this. Load the page again to see how it stands.")
    status = 409


def _conflict(error: IntegrityError) -> DomainError:
    return Collision(reason=str(error.orig)[:200])


def sentence_of(error: DomainError) -> str:
    """Return the translated sentence of an error with its facts put in."""
    return translated(error.message, error.facts)


def page(template: str, *, form: FlaskForm | None = None, **context: Any) -> ResponseReturnValue:
    """Render a page: 422 (or the error's status) when its form has errors."""
    failed = form is not None and bool(form.errors)
    if failed and session().info["writing"]:
        abandon()
    status = g.pop("problem_status", 422) if failed else 200
    return render_template(template, form=form, **context), status


class MoneyField(StringField):
    """An amount in yuan; data is Money."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not self.raw_text:
            return
        try:
            self.data = Money.yuan(self.raw_text.lstrip("¥"))
        except (ValueError, DomainError):
            raise ValueError(_("Enter an amount in yuan, for example 12,000.00.")) from None

    def _value(self) -> str:
        if getattr(self, "raw_text", None):
            return self.raw_text
        return self.data.grouped if isinstance(self.data, Money) else ""


class LocalDateTimeField(StringField):
    """A moment in Beijing time as browsers send it (2026-01-05T17:00); data is aware UTC."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not self.raw_text:
            return
        try:
            typed = datetime.fromisoformat(self.raw_text)
        except ValueError:
            raise ValueError(_("Enter date and time, for example 2026-01-05 17:00.")) from None
        self.data = typed.replace(tzinfo=SHANGHAI).astimezone(UTC)

    def _value(self) -> str:
        if getattr(self, "raw_text", None):
            return self.raw_text
        return local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class DayField(DateField):
    """A day; the message says how to write one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and not tidy(valuelist[0]):
            self.data = None
            return
        try:
            super().process_formdata([tidy(value) for value in valuelist])
        except ValueError:
            raise ValueError(_("Enter a day, for example 2026-01-05.")) from None


class UploadField(FileField):
    """A file that is checked and stored while the form is validated; data is an Upload.

    Storing happens before the writing session's first query (see app.db).
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: Upload | None = None
        chosen = [v for v in valuelist if isinstance(v, FileStorage) and v.filename]
        if not chosen:
            return
        try:
            self.data = receive(chosen[0].filename or "", chosen[0].stream.read())
        except DomainError as error:
            raise ValueError(sentence_of(error)) from None


class MonthField(StringField):
    """A month, typed as 2026-08, 2026年8月, 2026.8, 2026/8 or 202608; data is "2026-08"."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = tidy(valuelist[0]) if valuelist else ""
        self.data = ""
        if not self.raw_text:
            return
        try:
            self.data = f"{month_from(self.raw_text):%Y-%m}"
        except ValueError:
            raise ValueError(_("Enter a month with its year, for example 2026-08.")) from None

    def _value(self) -> str:
        if getattr(self, "raw_text", None):
            return self.raw_text
        if not self.data:
            return ""
        return month(self.data) if is_chinese() else str(self.data)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return (value, text) pairs as the options of a choice."""
    return [SelectChoice(value, text) for value, text in pairs]


def labels(members: Iterable[Labelled]) -> list[SelectChoice]:
    """Return members of an enum as the options of a choice, named in the page's language."""
    return options((member.value, lazy_gettext(member.label)) for member in members)


class Needed(InputRequired):
    """A field that must be filled; blanks alone are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data:
            field.errors = []
            raise StopValidation(self.message)


def needed(sentence: Any) -> Needed:
    """A validator for a field that must be filled, with a sentence that says what to do."""
    return Needed(sentence)


def today() -> date:
    """Return the day of the request in Shanghai."""
    return local(now()).date()
