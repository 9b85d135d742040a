"""What an item of a 4CAT data set says: its id, thread, author, date, text, what it answers.

4CAT gives every data source the columns id, thread_id, author, body and timestamp; what else there
is differs. TikTok's comments are also read as the browser extension Zeeschuimer writes them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo

from corpus.ingest.events import UNDATED, Written
from corpus.ingest.exports.assemble import Draft
from corpus.ingest.exports.collected import first_of, is_address, set_text
from corpus.ingest.exports.json_fields import Record, inner, string, when
from corpus.ingest.exports.json_grouped import Piece

REQUIRED = frozenset({"id", "thread_id", "author", "body", "timestamp"})
TIKTOK = frozenset({"cid", "aweme_id", "text", "create_time"})

_REDDIT = "https://www.reddit.com"
_PARENTS = (
    "parent_id", "parent", "reply_to", "reply_to_id", "in_reply_to_id", "replied_to_post",
    "replied_to",
)  # fmt: skip
_NAMES = ("author_name", "author_username", "author_display_name", "author_full")
_ACCOUNTS = ("author_id", "author_channel_id")
_LINKS = ("comment_url", "permalink", "link", "tiktok_url", "url")
_ABOUT = ("subreddit", "board", "chat", "post_id", "source_filename")
_SUBJECTS = ("subject", "title")
_PROFILES = ("author_profile", "author_url")
_EMAILS = ("email", "author_email")
_IPS = ("ip", "author_ip")
KEPT = (
    *REQUIRED, *_PARENTS, *_NAMES, *_ACCOUNTS, *_LINKS, *_ABOUT, *_SUBJECTS, *_EMAILS, *_IPS,
    "unix_timestamp",
    "is_comment_on_comment", "post_url", "post_body", *_PROFILES, "is_deleted", "deleted",
)  # fmt: skip
_NEVER = re.compile(r"(?i:mail|(?:^|_)ip(?:_|$)|^author|avatar|thumbnail|^(?:unix_)?timestamp)")
_NOTHING = frozenset({"", "0", "-1", "none", "null", "nan", "false"})
_NOBODY = frozenset({"[deleted]", "[removed]"})
_GONE = {"[deleted]": (), "[removed]": ("removed",), "[ removed by reddit ]": ("removed",)}
_KIND = re.compile(r"t\d_(?=\w+\Z)")
_FIGURES = re.compile(r"-?\d{1,14}(?:\.\d+)?\Z")
_TITLE_CHARACTERS = 80
_ATTRIBUTES = 40
_ATTRIBUTE_CHARACTERS = 500


def flat(record: Record) -> Record:
    """Return the columns of a record; of a comment of TikTok's as 4CAT names them."""
    data = inner(record, "data") if "source_platform" in record else record
    if not data.keys() >= TIKTOK:
        return record
    post, parent = string(data, "aweme_id"), string(data, "reply_id") or "0"
    user, shared = inner(data, "user"), inner(data, "share_info")
    return {
        "id": string(data, "cid"),
        "thread_id": post if parent == "0" else parent,
        "author": string(user, "unique_id") or string(user, "uid"),
        "author_id": string(user, "uid"),
        "body": data.get("text"),
        "unix_timestamp": data.get("create_time"),
        "post_id": post,
        "post_url": (string(shared, "url") or "").split(".html")[0],
        "post_body": string(shared, "title"),
        "comment_url": string(shared, "url"),
        "is_comment_on_comment": "no" if parent == "0" else "yes",
    }


def thread_of(record: Record) -> str | None:
    """Return the id of a record's thread: of a comment on a post with answers, the post's."""
    if "is_comment_on_comment" in record and (post := string(record, "post_id")):
        return post
    return _bare(string(record, "thread_id") or string(record, "id"))


def leads(record: Record, thread: str) -> bool:
    """Say whether a record is the entry of its thread."""
    return _bare(string(record, "id")) == thread


def is_reddit(record: Mapping[str, object]) -> bool:
    """Say whether a data set is of Reddit: there, `url` is what a post is about."""
    return "subreddit" in record


def draft_of(piece: Piece, thread: str, zone: tzinfo | None) -> Draft:
    """Return the contribution in a record, its `parent` as it is written."""
    row = piece.record
    own = _bare(string(row, "id"))
    draft = Draft(
        f"item {own}", piece.start, piece.end, external_id=own, written=written(row, zone)
    )
    _set_author(draft, row)
    body = string(row, "body") or ""
    gone = _GONE.get(body.strip().lower()) if len(body) < _TITLE_CHARACTERS else None
    if gone is not None or string(row, "is_deleted") in {"yes", "1", "true", "True"}:
        draft.status, draft.flags = "deleted", gone or ()
    else:
        set_text(draft, body)
    if is_reddit(row):
        draft.url = f"{_REDDIT}/comments/{thread}" if own == thread else None
    else:
        draft.url = first_of(row, _LINKS, is_address)
    return draft


def _set_author(draft: Draft, row: Record) -> None:
    """Name the author: by a name where the column `author` holds a number."""
    said = string(row, "author")
    author = None if said in _NOBODY else said
    account = first_of(row, _ACCOUNTS)
    if author is None or author.isdecimal():
        draft.author = first_of(row, _NAMES) or author
        account = account or author
    else:
        draft.author = author
    draft.account = account
    draft.email, draft.ip = first_of(row, _EMAILS), first_of(row, _IPS)
    draft.author_url = first_of(row, _PROFILES, is_address)


def written(row: Record, zone: tzinfo | None) -> Written:
    """Read when: seconds since 1970, else what `timestamp` says; `zone` where it states none."""
    raw = string(row, "timestamp")
    for name in ("unix_timestamp", "timestamp"):
        value = row.get(name)
        if isinstance(value, str) and _FIGURES.match(value):
            value = float(value) if "." in value else int(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value:
            try:
                at = datetime.fromtimestamp(value, UTC)
            except (ValueError, OverflowError, OSError):
                continue
            return Written(at, raw or str(value), "second")
    return when(row, "timestamp", zone) if raw else UNDATED


def answered(row: Record, thread: str, known: Mapping[str, str]) -> str | None:
    """Return the id of what a record answers; None at the top level.

    `known` are the ids of the thread by each form in which they may be named (see `names_of`).
    """
    own = _bare(string(row, "id"))
    if "is_comment_on_comment" in row:
        said = string(row, "thread_id")
        return said if said != string(row, "post_id") else None
    for name in _PARENTS:
        raw = string(row, name) if name in row else None
        if raw is None or raw.lower() in _NOTHING:
            continue
        found = known.get(raw) or known.get(_bare(raw) or "") or known.get(_end(raw))
        found = found or (raw if _bare(raw) != thread else thread)
        if found not in {own, thread}:
            return found
    return None


def names_of(ids: Iterable[str], thread: str) -> dict[str, str]:
    """Return the ids of a thread by what a reply may call them: whole, or their last part."""
    known: dict[str, str] = {}
    for one in ids:
        known.setdefault(_end(one), one)
        known.setdefault(one.removeprefix(f"{thread}-"), one)
    known.update({one: one for one in ids})
    return known


def title_of(rows: Iterable[Record], entry: Draft | None) -> str | None:
    """Return the title of a thread: its subject, else the first words of its entry."""
    rows = list(rows)
    for name in (*_SUBJECTS, "chat"):
        if found := next(filter(None, (string(row, name) for row in rows)), None):
            return found
    text = entry.text if entry else ""
    words = " ".join(text.split())
    return words if len(words) <= _TITLE_CHARACTERS else f"{words[: _TITLE_CHARACTERS - 1]}…"


def entry_id(row: Record, thread: str) -> str:
    """Return the id under which an entry is known; Reddit's as in its own dumps."""
    return f"t3_{thread}" if is_reddit(row) else thread


def missing_entry(rows: list[Record], thread: str) -> Draft:
    """Return an entry that is not in the file, by what its comments say of it."""
    row = rows[0]
    entry = Draft(f"item {thread}", 0, 0, kind="entry")
    entry.external_id = entry_id(row, thread)
    entry.text = (string(row, "post_body") or "").strip()
    entry.url = f"{_REDDIT}/comments/{thread}" if is_reddit(row) else string(row, "post_url")
    return entry


def attributes_of(row: Record, *, whole: bool) -> dict[str, object]:
    """Return what else a record says of its thread; if it is not the entry, that of all only."""
    if not whole:
        return {name: row[name] for name in _ABOUT if row.get(name)}
    found = {
        name: value
        for name, value in row.items()
        if isinstance(value, (str, int, float)) and value not in {"", "0"} and name
        and (name in _ABOUT or name not in KEPT) and not _NEVER.search(name)
        and len(str(value)) <= _ATTRIBUTE_CHARACTERS
    }  # fmt: skip
    return dict(list(found.items())[:_ATTRIBUTES])


def _bare(own: str | None) -> str | None:
    return _KIND.sub("", own) if own and own[:1] == "t" else own


def _end(own: str) -> str:
    return own.rstrip("/").rpartition("/")[2]
