"""What the rows of Ghost's tables say: a post becomes an entry, a comment a comment.

Bodies stand there as HTML, plain text, Markdown, or as the JSON of Ghost's editors (Mobiledoc,
Lexical); the HTML is read where there is one. Times are UTC.
"""

import json
from datetime import UTC
from typing import Any

from corpus.ingest.events import PostStatus
from corpus.ingest.exports.assemble import Draft
from corpus.ingest.exports.json_fields import Record, string, truth, when
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.storable import set_html
from corpus.ingest.markup import text_of

POST_FIELDS = (
    "id", "title", "slug", "html", "plaintext", "markdown", "mobiledoc", "lexical", "status",
    "type", "page", "visibility", "published_at", "created_at", "author_id", "canonical_url",
    "custom_excerpt",
)  # fmt: skip
COMMENT_FIELDS = (
    "id", "post_id", "member_id", "parent_id", "in_reply_to_id", "status", "html", "created_at",
)  # fmt: skip
_POST_STATUSES: dict[str | None, PostStatus] = {
    None: "approved", "published": "approved", "sent": "approved", "draft": "draft",
    "scheduled": "draft",
}  # fmt: skip
_COMMENT_STATUSES: dict[str | None, PostStatus] = {
    None: "approved", "published": "approved", "hidden": "trash", "deleted": "deleted",
}  # fmt: skip
_PARAGRAPHS = {"paragraph", "heading", "extended-heading", "quote", "aside", "listitem"}


def entry_of(piece: Piece, gathered: Gathered) -> Draft:
    """Return the entry that a row of `posts` holds."""
    row = piece.record
    own, status = string(row, "id"), string(row, "status")
    authors = [*gathered.known("post_authors", own), string(row, "author_id")]
    names = [string(user, "name") for author in authors for user in gathered.known("users", author)]
    written = when(row, "published_at", UTC)
    draft = Draft(
        f"post {own}",
        piece.start,
        piece.end,
        kind="entry",
        external_id=own,
        author=", ".join(dict.fromkeys(name for name in names if name)) or None,
        written=written if written.raw else when(row, "created_at", UTC),
        url=string(row, "canonical_url"),
        status=_POST_STATUSES.get(status, "draft"),
        account=next(iter(authors), None),
    )
    html = string(row, "html")
    if html:
        set_html(draft, html)
    else:
        draft.text = _body(row)
    return draft


def attributes_of(row: Record) -> dict[str, object]:
    """Return what else a post says of itself."""
    page = truth(row, "page") or string(row, "type") == "page"
    visibility = string(row, "visibility")
    return {
        "slug": string(row, "slug"),
        "type": "page" if page else None,
        "excerpt": string(row, "custom_excerpt"),
        "visibility": None if visibility == "public" else visibility,
        "scheduled": True if string(row, "status") == "scheduled" else None,
    }


def comment_of(piece: Piece, gathered: Gathered) -> Draft:
    """Return the comment that a row of `comments` holds."""
    row = piece.record
    own, member, status = string(row, "id"), string(row, "member_id"), string(row, "status")
    draft = Draft(
        f"comment {own}",
        piece.start,
        piece.end,
        external_id=own,
        # `parent_id` is the comment at the top level, the other the one that was answered.
        parent=string(row, "in_reply_to_id") or string(row, "parent_id"),
        written=when(row, "created_at", UTC),
        status=_COMMENT_STATUSES.get(status, "pending"),
        account=member,
        flags=("hidden",) if status == "hidden" else (),
    )
    set_html(draft, string(row, "html"))
    for known in gathered.known("members", member)[:1]:
        draft.author = string(known, "name")
        draft.email = string(known, "email")
    return draft


def _body(row: Record) -> str:
    """Return the text of a post that was never rendered."""
    plain = string(row, "plaintext") or string(row, "markdown")
    if plain:
        return plain.strip()
    return _lexical(_parsed(row, "lexical")) or _mobiledoc(_parsed(row, "mobiledoc"))


def _parsed(row: Record, key: str) -> Any:
    """Return the document that a field holds as a string of JSON; None if it cannot be read."""
    value = row.get(key)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, strict=False)
    except (ValueError, RecursionError):
        return None


def _lexical(document: Any) -> str:
    """Return the text of a Lexical document: the text nodes, a paragraph a block."""
    paragraphs: list[list[str]] = [[]]
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            kind = node.get("type")
            if kind in _PARAGRAPHS or "html" in node or "markdown" in node:
                paragraphs.append([])
            if kind == "linebreak":
                paragraphs[-1].append("\n")
            text = node.get("text")
            paragraphs[-1].append(text if isinstance(text, str) else "")
            paragraphs[-1].append(string(node, "markdown") or text_of(string(node, "html") or ""))
            waiting.append(node.get("children") or node.get("root"))
    return "\n\n".join(text for parts in paragraphs if (text := "".join(parts).strip()))


def _mobiledoc(document: Any) -> str:
    """Return the text of a Mobiledoc: its cards of Markdown and HTML, the markers of its sections.

    Format: Mobiledoc 0.3: a section is [1, tag, markers], [3, tag, items] or [10, card].
    """
    if not isinstance(document, dict):
        return ""
    cards = document.get("cards") or []
    sections = document.get("sections") or []
    paragraphs: list[str] = []
    for section in sections if isinstance(sections, list) else []:
        match section:
            case [10, int(place), *_] if isinstance(cards, list) and 0 <= place < len(cards):
                paragraphs.append(_card(cards[place]))
            case [1, _, list(markers), *_]:
                paragraphs.append(_markers(markers))
            case [3, _, list(items), *_]:
                lines = [_markers(one) for one in items if isinstance(one, list)]
                paragraphs.append("\n".join(lines))
            case _:
                pass
    return "\n\n".join(text for text in paragraphs if text.strip())


def _card(card: Any) -> str:
    match card:
        case [str(), dict(payload), *_]:
            markdown = string(payload, "markdown")
            return markdown.strip() if markdown else text_of(string(payload, "html") or "")
        case _:
            return ""


def _markers(markers: list[Any]) -> str:
    """Return the texts of markers: each is [0, opened, closed, text], 1 an atom."""
    return "".join(
        marker[3]
        for marker in markers
        if isinstance(marker, list) and len(marker) > 3 and isinstance(marker[3], str)
    )
