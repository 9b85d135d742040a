"""Raw uploads on disk, kept unchanged under their SHA-256. Names are labels in the database."""

import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from corpus.errors import TooLargeError

# Controls, marks that turn the direction of writing round, line separators.
_LABEL_JUNK = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that are safely on disk."""

    sha256: str
    size: int


def keep(chunks: Iterable[bytes], *, limit: int) -> Blob:
    """Write the bytes to disk, flushed, under their SHA-256; the same bytes are kept once.

    Raises:
        TooLargeError: more than `limit` bytes came; nothing is kept.
    """
    folder = settings.BLOBS / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / uuid.uuid4().hex
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLargeError(f"The file is larger than the limit of {limit:,} bytes.")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(digest.hexdigest())
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.replace(target)
        _flush_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return Blob(digest.hexdigest(), size)


def path_of(sha256: str) -> Path:
    """Return where the bytes with this SHA-256 lie."""
    return Path(settings.BLOBS) / sha256[:2] / sha256


def open_blob(sha256: str) -> BinaryIO:
    """Open kept bytes for reading."""
    return path_of(sha256).open("rb")


def label(name: str) -> str:
    """Make a file name harmless to show: the last part of a path, no control characters."""
    last = re.split(r"[\\/]", name)[-1]
    shown = _LABEL_JUNK.sub("", last).strip()[:255]
    return shown if shown.strip(". ") else "untitled"


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
