"""Reads the JSON export of Ghost: its tables of posts, authors, tags and, in backups, comments.

Format: `db[0].data` (or `data`) holds one list of rows a table. Ghost's own export leaves out
comments and members; a backup made with them, or by another tool, has them. What a row says is
read in `ghost_rows`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from corpus.ingest.events import Checkpoint, Detection, Event, Found, ReadOptions, Skipped
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.ghost_rows import (
    COMMENT_FIELDS,
    POST_FIELDS,
    attributes_of,
    comment_of,
    entry_of,
)
from corpus.ingest.exports.json_fields import head_text, string
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.storable import storable_thread
from corpus.ingest.json_count import count_objects
from corpus.ingest.json_items import Element, Path
from corpus.ingest.source import Source

FORMAT = "ghost-json"

_TABLES = frozenset({
    "posts", "comments", "posts_authors", "posts_tags", "users", "members", "tags",
})  # fmt: skip
_ITEMS = ("posts", "comments")
# What no other table of Ghost's has together: a row with these is a comment, whatever its table
# is called.
_COMMENT = frozenset({"post_id", "member_id", "html"})
_ROOT = re.compile(r'\{\s*"db"\s*:\s*\[\s*\{\s*"(?:meta|data)"\s*:')
_BARE = re.compile(r'\{\s*"(?:meta|data)"\s*:\s*\{')
_EXPORTED = re.compile(r'"exported_on"|"posts_(?:authors|tags|meta)"|"mobiledoc"|"lexical"')


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the objects around the tables and by names of Ghost's own."""
    del name
    text = head_text(head)
    own = _EXPORTED.search(text) is not None
    if _ROOT.match(text):
        score = 0.98 if own else 0.85
        return Detection(FORMAT, score, "An object db with meta and data of a Ghost database.")
    if _BARE.match(text) and own:
        return Detection(FORMAT, 0.95, "An object with the tables of a Ghost database.")
    return Detection(FORMAT, 0.0, "It does not begin with the db of a Ghost export.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export; raises UnreadableError for a file empty or no text."""
    del options
    yield from json_grouped.events(source, _Ghost(), resume)


class _Ghost:
    """Reads one file."""

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take the rows of all tables: those of unknown ones are looked at for lost comments."""
        inside = path[2:] if path[:2] == ("db", "*") else path
        if path in {("db",), ("db", "*")} or inside in {(), ("data",)}:
            return "enter"
        if inside[0] != "data" or len(inside) > 3:
            return "skip"
        return "take" if len(inside) == 3 else "enter"

    def is_item(self, path: Path) -> bool:
        """Count posts and comments."""
        return path[-3:] in {("data", table, "*") for table in _ITEMS}

    def count(self, pieces: Iterable[str]) -> int:
        """Count the rows of the two tables by their brackets."""
        counted = count_objects(pieces, ("db", "data", *_ITEMS))
        return sum(
            count
            for place, count in counted.items()
            if place[-3:] in {("data", table, "*") for table in _ITEMS} and len(place) in {4, 6}
        )

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather posts and comments by post, know the rows that they refer to."""
        row = element.value
        if not isinstance(row, dict):
            return False
        table = element.path[-2]
        if table not in _TABLES:
            return not row.keys() >= _COMMENT
        own = string(row, "id") or ""
        if table == "posts":
            gathered.put(f"p{own}", {key: row.get(key) for key in POST_FIELDS}, element, leads=True)
        elif table == "comments":
            kept = {key: row.get(key) for key in COMMENT_FIELDS}
            gathered.put(f"p{string(row, 'post_id') or ''}", kept, element)
        elif table == "posts_authors":
            gathered.know("post_authors", string(row, "post_id") or "", string(row, "author_id"))
        elif table == "posts_tags":
            gathered.know("post_tags", string(row, "post_id") or "", string(row, "tag_id"))
        else:
            kept = {key: row.get(key) for key in ("name", "slug", "email")}
            gathered.know(table, own, kept)
        return True

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield a post and its comments as a thread."""
        leads = [piece for piece in pieces if piece.leads]
        comments = [comment_of(one, gathered) for one in pieces if not one.leads]
        for extra in leads[1:]:
            reason = f"A post with the id {group[1:]} stands before it."
            yield Skipped(reason, "post", extra.start, extra.end, "duplicate_thread")
        start, end = min(one.start for one in pieces), max(one.end for one in pieces)
        if not leads:
            entry, frame = self._missing(group[1:], start, end), Frame("(post missing)")
            # No item of the file: it counts as found where it was missed.
            yield Found(1)
            message = (
                f"{len(comments):,} comments belong to the post {group[1:]!r}, which is missing."
            )
            yield entry.noted("thread_missing", message, "They form a thread of their own.")
        else:
            entry = entry_of(leads[0], gathered)
            if not entry.text and not comments:
                reason = "The post has neither text nor comments."
                yield Skipped(reason, entry.item, start, end, "empty_item")
                return
            entry.start, entry.end = start, end
            row = leads[0].record
            categories = tuple(self._tags(group[1:], gathered))
            frame = Frame(
                string(row, "title") or "", categories=categories, attributes=attributes_of(row)
            )
        yield from storable_thread(entry, comments, frame)

    def _missing(self, post: str, start: int, end: int) -> Draft:
        return Draft(f"post {post}", start, end, kind="entry", external_id=post or None)

    def _tags(self, post: str, gathered: Gathered) -> Iterator[str]:
        for tag in gathered.known("post_tags", post):
            for row in gathered.known("tags", tag):
                yield string(row, "name") or ""
