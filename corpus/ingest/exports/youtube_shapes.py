"""How the programs that collect YouTube comments lay out a file: where the comments stand in it.

What a record says is read in `youtube_posts`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

from corpus.ingest.exports.json_fields import Record, head_text, inner
from corpus.ingest.exports.json_grouped import Gathered, Walk
from corpus.ingest.exports.json_lines import count_lines, holds_lines, line_values
from corpus.ingest.exports.row_elements import DOUBT, head_columns, row_elements
from corpus.ingest.exports.youtube_posts import (
    COMMENT_FIELDS,
    VIDEO_FIELDS,
    comment_id,
    parent_of,
    video_of,
)
from corpus.ingest.json_count import count_key, count_objects
from corpus.ingest.json_items import Element, Path
from corpus.ingest.source import Source
from corpus.ingest.tables.delimited import Delimited

_KEPT = frozenset({*COMMENT_FIELDS, DOUBT})
_VIDEO = re.compile(r'\[?\s*\{\s*"id"\s*:\s*"[^"]{1,64}"\s*,\s*"title"\s*:')
_OF_VIDEO = re.compile(r'"(?:formats|webpage_url|extractor|channel_id)"\s*:')
_COMMENTS = re.compile(r'(?:\{\s*"comments"\s*:\s*)?\[\s*\{')
_DOWNLOADED = re.compile(r'\{\s*"cid"\s*:')
_API = re.compile(r'"kind"\s*:\s*"youtube#comment')
_TABLES = (
    frozenset({"id", "publishedAt", "authorName", "text", "isReplyTo"}),
    frozenset({"id", "publishedAt", "authorName", "text", "isReplyToId"}),
    frozenset({"cid", "text", "time", "author"}),
    frozenset({"textDisplay", "authorDisplayName", "publishedAt"}),
    frozenset({"textOriginal", "authorDisplayName", "publishedAt"}),
)


def group_of(video: str | None) -> str:
    """Return the name of the group of a video's comments; ids of comments do not look like it."""
    return f"={video}" if video else ""


def video_in_group(group: str) -> str | None:
    """Return the video of a group; None where it is not known."""
    return group[1:] if group.startswith("=") else None


class Shape(Protocol):
    """Where a file's comments stand; see `json_grouped.Format`."""

    walk: Walk | None
    comments_know_only_parents: bool

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Say which values are comments or facts."""
        ...

    def is_item(self, path: Path) -> bool:
        """Say whether a broken value here is a comment lost."""
        ...

    def count(self, pieces: Iterable[str]) -> int:
        """Count the comments, and the videos if they are in the file."""
        ...

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather a comment, know a fact."""
        ...


def sniffed(head: bytes) -> tuple[float, str]:
    """Return how sure it is that a file holds comments of YouTube, and why."""
    text = head_text(head)
    if text.startswith(("{", "[")):
        if _API.search(text):
            return 0.98, "Answers of YouTube's API."
        if _VIDEO.match(text) and _OF_VIDEO.search(text):
            return 0.95, "A video's description as yt-dlp writes it."
        if _COMMENTS.match(text) and '"parent"' in text and '"author_is_uploader"' in text:
            return 0.95, "A list of comments as yt-dlp writes it."
        begins = _DOWNLOADED.match(text) or _COMMENTS.match(text)
        if begins and '"cid"' in text and '"time"' in text and '"author"' in text:
            return 0.95, "Comments with a cid, as youtube-comment-downloader writes them."
    elif any(name in text[:4_000] for name in ("publishedAt", "cid")):
        columns = head_columns(head)
        if any(columns >= table for table in _TABLES):
            return 0.95, "A table with the columns of YouTube's comments."
    return 0.0, "It has no comments with the fields of a program for YouTube."


def shape_of(source: Source) -> Shape:
    """Return how a file is laid out."""
    head = source.head()
    text = head_text(head)
    if not text.startswith(("{", "[")):
        return _Rows(source)
    if _API.search(text):
        return _Answers(text)
    if _DOWNLOADED.match(text) and (holds_lines(head) or "\n" not in text.strip()):
        return _Lines()
    if _COMMENTS.match(text) and not _VIDEO.match(text):
        return _List(text)
    return _Videos()


class _Comments:
    """What all shapes do."""

    walk: Walk | None = None
    comments_know_only_parents = False

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take every record; where they are, `walk` says."""
        del path
        return "take"

    def is_item(self, path: Path) -> bool:
        """Count every broken record."""
        del path
        return True

    def put(self, record: Record, element: Element, gathered: Gathered, video: str) -> bool:
        """Gather one comment."""
        kept = {name: record[name] for name in record.keys() & _KEPT if record[name]}
        gathered.put(video, kept, element, item=comment_id(kept))
        return True

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather a comment by its video."""
        record = element.value
        if not isinstance(record, dict):
            return False
        return self.put(record, element, gathered, group_of(video_of(record)))


class _Videos(_Comments):
    """Videos as yt-dlp describes them (`--write-info-json --write-comments`), one or many."""

    def __init__(self) -> None:
        self._video = ""

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take the comments, and what is known of the video."""
        inside = path[1:] if path[:1] == ("*",) else path
        if not inside or inside == ("comments",):
            return "enter"
        if inside in {("comments", "*"), ("id",)}:
            return "take"
        return "take" if len(inside) == 1 and inside[0] in VIDEO_FIELDS else "skip"

    def is_item(self, path: Path) -> bool:
        """Count comments and the ids of videos."""
        return path[-2:] == ("comments", "*") or path[-1:] == ("id",)

    def count(self, pieces: Iterable[str]) -> int:
        """Count objects: those of videos, those in lists of comments."""
        counted = count_objects(pieces, ("comments",))
        places = (("",), ("", "*"), ("", "comments", "*"), ("", "*", "comments", "*"))
        return sum(counted[place] for place in places)

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather comments by video; a video's id comes before all else that is said of it."""
        name, value = element.path[-1], element.value
        if name == "id" and isinstance(value, str):
            self._video = group_of(value)
            gathered.put(self._video, {}, element, leads=True)
            return True
        if name == "*" and isinstance(value, dict):
            return self.put(value, element, gathered, self._video)
        if name in VIDEO_FIELDS:
            gathered.know(name, self._video, value)
            return True
        return False


class _List(_Comments):
    """A list of comments, by itself or as the `comments` of an object."""

    def __init__(self, text: str) -> None:
        self._path: Path = ("*",) if text.startswith("[") else ("comments", "*")
        self._key = "cid" if '"cid"' in text else "parent"

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take the comments."""
        return (
            "take" if path == self._path else "enter" if path == self._path[: len(path)] else "skip"
        )

    def is_item(self, path: Path) -> bool:
        """Count comments only."""
        return path == self._path

    def count(self, pieces: Iterable[str]) -> int:
        """Count the comments by a key that each has."""
        return count_key(pieces, self._key)


class _Lines(_Comments):
    """Comments of youtube-comment-downloader, one a line."""

    def __init__(self) -> None:
        self.walk = _values

    def count(self, pieces: Iterable[str]) -> int:
        """Count the lines."""
        return count_lines(pieces)


class _Answers(_Comments):
    """Answers of YouTube's API: of `commentThreads` or `comments`, one, a list, or one a line."""

    comments_know_only_parents = True

    def __init__(self, text: str) -> None:
        self._threads = '"topLevelComment"' in text
        self._answers = re.search(r'"items"\s*:\s*\[', text) is not None
        self._top: str | None = None

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take the comments, and how many answers a thread states."""
        if path[-1:] == ("topLevelComment",) or path[-3:] == ("replies", "comments", "*"):
            return "take"
        if path[-2:] == ("snippet", "totalReplyCount"):
            return "take"
        if self._threads:
            names = {"*", "items", "snippet", "replies", "comments"}
            return "enter" if not path or path[-1] in names else "skip"
        if self._answers:
            if path[-2:] == ("items", "*"):
                return "take"
            return "enter" if not path or path[-1] in {"*", "items"} else "skip"
        return "take" if path == ("*",) else "enter" if not path else "skip"

    def is_item(self, path: Path) -> bool:
        """Count comments only."""
        return self.wanted(path) == "take" and path[-1] != "totalReplyCount"

    def count(self, pieces: Iterable[str]) -> int:
        """Count the comments by the text that each has."""
        return count_key(pieces, "textDisplay")

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather comments by video; an answer may state only what it answers."""
        value = element.value
        if element.path[-1] == "totalReplyCount":
            return self._know(value, gathered)
        if not isinstance(value, dict) or not inner(value, "snippet"):
            return False
        record = {**inner(value, "snippet"), "id": value.get("id")}
        own = comment_id(record)
        if element.path[-1] == "topLevelComment":
            self._top = own
        video, parent = video_of(record), parent_of(record)
        group = parent if parent and not video else group_of(video)
        return self.put(record, element, gathered, group)

    def _know(self, value: object, gathered: Gathered) -> bool:
        if isinstance(value, int) and self._top:
            gathered.know("replies", self._top, value)
        return True


class _Rows(_Comments):
    """A CSV or TSV."""

    def __init__(self, source: Source) -> None:
        self._table = Delimited(source, header=True)
        self.walk = self._rows

    def _rows(self, pieces: Iterator[str]) -> Iterator[Element]:
        del pieces
        return row_elements(self._table)

    def count(self, pieces: Iterable[str]) -> int:
        """Count the rows below the header."""
        del pieces
        return self._table.count()


def _values(pieces: Iterator[str]) -> Iterator[Element]:
    return (element for element, _ in line_values(pieces))
