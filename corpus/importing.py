"""The import of one upload, step by step: read (see `reading`), ask or go on, load, index.

A step is one transaction that also records how far the job has come. Killed between two steps,
the next worker goes on there; killed inside one, it is as if it had not begun.
"""

from django.db import transaction

from corpus import events, jobs, staging
from corpus.errors import CatenaError, UnreadableError
from corpus.events import Change
from corpus.ingest.events import Noted
from corpus.loading import load
from corpus.models import Job, Upload
from corpus.reading import read_step, start_over
from corpus.revising import Revised
from corpus.services.uploads import change_status, discard_staged, keep_problems, shown
from corpus.sightings import Stretch

# A loading step takes this many threads.
STEP_THREADS = 400


def run(held: jobs.Held, *, revised: Revised) -> bool:
    """Take one step of an ingest job; returns whether another is to follow.

    `revised` is told, inside a step's transaction, of texts that a newer reading has changed.
    """
    upload = Upload.objects.filter(jobs=held.job).first()
    if upload is None or upload.deleted_at is not None:
        jobs.finish(held.job, status="cancelled")
        return False
    if upload.status in ("queued", "reading"):
        try:
            return read_step(held, upload)
        except CatenaError as error:
            _fail(held.job, error)
            return False
    if upload.status == "loading":
        return _load_step(held, upload, revised)
    jobs.finish(held.job, status="done")
    return False


def give_up(job: Job, reason: str) -> None:
    """End an import that cannot get further; the file is kept."""
    _fail(job, UnreadableError(reason, code="gave_up", hint="The file is kept; tell an operator."))


def _load_step(held: jobs.Held, upload: Upload, revised: Revised) -> bool:
    """Load the next stretch of staged threads; after the last, hand over to the indexers."""
    cursor = held.job.cursor
    total = cursor.get("ordinal", 0)
    first = cursor.get("loaded", 0)
    if not cursor or (first < total and staging.staged_threads(upload.pk) != total):
        return _read_again(held, upload)
    end = min(first + STEP_THREADS, total)
    if first == 0:
        held.done = 0
    held.total, held.unit = upload.counts["imported"], "posts"
    with transaction.atomic():
        locked = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if locked.status != "loading":
            return False
        stretch = Stretch(upload.corpus_id, upload.pk, first, end, cursor.get("turn", 0))
        made = load(stretch, revised=revised)
        held.done += made.read
        finished = end >= total
        if finished:
            discard_staged(upload.pk)
            _start_indexing(locked)
        before, locked.version = shown(locked), locked.version + 1
        locked.status = "indexing" if finished else "loading"
        locked.save()
        jobs.advance(held, cursor={**cursor, "loaded": end}, finished=finished)
        change = Change("upload.changed", "upload", str(upload.pk), before, shown(locked))
        events.append(
            upload.corpus_id, None, [*made.changes, change], threads=made.threads, posts=made.posts,
            comments=made.comments, participants=made.participants,
        )  # fmt: skip
    return not finished


def _start_indexing(upload: Upload) -> None:
    """Let two loaders index a large upload, one a small one."""
    parts = 2 if upload.counts["imported"] > 1000 else 1
    for part in range(parts):
        job, _ = Job.objects.update_or_create(
            upload=upload,
            kind="index",
            part=part,
            defaults={
                "corpus_id": upload.corpus_id,
                "status": "queued",
                "cursor": {"parts": parts},
                "unit": "posts",
            },
        )
        jobs.enqueue(job)


def _read_again(held: jobs.Held, upload: Upload) -> bool:
    """Go back to reading after the database lost the staged threads; loaded ones stay."""
    start_over(upload)
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk, status="loading").update(status="reading")
        turn = held.job.cursor.get("turn", 0)
        jobs.advance(held, cursor={"confirmed": True, "turn": turn})
    return True


def _fail(job: Job, error: CatenaError) -> None:
    note = Noted(
        error.code, "error", error.detail, getattr(error, "hint", ""),
        start=getattr(error, "position", None),
    )  # fmt: skip
    with transaction.atomic():
        upload = Upload.objects.select_for_update(no_key=True).get(jobs=job)
        if upload.status not in ("done", "failed", "cancelled"):
            discard_staged(upload.pk)
            keep_problems(upload, [note])
            change_status(upload, "failed")
        jobs.finish(job, status="failed", error=error.detail)
