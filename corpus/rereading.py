"""Reading a loaded upload again: what that would change, and doing it.

A newer reader, or corrections made after loading, see more. Nothing is lost by it: what changes
becomes a new version, what is not found again stays and is marked (`corpus/revising.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from corpus import replaying, staging
from corpus.comparing import Difference, Side
from corpus.errors import ConflictError
from corpus.identity import post_identities, thread_identity
from corpus.ingest import registry
from corpus.ingest.events import ThreadRead
from corpus.ingest.exports.assemble import ENTRY_MISSING
from corpus.joining import answered_elsewhere
from corpus.models import Sighting, Thread, Upload, User
from corpus.pairing import Item
from corpus.previewing import READ_BYTES
from corpus.reading import options_of, source_of, zone_of
from corpus.revision_sql import MISSING, OLD
from corpus.services.statuses import locked
from corpus.services.uploads import read_again
from corpus.text import sha256

# Of a large export so many threads are compared.
MOST_THREADS = 500
_DATES = "SELECT number, written_at, %s = ANY(flags) FROM corpus_post WHERE thread_id = %s"
# In the order of the columns of OLD.
_FIELDS = (
    "number", "parent", "kind", "external_id", "identity", "author", "raw", "precision", "sha256",
    "text", "status",
)  # fmt: skip


@dataclass(slots=True)
class _Stored:
    """An upload's threads in the corpus: by what they are known, and by their place in it."""

    by_identity: dict[str, list[int]]
    by_place: dict[int, int]
    left: set[int]

    def take(self, identity: str, place: int) -> int | None:
        """Return the thread that a thread read again is."""
        known = [one for one in self.by_identity.get(identity, ()) if one in self.left]
        found = known[0] if known and identity else self.by_place.get(place)
        if found not in self.left:
            return None
        self.left.discard(found)
        return found


def difference(upload: Upload) -> dict[str, Any]:
    """Return what reading an upload again, with its corrections, would change.

    `excerpt`: of a large export only the first threads were compared.

    Raises:
        ConflictError: `not_loaded`.
        UnreadableError: the file cannot be read.
        UnsupportedError: no reader knows it.
    """
    _refuse_unless_loaded(upload)
    source, options = source_of(upload), options_of(upload)
    reader, _, notes = registry.choose(source, options)
    replay = replaying.replay_of(upload, reader, source, options)
    excerpt = not reader.whole_page and source.size > READ_BYTES
    found = replay.events(chain(notes, reader.read(source, options, None)))
    threads: Iterator[ThreadRead] = (one for one in found if isinstance(one, ThreadRead))
    stored, made = _stored(upload), Difference()
    for place, thread in enumerate(islice(threads, MOST_THREADS) if excerpt else threads):
        known = stored.take(thread_identity(thread, staging.site_of(thread)), place)
        made.add(None if known is None else _loaded(known, upload), _read(thread, upload))
    for thread_id in () if excerpt else sorted(stored.left):
        made.add(_loaded(thread_id, upload), None)
    return {**made.shown(), "excerpt": excerpt}


@transaction.atomic
def reread(upload_id: UUID, *, actor: User) -> Upload:
    """Have a loaded upload read again, with its corrections, and what it says now loaded.

    Raises:
        ConflictError: `not_loaded`.
    """
    upload = locked(upload_id)
    _refuse_unless_loaded(upload)
    cursor = upload.jobs.filter(kind="ingest").values_list("cursor", flat=True).first()
    read_again(upload, actor=actor, turn=int((cursor or {}).get("turn", 0)) + 1)
    return upload


def _refuse_unless_loaded(upload: Upload) -> None:
    if upload.status == "done" and upload.duplicate_of_id is None and not upload.members.exists():
        return
    kind = "a copy of another" if upload.duplicate_of_id else upload.status
    if upload.members.exists():
        kind = "an archive: read its members again"
    raise ConflictError(
        f"What was loaded can be read again; this upload is {kind}.", code="not_loaded"
    )


def _stored(upload: Upload) -> _Stored:
    stored = _Stored({}, {}, set())
    own = Thread.objects.filter(upload=upload, deleted_at=None).order_by("pk")
    seen = Sighting.objects.filter(upload=upload, thread__deleted_at=None)
    rows = [
        (pk, identity, int(key.split(":")[1]))
        for pk, identity, key in own.values_list("pk", "identity", "key")
        if key.count(":") >= 1
    ] + list(seen.values_list("thread", "thread__identity", "ordinal"))
    for pk, identity, place in rows:
        stored.by_identity.setdefault(identity, []).append(pk)
        stored.by_place[place] = pk
        stored.left.add(pk)
    return stored


def _loaded(thread_id: int, upload: Upload) -> Side:
    title = Thread.objects.values_list("title", flat=True).get(pk=thread_id)
    with connection.cursor() as cursor:
        cursor.execute(OLD.rpartition("FOR NO KEY")[0], {"thread": thread_id, "upload": upload.pk})
        posts = [_item(row) for row in cursor.fetchall()]
        cursor.execute(_DATES, [MISSING, thread_id])
        rows = cursor.fetchall()
    dates = {number: _date(at) for number, at, _ in rows}
    return Side(title, posts, dates, frozenset(number for number, _, gone in rows if gone))


def _item(row: tuple[Any, ...]) -> Item:
    said = dict(zip(_FIELDS, row, strict=False))
    return Item(**said, former=frozenset(row[len(_FIELDS)]), place=row[-1])


def _read(thread: ThreadRead, upload: Upload) -> Side:
    zone = zone_of(upload)
    posts = [
        Item(
            post.number,
            post.parent,
            post.kind,
            post.external_id or "",
            identity,
            post.author or "",
            post.written.raw or "",
            post.written.precision,
            sha256(post.text),
            post.text,
            post.status,
            place=post.start,
            answers=answered_elsewhere(post.flags),
        )
        for post, identity in zip(thread.posts, post_identities(thread.posts), strict=True)
    ]
    cells = {post.number: staging.written_cells(post.written, zone)[0] for post in thread.posts}
    dates = {number: "" if cell == staging.NULL else cell for number, cell in cells.items()}
    return Side(thread.title, posts, dates, adds=ENTRY_MISSING in thread.posts[0].flags)


def _date(at: datetime | None) -> str:
    """Return a stored instant as `staging.written_cells` writes it."""
    if at is None:
        return ""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}+00"
