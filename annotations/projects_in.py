"""Coded projects of other programs that come in: kept, confirmed, cancelled, shown.

Reading and loading them is `projects_in_work`; the formats are `annotations/projects`.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotations.models import ProjectImport
from annotations.projects.conventions import BY_NAME
from annotations.projects_in_people import members_of
from corpus import blobs, events, jobs
from corpus.errors import ConflictError, ImpossibleError
from corpus.events import Change
from corpus.models import Corpus, Job, User
from corpus.services.uploads import one_at_a_time


def receive(
    corpus: Corpus, *, actor: User, name: str, chunks: Iterable[bytes]
) -> tuple[ProjectImport, bool]:
    """Keep a project's file and have it read by a worker; returns it, and whether it is new.

    The same bytes again are the former project, unless that failed or was cancelled.

    Raises:
        TooLargeError: the file exceeds the limit; nothing is kept.
        StorageFullError: no room is left; nothing is kept.
    """
    blob = blobs.keep(chunks, limit=settings.UPLOAD_LIMIT)
    with transaction.atomic():
        one_at_a_time(corpus, [blob.sha256])
        known = (
            ProjectImport.objects.filter(corpus=corpus, sha256=blob.sha256)
            .exclude(status__in=["failed", "cancelled"])
            .first()
        )
        if known is not None:
            return known, False
        project = ProjectImport.objects.create(
            corpus=corpus,
            name=blobs.label(name),
            size=blob.size,
            sha256=blob.sha256,
            created_by=actor,
        )
        start_job(project)
        change = Change("project.created", "project", str(project.pk), None, shown(project))
        events.append(corpus.pk, actor.pk, [change])
    return project, True


def start_job(project: ProjectImport) -> None:
    """Queue the next piece of work on a project: reading it, or loading it."""
    job, _ = Job.objects.update_or_create(
        kind="project",
        subject=project.pk,
        defaults={
            "corpus_id": project.corpus_id,
            "status": "queued",
            "lease_until": None,
            "holder": None,
            "attempts": 0,
            "cursor": {},
            "done": 0,
            "total": 0,
            "unit": "codings",
        },
    )
    jobs.enqueue(job)


@transaction.atomic
def confirm(
    project_id: UUID,
    *,
    actor: User,
    convention: str = "",
    coders: Mapping[str, str | None] | None = None,
) -> ProjectImport:
    """Load what was found and shown for review.

    `convention` is how positions are counted, the one that fits best unless it is given.
    `coders` says for names of the file which member of the corpus each is; None: none of them.
    Who is not named is matched by user name or name.

    Raises:
        ConflictError: `not_in_review`.
        ImpossibleError: `unknown_convention`, `foreign_coder`.
    """
    project = held(project_id)
    if project.status != "review":
        raise ConflictError(
            f"There is nothing to confirm: this project is {project.status}.", code="not_in_review"
        )
    if convention and convention not in BY_NAME:
        message = f"There is no convention {convention[:40]}; there is {', '.join(BY_NAME)}."
        raise ImpossibleError(
            message,
            code="unknown_convention",
            fields=[("convention", "unknown_convention", message)],
        )
    _check_coders(project, coders or {})
    project.choices = {
        "convention": convention or project.report["chosen"],
        "coders": dict(coders or {}),
    }
    start_job(project)
    change_status(project, "loading", actor=actor)
    return project


def _check_coders(project: ProjectImport, coders: Mapping[str, str | None]) -> None:
    there = {one["name"] for one in project.report["coders"]}
    members = {one.username for one in members_of(project.corpus_id)}
    for name, username in coders.items():
        message = ""
        if name not in there:
            message = f"The file names no coder “{name[:80]}”."
        elif username is not None and username not in members:
            message = f"{username[:80]} is no member of this corpus."
        if message:
            raise ImpossibleError(
                message, code="foreign_coder", fields=[("coders", "foreign_coder", message)]
            )


@transaction.atomic
def cancel(project_id: UUID, *, actor: User) -> ProjectImport:
    """Leave a project out that has not begun to load. Its file is kept.

    Raises:
        ConflictError: `too_late`.
    """
    project = held(project_id)
    if project.status == "cancelled":
        return project
    if project.status not in ("queued", "reading", "review"):
        raise ConflictError(
            f"This project is {project.status}: it is too late to leave it out.", code="too_late"
        )
    for job in Job.objects.filter(kind="project", subject=project.pk):
        jobs.finish(job, status="cancelled")
    change_status(project, "cancelled", actor=actor)
    return project


def held(project_id: UUID) -> ProjectImport:
    """Lock a project's row until the transaction ends."""
    return ProjectImport.objects.select_for_update(no_key=True).get(pk=project_id)


def change_status(project: ProjectImport, status: str, *, actor: User | None) -> None:
    """Set a held project's status, with whatever else was set on it, and tell of it."""
    change = changed(project, status)
    events.append(project.corpus_id, actor.pk if actor else None, [change])


def changed(project: ProjectImport, status: str) -> Change:
    """Set a held project's status; returns what is to be told."""
    before = shown(project)
    project.status = status
    project.version += 1
    if status in ("done", "failed", "cancelled"):
        project.finished_at = timezone.now()
    project.save()
    return Change("project.changed", "project", str(project.pk), before, shown(project))


def shown(project: ProjectImport) -> dict[str, Any]:
    """Return what the log of changes keeps of a project."""
    return {
        "id": str(project.pk),
        "name": project.name,
        "format": project.format_name,
        "status": project.status,
        "version": project.version,
    }
