"""Input of the sign-in, registration and password pages."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import Length, Regexp

from app.accounts.passwords import check_strength
from app.kernel.errors import DomainError
from app.web.forms import BaseForm, needed, sentence_of

GOOD_PASSWORD = _l(
    "At least 10 characters. A sentence that only you would say is good; names of the "
    "platform or the city and common sequences are not taken."
)


class SignInForm(BaseForm):
    """Name and password."""

    sign_in_name = StringField(
        _l("Sign-in name"), [needed(_l("Enter your sign-in name.")), Length(max=80)]
    )
    password = PasswordField(_l("Password"), [needed(_l("Enter your password.")), Length(max=200)])


class RegisterForm(BaseForm):
    """What the platform knows of a person; the unit comes with the claim."""

    name = StringField(_l("Name"), [needed(_l("Enter your name.")), Length(max=80)])
    sign_in_name = StringField(
        _l("Sign-in name"),
        [
            needed(_l("Choose a sign-in name.")),
            Regexp(
                r"[\w.@-]{3,40}\Z",
                message=_l("Choose 3 to 40 letters, digits, dots or hyphens, without blanks."),
            ),
        ],
        description=_l(
            "3 to 40 letters or digits without blanks; small and capital letters are the same."
        ),
    )
    phone = StringField(
        _l("Mobile or telephone"),
        [
            needed(_l("Enter a number under which you can be reached.")),
            Regexp(
                r"(?:[()（） +-]*\d){7,20}[()（） +-]*\Z",
                message=_l("Enter a telephone number, for example 0512-60000000 or a mobile."),
            ),
            Length(max=40),
        ],
        description=_l("The registering authority calls here when it checks your claim."),
    )
    password = PasswordField(
        _l("Password"),
        [needed(_l("Choose a password.")), Length(max=200)],
        description=GOOD_PASSWORD,
    )

    def validate_password(self, field: PasswordField) -> None:
        """Say at once what is weak, with everything else that is to be mended."""
        try:
            check_strength(field.data)
        except DomainError as error:
            raise ValidationError(sentence_of(error)) from None


class PasswordForm(BaseForm):
    """The old password and a new one."""

    current = PasswordField(
        _l("Present password"), [needed(_l("Enter your present password.")), Length(max=200)]
    )
    password = PasswordField(
        _l("New password"),
        [needed(_l("Enter the new password.")), Length(max=200)],
        description=GOOD_PASSWORD,
    )


class HatForm(BaseForm):
    """Which of the person's roles is active."""

    hat = SelectField(_l("Act as"))
