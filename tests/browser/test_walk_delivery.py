"""Delivery: activities and vouchers, evaluation at mid-term and at the end, the archive."""

import json
import zipfile
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.person import zh

PROJECTS = """select project.title, project.number, user.sign_in_name from project
    join organisation on organisation.id = project.organisation_id
    join role_grant on role_grant.scope = 'organisation:' || organisation.code
        and role_grant.role = 'applicant_signatory'
    join user on user.id = role_grant.user_id
    where project.status = ? and project.id {} (select project_id from activity)
    order by project.id"""
BUSY, IDLE = PROJECTS.format("in"), PROJECTS.format("not in")
SECOND = """select installment.label from installment
    join contract on contract.id = installment.contract_id
    join project on project.id = contract.project_id
    where project.number = ? and installment.position = 2"""


def test_an_organisation_records_an_activity_and_a_voucher(person, stored, picture, scan):
    (title, number, signatory), *_ = stored(IDLE, "running")
    organisation = person(signatory).go_to("Projects")
    organisation.follow(title, organisation.row(number))
    organisation.follow("Record an activity")
    organisation.enter(title="邻里学堂启动仪式", held_on=organisation.today, place="社区活动中心")
    organisation.enter(attended=48, new_people=12, photo=picture, sign_in_sheet=scan)
    organisation.press("Save the activity")

    organisation.is_told("The activity has been recorded.")
    expect(organisation.row("邻里学堂启动仪式")).to_contain_text("48")

    organisation.follow("Record a voucher")
    organisation.enter(spent_on=organisation.today, payee="示例文具店", purpose="活动物料")
    organisation.enter(amount="1,409.50", voucher="记-001", image=scan)
    organisation.press("Save the voucher")

    organisation.is_told("The voucher has been recorded.")
    expect(organisation.row("记-001")).to_contain_text("¥1,409.50")


def test_the_mid_term_evaluation_releases_the_second_installment(person, stored):
    (title, number, signatory), *_ = stored(BUSY, "running")
    officer = person("officer").go_to("Projects")
    officer.follow(title, officer.row(number))
    officer.follow("Plan the mid-term evaluation")
    officer.enter(due_on=officer.today + timedelta(days=27))
    officer.press("Plan the mid-term evaluation")

    officer.is_told("The organisation has been asked for its self-report.")

    _evaluate(officer, title, signatory)
    organisation = officer.become(signatory).go_to("Projects")
    organisation.follow(title, organisation.row(number))
    [(second,)] = stored(SECOND, number)
    organisation.follow("Request payment", organisation.row(second))

    expect(organisation.main.get_by_role("note")).to_contain_text(second)


def _evaluate(someone, title, signatory):
    """Self-report, evaluator, evaluation sheet and conclusion, each by the person it waits for."""
    organisation = someone.become(signatory)
    organisation.take_up("Hand in the self-report", title)
    organisation.follow("Write the self-report")
    _fill(organisation, "text_", "按计划推进，资料齐全。")
    _fill(organisation, "points_")
    organisation.press("Hand the self-report in")
    officer = organisation.become("officer")
    officer.take_up("Assign an evaluator", title)
    officer.follow("Assign an evaluator")
    officer.press("Assign an evaluator")
    evaluator = officer.become("evaluator")
    evaluator.take_up("Evaluate the project", title)
    evaluator.follow("Fill in the evaluation sheet")
    _fill(evaluator, "points_")
    _fill(evaluator, "basis_", "查阅活动记录、签到表和凭证")
    evaluator.enter(opinion="项目实施规范，服务成效明显，同意通过评估。")
    evaluator.press("Hand the sheet in")
    officer = evaluator.become("officer")
    officer.take_up("Conclude the evaluation", title)
    officer.follow("Conclude the evaluation")
    officer.press("Conclude the evaluation")
    officer.is_told("The evaluation is concluded; the project has moved on.")


def _fill(someone, prefix, text=""):
    """Fill all fields of a kind; points with the most that can be given."""
    for field in someone.main.locator(f'[name^="{prefix}"]').all():
        field.fill(text or field.get_attribute("max"))


def test_the_completion_review_ends_with_a_grade(person, stored):
    (title, number, signatory), *_ = stored(BUSY, "midterm_passed")
    officer = person("officer").go_to("Projects")
    officer.follow(title, officer.row(number))
    officer.follow("Plan the completion review")
    officer.enter(due_on=officer.today + timedelta(days=27))
    officer.press("Plan the completion review")

    officer.is_told("The organisation has been asked for its self-report.")

    _evaluate(officer, title, signatory)

    officer.sees("Completed")
    expect(officer.row("Completion review")).to_contain_text("优秀")


def test_a_completed_project_is_archived_and_its_package_downloaded(person, stored):
    (title, number, _signatory), *_ = stored(BUSY, "completed")
    officer = person("officer")
    officer.take_up("Archive the project", title)
    officer.sees("The project is not archived yet")
    officer.follow("Do it now")
    officer.page.set_default_timeout(60_000)  # Every paper of the project is made now.
    officer.press("Archive")

    officer.is_told("The project is archived; the package can be downloaded.")

    with officer.page.expect_download() as saved:
        officer.main.get_by_role("link", name=zh("Archive package (ZIP)")).click()
    with zipfile.ZipFile(saved.value.path()) as package:
        assert json.loads(package.read("清单.json"))["project"] == number
