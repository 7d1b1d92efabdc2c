"""The lifecycle of a claim."""

from app.kernel.workflow import Move, Workflow
from app.registry.enums import ClaimStatus as S
from app.registry.permissions import is_registering_authority

CLAIM = Workflow(
    "claim",
    [
        #    action     from          to            by
        Move("confirm", {S.CLAIMED}, S.CONFIRMED, is_registering_authority),
        Move("refuse", {S.CLAIMED}, S.REFUSED, is_registering_authority),
    ],
    initial=S.CLAIMED,
)
