"""Reads the comments of remark42: its backup (JSON lines after a header), and its API's answers.

The answers come as a list, as an object with a list, or as a tree of replies. The entries are not
in the export: a thread is the comments of one address.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from corpus.ingest.events import Checkpoint, Detection, Event, Found, ReadOptions
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import Draft, Frame, plain
from corpus.ingest.exports.json_fields import Record, head_text, inner, string, truth, when
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.storable import set_html, storable_thread
from corpus.ingest.json_count import count_key
from corpus.ingest.json_items import Element, Path
from corpus.ingest.source import Source

FORMAT = "remark42"

_FIELDS = (
    "id", "pid", "text", "orig", "user", "time", "delete", "pin", "title", "locator", "imported",
)  # fmt: skip
_OBJECT = re.compile(r'\{\s*"(?:comments|info)"')
_HEADER = re.compile(r'\{\s*"version"\s*:\s*\d+\s*,\s*"(?:users|posts)"\s*:')
_TREE = re.compile(r'"(?:comments|replies)"\s*:\s*\[\s*\{\s*"(?:comment|replies)"')


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the locator and the parent that every comment states, or by a backup's header."""
    del name
    text = head_text(head)
    if text[:1] in {"{", "["} and '"locator"' in text and '"pid"' in text:
        return Detection(FORMAT, 0.98, "Comments with a locator and a pid.")
    if _HEADER.match(text):
        return Detection(FORMAT, 0.8, "The header of a backup of remark42.")
    return Detection(FORMAT, 0.0, "It has no comments with a locator and a pid.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export; raises UnreadableError for a file empty or no text."""
    del options
    yield from json_grouped.events(source, _Remark(head_text(source.head())), resume)


class _Remark:
    """Reads one file; `head` is the beginning of its text."""

    def __init__(self, head: str) -> None:
        self._shape = "list" if head.startswith("[") else "lines"
        if _OBJECT.match(head):
            self._shape = "tree" if _TREE.search(head) else "object"

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take comments wherever the shape has them, nested ones each by itself."""
        if self._shape == "lines":
            return "take" if not path else "skip"
        if self._shape == "list":
            return "take" if path == ("*",) else "enter" if not path else "skip"
        if path in {(), ("comments",)}:
            return "enter"
        if self._shape == "object":
            return "take" if path == ("comments", "*") else "skip"
        if path[-1] == "comment":
            return "take"
        return "enter" if path[0] == "comments" and path[-1] in {"*", "replies"} else "skip"

    def is_item(self, path: Path) -> bool:
        """Count every broken value, for only comments are taken."""
        return self.wanted(path) == "take"

    def count(self, pieces: Iterable[str]) -> int:
        """Count the comments by the locator that each has."""
        return count_key(pieces, "locator")

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather comments by the address that their locator names."""
        value = element.value
        understood = isinstance(value, dict) and "version" in value
        for record in _comments(value):
            understood = True
            locator = inner(record, "locator")
            group = f"{string(locator, 'site') or ''}\n{string(locator, 'url') or ''}"
            gathered.put(group, {key: record.get(key) for key in _FIELDS}, element)
        return understood

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield the comments of one address as a thread."""
        del gathered
        site, _, url = group.partition("\n")
        start, end = min(one.start for one in pieces), max(one.end for one in pieces)
        entry = Draft(f"page {url}", start, end, kind="entry", url=url or None)
        titles = (string(one.record, "title") for one in pieces)
        title = next((plain(title) for title in titles if title), None) or url
        # No item of the file: it counts as found where its comments are.
        yield Found(1)
        yield from storable_thread(entry, [_comment(one) for one in pieces], Frame(title, site))


def _comments(value: Any) -> Iterator[Record]:
    """Yield the comments in a value: itself, those of a node, those of a list."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            if "locator" in one:
                yield one
            else:
                below = (one.get("comment"), one.get("comments"), one.get("replies"))
                waiting.extend(part for part in reversed(below) if part)


def _comment(piece: Piece) -> Draft:
    record = piece.record
    own, user = string(record, "id"), inner(record, "user")
    html, orig = string(record, "text"), string(record, "orig")
    draft = Draft(
        f"comment {own}",
        piece.start,
        piece.end,
        text=(orig or "").strip(),
        external_id=own,
        parent=string(record, "pid"),
        author=plain(string(user, "name")),
        written=when(record, "time", None),
        status="deleted" if truth(record, "delete") else "approved",
        account=string(user, "id"),
        email=string(user, "email"),
        ip=string(user, "ip"),
    )
    if html:
        set_html(draft, html)
    said = {"site_admin": truth(user, "admin"), "pinned": truth(record, "pin")}
    draft.flags += tuple(flag for flag, is_said in said.items() if is_said)
    return draft
