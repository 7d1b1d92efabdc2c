"""The story's key acts with a mouse and a keyboard, and the applicants' acts without script."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Dialog, Page, expect

WRITING = "select code from application where title like ? and status = 'draft'"
SUBMITTED = """select application.code from application join call on call.id = application.call_id
    where call.status = 'published' and application.title like ?"""
SEATED = """select user.sign_in_name, panel.code from panellist
    join user on user.id = panellist.user_id join panel on panel.id = panellist.panel_id
    where panel.status = 'scoring' order by panellist.seat desc"""


def test_one_click_changes_the_person_and_the_time(sign_in):
    page = sign_in()
    page.goto("/")
    page.locator(".demo summary").click()
    page.locator(".demo-people button", has_text="顾苇青").click()

    expect(page.locator(".mast-user summary")).to_contain_text("顾苇青")

    before = page.locator(".demo-time time").get_attribute("datetime")
    page.locator(".demo-jumps button[value=next_day]").click()

    expect(page.locator(".demo-time time")).not_to_have_attribute("datetime", before)
    expect(page.locator(".demo-time time")).to_contain_text("9:00")


def test_an_organisation_fills_checks_and_submits(sign_in, stored, scan):
    page = sign_in("yanqiao")
    [(code,)] = stored(WRITING, "%记忆花园%")
    page.goto(f"/applications/{code}/sections/needs")
    page.locator("main textarea").first.fill("社区走访四十户家庭，家属普遍缺少照护知识。" * 12)
    _save(page)

    expect(page).not_to_have_url(f"**/applications/{code}/sections/needs")

    _budget_shows_sums_and_ways_out(page, code)
    _upload_what_is_missing(page, code, scan)
    _submit(page, code)

    expect(page.locator(".receipt")).to_contain_text("SB-")


def _budget_shows_sums_and_ways_out(page: Page, code: str) -> None:
    page.goto(f"/applications/{code}/budget")
    row = page.locator("[data-row]").first
    alerts = page.locator("[data-alerts] .alert")
    price, amount = row.locator("[data-col=price]"), row.locator("[data-amount]")
    asked = page.locator("[data-total=granted]")
    sum_saved = asked.inner_text()
    row.locator("[data-col=quantity]").fill("1")
    price.fill("16000")

    expect(amount).to_have_text("16,000.00")
    expect(asked).not_to_have_text(sum_saved)
    expect(alerts).to_have_count(1)
    expect(row).to_have_class("over")
    expect(alerts.locator("button")).to_have_count(2)

    rows, whole = page.locator("[data-row]").count(), asked.inner_text()
    alerts.locator("button").first.click()

    expect(alerts).to_have_count(0)
    expect(page.locator("[data-row]")).to_have_count(rows + 1)
    expect(asked).to_have_text(whole)

    page.locator("[data-remove]").last.click()
    price.fill("16000")
    alerts.locator("button").last.click()

    expect(alerts).to_have_count(0)
    expect(asked).not_to_have_text(whole)

    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(asked).to_have_text(sum_saved)
    row.locator("[data-col=basis]").fill("1 人 × 9 个月")
    _save(page)


def _upload_what_is_missing(page: Page, code: str, scan: Path) -> None:
    page.goto(f"/applications/{code}/attachments")
    while page.locator(".docs .tag.bad").count():
        missing = page.locator(".docs li:has(.tag.bad) b").first.inner_text()
        page.locator("main select").select_option(label=missing)
        page.locator("input[type=file]").set_input_files(scan)
        expect(page.locator("[data-chosen]")).to_contain_text(scan.name)
        _save(page)


def _submit(page: Page, code: str) -> None:
    page.goto(f"/applications/{code}/check")
    page.locator("main [type=checkbox]").check()
    _save(page)
    page.wait_for_url(f"**/applications/{code}/submitted")


def _save(page: Page) -> None:
    """Press the main button of the form and wait for the next page."""
    with page.expect_navigation():
        page.locator("main .form-acts .btn.p").click()


def test_an_application_is_replaced_without_script(sign_in, stored):
    page = sign_in("chenghe", java_script_enabled=False)
    [(code,)] = stored(SUBMITTED, "%暖屋计划%")
    page.goto(f"/applications/{code}/recall")
    _save(page)
    page.goto(f"/applications/{code}/budget")
    rows = page.locator("[data-row]").count()
    with page.expect_navigation():
        page.locator("[name=add_rows]").click()
    assert page.locator("[data-row]").count() == rows + 5

    amount = page.locator("[data-amount]").first.inner_text()
    page.locator("[data-col=price]").first.fill(amount)
    page.locator("[data-col=quantity]").first.fill("1")
    _save(page)
    page.goto(f"/applications/{code}/budget")
    assert page.locator("[data-col=price]").first.input_value() == amount
    assert page.locator("[data-amount]").first.inner_text() == amount

    _submit(page, code)

    expect(page.locator(".receipt")).to_contain_text("SB-")
    assert stored(
        "select max(submission.version) from submission join application on application.id = "
        "application_id where code = ?",
        code,
    ) == [(2,)]


def test_a_panellist_scores_by_keyboard(sign_in, stored):
    (name, panel), *_ = stored(SEATED)
    page = sign_in(name)
    page.goto(f"/panels/{panel}/queue")
    page.locator("main .title a.btn.p, main header a.btn.p").first.click()
    sliders = page.locator("[data-slider]")
    expect(sliders.first).to_be_visible()
    first = page.url
    criteria = sliders.count()
    for slider in sliders.all():
        expect(slider).to_have_attribute("data-unset", "")
    assert page.locator("[data-mark]").first.input_value() == ""

    sliders.first.focus()
    for number in range(criteria):
        page.keyboard.press("2")
        if number < criteria - 1:
            page.keyboard.press("j")

    assert page.locator("[data-slider][data-unset]").count() == 0
    assert float(page.locator("[data-sum]").inner_text()) > 0

    page.locator("[name=recommended]").fill("30000")
    comment = page.locator("main .pane textarea").last
    comment.fill("需求真实，方案可行，建议细化活动安排。")
    with page.expect_navigation():
        comment.press("Control+Enter")

    assert page.url != first
    page.goto(first)
    expect(page.locator("[data-slider][data-unset]")).to_have_count(0)


def test_leaving_with_unsaved_changes_asks(sign_in, stored):
    page = sign_in("weihang")
    [(code,)] = stored("select code from organisation where name like '%苇杭%'")
    page.goto(f"/organisations/{code}")
    page.locator("[name=contact]").press_sequentially("（新）")
    asked = _answer_dialogs(page)
    page.locator(".mast .brand").click()
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert page.url.endswith(f"/organisations/{code}")


def _answer_dialogs(page: Page) -> list[str]:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def test_a_printed_project_page_holds_only_the_content(
    sign_in: Callable[..., Page], stored: Callable[..., list[tuple]]
):
    page = sign_in("officer")
    [(code,), *_] = stored("select code from project where status = 'completed'")
    page.goto(f"/projects/{code}")
    page.emulate_media(media="print")

    for gone in (".demo", ".mast nav", ".mast-user", ".skip", "main .btn"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".foot-print")).to_contain_text(f"/projects/{code}")
