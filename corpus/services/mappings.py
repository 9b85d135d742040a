"""What people say that the columns of tables mean: applied to uploads, remembered, forgotten."""

from collections.abc import Mapping as Dict
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from corpus import events, mapped
from corpus.errors import ConflictError
from corpus.events import Change
from corpus.ingest.tables import look, reader
from corpus.ingest.tables.mapping import TableMapping, parse, refusal
from corpus.models import CorpusCounter, Mapping, Problem, Upload, User
from corpus.recalling import remembered
from corpus.services.statuses import change_status, discard_staged, locked
from corpus.services.uploads import start_job

OPEN = ("review", "failed", "cancelled")
MOST_PER_CORPUS = 500
MOST_AGAIN = 1000


def checked(given: Dict[str, Any]) -> TableMapping:
    """Return a mapping of which only the columns are not known yet.

    Raises:
        ImpossibleError: `bad_mapping`.
    """
    made, faults = parse(given)
    if faults:
        raise refusal(faults)
    return made


@transaction.atomic
def apply(upload: Upload, given: Dict[str, Any], *, actor: User) -> None:
    """Have a file that is not loaded read whole with a mapping, and loaded if all adds up.

    Raises:
        ConflictError: `already_loaded`, `not_a_table`.
        ImpossibleError: `bad_mapping`.
    """
    form, source, _ = mapped.table_of(upload)
    made, _ = reader.fitted(form, source, given)
    held = locked(upload.pk)
    loaded = held.threads.exists() or held.duplicate_of_id
    if held.status not in OPEN or loaded:
        raise ConflictError(
            f"This upload is {held.status}: only what is not loaded can be mapped. Delete it and "
            "upload the file again.",
            code="already_loaded",
        )
    held.options = {**held.options, "mapping": made.shown()}
    _read_again(held, cursor={"confirmed": True}, actor=actor)


@transaction.atomic
def remember(upload: Upload, given: Dict[str, Any], *, name: str, actor: User) -> None:
    """Keep a mapping for the next table of the upload's structure; it replaces the former one.

    Raises:
        ConflictError: `too_many`.
    """
    form, source, _ = mapped.table_of(upload)
    made, table = reader.fitted(form, source, given)
    if len(table.sheets) == 1:
        # The only sheet of the next workbook may be called otherwise.
        made = replace(made, sheet=None)
    signature = look.signature_of(form, table, look.sample_of(table))
    CorpusCounter.objects.select_for_update().get(corpus=upload.corpus_id)
    former = remembered(upload.corpus_id, signature)
    if former is not None:
        named = {"name": name} if name else {}
        change(former, actor=actor, changes={"mapping": made.shown(), **named})
        return
    if Mapping.objects.filter(corpus=upload.corpus_id, deleted_at=None).count() >= MOST_PER_CORPUS:
        raise ConflictError(
            f"A corpus remembers at most {MOST_PER_CORPUS} mappings; delete one.", code="too_many"
        )
    kept = Mapping.objects.create(
        corpus_id=upload.corpus_id,
        name=name or upload.name[:200],
        signature=signature,
        mapping=made.shown(),
        created_by=actor,
        used_at=timezone.now(),
    )
    _tell(kept, "mapping.created", None, _described(kept), actor)


def look_again(corpus_id: int, *, actor: User) -> None:
    """Have the tables that wait for a mapping read again: one may be remembered for them by now.

    Each in a transaction of its own, lest many rows be held at a time.
    """
    waiting = Upload.objects.filter(corpus=corpus_id, status="review", deleted_at=None)
    rows = waiting.filter(problem_counts__has_key="mapping_needed").order_by("created_at")
    for key in list(rows.values_list("pk", flat=True)[:MOST_AGAIN]):
        with transaction.atomic():
            held = locked(key)
            if held.status == "review" and held.deleted_at is None:
                _read_again(held, cursor={}, actor=actor)


def _read_again(held: Upload, *, cursor: dict[str, Any], actor: User) -> None:
    """Have a file of which nothing is loaded read from its beginning; the caller holds its row."""
    discard_staged(held.pk)
    Problem.objects.filter(upload=held).delete()
    held.problem_counts, held.finished_at = {}, None
    start_job(held)
    held.jobs.filter(kind="ingest").update(cursor=cursor)
    change_status(held, "queued", actor=actor)


@transaction.atomic
def change(mapping: Mapping, *, actor: User, changes: Dict[str, Any]) -> None:
    """Set its name or what it says; the caller holds the row and checked its version.

    Raises:
        ImpossibleError: `bad_mapping`.
    """
    before = _described(mapping)
    if "name" in changes:
        mapping.name = changes["name"]
    if "mapping" in changes:
        mapping.mapping = checked(changes["mapping"]).shown()
    mapping.version += 1
    mapping.save(update_fields=["name", "mapping", "version"])
    _tell(mapping, "mapping.changed", before, _described(mapping), actor)


@transaction.atomic
def forget(mapping: Mapping, *, actor: User) -> None:
    """Forget it: the next table of its structure waits for a person again."""
    mapping.deleted_at = timezone.now()
    mapping.version += 1
    mapping.save(update_fields=["deleted_at", "version"])
    _tell(mapping, "mapping.deleted", _described(mapping), None, actor)


def _described(mapping: Mapping) -> dict[str, Any]:
    return {"name": mapping.name, "mapping": mapping.mapping}


def _tell(
    mapping: Mapping,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    actor: User,
) -> None:
    change = Change(action, "mapping", str(mapping.pk), before, after)
    events.append(mapping.corpus_id, actor.pk, [change])
