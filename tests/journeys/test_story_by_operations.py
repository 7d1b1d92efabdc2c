"""The whole story told by its operations: what the books, the checks and the archive say then.

One call, twelve applications, five awards of ¥252,200 together out of an item of ¥600,000. The
first project is paid to its end, the second to its mid-term, the other three their first part.
"""

import io
import json
import zipfile

from app.db import session
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
from projects.queries.projects import budget_lines, projects_under

AWARDS = ["53200.00", "47600.00", "47200.00", "52300.00", "51900.00"]


def the_projects(journey) -> list[Project]:
    return projects_under(session().get_one(Call, journey.story.running.id))


def test_the_whole_story_can_be_computed_again(journey_from):
    journey = journey_from("completed")
    with journey.read():
        found = {name: check() for name, check in CHECKS.items()}
    assert found == {"audit": [], "draw": [], "ranking": [], "ledger": []}


def test_the_total_of_the_mid_term_exceeds_a_hundred(journey_from):
    journey = journey_from("completed")
    with journey.read():
        first, second = the_projects(journey)[:2]
        midterm, completion = assessments_of(first)
        # 100 points of four dimensions, half a point off, 4 points of bonus.
        assert f"{midterm.total:f}" == "103.5"
        assert (str(midterm.status), str(midterm.grade)) == ("concluded", "passed")
        assert f"{completion.total:f}" == "99.5"
        assert str(completion.grade) == "excellent"
        assert [f"{each.total:f}" for each in assessments_of(second)] == ["99.5"]


def test_the_books_agree_with_a_sum_by_hand(journey_from):
    journey = journey_from("completed")
    with journey.read():
        projects = the_projects(journey)
        assert [project.amount for project in projects] == [Money.yuan(text) for text in AWARDS]
        item = session().get_one(Appropriation, journey.story.running.appropriation_id)
        (standing,) = standings([item])
        in_words = {str(stage): amount for stage, amount in standing.stages.items()}
        last = last_installment_by_hand(projects[0])
        # 60 % of all five, 30 % of the first two, and the rest of what the first has spent.
        paid = Money.yuan("151320.00") + Money.yuan("30240.00") + last
        assert last == Money.yuan("2659.93")
        assert in_words == {
            "available": Money.yuan("347800.00"),
            "reserved": ZERO,
            "committed": Money.yuan("252200.00") - paid,
            "payable": ZERO,
            "paid": paid,
        }
        assert sum(in_words.values(), ZERO) == Money.yuan("600000.00")


def last_installment_by_hand(project: Project) -> Money:
    """Eligible spending (45 % and 50 % of every line, each to the fen) less 90 % of the award."""
    lines = [line.amount.fen for line in budget_lines(project) if str(line.source) == "grant"]
    spent = sum(fen * 45 // 100 + fen * 50 // 100 for fen in lines)
    return Money(spent - project.amount.fen * 60 // 100 - project.amount.fen * 30 // 100)


def test_the_installments_are_shared_sixty_thirty_ten(journey_from):
    journey = journey_from("completed")
    with journey.read():
        contract = contract_of(the_projects(journey)[0])
        assert contract is not None
        amounts = [installment.amount for installment in installments_of(contract)]
    assert amounts == [Money.yuan("31920.00"), Money.yuan("15960.00"), Money.yuan("5320.00")]


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
