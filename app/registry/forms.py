"""Input of the registry's pages."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from app.kernel.errors import DomainError
from app.kernel.identifiers import credit_code
from app.web.forms import BaseForm, needed, sentence_of


class CreditCodeField(StringField):
    """A unified social credit code; data is the normalised code."""

    data: str | None

    def pre_validate(self, form: object) -> None:
        if not self.data:
            return
        try:
            self.data = credit_code(self.data)
        except DomainError as error:
            raise ValidationError(sentence_of(error)) from None


class ClaimForm(BaseForm):
    """Which organisation a person represents."""

    credit_code = CreditCodeField(
        _l("Unified social credit code"),
        [needed(_l("Enter the 18 characters of the credit code."))],
        description=_l("18 characters, as on the registration certificate."),
    )
    position = StringField(
        _l("Your position in the organisation"),
        [needed(_l("Enter your position, for example director.")), Length(max=80)],
    )
    aware = BooleanField(
        _l("I know that the organisation already has a signatory and send the claim all the same.")
    )


class RefuseForm(BaseForm):
    """Why a claim is not confirmed."""

    reason = TextAreaField(
        _l("Reason"),
        [needed(_l("Enter the reason; the person is told.")), Length(max=300)],
    )


class ProfileForm(BaseForm):
    """What an organisation says of itself."""

    address = StringField(_l("Address"), [needed(_l("Enter the address.")), Length(max=200)])
    contact = StringField(
        _l("Contact person"), [needed(_l("Enter a contact person.")), Length(max=80)]
    )
    phone = StringField(_l("Telephone"), [needed(_l("Enter a telephone number.")), Length(max=40)])
    introduction = TextAreaField(
        _l("Introduction of the organisation"), [Optional(), Length(max=500)]
    )
