"""The import of an archive: each member that can be read becomes an upload of its own.

A batch of members is one transaction that also records how far the job has come: killed inside
one, it is as if it had not begun. What archives hold is walked in `corpus/ingest/archives`.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from corpus import blobs, events, jobs
from corpus.errors import TooLargeError, UnreadableError
from corpus.events import Change
from corpus.ingest import registry
from corpus.ingest.archives import Broken, LeftOut, Member, is_archive, members, shown_kind
from corpus.ingest.archives.parts import Part
from corpus.ingest.events import Noted
from corpus.ingest.source import Source
from corpus.models import Upload, User
from corpus.services import archives, uploads
from corpus.services.statuses import change_status, keep_problems, locked, shown

# A step takes parts out for so long, and longer where its first one was long to reach.
STEP_SECONDS = 10.0
BATCH_PARTS = 25
BATCH_BYTES = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
# What was said of the archive itself is not true of each member.
_OF_ARCHIVE = frozenset({"title", "url"})


@dataclass(slots=True)
class _Batch:
    """Parts on their way into the database: members on disk, and what is said of the others."""

    kept: list[tuple[Member, blobs.Blob]] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)
    own: Counter[str] = field(default_factory=Counter)
    parts: int = 0
    size: int = 0

    @property
    def full(self) -> bool:
        return self.parts >= BATCH_PARTS or self.size >= BATCH_BYTES


def is_packed(upload: Upload) -> bool:
    """Say whether an upload is an archive; documents and corpora that happen to be one are none."""
    with blobs.open_blob(upload.sha256) as file:
        if is_archive(file.read(4096)) is None:
            return False
    source = Source.from_path(blobs.path_of(upload.sha256), upload.name)
    return registry.packed(source) is None


def unpack_step(held: jobs.Held, upload: Upload) -> bool:
    """Take members out of an archive for a while; returns whether there may be more.

    Raises:
        UnreadableError: the file is no archive.
        StorageFullError: no room is left for a member.
    """
    _begin(upload)
    done = int(held.job.cursor.get("parts", 0))
    spool = settings.BLOBS / "incoming"
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    spent = upload.members.aggregate(size=Sum("size"))["size"] or 0
    walk = members(blobs.path_of(upload.sha256), name=upload.name, spool=spool, spent=spent)
    begun = time.monotonic()
    rest = islice(walk, done, None)
    first = list(islice(rest, 1))
    # A way that was long, unpacking all before, is to be worth it.
    reached = time.monotonic()
    over = reached + max(STEP_SECONDS, 4 * (reached - begun))
    parts = chain(first, rest)
    more = True
    while more:
        batch = _Batch()
        for part in parts:
            held.refuse_if_lost()
            _take(part, batch)
            if batch.full or time.monotonic() > over:
                break
        else:
            more = False
        if not _store(held, upload, batch, finished=not more):
            return False
        if time.monotonic() > over:
            break
    return more


@transaction.atomic
def _begin(upload: Upload) -> None:
    """Say that it is being read before the first member is out: a large one takes a while."""
    archive = locked(upload.pk)
    if archive.status == "queued":
        change_status(archive, "reading")


def _take(part: Part, batch: _Batch) -> None:
    """Write a member to disk, or note why there is nothing to write."""
    batch.parts += 1
    match part:
        case Member():
            try:
                with part.open() as stream:
                    blob = blobs.keep(_blocks(stream), limit=settings.UPLOAD_LIMIT)
            except UnreadableError as error:
                _take_broken(Broken(part.name, error.code, error.detail, error.hint), batch)
            except TooLargeError as error:
                _take_broken(Broken(part.name, error.code, error.detail), batch)
            else:
                batch.kept.append((part, blob))
                batch.notes += part.notes
                batch.size += blob.size
        case LeftOut():
            named = ", ".join(part.examples) + (", …" if part.count > len(part.examples) else "")
            reason = f"{part.count:,} left out: {part.reason}"
            batch.notes.append(Noted(part.code, "info", reason, item=named))
            batch.own.update(found=part.count, skipped=part.count)
        case Broken():
            _take_broken(part, batch)


def _take_broken(part: Broken, batch: _Batch) -> None:
    batch.notes.append(Noted(part.code, "error", part.reason, part.hint, item=part.name))
    batch.own.update(found=1, failed=1)


def _blocks(stream: Any) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


@transaction.atomic
def _store(held: jobs.Held, upload: Upload, batch: _Batch, *, finished: bool) -> bool:
    """Register a batch's members and record how far the job is; False when it is wanted no more."""
    corpus = upload.corpus
    uploads.one_at_a_time(corpus, {blob.sha256 for _, blob in batch.kept})
    archive = locked(upload.pk)
    if archive.status not in ("queued", "reading") or archive.deleted_at:
        return False
    cursor = held.job.cursor
    own = Counter(cursor.get("so_far", {}))
    own.update(batch.own)
    keep_problems(archive, batch.notes)
    _describe(archive)
    made = [_register(archive, member, blob) for member, blob in batch.kept]
    held.done += len(made)
    held.unit = "files"
    cursor = {"parts": cursor.get("parts", 0) + batch.parts, "so_far": dict(own)}
    if finished:
        held.total = held.done
        cursor["own"] = dict(own)
        _say_if_empty(archive)
    jobs.advance(held, cursor=cursor, finished=finished)
    _tell(archive, made, finished=finished)
    return True


def _register(archive: Upload, member: Member, blob: blobs.Blob) -> Upload:
    actor: User | None = archive.created_by
    options = {k: v for k, v in archive.options.items() if k not in _OF_ARCHIVE}
    options |= member.said
    return uploads.register(
        archive.corpus, actor, member.name, blob, options, archive=archive, place=member.ordinal
    )


def _describe(archive: Upload) -> None:
    """Note on the upload what it is; it is `reading` until its members have ended."""
    with blobs.open_blob(archive.sha256) as file:
        kind = shown_kind(file.read(4096)) or "archive"
    archive.format_name, archive.format_confidence = kind, 1.0
    archive.format_reason = f"It begins as {kind} archives do."
    archive.save()


def _say_if_empty(archive: Upload) -> None:
    if not archive.members.exists():
        note = Noted(
            "nothing_found", "error", "This archive holds nothing that could be read.",
            "Look into it; upload the files that hold threads.",
        )  # fmt: skip
        keep_problems(archive, [note])


def _tell(archive: Upload, made: list[Upload], *, finished: bool) -> None:
    changes = [Change("upload.created", "upload", str(one.pk), None, shown(one)) for one in made]
    if finished:
        changes += archives.followed(archive)
    if changes:
        events.append(archive.corpus_id, None, changes)
