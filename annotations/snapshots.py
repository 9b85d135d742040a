"""Snapshots: a corpus frozen under a name, exported again and again with the same bytes.

The rows are copied in `annotations/freezing.py`; what a citation needs is written down in `about`
when the snapshot is made, and its own words can be changed afterwards.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations import freezing
from annotations.exports import facts
from annotations.exports.order import Order
from annotations.exports.reading import reading
from annotations.models import CodebookVersion, Snapshot
from corpus import events, jobs
from corpus.errors import ConflictError
from corpus.events import Change
from corpus.models import Corpus, Event, Job, User
from corpus.version import VERSION

# Of `about`, what people may write; the rest was found when the snapshot was made.
WRITTEN_BY_PEOPLE = ("title", "description", "creators", "licence", "doi", "year", "keywords")


@transaction.atomic
def take_snapshot(*, corpus: Corpus, actor: User, name: str, note: str = "") -> Snapshot:
    """Have a worker freeze the corpus as it will then be.

    Raises:
        ImpossibleError: `schemas_refused`.
    """
    freezing.require_schemas()
    snapshot = Snapshot.objects.create(corpus=corpus, name=name, note=note, created_by=actor)
    jobs.enqueue(
        Job.objects.create(kind="snapshot", corpus=corpus, subject=snapshot.pk, unit="rows")
    )
    _tell(snapshot, actor.pk, "snapshot.created")
    return snapshot


def run(held: jobs.Held) -> bool:
    """Freeze the rows of a snapshot's job. One step; safe to take twice."""
    snapshot = Snapshot.objects.select_related("corpus").get(pk=str(held.job.subject))
    Snapshot.objects.filter(pk=snapshot.pk).update(status="running")
    held.unit, held.done, held.total = "rows", 0, _expected(snapshot.corpus)

    def tell(rows: int) -> None:
        held.done += rows
        held.total = max(held.total, held.done)
        held.refuse_if_lost()

    freezing.freeze(snapshot.pk, snapshot.corpus_id, tell=tell)
    snapshot.finished_at = timezone.now()
    snapshot.seq, snapshot.about = _about(snapshot)
    snapshot.status = "done"
    snapshot.version += 1
    held.total = held.done
    with transaction.atomic():
        jobs.advance(held, cursor={}, finished=True)
        snapshot.save(update_fields=["seq", "about", "status", "finished_at", "version"])
        _tell(snapshot, snapshot.created_by_id, "snapshot.changed")
    freezing.sweep()
    return False


def give_up(job: Job, reason: str) -> None:
    """End a snapshot that cannot be made."""
    with transaction.atomic():
        jobs.finish(job, status="failed", error=reason)
        Snapshot.objects.filter(pk=str(job.subject)).update(
            status="failed", error=reason, finished_at=timezone.now()
        )
        snapshot = Snapshot.objects.get(pk=str(job.subject))
        _tell(snapshot, snapshot.created_by_id, "snapshot.changed")


@transaction.atomic
def change_snapshot(snapshot: Snapshot, *, actor: User, changes: dict[str, Any]) -> Snapshot:
    """Set name, note or the citation's own words; the rows never change.

    The caller holds the row's lock and checked its version. A snapshot that is being made takes
    words only when it is done, since `about` is written then.

    Raises:
        ConflictError: `not_done`.
    """
    about = changes.pop("about", {})
    if about:
        require_done(snapshot)
    for field, value in changes.items():
        setattr(snapshot, field, value)
    snapshot.about = {**snapshot.about, **about}
    snapshot.version += 1
    snapshot.save(update_fields=["name", "note", "about", "version"])
    _tell(snapshot, actor.pk, "snapshot.changed")
    return snapshot


@transaction.atomic
def delete_snapshot(snapshot: Snapshot, *, actor: User) -> None:
    """Throw a snapshot and its rows away. The files that were exported from it stay.

    Raises:
        ConflictError: `snapshot_in_use`, an export of it is being written.
    """
    if snapshot.exports.filter(status__in=["queued", "running"]).exists():
        raise ConflictError(
            "An export of this snapshot is being written: wait for it, or delete it first.",
            code="snapshot_in_use",
        )
    for job in Job.objects.filter(kind="snapshot", subject=snapshot.pk).exclude(status="done"):
        jobs.finish(job, status="cancelled")
    _tell(snapshot, actor.pk, "snapshot.deleted")
    snapshot_id = snapshot.pk
    Snapshot.objects.filter(pk=snapshot_id).delete()
    transaction.on_commit(lambda: freezing.thaw(snapshot_id))


def _expected(corpus: Corpus) -> int:
    counter = corpus.counter
    return int(counter.threads + 2 * counter.posts + counter.annotations + counter.participants)


def _about(snapshot: Snapshot) -> tuple[int, dict[str, Any]]:
    """Return the last event that was frozen, and what a citation says of the frozen rows."""
    corpus = snapshot.corpus
    made_at = snapshot.finished_at
    order = Order(
        corpus=corpus.pk, format="csv", schema=freezing.schema_of(snapshot.pk), made_at=made_at
    )
    with reading(order) as held:
        found = facts.of(held)
        seq = held.seq
        files = facts.files(held)
    creators = [{"name": one["name"]} for one in found["coders"] if one["annotations"]]
    return seq, {
        "title": corpus.title,
        "description": corpus.description,
        "creators": creators or [{"name": corpus.title}],
        "licence": corpus.licence,
        "doi": "",
        "year": made_at.year if made_at else None,
        "keywords": [],
        **found,
        "codebook": {**found["codebook"], **_codebook(corpus.pk, seq)},
        "files": files,
        "software_version": VERSION,
    }


def _codebook(corpus_id: int, seq: int) -> dict[str, Any]:
    """Return the last frozen version of the codebook, and whether codes changed after it."""
    versions = CodebookVersion.objects.filter(corpus=corpus_id, seq__lte=seq).order_by("-number")
    last = versions.first()
    if last is None:
        return {"version": None, "name": "", "changed_since": False}
    later = Event.objects.filter(
        corpus=corpus_id, target_type="code", seq__gt=last.seq, seq__lte=seq
    )
    return {"version": last.number, "name": last.name, "changed_since": later.exists()}


def _tell(snapshot: Snapshot, actor_id: int | None, action: str) -> None:
    after = {"id": str(snapshot.pk), "name": snapshot.name, "status": snapshot.status}
    events.append(
        snapshot.corpus_id, actor_id, [Change(action, "snapshot", str(snapshot.pk), None, after)]
    )


def cited(snapshot: Snapshot) -> dict[str, Any]:
    """Return all that the descriptions of a snapshot's files say (`exports/citation.py`)."""
    made_at = snapshot.finished_at
    return {
        **snapshot.about,
        "id": str(snapshot.pk),
        "name": snapshot.name,
        "note": snapshot.note,
        "seq": snapshot.seq,
        "made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}" if made_at else "",
    }


def require_done(snapshot: Snapshot) -> None:
    """Refuse what only a finished snapshot can give.

    Raises:
        ConflictError: `not_done`.
    """
    if snapshot.status != "done":
        raise ConflictError(f"The snapshot is {snapshot.status}: wait for done.", code="not_done")
