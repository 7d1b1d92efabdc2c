"""Production refuses to start with anything missing or dangerous, and says what to set."""

from base64 import urlsafe_b64encode

import pytest

from app.config import DEMO_SITE, BadSetting, Mode, read_settings
from app.kernel.identifiers import credit_code

COMPLETE = {
    "SUYI_MODE": "production",
    "DATABASE_URL": "postgresql+psycopg://suyi@db/suyi",
    "SECRET_KEY": "s" * 32,
    "FIELD_KEY": urlsafe_b64encode(bytes(32)).decode(),
    "PUBLIC_URL": "https://suyi.example/",
}


@pytest.fixture
def environ(tmp_path) -> dict[str, str]:
    return COMPLETE | {"SUYI_INSTANCE": str(tmp_path)}


def test_a_complete_production_starts(environ):
    settings = read_settings(environ)

    assert (settings.mode, settings.demo, settings.https) == (Mode.PRODUCTION, False, True)
    assert settings.public_url == "https://suyi.example"


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY", "FIELD_KEY", "PUBLIC_URL"])
@pytest.mark.parametrize("absent", [True, False], ids=["absent", "empty"])
def test_a_missing_setting_is_named(environ, name, absent):
    given = {k: v for k, v in environ.items() if k != name}
    if not absent:
        given[name] = ""

    with pytest.raises(BadSetting, match=name):
        read_settings(given)


def test_the_demo_never_runs_in_production(environ):
    with pytest.raises(BadSetting, match="SUYI_DEMO"):
        read_settings(environ | {"SUYI_DEMO": "1"})


def test_a_short_secret_is_refused(environ):
    with pytest.raises(BadSetting, match="shorter than 32"):
        read_settings(environ | {"SECRET_KEY": "s" * 31})


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(urlsafe_b64encode(bytes(16)).decode(), id="16 bytes"),
        pytest.param("no base64!", id="no base64"),
        pytest.param("schlüssel", id="not ASCII"),
    ],
)
def test_a_wrong_field_key_is_refused(environ, key):
    with pytest.raises(BadSetting, match="FIELD_KEY"):
        read_settings(environ | {"FIELD_KEY": key})


def test_production_invents_nothing(environ, tmp_path):
    read_settings(environ)

    assert list(tmp_path.iterdir()) == []


def test_the_demo_keeps_its_secrets(tmp_path):
    environ = {"SUYI_INSTANCE": str(tmp_path)}

    assert read_settings(environ).secret_key == read_settings(environ).secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_an_unknown_mode_is_refused(environ):
    with pytest.raises(ValueError, match="staging"):
        read_settings(environ | {"SUYI_MODE": "staging"})


def test_the_demos_bureau_has_a_well_formed_credit_code():
    assert credit_code(DEMO_SITE["credit_code"]) == DEMO_SITE["credit_code"]
