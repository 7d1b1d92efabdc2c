"""Input of the revision and of the delivery of a project."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from app.web.forms import BaseForm, DayField, MoneyField, UploadField, needed
from projects.forms.sections import WholeNumberField


class ActivityForm(BaseForm):
    """An activity that took place."""

    plan_position = SelectField(_l("Planned activity"), coerce=int)
    title = StringField(
        _l("Name of the activity"), [needed(_l("Enter the name of the activity.")), Length(max=120)]
    )
    held_on = DayField(_l("Day"), [needed(_l("Enter the day."))])
    place = StringField(_l("Where"), [Optional(), Length(max=120)])
    audience = StringField(_l("For whom"), [Optional(), Length(max=120)])
    expected = WholeNumberField(_l("People expected"), [Optional(), NumberRange(min=0)])
    attended = WholeNumberField(
        _l("People present"), [needed(_l("Enter how many came.")), NumberRange(min=0)]
    )
    new_people = WholeNumberField(
        _l("of them for the first time"), [Optional(), NumberRange(min=0)]
    )
    volunteers = WholeNumberField(_l("Volunteers"), [Optional(), NumberRange(min=0)])
    content = TextAreaField(_l("What happened"), [Optional(), Length(max=2000)])
    effect = TextAreaField(_l("Effect"), [Optional(), Length(max=1000)])
    problem = TextAreaField(_l("Problems"), [Optional(), Length(max=1000)])
    photo = UploadField(_l("Photo (place and camera data are removed)"))
    sign_in_sheet = UploadField(_l("Sign-in sheet"))


class ExpenseForm(BaseForm):
    """One voucher."""

    line = SelectField(_l("Budget line"), coerce=int)
    spent_on = DayField(_l("Day of the voucher"), [needed(_l("Enter the day on the voucher."))])
    payee = StringField(_l("Paid to"), [needed(_l("Enter who was paid.")), Length(max=120)])
    purpose = StringField(_l("For"), [needed(_l("Enter what was paid for.")), Length(max=200)])
    amount = MoneyField(_l("Amount"), [needed(_l("Enter the amount."))])
    voucher = StringField(
        _l("Voucher number"), [needed(_l("Enter the voucher number.")), Length(max=60)]
    )
    invoice = StringField(_l("Invoice number"), [Optional(), Length(max=60)])
    image = UploadField(_l("Picture of the voucher"))


class DisallowForm(BaseForm):
    """What the review does not recognise."""

    amount = MoneyField(_l("Not recognised"), [needed(_l("Enter the amount."))])
    reason = TextAreaField(_l("Reason"), [needed(_l("Enter the reason.")), Length(max=300)])
