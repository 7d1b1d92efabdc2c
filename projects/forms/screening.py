"""Input of the screening and of the decisions of a call."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.web.forms import BaseForm, DayField, UploadField, labels, needed, options
from projects.enums import CheckOutcome


class CheckForm(BaseForm):
    """A person's finding of one row of the eligibility table."""

    outcome = RadioField(
        _l("Finding"),
        choices=labels((CheckOutcome.PASS, CheckOutcome.FAIL)),
        validators=[needed(_l("Choose a finding."))],
    )
    note = TextAreaField(_l("What was checked, and how"), [Optional(), Length(max=500)])
    evidence = UploadField(_l("Evidence, for example the screenshot of a credit check"))


class DisqualifyForm(BaseForm):
    """Why an application is not qualified."""

    reason = TextAreaField(
        _l("Reason that the organisation reads"),
        [needed(_l("Enter the reason.")), Length(max=500)],
    )


class MinutesForm(BaseForm):
    """The minutes by which the bureau approved the result."""

    body = SelectField(
        _l("Approved by"),
        choices=options([("局党组会议", "局党组会议"), ("局长办公会", "局长办公会")]),
    )
    number = StringField(
        _l("Number of the minutes"),
        [needed(_l("Enter the number of the minutes.")), Length(max=80)],
    )
    held_on = DayField(_l("Day of the meeting"), [needed(_l("Enter the day of the meeting."))])
    scan = UploadField(
        _l("Signed minutes (scan)"), [needed(_l("Choose the scan of the signed minutes."))]
    )


class ReasonForm(BaseForm):
    """A reason."""

    reason = TextAreaField(_l("Reason"), [needed(_l("Enter the reason.")), Length(max=500)])
