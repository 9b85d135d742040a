"""The archive that `catena backup` writes: its parts, their checksums, and how it is checked.

A plain tar file: `database.dump` (PostgreSQL's custom format), `secret.key`, `blobs/…`,
`exports/…` and, last, `manifest.json`, whose presence says that the archive is whole. What is done
with the parts is the matter of `backup` and `restore`.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from catena.folders import SetUpError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
DATABASE = "database.dump"
FORMAT = 1
_BLOCK = 1 << 20


class ArchiveWriter:
    """Adds files to a tar archive and keeps their SHA-256 for the manifest."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._sums: dict[str, str] = {}

    def add(self, path: Path, name: str) -> str:
        """Add a file under `name`; returns its SHA-256 in hexadecimal."""
        with path.open("rb") as file:
            entry = self._archive.gettarinfo(arcname=name, fileobj=file)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            reader = _Summing(file, entry.size)
            self._archive.addfile(entry, reader)
        self._sums[name] = reader.digest.hexdigest()
        return self._sums[name]

    def close(self, facts: dict[str, Any]) -> None:
        """Write the manifest: `facts`, and the checksum of every part."""
        text = json.dumps({"format": FORMAT, **facts, "sha256": self._sums}, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._archive.addfile(entry, io.BytesIO(text))


class _Summing(io.RawIOBase):
    """A file that is hashed while it is read; one that shrinks meanwhile is an error."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        self.digest.update(data)
        return data


def parts(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the parts of a backup in its order, each with a stream of its bytes.

    Raises SetUpError for an archive that holds anything else; to be read `readable`.
    """
    with tarfile.open(path, "r:") as archive:
        for entry in archive:
            stream = archive.extractfile(entry) if entry.isreg() else None
            if stream is None or not _is_safe(entry.name):
                raise SetUpError(f"{path} is no backup of Catena: it holds {entry.name!r}.")
            yield entry.name, stream


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what goes wrong in reading a file that is no archive, or is cut, into a SetUpError."""
    try:
        yield
    except (tarfile.TarError, OSError, EOFError) as error:
        raise SetUpError(f"{path} cannot be read as a backup of Catena: {error}") from error


def check(path: Path) -> dict[str, Any]:
    """Read a whole backup against its checksums; returns its manifest.

    Raises SetUpError that names what is missing or damaged.
    """
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    with readable(path):
        for name, stream in parts(path):
            if name == MANIFEST:
                manifest = json.loads(stream.read())
            else:
                found[name] = _sum(stream)
    if manifest is None:
        raise SetUpError(f"{path} is not complete: its manifest is missing.")
    if manifest.get("format") != FORMAT:
        raise SetUpError(f"{path} was made by a newer Catena; install that one to restore it.")
    wanted = manifest["sha256"]
    broken = sorted(name for name in wanted if found.get(name) != wanted[name])
    if broken or DATABASE not in wanted:
        raise SetUpError(
            f"{path} is damaged: {len(broken) or 'its'} part(s) differ from their checksums, "
            f"first {broken[0] if broken else DATABASE}. Take another backup."
        )
    return manifest


def _sum(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return False
    return name in {DATABASE, MANIFEST, "secret.key"} or path.parts[0] in {"blobs", "exports"}
