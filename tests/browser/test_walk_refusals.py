"""What is refused: a sentence says why and what to do, and what was typed is still there."""

from playwright.sync_api import expect

from app.kernel.money import Money
from tests.browser.person import sum_in, zh

CAP = Money.yuan("60000.00")
WRITING = """select user.sign_in_name, application.title, organisation.name from application
    join call on call.id = application.call_id
    join organisation on organisation.id = application.organisation_id
    join role_grant on role_grant.scope = 'organisation:' || organisation.code
        and role_grant.role = 'applicant_signatory'
    join user on user.id = role_grant.user_id
    where call.status = 'published' and application.status = ?"""


def test_a_credit_code_with_a_typing_error(person, stored):
    [(code,)] = stored("select credit_code from organisation where area_code = '320583'")
    wrong = code[:-3] + code[-2] + code[-3] + code[-1]
    claimant = person("lvtian").go_to("My organisation")
    claimant.enter(credit_code=wrong, position="秘书长")
    claimant.press("Send the claim")

    claimant.is_refused(
        "There is a typing error in “%(given)s”: its last character, the check digit, does not fit "
        "the others. Compare it with the registration certificate.",
        given=wrong,
    )
    claimant.finds(credit_code=wrong, position="秘书长")


def test_a_second_application_of_one_organisation(person, stored):
    (signatory, title, organisation), *_ = stored(WRITING, "submitted")
    applicant = person(signatory).go_to("My applications")
    applicant.follow("Apply")
    applicant.press("Start the application")

    applicant.is_refused(
        "%(organisation)s has already applied under this call: “%(title)s”. Each organisation may "
        "submit one; open that application, or give it up first.",
        organisation=organisation,
        title=title,
    )


def test_a_picture_that_is_named_as_a_pdf(person, stored, picture):
    [(signatory, title, _organisation)] = stored(WRITING, "draft")
    false = picture.rename(picture.with_name("章程.pdf"))
    applicant = _at_the_part(person(signatory), title, "附件")
    slot = applicant.main.locator("[name=slot] option").nth(2).get_attribute("value")
    applicant.enter(slot=slot, file=false)
    applicant.press("Upload")

    applicant.is_refused(
        "The content of “%(name)s” does not match its name. Open the file, save it as "
        "%(expected)s and upload it again.",
        name=false.name,
        expected="PDF",
    )
    applicant.finds(slot=slot)


def _at_the_part(applicant, title, part):
    applicant.take_up("Complete and submit the application", title)
    applicant.click(applicant.main.get_by_role("link", name=part))
    return applicant


def test_more_money_than_the_call_gives_to_one_project(person, stored):
    [(signatory, title, _organisation)] = stored(WRITING, "draft")
    applicant = _at_the_part(person(signatory), title, "经费预算")
    row = applicant.main.locator("[data-row]").first
    row.locator("[data-col=quantity]").fill("1")
    row.locator("[data-col=price]").fill("70,000.00")
    applicant.press("Save")

    asked = sum_in(applicant.main.locator("[data-total=granted]").inner_text())
    sentence = zh(
        "The requested amount is %(requested)s; this call grants at most %(cap)s. "
        "Reduce it by %(over)s.",
        requested=f"¥{asked.grouped}",
        cap=f"¥{CAP.grouped}",
        over=f"¥{(asked - CAP).grouped}",
    )
    applicant.sees(sentence)
    expect(row.locator("[data-col=price]")).to_have_value("70,000.00")

    _at_the_part(applicant.become(signatory), title, "承诺书")
    applicant.enter(declaration=True)
    applicant.press("Sign and submit")

    expect(applicant.page.locator(".errors")).to_be_visible()
    applicant.sees(sentence)


def test_one_second_after_the_deadline(person, stored):
    [(signatory, title, _organisation)] = stored(WRITING, "draft")
    applicant = _at_the_part(person(signatory), title, "承诺书")
    applicant.jump("past_deadline")
    applicant.enter(declaration=True)
    applicant.press("Sign and submit")

    [(number,)] = stored("select number from refusal")
    applicant.is_refused(number)
    applicant.sees("The submission was not taken", title)
