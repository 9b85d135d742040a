"""Reads Reddit: dumps (JSON lines of submissions and comments), pages saved as .json, API answers.

Listings, trees of replies, `morechildren` and plain lists of records are told apart by the file's
head. What a record says is read in `reddit_posts`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Literal

from corpus.ingest.events import Checkpoint, Detection, Event, Found, ReadOptions, Skipped
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.json_fields import head_text, string
from corpus.ingest.exports.json_frames import BETWEEN, count_matches
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.json_lines import count_lines, holds_lines, line_values
from corpus.ingest.exports.reddit_posts import (
    COMMENT_FIELDS,
    ENTRY_FIELDS,
    Stub,
    attributes_of,
    bare_id,
    comment_of,
    count_held,
    entry_of,
    held_back,
    missing_entry,
    plain,
)
from corpus.ingest.exports.reddit_things import ITEM, THING, things, wanted_of_things
from corpus.ingest.exports.storable import (
    note_answered_elsewhere,
    shown_with_comments,
    storable_thread,
)
from corpus.ingest.json_count import count_objects
from corpus.ingest.json_items import Element, JsonItems, Path
from corpus.ingest.source import Source

FORMAT = "reddit-json"

_ANSWER = re.compile(r'\{\s*"(?:data|error|metadata)"\s*:')
_OWN = ("created_utc", "subreddit", "author")


def sniff(head: bytes, name: str) -> Detection:
    """Tell by things that state their kind, or by the fields of a record."""
    del name
    text = head_text(head)
    if text[:1] not in {"{", "["}:
        return Detection(FORMAT, 0.0, "It is no JSON.")
    if THING.search(text) and '"data"' in text:
        return Detection(FORMAT, 0.97, "Things of Reddit, which state their kind.")
    bare = _Bare(text).wanted if _Bare.is_like(text) else _Lines(things=False).wanted
    first = next(iter(JsonItems(iter([text]), bare)), None)
    record = first.value if first and isinstance(first.value, dict) else {}
    if first and first.fault and all(f'"{key}"' in text for key in _OWN):
        return Detection(FORMAT, 0.6, "The head has fields of Reddit's records.")
    if all(key in record for key in _OWN) and _kind(record):
        return Detection(FORMAT, 0.97, "Records with the fields of Reddit's.")
    return Detection(FORMAT, 0.0, "It has no things or records of Reddit's.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a file; raises UnreadableError for a file empty or no text."""
    del options
    head = source.head()
    text = head_text(head)
    form: _Lines | _Things | _Bare
    if holds_lines(head):
        form = _Lines(things=THING.search(text.partition("\n")[0]) is not None)
    elif THING.search(text):
        form = _Things()
    else:
        form = _Bare(text) if _Bare.is_like(text) else _Lines(things=False)
    yield from json_grouped.events(source, form, resume, walk=form.walk)


class _Form:
    """Reads records, wherever they lie."""

    def __init__(self) -> None:
        self._has_stubs: bool | None = None

    def is_item(self, path: Path) -> bool:
        """Count every broken record."""
        return path[-1:] != (BETWEEN,)

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather submissions and comments by thread, know what is held back."""
        record = element.value
        kind = _kind(record)
        if kind == "t3":
            thread = bare_id(record.get("id"))
            kept = {key: record[key] for key in ENTRY_FIELDS if key in record}
            if thread:
                gathered.put(thread, kept, element, leads=True)
            return thread is not None
        if kind == "t1":
            thread = bare_id(record.get("link_id"))
            kept = {key: value for key in COMMENT_FIELDS if (value := record.get(key))}
            if thread:
                gathered.put(thread, kept, element)
            return thread is not None
        if kind == "more":
            if not self._has_stubs:
                self._has_stubs = True
                gathered.know("stubs", "", 1)
            ids = [one for one in record.get("children") or () if isinstance(one, str)]
            count = record.get("count")
            stub = [count if isinstance(count, int) else 0, ids]
            gathered.know("more", str(record.get("parent_id")), stub)
        return kind == "more"

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield a submission and its comments as a thread."""
        leads = [piece for piece in pieces if piece.leads]
        for extra in leads[1:]:
            reason = f"The submission {group} stands in the file before."
            yield Skipped(reason, "submission", extra.start, extra.end, "duplicate_thread")
        if leads:
            entry, row = entry_of(leads[0]), leads[0].record
            frame = Frame(plain(string(row, "title")), attributes=attributes_of(row))
            entry.start = min(one.start for one in pieces)
            entry.end = max(one.end for one in pieces)
        else:
            entry, title = missing_entry(group, pieces)
            frame = Frame(title, attributes=attributes_of(pieces[0].record))
        comments = [piece for piece in reversed(pieces) if not piece.leads]
        pieces.clear()
        drafts, doubled = _known_once(_used_up(comments, group))
        yield from doubled
        if leads:
            shown_with_comments(entry, drafts)
        else:
            # No item of the file: it counts as found where its comments are.
            yield Found(1)
            message = f"{len(drafts):,} comments belong to a submission that is not in the file."
            hint = "They form a thread of their own; bring the submissions in one file with them."
            yield entry.noted("thread_missing", message, hint)
        yield from self._missing(entry, drafts, frame, gathered)
        note_answered_elsewhere(entry, drafts)
        yield from storable_thread(entry, drafts, frame)

    def _missing(
        self, entry: Draft, drafts: list[Draft], frame: Frame, gathered: Gathered
    ) -> Iterator[Event]:
        """Say how many comments are known that are not here, and mark where they would stand."""
        top = entry.external_id or ""
        parents = {one.external_id: one.parent or top for one in drafts if one.external_id}
        stubs = self._stubs(top, parents, gathered)
        held = count_held(stubs, parents)
        places = held_back(stubs, parents)
        for draft in (entry, *drafts):
            if draft.external_id in places:
                draft.flags = (*draft.flags, "replies_missing")
        stated = (frame.attributes or {}).get("num_comments")
        if not isinstance(stated, int):
            stated = None
        frame.declared = stated if stated is not None and (stubs or stated >= len(drafts)) else None
        missing = max(held, (frame.declared or 0) - len(drafts))
        if stubs or frame.declared is not None:
            # Said of none as well: so a later file takes back what an earlier one lacked.
            frame.attributes = {**(frame.attributes or {}), "comments_missing": missing}
        if missing:
            where = f" {held:,} stand behind “more” at {len(places):,} places." if held else ""
            yield entry.noted(
                "known_missing",
                f"At least {missing:,} comments of this thread are not in the file:"
                f" {len(drafts):,} are here, Reddit states {_said(stated)}.{where}",
                "Some may be gone from Reddit; collect the others and bring them in later.",
            )

    def _stubs(self, top: str, parents: Iterable[str], gathered: Gathered) -> list[Stub]:
        """Return what is held back at an entry and at comments."""
        if self._has_stubs is None:
            self._has_stubs = bool(gathered.known("stubs", ""))
        if not self._has_stubs:
            return []
        places = chain([(top, top)], ((f"t1_{own}", own) for own in parents))
        return [
            (place, count, ids)
            for name, place in places
            for count, ids in gathered.known("more", name)
        ]


class _Lines(_Form):
    """Lines of records, or of things."""

    def __init__(self, *, things: bool) -> None:
        super().__init__()
        self._things = things

    def wanted(self, path: Path) -> Literal["take", "enter", "frame", "skip"]:
        """Take what is on a line."""
        return wanted_of_things(path) if self._things else "take"

    def walk(self, pieces: Iterator[str]) -> Iterator[Element]:
        """Yield the records of all lines."""
        for one, text in line_values(pieces):
            if self._things and not one.fault:
                part = JsonItems(iter([text]), wanted_of_things, begin=one.start)
                yield from things(part)
            else:
                yield one

    def count(self, pieces: Iterable[str]) -> int:
        """Count the lines, or the kinds that are stated."""
        return count_matches(pieces, ITEM) if self._things else count_lines(pieces)


class _Things(_Form):
    """Things with a kind and data, in lists or trees."""

    def wanted(self, path: Path) -> Literal["take", "enter", "frame", "skip"]:
        """Walk through the trees."""
        return wanted_of_things(path)

    def walk(self, pieces: Iterator[str]) -> Iterator[Element]:
        """Yield submissions, comments and stubs, each by itself."""
        return things(JsonItems(pieces, wanted_of_things))

    def count(self, pieces: Iterable[str]) -> int:
        """Count the kinds that are stated."""
        return count_matches(pieces, ITEM)


class _Bare(_Form):
    """A list of records, by itself or under "data"."""

    def __init__(self, head: str) -> None:
        super().__init__()
        self._list: Path = ("*",) if head.startswith("[") else ("data", "*")

    @staticmethod
    def is_like(head: str) -> bool:
        """Say whether a file begins like a list."""
        return head.startswith("[") or _ANSWER.match(head) is not None

    def wanted(self, path: Path) -> Literal["take", "enter", "frame", "skip"]:
        """Take the records of the list."""
        if path == self._list:
            return "take"
        return "enter" if path == self._list[: len(path)] else "skip"

    def walk(self, pieces: Iterator[str]) -> Iterator[Element]:
        """Yield the records."""
        return iter(JsonItems(pieces, self.wanted))

    def count(self, pieces: Iterable[str]) -> int:
        """Count the objects of the list by their brackets."""
        return count_objects(pieces, ("data",))["", *self._list]


def _kind(record: Any) -> str:
    """Return the kind of a record, "" of what is none of Reddit's."""
    if not isinstance(record, dict):
        return ""
    if record.get("kind") in {"t1", "t3", "more"}:
        return str(record["kind"])
    if "body" in record and "link_id" in record:
        return "t1"
    return "t3" if "title" in record and "id" in record else ""


def _used_up(comments: list[Piece], thread: str) -> Iterator[Draft]:
    """Yield the comments from the last piece to the first; each is forgotten: there may be many."""
    while comments:
        yield comment_of(comments.pop(), thread)


def _known_once(drafts: Iterable[Draft]) -> tuple[list[Draft], list[Skipped]]:
    """Return comments without those that are there twice; of two the one that has its words."""
    kept: dict[str, Draft] = {}
    doubled = []
    for place, draft in enumerate(drafts):
        own = draft.external_id or f" {place}"
        other = kept.get(own)
        if other is None:
            kept[own] = draft
            continue
        extra = draft
        if other.status == "deleted" != draft.status:
            kept[own], extra = draft, other
        reason = f"{draft.item} stands in the file more than once."
        doubled.append(Skipped(reason, draft.item, extra.start, extra.end, "duplicate_item"))
    return list(kept.values()), doubled


def _said(stated: int | None) -> str:
    return "no number" if stated is None else f"{stated:,}"
