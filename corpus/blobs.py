"""Raw uploads on disk, kept unchanged under their SHA-256. Names are labels in the database."""

import errno
import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from corpus.errors import StorageFullError, TooLargeError

# Controls, marks that turn the direction of writing round, line separators.
_LABEL_JUNK = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
FULL = "No room is left on the server's disk. Nothing was kept; make room and send it again."


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that are safely on disk."""

    sha256: str
    size: int


def keep(chunks: Iterable[bytes], *, limit: int) -> Blob:
    """Write the bytes to disk, flushed, under their SHA-256; the same bytes are kept once.

    Raises:
        TooLargeError: more than `limit` bytes came; nothing is kept.
        StorageFullError: no room is left; nothing is kept.
    """
    (blob,) = keep_all([chunks], limit=limit)
    return blob


def keep_all(
    files: Iterable[Iterable[bytes]],
    *,
    limit: int,
    counted: Callable[[int], object] = lambda _: None,
) -> list[Blob]:
    """Keep several files, all or none; raises as `keep`.

    `counted` is told after each how many bytes they have together, and may refuse.
    """
    drafts: list[tuple[Path, Blob]] = []
    try:
        folder = incoming()
        for chunks in files:
            draft = folder / uuid.uuid4().hex
            drafts.append((draft, Blob("", 0)))
            drafts[-1] = (draft, _write(draft, chunks, limit=limit))
            counted(sum(blob.size for _, blob in drafts))
        for draft, blob in drafts:
            adopt(draft, blob.sha256)
    except OSError as error:
        if is_full(error):
            raise StorageFullError(FULL) from error
        raise
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    return [blob for _, blob in drafts]


def incoming() -> Path:
    """Return the folder of what is not whole yet."""
    folder = Path(settings.BLOBS) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def adopt(draft: Path, sha256: str) -> None:
    """Keep a whole file that lies flushed beside the others under its SHA-256."""
    target = path_of(sha256)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.replace(target)
    _flush_folder(target.parent)


def is_full(error: OSError) -> bool:
    """Say whether an error means that no room is left: on the disk, or of what one may use."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def _write(draft: Path, chunks: Iterable[bytes], *, limit: int) -> Blob:
    digest, size = hashlib.sha256(), 0
    with draft.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLargeError(f"The file is larger than the limit of {limit:,} bytes.")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
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
