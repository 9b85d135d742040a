"""What a record says of a YouTube comment or video, whichever program wrote it.

yt-dlp, youtube-comment-downloader, YouTube's API and YouTube Data Tools have names of their own.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from urllib.parse import parse_qs, urlsplit

from corpus.ingest.events import UNDATED, PostStatus, Written
from corpus.ingest.exports.assemble import Draft
from corpus.ingest.exports.collected import first_of, is_address, set_text
from corpus.ingest.exports.json_fields import Record, inner, string, truth, when
from corpus.ingest.exports.json_grouped import Piece

SITE = "https://www.youtube.com"

_IDS = ("cid", "id", "commentId", "comment_id")
_PARENTS = ("parent", "parentId", "parent_id", "isReplyTo", "isReplyToId")
_VIDEOS = ("videoId", "video_id")
_TEXTS = ("textOriginal", "text", "textDisplay")
_NAMES = ("author", "authorDisplayName", "authorName")
_ACCOUNTS = ("author_id", "channel", "authorChannelId")
_PAGES = ("author_url", "authorChannelUrl")
_PRINTED = ("_time_text", "time_text", "time")
_SECONDS = ("timestamp", "time_parsed")
_REPLIES = ("replyCount", "totalReplyCount", "replies")
_MARKS = (
    "is_pinned", "is_favorited", "heart", "author_is_uploader", "isChannelOwner",
    "moderationStatus", "publishedAt", "published_at",
)  # fmt: skip
COMMENT_FIELDS = (
    *_IDS, *_PARENTS, *_VIDEOS, *_TEXTS, *_NAMES, *_ACCOUNTS, *_PAGES, *_PRINTED, *_SECONDS,
    *_REPLIES, *_MARKS, "source_filename",
)  # fmt: skip
VIDEO_FIELDS = (
    "title", "description", "uploader", "channel", "uploader_id", "channel_id", "uploader_url",
    "channel_url", "webpage_url", "upload_date", "timestamp", "comment_count", "language",
    "categories", "tags", "view_count", "like_count", "duration",
)  # fmt: skip
_FIGURES = ("view_count", "like_count", "duration")
_STATES: dict[str | None, PostStatus] = {
    "heldForReview": "pending", "likelySpam": "spam", "rejected": "trash",
}  # fmt: skip
_IN_NAME = re.compile(r"videoinfo_([\w-]{11})_")
_EDITED = re.compile(r"\s*\([^()]*\)\s*\Z")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)\Z")
_VIDEO = re.compile(r"[\w-]{11}\Z")


def comment_id(record: Record) -> str | None:
    """Return the id of a comment."""
    return first_of(record, _IDS)


def video_of(record: Record) -> str | None:
    """Return the id of the video on which a comment stands, where its record says it.

    YouTube Data Tools say it in the file's name only, which 4CAT keeps as a column.
    """
    found = first_of(record, _VIDEOS)
    return found or video_in_name(string(record, "source_filename") or "")


def video_in_name(name: str) -> str | None:
    """Return the id of a video in a file's name as YouTube Data Tools make it."""
    found = _IN_NAME.search(name)
    return found[1] if found else None


def video_in_address(url: str | None) -> str | None:
    """Return the id of a video in its address."""
    parts = urlsplit(url or "")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    found = ""
    if host == "youtu.be":
        found = parts.path[1:]
    elif host == "youtube.com":
        found = parse_qs(parts.query).get("v", [""])[0] or parts.path.rpartition("/")[2]
    return found if _VIDEO.match(found) else None


def parent_of(record: Record) -> str | None:
    """Return the id of the comment that is answered: an answer's own id begins with it."""
    said = first_of(record, _PARENTS)
    if said is not None:
        return None if said in {"root", "0", "NaN", "nan", "None"} else said
    before, dot, _ = (comment_id(record) or "").rpartition(".")
    return before if dot and before else None


def replies_stated(record: Record) -> int:
    """Return how many answers a comment has by its record; 0 where that says nothing."""
    said = first_of(record, _REPLIES) or ""
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def comment_of(piece: Piece, video: str | None, zone: tzinfo | None) -> Draft:
    """Return the comment in a record."""
    row = piece.record
    own = comment_id(row)
    draft = Draft(f"comment {own}", piece.start, piece.end, external_id=own, parent=parent_of(row))
    set_text(draft, first_of(row, _TEXTS) or "")
    draft.author = first_of(row, _NAMES)
    account = inner(row, "authorChannelId")
    draft.account = string(account, "value") or first_of(row, _ACCOUNTS)
    draft.author_url = first_of(row, _PAGES, is_address)
    if draft.author_url is None and draft.account and draft.account.startswith("UC"):
        draft.author_url = f"{SITE}/channel/{draft.account}"
    draft.written = _written(row, zone)
    draft.url = f"{SITE}/watch?v={video}&lc={own}" if video and own else None
    draft.status = _STATES.get(string(row, "moderationStatus"), "approved")
    draft.is_entry_author = _says(row, "author_is_uploader") or _says(row, "isChannelOwner")
    hearted = _says(row, "is_favorited") or _says(row, "heart")
    said = {"pinned": _says(row, "is_pinned"), "hearted": hearted}
    draft.flags += tuple(flag for flag, is_said in said.items() if is_said)
    return draft


def _says(row: Record, name: str) -> bool:
    return truth(row, name) or string(row, name) in {"True", "TRUE"}


def _written(row: Record, zone: tzinfo | None) -> Written:
    """Read when: exactly, or as the tools reckoned it from "2 years ago"."""
    for name in ("publishedAt", "published_at"):
        if row.get(name):
            return when(row, name, zone)
    printed = _EDITED.sub("", first_of(row, _PRINTED) or "")
    seconds = first_of(row, _SECONDS) or ""
    for name in _SECONDS:
        if isinstance(row.get(name), float):
            seconds = str(row[name])
    if not seconds:
        return Written(raw=printed, precision="relative") if printed else UNDATED
    try:
        at = datetime.fromtimestamp(float(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return Written(raw=printed or seconds)
    if printed:
        return Written(at, printed, "relative")
    return Written(at, seconds, "second")


def video_draft(video: str | None, facts: Mapping[str, object], start: int, end: int) -> Draft:
    """Return the entry: the video, with what is known of it."""
    row = dict(facts)
    entry = Draft(f"video {video or ''}".strip(), start, end, kind="entry", external_id=video)
    entry.text = (string(row, "description") or "").strip()
    entry.url = string(row, "webpage_url") or (f"{SITE}/watch?v={video}" if video else None)
    entry.author = string(row, "channel") or string(row, "uploader")
    entry.account = string(row, "channel_id") or string(row, "uploader_id")
    entry.author_url = first_of(row, ("channel_url", "uploader_url"), is_address)
    entry.written = when(row, "timestamp", UTC)
    day = _DAY.match(string(row, "upload_date") or "")
    if entry.written == UNDATED and day:
        raw = "-".join(day.groups())
        entry.written = when({"day": raw}, "day", None)
    return entry


def attributes_of(facts: Mapping[str, object]) -> dict[str, object]:
    """Return what else is known of a video."""
    found = {name: facts[name] for name in _FIGURES if isinstance(facts.get(name), (int, float))}
    tags = facts.get("tags")
    if isinstance(tags, list):
        found["tags"] = ", ".join(tag for tag in tags if isinstance(tag, str))
    return found


def categories_of(facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the categories of a video."""
    said = facts.get("categories")
    return tuple(one for one in said if isinstance(one, str)) if isinstance(said, list) else ()
