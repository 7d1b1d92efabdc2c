"""Whether an uploaded file is what its name says; each failure has its own sentence."""

import io
import zipfile
from pathlib import PurePath

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.kernel.errors import DomainError
from app.kernel.labels import N_

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PIXELS = 60_000_000

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OOXML_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


class NoFile(DomainError):
    """Nothing was chosen."""

    message = N_("Choose a file first.")
    field = "file"


class EmptyFile(DomainError):
    """The file has no content."""

    message = N_("“%(name)s” is empty. Choose the file again or save it once more before.")
    field = "file"


class FileTooLarge(DomainError):
    """The file is over the limit."""

    message = N_("“%(name)s” is larger than 20 MB. Reduce it, for example by scanning at 200 dpi.")
    field = "file"


class KindNotAllowed(DomainError):
    """The ending is not on the list."""

    message = N_("“%(name)s” cannot be taken. Upload PDF, JPG, PNG, DOCX or XLSX.")
    field = "file"


class NotWhatItSays(DomainError):
    """The content is of another kind than the name."""

    message = N_(
        "The content of “%(name)s” does not match its name. Open the file, save it as "
        "%(expected)s and upload it again."
    )
    field = "file"


class Locked(DomainError):
    """The file wants a password."""

    message = N_("“%(name)s” is protected by a password. Remove the password and upload it again.")
    field = "file"


class HasMacros(DomainError):
    """An office file carries a program."""

    message = N_("“%(name)s” contains macros. Save it without macros and upload it again.")
    field = "file"


def check_content(name: str, content: bytes) -> str:
    """Return the media type of a file after looking inside it.

    Raises NoFile, EmptyFile, FileTooLarge, KindNotAllowed, NotWhatItSays, Locked or HasMacros.
    """
    if not name:
        raise NoFile
    if not content:
        raise EmptyFile(name=name)
    if len(content) > MAX_BYTES:
        raise FileTooLarge(name=name)
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in MEDIA_TYPES:
        raise KindNotAllowed(name=name)
    if ending == "pdf":
        _check_pdf(name, content)
    elif ending in OOXML_PARTS:
        _check_office(name, content, ending)
    else:
        _check_image(name, content, ending)
    return MEDIA_TYPES[ending]


def _check_pdf(name: str, content: bytes) -> None:
    if filetype.guess_mime(content) != "application/pdf":
        raise NotWhatItSays(name=name, expected="PDF")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Locked(name=name)
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise NotWhatItSays(name=name, expected="PDF") from error
    if pages == 0:
        raise NotWhatItSays(name=name, expected="PDF")


def _check_image(name: str, content: bytes, ending: str) -> None:
    expected = "PNG" if ending == "png" else "JPEG"
    try:
        with Image.open(io.BytesIO(content)) as image:
            fits = image.format == expected and image.width * image.height <= MAX_PIXELS
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotWhatItSays(name=name, expected=expected) from error
    if not fits:
        raise NotWhatItSays(name=name, expected=expected)


def _check_office(name: str, content: bytes, ending: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise NotWhatItSays(name=name, expected=ending.upper()) from error
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", OOXML_PARTS[ending]} <= names:
        raise NotWhatItSays(name=name, expected=ending.upper())
    if any(part.endswith("vbaProject.bin") for part in names):
        raise HasMacros(name=name)
    if len(entries) > 2000 or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FileTooLarge(name=name)


def without_metadata(content: bytes, media_type: str) -> bytes:
    """Return a photo without place, camera and owner (EXIF); other files as they are."""
    if media_type not in ("image/jpeg", "image/png"):
        return content
    with Image.open(io.BytesIO(content)) as image:
        out = io.BytesIO()
        pixels = ImageOps.exif_transpose(image)
        pixels.info.clear()
        pixels.getexif().clear()
        pixels.save(out, format=image.format, quality=88)
    return out.getvalue()
