"""A ZIP file that holds a project: opened without trust, unpacked in memory within limits."""

from io import BufferedReader
from typing import BinaryIO

from corpus.errors import UnreadableError
from corpus.ingest.archives.kinds import leaves_archive
from corpus.ingest.archives.parts import GIB, Entry, Limits
from corpus.ingest.archives.streams import Budget, Opened
from corpus.ingest.archives.zips import entries

LIMITS = Limits(total=2 * GIB, member=GIB // 2)


class Package:
    """The files of a ZIP archive by their names, with forward slashes.

    Raises:
        UnreadableError: `path_escape`, a name leads out of the archive; `damaged_archive`,
            `archive_limit`.
    """

    def __init__(self, file: BinaryIO, limits: Limits = LIMITS) -> None:
        self._budget = Budget(limits, file.seek(0, 2))
        self._entries: dict[str, Entry] = {}
        for entry in entries(file, limits):
            if leaves_archive(entry.name):
                raise UnreadableError(
                    f"“{entry.name[:80]}” in it names a place outside of the file. No program"
                    " writes that; nothing was taken in.",
                    code="path_escape",
                )
            if entry.kind == "file":
                self._entries[entry.name.replace("\\", "/")] = entry
        self._folded = {name.casefold(): name for name in self._entries}

    @property
    def names(self) -> list[str]:
        """Return the names of its files."""
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """Return the file that a name means, in whatever case its folders are written."""
        if name in self._entries:
            return name
        return self._folded.get(name.casefold())

    def read(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises:
            UnreadableError: `encrypted`, `damaged_member`, `too_large`, `archive_limit`.
        """
        entry = self._entries[name]
        if entry.fault:
            raise UnreadableError(entry.reason, code=entry.fault)
        with Opened(entry.open(), self._budget, entry.packed) as opened:
            return BufferedReader(opened).read()
