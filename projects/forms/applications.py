"""Input around an application: start, attach, declare, give up."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from app.web.forms import BaseForm, UploadField, needed


class StartForm(BaseForm):
    """For which organisation an application is started."""

    organisation = SelectField(_l("Organisation"))


class AttachForm(BaseForm):
    """One file for one listed item."""

    slot = SelectField(_l("What it is"))
    file = UploadField(
        _l("File"),
        [needed(_l("Choose a file first."))],
        description=_l("PDF, JPG, PNG, DOCX or XLSX, at most 20 MB."),
    )


class DeclareForm(BaseForm):
    """The declaration that is signed with the submission."""

    declaration = BooleanField(_l("I have read the declaration and sign it for the organisation."))


class GiveUpForm(BaseForm):
    """Giving an application up, with its title typed."""

    title = StringField(
        _l("Title of the project"),
        [needed(_l("Type the title of the project.")), Length(max=200)],
    )
