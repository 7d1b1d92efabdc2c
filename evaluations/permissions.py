"""Who may do what with panels, score sheets and evaluations."""

from typing import Any

from app.accounts.enums import Role
from app.records.actor import Actor
from projects.permissions import is_applicant, is_evaluator, is_officer, is_secretary, is_steward

__all__ = [
    "can_read_paper",
    "can_see_matrix",
    "can_see_names",
    "is_applicant",
    "is_evaluator",
    "is_officer",
    "is_own_sheet",
    "is_panel_chair",
    "is_panellist",
    "is_secretary",
]


def is_panellist(actor: Actor, panel: Any) -> bool:
    """A drawn member of the panel, the chair included."""
    scope = f"panel:{panel.code}"
    return actor.has(Role.PANELLIST, scope) or actor.has(Role.CHAIR, scope)


def is_panel_chair(actor: Actor, record: Any) -> bool:
    """The expert whom the panel elected. record: the panel or one of its score sheets."""
    panel = getattr(record, "panel", record)
    return actor.has(Role.CHAIR, f"panel:{panel.code}")


def is_own_sheet(actor: Actor, scorecard: Any) -> bool:
    """A panellist's own sheet, from the pledge until the panellist is replaced."""
    seat = scorecard.panellist
    sworn = seat.sworn_at is not None and seat.left_at is None
    return sworn and seat.user_id == actor.user_id


def can_see_matrix(actor: Actor, panel: Any) -> bool:
    """Chair, secretary and supervisor follow the marks; other panellists see only their own."""
    return (
        is_panel_chair(actor, panel) or is_secretary(actor, panel) or is_steward(actor, panel.call)
    )


def can_read_paper(actor: Actor, panel: Any, paper: Any) -> bool:
    """A panel's papers bear the experts' names: an expert, the chair too, reads the own ones."""
    if is_panellist(actor, panel):
        return paper.issued_by == actor.user_id
    return can_see_matrix(actor, panel)


def is_assigned_evaluator(actor: Actor, assessment: Any) -> bool:
    """The evaluator of the area to whom this evaluation was assigned."""
    mine = actor.user_id is not None and assessment.evaluator_id == actor.user_id
    return mine and is_evaluator(actor, assessment)


def can_see_names(actor: Actor, panel: Any) -> bool:
    """Who sits on which seat: for the secretary, the supervisor and the leader of the area."""
    area = f"area:{panel.call.area_code}"
    return is_secretary(actor, panel) or any(
        actor.has(role, area) for role in (Role.SUPERVISOR, Role.LEADER)
    )
