"""What Hacker News' two interfaces say of a story or comment, and what that becomes.

Algolia's names and Firebase's mean the same. How records lie in a file is `hacker_news`' matter.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC

from corpus.ingest.events import UNDATED, Written
from corpus.ingest.exports.assemble import ENTRY_MISSING, Draft, plain
from corpus.ingest.exports.json_fields import Record, string, truth, when
from corpus.ingest.exports.json_grouped import Piece
from corpus.ingest.exports.storable import set_html
from corpus.ingest.markup_tags import unescaped

SITE = "https://news.ycombinator.com"
LEADING = frozenset({"story", "poll", "job"})
KINDS = LEADING | {"comment", "pollopt"}
FIELDS = frozenset({
    "id", "objectID", "type", "_tags", "author", "by", "created_at_i", "created_at", "time",
    "timestamp", "text", "comment_text", "story_text", "title", "url", "points", "score",
    "story_id", "story_title", "parent_id", "parent", "poll", "num_comments", "descendants",
    "deleted", "dead", "children", "kids", "options", "parts",
})  # fmt: skip


def own_id(row: Record) -> str | None:
    """Return a record's id."""
    return string(row, "objectID") or string(row, "id")


def kind_of(row: Record) -> str:
    """Return what a record is: its type, or one of its tags; "" of what is none."""
    said = row.get("type")
    if isinstance(said, str):
        return said if said in KINDS else ""
    tags = row.get("_tags")
    if isinstance(tags, list):
        return next((tag for tag in tags if isinstance(tag, str) and tag in KINDS), "")
    if "comment_text" in row or string(row, "parent_id"):
        return "comment"
    return "story" if "title" in row else ""


def parent_of(row: Record) -> str | None:
    """Return the id that a record answers."""
    return string(row, "parent_id") or string(row, "parent") or string(row, "poll")


def below(row: Record) -> list[str]:
    """Return the ids of the answers that a record names."""
    named: list[str] = []
    for field in ("kids", "children", "parts"):
        value = row.get(field)
        if isinstance(value, list):
            named.extend(str(one) for one in value if isinstance(one, (int, str)))
    return named


def kept(row: Record) -> Record:
    """Return what is used of a record; trees below it stay out."""
    small = {name: row[name] for name in FIELDS & row.keys() if name not in {"children", "kids"}}
    return {**small, "below": below(row)}


def draft_of(piece: Piece) -> Draft:
    """Return the story or comment in a record."""
    row = piece.record
    own, author = own_id(row), string(row, "author") or string(row, "by")
    draft = Draft(f"item {own}", piece.start, piece.end, external_id=own, written=_written(row))
    draft.url = own and f"{SITE}/item?id={own}"
    if author:
        draft.author, draft.author_url = author, f"{SITE}/user?id={author}"
    html = row.get("text") or row.get("comment_text") or row.get("story_text")
    if not isinstance(html, str):
        html = ""
    text = paragraphs(html)
    if text is None:
        set_html(draft, html)
    else:
        draft.text = text
    if truth(row, "deleted") or not (author or html):
        draft.status = "deleted"
    elif truth(row, "dead"):
        draft.status, draft.flags = "trash", ("dead",)
    if kind_of(row) == "pollopt":
        draft.flags += ("poll_option",)
    draft.parent = parent_of(row)
    return draft


def paragraphs(html: str) -> str | None:
    """Return the text of HTML that has no tags but the site's "<p>" between paragraphs, else None.

    It is what `text_of` returns, at once.
    """
    parts = html.split("<p>")
    for place, part in enumerate(parts):
        if "<" in part:
            return None
        plain_part = unescaped(part) if "&" in part else part
        if (
            not plain_part.isprintable() or "  " in plain_part or not plain_part
            or plain_part[0] == " " or plain_part[-1] == " "
        ):  # fmt: skip
            return None
        parts[place] = plain_part
    return "\n\n".join(parts)


def attributes_of(row: Record) -> dict[str, object]:
    """Return what else a story says of itself."""
    kind = kind_of(row)
    points = string(row, "points") or string(row, "score")
    return {
        "link": string(row, "url"),
        "points": int(points) if points and len(points) < 12 and points.isdecimal() else None,
        "num_comments": stated(row),
        "type": None if kind == "story" else kind,
    }


def stated(row: Record) -> int | None:
    """Return how many comments a story says that it has."""
    said = string(row, "num_comments") or string(row, "descendants")
    return int(said) if said and said.isdecimal() and len(said) < 12 else None


def missing_entry(thread: str, comments: Sequence[Piece]) -> tuple[Draft, str]:
    """Return an entry for comments whose story is not in the file, and its title."""
    start, end = min(one.start for one in comments), max(one.end for one in comments)
    entry = Draft(f"item {thread}", start, end, kind="entry", external_id=thread)
    entry.flags = (ENTRY_MISSING,)
    entry.url = f"{SITE}/item?id={thread}"
    titles = (plain(string(one.record, "story_title")) for one in comments)
    return entry, next(filter(None, titles), f"(story {thread} missing)")


def missing(
    pieces: Iterable[Piece], drafts: Sequence[Draft], said: int | None
) -> tuple[int, set[str]]:
    """Return how many comments are known that are not here, at least, and what they answer."""
    present = {one.external_id for one in drafts}
    absent: dict[str, int] = {}
    for piece in pieces:
        count = sum(1 for one in piece.record.get("below") or () if one not in present)
        if count:
            absent[own_id(piece.record) or ""] = count
    shown = sum(1 for one in drafts if one.status == "approved")
    return max(sum(absent.values()), (said or 0) - shown), set(absent)


def _written(row: Record) -> Written:
    for field in ("created_at_i", "time"):
        value = row.get(field)
        if isinstance(value, str) and value.isdecimal():
            return when({field: int(value)}, field, UTC)
        if value:
            return when(row, field, UTC)
    for field in ("created_at", "timestamp"):
        if row.get(field):
            return when(row, field, UTC)
    return UNDATED
