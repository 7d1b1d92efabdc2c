"""Messages of contracts and payments."""

from datetime import datetime

from app.accounts.enums import Role
from app.accounts.queries import ids_with
from app.records.outbox import queue
from app.registry.queries import representatives
from app.web.pdf_filters import cn_date
from funding.models.contract import Contract, Disbursement


def _organisation(contract: Contract, subject: str, body: str, *, at: datetime) -> None:
    people = [user.id or 0 for user in representatives(contract.project.organisation)]
    link = f"/contracts/{contract.code}"
    queue(people, subject=subject, body=body, link=link, chain=contract.chain, at=at)


def contract_issued(contract: Contract, *, at: datetime) -> None:
    """Ask the organisation to print, sign and return the agreement."""
    _organisation(
        contract,
        f"请签订协议：{contract.project.title}",
        f"协议（编号：{contract.number}）已经制发，请打印、签章后于{cn_date(str(contract.sign_by))}前送达。",
        at=at,
    )


def contract_effective(contract: Contract, *, at: datetime) -> None:
    """Tell the organisation that the agreement is effective and the first part can be asked for."""
    _organisation(
        contract,
        f"协议已生效：{contract.project.title}",
        "签章件已经登记，协议生效。可以开始实施项目并申请首期款。",
        at=at,
    )


def payment_moved(disbursement: Disbursement, role: Role, *, at: datetime) -> None:
    """Tell those whose turn it is."""
    project = disbursement.project
    queue(
        ids_with([role], f"area:{project.call.area_code}"),
        subject=f"待办理拨付：{project.title}（{disbursement.installment.label}）",
        body=f"金额¥{disbursement.amount.grouped}，请办理。",
        link=f"/disbursements/{disbursement.code}",
        chain=disbursement.chain,
        at=at,
    )


def payment_rejected(disbursement: Disbursement, *, at: datetime) -> None:
    """Tell the organisation why a request was sent back."""
    _organisation(
        disbursement.installment.contract,
        f"拨款申请被退回：{disbursement.project.title}",
        f"{disbursement.installment.label}拨款申请被退回，原因：{disbursement.reason}",
        at=at,
    )


def payment_made(disbursement: Disbursement, *, at: datetime) -> None:
    """Tell the organisation that money was paid."""
    _organisation(
        disbursement.installment.contract,
        f"款项已支付：{disbursement.project.title}（{disbursement.installment.label}）",
        f"¥{disbursement.amount.grouped}已于{cn_date(str(disbursement.paid_on))}支付，"
        f"支付凭证号：{disbursement.voucher}。",
        at=at,
    )
