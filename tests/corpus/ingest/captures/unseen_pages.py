"""Captures whose look the reader's authors had not seen, and what is truly in each of them.

Each file of `unseen/` is a head in lines (`title:`, `by: author | date`, `declared: number`, then a
line `- author | date | first words … last words | parent` for every comment in the order of the
page), a line `=====`, and the capture as it was copied. Instead of `-`, `~` stands for a pingback,
`?` for a pending and `x` for a deleted comment. All people and pages are invented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.ingest import registry
from corpus.ingest.accounting import Account, account
from corpus.ingest.events import PostRead, ReadOptions, ThreadRead
from corpus.ingest.source import Source

FOLDER = Path(__file__).parent / "unseen"
CUT = "\n=====\n"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as a person sees it in the capture."""

    mark: str
    author: str
    date: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Page:
    """A capture and what a person finds in it."""

    name: str
    title: str
    author: str
    text: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader made of a page, held against what is in it."""

    posts: int
    exact: bool
    authors: int
    dates: int
    texts: int
    entry: bool
    sure: bool
    doubts: tuple[str, ...]
    wrong: tuple[str, ...]


def _comment(line: str) -> Comment:
    author, date, words, *_ = [part.strip() for part in line[2:].split("|")] + ["", ""]
    first, _, last = (part.strip() for part in words.partition("…"))
    return Comment(line[0], author, date.split("=")[0].strip(), first, last)


def page(path: Path) -> Page:
    """Read a page's head and capture."""
    head, text = path.read_text(encoding="utf-8").split(CUT, 1)
    lines = head.split("\n")
    told = dict(line.split(": ", 1) for line in lines if re.match(r"(?:title|by|declared): ", line))
    comments = tuple(_comment(line) for line in lines if re.match(r"[-~?x] ", line))
    author = told.get("by", "").split("|")[0].strip()
    return Page(path.stem, told["title"], author, text, comments)


def pages() -> list[Page]:
    """All pages, by name."""
    return [page(path) for path in sorted(FOLDER.glob("*.txt"))]


def read(text: str) -> tuple[ThreadRead | None, Account]:
    """Read a capture as an upload is read, and add up what was found."""
    source, options = Source.from_bytes(text.encode()), ReadOptions()
    reader, _, notes = registry.choose(source, options)
    events = [*notes, *reader.read(source, options, None)]
    threads = [event for event in events if isinstance(event, ThreadRead)]
    return (threads[0] if len(threads) == 1 else None), account(iter(events))


def _folded(text: str | None) -> str:
    return re.sub(r"[\s\u200b]+", " ", text or "").strip()


def _bare(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def _figures(text: str | None) -> str:
    """A date's digits and letters, without the words that lead to it."""
    return re.sub(r"\W", "", _folded(text)).casefold()


def _same_author(post: PostRead, comment: Comment) -> bool:
    return comment.mark == "x" or _folded(post.author) == comment.author


def _same_date(post: PostRead, comment: Comment) -> bool:
    told, raw = _figures(comment.date), _figures(post.written.raw)
    return comment.mark in "x~" or (told in raw and len(raw) <= len(told) + 12)


def _same_text(post: PostRead, comment: Comment) -> bool:
    if comment.mark == "x":
        return True
    text, first, last = (_bare(one) for one in (post.text, comment.first, comment.last))
    return text == first or (bool(last) and text.startswith(first) and text.endswith(last))


def judge(one: Page) -> Outcome:
    """Hold what the reader finds in a page against what is in it."""
    thread, total = read(one.text)
    posts: Sequence[PostRead] = thread.posts if thread else ()
    found = sorted(posts[1:], key=lambda post: post.start)
    pairs = list(zip(found, one.comments, strict=False))
    right = [
        [same(post, comment) for post, comment in pairs]
        for same in (_same_author, _same_date, _same_text)
    ]
    wrong = tuple(
        f"{what} {number}: {given!r}"
        for what, checks, part in zip(
            ("author", "date", "text"),
            right,
            (lambda p: p.author, lambda p: p.written.raw, lambda p: p.text),
            strict=True,
        )
        for number, (ok, given) in enumerate(
            zip(checks, (part(post) for post, _ in pairs), strict=True), 1
        )
        if not ok
    )
    entry = bool(posts) and _folded(thread.title if thread else "") == one.title
    return Outcome(
        posts=len(found),
        exact=len(found) == len(one.comments),
        authors=sum(right[0]),
        dates=sum(right[1]),
        texts=sum(right[2]),
        entry=entry and (not one.author or _folded(posts[0].author) == one.author),
        sure=total.sure,
        doubts=tuple(total.doubts()),
        wrong=wrong,
    )
