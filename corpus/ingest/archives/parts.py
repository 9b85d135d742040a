"""What an archive is said to hold: members to read, parts left out, parts that cannot be read.

Plain data and the limits. How archives are opened lives in `zips`, `tars` and `streams`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from corpus.ingest.events import Noted

GIB = 1024**3
MEMBERS = 10_000
ENTRIES = 100_000
RATIO = 100
RATIO_FROM = 16 * 1024**2
TOTAL_BYTES = 10 * GIB
MEMBER_BYTES = 2 * GIB
DEPTH = 2
# A crawl has more pages than a ZIP of them, and many records for each.
PAGES = 100_000
RECORDS = 20_000_000

EntryKind = Literal[
    "file", "directory", "link", "device",
    "revisit", "not_page", "no_success", "duplicate_page", "other_record",
    "saved_with",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold, all measured while unpacking.

    `members` are those handed out, `entries` everything counted (folders, pictures). `ratio` is
    unpacked to packed bytes, judged once more than `ratio_from` bytes came out. `total` and
    `member` in bytes. `depth` 2: an archive in an archive is read, one inside that is not.
    `pages` and `records` stand for `members` and `entries` where a web archive is among them.
    """

    members: int = MEMBERS
    entries: int = ENTRIES
    ratio: int = RATIO
    ratio_from: int = RATIO_FROM
    total: int = TOTAL_BYTES
    member: int = MEMBER_BYTES
    depth: int = DEPTH
    pages: int = PAGES
    records: int = RECORDS


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. `open` works once, in its turn: before the next part is asked for.

    `name` is a label, cleaned for display, never a path to write to; inside a nested archive it
    begins with that archive's name. `ordinal` counts the entries from 0, the same at every walk.
    `size` is what the archive states, None where it states none. Reading raises UnreadableError:
    `damaged_member` (what was read before it stood in the archive), `too_large`, `archive_limit`.
    `said` is what the archive says of the file, as options of an upload (`url`, `captured`).
    """

    name: str
    ordinal: int
    size: int | None
    open: Callable[[], BinaryIO]
    notes: tuple[Noted, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Entries that hold nothing to read, by reason: `count` of them, the first few by name.

    `code` is one of `directory`, `link`, `device`, `system_file`, `asset`, `empty_file`; of web
    archives `revisit`, `not_page`, `no_success`, `duplicate_page`, `other_record`; of a page in
    MHTML `saved_with`.
    """

    code: str
    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry that cannot be read, or all the rest of an archive (`rest`), and why.

    `code` is one of `encrypted`, `damaged_member`, `damaged_archive`, `unknown_compression`,
    `sparse_file`, `too_large`, `too_deep`, `archive_limit`, `damaged_record`.
    """

    name: str
    code: str
    reason: str
    hint: str = ""
    rest: bool = False


Part = Member | LeftOut | Broken


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one archive's own list, as `zips` and `tars` give it to the walk.

    `packed` are its packed bytes where it is unpacked by itself, None where it stands in a stream
    whose unpacking is measured already. `fault` and `reason` say why it cannot be opened.
    `said` and `notes` are those of the member: None says that it is a file with a name of its own.
    """

    name: str
    kind: EntryKind
    size: int | None
    packed: int | None
    open: Callable[[], BinaryIO]
    fault: str = ""
    reason: str = ""
    said: Mapping[str, str] | None = None
    notes: tuple[Noted, ...] = ()
