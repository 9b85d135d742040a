"""What people say that the columns of tables mean: tried out, applied to uploads, remembered."""

from collections.abc import Mapping as Dict
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from corpus import events
from corpus.errors import ConflictError, ImpossibleError, NotFoundError
from corpus.events import Change
from corpus.ingest.tables.mapping import Fault, TableMapping, parse
from corpus.keyset import Order, Page, Place, page
from corpus.models import Corpus, CorpusCounter, Mapping, Problem, Upload, User
from corpus.services.statuses import change_status, discard_staged, locked
from corpus.services.uploads import start_job
from corpus.written import STAMP

OPEN = ("review", "failed", "cancelled")
MOST_PER_CORPUS = 500

_SHOWN = f"""
    m.id, m.corpus_id AS corpus, m.name, m.signature, m.mapping,
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x
        WHERE u.id IS NOT NULL) AS created_by,
    {STAMP.format("m.created_at")} AS created_at, {STAMP.format("m.used_at")} AS used_at, m.version
"""
_FROM = "FROM corpus_mapping m LEFT JOIN corpus_user u ON u.id = m.created_by_id"


def seen(upload: Upload, asked: Dict[str, Any]) -> dict[str, Any]:
    """Return what a table holds, with the mapping that it has, or that is remembered or guessed.

    `asked` may name another structure to look at: `records`, `sheet`, `header`.

    Raises:
        ConflictError: `not_a_table`.
        UnreadableError: the file cannot be read.
    """
    raise NotImplementedError


def tried(upload: Upload, given: Dict[str, Any]) -> dict[str, Any]:
    """Return the first threads as a mapping reads them, from the first rows; stores nothing.

    Raises:
        ImpossibleError: `bad_mapping`, with the fields that do not fit.
        ConflictError: `not_a_table`.
    """
    raise NotImplementedError


def list_mappings(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of what a corpus remembers, newest first."""
    return page(
        _SHOWN,
        f"{_FROM} WHERE m.corpus_id = %(corpus)s AND m.deleted_at IS NULL",
        {"corpus": corpus_id},
        order=Order("m.created_at", "timestamptz", "m.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def mapping_json(mapping_id: UUID) -> str:
    """Return one mapping as JSON."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_to_json(r)::text FROM (SELECT {_SHOWN} {_FROM} WHERE m.id = %s) AS r",
            [mapping_id],
        )
        return str(cursor.fetchone()[0])


def held(mapping_id: UUID, *, user: User) -> Mapping:
    """Return a mapping of one of the user's corpora, its row locked.

    Raises:
        NotFoundError: there is none, or it is another team's.
    """
    rows = Mapping.objects.select_for_update(of=("self",)).filter(pk=mapping_id, deleted_at=None)
    found = rows.filter(corpus__deleted_at=None, corpus__memberships__user=user).first()
    if found is None:
        raise NotFoundError(f"There is no mapping {mapping_id} in your corpora.")
    return found


def apply(upload: Upload, given: Dict[str, Any], *, actor: User) -> None:
    """Have a file that is not loaded read whole with a mapping, and loaded if all adds up.

    Raises:
        ConflictError: `already_loaded`, `not_a_table`.
        ImpossibleError: `bad_mapping`.
    """
    raise NotImplementedError


def remember(upload: Upload, given: Dict[str, Any], *, name: str, actor: User) -> None:
    """Keep a mapping for the next table of the upload's structure; it replaces the former one.

    Raises:
        ConflictError: `too_many`.
    """
    raise NotImplementedError


def change(mapping: Mapping, *, actor: User, changes: Dict[str, Any]) -> None:
    """Set its name or what it says; the caller holds the row and checked its version.

    Raises:
        ImpossibleError: `bad_mapping`.
    """
    raise NotImplementedError


def forget(mapping: Mapping, *, actor: User) -> None:
    """Forget it: the next table of its structure waits for a person again."""
    raise NotImplementedError
