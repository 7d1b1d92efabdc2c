"""Error pages: the right status, a sentence, and nothing of the machinery."""

from io import BytesIO

import pytest
from sqlalchemy.exc import OperationalError

from app.kernel.errors import DomainError, Forbidden, IllegalMove, NotFound, Stale
from app.records.idempotency import Replayed
from app.records.lifecycle import NotNow
from app.web.guard import access, anyone


@pytest.fixture
def answer_to(app, client):
    """Raise an error in a view and return the answer to it."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def ask(error):
        @app.post("/test/error")
        @access(anyone)
        def view():
            raise error

        return client.post("/test/error")

    return ask


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        pytest.param(NotFound(), 404, None, id="not found"),
        pytest.param(Forbidden(), 403, "没有权限", id="forbidden"),
        pytest.param(IllegalMove(), 409, "当前状态", id="illegal move"),
        pytest.param(NotNow(), 409, None, id="not now"),
        pytest.param(Stale(), 409, None, id="changed by somebody else"),
        pytest.param(DomainError("50 %"), 422, "50 %", id="a percent sign"),
        pytest.param(OperationalError("SELECT 1", {}, Exception("down")), 503, None, id="down"),
        pytest.param(ZeroDivisionError("secret"), 500, None, id="a mistake of ours"),
    ],
)
def test_every_error_has_its_page(answer_to, error, status, sentence):
    answer = answer_to(error)
    body = answer.get_data(as_text=True)

    assert answer.status_code == status
    assert "<h1" in body
    assert "secret" not in body
    assert "SELECT" not in body
    if sentence:
        assert sentence in body


def test_a_crash_names_a_reference_that_is_in_the_log(answer_to, caplog):
    body = answer_to(ZeroDivisionError("secret")).get_data(as_text=True)
    (record,) = [r for r in caplog.records if r.name == "suyi.web"]

    assert record.args[0] in body
    assert record.exc_info[0] is ZeroDivisionError


def test_what_was_done_before_leads_where_it_led_then(answer_to):
    answer = answer_to(Replayed("/applications/abc"))

    assert (answer.status_code, answer.location) == (302, "/applications/abc")


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        pytest.param("/nowhere", "GET", 404, id="no such page"),
        pytest.param("/applications/%00", "GET", 400, id="a zero byte"),
        pytest.param("/desk", "DELETE", 405, id="a method that nobody offers"),
    ],
)
def test_addresses_that_do_not_exist(client, path, method, status):
    assert client.open(path, method=method).status_code == status


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        pytest.param("GET", "/check/%00", {}, id="address"),
        pytest.param("GET", "/progress?number=%00", {}, id="question"),
        pytest.param("POST", "/sign-in", {"sign_in_name": "a\0b", "password": "x"}, id="form"),
        pytest.param("POST", "/check/x", {"file": "a\0.pdf"}, id="file's name"),
    ],
)
def test_a_zero_byte_breaks_nothing(client, method, path, form):
    sent = {k: (BytesIO(b"x"), v) if k == "file" else v for k, v in form.items()}

    assert client.open(path, method=method, data=sent).status_code == 400


def test_an_answer_without_a_token_is_refused(app, client, database):
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post("/organisations", data={"credit_code": "x"})

    assert answer.status_code == 400
    assert "页面" in answer.get_data(as_text=True)


def test_a_form_that_is_too_large_is_refused_with_a_page(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 1000

    answer = client.post("/sign-in", data={"sign_in_name": "x" * 2000})

    assert answer.status_code == 413
    assert "<h1" in answer.get_data(as_text=True)
