"""Files from outside: each bad one is refused with a sentence of its own, good ones are kept."""

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfWriter

from app.kernel.errors import DomainError
from app.records import files
from app.records.actor import PLATFORM
from app.records.attachments import (
    attach,
    attachments_of,
    find_attachment,
    receive,
    remove,
)
from app.records.audit import trail
from app.records.content_check import (
    MAX_BYTES,
    EmptyFile,
    FileTooLarge,
    HasMacros,
    KindNotAllowed,
    Locked,
    NoFile,
    NotWhatItSays,
    check_content,
)
from tests.factories.people import AT


@pytest.fixture(autouse=True)
def store(tmp_path):
    files.use_folder(tmp_path / "files")


def make_pdf(*, password: str = "", pages: int = 1) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def make_image(kind: str = "JPEG", size: tuple[int, int] = (8, 8), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def make_zip(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


DOCX = ("[Content_Types].xml", "word/document.xml")
XLSX = ("[Content_Types].xml", "xl/workbook.xml")
PHOTO_WITH_PLACE = Image.Exif()
PHOTO_WITH_PLACE[0x010F] = "Camera of somebody"
PHOTO_WITH_PLACE[0x8825] = {1: "N", 2: (31.0, 17.0, 0.0)}


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("申请书.pdf", make_pdf, "application/pdf"),
        ("照片.JPG", make_image, "image/jpeg"),
        ("照片.jpeg", make_image, "image/jpeg"),
        ("照片.png", lambda: make_image("PNG"), "image/png"),
        ("预算.xlsx", lambda: make_zip(*XLSX), "spreadsheetml.sheet"),
        ("方案.docx", lambda: make_zip(*DOCX), "wordprocessingml.document"),
    ],
)
def test_a_good_file_is_taken(name: str, content: Callable[[], bytes], media_type: str):
    assert check_content(name, content()).endswith(media_type)


BAD = [
    pytest.param("", lambda: b"x", NoFile, id="no name"),
    pytest.param("a.pdf", lambda: b"", EmptyFile, id="empty"),
    pytest.param("a.pdf", lambda: b"%PDF-1.7" + bytes(MAX_BYTES), FileTooLarge, id="too large"),
    pytest.param("a.exe", lambda: b"MZ", KindNotAllowed, id="program"),
    pytest.param("a.svg", lambda: b"<svg onload='x'/>", KindNotAllowed, id="drawing with scripts"),
    pytest.param("a.html", lambda: b"<script>", KindNotAllowed, id="page"),
    pytest.param("a.docm", lambda: make_zip(*DOCX), KindNotAllowed, id="named as with macros"),
    pytest.param("pdf", make_pdf, KindNotAllowed, id="no ending"),
    pytest.param("a.pdf.exe", make_pdf, KindNotAllowed, id="two endings"),
    pytest.param("a.pdf", make_image, NotWhatItSays, id="photo named as PDF"),
    pytest.param("a.pdf", lambda: b"%PDF-1.7\nnothing", NotWhatItSays, id="broken PDF"),
    pytest.param("a.pdf", lambda: make_pdf()[:200], NotWhatItSays, id="half a PDF"),
    pytest.param("a.pdf", lambda: make_pdf(pages=0), NotWhatItSays, id="PDF without pages"),
    pytest.param("a.pdf", lambda: make_pdf(password="x"), Locked, id="PDF with a password"),
    pytest.param("a.jpg", make_pdf, NotWhatItSays, id="PDF named as photo"),
    pytest.param("a.jpg", lambda: make_image("PNG"), NotWhatItSays, id="PNG named as JPG"),
    pytest.param("a.png", lambda: make_image("PNG")[:40], NotWhatItSays, id="half a photo"),
    pytest.param("a.docx", lambda: b"PK\x03\x04", NotWhatItSays, id="broken DOCX"),
    pytest.param("a.docx", lambda: make_zip("a.txt"), NotWhatItSays, id="any ZIP"),
    pytest.param("a.docx", lambda: make_zip(*XLSX), NotWhatItSays, id="XLSX named as DOCX"),
    pytest.param(
        "a.docx", lambda: make_zip(*DOCX, "word/vbaProject.bin"), HasMacros, id="hidden macros"
    ),
    pytest.param(
        "a.xlsx",
        lambda: make_zip(*XLSX, *(f"bomb{n}" for n in range(11)), content=bytes(20_000_000)),
        FileTooLarge,
        id="small outside, huge inside",
    ),
    pytest.param(
        "a.xlsx",
        lambda: make_zip(*XLSX, *(f"x{n}" for n in range(2001)), content=b""),
        FileTooLarge,
        id="very many parts",
    ),
]


@pytest.mark.parametrize(("name", "content", "error"), BAD)
def test_a_bad_file_is_refused(name: str, content: Callable[[], bytes], error: type[DomainError]):
    with pytest.raises(error) as refused:
        check_content(name, content())

    assert (refused.value.field, refused.value.facts.get("name", "")) == ("file", name)


def test_every_kind_of_refusal_has_its_own_sentence():
    kinds = {each.values[2] for each in BAD}

    assert len({kind.message for kind in kinds}) == len(kinds) == 7


def test_a_huge_picture_is_refused_without_unpacking_it():
    with pytest.raises(NotWhatItSays):
        check_content("a.png", make_image("PNG", size=(9000, 9000)))


def test_a_photo_loses_place_and_camera():
    upload = receive("a.jpg", make_image(exif=PHOTO_WITH_PLACE))

    with Image.open(io.BytesIO(files.get(upload.sha256))) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.size == (8, 8)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\a\\申请书.pdf", "申请书.pdf"),
        ("../../etc/申请书.pdf", "申请书.pdf"),
        (" 申请书.pdf ", "申请书.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_no_path(name: str, kept: str):
    assert receive(name, make_pdf()).name == kept


def test_a_refused_file_is_not_stored(tmp_path):
    with pytest.raises(NotWhatItSays):
        receive("a.pdf", b"nothing")

    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []


def test_equal_files_are_stored_once(tmp_path):
    content = make_pdf()
    first, second = receive("a.pdf", content), receive("b.pdf", content)

    assert first.sha256 == second.sha256
    assert len([p for p in (tmp_path / "files").rglob("*") if p.is_file()]) == 1


def test_a_file_changed_on_the_disk_is_noticed():
    upload = receive("a.pdf", make_pdf())
    files.path_of(upload.sha256).write_bytes(b"other")

    with pytest.raises(files.MissingFile):
        files.get(upload.sha256)


def test_a_file_that_is_gone_is_noticed():
    with pytest.raises(files.MissingFile):
        files.get("0" * 64)


def test_a_file_taken_out_stays_for_the_audit(work):
    upload = receive("a.pdf", make_pdf())
    kept = attach("call:x", upload, slot="budget", actor=PLATFORM, at=AT)
    gone = attach("call:x", upload, actor=PLATFORM, at=AT)
    remove(gone, actor=PLATFORM, at=AT)
    work.flush()

    assert attachments_of("call:x") == [kept]
    assert find_attachment(gone.code) is gone
    assert [e.event for e in trail("call:x")] == [
        "attachment:add",
        "attachment:add",
        "attachment:remove",
    ]
