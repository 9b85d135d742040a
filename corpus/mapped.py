"""Tables that came in: what their columns are, what a mapping makes of them; stores nothing.

Applying and remembering mappings is the matter of `corpus/services/mappings.py`.
"""

from collections.abc import Mapping as Dict
from typing import Any
from uuid import UUID

from django.db import connection

from corpus.errors import ConflictError, ImpossibleError, NotFoundError
from corpus.ingest import registry
from corpus.ingest.accounting import Account
from corpus.ingest.events import Failed, Noted, PostRead, ReadOptions, Skipped, ThreadRead, Written
from corpus.ingest.preview import problem
from corpus.ingest.source import Source
from corpus.ingest.tables import look, reader
from corpus.ingest.tables.mapping import Fault, Shape, TableMapping, parse, shape_of
from corpus.ingest.tables.reading import read_sample
from corpus.ingest.tables.table import Table
from corpus.keyset import Order, Page, Place, page
from corpus.models import Mapping, Upload, User
from corpus.reading import options_of, source_of
from corpus.recalling import recalled
from corpus.written import STAMP

SHOWN_THREADS = 5
SHOWN_POSTS = 20
SHOWN_PROBLEMS = 20
SHOWN_CHARACTERS = 2_000

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
        ImpossibleError: `bad_mapping`, there is nothing where `asked` says.
    """
    form, source, options = table_of(upload)
    if asked:
        table = reader.open_table(form, source, Shape(**asked, looking=True))
        shown = look.seen(form, table, look.sample_of(table), None)
        return {**shown, "origin": "guessed", "faults": []}
    given, faults = parse(options.mapping) if options.mapping else (None, [])
    origin = "given" if given else "guessed"
    if given is None and (kept := recalled(upload.corpus_id, form, source)) is not None:
        (given, faults), origin = parse(kept.mapping), "remembered"
    table, misfits = _opened(form, source, given)
    sample = look.sample_of(table)
    if given is not None:
        faults = [*faults, *misfits, *([] if misfits else reader.faults_of(table, given))]
    shown = look.seen(form, table, sample, given)
    return {**shown, "origin": origin, "faults": [one._asdict() for one in faults]}


def tried(upload: Upload, given: Dict[str, Any]) -> dict[str, Any]:
    """Return the first threads as a mapping reads them, from the first rows.

    Raises:
        ConflictError: `not_a_table`.
        ImpossibleError: `bad_mapping`, with the fields that do not fit.
    """
    form, source, options = table_of(upload)
    made, table = reader.fitted(form, source, given)
    sample = look.sample_of(table)
    account, threads, problems = Account(), list[ThreadRead](), list[dict[str, Any]]()
    for event in read_sample(table, sample, reader.asked(source, options, made)):
        account.add(event)
        match event:
            case ThreadRead() if len(threads) < SHOWN_THREADS:
                threads.append(event)
            case Noted() | Failed() | Skipped() if len(problems) < SHOWN_PROBLEMS:
                problems.append(problem(event))
            case _:
                pass
    return {
        "threads": [_thread(one) for one in threads],
        "counts": account.counts(),
        "sampled_rows": len(sample.units),
        "whole": sample.whole,
        "dates": look.dates_of(sample, made),
        "problems": problems,
    }


def table_of(upload: Upload) -> tuple[str, Source, ReadOptions]:
    """Return as what table an upload is read, its file, and what was said of it.

    Raises:
        ConflictError: `not_a_table`.
    """
    source, options = source_of(upload), options_of(upload)
    chosen, _, _ = registry.choose(source, options)
    if not chosen.mapped:
        raise ConflictError(
            f"This file is read as {chosen.format}, which needs no mapping. Have it read as a "
            "table first if it is one.",
            code="not_a_table",
        )
    return chosen.format, source, options


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


def _opened(form: str, source: Source, given: TableMapping | None) -> tuple[Table, list[Fault]]:
    """Open a table as its mapping says; where that is not there, as it is found by itself."""
    if given is None:
        return reader.open_table(form, source, Shape()), []
    try:
        return reader.open_table(form, source, shape_of(given)), []
    except ImpossibleError as error:
        misfits = [Fault(name.removeprefix("mapping."), *rest) for name, *rest in error.fields]
        return reader.open_table(form, source, Shape()), misfits


def _thread(thread: ThreadRead) -> dict[str, Any]:
    return {
        "title": thread.title,
        "author": thread.author,
        "written_at": _at(thread.written),
        "url": thread.url,
        "attributes": dict(thread.attributes),
        "comments": len(thread.posts) - 1,
        "posts": [_post(one) for one in thread.posts[:SHOWN_POSTS]],
    }


def _post(post: PostRead) -> dict[str, Any]:
    return {
        "number": post.number,
        "parent": post.parent,
        "depth": post.depth,
        "kind": post.kind,
        "author": post.author,
        "written_at": _at(post.written),
        "written_at_raw": post.written.raw,
        "status": post.status,
        "text": post.text[:SHOWN_CHARACTERS],
    }


def _at(written: Written) -> str | None:
    return written.at.isoformat() if written.at else None
