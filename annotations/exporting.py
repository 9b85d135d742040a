"""Exports as long work: ordered, written by a worker, kept with a manifest."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations import freezing
from annotations.exports.formats import FORMATS
from annotations.exports.order import Order
from annotations.exports.writing import write_draft
from annotations.models import Annotation, Code, Export, Snapshot
from annotations.snapshots import cited
from corpus import events, jobs, privacy
from corpus.blobs import is_full
from corpus.errors import CatenaError, ConflictError, ImpossibleError, UnsupportedError
from corpus.events import Change
from corpus.models import Corpus, Job, Thread, User

log = logging.getLogger(__name__)
FULL = "No room is left on the server's disk. No half file was kept: make room and order it again."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody orders; the fields are those of the API."""

    format: str
    what: str = "annotations"
    profile: str = ""
    scope: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    snapshot: UUID | None = None


@transaction.atomic
def order_export(*, corpus: Corpus, actor: User, wanted: Wanted) -> Export:
    """Have a worker write coded data to a file.

    Raises:
        UnsupportedError: `unknown_format`.
        ImpossibleError: `not_available` (what, profile or option), `needs_snapshot`,
            `foreign_snapshot`; `foreign_thread`, `foreign_code` or `foreign_coder` in the scope.
        ConflictError: `not_done`, the snapshot is still being made.
    """
    check_wanted(wanted)
    snapshot = frozen(corpus, wanted)
    check_scope(corpus, wanted.scope, snapshot=snapshot)
    export = Export.objects.create(
        corpus=corpus,
        snapshot=snapshot,
        format=wanted.format,
        what=wanted.what,
        profile=wanted.profile or next(iter(FORMATS[wanted.format].profiles), ""),
        scope=dict(wanted.scope),
        options=dict(wanted.options),
        created_by=actor,
    )
    job = Job.objects.create(kind="export", corpus=corpus, export=export.pk, unit="rows")
    jobs.enqueue(job)
    _tell(export, actor.pk, "export.created")
    return export


def check_wanted(wanted: Wanted) -> None:
    """Refuse a format, content, profile or option that there is not.

    Raises:
        UnsupportedError: `unknown_format`.
        ImpossibleError: `not_available`.
    """
    there = FORMATS.get(wanted.format)
    if there is None:
        raise UnsupportedError(
            f"There is no export as {wanted.format} yet; there is {', '.join(FORMATS)}.",
            code="unknown_format",
        )
    refusals = {
        f"{there.says} cannot hold {wanted.what}; it holds {', '.join(there.whats)}.": (
            wanted.what not in there.whats
        ),
        f"{there.says} has no profile {wanted.profile}; there is {', '.join(there.profiles)}.": (
            wanted.profile not in ("", *there.profiles)
        ),
        f"{there.says} counts in code points only.": (
            wanted.options.get("offset_unit") == "utf16" and not there.utf16
        ),
        f"A {there.says} holds the whole corpus as it stands, with its real names.": (
            there.whole
            and bool(wanted.scope or wanted.snapshot or wanted.options.get("pseudonymise"))
        ),
    }
    for message, is_so in refusals.items():
        if is_so:
            raise ImpossibleError(message, code="not_available")


def frozen(corpus: Corpus, wanted: Wanted) -> Snapshot | None:
    """Return the snapshot that is to be exported; None: the corpus as it stands.

    Raises:
        ImpossibleError: `foreign_snapshot`, or `needs_snapshot` where a format asks for one.
        ConflictError: `not_done`.
    """
    if wanted.snapshot is None:
        if FORMATS[wanted.format].of_snapshots:
            message = f"{FORMATS[wanted.format].says} is made of a snapshot: make one first."
            raise ImpossibleError(message, code="needs_snapshot")
        return None
    snapshot = Snapshot.objects.filter(pk=wanted.snapshot, corpus=corpus).first()
    if snapshot is None:
        message = f"In this corpus there is no snapshot {wanted.snapshot}."
        raise ImpossibleError(message, code="foreign_snapshot")
    if snapshot.status != "done":
        raise ConflictError(f"The snapshot is {snapshot.status}: wait for done.", code="not_done")
    return snapshot


def check_scope(
    corpus: Corpus, scope: Mapping[str, Any], *, snapshot: Snapshot | None = None
) -> None:
    """Refuse a scope that names what is not of this corpus; an empty file would hide the mistake.

    With a `snapshot`, what was there when it was made counts.

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
        there = (
            freezing.known(snapshot.pk, kind, asked)
            if snapshot
            else set(rows.filter(pk__in=asked).values_list("pk", flat=True))
        )
        if strange := [one for one in asked if one not in there]:
            message = f"In this corpus there is no {kind} {strange[0]}."
            raise ImpossibleError(
                message,
                code=f"foreign_{kind}",
                fields=[(f"scope.{name}", f"foreign_{kind}", message)],
            )


def run(held: jobs.Held) -> bool:
    """Write the file of an export job. One step; safe to take twice."""
    export = Export.objects.select_related("corpus", "created_by", "snapshot").get(
        pk=str(held.job.export)
    )
    Export.objects.filter(pk=export.pk).update(status="running")
    keep = partial(_keep, held, export)
    try:
        write_draft(order_of(export), path_of(export), tally=_Watched(held), keep=keep)
    except (OSError, psycopg.errors.DiskFull) as error:
        if isinstance(error, OSError) and not is_full(error):
            raise
        log.warning("Export %s: no room is left.", export.pk)
        give_up(held.job, FULL)
    except CatenaError as error:
        give_up(held.job, error.detail)
    return False


@dataclass(slots=True)
class _Watched:
    """The tally of an export: whoever fills it stops soon after the export was deleted."""

    held: jobs.Held

    @property
    def done(self) -> int:
        return self.held.done

    @done.setter
    def done(self, value: int) -> None:
        self.held.refuse_if_lost()
        self.held.done = value

    @property
    def total(self) -> int:
        return self.held.total

    @total.setter
    def total(self, value: int) -> None:
        self.held.total = value


def _keep(
    held: jobs.Held, export: Export, manifest: dict[str, Any], take: Callable[[], None]
) -> None:
    """Store the manifest and name the file, if the job is still ours."""
    held.done = held.total = manifest["rows"]
    now = timezone.now()
    neutralised = FORMATS[export.format].neutralises
    export.manifest = {
        **manifest,
        "format": export.format,
        "what": export.what,
        "profile": export.profile,
        "scope": export.scope,
        "options": {**({"neutralise_formulas": True} if neutralised else {}), **export.options},
        "created_at": f"{now:%Y-%m-%dT%H:%M:%S.%f}Z",
        "created_by": export.created_by.username if export.created_by else None,
        "snapshot": export.snapshot.name if export.snapshot else None,
    }
    export.status, export.finished_at = "done", now
    export.version += 1
    with transaction.atomic():
        jobs.advance(held, cursor={}, finished=True)
        export.save(update_fields=["status", "manifest", "finished_at", "version"])
        _tell(export, export.created_by_id, "export.changed")
        take()


def give_up(job: Job, reason: str) -> None:
    """End an export that cannot be written."""
    jobs.finish(job, status="failed", error=reason)
    export = Export.objects.filter(pk=str(job.export)).first()
    if export is not None:
        export.status, export.error, export.finished_at = "failed", reason, timezone.now()
        export.save(update_fields=["status", "error", "finished_at"])
        _tell(export, export.created_by_id, "export.changed")


def path_of(export: Export) -> Path:
    """Return where an export's file lies."""
    return Path(settings.EXPORTS) / f"{export.pk}.{FORMATS[export.format].extension}"


def order_of(export: Export) -> Order:
    """Return what a stored export asks for."""
    snapshot = export.snapshot
    wanted = Wanted(export.format, export.what, export.profile, export.scope, export.options)
    order = as_order(export.corpus_id, wanted)
    if snapshot:
        order = replace(order, options={**order.options, "about": cited(snapshot)})
    return replace(
        order,
        made_at=snapshot.finished_at if snapshot else export.created_at,
        schema=freezing.schema_of(snapshot.pk) if snapshot else "",
    )


def as_order(corpus_id: int, wanted: Wanted) -> Order:
    """Return what is wanted of a corpus as the writers take it."""
    options = wanted.options
    return Order(
        corpus=corpus_id,
        format=wanted.format,
        what=wanted.what,
        profile=wanted.profile,
        scope=wanted.scope,
        offset_unit=options.get("offset_unit", "codepoint"),
        bom=options.get("bom", False),
        neutralise=options.get("neutralise_formulas", FORMATS[wanted.format].neutralises),
        pseudonymise=options.get("pseudonymise", False),
        texts=options.get("texts", True),
        hidden=options.get("hidden", False),
        options=options,
        made_at=timezone.now(),
        base_url=settings.SITE_URL,
        pseudonym_key=privacy.key_of(corpus_id).hex(),
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
