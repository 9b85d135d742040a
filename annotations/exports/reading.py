"""Reading a corpus (or a snapshot of it) for an export: one transaction, one state, flat memory."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg import ClientCursor
from psycopg.sql import SQL, Identifier

from annotations.exports import described, selects
from annotations.exports.order import Order
from annotations.exports.rows import (
    AnnotationRow,
    CodeRow,
    CoderRow,
    Conversation,
    LinkRow,
    MemoRow,
    ParticipantRow,
    PostRow,
    ThreadRow,
)
from corpus.database import own_connection

BATCH = 5_000
Row = TypeVar("Row", bound=NamedTuple)


@dataclass(frozen=True, slots=True)
class Reading:
    """A state of a corpus, held by a REPEATABLE READ transaction: all reads see the same.

    `seq` is the last event that it takes into account.
    """

    connection: "psycopg.Connection[tuple[Any, ...]]"
    order: Order
    seq: int
    title: str
    values: Mapping[str, Any]

    def stream(self, sql: str, make: Callable[[tuple[Any, ...]], Row], name: str) -> Iterator[Row]:
        """Yield the rows of a SELECT through a server-side cursor called `name`."""
        with self.connection.cursor(name) as cursor:
            cursor.itersize = BATCH
            cursor.execute(sql, self.values)
            yield from map(make, cursor)

    def all(self, sql: str, make: Callable[[tuple[Any, ...]], Row]) -> list[Row]:
        """Return all rows of a SELECT whose answer is small."""
        return [make(row) for row in self.connection.execute(sql, self.values)]

    def count(self, sql: str) -> int:
        """Return what a SELECT of one number says."""
        row = self.connection.execute(sql, self.values).fetchone()
        return int(row[0]) if row else 0

    def copy(self, select: str, form: str) -> Iterator[bytes]:
        """Yield the rows of a SELECT as PostgreSQL formats them (`form`: COPY's options)."""
        cursor = ClientCursor(self.connection)
        statement = f"COPY ({cursor.mogrify(select, self.values)}) TO STDOUT {form}"
        with cursor.copy(SQL(statement)) as copy:
            while data := copy.read():
                yield bytes(data)

    def codes(self) -> list[CodeRow]:
        """Return the whole codebook, parents before children."""
        return self.all(selects.CODES, CodeRow._make)

    def coders(self) -> list[CoderRow]:
        """Return everybody who coded or wrote memos."""
        return self.all(selects.CODERS, CoderRow._make)

    def memos(self) -> list[MemoRow]:
        """Return all memos, oldest first."""
        return self.all(selects.MEMOS, MemoRow._make)

    def participants(self) -> Iterator[ParticipantRow]:
        """Yield all participants."""
        sql = selects.participants(pseudonymise=self.order.pseudonymise)
        return self.stream(sql, ParticipantRow._make, "participants")

    def threads(self) -> Iterator[ThreadRow]:
        """Yield the scope's threads."""
        sql = selects.threads(self.order.scope, pseudonymise=self.order.pseudonymise)
        return self.stream(sql, ThreadRow._make, "threads")

    def posts(self) -> Iterator[PostRow]:
        """Yield the posts of the scope's threads."""
        order = self.order
        sql = selects.posts(order.scope, pseudonymise=order.pseudonymise, hidden=order.hidden)
        return self.stream(sql, PostRow._make, "posts")

    def annotations(self) -> Iterator[AnnotationRow]:
        """Yield the scope's annotations."""
        sql = selects.annotations(self.order.scope)
        return self.stream(sql, AnnotationRow._make, "annotations")

    def links(self) -> Iterator[LinkRow]:
        """Yield the inferred links."""
        return self.stream(selects.links(self.order.scope), LinkRow._make, "links")

    def conversations(self) -> Iterator[Conversation]:
        """Yield the scope's threads one by one, each with its posts, annotations and links."""
        parts = (
            _Grouped(self.posts(), lambda post: post.thread),
            _Grouped(self.annotations(), lambda annotation: annotation.thread),
            _Grouped(self.links(), lambda link: link.thread),
        )
        for thread in self.threads():
            posts, annotations, links = (part.of(thread.id) for part in parts)
            yield Conversation(thread, posts, annotations, links)


class _Grouped:
    """Rows in order of their threads, handed out thread by thread."""

    def __init__(self, rows: Iterator[Any], thread_of: Callable[[Any], int]) -> None:
        self._groups = groupby(rows, thread_of)
        self._next: tuple[int, Iterator[Any]] | None = next(self._groups, None)

    def of(self, thread: int) -> list[Any]:
        while self._next is not None and self._next[0] < thread:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != thread:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


@contextmanager
def reading(order: Order) -> Iterator[Reading]:
    """Hold one state of the order's corpus while an export is written."""
    values = {"corpus": order.corpus, "pseudonym_key": order.pseudonym_key, **order.scope}
    with closing(own_connection(autocommit=False)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Compiling a plan that is used once takes a second and gains nothing.
        connection.execute("SET LOCAL jit = off")
        if order.schema:
            path = SQL("SET LOCAL search_path TO {}").format(Identifier(order.schema))
            connection.execute(path)
        row = connection.execute(
            "SELECT n.seq, c.title FROM corpus_corpuscounter n JOIN corpus_corpus c"
            " ON c.id = n.corpus_id WHERE n.corpus_id = %(corpus)s",
            values,
        ).fetchone()
        seq, title = row or (0, "")
        if described.wanted(order):
            order = replace(order, described=_described(connection, values))
        yield Reading(connection, order, seq, title, values)


def _described(
    connection: "psycopg.Connection[tuple[Any, ...]]", values: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """Return the names of the attributes that threads and participants have."""
    found: dict[str, list[str]] = {}
    for owner, name in connection.execute(described.NAMES, values):
        found.setdefault(owner, []).append(name)
    return {owner: tuple(names) for owner, names in found.items()}
