"""The folder of a ConvoKit corpus inside a ZIP: which of its files are what, and how to read them.

Unpacked with bounded memory and within the limits of archives; nothing is written to disk.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from corpus.errors import UnreadableError
from corpus.ingest.archives import zips
from corpus.ingest.archives.kinds import is_system_file, label
from corpus.ingest.archives.parts import LIMITS, Entry
from corpus.ingest.archives.streams import Budget, Opened
from corpus.ingest.source import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

UTTERANCES = ("utterances.jsonl", "utterances.json")
BESIDE = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")


@dataclass(slots=True)
class Folder:
    """The files of one corpus by their names in its folder, and what else lies in the ZIP.

    `damage` says, by file, why it ended earlier than it should have.
    """

    entries: dict[str, Entry]
    others: list[str]
    packed: int
    damage: dict[str, str] = field(default_factory=dict)
    raw: BinaryIO | None = None

    @property
    def utterances(self) -> str:
        """The name of the file with the utterances."""
        return next(name for name in UTTERANCES if name in self.entries)

    def source(self, name: str) -> Source:
        """Return a file as a source of its own; one that is damaged ends there."""
        entry = self.entries[name]

        def opened() -> BinaryIO:
            budget = Budget(LIMITS, self.packed)
            try:
                inner = Opened(entry.open(), budget, entry.packed, limit=LIMITS.total)
            except UnreadableError as error:
                self.damage[name] = error.detail
                return io.BytesIO()
            return io.BufferedReader(_Unpacked(inner, lambda why: self._hurt(name, why)))

        return Source(name, entry.size or 0, opened)

    def _hurt(self, name: str, why: str) -> None:
        self.damage[name] = why


@contextmanager
def folder_in(source: Source) -> Iterator[Folder | None]:
    """Find the one corpus that lies in a ZIP: utterances and a file of those around them, or None.

    A ZIP without a directory (it was cut) or with several corpora is None: an archive of files.
    """
    with source.open() as raw:
        yield _found(raw, source.size)


def _found(raw: BinaryIO, size: int) -> Folder | None:
    try:
        entries = [one for one in zips.entries(raw, LIMITS) if one.kind == "file"]
    except UnreadableError:
        return None
    files = {one.name.replace("\\", "/"): one for one in entries if not is_system_file(one.name)}
    names = {name.rpartition("/")[2] for name in files}
    folders = {
        name.rpartition("/")[0]
        for name in files
        if name.rpartition("/")[2] in UTTERANCES and not files[name].fault
    }
    if len(folders) != 1 or not names & set(BESIDE):
        return None
    prefix = next(iter(folders)) and f"{next(iter(folders))}/"
    here = {name.removeprefix(prefix): one for name, one in files.items() if _lies(name, prefix)}
    if not here.keys() & set(BESIDE):
        return None
    others = [label(name) for name in files if not _lies(name, prefix)]
    return Folder(here, others, size)


def _lies(name: str, prefix: str) -> bool:
    """Say whether a file lies in the folder itself."""
    return name.startswith(prefix) and "/" not in name[len(prefix) :]


class _Unpacked(io.RawIOBase):
    """What comes out of one file; damage ends it, and `hurt` is told. Goes forward only."""

    def __init__(self, inner: Opened, hurt: Callable[[str], None]) -> None:
        super().__init__()
        self._inner, self._hurt, self._place = inner, hurt, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be moved on."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move on to a place; raises UnsupportedOperation for one that was passed."""
        target = offset if whence == io.SEEK_SET else self._place + offset
        if whence == io.SEEK_END or target < self._place:
            raise io.UnsupportedOperation("It is unpacked from its beginning on only.")
        while self._place < target and self.read(min(target - self._place, 1 << 16)):
            pass
        return self._place

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill a buffer; 0 at the end or where it is damaged."""
        view = memoryview(buffer).cast("B")
        try:
            count = self._inner.readinto(view)
        except UnreadableError as error:
            self._hurt(error.detail)
            return 0
        self._place += count
        return count
