"""`catena.json`: what REFI-QDA has no place for, so that Catena restores it. Pure Python.

Its shape is told in docs/exchange.md. Positions are code points of the text with LF, without BOM.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from annotations.exports.refi.book import KINDS, Book
from annotations.exports.refi.sources import Source
from annotations.exports.rows import CodeRow, CoderRow, PostRow

VERSION = 1


def head(book: Book, codes: Sequence[CodeRow], coders: Iterable[CoderRow], **said: Any) -> bytes:
    """Return the beginning, up to the first source; `said` comes first as it is."""
    guids = book.guids
    body = {
        "format": "catena-refi", "version": VERSION, **said, "made_at": book.made_at,
        "profile": book.profile.name,
        "structure": {
            "user": book.user, "folder": guids.of("kinds"),
            "codes": {kind: book.kind(kind) for kind in KINDS}, "cases": book.case_codes,
        },
        "codes": [_code(book, code) for code in codes],
        "coders": [{"guid": book.users[one.id], **one._asdict()} for one in coders],
    }  # fmt: skip
    return _dumped(body)[:-1] + b',\n"sources": ['


def of_source(source: Source, *, first: bool) -> bytes:
    """Return what is to be known of one thread."""
    book, talk = source.book, source.talk
    thread = talk.thread._asdict()
    del thread["upload"]
    numbers = {post.id: post.number for post in talk.posts}
    body = {
        "guid": source.guid,
        "thread": thread.pop("id"),
        **thread,
        "posts": [_post(source, post) for post in talk.posts],
        "replaced": source.made.replaced,
        "levels": {
            book.guids.same(one.id): one.level
            for one in talk.annotations
            if one.level != "passage" and one.state != "orphan"
        },
        "orphans": [
            {
                "id": str(one.id), "post": numbers.get(one.post or 0), "level": one.level,
                "code": book.codes[one.code], "coder": book.users[one.coder],
                "start": one.start, "end": one.end, "quote": one.quote,
                "text_version": one.text_version, "memo": one.memo,
                "created_at": one.created_at, "updated_at": one.updated_at,
            }
            for one in talk.annotations if one.state == "orphan"
        ],
        "links": [
            {
                "post": numbers.get(link.post), "target": numbers.get(link.target),
                "kind": link.kind, "start": link.start, "end": link.end,
                "confidence": link.confidence,
            }
            for link in talk.links
        ],
    }  # fmt: skip
    return (b"\n" if first else b",\n") + _dumped(body)


def _code(book: Book, code: CodeRow) -> dict[str, Any]:
    parent = None if code.parent is None else book.guids.of("code", code.parent)
    examples = [str(one) for one in code.examples]
    return {
        "guid": book.codes[code.id], **code._asdict(), "parent": parent, "examples": examples,
        "exported_as": book.code_names[code.id],
    }  # fmt: skip


def _post(source: Source, post: PostRow) -> dict[str, Any]:
    span, book = source.made.spans[post.id], source.book
    said = post._asdict()
    del said["text"], said["thread"], said["depth"], said["is_entry_author"]
    return {
        **said,
        "case": None if post.author is None else book.case(post.author),
        "selection": book.guids.of("post", post.id),
        "start": span.start,
        "end": span.end,
    }


def _dumped(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()
