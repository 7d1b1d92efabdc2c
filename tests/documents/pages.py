"""What can be asked of a finished PDF."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app.web.pdf import render_pdf
from tests.documents.examples import example

CREATED = "2026-12-01T00:00:00+00:00"


@cache
def pdf_of(template: str) -> bytes:
    """The printed example of a template; printed once, many tests look at it."""
    title, context = example(template)
    return render_pdf(template, context, title=title, created=CREATED)


def printed(template: str, **changes: Any) -> PdfReader:
    """Print the example of a template, with top-level changes, and open the result."""
    if not changes:
        return PdfReader(io.BytesIO(pdf_of(template)))
    title, context = example(template, **changes)
    return PdfReader(io.BytesIO(render_pdf(template, context, title=title, created=CREATED)))


def text_of(reader: PdfReader) -> str:
    """All text of the document without any white space: lines break where they must."""
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def page_text(reader: PdfReader, number: int) -> str:
    """Text of one page, counted from 1, without white space."""
    return "".join(reader.pages[number - 1].extract_text().split())


def fonts(reader: PdfReader) -> Iterator[tuple[str, DictionaryObject]]:
    """Name and descriptor of every font that a page uses."""
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            for part in font.get_object().get("/DescendantFonts", [font]):
                descriptor = part.get_object()["/FontDescriptor"].get_object()
                yield part.get_object()["/BaseFont"], descriptor


def drawn_qr_codes(html: str) -> int:
    """How many QR codes a filled template holds."""
    return html.count('class="qr"')
