"""The whole story told by its operations: what the books, the checks and the archive say then.

One call, twelve applications, six awards of ¥296,000 together out of an item of ¥600,000. The
first two projects are paid to their end, the other four their first part.
"""

import io
import json
import zipfile
from datetime import date

from app.db import session
from app.demo.content import load_content
from app.demo.story.thread import proposal_called
from app.kernel.digest import sha256_hex
from app.kernel.money import ZERO, Money
from app.ledger.models import Appropriation
from app.ledger.queries import standings
from app.portal.archive import build_package
from app.portal.verification import CHECKS
from evaluations.queries.assessments import assessments_of
from funding.queries.contracts import contract_of, installments_of
from projects.models.call import Call
from projects.models.project import Project
from projects.queries.projects import activities_of, budget_lines, expenses_of, projects_under

AWARDS = ["52000.00", "50000.00", "50000.00", "50000.00", "46000.00", "48000.00"]


def the_projects(journey) -> list[Project]:
    return projects_under(session().get_one(Call, journey.story.running.id))


def test_the_whole_story_can_be_computed_again(journey_from):
    journey = journey_from("completed")
    with journey.read():
        found = {name: check() for name, check in CHECKS.items()}
    assert found == {"audit": [], "draw": [], "ranking": [], "ledger": []}


def test_nothing_is_planned_or_done_before_the_agreement(journey_from):
    journey = journey_from("completed")
    with journey.read():
        for project in the_projects(journey):
            contract = contract_of(project)
            held = [activity.held_on for activity in activities_of(project)]
            spent = [expense.spent_on for expense in expenses_of(project)]
            assert contract.signed_on < project.starts_on == contract.starts_on
            assert project.starts_on == date(2026, 8, 1)
            assert all(project.starts_on <= day <= project.ends_on for day in held + spent)


def test_the_total_of_the_mid_term_exceeds_a_hundred(journey_from):
    journey = journey_from("completed")
    with journey.read():
        first, second = the_projects(journey)[:2]
        midterm, completion = assessments_of(first)
        # 97.5 points of four dimensions and 8 points of bonus.
        assert f"{midterm.total:f}" == "105.5"
        assert (str(midterm.status), str(midterm.grade)) == ("concluded", "passed")
        assert f"{completion.total:f}" == "99.0"
        assert str(completion.grade) == "excellent"
        assert [f"{each.total:f}" for each in assessments_of(second)] == ["86.5", "92.0"]


def test_the_books_agree_with_a_sum_by_hand(journey_from):
    journey = journey_from("completed")
    with journey.read():
        projects = the_projects(journey)
        assert [project.amount for project in projects] == [Money.yuan(text) for text in AWARDS]
        item = session().get_one(Appropriation, journey.story.running.appropriation_id)
        (standing,) = standings([item])
        in_words = {str(stage): amount for stage, amount in standing.stages.items()}
        last = [last_installment_by_hand(project) for project in projects[:2]]
        # 60 % of all six, 30 % of the first two, and the rest of what these two have spent.
        paid = Money.yuan("177600.00") + Money.yuan("30600.00") + sum(last, ZERO)
        assert last == [Money.yuan("4488.44"), Money.yuan("4673.20")]
        assert in_words == {
            "available": Money.yuan("304000.00"),
            "reserved": ZERO,
            "committed": Money.yuan("296000.00") - paid,
            "payable": ZERO,
            "paid": paid,
        }
        assert sum(in_words.values(), ZERO) == Money.yuan("600000.00")


def last_installment_by_hand(project: Project) -> Money:
    """Recognised spending (shares of the lines, each to the fen) less 90 % of the award."""
    told = load_content().deliveries[proposal_called(project.title).key]
    lines = [line.amount.fen for line in budget_lines(project)]
    spent = sum(
        lines[row.line - 1] * int(percent) // 100
        for row in told.expenses
        for percent in (row.midterm, row.completion)
    )
    struck = told.completion_assessment.disallowed
    recognised = spent - (struck.amount.fen if struck else 0)
    return Money(recognised - project.amount.fen * 90 // 100)


def test_the_installments_are_shared_sixty_thirty_ten(journey_from):
    journey = journey_from("completed")
    with journey.read():
        contract = contract_of(the_projects(journey)[0])
        assert contract is not None
        amounts = [installment.amount for installment in installments_of(contract)]
    assert amounts == [Money.yuan("31200.00"), Money.yuan("15600.00"), Money.yuan("5200.00")]


def test_the_archive_opens_and_every_hash_of_its_manifest_fits(journey_from):
    journey = journey_from("completed")
    with journey.read():
        project = the_projects(journey)[0]
        content = build_package(project, journey.database, at=journey.story.now)
        again = build_package(project, journey.database, at=journey.story.now)
    assert content == again
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    manifest = json.loads(package.read("清单.json"))
    assert manifest["project"] == project.number
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert set(package.namelist()) == {*listed, "清单.json"}
    for path, digest in listed.items():
        assert sha256_hex(package.read(path)) == digest, path
    papers = [path for path in listed if path.startswith("文书/")]
    assert all(package.read(path).startswith(b"%PDF-") for path in papers)
    kinds = " ".join(papers)
    for word in ("申报书", "立项通知书", "协议", "资金拨付审批单"):
        assert word in kinds, word
