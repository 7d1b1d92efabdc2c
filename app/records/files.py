"""The file store: content-addressed, written so that a row never points to a missing file."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20

_root: list[Path] = []


class MissingFile(RuntimeError):
    """A stored file is gone or is not what its hash says."""


@dataclass(frozen=True)
class Stored:
    """A file that is safely on the disk. size in bytes."""

    sha256: str
    size: int


def use_folder(root: Path) -> None:
    """Set the folder of the store at start-up."""
    root.mkdir(parents=True, exist_ok=True)
    _root[:] = [root]


def put(source: BinaryIO) -> Stored:
    """Store a stream: temporary file, fsync, rename, fsync of the folder.

    Happens before the act's transaction; a file without a row is swept later.
    """
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=_root[0], prefix="incoming-")
    with os.fdopen(handle, "wb") as out:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    target = path_of(digest.hexdigest())
    target.parent.mkdir(exist_ok=True)
    Path(name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return Stored(digest.hexdigest(), size)


def get(sha256: str) -> bytes:
    """Return a stored file after checking its hash; raises MissingFile."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise MissingFile(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise MissingFile(sha256)
    return content


def path_of(sha256: str) -> Path:
    """Return where a file with this hash lies."""
    return _root[0] / sha256[:2] / sha256
