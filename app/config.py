"""Settings, read once from the environment; a missing or dangerous one stops the start."""

import os
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Mode(StrEnum):
    """How the process runs: with the demo's people and clock, under test, or for real."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class BadSetting(RuntimeError):
    """A setting is missing or not allowed; the message names it and says what to set."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between sites.

    database_url: SQLAlchemy address; instance: folder of files, keys and the queue;
    secret_key: signs cookies; field_key: 32 bytes that encrypt bank accounts and identity numbers;
    public_url: address without a final slash, printed in QR codes.
    """

    mode: Mode
    instance: Path
    database_url: str
    secret_key: str
    field_key: bytes
    public_url: str
    site: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> Path:
        return self.instance / "files"

    @property
    def demo(self) -> bool:
        """Whether people and time may be changed with one click."""
        return self.mode is not Mode.PRODUCTION

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")


SITE_NAMES = (
    "HOST",
    "CREDIT_CODE",
    "REPRESENTATIVE",
    "EMAIL",
    "ORGANISER",
    "ADDRESS",
    "PHONE",
    "SUPPORT_PHONE",
    "SUPERVISION_PHONE",
    "HOURS",
    "SITE_CODE",
    "ICP",
    "POLICE",
)
DEMO_SITE = {
    "host": "苏州市民政局",
    "credit_code": "113205000000000002",
    "representative": "演示负责人",
    "email": "office@civil.example",
    "office": "社会组织管理处",
    "organiser": "市社会组织服务中心",
    "address": "演示地址：示例路 1 号",
    "phone": "（0512）6000 0101",
    "support_phone": "（0512）6000 0199",
    "supervision_phone": "（0512）6000 0102",
    "hours": "工作日 9:00—11:30，13:30—17:00",
}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises BadSetting when the process must not start with them."""
    mode = Mode(environ.get("SUYI_MODE", Mode.DEMO))
    instance = Path(environ.get("SUYI_INSTANCE", ROOT / "instance")).resolve()
    if mode is Mode.PRODUCTION:
        return _production(environ, instance)
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        mode=mode,
        instance=instance,
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{instance / 'suyi.db'}",
        secret_key=environ.get("SECRET_KEY") or _kept_secret(instance / "secret-key"),
        field_key=bytes.fromhex(_kept_secret(instance / "field-key")),
        public_url=environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        site=DEMO_SITE | _site(environ),
    )


def _production(environ: Mapping[str, str], instance: Path) -> Settings:
    if environ.get("SUYI_DEMO"):
        raise BadSetting("SUYI_DEMO is set: the demo's people and clock never run in production.")
    return Settings(
        mode=Mode.PRODUCTION,
        instance=instance,
        database_url=_needed(environ, "DATABASE_URL"),
        secret_key=_long(environ, "SECRET_KEY"),
        field_key=_field_key(environ),
        public_url=_needed(environ, "PUBLIC_URL").rstrip("/"),
        site=_site(environ),
    )


def _site(environ: Mapping[str, str]) -> dict[str, str]:
    found = {name.lower(): environ.get(f"SUYI_{name}", "") for name in SITE_NAMES}
    return {name: value for name, value in found.items() if value}


def _needed(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise BadSetting(f"{name} is not set; production needs it.")
    return value


def _long(environ: Mapping[str, str], name: str) -> str:
    value = _needed(environ, name)
    if len(value) < 32:
        raise BadSetting(f"{name} is shorter than 32 characters.")
    return value


def _field_key(environ: Mapping[str, str]) -> bytes:
    try:
        key = urlsafe_b64decode(_needed(environ, "FIELD_KEY"))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise BadSetting("FIELD_KEY is not 32 bytes in URL-safe base64.")
    return key


def _kept_secret(path: Path) -> str:
    """Return the secret kept in a file, making it on the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()
