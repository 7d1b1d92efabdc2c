"""The agreement and the first installment: drafted, signed, requested, approved, paid."""

from playwright.sync_api import expect

from app.demo.story import awards
from projects.queries.projects import projects_under
from tests.browser.person import zh

AWARDED = """select call.code, project.title from project join call on call.id = project.call_id
    where project.status = 'awarded' order by project.id"""
UNPAID = """select project.title, project.number, user.sign_in_name, appropriation.name
    from project
    join contract on contract.project_id = project.id
    join organisation on organisation.id = project.organisation_id
    join role_grant on role_grant.scope = 'organisation:' || organisation.code
        and role_grant.role = 'applicant_signatory'
    join user on user.id = role_grant.user_id
    join call on call.id = project.call_id
    join appropriation on appropriation.id = call.appropriation_id
    where contract.status = 'signed' and contract.id not in (select installment.contract_id
        from disbursement join installment on installment.id = installment_id)
    order by project.id"""
NEXT = "Take the next step of a payment"


def test_an_agreement_is_issued_signed_and_found_by_its_check_code(person, stored, let, scan):
    (call, title), *_ = stored(AWARDED)
    let(lambda story: awards.revise(story, projects_under(story.running)[0]), call)
    officer = person("officer")
    officer.take_up("Prepare the agreement", title)
    officer.follow("Draft the agreement")
    officer.enter(special_terms="每季度报送活动计划。")
    officer.press("Draft the agreement")

    preview = officer.main.get_by_role("link", name=zh("Preview (PDF)"))
    assert officer.pdf(preview).startswith(b"%PDF-")

    for act in ("Approve", "Issue"):
        officer.follow(act)
        officer.press(act)
        officer.is_told("Done. The agreement has moved on.")

    paper = officer.main.locator(".docs li").filter(has_text=zh("Agreement"))
    assert officer.pdf(paper.get_by_role("link")).startswith(b"%PDF-")
    check_code = paper.locator(".hint").inner_text()

    officer.follow("Register the signed agreement")
    officer.enter(signed_on=officer.today, scan=scan)
    officer.press("Register the signed agreement")

    officer.is_told("The agreement is effective and its money committed.")
    officer.sees(scan.name)

    anybody = person().go_to("Check a paper")
    anybody.enter(code=check_code)
    anybody.press("Check")

    anybody.sees("This paper was issued here and is valid.")


def test_an_installment_is_paid_after_one_approval_on_paper(person, stored, scan):
    (title, number, signatory, item), *_ = stored(UNPAID)
    asking = person(signatory).go_to("Projects")
    asking.follow(title, asking.row(number))
    asking.follow("Request payment")
    asking.enter(invoice_number="26000000000000000011", invoice=scan)
    asking.press("Request payment")

    asking.is_told("The payment has been requested.")

    preparer = asking.become("preparer")
    preparer.take_up(NEXT, title)
    preparer.follow("Draft the payment")
    preparer.press("Draft the payment")

    preparer.is_told("The payment is drafted; the head of the office is next.")

    for name in ("officer", "checker"):
        signer = preparer.become(name)
        signer.take_up(NEXT, title)
        signer.follow("Approve")
        signer.enter(opinion="同意")
        signer.press("Approve")
        signer.is_told("Your approval is recorded.")
    preparer = signer.become("preparer").go_to("Payments")
    preparer.follow(title)

    sheet = preparer.main.get_by_role("link", name=zh("Print the sheet for signature"))
    assert preparer.pdf(sheet).startswith(b"%PDF-")

    preparer.follow("Enter a signed sheet")
    preparer.enter(signed_on=preparer.today, opinion="同意拨付", scan=scan)
    preparer.press("Enter a signed sheet")

    preparer.is_told("The signed sheet is entered; a second person has to confirm it.")
    preparer.sees("Waits for a second person")

    second = preparer.become("checker").go_to("Payments")
    second.follow(title)
    second.follow("Confirm the signed sheet")
    second.press("Confirm the signed sheet")

    second.is_told("The signed sheet is confirmed; the payment has moved on.")
    second.sees("on paper")

    cashier = second.become("cashier")
    cashier.take_up(NEXT, title)
    cashier.follow("Record the payment")
    cashier.enter(paid_on=cashier.today, voucher="ZF20260105001")
    cashier.press("Record the payment")

    cashier.is_told("The payment is recorded and posted in the ledger.")
    cashier.sees("Paid", "ZF20260105001")

    paid = cashier.main.locator(".due").inner_text()
    cashier.go_to("Funds")
    cashier.follow(item)

    expect(cashier.row("Money paid", paid)).to_have_count(1)
