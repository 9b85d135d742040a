"""Uploads: take in, confirm, cancel, delete, bring back. Reading them is `corpus/importing.py`."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from corpus import blobs, events, jobs, quotas
from corpus.errors import ConflictError
from corpus.events import Change
from corpus.ingest.accounting import UNMAPPED
from corpus.models import Corpus, Job, Post, Problem, Thread, Upload, User
from corpus.services import archives
from corpus.services.options import check_options
from corpus.services.statuses import (
    change_status,
    discard_staged,
    keep_problems,
    locked,
    shown,
)
from corpus.sightings import forget

__all__ = [
    "cancel", "change_status", "check_options", "confirm", "delete", "discard_staged",
    "keep_problems", "locked", "one_at_a_time", "read_again", "receive", "receive_all",
    "register", "shown", "start_job",
]  # fmt: skip

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
        TooLargeError: a file exceeds the limit, or all `quota_exceeded`; nothing is kept.
        StorageFullError: no room is left; nothing is kept.
        UnsupportedError: `unknown_format`, `options` name a format that nothing here reads.
        ImpossibleError: `unknown_timezone`, `bad_mapping`.
    """
    check_options(options)
    named = list(files)
    found = blobs.keep_all(
        (chunks for _, chunks in named),
        limit=settings.UPLOAD_LIMIT,
        counted=partial(quotas.refuse_beyond, corpus),
    )
    kept = [(name, blob) for (name, _), blob in zip(named, found, strict=True)]
    with transaction.atomic():
        one_at_a_time(corpus, {blob.sha256 for _, blob in kept})
        made = [register(corpus, actor, blobs.label(n), blob, options) for n, blob in kept]
        events.append(
            corpus.pk,
            actor.pk if actor else None,
            [Change("upload.created", "upload", str(one.pk), None, shown(one)) for one in made],
            uploads=len(made),
        )
    return made


def register(
    corpus: Corpus,
    actor: User | None,
    name: str,
    blob: blobs.Blob,
    options: dict[str, Any],
    **of: Any,
) -> Upload:
    """Make an upload of kept bytes: one to read, or a link to the one that has them already.

    `of` are further fields: the archive whose member it is.
    """
    first = (
        Upload.objects.filter(corpus=corpus, sha256=blob.sha256, deleted_at=None, duplicate_of=None)
        .exclude(status__in=["failed", "cancelled"])
        .order_by("created_at")
        .first()
    )
    upload = Upload.objects.create(
        corpus=corpus,
        name=name,
        size=blob.size,
        sha256=blob.sha256,
        options=options,
        counts=NO_COUNTS,
        created_by=actor,
        duplicate_of=first,
        **(_linked(first) if first else {}),
        **of,
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
    """Load what was found and shown for review; of an archive, all its members that wait.

    Raises:
        ConflictError: `not_in_review`, `not_accounted` or `mapping_needed`.
    """
    waiting = list(locked_members(upload_id).filter(status="review"))
    upload = locked(upload_id)
    if upload.status != "review":
        raise ConflictError(
            f"There is nothing to confirm: this upload is {upload.status}.", code="not_in_review"
        )
    for one in waiting or [upload]:
        _confirm(one, actor=actor)
    upload.refresh_from_db()
    return upload


def _confirm(upload: Upload, *, actor: User) -> None:
    if upload.corrections.exists():
        read_again(upload, actor=actor)
        return
    if UNMAPPED & upload.problem_counts.keys():
        raise ConflictError("Say first what the columns of this table mean.", code="mapping_needed")
    if not upload.accounted:
        of = f" ({upload.name})" if upload.archive_id else ""
        raise ConflictError(
            f"Not everything in this file{of} is accounted for, so it cannot be loaded. The "
            "problems say what is missing.",
            code="not_accounted",
        )
    start_job(upload)
    change_status(upload, "loading", actor=actor)


def read_again(upload: Upload, *, actor: User, turn: int = 0) -> None:
    """Have a file read with the corrections and loaded then. The caller holds its row.

    `turn` counts up whenever what is loaded already is read again.
    """
    discard_staged(upload.pk)
    forget(upload.pk)
    Problem.objects.filter(upload=upload).delete()
    upload.problem_counts = {}
    start_job(upload)
    upload.jobs.filter(kind="ingest").update(cursor={"confirmed": True, "turn": turn})
    change_status(upload, "reading", actor=actor)


@transaction.atomic
def cancel(upload_id: UUID, *, actor: User) -> Upload:
    """Stop an import that has not loaded anything yet. The file is kept.

    Of an archive, the members that have not loaded anything are left out, the others stay.

    Raises:
        ConflictError: `too_late`, when it is loading or at its end.
    """
    members = [one for one in locked_members(upload_id) if _can_stop(one)]
    upload = locked(upload_id)
    if upload.status == "cancelled":
        return upload
    if not _can_stop(upload):
        raise ConflictError(
            f"This upload is {upload.status}; delete it to take its threads away.", code="too_late"
        )
    for one in [upload, *members]:
        for job in one.jobs.all():
            jobs.finish(job, status="cancelled")
        discard_staged(one.pk)
        change_status(one, "cancelled", actor=actor)
    if upload.members.exclude(status="cancelled").exists():
        # Something of the archive was loaded: it ends as its members have ended.
        archives.close(upload)
        change_status(upload, "reading", actor=actor)
        if changes := archives.followed(upload):
            events.append(upload.corpus_id, actor.pk, changes)
    return upload


def _can_stop(upload: Upload) -> bool:
    return upload.status in ("queued", "reading", "review") and not upload.threads.exists()


def locked_members(upload_id: UUID) -> QuerySet[Upload]:
    """Return an archive's members, their rows locked: before its own, always."""
    members = Upload.objects.select_for_update(no_key=True).filter(archive=upload_id)
    return members.filter(deleted_at=None).order_by("pk")


@transaction.atomic
def delete(upload_id: UUID, *, actor: User, annotations: int) -> None:
    """Hide an upload with its threads. Nothing is erased. An archive's members are left alone.

    `annotations` is how many the caller counted in these threads: the corpus' total drops by it.

    Raises:
        ConflictError: `still_loading`.
    """
    upload = locked(upload_id)
    archive = archives.held(upload)
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
    changes = [Change("upload.deleted", "upload", str(upload.pk), shown(upload), None)]
    events.append(
        upload.corpus_id,
        actor.pk,
        changes + (archives.followed(archive) if archive else []),
        uploads=-1 if upload.archive_id is None else 0,
        threads=-figures["threads"],
        comments=-figures["comments"],
        posts=-posts,
        annotations=-annotations,
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


def one_at_a_time(corpus: Corpus, hashes: Iterable[str]) -> None:
    """Let two uploads of the same bytes at the same moment see each other.

    Always in the same order: two requests with the same files would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM (SELECT DISTINCT hashtext(one) AS key"
            " FROM unnest(%s::text[]) AS one ORDER BY key) AS keys",
            [corpus.pk % 2**31, list(hashes)],
        )
