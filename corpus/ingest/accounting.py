"""Does the reading of an upload add up? Counts its events and says what is missing.

Pure arithmetic over events. What happens to an upload that does not add up is decided elsewhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.ingest.events import (
    Event,
    Failed,
    Found,
    Length,
    Noted,
    Skipped,
    ThreadRead,
    Tile,
)

# What a person should look at before anything is loaded. Other warnings cost one value each.
REVIEW_CODES = frozenset({
    "ambiguous_dates",
    "close_second",
    "cut_comment",
    "cut_file",
    "declared_differs",
    "doubtful_author_line",
    "encoding_guessed",
    "low_confidence",
    "mapping_needed",
    "mapping_unfit",
    "no_comments_found",
    "correction_lost",
    "uncertain_boundary",
    "unassigned_text",
    "unclosed_comment",
    "unclosed_element",
    "wrong_encoding_declared",
})  # fmt: skip

# Of these a person decides even where a team lets everything load that is accounted for.
ALWAYS_ASK = frozenset({
    "close_second", "correction_lost", "declared_differs", "no_comments_found",
})  # fmt: skip

# With these a table was not read at all: a person says what its columns mean.
UNMAPPED = frozenset({"mapping_needed", "mapping_unfit"})


@dataclass(slots=True)
class Account:
    """The running count of an upload; feed it every event, in any number of stretches.

    `entries`, `comments` and `other` (pingbacks and trackbacks) count posts. `found` are the
    source's items by a separate scan. `declared` sums what the source itself states, if anything.
    """

    threads: int = 0
    entries: int = 0
    comments: int = 0
    other: int = 0
    found: int = 0
    skipped: int = 0
    failed: int = 0
    declared: int | None = None
    codes: Counter[str] = field(default_factory=Counter)
    length: int | None = None
    tiled: int = 0
    unassigned: int = 0
    torn: bool = False

    def add(self, event: Event) -> None:
        """Count one event."""
        match event:
            case Found():
                self.found += event.count
            case ThreadRead():
                self._add_thread(event)
            case Noted():
                self.codes[event.code] += 1
            case Skipped() | Failed():
                self._add_lost(event)
            case Length():
                self.length = event.characters
            case Tile():
                self._add_tile(event)
            case _:
                pass

    def _add_thread(self, thread: ThreadRead) -> None:
        self.threads += 1
        kinds = Counter(post.kind for post in thread.posts)
        self.entries += kinds["entry"]
        self.comments += kinds["comment"]
        self.other += kinds["pingback"] + kinds["trackback"]
        if thread.declared is not None:
            self.declared = (self.declared or 0) + thread.declared

    def _add_lost(self, event: Skipped | Failed) -> None:
        self.codes[event.code] += 1
        if isinstance(event, Skipped):
            self.skipped += event.count
        else:
            self.failed += event.count

    def _add_tile(self, tile: Tile) -> None:
        if tile.start != self.tiled or tile.end <= tile.start:
            self.torn = True
        self.tiled = tile.end
        if tile.kind == "unassigned":
            self.unassigned += 1

    @property
    def imported(self) -> int:
        """Items that became posts."""
        return self.entries + self.comments + self.other

    def counts(self) -> dict[str, int | None]:
        """Return the counts that an upload shows."""
        return {
            "threads": self.threads,
            "entries": self.entries,
            "comments": self.comments,
            "other": self.other,
            "found": self.found,
            "imported": self.imported,
            "skipped": self.skipped,
            "failed": self.failed,
            "declared": self.declared,
        }

    def faults(self) -> list[str]:
        """Say in sentences why the reading does not add up; empty when it does."""
        said: list[str] = []
        told = self.imported + self.skipped + self.failed
        if self.found != told:
            said.append(
                f"A separate scan counts {self.found:,} items, but {self.imported:,} were read, "
                f"{self.skipped:,} skipped and {self.failed:,} failed: {told:,} in all."
            )
        if self.length is not None and (self.torn or self.tiled != self.length):
            said.append(
                f"The parts of the page do not cover it: {self.tiled:,} of {self.length:,} "
                "characters are accounted for without a gap."
            )
        return said

    @property
    def accounted(self) -> bool:
        """Whether every item and every character is accounted for."""
        return not self.faults()

    def doubts(self) -> list[str]:
        """Name the codes of problems that ask for a look before loading."""
        found = {code for code in self.codes if code in REVIEW_CODES}
        if self.unassigned:
            found.add("unassigned_text")
        return sorted(found)

    @property
    def sure(self) -> bool:
        """Whether the upload can be loaded without asking anybody."""
        return self.accounted and self.threads > 0 and not self.doubts()


def account(events: Iterable[Event]) -> Account:
    """Count all events of an upload."""
    total = Account()
    for event in events:
        total.add(event)
    return total
