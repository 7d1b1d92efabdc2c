"""The page's language: Chinese unless the reader chose English."""

from pathlib import Path

from babel.messages.pofile import read_po
from flask import Flask, request, session
from flask_babel import Babel

from app.config import ROOT

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
CATALOGUE = ROOT / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"


class IncompleteCatalogue(RuntimeError):
    """A message has no Chinese words or the catalogue is not compiled."""


def choose_locale() -> str:
    """Return the chosen language of the browser's session."""
    return LANGUAGES.get(session.get("language", "zh"), "zh_Hans_CN")


def install(app: Flask) -> None:
    """Set up translation; refuses to start without the compiled Chinese catalogue."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh_Hans_CN"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Babel(app, locale_selector=lambda: choose_locale() if request else "zh_Hans_CN")


def check_catalogue(path: Path = CATALOGUE) -> None:
    """Raise IncompleteCatalogue when a message has no words or nothing was compiled."""
    if not path.with_suffix(".mo").exists():
        raise IncompleteCatalogue("The catalogue is not compiled: run make setup.")
    with path.open("rb") as file:
        missing = [str(m.id) for m in read_po(file) if m.id and not m.string]
    if missing:
        raise IncompleteCatalogue(f"{len(missing)} messages without Chinese, first: {missing[0]}")
