"""What holds for the reading of any file at all, and the damaged files that break it.

A file is read or refused in words; what was read adds up or says so, and can be stored.
"""

import json
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus import staging
from corpus.errors import UnreadableError, UnsupportedError
from corpus.identity import post_identities
from corpus.ingest import registry
from corpus.ingest.accounting import Account, account
from corpus.ingest.archives import Broken, LeftOut, Limits, Member, members
from corpus.ingest.events import (
    Checkpoint,
    Event,
    Failed,
    Length,
    Noted,
    PostRead,
    ReadOptions,
    Skipped,
    ThreadRead,
)
from corpus.ingest.preview import preview
from corpus.ingest.source import Source, encoding_of
from corpus.ingest.tables.reader import guessed_for
from corpus.text import canonical

PLACE = staging.Place("00000000-0000-0000-0000-000000000000", 0, "log.example", None)
# No reader makes so many in a file of this size; more would fill the database.
MOST_PROBLEMS = 100_000
LIMITS = Limits(entries=2_000, members=500, member=5_000_000, total=20_000_000, depth=2)


@dataclass
class Outcome:
    """What became of a file: refused or read; `said` that the figures do not add up."""

    refused: bool = False
    said: bool = False
    faults: list[str] = field(default_factory=list)


def check(name: str, data: bytes) -> Outcome:
    """Read a file with a reader (`archive`: as an archive); any exception but a refusal escapes."""
    outcome = Outcome()
    try:
        if name == "archive":
            outcome.faults += _walk(data)
        else:
            registry.detect(data[:262_144])
            _read(registry.READERS[name], data, outcome)
    except (UnreadableError, UnsupportedError) as error:
        outcome.refused = True
        if not str(error).strip():
            outcome.faults.append("refused without a word")
    return outcome


def _read(reader: registry.Reader, data: bytes, outcome: Outcome) -> None:
    source, options = Source.from_bytes(data), ReadOptions()
    if reader.mapped:
        options = ReadOptions(mapping=guessed_for(reader.format, source).shown())
    if reader.encoding:
        reader.encoding(source)
    else:
        encoding_of(source, whole_page=reader.whole_page)
    events = list(reader.read(source, options, None))
    total = account(events)
    outcome.said = bool(total.faults())
    outcome.faults += _figures(reader, total)
    for event in events:
        outcome.faults += _event(event, total)
    outcome.faults += _taken_up(reader, source, options, events)
    shown = preview(events, reader.sniff(source.head(), ""))
    json.dumps(shown, default=str, ensure_ascii=False).encode()


def _figures(reader: registry.Reader, total: Account) -> list[str]:
    faults = []
    if reader.whole_page and total.length is None:
        faults.append("a page without its length")
    if total.length is not None and (total.torn or total.tiled != total.length):
        faults.append(f"tiles do not cover the page: {total.faults()}")
    if sum(total.codes.values()) > MOST_PROBLEMS:
        faults.append(f"{sum(total.codes.values())} problems")
    return faults


def _event(event: Event, total: Account) -> list[str]:
    match event:
        case ThreadRead():
            return _thread(event, total)
        case Noted():
            return _words(event.code, event.message, event.hint, event.item)
        case Skipped() | Failed():
            faults = _words(event.code, event.reason, event.item)
            return faults if event.count > 0 else [*faults, f"{event.count} left out"]
        case Length():
            return [] if event.characters >= 0 else ["a negative length"]
    return []


def _words(*texts: str) -> list[str]:
    return [f"cannot be stored: {one!r:.80}" for one in texts if not _storable(one)]


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _thread(thread: ThreadRead, total: Account) -> list[str]:
    faults = _order(thread.posts)
    for place, post in enumerate(thread.posts):
        if not 0 <= post.start <= post.end <= (total.length or post.end):
            faults.append(f"post {place} lies at {post.start} to {post.end}")
        if post.text != canonical(post.text)[0] or not 0 <= post.confidence <= 1:
            faults.append(f"post {place} is not canonical or not measured: {post.confidence}")
        if len(post.marks) > 20 or any(not 0 <= start < end for _, start, end in post.marks):
            faults.append(f"post {place} has the marks {post.marks!r:.100}")
    if len(thread.language or "") > 35:
        faults.append(f"the language {thread.language!r:.80}")
    return faults + _attributes(thread) + _rows(thread)


def _order(posts: Sequence[PostRead]) -> list[str]:
    faults = [] if posts else ["a thread without an entry"]
    depths: list[int] = []
    for place, post in enumerate(posts):
        above = post.parent
        depth = 0 if above is None else depths[above] + 1 if 0 < above < place else -1
        depths.append(depth)
        if (post.number, post.depth) != (place, depth) or (post.kind == "entry") != (place == 0):
            faults.append(f"post {place} is {post.kind} {post.number} at {post.depth} for {depth}")
    return faults


def _rows(thread: ThreadRead) -> list[str]:
    """Write a thread as the database takes it."""
    posts = zip(thread.posts, post_identities(thread.posts), strict=True)
    rows = [staging.post_row(PLACE, post, identity=identity) for post, identity in posts]
    said = [(row, staging.POST_COLUMNS) for row in rows]
    said.append((staging.thread_row(PLACE, thread), staging.THREAD_COLUMNS))
    return [
        f"cannot be stored: {row!r:.200}"
        for row, columns in said
        if not _storable(row) or row.count("\t") != len(columns) - 1 or row.count("\n") != 1
    ]


def _attributes(thread: ThreadRead) -> list[str]:
    try:
        written = json.dumps(thread.attributes, default=str, allow_nan=False)
    except ValueError:
        return [f"attributes cannot be stored: {thread.attributes!r:.200}"]
    return _words(*_strings(json.loads(written)))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for pair in value.items() for part in pair for one in _strings(part)]
    return [one for part in value for one in _strings(part)] if isinstance(value, list) else []


def _taken_up(
    reader: registry.Reader, source: Source, options: ReadOptions, events: list[Event]
) -> list[str]:
    """Take the reading up at a checkpoint: the same threads must follow."""
    stops = [place for place, one in enumerate(events) if isinstance(one, Checkpoint)]
    if not stops:
        return []
    place = stops[len(stops) // 2]
    again = reader.read(source, options, events[place])
    later = [one for one in events[place:] if isinstance(one, ThreadRead)]
    if [one for one in again if isinstance(one, ThreadRead)] != later:
        return [f"taken up at {events[place]} other threads follow"]
    return []


def _walk(data: bytes) -> list[str]:
    faults: list[str] = []
    taken = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kept"
        path.write_bytes(data)
        for part in members(path, LIMITS, name="kept", spool=Path(folder)):
            match part:
                case Member():
                    faults += _words(part.name)
                    taken += _size(part)
                case Broken():
                    faults += _words(part.name, part.code, part.reason, part.hint)
                case LeftOut():
                    faults += _words(part.code, part.reason, *part.examples)
        if [one.name for one in Path(folder).iterdir()] != ["kept"]:
            faults.append("files are left behind")
    if taken > LIMITS.total + LIMITS.member:
        faults.append(f"{taken} bytes were taken out")
    return faults


def _size(member: Member) -> int:
    size = 0
    with suppress(UnreadableError), member.open() as stream:
        while block := stream.read(65_536):
            size += len(block)
    return size
