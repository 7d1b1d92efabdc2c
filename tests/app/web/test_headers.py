"""Security headers stand on every answer, errors and files included."""

from dataclasses import replace

import pytest

from app.factory import create_app
from tests.factories.people import make_user

PATHS = [
    pytest.param("/", 200, id="page"),
    pytest.param("/desk", 302, id="redirect"),
    pytest.param("/static/css/app.css", 200, id="file"),
    pytest.param("/nowhere", 404, id="not found"),
    pytest.param("/demo/clock", 405, id="wrong method"),
    pytest.param("/documents/zzzz.pdf", 404, id="no such paper"),
]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_every_answer_has_the_headers(client, path, status):
    with client.get(path) as answer:
        headers = answer.headers

    assert answer.status_code in (status, 400)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_policy_has_no_exceptions(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert [word for word in ("unsafe", "nonce", "http:", "https:", "*") if word in policy] == []
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy


def test_a_crash_has_the_headers_and_a_reference_but_no_trace(app, client):
    @app.get("/test/crash")
    def crash():
        raise ZeroDivisionError("secret")

    crash.access_rule = lambda _actor: True
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = client.get("/test/crash")
    body = answer.get_data(as_text=True)

    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "secret" not in body
    assert "Traceback" not in body


def test_pages_of_a_person_are_not_kept(client, database, sign_in):
    with database.work(writing=True):
        user = make_user()

    assert sign_in(user).get("/").headers["Cache-Control"] == "no-store"


def test_pages_of_nobody_in_particular_may_be_kept(client):
    assert "Cache-Control" not in client.get("/").headers


def test_strict_transport_needs_an_encrypted_address(client):
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.fixture
def encrypted(settings, database):
    app = create_app(replace(settings, public_url="https://suyi.example"), database)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_an_encrypted_address_is_kept_encrypted(encrypted):
    answer = encrypted.test_client().get("/", base_url="https://suyi.example")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_the_cookie_of_an_encrypted_address_stays_there(encrypted):
    client = encrypted.test_client()
    cookie = client.get("/language/en", base_url="https://suyi.example").headers["Set-Cookie"]

    assert cookie.startswith("__Host-suyi=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_no_page_carries_a_script_or_a_style_of_its_own(client):
    body = client.get("/").get_data(as_text=True)

    assert [
        text for text in ("<style", " style=", " onclick=", "javascript:") if text in body
    ] == []
