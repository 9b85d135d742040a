"""The first half of an import: from the kept file into the staging tables, stretch by stretch.

What is staged is loaded by `corpus/importing.py`. A stretch is one transaction that also records
how far the job has come: killed inside one, it is as if it had not begun.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from corpus import blobs, desks, jobs, staging
from corpus.identity import post_identities
from corpus.ingest import registry
from corpus.ingest.accounting import ALWAYS_ASK, UNMAPPED, Account
from corpus.ingest.events import (
    Checkpoint,
    Detection,
    Event,
    Failed,
    Noted,
    PersonRead,
    ReadOptions,
    Severity,
    Skipped,
    ThreadRead,
    Walked,
)
from corpus.ingest.source import Source, encoding_of
from corpus.models import Problem, Upload
from corpus.privacy import Door, key_of
from corpus.recalling import recall
from corpus.replaying import replay_of
from corpus.services.statuses import change_status, discard_staged, keep_problems
from corpus.unpacking import is_packed, unpack_step

# A reading step ends at the first checkpoint after this much text.
STEP_CHARACTERS = 16_000_000


@dataclass
class _Stretch:
    """What one reading step gathers."""

    account: Account
    ordinal: int
    threads: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    problems: list[Noted] = field(default_factory=list)


def read_step(held: jobs.Held, upload: Upload) -> bool:
    """Read from the last checkpoint to the next and stage it; returns whether a step follows.

    Of an archive, take members out. Raises UnreadableError; UnsupportedError: no reader knows it.
    """
    cursor = held.job.cursor
    if is_packed(upload):
        return unpack_step(held, upload)
    if cursor.get("ordinal", 0) != staging.staged_threads(upload.pk):
        start_over(upload)
        cursor = {"confirmed": cursor.get("confirmed", False), "turn": cursor.get("turn", 0)}
    source, options = replace(source_of(upload), desk=desks.desk_of(upload)), options_of(upload)
    reader, detection, notes = registry.choose(source, options)
    asks = reader.mapped and not options.mapping and "at" not in cursor
    if asks and recall(upload, reader.format, source):
        source, options = replace(source, desk=desks.desk_of(upload)), options_of(upload)
    replay = replay_of(upload, reader, source, options, used=cursor.get("used", ()))
    resume = Checkpoint(**cursor["at"]) if "at" in cursor else None
    stretch = _Stretch(_account(cursor.get("account")), cursor.get("ordinal", 0))
    held.total, held.unit = upload.size, "bytes"
    if resume is None:
        upload.encoding = _encoding(reader, source)
        Upload.objects.filter(pk=upload.pk, status="queued").update(status="reading")
    with transaction.atomic():
        found = chain(() if resume else notes, reader.read(source, options, resume))
        stop = _stage(replay.events(found), stretch, upload, held)
        held.done = stop.position if stop else upload.size
        locked = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if locked.status not in ("queued", "reading") or locked.deleted_at:
            transaction.set_rollback(True)
            return False
        locked.encoding = upload.encoding
        _describe(locked, stretch, detection)
        cursor = _cursor(cursor, stretch, sorted(replay.used))
        if stop is None:
            return _close_reading(held, locked, stretch.account, cursor)
        locked.status = "reading"
        locked.save()
        jobs.advance(held, cursor={**cursor, "at": asdict(stop)})
    return True


def _cursor(before: dict[str, Any], stretch: _Stretch, used: list[int]) -> dict[str, Any]:
    """Return how far the job has come; `used` are the corrections that found their post."""
    return {
        "ordinal": stretch.ordinal,
        # A Counter does not come through `asdict` as one.
        "account": {**asdict(stretch.account), "codes": dict(stretch.account.codes)},
        "confirmed": before.get("confirmed", False),
        "used": used,
        "turn": before.get("turn", 0),
    }


def _encoding(reader: registry.Reader, source: Source) -> str:
    if reader.encoding:
        return reader.encoding(source)
    return encoding_of(source, whole_page=reader.whole_page)


def _describe(upload: Upload, stretch: _Stretch, detection: Detection) -> None:
    """Note on the upload what was read; the caller saves it."""
    keep_problems(upload, stretch.problems)
    upload.counts = stretch.account.counts()
    upload.format_name = detection.format
    upload.format_confidence = detection.confidence
    upload.format_reason = detection.reason


def _close_reading(
    held: jobs.Held, upload: Upload, account: Account, cursor: dict[str, Any]
) -> bool:
    """Decide after the last byte: load, or wait in review."""
    for fault in account.faults():
        note = Noted("not_accounted", "error", fault, "Tell an operator; the file is kept.")
        keep_problems(upload, [note])
    unmapped = UNMAPPED & account.codes.keys()
    upload.accounted = account.accounted and not unmapped
    if unmapped:
        jobs.advance(held, cursor={}, finished=True)
        change_status(upload, "review")
        return False
    if account.imported == 0:
        return _close_empty(held, upload)
    go_on = account.accounted and (cursor["confirmed"] or _needs_nobody(upload, account))
    place = {"ordinal": cursor["ordinal"], "loaded": 0, "turn": cursor["turn"]}
    if go_on:
        # What waits may be looked at.
        desks.clear(upload.pk)
    jobs.advance(held, cursor=place, finished=not go_on)
    change_status(upload, "loading" if go_on else "review")
    return go_on


def _needs_nobody(upload: Upload, account: Account) -> bool:
    """Say whether what was read may be loaded without asking."""
    if upload.options.get("confirm", "auto") != "auto" or not account.threads:
        return False
    trusted = upload.corpus.load_without_asking and not ALWAYS_ASK & set(account.doubts())
    return account.sure or (account.accounted and trusted)


def _close_empty(held: jobs.Held, upload: Upload) -> bool:
    desks.clear(upload.pk)
    if not upload.problem_counts:
        note = Noted(
            "nothing_found", "error", "Nothing to import was found in this file.",
            "Look at the file; if it holds a thread, choose its format.",
        )  # fmt: skip
        keep_problems(upload, [note])
    jobs.advance(held, cursor={}, finished=True)
    change_status(upload, "failed")
    return False


def source_of(upload: Upload) -> Source:
    """Return the kept file behind an upload."""
    return Source.from_path(blobs.path_of(upload.sha256), upload.name)


def _stage(
    found: Iterable[Event], stretch: _Stretch, upload: Upload, held: jobs.Held
) -> Checkpoint | None:
    """Stage threads up to a checkpoint that ends the step; None at the file's end.

    Posts are sent while they are read, so that reader and database work at the same time.
    """
    upload_id, zone = str(upload.pk), zone_of(upload)
    door = Door(upload.corpus, key_of(upload.corpus_id))
    stop = None
    characters = 0
    with staging.copying("corpus_stagedpost", staging.POST_COLUMNS) as write:
        for event in found:
            stretch.account.add(event)
            match event:
                case ThreadRead():
                    held.refuse_if_lost()
                    place = staging.Place(upload_id, stretch.ordinal, staging.site_of(event), zone)
                    stretch.threads.append(staging.thread_row(place, event))
                    known = post_identities(event.posts)
                    for post, identity in zip(event.posts, known, strict=True):
                        contact = door.contact(post)
                        row = staging.post_row(place, post, identity=identity, contact=contact)
                        characters += len(row)
                        write(row)
                    stretch.ordinal += 1
                case PersonRead():
                    stretch.people.append(staging.person_row(upload_id, event))
                    characters += len(stretch.people[-1])
                case Noted() | Skipped() | Failed():
                    stretch.problems.append(_as_note(event))
                case Walked() | Checkpoint():
                    held.refuse_if_lost()
                    held.done = event.position
                    stop = _stop_at(event, characters)
                    if stop:
                        break
    staging.copy_rows("corpus_stagedthread", staging.THREAD_COLUMNS, stretch.threads)
    staging.copy_rows("corpus_stagedperson", staging.PERSON_COLUMNS, stretch.people)
    return stop


def _stop_at(event: Walked | Checkpoint, characters: int) -> Checkpoint | None:
    """Return the checkpoint at which a step with so much text ends."""
    return event if isinstance(event, Checkpoint) and characters > STEP_CHARACTERS else None


def _as_note(event: Noted | Skipped | Failed) -> Noted:
    if isinstance(event, Noted):
        return event
    severity: Severity = "error" if isinstance(event, Failed) else "info"
    return Noted(
        event.code, severity, event.reason, item=event.item, start=event.start, end=event.end
    )


def start_over(upload: Upload) -> None:
    """Forget what was staged: the database lost it, or another reading left it."""
    with transaction.atomic():
        discard_staged(upload.pk)
        Problem.objects.filter(upload=upload).delete()
        Upload.objects.filter(pk=upload.pk).update(problem_counts={})
    upload.problem_counts = {}


def options_of(upload: Upload) -> ReadOptions:
    """Return what the person who uploaded said of the file."""
    known = {one.name for one in fields(ReadOptions)}
    return ReadOptions(**{k: v for k, v in upload.options.items() if k in known and v})


def zone_of(upload: Upload) -> ZoneInfo | None:
    """Return the zone of times that name none: as said of the upload, else of the corpus."""
    name = upload.options.get("timezone") or upload.corpus.timezone
    return ZoneInfo(name) if name else None


def _account(stored: dict[str, Any] | None) -> Account:
    if stored is None:
        return Account()
    return Account(**{**stored, "codes": Counter(stored["codes"])})
