"""Messages about calls, applications, notices and projects."""

from datetime import datetime

from app.accounts.enums import Role
from app.accounts.queries import ids_with
from app.kernel.clock import local
from app.records.outbox import queue
from app.registry.queries import representatives
from app.web.pdf_filters import cn_date, cn_deadline
from projects.enums import ApplicationStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.models.notice import Notice, Objection
from projects.models.project import Project
from projects.queries.calls import last_day, representatives_under


def call_published(call: Call, *, at: datetime) -> None:
    """Tell the stewards of the call's area that it is public."""
    last = last_day(call)
    hour = f"{local(call.closes_at):%H:%M}"
    queue(
        ids_with([Role.LEADER, Role.SUPERVISOR], f"area:{call.area_code}"),
        subject=f"{call.title}已发布",
        body=(
            f"{call.title}已经发布，申报截止时间为{last.year}年{last.month}月{last.day}日"
            f"{'24:00' if hour == '00:00' else hour}（北京时间）。"
            f"规则校验值：{call.rules_digest[:16].upper()}。"
        ),
        link=f"/calls/{call.code}",
        chain=call.chain,
        at=at,
    )


def call_opened(call: Call, *, at: datetime) -> None:
    """Tell everybody whose application was received, and the panel's secretary."""
    queue(
        representatives_under(call, [ApplicationStatus.RECEIVED]),
        subject=f"{call.title}：申报材料已开启",
        body="申报已截止，贵单位提交的材料已经开启，进入资格审查。材料不能再修改；如需补正，将另行通知。",
        link="/applications",
        chain=call.chain,
        at=at,
    )
    queue(
        ids_with([Role.SECRETARY], f"area:{call.area_code}"),
        subject=f"{call.title}：申报材料已开启",
        body="申报已截止，全部申报材料已经开启，资格审查后即可组建评审专家组。",
        link=f"/calls/{call.code}",
        chain=call.chain,
        at=at,
    )


def call_cancelled(call: Call, *, at: datetime) -> None:
    """Tell everybody who began or handed in an application; nobody when it was never public."""
    if call.published_at is None:
        return
    concerned = [
        ApplicationStatus.DRAFT,
        ApplicationStatus.SUBMITTED,
        ApplicationStatus.RECEIVED,
        ApplicationStatus.QUALIFIED,
    ]
    queue(
        representatives_under(call, concerned),
        subject=f"{call.title}：本次征集已终止",
        body=f"{call.title}已终止，原因：{call.cancel_reason}。贵单位已填写的内容仍可查看和下载。",
        link=f"/calls/{call.code}",
        chain=call.chain,
        at=at,
    )


def results_approved(call: Call, *, at: datetime) -> None:
    """Tell the officers that the results are approved and can be announced."""
    queue(
        ids_with([Role.OFFICER], f"area:{call.area_code}"),
        subject=f"已审定：{call.title}评审结果",
        body=f"{call.minutes_body}已审定评审结果（纪要：{call.minutes_number}），请发布公示。",
        link=f"/calls/{call.code}/announce",
        chain=call.chain,
        at=at,
    )


def notice_published(notice: Notice, *, at: datetime) -> None:
    """Tell every applicant that the notice is out."""
    call = notice.call
    judged = [
        ApplicationStatus.RECOMMENDED,
        ApplicationStatus.RESERVE,
        ApplicationStatus.NOT_SELECTED,
    ]
    queue(
        representatives_under(call, judged),
        subject=notice.title,
        body=f"公示期至{cn_date(str(notice.ends_on))}24时止。对公示内容有异议的，可以在公示期内提出。",
        link=f"/notices/{notice.code}",
        chain=notice.chain,
        at=at,
    )


def objection_received(objection: Objection, *, at: datetime) -> None:
    """Tell the officers that an objection has to be examined."""
    queue(
        ids_with([Role.OFFICER], f"area:{objection.notice.call.area_code}"),
        subject=f"收到异议：{objection.number}",
        body=f"请核查并于{cn_deadline(objection.answer_due.isoformat())}前书面答复。",
        link=f"/objections/{objection.code}",
        chain=objection.chain,
        at=at,
    )


def award_granted(project: Project, *, at: datetime) -> None:
    """Tell the organisation that its project is granted and the plan has to be revised."""
    _organisation(
        project,
        f"立项通知：{project.title}",
        f"贵单位申报的项目准予立项，核定资助金额¥{project.amount.grouped}。"
        f"请于{cn_date(str(project.revision_due))}前按核定金额修订实施方案和经费预算。",
        at=at,
    )


def award_declined(application: Application, *, at: datetime) -> None:
    """Tell the officers that an award was declined and the next reserve can be offered."""
    call = application.call
    queue(
        ids_with([Role.OFFICER], f"area:{call.area_code}"),
        subject=f"放弃立项：{application.title}",
        body=f"{application.organisation.name}放弃立项，原因：{application.reason}。请办理候补递补。",
        link=f"/calls/{call.code}/reserve",
        chain=application.chain,
        at=at,
    )


def revision_handed_in(project: Project, *, at: datetime) -> None:
    """Tell the officers that a revised plan waits for confirmation."""
    queue(
        ids_with([Role.OFFICER], f"area:{project.call.area_code}"),
        subject=f"待确认修订方案：{project.title}",
        body="项目实施方案（修订稿）已经提交，请核对与申报内容的差异后确认或者退回。",
        link=f"/projects/{project.code}/plan",
        chain=project.chain,
        at=at,
    )


def revision_returned(project: Project, *, at: datetime) -> None:
    """Tell the organisation why its plan came back."""
    _organisation(
        project,
        f"修订方案被退回：{project.title}",
        f"退回原因：{project.returned_reason}。请修改后重新提交。",
        at=at,
    )


def plan_confirmed(project: Project, *, at: datetime) -> None:
    """Tell the organisation that its plan is the baseline now."""
    _organisation(
        project,
        f"修订方案已确认：{project.title}",
        "项目实施方案和经费预算已经确认，将作为协议附件，请等待制发协议。",
        at=at,
    )


def _organisation(project: Project, subject: str, body: str, *, at: datetime) -> None:
    people = [user.id or 0 for user in representatives(project.organisation)]
    link = f"/projects/{project.code}"
    queue(people, subject=subject, body=body, link=link, chain=project.chain, at=at)
