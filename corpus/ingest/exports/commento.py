"""Reads the JSON export of Commento (and of its follower Commento++ and of Comentario's version 1).

Format: one object with `comments` and `commenters`, joined by `commenterHex`. The entries are not
in the export: a thread is the comments of one address.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from corpus.ingest.events import Checkpoint, Detection, Event, Found, PostStatus, ReadOptions
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.json_fields import head_text, string, truth, when
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.storable import set_html, storable_thread
from corpus.ingest.json_count import count_key
from corpus.ingest.json_items import Element, Path
from corpus.ingest.source import Source

FORMAT = "commento-json"

_FIELDS = (
    "commentHex", "commenterHex", "markdown", "html", "parentHex", "state", "creationDate",
    "deleted", "domain", "url",
)  # fmt: skip
_STATES: dict[str | None, PostStatus] = {
    None: "approved", "approved": "approved", "unapproved": "pending", "pending": "pending",
    "flagged": "spam", "spam": "spam",
}  # fmt: skip
_NOBODY = {None, "anonymous", "undefined"}
_BEGIN = re.compile(r"\{\s*\"(?:version|comments|commenters)\"")


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the keys of comments and commenters."""
    del name
    text = head_text(head)
    if _BEGIN.match(text) and '"commentHex"' in text and '"commenterHex"' in text:
        return Detection(FORMAT, 0.98, "An object whose comments have a commentHex.")
    if _BEGIN.match(text) and '"commenters"' in text:
        return Detection(FORMAT, 0.7, "An object with comments and commenters.")
    return Detection(FORMAT, 0.0, "It has no comments with a commentHex.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export; raises UnreadableError for a file empty or no text."""
    del options
    yield from json_grouped.events(source, _Commento(), resume)


class _Commento:
    """Reads one file."""

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take the comments and the commenters."""
        if path in {(), ("comments",), ("commenters",)}:
            return "enter"
        return "take" if path in {("comments", "*"), ("commenters", "*")} else "skip"

    def is_item(self, path: Path) -> bool:
        """Count comments only."""
        return path[:1] == ("comments",)

    def count(self, pieces: Iterable[str]) -> int:
        """Count the comments by their key."""
        return count_key(pieces, "commentHex")

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather comments by address, know commenters by their hex."""
        record = element.value
        if not isinstance(record, dict):
            return False
        if element.path[0] == "commenters":
            gathered.know("commenter", string(record, "commenterHex") or "", record)
        else:
            group = f"{string(record, 'domain') or ''}\n{string(record, 'url') or ''}"
            gathered.put(group, {key: record.get(key) for key in _FIELDS}, element)
        return True

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield the comments of one address as a thread."""
        domain, _, path = group.partition("\n")
        name = path or domain or "no address"
        start, end = min(one.start for one in pieces), max(one.end for one in pieces)
        entry = Draft(f"page {name}", start, end, kind="entry", url=_address(domain, path))
        # No item of the file: it counts as found where its comments are.
        yield Found(1)
        comments = []
        for piece in pieces:
            draft = self._comment(piece, gathered)
            if draft.author is None and draft.account:
                yield draft.noted("unknown_author", "Its commenter is not in the export.")
            comments.append(draft)
        yield from storable_thread(entry, comments, Frame(name, domain or None))

    def _comment(self, piece: Piece, gathered: Gathered) -> Draft:
        record = piece.record
        own, parent = string(record, "commentHex"), string(record, "parentHex")
        who = string(record, "commenterHex")
        markdown, html = string(record, "markdown"), string(record, "html")
        draft = Draft(
            f"comment {(own or '')[:12]}",
            piece.start,
            piece.end,
            text=(markdown or "").strip(),
            external_id=own,
            parent=None if parent == "root" else parent,
            written=when(record, "creationDate", None),
            status=_STATES.get(string(record, "state"), "pending"),
            account=None if who in _NOBODY else who,
        )
        if not markdown:
            set_html(draft, html)
        if truth(record, "deleted"):
            draft.status = "deleted"
        for commenter in gathered.known("commenter", draft.account)[:1]:
            draft.author = string(commenter, "name")
            link = string(commenter, "link")
            draft.author_url = None if link in _NOBODY else link
            draft.email = string(commenter, "email")
            if truth(commenter, "isModerator"):
                draft.flags = ("moderator",)
        return draft


def _address(domain: str, path: str) -> str | None:
    """Return the address of a page; the export leaves out its scheme."""
    if "://" in path or not domain:
        return path or None
    return f"https://{domain}/{path.lstrip('/')}"
