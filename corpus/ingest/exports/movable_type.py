"""Reads the text format in which Movable Type and TypePad (and Hatena, Ameba, FC2 …) export blogs.

Entries are found here, one after another in constant memory; what one says is read in
`movable_entry`. Format: Movable Type's documentation, "The Movable Type Import / Export Format".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.ingest.encoding import decode_head
from corpus.ingest.events import (
    Checkpoint,
    Detection,
    Event,
    Failed,
    Found,
    Noted,
    ReadOptions,
)
from corpus.ingest.exports.decoding import Decoding, chunks, decoding_of
from corpus.ingest.exports.movable_dates import Dates, is_day_first
from corpus.ingest.exports.movable_entry import ENTRY_KEY, EntryReader
from corpus.ingest.source import Source

FORMAT = "movable-type"
CHECKPOINT_BYTES = 4 * 1024**2
CHECKPOINT_ENTRIES = 200
ENTRY_CHARACTERS = 64 * 1024**2

_SECTION = re.compile(
    r"^-----[ \t]*\r?\n\s*(?:EXTENDED BODY|BODY|EXCERPT|COMMENT|PING):", re.MULTILINE
)
_RULE = re.compile(r"^--------[ \t]*$", re.MULTILINE)
_RULE_AT_END = re.compile(r"^--------\s*\Z", re.MULTILINE)
_BOUNDARY = re.compile(
    rf"^--------[ \t]*\r?\n(?=\s*(?:(?:{ENTRY_KEY}):|--------[ \t]*\r?$))", re.MULTILINE
)
# The end of a file that was cut inside the name of the next entry's first field.
_CUT_NAME = re.compile(r"\n--------\n+([A-Z][A-Z ]{0,15})\Z")
_AFTER_RULE = 4096
_KEY = re.compile(rf"^(?:{ENTRY_KEY}):", re.MULTILINE)
_STRONG_KEY = re.compile(
    r"^(?:TITLE|AUTHOR|DATE|STATUS|BASENAME|CONVERT BREAKS|NO ENTRY):", re.MULTILINE
)
# Shares nothing with the reading of blocks: a block begins after a rule, or is followed by a field.
_COUNTED = re.compile(
    r"^-----[ \t]*\r?\n\s*(?:COMMENT|PING):"
    r"|^(?:COMMENT|PING):[ \t]*\r?\n(?=(?:AUTHOR|TITLE|EMAIL|IP|URL|DATE|BLOG NAME):)",
    re.MULTILINE,
)


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the fields of the first entry and the rule of five dashes before its sections."""
    del name
    text = decode_head(head)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    section = _SECTION.search(text)
    fields = set(_STRONG_KEY.findall(text, 0, section.start() if section else len(text)))
    begins = _KEY.match(text.lstrip("\ufeff\r\n\t -")) is not None
    if begins and section and len(fields) >= 2:
        return Detection(FORMAT, 0.97, "Fields such as TITLE and DATE, then sections after -----.")
    if begins and section and fields:
        return Detection(FORMAT, 0.8, "A field of an entry, then a section after -----.")
    if begins and len(fields) >= 3:
        return Detection(FORMAT, 0.6, "It begins with the fields of an entry, without sections.")
    return Detection(FORMAT, 0.0, "It does not begin with fields such as AUTHOR and TITLE.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export, from `resume` on; its `line` counts entries here.

    A Checkpoint follows about every 4 MiB or 200 entries. Raises UnreadableError for a file that
    is empty or no text.
    """
    decoding = decoding_of(source)
    day_first = is_day_first(source)
    if resume is None:
        yield from decoding.noted
        if day_first:
            yield Noted(
                "dates_day_first",
                "warning",
                "The file writes dates with the day first; the format wants the month.",
                "Compare a date with the site if you can.",
            )
    reader = EntryReader(Dates(options.timezone, day_first=day_first))
    at = resume or Checkpoint(decoding.mark, 0, 0)
    count = at.line
    for entry in _entries(source, decoding, at):
        if entry.text.isspace():
            continue
        count += 1
        yield from _entry_events(entry, reader, count)
        if (
            entry.after - at.position >= CHECKPOINT_BYTES or count - at.line >= CHECKPOINT_ENTRIES
        ) and not entry.last:
            at = Checkpoint(entry.after, entry.start + len(entry.text), count)
            yield at
    if not count:
        yield Noted("no_threads", "error", "The file holds no entry.")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry's text with its rule; `start` in code points, `after` in bytes: where it ends.

    `lost` counts what an entry beyond the limit held; of its text only the end is left.
    """

    text: str
    start: int
    after: int
    last: bool = False
    lost: int = 0


def _entries(source: Source, decoding: Decoding, at: Checkpoint) -> Iterator[_Entry]:
    """Split at rules of eight dashes that the fields of an entry follow; other rules are text."""
    # Files of old Macintoshes end their lines with CR alone.
    lone = b"\n" not in source.head()
    start, position, seen, lost = at.characters, at.position, 0, 0
    buffer = ""
    for chunk in chunks(source, decoding, at.position):
        buffer += chunk.replace("\r", "\n") if lone else chunk
        begin = 0
        while found := _BOUNDARY.search(buffer, max(begin, seen)):
            text = buffer[begin : found.end()]
            position += decoding.size(text)
            yield _Entry(text, start, position, lost=lost)
            start, begin, lost = start + len(text), found.end(), 0
        buffer = buffer[begin:]
        if len(buffer) > ENTRY_CHARACTERS:
            cut = buffer.rfind("\n") + 1 or len(buffer)
            lost += 1 + len(_COUNTED.findall(buffer, 0, cut))
            position, start = position + decoding.size(buffer[:cut]), start + cut
            buffer = buffer[cut:]
        # What follows a rule may not have been read yet.
        rule = buffer.rfind("\n--------")
        seen = rule if rule >= 0 and len(buffer) - rule < _AFTER_RULE else max(0, len(buffer) - 16)
    cut_name = _CUT_NAME.search(buffer)
    if cut_name:
        first = buffer[: cut_name.start(1)]
        position += decoding.size(first)
        yield _Entry(first, start, position, lost=lost)
        start, buffer, lost = start + len(first), cut_name[1], 0
    if buffer:
        yield _Entry(buffer, start, source.size, last=True, lost=lost)


def _entry_events(entry: _Entry, reader: EntryReader, number: int) -> Iterator[Event]:
    name = f"entry {number}"
    counted = len(_COUNTED.findall(entry.text))
    if entry.lost:
        yield Found(entry.lost + counted)
        end = entry.start + len(entry.text)
        reason = f"The entry has more than {ENTRY_CHARACTERS:,} characters."
        lost = entry.lost + counted
        yield Failed(reason, name, entry.start, end, "entry_too_long", lost)
        return
    yield Found(1 + counted)
    body = entry.text.rstrip()
    for rule in _RULE.finditer(body):
        if rule.end() == len(body):
            break
        yield Noted(
            "uncertain_boundary",
            "warning",
            "A rule of eight dashes that no entry follows was taken as part of the text.",
            "Look at the entry's end in the preview.",
            name,
            entry.start + rule.start(),
            entry.start + rule.end(),
        )
    yield from reader.read(_RULE_AT_END.sub("", entry.text), entry.start, name)
