"""The lifecycles of contracts and disbursements."""

from app.kernel.workflow import Move, Workflow
from funding.enums import ContractStatus as C
from funding.enums import DisbursementStatus as D
from funding.permissions import (
    is_approving,
    is_cashier,
    is_checking,
    is_officer,
    is_preparer,
)

CONTRACT = Workflow(
    "contract",
    [
        #    action    from                                 to           by
        Move("approve", {C.DRAFT}, C.APPROVED, is_officer),
        Move("issue", {C.APPROVED}, C.ISSUED, is_officer),
        Move("sign", {C.ISSUED}, C.SIGNED, is_officer),
        Move("file", {C.SIGNED}, C.FILED, is_officer),
        Move("void", {C.DRAFT, C.APPROVED, C.ISSUED}, C.VOID, is_officer),
    ],
    initial=C.DRAFT,
)

DISBURSEMENT = Workflow(
    "disbursement",
    [
        #    action     from                                    to            by
        Move("draft", {D.REQUESTED}, D.DRAFTED, is_preparer),
        Move("check", {D.DRAFTED}, D.CHECKED, is_checking),
        Move("approve", {D.CHECKED}, D.APPROVED, is_approving),
        Move("pay", {D.APPROVED}, D.PAID, is_cashier),
        Move("reject", {D.REQUESTED}, D.REJECTED, is_preparer),
        Move("reject", {D.DRAFTED}, D.REJECTED, is_checking),
        Move("reject", {D.CHECKED}, D.REJECTED, is_approving),
    ],
    initial=D.REQUESTED,
)
