"""Input of contracts and payments."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.web.forms import BaseForm, DayField, UploadField, needed, options


class DraftContractForm(BaseForm):
    """Further agreed clauses."""

    special_terms = TextAreaField(
        _l("Further agreed clauses, one per line"), [Optional(), Length(max=2000)]
    )


class SignForm(BaseForm):
    """The signed agreement."""

    signed_on = DayField(_l("Day of signing"), [needed(_l("Enter the day of signing."))])
    scan = UploadField(
        _l("Scan of the signed and sealed agreement"),
        [needed(_l("Choose the scan of the signed agreement."))],
    )


class VoidForm(BaseForm):
    """Why an agreement is void."""

    reason = TextAreaField(_l("Reason"), [needed(_l("Enter the reason.")), Length(max=300)])


class RequestForm(BaseForm):
    """The organisation's receipt for an installment."""

    invoice_kind = SelectField(
        _l("Kind of receipt"),
        choices=options([("数电发票", "数电发票"), ("财政票据", "财政票据"), ("收据", "收据")]),
    )
    invoice_number = StringField(
        _l("Number of the receipt"),
        [needed(_l("Enter the number of the receipt.")), Length(max=60)],
    )
    invoice = UploadField(_l("Receipt (file)"), [needed(_l("Choose the file of the receipt."))])


class DraftPaymentForm(BaseForm):
    """How a payment is made."""

    method = SelectField(
        _l("Way of payment"),
        choices=options(
            [
                ("国库集中支付（授权支付）", "国库集中支付（授权支付）"),
                ("国库集中支付（直接支付）", "国库集中支付（直接支付）"),
            ]
        ),
    )
    minutes = StringField(_l("Number of minutes, if any"), [Optional(), Length(max=80)])


class StepForm(BaseForm):
    """The opinion of one step."""

    opinion = TextAreaField(_l("Opinion"), [Optional(), Length(max=500)], default="同意")


class PaperForm(BaseForm):
    """A step signed in ink."""

    signer = SelectField(_l("Signed by"), coerce=int)
    signed_on = DayField(_l("Day of the signature"), [needed(_l("Enter the day."))])
    opinion = TextAreaField(_l("Opinion as written"), [Optional(), Length(max=500)])
    scan = UploadField(
        _l("Scan of the signed sheet"), [needed(_l("Choose the scan of the signed sheet."))]
    )


class PaidForm(BaseForm):
    """What the treasury has paid."""

    paid_on = DayField(_l("Day of payment"), [needed(_l("Enter the day of payment."))])
    voucher = StringField(
        _l("Payment voucher number"),
        [needed(_l("Enter the payment voucher number.")), Length(max=80)],
    )


class ReasonForm(BaseForm):
    """Why a payment is sent back."""

    reason = TextAreaField(_l("Reason"), [needed(_l("Enter the reason.")), Length(max=500)])
