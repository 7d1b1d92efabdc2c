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


class PasswordForm(BaseForm):
    """The old password and a new one."""

    current = PasswordField(
        _l("Present password"), [needed(_l("Enter your present password.")), Length(max=200)]
    )
    password = PasswordField(
        _l("New password"),
        [needed(_l("Enter the new password.")), Length(max=200)],
        description=_l(
            "At least 10 characters. A sentence that only you would say is good; names of the "
            "platform or the city and common sequences are not taken."
        ),
    )


class HatForm(BaseForm):
    """Which of the person's roles is active."""

    hat = SelectField(_l("Act as"))
