"""Threads by hand: type one in, rename, take away, bring back. What comes in files is imported.

Annotations are counted and moved along by the callers in `annotations/editing.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from corpus import events, indexing, staging
from corpus.attributes import note_attributes
from corpus.errors import ImpossibleError
from corpus.events import Change
from corpus.identity import post_identities
from corpus.ingest.events import ParentHow, PostRead, ThreadRead
from corpus.ingest.jsonl_thread import LineReader
from corpus.ingest.source import Line
from corpus.ingest.tree import arrange
from corpus.loading import load_typed
from corpus.models import Corpus, Post, Thread, User
from corpus.services.statuses import discard_staged
from corpus.sightings import Stretch

FIELDS = ("title", "url", "site", "language", "categories", "attributes")


@transaction.atomic
def type_in(corpus: Corpus, *, actor: User, given: Mapping[str, Any]) -> Thread:
    """Make a thread of what somebody typed; it can be searched at once.

    `given` is as a line of threads JSONL, but a comment's `parent` is the place of another in the
    list, from 0.

    Raises:
        ImpossibleError: `bad_parent`, a comment answers one that is not there, or itself.
    """
    read = _read(corpus, given)
    key = uuid4()
    place = staging.Place(str(key), 0, staging.site_of(read), _zone(corpus))
    staging.copy_rows(
        "corpus_stagedthread", staging.THREAD_COLUMNS, [staging.thread_row(place, read)]
    )
    known = zip(read.posts, post_identities(read.posts), strict=True)
    staging.copy_rows(
        "corpus_stagedpost",
        staging.POST_COLUMNS,
        [staging.post_row(place, post, identity=identity) for post, identity in known],
    )
    made = load_typed(Stretch(corpus.pk, key, 0, 1))
    discard_staged(key)
    thread = Thread.objects.get(corpus=corpus, key=f"{key}:0")
    # It was cut out of nothing.
    Post.objects.filter(thread=thread).update(source_start=None, source_end=None)
    indexing.index_thread(thread)
    # Its language may have been recognised.
    thread.refresh_from_db(fields=["language"])
    events.append(
        corpus.pk,
        actor.pk,
        [Change("thread.created", "thread", thread.pk, None, shown(thread))],
        threads=1,
        posts=made.posts,
        comments=made.comments,
        participants=made.participants,
    )
    return thread


def _read(corpus: Corpus, given: Mapping[str, Any]) -> ThreadRead:
    comments = given.get("comments") or []
    _check_parents([one.get("parent") for one in comments])
    value = {
        **given,
        "comments": [
            {**one, "id": str(place), "parent": _name(one.get("parent"))}
            for place, one in enumerate(comments)
        ],
    }
    reader = LineReader(timezone=corpus.timezone or None)
    found = reader.read(value, Line(1, "", 0, 0, 0, 0), clean=False)
    thread = next(event for event in found if isinstance(event, ThreadRead))
    return replace(thread, posts=tuple(_by_hand(post) for post in thread.posts))


def _by_hand(post: PostRead) -> PostRead:
    how: ParentHow | None = None if post.parent is None else "manual"
    return replace(post, external_id=None, parent_how=how)


def _check_parents(parents: list[int | None]) -> None:
    tree = arrange([str(place) for place in range(len(parents))], [_name(one) for one in parents])
    if tree.faults:
        place, _ = tree.faults[0]
        raise ImpossibleError(
            f"Comment {place} answers comment {parents[place]}: that cannot be. Comments are "
            f"counted from 0 to {len(parents) - 1}, and none answers itself or its own answers.",
            code="bad_parent",
            fields=[(f"comments.{place}.parent", "bad_parent", "It answers nothing.")],
        )


def _name(place: int | None) -> str | None:
    return None if place is None else str(place)


def _zone(corpus: Corpus) -> ZoneInfo | None:
    return ZoneInfo(corpus.timezone) if corpus.timezone else None


def change(thread: Thread, *, actor: User, changes: Mapping[str, Any]) -> None:
    """Set what somebody says of a thread; a later import leaves these fields alone.

    The caller holds its row inside a transaction and checked its version.
    """
    told = changed(thread, changes)
    if told is not None:
        events.append(thread.corpus_id, actor.pk, [told])


def changed(thread: Thread, changes: Mapping[str, Any]) -> Change | None:
    """Set fields, as `change`; returns what is to be told, if anything is another than it was."""
    before = shown(thread)
    told = [name for name in FIELDS if name in changes and changes[name] != getattr(thread, name)]
    if not told:
        return None
    if "attributes" in told:
        note_attributes(thread, changes["attributes"], owner="thread")
    for name in told:
        setattr(thread, name, changes[name])
    whole = (name for name in told if name not in (*thread.edited, "attributes"))
    thread.edited = [*thread.edited, *whole]
    thread.version += 1
    thread.save(update_fields=[*told, "edited", "edited_attributes", "version"])
    if "language" in told:
        indexing.index_thread(thread, anew=True)
    return Change("thread.changed", "thread", thread.pk, before, shown(thread))


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is to be told of a thread that was hidden or shown, and what the totals change by."""

    change: Change
    tallies: dict[str, int]


def set_hidden(thread: Thread, *, annotations: int, hidden: bool) -> Hiding:
    """Take a thread away or bring it back; nothing is erased. The caller holds its row.

    `annotations` is how many the caller counted in it: the corpus' total changes by it.
    """
    sign = -1 if hidden else 1
    thread.deleted_at = timezone.now() if hidden else None
    thread.version += 1
    thread.save(update_fields=["deleted_at", "version"])
    action, said = ("thread.deleted", None) if hidden else ("thread.restored", shown(thread))
    change = Change(action, "thread", thread.pk, shown(thread) if hidden else None, said)
    posts = Post.objects.filter(thread=thread).count()
    return Hiding(
        change,
        {
            "threads": sign,
            "posts": sign * posts,
            "comments": sign * thread.comments,
            "annotations": sign * annotations,
        },
    )


def shown(thread: Thread) -> dict[str, Any]:
    """Return what the log of changes keeps of a thread: never its texts."""
    return {
        "id": thread.pk,
        "version": thread.version,
        **{name: getattr(thread, name) for name in FIELDS},
    }
