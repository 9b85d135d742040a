"""What Reddit says of a submission, of a comment, and of comments that it holds back ("more").

Texts are Markdown as written. How the records lie in a file is `reddit`'s matter.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from corpus.ingest.events import UNDATED, Written
from corpus.ingest.exports.assemble import ENTRY_MISSING, Draft
from corpus.ingest.exports.json_fields import Record, string, truth, when
from corpus.ingest.exports.json_grouped import Piece

Stub = tuple[str, int, Sequence[str]]

SITE = "https://www.reddit.com"

_BOTH = (
    "id", "author", "author_fullname", "created_utc", "subreddit", "permalink", "distinguished",
    "stickied", "edited",
)  # fmt: skip
COMMENT_FIELDS = (
    *_BOTH, "parent_id", "body", "is_submitter", "link_id", "link_title", "link_permalink",
)  # fmt: skip
ENTRY_FIELDS = (
    *_BOTH, "title", "selftext", "url", "domain", "is_self", "score", "num_comments",
    "upvote_ratio", "over_18", "link_flair_text", "removed_by_category", "crosspost_parent",
)  # fmt: skip
_NOBODY = frozenset({None, "[deleted]", "[removed]"})
_DELETED = frozenset({"[deleted]", "[deleted by user]"})
_REMOVED = frozenset({"[removed]", "[ removed by reddit ]", "[removed by reddit]"})
_FIGURES = "0123456789abcdefghijklmnopqrstuvwxyz"


def bare_id(value: object) -> str | None:
    """Return an id without its kind ("t1_abc": "abc"); numbers are ids in base 10."""
    if isinstance(value, str):
        return value.rpartition("_")[2].lower() or None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        figures = ""
        while value:
            value, figure = divmod(value, 36)
            figures = _FIGURES[figure] + figures
        return figures
    return None


def entry_of(piece: Piece) -> Draft:
    """Return the submission in a record."""
    row = piece.record
    own = bare_id(row.get("id"))
    draft = _draft(f"submission {own}", piece, "selftext")
    draft.kind, draft.external_id = "entry", own and f"t3_{own}"
    draft.url = _address(row, "permalink") or (own and f"{SITE}/comments/{own}")
    return draft


def comment_of(piece: Piece, thread: str) -> Draft:
    """Return the comment in a record; the id of a `thread` that it answers is that of its entry."""
    row = piece.record
    own = bare_id(row.get("id"))
    draft = _draft(f"comment {own}", piece, "body")
    draft.external_id, draft.url = own, _address(row, "permalink")
    above, parent = row.get("parent_id"), bare_id(row.get("parent_id"))
    at_top = above.startswith("t3_") if isinstance(above, str) else parent == thread
    draft.parent = None if at_top else parent
    draft.is_entry_author = truth(row, "is_submitter")
    return draft


def missing_entry(thread: str, comments: Sequence[Piece]) -> tuple[Draft, str]:
    """Return an entry for comments whose submission is not in the file, and its title."""
    start, end = min(one.start for one in comments), max(one.end for one in comments)
    entry = Draft(f"submission {thread}", start, end, kind="entry", external_id=f"t3_{thread}")
    entry.flags = (ENTRY_MISSING,)
    entry.url = f"{SITE}/comments/{thread}"
    title = f"(submission {thread} missing)"
    for piece in comments:
        row = piece.record
        permalink = _address(row, "link_permalink") or _address(row, "permalink") or ""
        before, marker, rest = permalink.partition(f"/comments/{thread}")
        if marker:
            name = rest.removeprefix("/").partition("/")[0]
            entry.url = f"{before}{marker}/{name}/" if name else f"{before}{marker}/"
            title = plain(string(row, "link_title")) or title
            break
    return entry, title


def attributes_of(row: Record) -> dict[str, object]:
    """Return what else Reddit says of a submission."""
    outside = None if truth(row, "is_self") else string(row, "url")
    names = ("subreddit", "link_flair_text", "removed_by_category", "crosspost_parent")
    figures = ("score", "num_comments", "upvote_ratio")
    return {
        **{name: string(row, name) for name in names},
        **{name: row[name] for name in figures if isinstance(row.get(name), (int, float))},
        "link": outside if outside != _address(row, "permalink") else None,
        "over_18": True if truth(row, "over_18") else None,
    }


def plain(text: str | None) -> str:
    """Undo the three entities that Reddit's API writes in every text."""
    if not text or "&" not in text:
        return text or ""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def held_back(stubs: Iterable[Stub], parents: dict[str, str]) -> set[str]:
    """Return the ids of what is answered by comments that are held back; see `count_held`."""
    return {place for place, count, ids in stubs if count_held([(place, count, ids)], parents)}


def count_held(stubs: Iterable[Stub], parents: dict[str, str]) -> int:
    """Count the comments that stubs hold back and that are nowhere else: at least as many.

    A stub is (what is answered, how many, the ids of the first level). `parents` are the ids of the
    comments that are there, and what each answers.
    """
    missing = 0
    for place, count, ids in stubs:
        absent = sum(1 for one in ids if one not in parents)
        if ids and not absent:
            continue
        if not count and not ids:
            # "Continue this thread" says nothing but that there is something.
            missing += place not in parents.values()
            continue
        present = _below(set(ids) & parents.keys(), parents) if absent < len(ids) else 0
        missing += max(absent, count - present)
    return missing


def _below(ids: set[str], parents: dict[str, str]) -> int:
    """Count comments and all answers to them."""
    children: dict[str, list[str]] = {}
    for one, parent in parents.items():
        children.setdefault(parent, []).append(one)
    seen, waiting = set(ids), list(ids)
    while waiting:
        found = [one for one in children.get(waiting.pop(), ()) if one not in seen]
        seen.update(found)
        waiting.extend(found)
    return len(seen)


def _draft(item: str, piece: Piece, field: str) -> Draft:
    row = piece.record
    author, raw = string(row, "author"), string(row, field) or ""
    draft = Draft(item, piece.start, piece.end, written=_written(row))
    if author not in _NOBODY:
        draft.author, draft.account = author, string(row, "author_fullname")
        draft.author_url = f"{SITE}/user/{author}"
    words = raw.strip().lower() if len(raw) < 40 else ""
    if words in _DELETED or words in _REMOVED:
        draft.status = "deleted"
        draft.flags = ("removed",) if words in _REMOVED else ()
    else:
        draft.text = plain(raw.strip("\r\n"))
    draft.flags += _flags(row)
    return draft


def _flags(row: Record) -> tuple[str, ...]:
    said = row.get("distinguished")
    flags: tuple[str, ...] = (str(said),) if said in {"moderator", "admin"} else ()
    flags += ("pinned",) if row.get("stickied") is True else ()
    return (*flags, "edited") if row.get("edited") else flags


def _written(row: Record) -> Written:
    """Read seconds since 1970, which older dumps write as strings."""
    raw = row.get("created_utc")
    if isinstance(raw, str) and raw:
        try:
            return Written(datetime.fromtimestamp(float(raw), UTC), raw, "second")
        except (ValueError, OverflowError, OSError):
            return when(row, "created_utc", UTC)
    return when(row, "created_utc", UTC) if raw else UNDATED


def _address(row: Record, field: str) -> str | None:
    path = string(row, field)
    return f"{SITE}{path}" if path and path.startswith("/") else path
