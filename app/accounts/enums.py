"""The roles of the house."""

from app.kernel.labels import N_, Labelled


class Role(Labelled):
    """What a person may be; a person with several hats wears one at a time."""

    APPLICANT_EDITOR = "applicant_editor", N_("Editor of an organisation")
    APPLICANT_SIGNATORY = "applicant_signatory", N_("Signatory of an organisation")
    PANELLIST = "panellist", N_("Panellist")
    CHAIR = "chair", N_("Panel chair")
    SECRETARY = "secretary", N_("Panel secretary")
    ORGANISER = "organiser", N_("Organiser")
    OFFICER = "officer", N_("Programme officer")
    LEADER = "leader", N_("Leader in charge")
    SUPERVISOR = "supervisor", N_("On-site supervisor")
    PREPARER = "preparer", N_("Payment drafter")
    CHECKER = "checker", N_("Payment checker")
    APPROVER = "approver", N_("Payment approver")
    CASHIER = "cashier", N_("Cashier")
    EVALUATOR = "evaluator", N_("Evaluator")
    AUDITOR = "auditor", N_("Auditor")
    SYSTEM_ADMIN = "system_admin", N_("System administrator")
    SECURITY_ADMIN = "security_admin", N_("Security administrator")
    AUDIT_ADMIN = "audit_admin", N_("Audit administrator")


APPLICANTS = (Role.APPLICANT_EDITOR, Role.APPLICANT_SIGNATORY)
FINANCE = (Role.PREPARER, Role.CHECKER, Role.APPROVER, Role.CASHIER)
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
STAFF = (
    Role.OFFICER,
    Role.ORGANISER,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.SECRETARY,
    *FINANCE,
    Role.AUDITOR,
)
