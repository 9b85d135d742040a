"""Reads Hacker News: Algolia's items (trees) and search answers, Firebase's items as JSON lines.

Lists of any of these, and several one after another, are read as well. What a record says is read
in `hacker_news_posts`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from corpus.ingest.events import Checkpoint, Detection, Event, Found, Noted, ReadOptions, Skipped
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import Draft, Frame, plain
from corpus.ingest.exports.hacker_news_posts import (
    FIELDS,
    KINDS,
    LEADING,
    attributes_of,
    draft_of,
    kept,
    kind_of,
    missing,
    missing_entry,
    own_id,
    parent_of,
    stated,
)
from corpus.ingest.exports.json_fields import Record, head_text, string
from corpus.ingest.exports.json_frames import BETWEEN, count_matches, framed
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.json_lines import count_lines, holds_lines, line_values
from corpus.ingest.exports.storable import (
    note_answered_elsewhere,
    shown_with_comments,
    storable_thread,
)
from corpus.ingest.json_items import Element, JsonItems, Path
from corpus.ingest.source import Source

FORMAT = "hacker-news-json"

_INNER = frozenset({"children", "options", "hits"})
_LISTS = _INNER | {"kids", "parts", "_tags"}
_TYPE = re.compile(r'"type"(?<!\\"type")\s{0,99}:\s{0,99}"(?:story|comment|poll|pollopt|job)"')
_OBJECT_ID = re.compile(r'"objectID"(?<!\\"objectID")\s{0,99}:')
_ALGOLIA = re.compile(r'"created_at_i"\s*:\s*\d')
_CREATED = re.compile(r'"created_at_i"(?<!\\"created_at_i")\s{0,99}:')
_OWN = re.compile(r'"(?:story_id|objectID|_tags|points|parent_id|children)"\s*:')
_DEEP = re.compile(r'"(?:hits|children|options)"\s*:\s*\[\s*\{')


def sniff(head: bytes, name: str) -> Detection:
    """Tell by created_at_i of Algolia's items, or by the fields of one of Firebase's."""
    del name
    text = head_text(head)
    if text[:1] not in {"{", "["}:
        return Detection(FORMAT, 0.0, "It is no JSON.")
    if _ALGOLIA.search(text) and _OWN.search(text):
        return Detection(FORMAT, 0.97, "Items of Hacker News as Algolia gives them.")
    record = _first(text)
    if (
        record.get("type") in KINDS
        and {"id", "time"} <= record.keys()
        and ("by" in record or "deleted" in record)
    ):
        return Detection(FORMAT, 0.97, "Items of Hacker News as its own interface gives them.")
    return Detection(FORMAT, 0.0, "It has no items of Hacker News.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a file; raises UnreadableError for a file empty or no text."""
    del options
    form = _News(source.head())
    for event in json_grouped.events(source, form, resume, walk=form.walk, adopt=True):
        yield event
        if isinstance(event, Found) and form.hits > form.items > 0:
            message = f"The search found {form.hits:,} items; {form.items:,} are in the file."
            yield Noted("known_missing", "warning", message, "Collect the search's other pages.")
            form.hits = 0


class _News:
    """Reads one file; `head` is its beginning. `hits` are all that a search found."""

    def __init__(self, head: bytes) -> None:
        text = head_text(head)
        is_flat = not _DEEP.search(text.partition("\n")[0])
        self._lines = is_flat and holds_lines(head)
        # What each item states of itself; some collectors leave the type out.
        marks = (_OBJECT_ID, _TYPE, _CREATED)
        self._own = next((mark for mark in marks if mark.search(text)), _TYPE)
        self.hits = self.items = 0

    def wanted(self, path: Path) -> Literal["take", "enter", "frame", "skip"]:
        """Walk through trees and lists; each item is a frame."""
        last = path[-1] if path else "*"
        if last == "*":
            return "frame"
        return (
            "enter" if last in _LISTS else "take" if last in FIELDS or last == "nbHits" else "skip"
        )

    def walk(self, pieces: Iterator[str]) -> Iterator[Element]:
        """Yield the records, each by itself."""
        if self._lines:
            yield from (one for one, _ in line_values(pieces))
            return
        for one in framed(JsonItems(pieces, self.wanted), self._is_item, _INNER):
            if not one.fault and isinstance(one.value, dict) and not self._is_item(one.value):
                said = one.value.get("nbHits")
                self.hits = max(self.hits, said if isinstance(said, int) else 0)
            else:
                yield one

    def _is_item(self, record: Record) -> bool:
        if self._own is _CREATED:
            return "created_at_i" in record
        return "objectID" in record or record.get("type") in KINDS

    def is_item(self, path: Path) -> bool:
        """Count every broken record."""
        return path[-1:] != (BETWEEN,)

    def count(self, pieces: Iterable[str]) -> int:
        """Count the lines, or what each item states of itself."""
        return count_lines(pieces) if self._lines else count_matches(pieces, self._own)

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather stories and comments by story, where they do not say it by what they answer."""
        record = element.value
        kind = kind_of(record) if isinstance(record, dict) else ""
        if not kind:
            return False
        own, leads = own_id(record), kind in LEADING
        group = own if leads else string(record, "story_id") or parent_of(record)
        if group is None:
            return False
        self.items += 1
        gathered.put(group, kept(record), element, leads=leads, item=own)
        return True

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield a story and its comments as a thread."""
        del gathered
        leads = [piece for piece in pieces if piece.leads]
        for extra in leads[1:]:
            reason = f"The story {group} stands in the file before."
            yield Skipped(reason, f"item {group}", extra.start, extra.end, "duplicate_thread")
        comments, doubled = _known_once([one for one in pieces if not one.leads])
        yield from doubled
        if leads:
            entry, frame = _entry(leads[0], pieces)
            shown_with_comments(entry, comments)
        else:
            entry, title = missing_entry(group, pieces)
            frame = Frame(title)
            # No item of the file: it counts as found where its comments are.
            yield Found(1)
            message = f"{len(comments):,} comments belong to {group}, which is not in the file."
            yield entry.noted("thread_missing", message, "They form a thread of their own.")
        yield from _missing(entry, comments, pieces, frame)
        note_answered_elsewhere(entry, comments)
        yield from storable_thread(entry, comments, frame)


def _entry(piece: Piece, pieces: list[Piece]) -> tuple[Draft, Frame]:
    """Return the story that leads a thread, and what is said of the thread."""
    entry, row = draft_of(piece), piece.record
    entry.kind, entry.parent = "entry", None
    entry.start = min(one.start for one in pieces)
    entry.end = max(one.end for one in pieces)
    frame = Frame(plain(string(row, "title")) or "", attributes=attributes_of(row))
    frame.declared = stated(row)
    return entry, frame


def _known_once(pieces: list[Piece]) -> tuple[list[Draft], list[Skipped]]:
    """Return comments without those that are there twice, and what to say of these."""
    kept_ones: list[Draft] = []
    doubled: list[Skipped] = []
    seen: set[str] = set()
    for piece in pieces:
        draft = draft_of(piece)
        if draft.external_id in seen:
            reason = f"{draft.item} stands in the file more than once."
            doubled.append(Skipped(reason, draft.item, piece.start, piece.end, "duplicate_item"))
            continue
        if draft.external_id:
            seen.add(draft.external_id)
        kept_ones.append(draft)
    return kept_ones, doubled


def _missing(
    entry: Draft, comments: list[Draft], pieces: list[Piece], frame: Frame
) -> Iterator[Event]:
    """Say how many comments are known that are not here, and mark where they would stand."""
    count, places = missing(pieces, comments, frame.declared)
    if frame.declared is not None and frame.declared < len(comments):
        frame.declared = None
    if frame.declared is not None or count > 0:
        # Said of none as well: so a later file takes back what an earlier one lacked.
        frame.attributes = {**(frame.attributes or {}), "comments_missing": max(0, count)}
    if count <= 0:
        return
    for draft in (entry, *comments):
        if draft.external_id in places:
            draft.flags = (*draft.flags, "replies_missing")
    message = f"At least {count:,} comments of this thread are not in the file:"
    yield entry.noted(
        "known_missing",
        f"{message} {len(comments):,} are here.",
        "Some may be gone; collect the others and bring them in later.",
    )


def _first(text: str) -> Record:
    """Return the first record of a file's beginning."""
    place: Path = ("*",) if text.startswith("[") else ()

    def wanted(path: Path) -> Literal["take", "enter", "skip"]:
        return "take" if path == place else "enter"

    first = next(iter(JsonItems(iter([text]), wanted)), None)
    return first.value if first and isinstance(first.value, dict) else {}
