"""Archives: what their members' uploads come to together.

An archive's row is locked after its members' and before the corpus' counter, always.
"""

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils import timezone

from corpus.events import Change
from corpus.models import Job, Upload

FIGURES = ("threads", "entries", "comments", "other", "found", "imported", "skipped", "failed")
ENDED = ("review", "done", "failed", "cancelled")


def held(member: Upload) -> Upload | None:
    """Return the archive of a member, its row locked; None for an upload that is no member."""
    if member.archive_id is None:
        return None
    return Upload.objects.select_for_update(no_key=True).get(pk=member.archive_id)


def followed(archive: Upload) -> list[Change]:
    """Set an archive's status and figures by its members'; returns what changed.

    The caller holds its row. While members are still to come, or it was cancelled, nothing does;
    its figures are added up whenever its last member has ended.
    """
    if archive.status in ("queued", "cancelled") or archive.deleted_at:
        return []
    busy = _members(archive.pk).exclude(status__in=ENDED).exists()
    own = None if busy and archive.status == "reading" else own_figures(archive.pk)
    if own is None:
        return []
    statuses = Counter(_members(archive.pk).values_list("status", flat=True))
    before = shown(archive)
    archive.counts = _total(own, archive.pk)
    archive.accounted = _adds_up(archive.counts)
    archive.status = _status(statuses, archive)
    if archive.status == before["status"] and archive.counts == before["counts"]:
        return []
    archive.finished_at = timezone.now() if archive.status in ("done", "failed") else None
    archive.version += 1
    archive.save()
    return [Change("upload.changed", "upload", str(archive.pk), before, shown(archive))]


def own_figures(archive_id: UUID) -> dict[str, int] | None:
    """Return what an archive itself left out or could not open; None until it is unpacked."""
    cursor = (
        Job.objects.filter(upload=archive_id, kind="ingest")
        .values_list("cursor", flat=True)
        .first()
    )
    found: dict[str, int] | None = (cursor or {}).get("own")
    return found


def close(archive: Upload) -> None:
    """Let an archive end as the members that were taken out of it end; the rest is left in it."""
    job = Job.objects.filter(upload=archive, kind="ingest").first()
    if job is not None and "own" not in job.cursor:
        job.cursor = {**job.cursor, "own": job.cursor.get("so_far", {})}
        job.save(update_fields=["cursor"])


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


def _members(archive_id: UUID) -> Any:
    return Upload.objects.filter(archive=archive_id, deleted_at=None)


def _status(statuses: Counter[str], archive: Upload) -> str:
    if any(status not in ENDED for status in statuses):
        return "reading"
    if statuses["review"]:
        return "review"
    return "done" if statuses["done"] and archive.accounted else "failed"


def _total(own: dict[str, int], archive_id: UUID) -> dict[str, Any]:
    """Add up an archive's own figures and its members'; one that came to nothing counts as one."""
    total: Counter[str] = Counter(own)
    declared: int | None = None
    for status, counts, duplicate in _members(archive_id).values_list(
        "status", "counts", "duplicate_of"
    ):
        if status in ("failed", "cancelled") or duplicate is not None:
            total["found"] += 1
            total["failed" if status == "failed" else "skipped"] += 1
            continue
        total.update({name: counts.get(name) or 0 for name in FIGURES})
        if counts.get("declared") is not None:
            declared = (declared or 0) + counts["declared"]
    return {name: total[name] for name in FIGURES} | {"declared": declared}


def _adds_up(counts: dict[str, Any]) -> bool:
    return bool(counts["found"] == counts["imported"] + counts["skipped"] + counts["failed"])
