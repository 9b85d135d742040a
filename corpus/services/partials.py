"""Files sent in pieces: begin, note what has come, finish, give up. Their bytes are `drafts`'."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from corpus import blobs, drafts, events, quotas
from corpus.errors import NotFoundError, TooLargeError
from corpus.events import Change
from corpus.models import Corpus, PartialUpload, Upload, User
from corpus.services import uploads
from corpus.services.statuses import shown

log = logging.getLogger(__name__)


def expires_at(partial: PartialUpload) -> Any:
    """Return when a file that nobody goes on with is given up (UTC)."""
    return partial.touched_at + timedelta(days=settings.UNFINISHED_DAYS)


@transaction.atomic
def begin(
    corpus: Corpus,
    *,
    actor: User,
    name: str,
    size: int,
    options: dict[str, Any],
    modified: int | None = None,
) -> PartialUpload:
    """Make room for a file of `size` bytes; an empty one is an upload at once.

    `modified` is the file's own time (milliseconds), by which its owner's browser knows it again.

    Raises:
        TooLargeError: beyond the limit of one file, or `quota_exceeded`.
        UnsupportedError, ImpossibleError: the options, as `uploads.receive_all`.
    """
    uploads.check_options(options)
    if size > settings.UPLOAD_LIMIT:
        raise TooLargeError(
            f"The limit for one upload is {settings.UPLOAD_LIMIT:,} bytes; this is {size:,}."
        )
    # Two that begin at the same moment must see each other's size.
    quotas.refuse_beyond(Corpus.objects.select_for_update(no_key=True).get(pk=corpus.pk), size)
    partial = PartialUpload.objects.create(
        corpus=corpus,
        name=blobs.label(name),
        size=size,
        options={"options": options, "modified": modified},
        created_by=actor,
    )
    partial.refresh_from_db()
    if size == 0:
        draft = drafts.OpenDraft(partial.pk, at=0)
        try:
            finish(partial, draft)
        finally:
            draft.close()
    return partial


def place_of(partial: PartialUpload) -> int:
    """Return how many bytes are safely there: none of a lost draft (backups leave them out)."""
    if partial.upload_id is None and partial.received > drafts.length_of(partial.pk):
        partial.received = 0
        note(partial.pk, 0)
    return partial.received


def note(partial_id: UUID, received: int) -> None:
    """Remember that so many bytes are safely on the disk.

    Raises:
        NotFoundError: it was given up meanwhile.
    """
    rows = PartialUpload.objects.filter(pk=partial_id, upload=None)
    if not rows.update(received=received, touched_at=timezone.now()):
        raise NotFoundError(f"There is no unfinished upload {partial_id}.")


@transaction.atomic
def finish(partial: PartialUpload, draft: drafts.OpenDraft) -> Upload:
    """Make an upload, under the same id, of a draft whose last byte is flushed.

    Raises:
        NotFoundError: it was given up meanwhile.
    """
    sha256 = draft.sha256()
    held = PartialUpload.objects.select_for_update(no_key=True).filter(pk=partial.pk).first()
    if held is None or held.upload_id is not None:
        raise NotFoundError(f"There is no unfinished upload {partial.pk}.")
    corpus, actor = held.corpus, held.created_by
    uploads.one_at_a_time(corpus, [sha256])
    blob = blobs.Blob(sha256, held.size)
    made = uploads.register(corpus, actor, held.name, blob, held.options["options"], id=partial.pk)
    held.upload, held.received, held.touched_at = made, held.size, timezone.now()
    held.save(update_fields=["upload", "received", "touched_at"])
    change = Change("upload.created", "upload", str(made.pk), None, shown(made))
    events.append(corpus.pk, actor.pk, [change], uploads=1)
    # Last before the commit: a draft is whole until all else has been said.
    blobs.adopt(draft.path, sha256)
    return made


def give_up(partial: PartialUpload) -> None:
    """Forget a file before its last byte has come. Who is just sending it finds it gone."""
    PartialUpload.objects.filter(pk=partial.pk).delete()
    drafts.discard(partial.pk)


def remove_abandoned() -> int:
    """Give up what nobody has gone on with for days; returns how many files that were."""
    before = timezone.now() - timedelta(days=settings.UNFINISHED_DAYS)
    old = list(PartialUpload.objects.filter(touched_at__lt=before))
    for partial in old:
        give_up(partial)
    # First what lies there, then what is known: what begins in between is not taken for a stray.
    lying = drafts.on_disk()
    known = set(PartialUpload.objects.filter(upload=None).values_list("pk", flat=True))
    for stray in lying.keys() - known:
        lying[stray].unlink(missing_ok=True)
    if old:
        log.info("%d uploads were given up: nobody had gone on with them.", len(old))
    return len(old)
