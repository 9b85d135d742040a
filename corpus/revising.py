"""A thread of the corpus made to say what a newer reading of it says; nothing is ever erased.

Which staged thread is which is found by `corpus/sightings.py`, which post is which by
`corpus/pairing.py`. What was coded in changed texts is the business of the caller's callback.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import F

from corpus.events import Change
from corpus.identity import content_key, date_key
from corpus.ingest.exports.assemble import ENTRY_MISSING
from corpus.joining import answered_elsewhere
from corpus.models import Post, Sighting, Thread, User
from corpus.pairing import Item, Row, plan
from corpus.revision_sql import (
    CONTACTS,
    ELSEWHERE,
    FORGET,
    HEAD,
    INSERT,
    KEEP_OLD,
    LOCK,
    NEW,
    OLD,
    STEP_ASIDE,
    UPDATE,
)
from corpus.sightings import Known, Stretch, record, unchanged
from corpus.text import sha256, word_count

# Out of the way of every number while the posts of a thread change places.
_ASIDE = 1_000_000_000
_CORRECTED = ["text", "text_sha256", "words", "text_version", "version", "identity"]
# In the order of the columns of OLD and NEW.
_FIELDS = (
    "number", "parent", "kind", "external_id", "identity", "author", "raw", "precision", "sha256",
    "text", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextChange:
    """A post's text before and after; `version` is that of the new one."""

    post: int
    version: int
    before: str
    after: str


# Told, inside the transaction, which texts changed; returns what is to stand in the log.
Revised = Callable[[Sequence[TextChange]], list[Change]]


@dataclass(slots=True)
class Revision:
    """What revising a stretch came to."""

    ordinals: list[int] = field(default_factory=list)
    posts: int = 0
    comments: int = 0
    read: int = 0
    changes: list[Change] = field(default_factory=list)


def revise(stretch: Stretch, pairs: list[Known], revised: Revised) -> Revision:
    """Make known threads say what the staged ones say. Inside the caller's transaction.

    `revised` is told of changed texts, thread by thread.
    """
    made = Revision(ordinals=[one.ordinal for one in pairs])
    equal = unchanged(stretch, pairs)
    record(
        stretch,
        [
            Sighting(ordinal=one.ordinal, thread_id=one.thread, same=equal[one.ordinal])
            for one in pairs
            if one.ordinal in equal
        ],
    )
    made.read = sum(equal.values())
    for one in pairs:
        if one.ordinal not in equal:
            _revise_thread(stretch, one, revised, made)
    return made


def _revise_thread(stretch: Stretch, one: Known, revised: Revised, made: Revision) -> None:
    values = {
        **stretch.values(), "thread": one.thread, "ordinal": one.ordinal, "aside": _ASIDE,
        "actor": None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOCK, values)
        version, title = cursor.fetchone()
        cursor.execute(OLD, values)
        stored = cursor.fetchall()
        cursor.execute(NEW, values)
        staged = cursor.fetchall()
        cursor.execute(ELSEWHERE, values)
        elsewhere = {(is_new, number): flag for is_new, number, flag in cursor.fetchall()}
    old = [_item(row, elsewhere.get((False, row[0]), "")) for row in stored]
    new = [_item(row, elsewhere.get((True, row[0]), "")) for row in staged]
    rows = plan(old, new)
    values["adds"] = elsewhere.get((True, 0)) == ENTRY_MISSING
    if values["adds"]:
        rows = [replace(row, what="same") if row.what == "missing" else row for row in rows]
    ids = {row[0]: (row[12], row[13]) for row in stored}
    changes = _changes(rows, old, new, ids)
    values |= _bound(rows, ids)
    values["changed"] = [change.post for change in changes]
    values["flat"] = all(item.parent is None for item in new)
    after = _apply(values)
    counts = Counter(row.what for row in rows)
    made.posts += counts["new"]
    brought = {row.new for row in rows if row.what == "new"}
    made.comments += sum(item.kind == "comment" and item.number in brought for item in new)
    made.read += len(new)
    figures = {name: counts[name] for name in ("same", "changed", "new", "missing")}
    record(stretch, [Sighting(ordinal=one.ordinal, thread_id=one.thread, **figures)])
    if after is not None:
        told = {"upload": str(stretch.upload_id), "posts": figures, "changed": values["changed"]}
        before = {"version": version, "title": title}
        made.changes.append(Change("thread.changed", "thread", one.thread, before, after | told))
    if changes:
        made.changes += revised(changes)


def _item(row: tuple[Any, ...], flag: str) -> Item:
    said = dict(zip(_FIELDS, row, strict=False))
    answers = answered_elsewhere([flag])
    return Item(**said, former=frozenset(row[len(_FIELDS)]), place=row[-1], answers=answers)


def _changes(
    rows: list[Row], old: list[Item], new: list[Item], ids: dict[int, tuple[int, int]]
) -> list[TextChange]:
    before = {item.number: item.text for item in old}
    after = {item.number: item.text for item in new}
    return [
        TextChange(ids[row.old][0], ids[row.old][1] + 1, before[row.old], after[row.new])
        for row in rows
        if row.what == "changed" and row.old is not None and row.new is not None
    ]


def _bound(rows: list[Row], ids: dict[int, tuple[int, int]]) -> dict[str, list[Any]]:
    """Lay a plan out as the arrays that the statements take."""
    return {
        "ids": [None if row.old is None else ids[row.old][0] for row in rows],
        "numbers": [row.number for row in rows],
        "parents": [row.parent for row in rows],
        "depths": [row.depth for row in rows],
        "staged": [row.new for row in rows],
        "changes": [row.what == "changed" for row in rows],
        "missing": [row.what == "missing" for row in rows],
    }


def _apply(values: dict[str, Any]) -> dict[str, Any] | None:
    """Write a plan down; returns the thread's version and title if anything has changed."""
    with connection.cursor() as cursor:
        if values["changed"]:
            cursor.execute(KEEP_OLD, values)
            forget_computed(values["changed"])
        cursor.execute(STEP_ASIDE, values)
        cursor.execute(UPDATE, values)
        touched = cursor.rowcount
        cursor.execute(INSERT, values)
        touched += cursor.rowcount
        cursor.execute(CONTACTS, values)
        cursor.execute(HEAD, values | {"touched": touched > 0})
        row = cursor.fetchone()
    return {"version": row[0], "title": row[1]} if row else None


def correct(post: Post, text: str, *, actor: User) -> TextChange:
    """Replace a post's text by what a person says; the old one is kept.

    `text` is canonical and another than the present one. The caller holds the rows of the thread
    and the post, tells of it, and has the post indexed. A later import leaves the correction
    alone as long as the source says what it said.
    """
    before, post.text = post.text, text
    with connection.cursor() as cursor:
        cursor.execute(KEEP_OLD, {"actor": actor.pk, "changed": [post.pk]})
    forget_computed([post.pk])
    words = word_count(text)
    thread = Thread.objects.filter(pk=post.thread_id)
    thread.update(words=F("words") + words - post.words, version=F("version") + 1)
    post.identity = post.identity or _said_by_the_source(post, before)
    post.text_sha256, post.words = sha256(text), words
    post.text_version += 1
    post.version += 1
    post.save(update_fields=_CORRECTED)
    return TextChange(post.pk, post.text_version, before, text)


def _said_by_the_source(post: Post, text: str) -> str:
    name = post.author.name if post.author else ""
    return content_key(name, date_key(post.written_raw, post.written_precision), text)


def forget_computed(posts: Sequence[int]) -> None:
    """Drop what was computed from the texts of `posts`: boundaries, words, links, addresses."""
    with connection.cursor() as cursor:
        for sql in FORGET:
            cursor.execute(sql, {"changed": list(posts)})
