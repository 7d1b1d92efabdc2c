"""Messages of the registry."""

from datetime import datetime

from app.accounts.enums import Role
from app.accounts.queries import ids_with
from app.records.outbox import queue
from app.registry.enums import ClaimStatus
from app.registry.models import Claim, Organisation


def claim_made(claim: Claim, organisation: Organisation, *, at: datetime) -> None:
    """Tell the officers of the registering authority."""
    queue(
        ids_with([Role.OFFICER], f"area:{claim.area_code}"),
        subject=f"待核实：{organisation.name}的代表人认领",
        body=f"{organisation.name}（{organisation.credit_code}）有一份代表人认领申请，请核实后确认。",
        link="/claims",
        chain=claim.chain,
        at=at,
    )


def claim_decided(claim: Claim, organisation: Organisation, *, at: datetime) -> None:
    """Tell the person how the claim was decided."""
    confirmed = claim.status is ClaimStatus.CONFIRMED
    queue(
        [claim.user_id],
        subject=f"{organisation.name}：代表人认领{'已确认' if confirmed else '未通过'}",
        body=(
            f"您对{organisation.name}的代表人认领已经登记管理机关确认，可以填写并提交申报书。"
            if confirmed
            else f"您对{organisation.name}的代表人认领未通过，原因：{claim.reason}"
        ),
        link="/organisations",
        chain=claim.chain,
        at=at,
    )
