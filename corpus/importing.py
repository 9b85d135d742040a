"""The import of one upload, step by step: read into staging, ask or go on, load, hand to indexing.

A step is one transaction that also records how far the job has come. Killed between two steps,
the next worker goes on there; killed inside one, it is as if it had not begun.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from corpus import blobs, events, jobs, staging
from corpus.errors import CatenaError, UnreadableError
from corpus.events import Change
from corpus.ingest import registry
from corpus.ingest.accounting import Account
from corpus.ingest.events import (
    Checkpoint,
    Event,
    Failed,
    Noted,
    ReadOptions,
    Severity,
    Skipped,
    ThreadRead,
)
from corpus.ingest.preview import preview as preview_of
from corpus.ingest.source import Source, read_page
from corpus.loading import load
from corpus.models import Job, Problem, Upload
from corpus.services.uploads import change_status, discard_staged, keep_problems, shown

# A reading step ends at the first checkpoint after this much text, a loading step after these.
STEP_CHARACTERS = 16_000_000
STEP_THREADS = 400


def run(held: jobs.Held) -> bool:
    """Take one step of an ingest job; returns whether another is to follow."""
    upload = Upload.objects.filter(jobs=held.job).first()
    if upload is None or upload.deleted_at is not None:
        jobs.finish(held.job, status="cancelled")
        return False
    if upload.status in ("queued", "reading"):
        try:
            return _read_step(held, upload)
        except CatenaError as error:
            _fail(held.job, error)
            return False
    if upload.status == "loading":
        return _load_step(held, upload)
    jobs.finish(held.job, status="done")
    return False


def give_up(job: Job, reason: str) -> None:
    """End an import that cannot get further; the file is kept."""
    _fail(job, UnreadableError(reason, code="gave_up", hint="The file is kept; tell an operator."))


@dataclass
class _Stretch:
    """What one reading step gathers."""

    account: Account
    ordinal: int
    threads: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    problems: list[Noted] = field(default_factory=list)
    characters: int = 0


def _read_step(held: jobs.Held, upload: Upload) -> bool:
    """Read from the last checkpoint to the next and stage what was found."""
    cursor = held.job.cursor
    if cursor.get("ordinal", 0) != staging.staged_threads(upload.pk):
        _start_over(upload)
        cursor = {"confirmed": cursor.get("confirmed", False)}
    source = source_of(upload)
    reader, detection, notes = registry.choose(source, _options(upload))
    resume = Checkpoint(**cursor["at"]) if "at" in cursor else None
    stretch = _Stretch(_account(cursor.get("account")), cursor.get("ordinal", 0))
    held.total, held.unit = upload.size, "bytes"
    if resume is None:
        _take_notes(stretch, notes)
    stop = _gather(
        reader.read(source, _options(upload), resume), stretch, str(upload.pk), _zone(upload)
    )
    held.done = stop.position if stop else upload.size
    with transaction.atomic():
        locked = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if locked.status not in ("queued", "reading") or locked.deleted_at:
            return False
        staging.copy_rows("corpus_stagedthread", staging.THREAD_COLUMNS, stretch.threads)
        staging.copy_rows("corpus_stagedpost", staging.POST_COLUMNS, stretch.posts)
        keep_problems(locked, stretch.problems)
        locked.counts = stretch.account.counts()
        locked.format_name = detection.format
        locked.format_confidence = detection.confidence
        locked.format_reason = detection.reason
        cursor = {
            "ordinal": stretch.ordinal,
            "account": asdict(stretch.account),
            "confirmed": cursor.get("confirmed", False),
        }
        if stop is not None:
            locked.status = "reading"
            locked.save()
            jobs.advance(held, cursor={**cursor, "at": asdict(stop)})
            return True
        return _close_reading(held, locked, stretch.account, cursor)


def _close_reading(
    held: jobs.Held, upload: Upload, account: Account, cursor: dict[str, Any]
) -> bool:
    """Decide after the last byte: load, or wait in review."""
    for fault in account.faults():
        note = Noted("not_accounted", "error", fault, "Tell an operator; the file is kept.")
        keep_problems(upload, [note])
    upload.accounted = account.accounted
    if account.imported == 0:
        return _close_empty(held, upload)
    asked = upload.options.get("confirm", "auto") == "auto" and account.sure
    go_on = account.accounted and (asked or cursor["confirmed"])
    jobs.advance(held, cursor={"ordinal": cursor["ordinal"], "loaded": 0}, finished=not go_on)
    change_status(upload, "loading" if go_on else "review")
    return go_on


def _close_empty(held: jobs.Held, upload: Upload) -> bool:
    if not upload.problem_counts:
        note = Noted(
            "nothing_found", "error", "Nothing to import was found in this file.",
            "Look at the file; if it holds a thread, choose its format.",
        )  # fmt: skip
        keep_problems(upload, [note])
    jobs.advance(held, cursor={}, finished=True)
    change_status(upload, "failed")
    return False


def _load_step(held: jobs.Held, upload: Upload) -> bool:
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
        made = load(corpus_id=upload.corpus_id, upload_id=upload.pk, first=first, end=end)
        held.done += made.posts
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
            upload.corpus_id, None, [change], threads=made.threads, posts=made.posts,
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


def preview(upload: Upload) -> dict[str, Any]:
    """Return what was found in an upload, read again from the kept file.

    Raises:
        UnreadableError: the file cannot be read.
        UnsupportedError: no reader knows it.
    """
    source = source_of(upload)
    reader, detection, notes = registry.choose(source, _options(upload))
    found = reader.read(source, _options(upload), None)
    text = read_page(source).text if reader.whole_page else None
    return preview_of(chain(notes, found), detection, text=text)


def source_of(upload: Upload) -> Source:
    """Return the kept file behind an upload."""
    return Source.from_path(blobs.path_of(upload.sha256), upload.name)


def _gather(
    found: Iterable[Event], stretch: _Stretch, upload_id: str, zone: ZoneInfo | None
) -> Checkpoint | None:
    """Format events for COPY up to a checkpoint that ends the step; None at the file's end."""
    for event in found:
        stretch.account.add(event)
        match event:
            case ThreadRead():
                stretch.threads.append(staging.thread_row(upload_id, stretch.ordinal, event, zone))
                site = staging.site_of(event)
                for post in event.posts:
                    row = staging.post_row(upload_id, stretch.ordinal, post, site, zone)
                    stretch.characters += len(row)
                    stretch.posts.append(row)
                stretch.ordinal += 1
            case Noted():
                stretch.problems.append(event)
            case Skipped() | Failed():
                stretch.problems.append(_as_note(event))
            case Checkpoint() if stretch.characters > STEP_CHARACTERS:
                return event
            case _:
                pass
    return None


def _as_note(event: Skipped | Failed) -> Noted:
    severity: Severity = "error" if isinstance(event, Failed) else "info"
    return Noted(
        event.code, severity, event.reason, item=event.item, start=event.start, end=event.end
    )


def _take_notes(stretch: _Stretch, notes: Iterable[Noted]) -> None:
    for note in notes:
        stretch.account.add(note)
        stretch.problems.append(note)


def _start_over(upload: Upload) -> None:
    """Forget what was staged: the database lost it, or another reading left it."""
    with transaction.atomic():
        discard_staged(upload.pk)
        Problem.objects.filter(upload=upload).delete()
        Upload.objects.filter(pk=upload.pk).update(problem_counts={})
    upload.problem_counts = {}


def _read_again(held: jobs.Held, upload: Upload) -> bool:
    """Go back to reading after the database lost the staged threads; loaded ones stay."""
    _start_over(upload)
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk, status="loading").update(status="reading")
        jobs.advance(held, cursor={"confirmed": True})
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


def _options(upload: Upload) -> ReadOptions:
    known = {one.name for one in fields(ReadOptions)}
    return ReadOptions(**{k: v for k, v in upload.options.items() if k in known and v})


def _zone(upload: Upload) -> ZoneInfo | None:
    name = upload.options.get("timezone") or upload.corpus.timezone
    return ZoneInfo(name) if name else None


def _account(stored: dict[str, Any] | None) -> Account:
    if stored is None:
        return Account()
    return Account(**{**stored, "codes": Counter(stored["codes"])})
