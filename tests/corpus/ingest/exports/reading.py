"""Reads invented exports and says what came out, for the tests of all readers of exports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.ingest.accounting import Account, account
from corpus.ingest.events import (
    Checkpoint,
    Event,
    Failed,
    Noted,
    PostRead,
    ReadOptions,
    Skipped,
    ThreadRead,
)
from corpus.ingest.source import Source

Read = Callable[[Source, ReadOptions, Checkpoint | None], Iterator[Event]]


@dataclass(frozen=True)
class Reading:
    """The events of a file."""

    events: list[Event]

    @property
    def threads(self) -> list[ThreadRead]:
        return [event for event in self.events if isinstance(event, ThreadRead)]

    @property
    def posts(self) -> list[PostRead]:
        return [post for thread in self.threads for post in thread.posts]

    @property
    def comments(self) -> list[PostRead]:
        return [post for post in self.posts if post.kind != "entry"]

    @property
    def codes(self) -> list[str]:
        said = (Noted, Failed, Skipped)
        return [event.code for event in self.events if isinstance(event, said)]

    @property
    def checkpoints(self) -> list[Checkpoint]:
        return [event for event in self.events if isinstance(event, Checkpoint)]

    @property
    def account(self) -> Account:
        return account(self.events)

    def after(self, stop: Checkpoint) -> list[Event]:
        return self.events[self.events.index(stop) + 1 :]


def read_with(read: Read, data: bytes, resume: Checkpoint | None = None, **options) -> Reading:
    """Read a file with a reader; `options` are those of ReadOptions."""
    source = Source.from_bytes(data)
    return Reading(list(read(source, ReadOptions(**options), resume)))
