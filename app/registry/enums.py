"""Kinds and findings of the registry."""

from app.kernel.labels import N_, Labelled


class OrganisationKind(Labelled):
    """The three kinds of registered social organisations."""

    ASSOCIATION = "association", N_("Social association")
    SERVICE = "service", N_("Social service agency")
    FOUNDATION = "foundation", N_("Foundation")


class RegistrationStatus(Labelled):
    """Whether an organisation is in being."""

    NORMAL = "normal", N_("In good standing")
    REVOKED = "revoked", N_("Registration revoked")
    DISSOLVED = "dissolved", N_("Dissolved")


class Conclusion(Labelled):
    """Published conclusion of an annual inspection."""

    PASSED = "passed", N_("Passed the inspection")
    BASIC = "basic", N_("Basically qualified")
    FAILED = "failed", N_("Failed the inspection")


class ListKind(Labelled):
    """Credit lists."""

    ABNORMAL = "abnormal", N_("List of abnormal activities")
    SERIOUS = "serious", N_("List of serious violations")
    VIOLATION = "violation", N_("Record of a serious violation")


class ClaimStatus(Labelled):
    """A person's claim to represent an organisation."""

    CLAIMED = "claimed", N_("Waiting for confirmation")
    CONFIRMED = "confirmed", N_("Confirmed")
    REFUSED = "refused", N_("Not confirmed")


class Outcome(Labelled):
    """How an earlier funded project of an organisation ended."""

    COMPLETED = "completed", N_("Completed")
    UNQUALIFIED = "unqualified", N_("Evaluated as not qualified")
    TERMINATED = "terminated", N_("Terminated")
    LIQUIDATED = "liquidated", N_("Liquidated")
