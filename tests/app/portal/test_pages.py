"""What everybody may ask: the public home, progress, the check page, files; and one's own desk."""

import io
from urllib.parse import quote

import pytest
from pypdf import PdfWriter

from app.accounts.enums import Role
from app.kernel.clock import FixedClock
from app.kernel.digest import sha256_hex
from app.portal.owners import OWNERS, may_read_file, may_read_paper
from app.records import files
from app.records.actor import ANONYMOUS, PLATFORM
from app.records.attachments import Attachment, Upload, attach, remove
from app.records.documents import Document, issue, void
from app.records.outbox import inbox, queue
from tests.factories.calls import OPENS_AT, make_call
from tests.factories.people import AT, make_actor, make_user
from tests.factories.registry import make_organisation, make_signatory


@pytest.fixture
def at(app):
    """The platform's clock stands in the call's window."""
    app.extensions["clock"] = FixedClock(OPENS_AT)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_home_page_names_the_open_call(client, database, at):
    with database.work(writing=True):
        call = make_call()

    assert f"/calls/{call.code}" in text_of(client.get("/"))


def test_the_home_page_stands_without_anything(client):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("number", ["", "GY-2026-0001", "<b>", "' OR 1=1 --", "%"])
def test_progress_of_an_unknown_number_is_an_answer(client, number):
    answer = client.get("/progress", query_string={"number": number})

    assert answer.status_code == 200
    assert "<b></b>" not in text_of(answer)


@pytest.fixture
def paper(database):
    """An issued and archived paper."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    with database.work(writing=True):
        made = issue(
            "call:x", "receipt", number="回执1", title="回执", facts={}, actor=PLATFORM, at=AT
        )
        made.sha256 = files.put(io.BytesIO(out.getvalue())).sha256
    return made, out.getvalue()


def test_a_genuine_paper_is_named_by_its_check_code(client, paper):
    body = text_of(client.get(f"/check/{paper[0].check_code}"))

    assert "回执1" in body


def test_a_void_paper_is_said_to_be_void(client, database, paper):
    with database.work(writing=True) as work:
        void(work.merge(paper[0]), "金额有误", actor=PLATFORM, at=AT)

    assert "作废" in text_of(client.get(f"/check/{paper[0].check_code}"))


def test_an_unknown_check_code_names_nothing(client, paper):
    answer = client.get("/check/AAAA-AAAA-AAAA")

    assert answer.status_code == 200
    assert "回执1" not in text_of(answer)


@pytest.mark.parametrize("value", ["0" * 64, "0123456789abcdef", "0" * 15, "%" * 64, "g" * 64])
def test_an_unknown_check_value_names_nothing(client, database, value):
    with database.work(writing=True):
        call = make_call()

    answer = client.get("/check/" + quote(value))

    assert answer.status_code == 200
    assert call.title not in text_of(answer)


def test_a_short_beginning_of_a_check_value_names_nothing(client, database):
    with database.work(writing=True):
        call = make_call()

    assert call.title in text_of(client.get(f"/check/{call.rules_digest[:16]}"))
    assert call.title not in text_of(client.get(f"/check/{call.rules_digest[:15]}"))


def compare(client, paper, content: bytes):
    sent = {"file": (io.BytesIO(content), "a.pdf")}
    return client.post(f"/check/{paper.check_code}", data=sent)


def test_the_archived_file_and_a_changed_one_are_told_apart(client, paper):
    made, content = paper
    assert sha256_hex(content) == made.sha256

    same, other = compare(client, made, content), compare(client, made, content + b" ")

    assert (same.status_code, other.status_code) == (200, 200)
    assert text_of(same) != text_of(other)


def test_a_paper_of_a_record_that_is_gone_is_nobodys(client, paper):
    assert client.get(f"/documents/{paper[0].code}.pdf").status_code == 404


@pytest.fixture
def attached(database):
    """A file of an organisation, and the people around it."""
    content = b"%PDF-1.4 anything"
    stored = files.put(io.BytesIO(content))
    with database.work(writing=True):
        organisation = make_organisation()
        upload = Upload("证书.pdf", "application/pdf", stored.size, stored.sha256)
        file = attach(organisation.chain, upload, actor=PLATFORM, at=AT)
        return file, make_signatory(organisation), make_signatory(make_organisation())


def test_a_file_is_served_to_its_owner_and_never_kept_by_others(sign_in, attached):
    file, owner, _other = attached
    answer = sign_in(owner).get(f"/attachments/{file.code}")

    assert answer.data == b"%PDF-1.4 anything"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_does_not_exist_for_others(client, sign_in, attached):
    file, _owner, other = attached

    assert client.get(f"/attachments/{file.code}").status_code == 404
    assert sign_in(other).get(f"/attachments/{file.code}").status_code == 404


def test_an_office_file_is_saved_and_never_run(database, sign_in):
    stored = files.put(io.BytesIO(b"PK anything"))
    with database.work(writing=True):
        organisation = make_organisation()
        upload = Upload("预算.xlsx", "application/zip", stored.size, stored.sha256)
        file = attach(organisation.chain, upload, actor=PLATFORM, at=AT)
        owner = make_signatory(organisation)
    headers = sign_in(owner).get(f"/attachments/{file.code}").headers

    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E9%A2%84")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_taken_out_can_still_be_read_by_its_owner(database, sign_in, attached):
    file, owner, _other = attached
    with database.work(writing=True) as work:
        remove(work.merge(file), actor=PLATFORM, at=AT)

    assert sign_in(owner).get(f"/attachments/{file.code}").status_code == 200


@pytest.mark.parametrize("noun", sorted(OWNERS))
def test_files_of_an_unknown_record_are_nobodys(work, noun):
    assert not may_read_file(make_actor(Role.OFFICER), Attachment(chain=f"{noun}:zzzzzzzzzz"))


@pytest.mark.parametrize("chain", ["user:abc", "site:refusals", "nonsense", ""])
def test_files_of_no_record_are_nobodys(work, chain):
    assert not may_read_file(make_actor(Role.SYSTEM_ADMIN), Attachment(chain=chain))


def test_a_published_notice_is_everybodys(work):
    assert may_read_paper(ANONYMOUS, Document(chain="notice:abc", kind="notice"))


def test_the_desk_of_a_person_without_a_role_leads_to_the_claims(database, sign_in):
    with database.work(writing=True):
        user = make_user()

    assert sign_in(user).get("/desk").location == "/organisations"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_desk(database, sign_in, role):
    with database.work(writing=True):
        user = make_user(role)

    assert sign_in(user).get("/desk").status_code == 200


def test_messages_are_read_by_opening_them_and_pressing_the_button(database, sign_in):
    with database.work(writing=True):
        user = make_user(Role.OFFICER)
        queue([user.id], subject="待办提醒", body="请查看", at=AT)
    client = sign_in(user)

    assert "待办提醒" in text_of(client.get("/messages"))
    assert client.post("/messages").status_code == 302
    with database.work(writing=False):
        assert inbox(user.id)[0].read_at is not None
