"""Input of sign-in and password pages."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import Length

from app.web.forms import BaseForm, needed


class SignInForm(BaseForm):
    """Name and password."""

    sign_in_name = StringField(
        _l("Sign-in name"), [needed(_l("Enter your sign-in name.")), Length(max=80)]
    )
    password = PasswordField(_l("Password"), [needed(_l("Enter your password.")), Length(max=200)])


class HatForm(BaseForm):
    """Which of the person's roles is active."""

    hat = SelectField(_l("Act as"))
