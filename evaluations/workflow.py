"""The lifecycles of panels, score sheets and evaluations."""

from app.kernel.workflow import Move, Workflow
from evaluations.enums import AssessmentStatus as E
from evaluations.enums import PanelStatus as P
from evaluations.enums import ScorecardStatus as S
from evaluations.permissions import (
    is_assigned_evaluator,
    is_officer,
    is_own_sheet,
    is_panel_chair,
    is_secretary,
)
from projects.permissions import is_signatory

PANEL = Workflow(
    "panel",
    [
        #    action   from          to          by
        Move("draw", {P.FORMING}, P.DRAWN, is_secretary),
        Move("replace", {P.DRAWN}, P.DRAWN, is_secretary),
        Move("start_scoring", {P.DRAWN}, P.SCORING, is_secretary),
        Move("close_scoring", {P.SCORING}, P.SCORED, is_secretary),
        Move("reopen_scoring", {P.SCORED}, P.SCORING, is_secretary),
        Move("freeze", {P.SCORED}, P.FROZEN, is_secretary),
    ],
    initial=P.FORMING,
)

SCORECARD = Workflow(
    "scorecard",
    [
        #    action    from                                       to              by
        Move("score", {S.ASSIGNED, S.IN_PROGRESS, S.REOPENED}, S.IN_PROGRESS, is_own_sheet),
        Move("recuse", {S.ASSIGNED, S.IN_PROGRESS, S.REOPENED}, S.RECUSED, is_own_sheet),
        Move("lock", {S.IN_PROGRESS}, S.LOCKED, is_own_sheet),
        Move("reopen", {S.LOCKED}, S.REOPENED, is_panel_chair),
    ],
    initial=S.ASSIGNED,
)

ASSESSMENT = Workflow(
    "assessment",
    [
        #    action         from                    to                by
        Move("self_report", {E.PLANNED}, E.SELF_REPORTED, is_signatory),
        Move("assign", {E.SELF_REPORTED}, E.ASSIGNED, is_officer),
        Move("assess", {E.ASSIGNED, E.RECTIFYING}, E.ASSESSED, is_assigned_evaluator),
        Move("order_rectification", {E.ASSESSED}, E.RECTIFYING, is_assigned_evaluator),
        Move("conclude", {E.ASSESSED}, E.CONCLUDED, is_officer),
    ],
    initial=E.PLANNED,
)
