"""What is refused: a sentence that says what to do, nothing typed is lost, nothing is changed."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from app.db import session
from app.demo.content import load_content
from app.demo.papers import photo_bytes
from app.demo.story import calls
from app.kernel.money import Money
from app.records.audit import AuditEntry, breaks
from app.records.refusals import Refusal
from app.registry.enums import ListKind
from app.registry.models import CreditListing
from projects.models.application import Application, Submission
from projects.models.call import Call
from projects.queries.projects import budget_lines
from tests.journeys.browser import form_of
from tests.journeys.paperwork import fill_budget

WEIHANG = load_content().proposals["weihang"]
# What the receipt of a refusal is written to: itself, its number and paper, the trail and its head.
RECEIPT = ("refusal", "counter", "document", "job", "audit_entry", "audit_head")


@pytest.fixture
def written(journey_from):
    """An open call; Weihang has filled every part and attached every file, but not submitted."""
    journey = journey_from("draft")
    with journey.write():
        journey.story.call = session().exec(select(Call)).one()
        calls.publish(journey.story)
        application = calls.fill(journey.story, WEIHANG)
        address = f"/applications/{application.code}"
    journey.later(minutes=1)
    return journey, address


def test_one_second_after_the_deadline_leaves_a_numbered_refusal_only(written):
    journey, address = written
    weihang = journey.person("weihang")
    deadline = journey.story.running.closes_at
    journey.clock(deadline - timedelta(minutes=5))
    form = weihang.form_at(f"{address}/check")
    form["declaration"] = True

    journey.clock(deadline)
    before = journey.fingerprint(*RECEIPT)
    refused = form.submit(status=409)

    assert journey.fingerprint(*RECEIPT) == before
    with journey.read():
        refusal = session().exec(select(Refusal)).one()
        assert refusal.number == "JL-2026-00001"
        assert refusal.facts["seconds"] in range(1, 10)
        entries = session().exec(select(AuditEntry).where(AuditEntry.chain == refusal.chain)).all()
        assert [entry.event for entry in entries].count("refusal:record") == 1
        assert list(breaks()) == []
        assert session().exec(select(Submission)).all() == []
    # The words of the platform's regulations, with the seconds, a day, an office and the number.
    sentence = re.search(r"本次申报已于.*?记录编号JL-2026-00001。", refused.text)
    assert sentence
    for part in (
        "本次申报已于2026年1月17日 24:00截止",
        "系统收到您的提交请求的时间为2026年1月18日 00:00:0",
        f"晚于截止时间{refusal.facts['seconds']}秒，不能接收",
        "您填写的内容已保存，可查看、下载",
        "社会组织管理处、（0512）6000 0001",
    ):
        assert part in sentence.group(), part
    # What was filled in can still be read, and the refusal has a page of its own.
    assert WEIHANG.title in weihang.get(f"{address}/check").text
    record = refused.click("打开记录和PDF文件")
    assert sentence.group() in record.text
    assert record.click("逾期提交记录（PDF）").content_type == "application/pdf"
    journey.person("yanqiao").get(f"/applications/refusals/{refusal.number}", status=404)


def test_the_last_second_is_in_time(written):
    journey, address = written
    weihang = journey.person("weihang")
    form = weihang.form_at(f"{address}/check")
    form["declaration"] = True
    journey.clock(journey.story.running.closes_at - timedelta(seconds=20))
    form.submit(status=302)
    with journey.read():
        assert (
            session().exec(select(Submission)).one().submitted_at < journey.story.running.closes_at
        )


def test_a_budget_over_its_cap_is_kept_but_not_submitted(written):
    journey, address = written
    weihang = journey.person("weihang")
    items = WEIHANG.items()
    category = journey.story.running.rulebook.budget.caps[0].categories[0]
    # One line of a capped category grows far beyond its share.
    grown = [
        replace(item, unit_price=Money.yuan("30000.00"), quantity=1, amount=Money.yuan("30000.00"))
        if item.category == category
        else item
        for item in items
    ]
    assert grown != items
    fill_budget(weihang, address, grown)
    page = weihang.get(f"{address}/budget")
    # Both ways out: move so much, or strike out so much.
    ways = re.findall(r"¥[\d,]+\.\d\d", page.text)
    assert len(ways) >= 2
    with journey.read():
        stored = session().exec(select(Application)).one()
        assert len(budget_lines(stored)) == len(grown)
    before = journey.fingerprint()
    refused = weihang.fill(f"{address}/check", {"declaration": True}, status=422)
    assert journey.fingerprint() == before
    assert f"{address}/sections/budget" in refused.text


def test_a_picture_named_pdf_is_not_taken(written):
    journey, address = written
    weihang = journey.person("weihang")
    slot = journey.story.running.rulebook.attachments[0].key
    before = journey.fingerprint()
    refused = weihang.fill(
        f"{address}/attachments",
        {"slot": slot, "file": ("章程.pdf", photo_bytes(1), "application/pdf")},
        status=422,
    )
    assert journey.fingerprint() == before
    assert 'id="file-error"' in refused.text
    assert "章程.pdf" in refused.text
    assert form_of(refused)["slot"].value == slot


def test_a_second_application_of_one_organisation_is_not_started(written):
    journey, _address = written
    weihang = journey.person("weihang")
    before = journey.fingerprint()
    start = f"/applications/start/{journey.story.running.code}"
    with journey.read():
        code = session().exec(select(Application)).one().organisation.code
    refused = weihang.insist(start, 422, organisation=code)
    assert journey.fingerprint() == before
    assert WEIHANG.title in refused.text


@pytest.mark.parametrize(
    ("listed", "rule"),
    [(ListKind.ABNORMAL, "abnormal_list"), (ListKind.SERIOUS, "serious_list")],
)
def test_a_listed_organisation_is_told_and_cannot_submit(written, listed, rule):
    journey, address = written
    with journey.write():
        application = session().exec(select(Application)).one()
        session().add(
            CreditListing(
                organisation_id=application.organisation_id,
                kind=listed,
                listed_on=journey.story.now.date() - timedelta(days=30),
                reason="未按规定报送年度报告",
            )
        )
    weihang = journey.person("weihang")
    label = next(r.label for r in journey.story.running.rulebook.eligibility if r.key == rule)
    assert label in weihang.get(f"{address}/check").text
    before = journey.fingerprint()
    refused = weihang.fill(f"{address}/check", {"declaration": True}, status=422)
    assert label in refused.text
    # The reason within the sentence is in the page's language too.
    assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+ ", refused.html.main.get_text())
    assert journey.fingerprint() == before


def test_organisations_of_the_demo_that_may_not_apply_see_it_before_they_begin(written):
    journey, _address = written
    start = f"/applications/start/{journey.story.running.code}"
    rules = {rule.key: rule.label for rule in journey.story.running.rulebook.eligibility}
    assert rules["prior_failure"] in journey.person("jinjie").get(start).text
    assert rules["abnormal_list"] in journey.person("wanying").get(start).text


def test_the_same_form_sent_twice_submits_once(written):
    journey, address = written
    weihang = journey.person("weihang")
    form = weihang.form_at(f"{address}/check")
    form["declaration"] = True
    first = form.submit(status=302)
    second = form.submit(status=302)
    assert first.location == second.location
    with journey.read():
        assert len(session().exec(select(Submission)).all()) == 1


def test_a_form_without_its_token_changes_nothing(written):
    journey, address = written
    weihang = journey.person("weihang")
    before = journey.fingerprint()
    weihang.post(f"{address}/check", {"declaration": "y"}, status=400)
    assert journey.fingerprint() == before
    # Another organisation's application does not exist for this person.
    journey.person("yanqiao").get(address, status=404)


def test_one_click_in_the_demo_bar_moves_the_clock_past_the_deadline(written):
    journey, address = written
    weihang = journey.person("weihang")
    form = weihang.form_at(f"{address}/check")
    form["declaration"] = True
    clock = journey.app.extensions["clock"]
    for jump, seconds in (("before_deadline", -300), ("past_deadline", 1)):
        weihang.form_at(address, button="/demo/clock").submit("jump", value=jump, status=302)
        away = (clock.now() - journey.story.running.closes_at).total_seconds()
        assert seconds - 1 <= away <= seconds + 20
    form.submit(status=409)
