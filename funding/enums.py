"""Statuses of contracts and disbursements."""

from app.kernel.labels import N_, Labelled


class ContractStatus(Labelled):
    """Where an agreement stands; printing is recorded, not a status."""

    DRAFT = "draft", N_("Draft")
    APPROVED = "approved", N_("Approved")
    ISSUED = "issued", N_("Issued")
    SIGNED = "signed", N_("Signed")
    FILED = "filed", N_("Filed")
    VOID = "void", N_("Void")


class DisbursementStatus(Labelled):
    """Where a payment stands; before the request an installment is blocked or ready, computed."""

    REQUESTED = "requested", N_("Requested by the organisation")
    DRAFTED = "drafted", N_("Drafted")
    CHECKED = "checked", N_("Checked")
    APPROVED = "approved", N_("Approved")
    PAID = "paid", N_("Paid")
    REJECTED = "rejected", N_("Rejected")
