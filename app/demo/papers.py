"""Small real files for the demo: one-page PDFs and photos that say what they stand for."""

import io
from functools import cache

from PIL import Image, ImageDraw

from app.records.attachments import Upload, receive
from app.web.archive import preview_paper
from app.web.pdf import render_pdf


@cache
def pdf_bytes(title: str) -> bytes:
    """Return a one-page PDF with a title."""
    facts = {
        "paper": preview_paper("演示材料"),
        "heading": title,
        "matter": "本件为演示材料，不具有效力。",
        "facts": [],
        "steps": [],
        "attachments": [],
        "prepared_by": "",
        "prepared_at": "2026-01-05T01:00:00+00:00",
        "return_to": "",
    }
    return render_pdf("approval_sheet.html", facts, title=title)


def paper(title: str) -> Upload:
    """Return a stored one-page PDF named after its title."""
    return receive(f"{title}.pdf", pdf_bytes(title))


@cache
def photo_bytes(number: int) -> bytes:
    """Return a small picture."""
    image = Image.new("RGB", (640, 420), (29 + number * 13 % 120, 78, 158))
    draw = ImageDraw.Draw(image)
    for step in range(8):
        draw.ellipse((60 + step * 70, 150, 110 + step * 70, 200), fill=(255, 255, 255))
        draw.rectangle((60 + step * 70, 205, 110 + step * 70, 320), fill=(245, 215, 160))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def photo(number: int) -> Upload:
    """Return a stored picture of an activity."""
    return receive(f"活动照片{number}.png", photo_bytes(number))
