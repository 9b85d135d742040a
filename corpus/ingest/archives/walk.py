"""The walk through an archive: what is handed out, left out with a reason, or broken.

Applies the limits and descends into archives inside archives. Says nothing of what members hold.
"""

from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UnreadableError
from corpus.ingest.archives import mhtml, tars, warcs, zips
from corpus.ingest.archives.kinds import (
    HEAD_BYTES,
    is_archive,
    is_asset,
    is_asset_name,
    is_system_file,
    is_warc,
    label,
    leaves_archive,
)
from corpus.ingest.archives.parts import LIMITS, Broken, Entry, LeftOut, Limits, Member, Part
from corpus.ingest.archives.streams import Budget, Opened, spooled, unpacking
from corpus.ingest.events import Noted

EXAMPLES = 5
_REASONS = {
    "directory": "Folders hold nothing themselves.",
    "link": "Links point to other files; nothing is followed.",
    "device": "Devices and pipes hold nothing.",
    "system_file": "The operating system added these files.",
    "asset": "Pictures, styles, scripts, fonts, sounds and films hold no posts.",
    "empty_file": "These files are empty.",
    "revisit": "The same was captured before; the record only says so.",
    "not_page": "They are no pages: pictures, styles, scripts, data.",
    "no_success": "The server sent no page: moved, not found, refused.",
    "duplicate_page": "The same page stands in the archive before.",
    "saved_with": "Pictures, styles and frames that were saved with the page.",
    "other_record": "Requests, notes and the like, which a crawler writes beside the pages.",
}


def members(
    path: Path,
    limits: Limits = LIMITS,
    *,
    name: str = "",
    spool: Path | None = None,
    spent: int = 0,
) -> Iterator[Part]:
    """Walk through the archive at `path`: members as they come, what was left out at the end.

    A gzip, bzip2 or xz file that holds no tar is one member, called as the archive (`name`, else
    that of `path`) without its last suffix. `spool` is a folder for temporary
    files (ZIP archives inside archives). `spent` are the bytes that earlier walks took out of the
    same file: the limits hold for all of them, also where those parts are passed by now. Nothing
    is ever written by an entry's name. A fault of one entry or of the rest is a Broken, not an
    exception.

    Raises:
        UnreadableError: `not_archive`.
    """
    with path.open("rb") as raw:
        size = path.stat().st_size
        yield from members_in(raw, size, limits, name=name or path.name, spool=spool, spent=spent)


def members_in(
    raw: BinaryIO,
    size: int,
    limits: Limits = LIMITS,
    *,
    name: str = "",
    spool: Path | None = None,
    spent: int = 0,
) -> Iterator[Part]:
    """Walk through the archive in an open file of `size` bytes; else as `members`."""
    kind = is_archive(raw.read(HEAD_BYTES))
    if kind is None:
        raise UnreadableError("This is no archive.", code="not_archive")
    raw.seek(0)
    walk = _Walk(limits, size, spool, spent, again=kind not in {"zip", "warc", "mhtml"})
    yield from walk.archive(raw, kind, Path(name).stem, prefix="", depth=1)
    yield from walk.left_out()


class _Walk:
    """What is counted over an archive and all archives in it."""

    def __init__(
        self, limits: Limits, packed: int, spool: Path | None, spent: int, *, again: bool
    ) -> None:
        self._limits = limits
        self._packed = packed
        self._spool = spool
        # A stream is unpacked `again` on the way to where a walk is taken up, a ZIP is not: what
        # was spent before is spent again by itself. Pages of a WARC in a stream are not.
        self._budget = Budget(limits, packed, 0 if again else spent)
        self._pages = Budget(limits, packed, spent) if again else self._budget
        self._crawl = False
        self._entries = self._members = 0
        self._over = False
        self._names: set[str] = set()
        self._left: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}

    def left_out(self) -> Iterator[LeftOut]:
        """Yield what was left out, by reason."""
        for code, count in self._left.items():
            yield LeftOut(code, _REASONS[code], count, tuple(self._examples[code]))

    def archive(
        self, raw: BinaryIO, kind: str, stem: str, *, prefix: str, depth: int
    ) -> Iterator[Part]:
        """Walk one archive; its last part is Broken with `rest` when it could not be ended."""
        name = prefix.rstrip("/")
        try:
            for entry in self._list(raw, kind, stem):
                yield from self._entry(entry, prefix, depth)
                self._check()
        except UnreadableError as error:
            if not self._over:
                yield Broken(name, error.code, error.detail, error.hint, rest=True)
            self._over = self._over or error.code == "archive_limit"
        except EOFError:
            detail = "The archive ends in the middle; what followed is lost."
            yield Broken(name, "damaged_archive", detail, "Make the archive again.", rest=True)

    def _list(self, raw: BinaryIO, kind: str, stem: str) -> Iterator[Entry]:
        if kind == "zip":
            yield from zips.entries(raw, self._limits)
        elif kind == "tar":
            yield from tars.entries(raw)
        elif kind == "warc":
            self._crawl = True
            yield from warcs.entries(raw)
        elif kind == "mhtml":
            yield from mhtml.entries(raw)
        else:
            limit = self._limits.total
            opened = Opened(unpacking(raw, kind), self._budget, self._packed, limit=limit)
            head = opened.head(HEAD_BYTES)
            if is_archive(head) == "tar":
                yield from tars.entries(BufferedReader(opened))
            elif is_warc(head):
                self._crawl = True
                yield from warcs.entries(BufferedReader(opened))
            else:
                yield Entry(stem, "file", None, None, lambda: BufferedReader(opened))

    def _check(self) -> None:
        """Stop the walk at a limit."""
        fault = self._budget.fault or self._pages.fault
        limits = self._limits
        entries = limits.records if self._crawl else limits.entries
        if self._entries > entries:
            fault = f"The archive has more than {entries:,} entries."
        elif self._members > self._most:
            fault = f"The archive has more than {self._most:,} files to read."
        if fault or self._over:
            raise UnreadableError(fault, code="archive_limit", hint="Split it into several.")

    @property
    def _most(self) -> int:
        """How many members may be handed out."""
        return self._limits.pages if self._crawl else self._limits.members

    def _entry(self, entry: Entry, prefix: str, depth: int) -> Iterator[Part]:
        ordinal, self._entries = self._entries, self._entries + 1
        name = label(prefix + entry.name)
        code = _useless(entry)
        if code:
            self._leave(code, name)
            return
        if entry.fault:
            yield Broken(name, entry.fault, entry.reason)
            return
        if entry.size is not None and entry.size > self._limits.member:
            reason = f"The file has more than {self._limits.member:,} bytes."
            yield Broken(name, "too_large", reason, "Split it.")
            return
        try:
            budget = self._budget if entry.said is None else self._pages
            with Opened(entry.open(), budget, entry.packed) as opened:
                yield from self._opened(opened, entry, name, ordinal, depth)
        except UnreadableError as error:
            yield Broken(name, error.code, error.detail, error.hint)

    def _opened(
        self, opened: Opened, entry: Entry, name: str, ordinal: int, depth: int
    ) -> Iterator[Part]:
        head = opened.head(HEAD_BYTES)
        kind = is_archive(head)
        if not head:
            self._leave("empty_file", name)
        elif is_asset(head):
            self._leave("asset", name)
        elif kind and depth >= self._limits.depth:
            reason = f"Archives are opened {self._limits.depth} deep; this one lies deeper."
            yield Broken(name, "too_deep", reason, "Unpack it yourself and upload what it holds.")
        elif kind:
            yield from self._nested(opened, kind, name, depth)
        else:
            self._members += 1
            if self._members <= self._most:
                notes = entry.notes or self._notes(entry, name)
                said = entry.said or {}
                yield Member(name, ordinal, entry.size, lambda: BufferedReader(opened), notes, said)

    def _nested(self, opened: Opened, kind: str, name: str, depth: int) -> Iterator[Part]:
        stem = Path(name).stem
        raw = spooled(opened, self._spool) if kind == "zip" else BufferedReader(opened)
        with raw:
            yield from self.archive(raw, kind, stem, prefix=name + "/", depth=depth + 1)

    def _leave(self, code: str, name: str) -> None:
        self._left[code] += 1
        examples = self._examples.setdefault(code, [])
        if len(examples) < EXAMPLES:
            examples.append(name)

    def _notes(self, entry: Entry, name: str) -> tuple[Noted, ...]:
        notes: list[Noted] = []
        if entry.said is not None:
            # A page's name is its address, which may well come again.
            return ()
        if leaves_archive(entry.name):
            notes.append(Noted(
                "unsafe_name", "info", "Its name points outside the archive; it is only a label.",
                item=name,
            ))  # fmt: skip
        if name in self._names:
            notes.append(Noted(
                "duplicate_name", "info", "Another file of the archive has the same name.",
                "Both were read.", item=name,
            ))  # fmt: skip
        self._names.add(name)
        return tuple(notes)


def _useless(entry: Entry) -> str:
    """Say by what reason an entry is not opened at all; empty when it is."""
    if entry.kind != "file":
        return entry.kind
    if entry.said is not None:
        return ""
    if is_system_file(entry.name):
        return "system_file"
    return "asset" if is_asset_name(entry.name) else ""
