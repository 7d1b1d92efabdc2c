"""From the award to the archive: revision, agreement, money, delivery, evaluations, package."""

import io
import json
import zipfile
from datetime import timedelta

from sqlmodel import select

from app.db import session
from app.demo.papers import pdf_bytes, photo_bytes
from app.demo.story import awards, delivery
from app.demo.world import person
from app.kernel.clock import local
from app.kernel.digest import sha256_hex
from app.kernel.money import Money
from app.portal.verification import CHECKS
from app.records.approvals import approvals_of
from app.records.attachments import attachments_of
from app.records.documents import latest_document
from evaluations.enums import AssessmentMoment
from evaluations.models.assessment import Assessment
from evaluations.operations.assessments import sheet_rules
from funding.models.contract import Contract, Disbursement
from funding.queries.contracts import contract_of, installments_of
from projects.models.call import Call
from projects.models.project import Project
from projects.queries.projects import activities_of, budget_lines, expenses_of, projects_under
from tests.journeys.browser import Browser
from tests.journeys.conftest import Journey


def scan(title: str) -> tuple[str, bytes, str]:
    """A small PDF to attach."""
    return f"{title}.pdf", pdf_bytes(title), "application/pdf"


def first_project() -> Project:
    """The project of the first place, 苇杭's."""
    call = session().exec(select(Call)).one()
    return projects_under(call)[0]


def today(journey: Journey) -> str:
    return local(journey.story.now).date().isoformat()


def test_the_awardee_cuts_plan_and_budget_and_the_officer_confirms(journey_from):
    journey = journey_from("decided")
    weihang, officer = journey.person("weihang"), journey.person("officer")
    with journey.read():
        project = first_project()
    address = f"/projects/{project.code}"
    weihang.fill(f"{address}/accept")

    # The request was higher than the award: handing in is refused until both are equal.
    with journey.read():
        asked = sum(x.amount.fen for x in budget_lines(first_project()) if str(x.source) == "grant")
        cut = awards.cut_to_award(first_project())
    assert asked > project.amount.fen
    before = journey.fingerprint()
    weihang.insist(f"{address}/plan/hand-in", 422)
    assert journey.fingerprint() == before
    assert f"¥{Money(asked - project.amount.fen).grouped}" in weihang.get(f"{address}/plan").text

    form = weihang.form_at(f"{address}/plan", button=f"{address}/plan")
    for position, item in enumerate(cut):
        form[f"lines-{position}-price"] = item.unit_price.grouped
        form[f"lines-{position}-quantity"] = f"{item.quantity:f}"
        form[f"lines-{position}-unit"] = item.unit
    form.submit(status=302)
    weihang.press(f"{address}/plan", f"{address}/plan/hand-in")
    # The officer sees the difference, sends it back once, then confirms.
    assert f"¥{project.amount.grouped}" in officer.get(f"{address}/plan").text
    officer.fill(f"{address}/plan/return", {"reason": "请补充活动物料的测算依据"})
    assert "请补充活动物料的测算依据" in weihang.get(f"{address}/plan").text
    officer.insist(f"{address}/plan/confirm", 409)
    weihang.press(f"{address}/plan", f"{address}/plan/hand-in")
    officer.fill(f"{address}/plan/confirm")
    with journey.read():
        confirmed = first_project()
        assert str(confirmed.status) == "confirmed"
        granted = [x for x in confirmed.baseline["budget"] if x["source"] == "grant"]
        assert sum(x["amount"] for x in granted) == project.amount.fen


def test_the_agreement_is_issued_once_signed_and_effective(journey_from):
    journey = journey_from("decided")
    with journey.write():
        journey.story.call = session().exec(select(Call)).one()
        awards.revise(journey.story, first_project())
    journey.later(minutes=5)
    officer = journey.person("officer")
    with journey.read():
        project = first_project()
    drafted = officer.fill(
        f"/contracts/new/{project.code}", {"special_terms": "每季度报送活动计划。"}
    )
    address = drafted.request.path
    assert officer.get(f"{address}/preview.pdf").body.startswith(b"%PDF-")
    officer.fill(f"{address}/approve")
    issued = officer.fill(f"{address}/issue")
    with journey.read():
        contract = session().exec(select(Contract)).one()
        paper = latest_document(contract.chain, "contract")
        assert contract.number in issued.text
        told = latest_document(project.chain, "award").facts
        awarded = local(project.awarded_at).date()
        assert contract.sign_by == awarded + timedelta(days=told["signing_days"])
        assert paper.facts["batch"] == "苏州市第八届公益创投"
        assert paper.facts["party_a"]["name"] == "示范市民政局"
        assert paper.facts["party_b"]["email"]
        assert all(stage["starts"] for stage in paper.facts["schedule"])
    content = officer.get(f"/documents/{paper.code}.pdf").body
    assert content.startswith(b"%PDF-")
    # Archived once: a second reading gives the same bytes, and anybody can compare them.
    assert officer.get(f"/documents/{paper.code}.pdf").body == content
    with journey.read():
        assert latest_document(contract.chain, "contract").sha256 == sha256_hex(content)
    assert contract.number in journey.visitor().get(f"/check/{paper.check_code}").text
    officer.insist(f"{address}/issue", 403)

    before = journey.fingerprint()
    officer.fill(f"{address}/sign", {"signed_on": today(journey)}, status=422)
    assert journey.fingerprint() == before
    officer.fill(f"{address}/sign", {"signed_on": today(journey), "scan": scan("签章协议")})
    with journey.read():
        contract = session().exec(select(Contract)).one()
        assert str(contract.status) == "signed"
        assert contract.effective_at is not None
        assert str(first_project().status) == "running"
        shares = [each.amount for each in installments_of(contract)]
        assert sum(each.fen for each in shares) == project.amount.fen
        assert len(attachments_of(contract.chain)) == 1
        assert CHECKS["ledger"]() == []


def test_the_first_installment_is_paid_along_the_chain_with_one_step_on_paper(journey_from):
    journey = journey_from("contracted")
    with journey.read():
        project = first_project()
        contract = contract_of(project)
        first, second, _third = installments_of(contract)
    weihang = journey.person("weihang")
    page = weihang.get(f"/contracts/{contract.code}")
    # The first can be asked for; the others say what they wait for and lead there.
    assert f"/disbursements/request/{first.code}" in page.text
    assert f"/disbursements/request/{second.code}" not in page.text
    invoice = {"invoice_number": "26000000000000000011", "invoice": scan("数电发票")}
    before = journey.fingerprint()
    weihang.fill(f"/disbursements/request/{second.code}", invoice, status=409)
    assert journey.fingerprint() == before

    asked = weihang.fill(f"/disbursements/request/{first.code}", invoice)
    address = asked.request.path
    preparer = journey.person("preparer")
    preparer.fill(f"{address}/draft")
    officer, checker, approver = (journey.person(n) for n in ("officer", "checker", "approver"))
    # Nobody takes a step before the one ahead of it, or one of another role.
    before = journey.fingerprint()
    approver.insist(f"{address}/steps/leader", 409, opinion="同意")
    preparer.insist(f"{address}/steps/head", 403, opinion="同意")
    journey.person("cashier").insist(f"{address}/pay", 403)
    assert journey.fingerprint() == before
    officer.fill(f"{address}/steps/head", {"opinion": "同意"})
    checker.fill(f"{address}/steps/checked", {"opinion": "审核无误"})

    # The leader signs in ink: printed, entered with the scan, confirmed by a second person.
    assert preparer.get(f"{address}/sheet.pdf").body.startswith(b"%PDF-")
    signed = {"signed_on": today(journey), "opinion": "同意拨付"}
    before = journey.fingerprint()
    preparer.fill(f"{address}/steps/leader/paper", signed, status=422)
    assert journey.fingerprint() == before
    preparer.fill(f"{address}/steps/leader/paper", {**signed, "scan": scan("审批单签字件")})
    before = journey.fingerprint()
    preparer.insist(f"{address}/steps/leader/confirm", 409)
    assert journey.fingerprint() == before
    # It waits on the desk of those who may confirm it, not of the one who entered it.
    assert "核对纸质审批单与扫描件并确认" in checker.get("/desk").text
    assert "核对纸质审批单与扫描件并确认" not in preparer.get("/desk").text
    checker.fill(f"{address}/steps/leader/confirm")

    cashier = journey.person("cashier")
    with journey.read():
        payment = session().exec(select(Disbursement)).one()
        assert latest_document(payment.chain, "payment") is None
    cashier.fill(f"{address}/pay", {"paid_on": today(journey), "voucher": "ZF20260201001"})
    with journey.read():
        payment = session().exec(select(Disbursement)).one()
        assert str(payment.status) == "paid"
        assert payment.amount == Money(project.amount.fen * 60 // 100)
        on_paper = [a.step for a in approvals_of(payment.chain) if a.on_paper]
        assert on_paper == ["leader"]
        assert len({payment.drafted_by, payment.paid_by}) == 2
        paper = latest_document(payment.chain, "payment")
        # The archived sheet is the complete one: signers, day of payment and voucher.
        assert paper.facts["paid_on"] == str(payment.paid_on)
        assert paper.facts["voucher"] == "ZF20260201001"
        signers = paper.facts["approvals"]
        assert all(signers[step] for step in ("drafter", "head", "finance", "leader"))
        assert all(check() == [] for check in CHECKS.values())
    assert cashier.get(f"/documents/{paper.code}.pdf").body.startswith(b"%PDF-")
    sheet = preparer.get(f"{address}/sheet.pdf", status=302)
    assert sheet.location.endswith(f"/documents/{paper.code}.pdf")
    # The organisation's account is shown by its last digits only.
    assert "0000000000000000101" not in cashier.get(address).text


def test_activities_and_expenses_are_recorded_with_their_evidence(journey_from):
    journey = journey_from("contracted")
    with journey.read():
        project = first_project()
        line = next(x for x in budget_lines(project) if str(x.source) == "grant")
    weihang = journey.person("weihang")
    activity = {
        "plan_position": "1",
        "title": "独居老人敲门行动启动仪式",
        "held_on": today(journey),
        "place": "社区活动中心",
        "attended": "48",
        "new_people": "12",
        "volunteers": "6",
        "content": "入户走访并签署服务约定。",
        "photo": ("活动照片.png", photo_bytes(3), "image/png"),
    }
    url = f"/projects/{project.code}/activities/new"
    tomorrow = (local(journey.story.now).date() + timedelta(days=1)).isoformat()
    before = journey.fingerprint()
    refused = weihang.fill(url, {**activity, "held_on": tomorrow}, status=422)
    assert "独居老人敲门行动启动仪式" in refused.text
    weihang.fill(url, {**activity, "new_people": "49"}, status=422)
    assert journey.fingerprint() == before
    weihang.fill(url, activity)

    expense = {
        "line": str(line.id),
        "spent_on": today(journey),
        "payee": "示例文具店",
        "purpose": "活动物料",
        "amount": "1,409.50",
        "voucher": "记-001",
        "image": scan("发票"),
    }
    url = f"/projects/{project.code}/expenses/new"
    weihang.fill(url, expense)
    before = journey.fingerprint()
    weihang.fill(url, expense, status=422)
    weihang.fill(url, {**expense, "voucher": "记-002", "amount": "十元"}, status=422)
    assert journey.fingerprint() == before
    with journey.read():
        (held,) = activities_of(first_project())
        assert (held.attended, held.new_people) == (48, 12)
        assert len(attachments_of(held.chain)) == 1
        (spent,) = expenses_of(first_project())
        assert spent.amount == Money.yuan("1409.50")
    page = journey.person("officer").get(f"/projects/{project.code}")
    for text in ("独居老人敲门行动启动仪式", "记-001", "¥1,409.50"):
        assert text in page.text, text


def self_report(browser: Browser, journey: Journey, assessment: Assessment) -> None:
    """The organisation hands its own report in, nine tenths of every item."""
    with journey.read():
        rules = sheet_rules(session().get_one(Assessment, assessment.id))
    values = {f"text_{d.key}": f"{d.label}按计划推进，资料齐全。" for d in rules.dimensions}
    values |= {f"points_{leaf.key}": f"{leaf.points * 9 / 10:f}" for leaf in rules.leaves}
    values |= {f"actual_{n}": text for n, text in enumerate(["5", "1100", "150", "18", "93"])}
    browser.fill(f"/assessments/{assessment.code}/report", values)


def assess(browser: Browser, journey: Journey, assessment: Assessment, **more: str) -> None:
    """The evaluator gives full points everywhere, with reasons."""
    with journey.read():
        rules = sheet_rules(session().get_one(Assessment, assessment.id))
    values = {f"points_{leaf.key}": f"{leaf.points:f}" for leaf in rules.leaves}
    values |= {f"basis_{leaf.key}": "查阅活动记录、签到表和凭证" for leaf in rules.leaves}
    values |= {"opinion": "项目实施规范，服务成效明显，同意通过评估。", **more}
    browser.fill(f"/assessments/{assessment.code}/assess", values)


def test_the_mid_term_evaluation_with_a_bonus_releases_the_second_installment(journey_from):
    journey = journey_from("running")
    with journey.read():
        project = first_project()
        second = installments_of(contract_of(project))[1]
    officer, weihang = journey.person("officer"), journey.person("weihang")
    evaluator = journey.person("evaluator")
    due = (local(journey.story.now).date() + timedelta(days=27)).isoformat()
    officer.fill(f"/assessments/new/{project.code}/midterm", {"due_on": due})
    with journey.read():
        midterm = session().exec(select(Assessment)).one()
    self_report(weihang, journey, midterm)
    with journey.read():
        evaluator_id = person("evaluator").user_id
    officer.fill(f"/assessments/{midterm.code}/assign", {"evaluator": str(evaluator_id)})
    # A bonus beyond its limit is refused; within it the total exceeds a hundred.
    before = journey.fingerprint()
    form = evaluator.form_at(f"/assessments/{midterm.code}/assess")
    form["bonus_resources"] = "50"
    form.submit(status=422)
    assert journey.fingerprint() == before
    assess(
        evaluator,
        journey,
        midterm,
        bonus_resources="4.5",
        bonus_why_resources="争取到社会捐赠物资和场地支持",
    )
    officer.fill(f"/assessments/{midterm.code}/conclude")
    with journey.read():
        concluded = session().exec(select(Assessment)).one()
        assert f"{concluded.total:f}" == "104.5"
        assert str(first_project().status) == "midterm_passed"
    assert "104.5" in weihang.get(f"/assessments/{midterm.code}").text
    # The second installment, blocked until now, can be asked for.
    page = weihang.get(f"/projects/{project.code}")
    assert f"/disbursements/request/{second.code}" in page.text


def leave_out_of_a_voucher(journey: Journey, completion: Assessment) -> int:
    """The evaluator does not recognise 12.30 yuan of the last voucher; returns fen."""
    evaluator = journey.person("evaluator")
    with journey.read():
        voucher = expenses_of(first_project())[-1]
    page = f"/assessments/{completion.code}"
    address = f"{page}/vouchers/{voucher.code}"
    assert address in evaluator.get(page).text
    assert address not in journey.person("officer").get(page).text
    before = journey.fingerprint()
    too_much = Money(voucher.amount.fen + 1).grouped
    refused = evaluator.fill(address, {"disallowed": too_much, "reason": "无签领"}, status=422)
    assert f"¥{voucher.amount.grouped}" in refused.text
    assert too_much in refused.text
    evaluator.fill(address, {"disallowed": "12.30"}, status=422)
    assert journey.fingerprint() == before
    shown = evaluator.fill(address, {"disallowed": "12.30", "reason": "缺少签领手续"})
    assert "缺少签领手续" in shown.text
    return 1230


def test_the_completion_review_settles_the_tail_and_the_project_is_archived(journey_from):
    journey = journey_from("midterm")
    with journey.write():
        journey.story.call = session().exec(select(Call)).one()
        delivery.deliver(journey.story, [first_project()], AssessmentMoment.COMPLETION)
    journey.later(days=2)
    with journey.read():
        project = first_project()
        third = installments_of(contract_of(project))[2]
        spent = sum(each.amount.fen for each in expenses_of(project))
    officer, weihang = journey.person("officer"), journey.person("weihang")
    due = (local(journey.story.now).date() + timedelta(days=27)).isoformat()
    officer.fill(f"/assessments/new/{project.code}/completion", {"due_on": due})
    with journey.read():
        completion = (
            session()
            .exec(
                select(Assessment).where(
                    Assessment.project_id == project.id, Assessment.moment == "completion"
                )
            )
            .one()
        )
        evaluator_id = person("evaluator").user_id
    self_report(weihang, journey, completion)
    officer.fill(f"/assessments/{completion.code}/assign", {"evaluator": str(evaluator_id)})
    left_out = leave_out_of_a_voucher(journey, completion)
    assess(journey.person("evaluator"), journey, completion)
    officer.fill(f"/assessments/{completion.code}/conclude")
    with journey.read():
        concluded = session().get_one(Assessment, completion.id)
        assert str(concluded.grade) == "excellent"
        assert concluded.eligible_spending == Money(spent - left_out)

    # The tail is the eligible spending less what is paid, as it is below the contract's remainder.
    paid = project.amount.fen * 60 // 100 + project.amount.fen * 30 // 100
    tail = Money(spent - left_out - paid)
    assert tail < third.amount
    asked = weihang.fill(
        f"/disbursements/request/{third.code}",
        {"invoice_number": "26000000000000000013", "invoice": scan("数电发票")},
    )
    assert f"¥{tail.grouped}" in asked.text
    address = asked.request.path
    journey.person("preparer").fill(f"{address}/draft")
    officer.fill(f"{address}/steps/head", {"opinion": "同意"})
    journey.person("checker").fill(f"{address}/steps/checked", {"opinion": "审核无误"})
    journey.person("approver").fill(f"{address}/steps/leader", {"opinion": "同意拨付"})
    journey.person("cashier").fill(
        f"{address}/pay", {"paid_on": today(journey), "voucher": "ZF20270601001"}
    )

    officer.fill(f"/projects/{project.code}/archive")
    answer = officer.get(f"/projects/{project.code}/package.zip")
    package = zipfile.ZipFile(io.BytesIO(answer.body))
    manifest = json.loads(package.read("清单.json"))
    assert manifest["project"] == project.number
    for entry in manifest["files"]:
        assert sha256_hex(package.read(entry["path"])) == entry["sha256"], entry["path"]
    weihang.get(f"/projects/{project.code}/package.zip", status=403)
    with journey.read():
        archived = first_project()
        assert archived.archive_sha256 == sha256_hex(answer.body)
        assert str(archived.status) == "archived"
        assert all(check() == [] for check in CHECKS.values())
    # Nothing can be recorded any more.
    with journey.read():
        line = budget_lines(first_project())[0]
    before = journey.fingerprint()
    weihang.fill(
        f"/projects/{project.code}/expenses/new",
        {
            "line": str(line.id),
            "spent_on": today(journey),
            "payee": "示例文具店",
            "purpose": "活动物料",
            "amount": "10",
            "voucher": "记-999",
        },
        status=409,
    )
    assert journey.fingerprint() == before
