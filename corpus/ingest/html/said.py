"""Finds what looks like comments in a tree of data, whatever its keys are called.

Where the data come from is `embedded`'s matter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from corpus.ingest.events import PostStatus
from corpus.ingest.html.json_text import Placed
from corpus.ingest.html.moments import exact, find_date

_TEXTS = (
    "text", "commentText", "articleBody", "body", "body_html", "bodyHtml", "content", "message",
    "comment", "html", "raw_message", "description",
)  # fmt: skip
_AUTHORS = (
    "author", "creator", "user", "commenter", "name", "author_name", "authorName", "username",
    "user_name", "userName", "display_name", "displayName", "nickname", "postedBy",
)  # fmt: skip
_NAMES = ("name", "displayName", "display_name", "username", "userName", "nickname", "handle")
_DATES = (
    "dateCreated", "datePublished", "commentTime", "date", "created_at", "createdAt", "created",
    "published_at", "publishedAt", "published", "timestamp", "time", "postedAt",
)  # fmt: skip
_NUMBERS = ("identifier", "id", "comment_id", "commentId", "_id", "@id", "url")
_PARENTS = ("parentItem", "parent_id", "parentId", "parent", "in_reply_to", "inReplyTo", "replyTo")
_NOBODY = frozenset({"", "0", "root", "None"})
_KEYS = re.compile(r"comment|repl(?:y|ies)|respon|answer|discussion|thread", re.IGNORECASE)
_TYPE = re.compile(r"Comments?\Z|Answer\Z")
_FRAGMENT = re.compile(r"(?:#|/)(?:comment|c|li-comment|post|reply)?[-_/]?([\w-]{1,40})/?\Z")
_COUNTS = ("commentCount", "comment_count", "commentsCount", "comments_count", "numComments")
_DEEPEST = 200


@dataclass(slots=True, eq=False)
class Said:
    """One comment of the data; `exact` says that its date is one for machines."""

    text: Placed
    author: str | None = None
    author_url: str | None = None
    date: str | None = None
    exact: bool = False
    number: str | None = None
    parent: str | None = None
    above: "Said | None" = None
    url: str | None = None
    status: PostStatus = "approved"


def comments_in(value: object, *, typed: bool) -> list[Said]:
    """Return the comments in a value, in the order of the source; the largest family of them.

    `typed`: only what calls itself a comment by "@type", or stands as the "comment" of something.
    """
    families: dict[object, list[Said]] = {}
    _gather(value, _Place(typed=typed), families)
    return max(families.values(), key=len, default=[])


def declared_in(value: object) -> int | None:
    """Return the number of comments that the data state, if they do."""
    for one in _dicts(value):
        for name in _COUNTS:
            count = one.get(name)
            if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
                return count
            if isinstance(count, str) and count.isdecimal() and len(count) < 10:
                return int(count)
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the data a value stands: under which key, and in which comment."""

    typed: bool
    key: str = ""
    above: Said | None = None
    depth: int = 0


def _gather(value: object, place: _Place, families: dict[object, list[Said]]) -> None:
    if place.depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            _gather(one, replace(place, depth=place.depth + 1), families)
    elif isinstance(value, Mapping):
        said = _said(value, place)
        above = place.above
        if said is not None:
            families.setdefault(_family(value, place), []).append(said)
            above = said
        for key, one in value.items():
            if isinstance(one, list | Mapping):
                around = key if not _is_frame(key) else place.key
                _gather(one, _Place(place.typed, around, above, place.depth + 1), families)


def _is_frame(key: str) -> bool:
    """Say whether a key only wraps what the key above it names."""
    return key in {"edges", "nodes", "node", "items", "data", "results", "list", "children"}


def _family(value: Mapping[str, object], place: _Place) -> object:
    if place.typed:
        return "typed"
    return _key(value, _TEXTS), _key(value, _AUTHORS), _key(value, _DATES)


def _said(value: Mapping[str, object], place: _Place) -> Said | None:
    """Return the comment that an object is; None if it is something else."""
    text = next((one for name in _TEXTS if isinstance(one := value.get(name), Placed)), None)
    when = next((one for name in _DATES if (one := value.get(name)) is not None), None)
    gone = value.get("deleted") is True or value.get("isDeleted") is True
    if text is None and gone and isinstance(when, Placed):
        text = Placed("")
        text.start, text.end = when.start, when.end
    if text is None or not (_is_typed(value, place) if place.typed else _is_like(value, place)):
        return None
    author, url = _author(value)
    date = None if when is None or isinstance(when, list | dict) else str(when)
    return Said(
        text,
        author,
        url,
        date,
        exact=date is not None and (exact(date) is not None or find_date(date) is None),
        number=_number(value),
        parent=_parent(value) if place.above is None else None,
        above=place.above,
        url=_address(value),
        status="deleted" if gone else "approved",
    )


def _is_typed(value: Mapping[str, object], place: _Place) -> bool:
    kind = value.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return place.key == "comment" or any(_TYPE.search(str(one)) for one in kinds)


def _is_like(value: Mapping[str, object], place: _Place) -> bool:
    """Say whether an object stands among comments and has the keys of one."""
    if not (_KEYS.search(place.key) or place.above is not None):
        return False
    return all(_key(value, names) for names in (_AUTHORS, _DATES, _NUMBERS))


def _key(value: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((name for name in names if name in value), "")


def _author(value: Mapping[str, object]) -> tuple[str | None, str | None]:
    for name in _AUTHORS:
        one = value.get(name)
        if isinstance(one, list) and one:
            one = one[0]
        if isinstance(one, str) and one.strip():
            return str(one), None
        if isinstance(one, Mapping):
            said = next((str(one[key]) for key in _NAMES if isinstance(one.get(key), str)), None)
            if said:
                return said, _address(one)
    return None, None


def _address(value: Mapping[str, object]) -> str | None:
    url = value.get("url")
    return str(url) if isinstance(url, str) and "://" in url[:10] else None


def _number(value: Mapping[str, object]) -> str | None:
    for name in _NUMBERS:
        one = value.get(name)
        if isinstance(one, bool) or not isinstance(one, str | int) or one == "":
            continue
        found = _FRAGMENT.search(str(one)) if name in {"@id", "url"} else None
        if found or name not in {"@id", "url"}:
            return found[1] if found else str(one)
    return None


def _parent(value: Mapping[str, object]) -> str | None:
    for name in _PARENTS:
        one = value.get(name)
        if isinstance(one, Mapping):
            return _number(one)
        if isinstance(one, str | int) and not isinstance(one, bool) and str(one) not in _NOBODY:
            found = _FRAGMENT.search(str(one))
            return found[1] if found else str(one)
    path = value.get("ancestor_path")
    return path.split(".")[-1] or None if isinstance(path, str) else None


def _dicts(value: object) -> Iterator[Mapping[str, object]]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
