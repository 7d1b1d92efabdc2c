"""The story told by operations: one function a step, so that a call can be left at any stage.

Used by the demo's seed and by the journeys of the tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.accounts.enums import Role
from app.db import session
from app.demo import proposals
from app.demo.papers import paper, photo
from app.demo.proposals import THEMES, Theme
from app.demo.world import make_money, person
from app.kernel.clock import local
from app.kernel.money import Money
from app.ledger.models import Appropriation
from app.records.actor import Actor
from app.registry.models import Organisation
from app.registry.queries import my_organisations
from evaluations.enums import AssessmentMoment
from evaluations.models.assessment import Assessment
from evaluations.models.panel import Panel
from evaluations.operations import assessments, panels, rankings, scorecards
from evaluations.queries.panels import my_seat, my_sheets, panel_of, panellists_of
from evaluations.rules.assessments import TailAdvice
from evaluations.rules.conflicts import Ground
from evaluations.rules.marks import MarkGiven
from funding.models.contract import Contract, Disbursement
from funding.operations import contracts, disbursements
from funding.queries.contracts import contract_of, installments_of
from funding.queries.readiness import standings
from projects.enums import ApplicationStatus, CheckOutcome
from projects.models.application import Application
from projects.models.call import Call
from projects.models.notice import Notice
from projects.models.project import Project
from projects.operations import applications, calls, decisions, projects, screening
from projects.queries.applications import applications_under, checks_of
from projects.queries.notices import notice_of
from projects.queries.projects import budget_lines, projects_under
from projects.rules.budgets import BudgetItem
from projects.rules.revision import items_of
from projects.rules.rulebook_review import AssessmentSheet


@dataclass
class Story:
    """One call on its way. now: the moment of the next step; it only moves forward."""

    edition: str
    year: int
    now: datetime
    area: str = "3205"
    host: str = "苏州市"
    budget: Money = field(default_factory=lambda: Money.yuan("300000.00"))
    themes: tuple[Theme, ...] = THEMES
    call: Call | None = None

    @property
    def officer(self) -> Actor:
        return person("officer")

    @property
    def secretary(self) -> Actor:
        return person("secretary")

    def later(self, **period: float) -> datetime:
        """Let time pass and return the new moment."""
        self.now += timedelta(**period)
        return self.now

    @property
    def running(self) -> Call:
        assert self.call is not None
        return self.call


def prepare(story: Story, appropriation: Appropriation | None = None) -> Call:
    """An officer drafts the call."""
    money = appropriation or make_money(
        story.year, story.budget * 2, area=story.area, host=story.host, at=story.now
    )
    opens = story.now + timedelta(hours=2)
    closing_day = local(opens).date() + timedelta(days=12)
    closes = datetime(closing_day.year, closing_day.month, closing_day.day, 16, tzinfo=UTC)
    story.call = calls.create_call(
        programme="venture",
        title=f"{story.host}{story.edition}公益创投项目征集公告",
        edition=story.edition,
        year=story.year,
        area_code=story.area,
        budget=story.budget,
        appropriation=money,
        opens_at=opens,
        closes_at=closes,
        texts=TEXTS,
        actor=story.officer,
        at=story.now,
    )
    return story.call


TEXTS = {
    "host": "苏州市民政局",
    "background": "为激发社会组织活力，回应社区居民需求，运用福利彩票公益金资助社会组织开展公益服务项目。",
    "purpose": "面向老年人、残疾人、儿童青少年和困难群体，征集一批需求真实、方案可行、成效可见的公益服务项目，"
    "由社会组织在社区实施，所需资金由福利彩票公益金资助。",
    "eligibility": "在县级以上民政部门登记、按规定参加年检、评估等级2A以上的社会组织，每个组织限报一个项目。",
    "procedure": "在线申报、资格审查、专家评审、局党组会议（局长办公会）审定、公示、立项签约、实施、中期评估、末期评估。",
    "contact": "社会组织管理处",
    "phone": "（0512）6000 0101",
    "supervision": "（0512）6000 0102",
    "place": "苏州市",
}


def publish(story: Story) -> None:
    """The call is published."""
    calls.publish_call(story.running, actor=story.officer, at=story.now)
    story.now = story.running.opens_at


def signatory(theme: Theme) -> tuple[Actor, Organisation]:
    """The person who signs for a theme's organisation."""
    actor = person(theme.key)
    return actor, my_organisations(actor)[0]


def fill(story: Story, theme: Theme, *, files: bool = True) -> Application:
    """An organisation starts its application and fills in every part."""
    actor, organisation = signatory(theme)
    at = story.later(minutes=7)
    application = applications.start_application(story.running, organisation, actor=actor, at=at)
    contact, phone = organisation.contact, organisation.phone
    texts = proposals.sections(theme, story.year, contact, phone)
    tables = {
        "plan": {"plan_rows": proposals.plan_rows(theme, story.year, contact)},
        "team": {"team": proposals.team(contact, phone)},
        "indicators": {"indicators": proposals.indicators(theme)},
    }
    for section, values in texts.items():
        applications.save_section(
            application, section, values, tables=tables.get(section), actor=actor, at=at
        )
    applications.save_budget(application, proposals.budget(theme), actor=actor, at=at)
    if files:
        for rule in story.running.rulebook.attachments:
            if rule.required:
                applications.add_file(application, paper(rule.label), rule.key, actor=actor, at=at)
    return application


def submit(story: Story, application: Application, theme: Theme) -> None:
    """The signatory submits."""
    actor, _organisation = signatory(theme)
    applications.submit_application(
        application, declared=True, actor=actor, at=story.later(minutes=5)
    )


def apply_all(story: Story) -> None:
    """Every organisation of the story applies."""
    for theme in story.themes:
        submit(story, fill(story, theme), theme)


def open_applications(story: Story) -> None:
    """After the deadline the officer opens what was handed in."""
    story.now = max(story.now, story.running.closes_at + timedelta(hours=10))
    calls.open_call(story.running, actor=story.officer, at=story.now)


def screen(story: Story, *, disqualify_last: bool = True) -> None:
    """The officer checks every row; the last application fails on a person's finding."""
    received = applications_under(story.running, [ApplicationStatus.RECEIVED])
    for application in received:
        at = story.later(minutes=12)
        screening.start_screening(application, actor=story.officer, at=at)
        for row in checks_of(application):
            if row.outcome is CheckOutcome.PERSON:
                screening.record_check(
                    application,
                    row.key,
                    CheckOutcome.PASS,
                    "已查验，符合",
                    actor=story.officer,
                    at=at,
                )
        if disqualify_last and application is received[-1]:
            _fail(story, application, at)
        else:
            screening.qualify(application, actor=story.officer, at=at)
    screening.finish_screening(story.running, actor=story.officer, at=story.later(hours=1))


def _fail(story: Story, application: Application, at: datetime) -> None:
    screening.record_check(
        application,
        "scope",
        CheckOutcome.FAIL,
        "项目内容超出章程载明的业务范围",
        actor=story.officer,
        at=at,
    )
    screening.disqualify(application, "项目内容超出章程载明的业务范围", actor=story.officer, at=at)


def form_panel(story: Story) -> Panel:
    """The secretary forms the panel, freezes the candidates; the supervisor's number draws it."""
    at = story.later(days=1)
    panel = panels.form_panel(
        story.running,
        name=f"{story.edition}公益创投评审专家组",
        meets_at=at + timedelta(days=2),
        scoring_until=at + timedelta(days=4),
        venue="市社会组织服务中心三楼评审室",
        actor=story.secretary,
        at=at,
    )
    panels.prepare_draw(panel, actor=story.secretary, at=at)
    session().flush()
    panels.draw_experts(panel, "20260117", actor=story.secretary, at=story.later(hours=2))
    return panel


def swear(story: Story, panel: Panel) -> None:
    """Every expert gives the pledge; the first declares a conflict with one application."""
    judged = applications_under(story.running, [ApplicationStatus.QUALIFIED])
    for member in panellists_of(panel):
        declared = {}
        if member.seat == 1:
            declared = {judged[0].code: (Ground.PAID_WORK, "近三年内受聘担任督导")}
        panels.swear(
            panel,
            pledged=True,
            declared=declared,
            actor=expert(panel, member.user.sign_in_name),
            at=story.later(minutes=9),
        )
    panels.elect_chair(
        panel, panellists_of(panel)[2], actor=story.secretary, at=story.later(minutes=5)
    )
    panels.start_scoring(panel, actor=story.secretary, at=story.later(minutes=5))
    session().flush()


def expert(panel: Panel, name: str) -> Actor:
    """An expert wearing the panellist's hat."""
    del panel
    return person(name, Role.PANELLIST)


def score(story: Story, panel: Panel, *, experts: int = 5, lock: bool = True) -> None:
    """The experts score all their sheets and lock them. experts: how many of the five."""
    for member in panellists_of(panel)[:experts]:
        actor = expert(panel, member.user.sign_in_name)
        seat = my_seat(panel, actor)
        assert seat is not None
        for sheet in my_sheets(seat):
            if str(sheet.status) in ("recused", "locked"):
                continue
            rank = _strength(sheet.application)
            scorecards.save_sheet(
                sheet,
                marks_for(story.running, rank, member.seat),
                comment="需求真实，方案可行，建议细化活动安排，按标准核定劳务支出。",
                recommended=_amount(sheet, rank, member.seat),
                actor=actor,
                at=story.later(minutes=6),
            )
        session().flush()
        if lock:
            scorecards.lock_sheets(seat, actor=actor, at=story.later(minutes=3))


def _strength(application: Application) -> int:
    keys = [theme.title for theme in THEMES]
    return keys.index(application.title)


def marks_for(call: Call, rank: int, seat: int) -> dict[str, MarkGiven]:
    """Marks of one expert for one application: the better the earlier the theme stands."""
    wobble = (Decimal(0), Decimal("0.5"), Decimal(-1), Decimal(1), Decimal("-0.5"))[seat % 5]
    found = {}
    for position, criterion in enumerate(call.rulebook.criteria):
        maximum = criterion.maximum.value
        share = Decimal(92 - rank * 2 - (position * 3 + seat) % 5)
        points = (maximum * share / 100 * 2).quantize(Decimal(1)) / 2 + wobble
        points = min(max(points, maximum * Decimal("0.6")), maximum * Decimal("0.95"))
        points = (points * 2).to_integral_value() / 2
        if not maximum * Decimal("0.6") <= points <= maximum * Decimal("0.95"):
            points = (maximum * Decimal("0.8") * 2).to_integral_value() / 2
        found[criterion.key] = MarkGiven(points, "")
    return found


def _amount(sheet: object, rank: int, seat: int) -> Money:
    requested = scorecards.requested_of(sheet)  # type: ignore[arg-type]  # a Scorecard
    less = Money((rank * 40 + seat * 55) * 1000)
    return max(Money((requested - less).fen // 10000 * 10000), Money.yuan("20000.00"))


def rank(story: Story, panel: Panel) -> None:
    """Scoring is closed and the ranking frozen."""
    rankings.close_scoring(panel, actor=story.secretary, at=story.later(minutes=10))
    rankings.freeze_ranking(panel, actor=story.secretary, at=story.later(minutes=20))


def approve(story: Story) -> None:
    """The bureau's meeting approves the result."""
    at = story.later(days=5)
    decisions.approve_results(
        story.running,
        body="局长办公会",
        number=f"苏民纪要〔{story.year}〕{story.year % 100}号",
        held_on=local(at).date(),
        scan=paper("局长办公会会议纪要"),
        actor=person("leader"),
        at=at,
    )


def announce(story: Story) -> Notice:
    """The proposed awards are announced and their money reserved."""
    return decisions.announce(story.running, actor=story.officer, at=story.later(days=1))


def decide(story: Story) -> list[Project]:
    """After the notice the awards are granted."""
    notice = notice_of(story.running)
    assert notice is not None
    assert notice.ends_at is not None
    story.now = max(story.now, notice.ends_at + timedelta(hours=9))
    return decisions.decide(story.running, actor=story.officer, at=story.now)


def theme_of(project: Project) -> Theme:
    """The theme of a project."""
    return next(theme for theme in THEMES if theme.title == project.title)


def revise(story: Story, project: Project, *, confirm: bool = True) -> None:
    """The organisation accepts, cuts its budget to the award and hands the plan in."""
    actor, _organisation = signatory(theme_of(project))
    projects.begin_revision(project, actor=actor, at=story.later(days=1))
    session().flush()
    items = cut_to(project.amount, project)
    projects.save_budget(project, items, actor=actor, at=story.later(hours=2))
    projects.hand_in_revision(project, actor=actor, at=story.later(hours=1))
    if confirm:
        projects.confirm_plan(project, actor=story.officer, at=story.later(days=1))


def cut_to(amount: Money, project: Project) -> list[BudgetItem]:
    """Cut the grant lines in proportion so that they come to the award to the fen."""
    lines = items_of(
        [
            {
                "category": line.category,
                "content": line.content,
                "basis": line.basis,
                "unit_price": line.unit_price.fen,
                "quantity": format(line.quantity, "f"),
                "unit": line.unit,
                "amount": line.amount.fen,
                "source": str(line.source),
            }
            for line in budget_lines(project)
        ]
    )
    granted = [item for item in lines if item.source == "grant"]
    parts = amount.split([item.amount.fen for item in granted])
    cut = iter(parts)
    made: list[BudgetItem] = []
    for item in lines:
        if item.source != "grant":
            made.append(item)
            continue
        share = next(cut)
        made.append(
            BudgetItem(
                item.category,
                item.content,
                share,
                Decimal(1),
                "项",
                share,
                item.source,
                f"{item.basis}（按核定金额调整）",
            )
        )
    return made


def sign(story: Story, project: Project) -> Contract:
    """The agreement is drafted, approved, issued, signed and effective."""
    contract = contracts.draft_contract(project, actor=story.officer, at=story.later(hours=3))
    contracts.approve_contract(contract, actor=story.officer, at=story.later(hours=1))
    contracts.issue_contract(contract, actor=story.officer, at=story.later(hours=1))
    at = story.later(days=3)
    contracts.sign(
        contract,
        signed_on=local(at).date(),
        scan=paper("签章协议扫描件"),
        actor=story.officer,
        at=at,
    )
    return contract


def request(story: Story, project: Project, position: int) -> Disbursement:
    """The organisation asks for one installment."""
    contract = contract_of(project)
    assert contract is not None
    installment = installments_of(contract)[position - 1]
    standing = standings(contract)[position - 1]
    actor, _organisation = signatory(theme_of(project))
    return disbursements.request_payment(
        installment,
        standing.amount,
        bool(standing.blocks),
        invoice_kind="数电发票",
        invoice_number=f"2600000000000{project.id:04d}{position}",
        invoice=paper("数电发票"),
        actor=actor,
        at=story.later(hours=4),
    )


def pay(story: Story, project: Project, position: int, *, on_paper: bool = False) -> None:
    """One installment along the whole chain; the leader's step on paper if asked."""
    payment = request(story, project, position)
    draft(story, payment)
    at = story.later(hours=2)
    disbursements.take_step(payment, "head", opinion="同意", actor=story.officer, at=at)
    disbursements.take_step(
        payment, "checked", opinion="审核无误", actor=person("checker"), at=story.later(hours=1)
    )
    at = story.later(hours=2)
    if on_paper:
        approval = disbursements.enter_step_on_paper(
            payment,
            "leader",
            signer_id=person("approver").user_id or 0,
            signer_name=person("approver").name,
            signed_on=local(at).date(),
            opinion="同意拨付",
            scan=paper("资金拨付审批单签字件"),
            actor=person("preparer"),
            at=at,
        )
        session().flush()
        disbursements.confirm_step_on_paper(payment, approval, actor=person("checker"), at=at)
    else:
        disbursements.take_step(
            payment, "leader", opinion="同意拨付", actor=person("approver"), at=at
        )
    at = story.later(days=1)
    disbursements.pay(
        payment,
        paid_on=local(at).date(),
        voucher=f"ZF{local(at):%Y%m%d}{payment.id:04d}",
        actor=person("cashier"),
        at=at,
    )


def draft(story: Story, payment: Disbursement) -> None:
    """The preparer drafts a payment."""
    disbursements.draft_payment(
        payment,
        method="国库集中支付（授权支付）",
        minutes="",
        actor=person("preparer"),
        at=story.later(hours=1),
    )


def deliver(story: Story, project: Project, *, first: int, last: int, share: int) -> None:
    """Activities first…last of the plan take place, and a share of every line is spent.

    share: percent of each budget line.
    """
    actor, _organisation = signatory(theme_of(project))
    theme = theme_of(project)
    for number in range(first, last + 1):
        at = story.later(days=20)
        projects.record_activity(
            project,
            {
                "title": proposals.plan_rows(theme, story.year, "")[number - 1]["activity"],
                "plan_position": number,
                "held_on": local(at).date(),
                "place": "社区活动中心",
                "audience": theme.audience,
                "expected": theme.people * 2,
                "attended": theme.people * 2 - number,
                "new_people": theme.people // 9,
                "volunteers": 8,
                "volunteer_hours": Decimal("3.5"),
                "content": f"按计划开展{theme.service}，现场有序，签到完整。",
                "effect": "参加者反馈良好，主动要求增加场次。",
                "problem": "",
            },
            [photo(number)],
            actor=actor,
            at=at,
        )
    spend(story, project, actor, share, f"{first}-{last}")


def spend(story: Story, project: Project, actor: Actor, share: int, batch: str) -> None:
    """Record one voucher per grant line for a share of it."""
    at = story.later(days=1)
    for line in budget_lines(project):
        amount = line.amount.share(Decimal(share))
        if str(line.source) != "grant" or not amount:
            continue
        projects.record_expense(
            project,
            line,
            spent_on=local(at).date(),
            payee="示例供应商",
            purpose=line.content,
            amount=amount,
            voucher=f"记-{batch}-{line.position:02d}",
            invoice="",
            image=None,
            actor=actor,
            at=at,
        )


def report(story: Story, project: Project, moment: AssessmentMoment) -> Assessment:
    """The evaluation is planned and the organisation hands its self-report in."""
    actor, _organisation = signatory(theme_of(project))
    at = story.later(days=2)
    planned = assessments.plan_assessment(
        project, moment, local(at).date() + timedelta(days=27), actor=story.officer, at=at
    )
    session().flush()
    rules = assessments.sheet_rules(planned)
    assessments.hand_in_self_report(
        planned,
        texts=_texts(rules),
        points={leaf.key: leaf.points * 9 / 10 for leaf in rules.leaves},
        actuals=["5", "1100", "150", "18", "93"],
        actor=actor,
        at=story.later(days=3),
    )
    return planned


def _texts(rules: AssessmentSheet) -> Mapping[str, str]:
    texts = {d.key: f"{d.label}按计划推进，过程资料齐全。" for d in rules.dimensions}
    texts["problems"] = "个别活动受天气影响延期，已调整至次周补办。"
    texts["next_steps"] = "加强志愿者骨干培养，按月核对指标完成情况。"
    return texts


def evaluate(story: Story, planned: Assessment, *, bonus: Decimal = Decimal(0)) -> None:
    """The evaluator assesses; with a bonus the total may exceed 100."""
    evaluator = person("evaluator")
    assessments.assign_evaluator(
        planned, evaluator.user_id or 0, actor=story.officer, at=story.later(days=1)
    )
    rules = assessments.sheet_rules(planned)
    off = {rules.leaves[0].key: Decimal("0.5")}
    bonuses = []
    if bonus:
        bonuses = [("resources", bonus, "争取到社会捐赠物资和场地支持")]
    assessments.assess(
        planned,
        points={leaf.key: leaf.points - off.get(leaf.key, Decimal(0)) for leaf in rules.leaves},
        bases={leaf.key: "查阅活动记录、签到表和凭证" for leaf in rules.leaves},
        bonuses=bonuses,
        deductions=[],
        opinion="项目实施规范，服务成效明显，财务管理合规，同意通过评估。",
        advice=TailAdvice.FULL,
        actor=evaluator,
        at=story.later(days=4),
    )
    assessments.conclude(planned, actor=story.officer, at=story.later(days=1))


STAGES: tuple[str, ...] = (
    "draft",
    "open",
    "closed",
    "opened",
    "in_review",
    "scoring",
    "ranked",
    "approved",
    "in_notice",
    "decided",
    "contracted",
    "running",
    "midterm",
    "completed",
)


def tell(
    story: Story, until: str, checkpoint: Callable[[str], None] = lambda _stage: None
) -> Story:
    """Tell the story up to a stage of STAGES. checkpoint: called after every stage."""
    for stage in STAGES[: STAGES.index(until) + 1]:
        STEPS[stage](story)
        session().flush()
        checkpoint(stage)
    return story


def _open(story: Story) -> None:
    publish(story)
    apply_all(story)


def _panel(story: Story) -> None:
    panel = form_panel(story)
    swear(story, panel)


def _rank(story: Story) -> None:
    panel = panel_of(story.running)
    assert panel is not None
    score(story, panel)
    rank(story, panel)


def _contract_all(story: Story) -> None:
    for project in projects_under(story.running):
        revise(story, project)
        sign(story, project)


def _start_all(story: Story) -> None:
    for position, project in enumerate(projects_under(story.running)):
        pay(story, project, 1, on_paper=position == 0)
    for project in projects_under(story.running)[:2]:
        deliver(story, project, first=1, last=4, share=45)


def _midterm_all(story: Story) -> None:
    for position, project in enumerate(projects_under(story.running)[:2]):
        planned = report(story, project, AssessmentMoment.MIDTERM)
        evaluate(story, planned, bonus=Decimal(4) if position == 0 else Decimal(0))
        pay(story, project, 2)


def _complete_first(story: Story) -> None:
    project = projects_under(story.running)[0]
    deliver(story, project, first=5, last=9, share=50)
    planned = report(story, project, AssessmentMoment.COMPLETION)
    evaluate(story, planned)
    pay(story, project, 3)


STEPS: dict[str, Callable[[Story], object]] = {
    "draft": prepare,
    "open": _open,
    "closed": lambda _story: None,
    "opened": open_applications,
    "in_review": screen,
    "scoring": _panel,
    "ranked": _rank,
    "approved": approve,
    "in_notice": announce,
    "decided": decide,
    "contracted": _contract_all,
    "running": _start_all,
    "midterm": _midterm_all,
    "completed": _complete_first,
}
