"""Exports as long work: ordered, written by a worker, kept with a manifest."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.exports.writing import FORMATS, Order, write
from annotations.models import Annotation, Code, Export
from corpus import events, jobs
from corpus.errors import ImpossibleError, UnsupportedError
from corpus.events import Change
from corpus.models import Corpus, Job, Thread, User


@transaction.atomic
def order_export(
    *, corpus: Corpus, actor: User, file_format: str, scope: dict[str, Any], options: dict[str, Any]
) -> Export:
    """Have a worker write coded data to a file.

    Raises:
        UnsupportedError: `unknown_format`.
        ImpossibleError: `foreign_thread`, `foreign_code` or `foreign_coder` in the scope.
    """
    check_scope(corpus, scope)
    if file_format not in FORMATS:
        raise UnsupportedError(
            f"There is no export as {file_format} yet; there is {' and '.join(FORMATS)}.",
            code="unknown_format",
        )
    export = Export.objects.create(
        corpus=corpus, format=file_format, scope=scope, options=options, created_by=actor
    )
    job = Job.objects.create(kind="export", corpus=corpus, export=export.pk, unit="rows")
    jobs.enqueue(job)
    _tell(export, actor.pk, "export.created")
    return export


def check_scope(corpus: Corpus, scope: Mapping[str, Any]) -> None:
    """Refuse a scope that names what is not of this corpus; an empty file would hide the mistake.

    Raises:
        ImpossibleError: `foreign_thread`, `foreign_code` or `foreign_coder`.
    """
    threads = Thread.objects.filter(corpus=corpus, deleted_at=None)
    codes = Code.objects.filter(corpus=corpus, deleted_at=None)
    coded = Annotation.objects.filter(corpus=corpus).values("coder")
    coders = User.objects.filter(Q(memberships__corpus=corpus) | Q(pk__in=coded)).distinct()
    known: dict[str, tuple[QuerySet[Any], str]] = {
        "threads": (threads, "thread"),
        "codes": (codes, "code"),
        "subtree": (codes, "code"),
        "coders": (coders, "coder"),
    }
    for name, (rows, kind) in known.items():
        if name not in scope:
            continue
        asked = scope[name] if isinstance(scope[name], list) else [scope[name]]
        there = set(rows.filter(pk__in=asked).values_list("pk", flat=True))
        if strange := [one for one in asked if one not in there]:
            message = f"In this corpus there is no {kind} {strange[0]}."
            raise ImpossibleError(
                message,
                code=f"foreign_{kind}",
                fields=[(f"scope.{name}", f"foreign_{kind}", message)],
            )


def run(held: jobs.Held) -> bool:
    """Write the file of an export job. One step; safe to take twice."""
    export = Export.objects.select_related("corpus", "created_by").get(pk=str(held.job.export))
    order = order_of(export)
    Export.objects.filter(pk=export.pk).update(status="running")
    manifest = write(order, path_of(export), tally=held)
    held.done = held.total = manifest["rows"]
    now = timezone.now()
    export.manifest = {
        **manifest,
        "scope": export.scope,
        "options": export.options,
        "created_at": f"{now:%Y-%m-%dT%H:%M:%S.%f}Z",
        "created_by": export.created_by.username if export.created_by else None,
    }
    export.status, export.finished_at = "done", now
    export.version += 1
    with transaction.atomic():
        export.save(update_fields=["status", "manifest", "finished_at", "version"])
        jobs.advance(held, cursor={}, finished=True)
        _tell(export, export.created_by_id, "export.changed")
    return False


def give_up(job: Job, reason: str) -> None:
    """End an export that cannot be written."""
    jobs.finish(job, status="failed", error=reason)
    Export.objects.filter(pk=str(job.export)).update(
        status="failed", error=reason, finished_at=timezone.now()
    )


def path_of(export: Export) -> Path:
    """Return where an export's file lies."""
    return Path(settings.EXPORTS) / f"{export.pk}.{export.format}"


def order_of(export: Export) -> Order:
    """Return what a stored export asks for."""
    return Order(
        corpus=export.corpus_id,
        format=export.format,
        scope=export.scope,
        offset_unit=export.options.get("offset_unit", "codepoint"),
        bom=export.options.get("bom", False),
        neutralise=export.options.get("neutralise_formulas", False),
    )


def delete_export(export_id: UUID) -> None:
    """Remove an export and its file; one that is being written is stopped."""
    export = Export.objects.get(pk=export_id)
    for job in Job.objects.filter(export=export_id).exclude(status="done"):
        jobs.finish(job, status="cancelled")
    path_of(export).unlink(missing_ok=True)
    export.delete()


def _tell(export: Export, actor_id: int | None, action: str) -> None:
    after = {"id": str(export.pk), "format": export.format, "status": export.status}
    events.append(
        export.corpus_id, actor_id, [Change(action, "export", str(export.pk), None, after)]
    )
