"""A source as a thread with its posts, and where in them a passage of the source lies."""

from bisect import bisect_right
from datetime import datetime
from typing import cast

from annotations.projects.conventions import Span, text_of
from annotations.projects.model import PostIn, SourceIn
from corpus.ingest.events import ParentHow, PostKind, PostRead, PostStatus, ThreadRead, Written
from corpus.text import word_count


def posts_of(source: SourceIn) -> list[PostIn]:
    """Return the posts of a source; a text that tells none is one entry."""
    if source.posts:
        return source.posts
    return [
        PostIn(0, len(text_of(source)), 0, "entry", author=source.author, written=source.written)
    ]


def as_thread(source: SourceIn) -> ThreadRead:
    """Return a source as the loader takes threads."""
    text, posts = text_of(source), posts_of(source)
    depths: dict[int, int] = {}
    read = []
    for post in posts:
        depth = 0 if post.parent is None else depths.get(post.parent, -1) + 1
        depths[post.number] = depth
        read.append(_read(post, text[post.start : post.end], depth, source))
    return ThreadRead(
        source.name,
        tuple(read),
        0,
        len(text),
        site=source.site or None,
        url=source.url or None,
        author=source.author,
        written=written(source.written),
        language=source.language or None,
        categories=source.categories,
        attributes=source.attributes,
    )


def _read(post: PostIn, text: str, depth: int, source: SourceIn) -> PostRead:
    how = post.parent_how or ("export" if post.parent is not None else None)
    return PostRead(
        post.number,
        cast("PostKind", post.kind),
        text,
        post.start,
        post.end,
        parent=post.parent,
        parent_how=cast("ParentHow | None", how),
        depth=depth,
        author=post.author,
        is_entry_author=post.kind == "comment"
        and bool(post.author)
        and post.author == source.author,
        written=written(post.written, post.written_raw),
        url=post.url or None,
        status=cast("PostStatus", post.status),
        words=word_count(text),
    )


def written(given: str, raw: str = "") -> Written:
    """Return when something was written, as far as ISO 8601 says."""
    try:
        at = datetime.fromisoformat(given) if given else None
    except ValueError:
        at = None
    if at is None:
        return Written(None, raw or given or None)
    return Written(at, raw or None, "day" if len(given) <= len("2031-05-02") else "second")


class Placing:
    """Where passages of one source lie in its posts."""

    def __init__(self, source: SourceIn) -> None:
        self.posts = posts_of(source)
        self.text = text_of(source)
        self._starts = [post.start for post in self.posts]

    def place(self, span: Span) -> tuple[PostIn, int, int] | None:
        """Return the post and the passage in it; None: it lies in no post, or in several."""
        start, end = span
        k = bisect_right(self._starts, start) - 1
        if k < 0 or end > self.posts[k].end:
            return None
        post = self.posts[k]
        return post, start - post.start, end - post.start
