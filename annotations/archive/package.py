"""The ZIP file of an archive: opened, its parts checked against the manifest, its lines read.

Nothing in it is believed before its checksum was seen, and nothing is ever unpacked to a path that
the file names. Pure Python.
"""

import hashlib
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zlib import error as ZlibError  # noqa: N812 - the library's name is no class name

from annotations.archive.tables import BY_PATH, CORPUS, FILES, FORMAT, MANIFEST, PEOPLE, README
from corpus.errors import UnreadableError

_BLOCK = 1 << 20
_FILE = re.compile(r"files/[0-9a-f]{64}")
_KNOWN = frozenset({CORPUS, PEOPLE, README, MANIFEST, *BY_PATH})
_NEEDED = {CORPUS, PEOPLE, *(path for path, table in BY_PATH.items() if not table.optional)}
_BROKEN = (
    zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError,
    KeyError,
)  # fmt: skip
# A text of one post, in JSON, with its escapes.
_LONGEST_LINE = 256 * 1024**2
_LONGEST_MANIFEST = 64 * 1024**2
# So many times its size a real archive never grows; a small one may.
_RATIO, _RATIO_FROM = 200, 64 * 1024**2


class DamagedError(UnreadableError):
    """An archive that is none, is not whole, or contradicts itself; nothing of it is kept."""

    default_code = "archive_damaged"


class Package:
    """An open archive."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        self._refuse_strange_parts()
        self.manifest = self._manifest()
        self.parts: dict[str, dict[str, Any]] = self.manifest["parts"]
        self._refuse_bombs(size)

    def json(self, name: str) -> Any:
        """Return a small part that is one JSON value."""
        with self._open(name) as part:
            return parsed(part.read(_LONGEST_MANIFEST), name)

    def lines(self, name: str, *, skip: int = 0) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table, without the first `skip`; none of one that may be missing."""
        if name in BY_PATH and name not in self.parts:
            return
        with self._open(name) as part:
            number = 0
            while line := part.readline(_LONGEST_LINE):
                number += 1
                if number > skip:
                    yield parsed(line, f"{name}, line {number}")

    def file(self, sha256: str) -> Iterator[bytes]:
        """Yield a raw file's bytes."""
        with self._open(f"{FILES}{sha256}") as part:
            while block := part.read(_BLOCK):
                yield block

    def check(self, first: int, until: float) -> int:
        """Read parts from number `first` on against their checksums, until a monotonic time.

        Returns the number of the next one; at least one is read.

        Raises:
            DamagedError: names the part that differs.
        """
        names = sorted(self.parts)
        number = first
        while number < len(names):
            self._check(names[number])
            number += 1
            if time.monotonic() > until:
                break
        return number

    def _check(self, name: str) -> None:
        said, digest, size = self.parts[name], hashlib.sha256(), 0
        with self._open(name) as part:
            while block := part.read(_BLOCK):
                size += len(block)
                digest.update(block)
        sha256 = digest.hexdigest()
        whole = (sha256, size) == (said["sha256"], said["bytes"])
        if not whole or (name.startswith(FILES) and name != f"{FILES}{sha256}"):
            raise DamagedError(
                f"The archive is damaged: {name} differs from its checksum. Take another copy."
            )

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        if name not in self.parts:
            raise DamagedError(f"The archive is not whole: it lacks {name}.")
        with _readable(), self._archive.open(name) as part:
            yield part

    def _refuse_strange_parts(self) -> None:
        names = self._archive.namelist()
        strange = [one for one in names if one not in _KNOWN and not _FILE.fullmatch(one)]
        if strange or len(set(names)) != len(names):
            raise DamagedError(
                f"No archive of Catena holds {strange[0][:80]!r}: nothing was taken from it."
                if strange
                else "The archive holds a part twice: nothing was taken from it."
            )

    def _manifest(self) -> dict[str, Any]:
        if MANIFEST not in self._archive.namelist():
            raise DamagedError("The archive is not whole: its manifest is missing.")
        with _readable(), self._archive.open(MANIFEST) as part:
            manifest: Any = parsed(part.read(_LONGEST_MANIFEST), MANIFEST)
        if not isinstance(manifest, dict) or manifest.get("kind") != "catena-corpus":
            raise DamagedError("This is no archive of a corpus of Catena.")
        if manifest.get("format") != FORMAT:
            raise DamagedError(
                f"The archive has format {manifest.get('format')}; this Catena reads format"
                f" {FORMAT}. It was made by version {manifest.get('software_version')}: use that"
                " one, or a newer one.",
                code="archive_foreign_format",
            )
        _check_manifest(manifest, set(self._archive.namelist()) - {MANIFEST})
        return manifest

    def _refuse_bombs(self, size: int) -> None:
        total = 0
        for name, part in self.parts.items():
            there = self._archive.getinfo(name).file_size
            total += there
            if there != part["bytes"]:
                raise DamagedError(
                    f"The archive is damaged: {name} has {there:,} bytes, not {part['bytes']:,}."
                )
        if total > _RATIO_FROM and total > _RATIO * size:
            raise DamagedError(
                f"The archive has {size:,} bytes and would become {total:,}: nothing was taken"
                " from it."
            )


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open an archive.

    Raises:
        DamagedError: it is none, is cut, holds what none holds, or is of another format.
    """
    with _readable():
        archive = zipfile.ZipFile(path)
    with archive:
        yield Package(archive, path.stat().st_size)


def is_archive(path: Path) -> bool:
    """Say whether a file is the archive of a corpus, whole or not."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(MANIFEST) as part:
            return b'"catena-corpus"' in part.read(4096)
    except (*_BROKEN, OSError):
        return False


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise DamagedError(f"The archive is damaged and cannot be read: {error}") from error


def parsed(data: bytes, where: str) -> Any:
    """Return the JSON value of some bytes; raises DamagedError naming `where`."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"The archive is damaged: {where} is not JSON.") from error


def _check_manifest(manifest: dict[str, Any], there: set[str]) -> None:
    parts = manifest.get("parts")
    shapes: dict[str, Callable[[Any], bool]] = {
        "sha256": lambda said: isinstance(said, str),
        "bytes": lambda said: isinstance(said, int) and said >= 0,
    }
    if not isinstance(parts, dict) or not all(
        isinstance(part, dict) and all(fits(part.get(name)) for name, fits in shapes.items())
        for part in parts.values()
    ):
        raise DamagedError("The archive's manifest does not say what its parts are.")
    if set(parts) != there or not there >= _NEEDED:
        odd = sorted((set(parts) ^ there) or (_NEEDED - there))
        raise DamagedError(f"The archive is not whole: see {odd[0][:80]!r}.")
