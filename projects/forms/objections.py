"""Input of objections and their answers."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.web.forms import BaseForm, UploadField, needed, options


class ObjectionForm(BaseForm):
    """An objection of a named person or a stamped organisation."""

    kind = RadioField(
        _l("Who objects"),
        choices=options(
            [
                ("person", _l("A person, under the real name")),
                ("organisation", _l("An organisation, with its stamp on the attached paper")),
            ]
        ),
        default="person",
    )
    name = StringField(
        _l("Name of the person or organisation"),
        [needed(_l("Enter your real name or the organisation's.")), Length(max=120)],
    )
    contact = StringField(
        _l("Telephone or mail"),
        [needed(_l("Enter how you can be reached.")), Length(max=120)],
        description=_l("Kept encrypted; only the officers who examine the objection see it."),
    )
    application = SelectField(_l("Which project"), validate_choice=False)
    subject = StringField(
        _l("Subject"), [needed(_l("Say in a few words what it is about.")), Length(max=200)]
    )
    body = TextAreaField(
        _l("Facts and reasons"), [needed(_l("Describe facts and reasons.")), Length(max=4000)]
    )
    evidence = UploadField(_l("Evidence (PDF, JPG, PNG, DOCX or XLSX, at most 20 MB)"))


class AnswerForm(BaseForm):
    """The written answer."""

    verdict = RadioField(
        _l("Result"),
        choices=options([("dismissed", _l("Not founded")), ("upheld", _l("Founded"))]),
        validators=[needed(_l("Choose the result."))],
    )
    findings = TextAreaField(
        _l("What the examination found"),
        [needed(_l("Enter what was found; it goes into the letter.")), Length(max=4000)],
    )
    measures = TextAreaField(_l("What follows from it"), [Optional(), Length(max=2000)])
