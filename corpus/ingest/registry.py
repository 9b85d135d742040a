"""The formats that Catena reads, and which of them a file is: told by content, never by name.

A new reader is added in `READERS`. What a reader does with a file is its own module's matter.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.errors import UnsupportedError
from corpus.ingest import threads_jsonl, wordpress_classic, xml_text
from corpus.ingest.archives import is_archive
from corpus.ingest.capture import page_cut
from corpus.ingest.captures import reader as text_capture
from corpus.ingest.corpora import convokit, tei
from corpus.ingest.encoding import refuse_empty_or_binary
from corpus.ingest.events import Checkpoint, Detection, Event, Noted, ReadOptions
from corpus.ingest.exports import (
    blogger,
    commento,
    disqus,
    feed,
    fourcat,
    ghost,
    hacker_news,
    isso,
    movable_type,
    reddit,
    remark42,
    wxr,
    youtube,
)
from corpus.ingest.html import reader as html_page
from corpus.ingest.mail import folder as mail_folder
from corpus.ingest.mail import reader as mail
from corpus.ingest.source import Source
from corpus.ingest.tables import reader as tables

SURE = 0.5
CLOSE = 0.15
# Of a file that is like none so many formats are named, the likest first.
LIKEST = 3
_PACKED = b"PK"


@dataclass(frozen=True, slots=True)
class Reader:
    """A format's two functions: what a file's head looks like, and what the file holds.

    `whole_page`: the file is one text of limited length, all of which a preview may show.
    `encoding`: what names a file's encoding, where it is found otherwise than that of a text.
    `mapped`: only a person's mapping says what is in it; for files that no other reader knows.
    `cut`: what cuts the text of a span out of such a file, for corrections of its posts' bounds.
    `packed`: what looks at a packed file (a ZIP) that is one document or corpus of the format.
    """

    format: str
    sniff: Callable[[bytes, str], Detection]
    read: Callable[[Source, ReadOptions, Checkpoint | None], Iterator[Event]]
    whole_page: bool = False
    cut: Callable[[Source, ReadOptions], Callable[[int, int], str]] | None = None
    encoding: Callable[[Source], str] | None = None
    mapped: bool = False
    packed: Callable[[Source], Detection] | None = None


READERS = {
    reader.format: reader
    for reader in (
        Reader(threads_jsonl.FORMAT, threads_jsonl.sniff, threads_jsonl.read),
        Reader(
            wordpress_classic.FORMAT,
            wordpress_classic.sniff,
            wordpress_classic.read,
            whole_page=True,
            cut=page_cut,
        ),
        Reader(
            text_capture.FORMAT,
            text_capture.sniff,
            text_capture.read,
            whole_page=True,
            cut=text_capture.page_cut,
        ),
        Reader(movable_type.FORMAT, movable_type.sniff, movable_type.read),
        Reader(
            mail.FORMAT, mail.sniff, mail.read, encoding=mail.encoding_of, packed=mail_folder.packed
        ),
        Reader(ghost.FORMAT, ghost.sniff, ghost.read),
        Reader(commento.FORMAT, commento.sniff, commento.read),
        Reader(remark42.FORMAT, remark42.sniff, remark42.read),
        Reader(isso.FORMAT, isso.sniff, isso.read),
        Reader(fourcat.FORMAT, fourcat.sniff, fourcat.read),
        Reader(youtube.FORMAT, youtube.sniff, youtube.read),
        Reader(reddit.FORMAT, reddit.sniff, reddit.read),
        Reader(hacker_news.FORMAT, hacker_news.sniff, hacker_news.read),
        Reader(
            convokit.FORMAT,
            convokit.sniff,
            convokit.read,
            encoding=convokit.encoding_of,
            packed=convokit.packed,
        ),
        Reader(tei.FORMAT, tei.sniff, tei.read, encoding=xml_text.encoding_of),
        Reader(wxr.FORMAT, wxr.sniff, wxr.read, encoding=xml_text.encoding_of),
        Reader(disqus.FORMAT, disqus.sniff, disqus.read, encoding=xml_text.encoding_of),
        Reader(blogger.FORMAT, blogger.sniff, blogger.read, encoding=xml_text.encoding_of),
        Reader(feed.FORMAT, feed.sniff, feed.read, encoding=xml_text.encoding_of),
        Reader(
            html_page.FORMAT,
            html_page.sniff,
            html_page.read,
            whole_page=True,
            cut=html_page.page_cut,
        ),
        Reader(
            tables.ROWS,
            tables.sniff_rows,
            tables.read_rows,
            encoding=tables.encoding_of,
            mapped=True,
        ),
        Reader(
            tables.JSON,
            tables.sniff_json,
            tables.read_json,
            encoding=tables.encoding_of,
            mapped=True,
        ),
        Reader(
            tables.SHEETS,
            tables.sniff_sheets,
            tables.read_sheets,
            encoding=tables.no_encoding,
            packed=tables.packed_sheets,
            mapped=True,
        ),
        Reader(
            tables.XML,
            tables.sniff_xml,
            tables.read_xml,
            encoding=xml_text.encoding_of,
            mapped=True,
        ),
    )
}


def detect(head: bytes, name: str = "") -> list[Detection]:
    """Rank what a file may be by its first bytes, the most probable first.

    `name` is a label for messages; it decides nothing.
    """
    found = [reader.sniff(head, name) for reader in READERS.values()]
    return sorted(found, key=lambda one: -one.confidence)


def packed(source: Source) -> Detection | None:
    """Say which format a packed file is as a whole; None where it is only what it holds."""
    if is_archive(source.head()) is None and not source.head().startswith(_PACKED):
        return None
    asked = (reader.packed for reader in READERS.values())
    found = [look(source) for look in asked if look is not None]
    best = max(found, key=lambda one: one.confidence, default=None)
    return best if best is not None and best.confidence >= SURE else None


def described() -> Iterator[tuple[str, str]]:
    """Yield each format and what its reader says of itself, on a line."""
    for reader in READERS.values():
        module = reader.read.__module__
        said = (reader.read if reader.mapped else sys.modules[module]).__doc__ or ""
        line = said.partition("\n\n")[0].partition(";")[0].replace("\n", " ").rstrip(".")
        for begin in ("Reads ", "Yield the threads of "):
            line = line.removeprefix(begin)
        yield reader.format, line.replace("by `options.mapping`", "by a mapping that you give")


def choose(source: Source, options: ReadOptions) -> tuple[Reader, Detection, tuple[Noted, ...]]:
    """Choose the reader for a file: the one asked for, else the most probable.

    Returns the reader, why it was chosen, and a note when a second format comes close. Raises
    UnsupportedError when the format asked for is unknown or the file is like none, UnreadableError
    `empty_file` or `binary_file` when it can be like none.
    """
    if options.format:
        asked = READERS.get(options.format)
        if asked is None:
            known = ", ".join(READERS)
            raise UnsupportedError(f"No reader is called {options.format!r}; there are: {known}.")
        return asked, Detection(asked.format, 1.0, "Chosen by the person who uploaded it."), ()
    whole = packed(source)
    if whole is not None:
        return READERS[whole.format], whole, ()
    head = source.head()
    refuse_empty_or_binary(head)
    best, *others = detect(head, source.name)
    if options.mapping and not READERS[best.format].mapped:
        # What a person says of columns is meant for a table, if it can be one.
        tables_first = [one for one in others if READERS[one.format].mapped]
        if tables_first and tables_first[0].confidence >= SURE:
            best = tables_first[0]
    if best.confidence < SURE:
        raise UnsupportedError(
            "It is like no format that is known here. "
            + " ".join(f"{one.format}: {one.reason}" for one in (best, *others)[:LIKEST])
        )
    close = [
        other
        for other in others
        if best.confidence - other.confidence <= CLOSE
        and not READERS[best.format].mapped
        and not READERS[other.format].mapped
    ]
    return READERS[best.format], best, tuple(_close(best, other) for other in close)


def _close(best: Detection, other: Detection) -> Noted:
    return Noted(
        code="close_second",
        severity="warning",
        message=f"Read as {best.format}, but it could be {other.format}: {other.reason}",
        hint=f"Choose the format {other.format} if the preview looks wrong.",
    )
