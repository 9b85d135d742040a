"""Reads mbox files and single messages as threads: the first message is the entry, answers follow.

Two walks: the first only notes who answers whom, the second goes thread by thread.
"""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from corpus.ingest.archives import is_archive
from corpus.ingest.desk import Desk
from corpus.ingest.encoding import refuse_empty_or_binary
from corpus.ingest.events import Checkpoint, Event, Found, Noted, ReadOptions, Walked
from corpus.ingest.grouping import Grouping
from corpus.ingest.mail.boundaries import count_messages, is_mbox, stretches
from corpus.ingest.mail.folder import joined
from corpus.ingest.mail.looks import FORMAT, sniff
from corpus.ingest.mail.message import Place, Reading, head_of, links_of
from corpus.ingest.mail.threads import thread_events
from corpus.ingest.mail.words import dated
from corpus.ingest.source import Source

__all__ = ["FORMAT", "encoding_of", "read", "sniff"]

# Without a place to keep what was gathered, a step begins with the first walk again.
STEP_BYTES = 16 * 1024**2
STEPS = 8
TOLD_BYTES = 8 * 1024**2
_JOINED = "joined"
_LAST = float("inf")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the threads of a mail file; on resuming, from the one on that comes next.

    A checkpoint's `line` is the number of threads before it, its `position` says how much of the
    work is done. Raises UnreadableError `empty_file`, `binary_file`.
    """
    with Desk(source.desk, resuming=resume is not None) as desk, Grouping(desk) as grouping:
        packed = is_archive(source.head()) is not None
        zone = ZoneInfo(options.timezone) if options.timezone else None
        if not desk.is_laid:
            said = _gathered(source, desk, grouping, zone, packed=packed)
            yield from said if resume is None else (one for one in said if isinstance(one, Walked))
        grouping.arrange()
        desk.keep()
        mails = Source.from_path(desk.folder / _JOINED) if packed else source
        with mails.open() as stream:
            reading = Reading(stream, zone, is_mbox(mails.head()))
            yield from _threads(source, grouping, reading, resume)


def _gathered(
    source: Source, desk: Desk, grouping: Grouping, zone: tzinfo | None, *, packed: bool
) -> Iterator[Event]:
    """Go through the file once; of an archive make one mbox on the desk before."""
    if packed:
        yield from joined(source, desk.folder / _JOINED)
    mails = Source.from_path(desk.folder / _JOINED) if packed else source
    yield from _gather(mails, grouping, zone)


def encoding_of(source: Source) -> str:
    """Name the encoding in which places in the file are counted; each message has its own."""
    del source
    return "utf-8"


def _gather(source: Source, grouping: Grouping, zone: tzinfo | None) -> Iterator[Event]:
    """Note of all messages where they lie, by the first message of their thread."""
    refuse_empty_or_binary(source.head())
    reached = count = 0
    for stretch in stretches(source):
        count += 1
        head = head_of(stretch.head)
        links = links_of(head)
        own = links.own or f"\n{stretch.number}"
        at = dated(head.get("date", ""), zone or UTC).at
        order = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() if at else _LAST
        group = links.references[0] if links.references else own
        leads = not links.references
        grouping.put(group, order, Place.of(stretch).stored(), item=own, leads=leads)
        if stretch.position - reached >= TOLD_BYTES:
            reached = stretch.position
            yield Walked(reached // 2)
    grouping.adopt()
    yield Found(count_messages(source) if count else 0)
    if not count:
        yield Noted("no_threads", "error", "The file holds no message.")


def _threads(
    source: Source,
    grouping: Grouping,
    reading: Reading,
    resume: Checkpoint | None,
) -> Iterator[Event]:
    skip = resume.line if resume else 0
    total = grouping.arrange()
    step = STEP_BYTES if source.desk else max(STEP_BYTES, source.size // STEPS)
    read = 0
    for number, (name, payloads) in enumerate(grouping.groups(skip=skip), skip + 1):
        places = [Place.from_stored(one) for one in payloads]
        yield from thread_events(name, places, reading)
        read += sum(one.size for one in places)
        if read >= step and number < total:
            read = 0
            # The first walk was half of the work.
            yield Checkpoint(
                source.size // 2 + source.size * number // (2 * (total + 1)), 0, number
            )
