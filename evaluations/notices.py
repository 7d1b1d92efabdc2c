"""Messages of panels and evaluations."""

from datetime import datetime

from app.accounts.enums import Role
from app.accounts.models import User
from app.accounts.queries import ids_with
from app.records.outbox import queue
from app.registry.queries import representatives
from evaluations.models.assessment import Assessment
from evaluations.models.panel import Panel
from evaluations.models.scorecard import Ranking
from projects.models.project import Project


def expert_invited(panel: Panel, user: User, *, at: datetime) -> None:
    """Ask a drawn expert to give the pledge and declare conflicts."""
    queue(
        [user.id or 0],
        subject=f"评审邀请：{panel.name}",
        body="您被随机抽取为评审专家。请先签署承诺书、填写回避声明，再查阅申报材料。",
        link=f"/panels/{panel.code}",
        chain=panel.chain,
        at=at,
    )


def ranking_frozen(ranking: Ranking, *, at: datetime) -> None:
    """Tell the leader that a ranking waits for the bureau's meeting, and the officers."""
    panel = ranking.panel
    for role, link in (
        (Role.LEADER, f"/calls/{panel.call.code}/approve"),
        (Role.OFFICER, f"/panels/{panel.code}/matrix"),
    ):
        queue(
            ids_with([role], f"area:{panel.call.area_code}"),
            subject=f"待审定：{panel.call.title}评审结果",
            body="评审结果已经确认，请提交局党组会议（局长办公会）审定，并登记会议纪要。",
            link=link,
            chain=ranking.chain,
            at=at,
        )


def self_report_due(assessment: Assessment, *, at: datetime) -> None:
    """Ask the organisation for its self-report."""
    project = assessment.project
    _tell_organisation(
        project,
        f"请提交{_word(assessment)}自评报告：{project.title}",
        f"请于{assessment.due_on}前提交自评报告。",
        f"/assessments/{assessment.code}",
        at=at,
    )


def self_report_handed_in(assessment: Assessment, *, at: datetime) -> None:
    """Tell the officer that an evaluator can be assigned."""
    project = assessment.project
    queue(
        ids_with([Role.OFFICER], f"area:{project.call.area_code}"),
        subject=f"{_word(assessment)}自评报告已提交：{project.title}",
        body="请指定评估人员。",
        link=f"/assessments/{assessment.code}",
        chain=assessment.chain,
        at=at,
    )


def evaluator_assigned(assessment: Assessment, user_id: int, *, at: datetime) -> None:
    """Tell the evaluator."""
    queue(
        [user_id],
        subject=f"{_word(assessment)}任务：{assessment.project.title}",
        body="您被指定评估该项目，请查阅自评报告、活动记录和支出凭证后填写评估表。",
        link=f"/assessments/{assessment.code}",
        chain=assessment.chain,
        at=at,
    )


def assessment_concluded(assessment: Assessment, label: str, *, at: datetime) -> None:
    """Tell the organisation the result."""
    project = assessment.project
    _tell_organisation(
        project,
        f"{_word(assessment)}结果：{project.title}",
        f"{_word(assessment)}结果为：{label}。",
        f"/assessments/{assessment.code}",
        at=at,
    )


def _word(assessment: Assessment) -> str:
    words = assessment.project.call.rulebook.words
    return words.midterm if assessment.moment == "midterm" else words.completion


def _tell_organisation(
    project: Project, subject: str, body: str, link: str, *, at: datetime
) -> None:
    people = [user.id or 0 for user in representatives(project.organisation)]
    queue(people, subject=subject, body=body, link=link, chain=project.chain, at=at)
