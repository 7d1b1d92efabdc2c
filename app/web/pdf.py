"""Printed documents: a template of templates/pdf and plain data become one PDF.

One font configuration and one parsed print sheet serve the whole process; WeasyPrint and Pango
are not thread safe, so one lock guards them. Nothing is ever fetched: the sheet is passed in, the
QR code is drawn inline, and any other address stops the document.
"""

import io
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from app.kernel.errors import DomainError
from app.kernel.labels import N_
from app.web.pdf_filters import FILTERS

log = logging.getLogger(__name__)

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"

# These print somebody's own words. Where no font has a character they name it (〔U+1F600〕):
# refusing would cost the person the receipt. Every other document is ours and must be perfect.
QUOTING = frozenset(
    {
        "application.html",
        "objection_receipt.html",
        "receipt.html",
        "refusal.html",
        "selfreport.html",
    }
)

_LOCK = threading.Lock()
_PROBE = (
    "<p>示范市民政局〔2026〕第8号：壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分零整，"
    "¥1,409.50，√□≥①②③④⑤“”《》</p>"
)


class RenderFailed(DomainError):
    """A document could not be printed as it must be."""

    message = N_("The document %(name)s could not be printed: %(reason)s")


class _NoFetcher(URLFetcher):
    """Refuses every address, data: included; the error passes through `except Exception`.

    refused: the addresses asked for, because inside a drawing WeasyPrint swallows even that error.
    """

    def __init__(self) -> None:
        super().__init__(allow_redirects=False, fail_on_errors=True)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        self.refused.append(url)
        raise FatalURLFetchingError(f"Nothing may be fetched: {url}")


@dataclass(frozen=True)
class _Press:
    fonts: FontConfiguration
    sheet: CSS
    fetcher: _NoFetcher


def render_pdf(
    template: str, context: Mapping[str, Any], *, title: str, created: str | None = None
) -> bytes:
    """Print one document.

    template: file name in templates/pdf, whose head comment lists what the context must hold.
    context: plain JSON values; money in whole fen, days and moments as ISO text.
    title: title in the PDF's metadata. created: ISO moment, the only date in the metadata.
    Returns the PDF. Equal input gives equal bytes with the same fonts and the same WeasyPrint;
    an issued document is archived all the same and never rendered twice.
    Raises RenderFailed when the context lacks a key, when something tries to fetch an address,
    and when no font has a character of an official document.
    """
    return _print(template, render_html(template, context, title=title, created=created))


def render_html(
    template: str, context: Mapping[str, Any], *, title: str, created: str | None = None
) -> str:
    """Fill one document's template; the text before it becomes pages.

    Raises RenderFailed when the context lacks a key.
    """
    page = _environment().get_template(template)
    try:
        return page.render(context, title=title, created=_utc(created))
    except UndefinedError as error:
        raise RenderFailed(name=template, reason=str(error)) from error


def probe() -> None:
    """Print one Chinese line and look at every glyph.

    Raises RenderFailed when a character would come out as an empty box.
    """
    _pdf, missing = _paint("probe", _PROBE)
    if missing:
        raise RenderFailed(name="probe", reason=_named(missing))


def qr(address: str) -> Markup:
    """Draw the address as a QR code: inline SVG with presentation attributes only.

    WeasyPrint does not apply the print sheet inside an SVG; level M survives a stamp's edge.
    """
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, omitsize=True, svgclass="qr", lineclass=None, border=2
    )
    return Markup(drawing.getvalue().decode())


def _print(name: str, html: str) -> bytes:
    pdf, missing = _paint(name, html)
    if not missing:
        return pdf
    if name not in QUOTING:
        raise RenderFailed(name=name, reason=_named(missing))
    log.warning("characters without a glyph in %s: %s", name, _named(missing))
    pdf, _ = _paint(name, html.translate({code: f"〔U+{code:04X}〕" for code in missing}))
    return pdf


def _paint(name: str, html: str) -> tuple[bytes, frozenset[int]]:
    """Lay out and write one document; also return the code points that no font has."""
    with _LOCK:
        press = _press()
        press.fetcher.refused.clear()
        try:
            document = HTML(string=html, url_fetcher=press.fetcher).render(
                font_config=press.fonts, stylesheets=[press.sheet]
            )
            pdf = document.write_pdf()
        except FatalURLFetchingError as error:
            raise RenderFailed(name=name, reason=str(error)) from error
        if press.fetcher.refused:
            raise RenderFailed(name=name, reason=f"Nothing may be fetched: {press.fetcher.refused}")
        missing = frozenset(code for font in document.fonts.values() for code in font.missing)
    return pdf, missing


@cache
def _press() -> _Press:
    fonts, fetcher = FontConfiguration(), _NoFetcher()
    sheet = (TEMPLATES / "pdf.css").read_text(encoding="utf-8")
    return _Press(fonts, CSS(string=sheet, font_config=fonts, url_fetcher=fetcher), fetcher)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= FILTERS
    environment.globals["qr"] = qr
    return environment


def _utc(moment: str | None) -> str:
    return datetime.fromisoformat(moment).isoformat() if moment else ""


def _named(codes: frozenset[int]) -> str:
    return ", ".join(f"{chr(code)} (U+{code:04X})" for code in sorted(codes))
