"""What a preview asks a person: the reader's doubts beside the posts that they are about.

Works on the preview's own JSON values: threads with posts, problems, tiles.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.ingest.accounting import REVIEW_CODES

_UNASSIGNED = "This text belongs to no post."


def asked(
    problems: Iterable[dict[str, Any]],
    tiles: Iterable[tuple[str, int, int]],
    threads: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return the questions in the order of the file; each is noted on its post, too.

    `thread` is an index into `threads` and `post` a number in it, both None where a question is
    about the whole file.
    """
    posts = _Posts(threads)
    found = [_question(one, posts) for one in problems if one["code"] in REVIEW_CODES]
    found += [
        _question(
            {"code": "unassigned_text", "message": _UNASSIGNED, "start": start, "end": end}, posts
        )
        for kind, start, end in tiles
        if kind == "unassigned"
    ]
    found.sort(key=lambda one: -1 if one["start"] is None else one["start"])
    for one in found:
        if one["post"] is not None and one["code"] != "unassigned_text":
            said = {name: one[name] for name in ("code", "message", "start", "end")}
            posts.of(one["thread"], one["post"])["questions"].append(said)
    return found


def with_posts(
    tiles: Iterable[tuple[str, int, int]], threads: Sequence[dict[str, Any]]
) -> list[list[Any]]:
    """Return tiles as `[kind, start, end, post, thread]`: whose text it is, None where nobody's."""
    posts = _Posts(threads)
    shown: list[list[Any]] = []
    for kind, start, end in tiles:
        owner = posts.at(start, end) if kind in {"entry", "comment"} else None
        shown.append([kind, start, end, *(owner[::-1] if owner else (None, None))])
    return shown


class _Posts:
    """The posts that a preview shows, by their places in the file."""

    def __init__(self, threads: Sequence[dict[str, Any]]) -> None:
        self.threads = threads
        self.spans = sorted(
            (post["start"], -post["end"], place, post["number"])
            for place, thread in enumerate(threads)
            for post in thread["posts"]
        )
        self.starts = [span[0] for span in self.spans]

    def of(self, thread: int, number: int) -> dict[str, Any]:
        post: dict[str, Any] = self.threads[thread]["posts"][number]
        return post

    def at(self, start: int, end: int) -> tuple[int, int] | None:
        """Return thread and number of the innermost post at `start`, else of one before `end`."""
        place = bisect_right(self.starts, start) - 1
        for begin, stop, thread, number in reversed(self.spans[max(0, place - 50) : place + 1]):
            if begin <= start < max(-stop, begin + 1):
                return thread, number
        following = self.spans[place + 1 : place + 2]
        if following and following[0][0] < end:
            return following[0][2], following[0][3]
        return None

    def about(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the post at a place, else the next one, else the last before it."""
        found = self.at(start, max(end, start + 1))
        if found or not self.spans:
            return found
        place = min(bisect_right(self.starts, start), len(self.spans) - 1)
        return self.spans[place][2], self.spans[place][3]


def _question(problem: dict[str, Any], posts: _Posts) -> dict[str, Any]:
    start, end = problem["start"], problem["end"]
    found = None if start is None else posts.about(start, end or start)
    thread, post = found or (None, None)
    return {
        "code": problem["code"],
        "message": problem["message"],
        "start": start,
        "end": end,
        "thread": thread,
        "post": post,
    }
