"""People's corrections of a reading: make one, take it back, have the file read again with them.

An operation is checked against the reading that it is meant for before it is kept.
"""

from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from corpus import events, reading, replaying
from corpus.errors import ConflictError, ImpossibleError, NotFoundError
from corpus.events import Change
from corpus.ingest import registry
from corpus.ingest.ascribing import refuse_unless_one
from corpus.ingest.corrections import check
from corpus.ingest.operations import OF_EXPORTS, Operation, Parent, Settle, Title, parse, place_of
from corpus.models import Correction, Upload, User
from corpus.services.uploads import locked

MOST = 5_000
# A larger export is not read again for each correction: what was staged of it tells enough.
READ_BYTES = 32 * 1024 * 1024


def add(upload: Upload, *, actor: User, given: Any) -> Correction:
    """Keep what somebody says of an upload's reading.

    Raises:
        MalformedError: it is no operation.
        ImpossibleError: it does not fit the reading; the code says why.
        ConflictError: `not_correctable`, the upload is not in review nor done.
    """
    operation = parse(given)
    _refuse_unless_open(upload)
    _check(upload, operation)
    with transaction.atomic():
        held = locked(upload.pk)
        _refuse_unless_open(held)
        last = held.corrections.aggregate(last=Max("number"))["last"] or 0
        if last >= MOST:
            raise ConflictError(f"An upload takes {MOST:,} corrections.", code="too_many")
        row = Correction.objects.create(
            upload=held, number=last + 1, operation=given, made_by=actor
        )
        row.refresh_from_db()
        _tell(held, actor, before=None, after=row)
    return row


@transaction.atomic
def take_back(upload_id: UUID, number: int, *, actor: User) -> None:
    """Take a correction back; the others stay. Twice is once.

    Raises:
        NotFoundError: there is none with this number.
        ConflictError: `not_correctable`.
    """
    held = locked(upload_id)
    row = held.corrections.select_related("made_by").filter(number=number).first()
    if row is None:
        raise NotFoundError(f"There is no correction {number} of this upload.")
    if row.undone_at is not None:
        return
    _refuse_unless_open(held)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    _tell(held, actor, before=row, after=None)


def _tell(
    upload: Upload, actor: User, *, before: Correction | None, after: Correction | None
) -> None:
    was, now = (
        {"number": row.number, "operation": row.operation} if row else None
        for row in (before, after)
    )
    change = Change("upload.corrected", "upload", str(upload.pk), was, now)
    events.append(upload.corpus_id, actor.pk, [change])


def _refuse_unless_open(upload: Upload) -> None:
    if upload.status in {"review", "done"} and upload.duplicate_of_id is None:
        return
    kind = "a copy of another" if upload.duplicate_of_id else upload.status
    raise ConflictError(
        f"A reading can be corrected in review and afterwards; this upload is {kind}.",
        code="not_correctable",
    )


def _check(upload: Upload, operation: Operation) -> None:
    """Refuse what does not fit the reading with the corrections so far.

    Raises:
        ImpossibleError: why.
        UnreadableError: the file cannot be read any more.
    """
    source, options = reading.source_of(upload), reading.options_of(upload)
    reader, _, notes = registry.choose(source, options)
    if reader.cut is None and not isinstance(operation, OF_EXPORTS):
        raise ImpossibleError(
            "This format says where its posts begin and end; their bounds cannot be moved.",
            code="bounds_are_given",
        )
    if not reader.whole_page and source.size > READ_BYTES:
        _check_staged(upload, operation)
        return
    found = chain(notes, reader.read(source, options, None))
    cut = replaying.cut_of(reader, source, options)
    made = replaying.operations_of(upload)
    check(found, made, (max((n for n, _ in made), default=0) + 1, operation), cut)


def _check_staged(upload: Upload, operation: Operation) -> None:
    """Check a correction of a large export against the posts that were read of it."""
    at = place_of(operation)
    if isinstance(operation, Settle):
        return
    if isinstance(operation, Title) and at is None:
        refuse_unless_one(upload.counts.get("threads", 0))
        return
    for place in {at, operation.parent if isinstance(operation, Parent) else at} - {None}:
        if not _is_post_at(upload, int(place or 0)):
            raise ImpossibleError(f"No post stands at position {place:,}.", code="no_post_there")


def _is_post_at(upload: Upload, at: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM corpus_stagedpost p WHERE p.upload_id = %(upload)s"
            " AND %(at)s >= p.source_start AND %(at)s < p.source_end) OR EXISTS ("
            "SELECT FROM corpus_thread t JOIN corpus_post p ON p.thread_id = t.id"
            " WHERE t.upload_id = %(upload)s"
            " AND %(at)s >= p.source_start AND %(at)s < p.source_end)",
            {"upload": upload.pk, "at": at},
        )
        return bool(cursor.fetchone()[0])
