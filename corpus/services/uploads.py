"""Uploads: take in, confirm, cancel, delete, bring back. Reading them is `corpus/importing.py`."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from corpus import blobs, events, jobs
from corpus.errors import ConflictError, UnsupportedError
from corpus.events import Change
from corpus.ingest.events import Noted
from corpus.ingest.registry import READERS
from corpus.models import Corpus, Job, Post, Problem, Thread, Upload, User
from corpus.services.corpora import check_timezone

# Of one kind of problem this many are kept singly; the count goes on.
MOST_OF_A_KIND = 1000
NO_COUNTS = dict.fromkeys(
    ("threads", "entries", "comments", "other", "found", "imported", "skipped", "failed"), 0
) | {"declared": None}


def receive(
    corpus: Corpus,
    *,
    actor: User | None,
    name: str,
    chunks: Iterable[bytes],
    options: dict[str, Any],
) -> Upload:
    """Keep a file and have it read by a worker; see `receive_all`."""
    (upload,) = receive_all(corpus, actor=actor, files=[(name, chunks)], options=options)
    return upload


def receive_all(
    corpus: Corpus,
    *,
    actor: User | None,
    files: Iterable[tuple[str, Iterable[bytes]]],
    options: dict[str, Any],
) -> list[Upload]:
    """Keep named files, all or none, and have them read by workers.

    The same bytes again are linked to the first upload and load nothing, unless that one was
    deleted, failed or was cancelled.

    Raises:
        TooLargeError: a file exceeds the limit; nothing is kept.
        UnsupportedError: `unknown_format`, `options` name a format that nothing here reads.
        ImpossibleError: `unknown_timezone`.
    """
    _check_options(options)
    kept = [(name, blobs.keep(chunks, limit=settings.UPLOAD_LIMIT)) for name, chunks in files]
    with transaction.atomic():
        _one_at_a_time(corpus, {blob.sha256 for _, blob in kept})
        made = [_register(corpus, actor, name, blob, options) for name, blob in kept]
        events.append(
            corpus.pk,
            actor.pk if actor else None,
            [Change("upload.created", "upload", str(one.pk), None, shown(one)) for one in made],
            uploads=len(made),
        )
    return made


def _register(
    corpus: Corpus, actor: User | None, name: str, blob: blobs.Blob, options: dict[str, Any]
) -> Upload:
    """Make an upload of kept bytes: one to read, or a link to the one that has them already."""
    first = (
        Upload.objects.filter(corpus=corpus, sha256=blob.sha256, deleted_at=None, duplicate_of=None)
        .exclude(status__in=["failed", "cancelled"])
        .order_by("created_at")
        .first()
    )
    upload = Upload.objects.create(
        corpus=corpus,
        name=blobs.label(name),
        size=blob.size,
        sha256=blob.sha256,
        options=options,
        counts=NO_COUNTS,
        created_by=actor,
        duplicate_of=first,
        **(_linked(first) if first else {}),
    )
    if first is None:
        start_job(upload)
    return upload


def start_job(upload: Upload) -> None:
    """Queue the reading (or reading on) of an upload."""
    job, _ = Job.objects.update_or_create(
        upload=upload,
        kind="ingest",
        part=0,
        defaults={
            "corpus_id": upload.corpus_id,
            "status": "queued",
            "lease_until": None,
            "holder": None,
            "attempts": 0,
            "unit": "bytes",
        },
    )
    jobs.enqueue(job)


@transaction.atomic
def confirm(upload_id: UUID, *, actor: User) -> Upload:
    """Load what was found and shown for review.

    Raises:
        ConflictError: `not_in_review` or `not_accounted`.
    """
    upload = locked(upload_id)
    if upload.status != "review":
        raise ConflictError(
            f"There is nothing to confirm: this upload is {upload.status}.", code="not_in_review"
        )
    if upload.corrections.exists():
        read_again(upload, actor=actor)
        return upload
    if not upload.accounted:
        raise ConflictError(
            "Not everything in this file is accounted for, so it cannot be loaded. The problems "
            "say what is missing.",
            code="not_accounted",
        )
    start_job(upload)
    change_status(upload, "loading", actor=actor)
    return upload


def read_again(upload: Upload, *, actor: User, turn: int = 0) -> None:
    """Have a file read with the corrections and loaded then. The caller holds its row.

    `turn` counts up whenever what is loaded already is read again.
    """
    discard_staged(upload.pk)
    Problem.objects.filter(upload=upload).delete()
    upload.problem_counts = {}
    start_job(upload)
    upload.jobs.filter(kind="ingest").update(cursor={"confirmed": True, "turn": turn})
    change_status(upload, "reading", actor=actor)


@transaction.atomic
def cancel(upload_id: UUID, *, actor: User) -> Upload:
    """Stop an import that has not loaded anything yet. The file is kept.

    Raises:
        ConflictError: `too_late`, when it is loading or at its end.
    """
    upload = locked(upload_id)
    if upload.status == "cancelled":
        return upload
    loaded = upload.threads.exists()
    if upload.status not in ("queued", "reading", "review") or loaded:
        raise ConflictError(
            f"This upload is {upload.status}; delete it to take its threads away.", code="too_late"
        )
    for job in upload.jobs.all():
        jobs.finish(job, status="cancelled")
    discard_staged(upload.pk)
    change_status(upload, "cancelled", actor=actor)
    return upload


@transaction.atomic
def delete(upload_id: UUID, *, actor: User, annotations: int) -> None:
    """Hide an upload with its threads. Nothing is erased.

    `annotations` is how many the caller counted in these threads: the corpus' total drops by it.

    Raises:
        ConflictError: `still_loading`.
    """
    upload = locked(upload_id)
    if upload.deleted_at is not None:
        return
    if upload.status in ("loading", "indexing"):
        raise ConflictError("It is being loaded; wait for its end.", code="still_loading")
    for job in upload.jobs.exclude(status="done"):
        jobs.finish(job, status="cancelled")
    discard_staged(upload.pk)
    upload.deleted_at = timezone.now()
    upload.version += 1
    upload.save(update_fields=["deleted_at", "version"])
    threads = Thread.objects.filter(upload=upload, deleted_at=None)
    figures = threads.aggregate(threads=Count("pk"), comments=Sum("comments", default=0))
    posts = Post.objects.filter(thread__in=threads).count()
    threads.update(deleted_at=upload.deleted_at)
    events.append(
        upload.corpus_id,
        actor.pk,
        [Change("upload.deleted", "upload", str(upload.pk), shown(upload), None)],
        uploads=-1,
        threads=-figures["threads"],
        comments=-figures["comments"],
        posts=-posts,
        annotations=-annotations,
    )


def change_status(upload: Upload, status: str, *, actor: User | None = None) -> None:
    """Set an upload's status and tell everybody. The caller holds its row.

    What was linked to an upload that comes to nothing comes to nothing as well.
    """
    before = {"status": upload.status}
    upload.status = status
    upload.version += 1
    if status in ("done", "failed", "cancelled"):
        upload.finished_at = timezone.now()
    upload.save()
    events.append(
        upload.corpus_id,
        actor.pk if actor else None,
        [Change("upload.changed", "upload", str(upload.pk), before, shown(upload))],
    )
    if status in ("failed", "cancelled"):
        for copy in upload.copies.filter(status="done", deleted_at=None).order_by("pk"):
            change_status(copy, status, actor=actor)


def keep_problems(upload: Upload, problems: list[Noted]) -> None:
    """Store problems singly up to a limit for each kind, and count all."""
    counts = Counter(upload.problem_counts)
    number = sum(min(count, MOST_OF_A_KIND) for count in counts.values())
    rows = []
    for one in problems:
        counts[one.code] += 1
        if counts[one.code] <= MOST_OF_A_KIND:
            number += 1
            rows.append(
                Problem(
                    upload=upload,
                    number=number,
                    code=one.code,
                    severity=one.severity,
                    message=one.message,
                    hint=one.hint,
                    item=one.item,
                    start=one.start,
                    end=one.end,
                )
            )
    Problem.objects.bulk_create(rows)
    upload.problem_counts = dict(counts)


def discard_staged(upload_id: UUID) -> None:
    """Empty the staging tables of an upload."""
    with connection.cursor() as cursor:
        for table in ("corpus_stagedpost", "corpus_stagedthread"):
            cursor.execute(f"DELETE FROM {table} WHERE upload_id = %s", [upload_id])


def shown(upload: Upload) -> dict[str, Any]:
    """Return what the log of changes keeps of an upload: never its text."""
    return {
        "id": str(upload.pk),
        "name": upload.name,
        "status": upload.status,
        "counts": upload.counts,
        "accounted": upload.accounted,
        "duplicate_of": str(upload.duplicate_of_id) if upload.duplicate_of_id else None,
    }


def _check_options(options: dict[str, Any]) -> None:
    check_timezone(options.get("timezone", ""))
    name = options.get("format")
    if name and name not in READERS:
        raise UnsupportedError(
            f"No reader is called {name}; there are: {', '.join(READERS)}.", code="unknown_format"
        )


def _linked(first: Upload) -> dict[str, Any]:
    return {
        "status": "done",
        "accounted": True,
        "finished_at": timezone.now(),
        "format_name": first.format_name,
        "format_confidence": first.format_confidence,
        "format_reason": first.format_reason,
    }


def locked(upload_id: UUID) -> Upload:
    """Return the upload, its row locked until the transaction ends."""
    return Upload.objects.select_for_update(no_key=True).get(pk=upload_id)


def _one_at_a_time(corpus: Corpus, hashes: Iterable[str]) -> None:
    """Let two uploads of the same bytes at the same moment see each other.

    Always in the same order: two requests with the same files would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM (SELECT DISTINCT hashtext(one) AS key"
            " FROM unnest(%s::text[]) AS one ORDER BY key) AS keys",
            [corpus.pk % 2**31, list(hashes)],
        )
