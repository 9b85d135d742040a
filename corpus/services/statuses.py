"""What every step of an import does to its upload: status, problems, what was staged.

Who may change what, and when, is decided in `uploads`; how an archive follows its members, in
`archives`.
"""

from collections import Counter
from uuid import UUID

from django.db import connection
from django.utils import timezone

from corpus import desks, events
from corpus.events import Change
from corpus.ingest.events import Noted
from corpus.models import Problem, Upload, User
from corpus.services import archives
from corpus.services.archives import shown

__all__ = ["change_status", "discard_staged", "keep_problems", "locked", "shown"]

# Of one kind of problem this many are kept singly; the count goes on.
MOST_OF_A_KIND = 1000


def change_status(upload: Upload, status: str, *, actor: User | None = None) -> None:
    """Set an upload's status and tell everybody. The caller holds its row.

    What was linked to an upload that comes to nothing comes to nothing as well. An archive's
    status follows those of its members.
    """
    archive = archives.held(upload)
    before = {"status": upload.status}
    upload.status = status
    upload.version += 1
    if status in ("done", "failed", "cancelled"):
        upload.finished_at = timezone.now()
    upload.save()
    changes = [Change("upload.changed", "upload", str(upload.pk), before, shown(upload))]
    if archive is not None:
        changes += archives.followed(archive)
    events.append(upload.corpus_id, actor.pk if actor else None, changes)
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
    """Empty the staging tables of an upload, and what its reader had gathered."""
    desks.clear(upload_id)
    with connection.cursor() as cursor:
        for table in ("corpus_stagedpost", "corpus_stagedthread", "corpus_stagedperson"):
            cursor.execute(f"DELETE FROM {table} WHERE upload_id = %s", [upload_id])


def locked(upload_id: UUID) -> Upload:
    """Return the upload, its row locked until the transaction ends."""
    return Upload.objects.select_for_update(no_key=True).get(pk=upload_id)
