"""Statuses of panels, score sheets and assessments."""

from app.kernel.labels import N_, Labelled


class PanelStatus(Labelled):
    """Where a panel stands; the pledge is per panellist."""

    FORMING = "forming", N_("Being formed")
    DRAWN = "drawn", N_("Experts drawn")
    SCORING = "scoring", N_("Scoring")
    SCORED = "scored", N_("All sheets locked")
    FROZEN = "frozen", N_("Result frozen")


class ScorecardStatus(Labelled):
    """Where one expert's sheet for one application stands."""

    ASSIGNED = "assigned", N_("Not started")
    IN_PROGRESS = "in_progress", N_("Draft")
    LOCKED = "locked", N_("Locked")
    REOPENED = "reopened", N_("Reopened")
    RECUSED = "recused", N_("Recused")


class AssessmentMoment(Labelled):
    """When a project is evaluated."""

    MIDTERM = "midterm", N_("Mid-term evaluation")
    COMPLETION = "completion", N_("Completion review")


class AssessmentStatus(Labelled):
    """Where an evaluation stands; whether it is overdue is computed."""

    PLANNED = "planned", N_("Waiting for the self-report")
    SELF_REPORTED = "self_reported", N_("Self-report handed in")
    ASSIGNED = "assigned", N_("Assigned to an evaluator")
    ASSESSED = "assessed", N_("Assessed")
    RECTIFYING = "rectifying", N_("Rectification required")
    CONCLUDED = "concluded", N_("Concluded")
