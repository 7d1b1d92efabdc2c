"""One story told to the midterm on a file of its own: GET requests change nothing in it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from app.accounts.enums import ADMINISTRATORS, APPLICANTS, Role
from app.accounts.models import User
from app.accounts.operations import change_hat, open_session
from app.db import Database, session
from app.demo.story.stages import tell
from app.demo.story.thread import Story, begin
from app.demo.world import BEGINNING, make_world
from app.kernel.clock import SystemClock
from app.ledger.models import Appropriation
from app.records.actor import PLATFORM
from app.records.attachments import attachments_of
from app.records.documents import Document, latest_document
from app.registry.models import Organisation
from app.registry.operations import claim_organisation
from evaluations.models.assessment import Assessment
from evaluations.queries.panels import my_sheets, panel_of, panellists_of
from funding.models.contract import Contract, Disbursement, Installment
from projects.models.notice import Notice, Objection
from projects.models.project import Project
from projects.operations.objections import file_objection
from tests.factories.people import make_actor, make_user
from tests.factories.registry import make_organisation

ANONYMOUS = "anonymous"
EVERYBODY = (ANONYMOUS, *Role)
STRANGERS = ("signatory elsewhere", "officer elsewhere", "expert elsewhere", "evaluator elsewhere")


@dataclass
class Told:
    """What was told: the application, a cookie's token per role, a value per part of an address."""

    app: Flask
    tokens: dict[str, str]
    codes: dict[str, str]

    def client(self, role: str) -> FlaskClient:
        """A browser in which a person of this role has signed in."""
        client = self.app.test_client()
        if role != ANONYMOUS:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = self.tokens[role], True
        return client


def tell_story(database: Database) -> tuple[dict[str, str], dict[str, str]]:
    """Tell the story; returns tokens by role and codes by the nouns of addresses."""
    with database.work(writing=True):
        make_world(BEGINNING)
        story = tell(begin("open", at=BEGINNING, first=4), "midterm")
        people = _people(story) | dict(zip(STRANGERS, _strangers(), strict=True))
        codes = _codes(story)
        return {role: _token(user, role) for role, user in people.items()}, codes


def _strangers() -> list[User]:
    """People of the same roles whose records are others."""
    return [
        make_user((Role.APPLICANT_SIGNATORY, make_organisation().scope)),
        make_user((Role.OFFICER, "area:3301")),
        make_user((Role.PANELLIST, "panel:another")),
        make_user((Role.EVALUATOR, "area:3301")),
    ]


def _people(story: Story) -> dict[str, User]:
    panel = panel_of(story.running)
    assert panel is not None
    seats = panellists_of(panel)
    mine = session().exec(select(Project).order_by(Project.id)).first()
    assert mine is not None
    found: dict[str, User] = {}
    for role in Role:
        if role is Role.PANELLIST:
            found[role] = seats[0].user
        elif role is Role.CHAIR:
            found[role] = seats[2].user
        elif role in APPLICANTS:
            found[role] = make_user((role, mine.organisation.scope))
        elif role in ADMINISTRATORS:
            found[role] = make_user((role, ""))
        elif role is Role.ORGANISER:
            found[role] = make_user((role, f"call:{story.running.code}"))
        else:
            found[role] = make_user((role, "area:3205"))
    return found


def _token(user: User, role: str) -> str:
    token = open_session(user, agent="tests", address="", real_now=SystemClock().now())
    session().flush()
    if role in list(Role):
        change_hat(token, role)
    return token


def _codes(story: Story) -> dict[str, str]:
    at = story.later(hours=1)
    panel = panel_of(story.running)
    assert panel is not None
    first = {
        model: session().exec(select(model).order_by(model.id)).first()
        for model in (Project, Contract, Disbursement, Installment, Assessment, Notice)
    }
    project = first[Project]
    theirs = (
        session()
        .exec(select(Organisation).where(Organisation.id != project.organisation_id))
        .first()
    )
    claim = claim_organisation(
        theirs.credit_code, "主任", actor=make_actor(Role.APPLICANT_EDITOR), at=at, aware=True
    )
    session().flush()
    paper = latest_document(first[Contract].chain, "contract")
    objection, receipt = _object(first[Notice])
    return {
        "calls": story.running.code,
        "screening": project.application.code,
        "applications": project.application.code,
        "project": project.code,
        "projects": project.code,
        "panels": panel.code,
        "scorecards": my_sheets(panellists_of(panel)[0])[-1].code,
        "notices": first[Notice].code,
        "contracts": first[Contract].code,
        "disbursements": first[Disbursement].code,
        "assessments": first[Assessment].code,
        "installment": first[Installment].code,
        "appropriations": session().exec(select(Appropriation.code)).first(),
        "organisations": project.organisation.code,
        "claims": claim.code,
        "documents": paper.code,
        "check": paper.check_code,
        "objections": objection.code,
        "number": objection.number,
        "receipt": receipt.check_code,
        "attachments": attachments_of(project.application.chain)[0].code,
    }


def _object(notice: Notice) -> tuple[Objection, Document]:
    """Somebody objected on the second day of the notice."""
    return file_objection(
        notice,
        name="钱程",
        by_organisation=False,
        contact="0512-60000103",
        subject="对评审结果有异议",
        body="请核实该项目的实施地点。",
        application_code="",
        evidence=None,
        actor=PLATFORM,
        at=notice.published_at + timedelta(days=1),
    )
