"""The writes of an archive's import: rows, the words to search, the end, and a failure's traces."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from annotations.archive.ids import Row
from annotations.archive.moving import people
from annotations.archive.package import DamagedError, Package
from annotations.archive.tables import CORPUS, TABLES, WITH_CORPUS, Table
from annotations.models import ProjectImport
from corpus import attributes, events, staging
from corpus.events import TALLIES, Change
from corpus.indexing import COLUMNS as INDEX_COLUMNS
from corpus.indexing import corpus_lexeme
from corpus.models import Corpus, CorpusCounter, Membership, RestingMembership, User
from corpus.rules import Role
from corpus.search.tokens import quote, tsvector_literal
from corpus.services.corpora import FIELDS, check_timezone

_WIPE_SECONDS = 60
# A forged history could otherwise turn back what is somebody else's.
_FOREIGN = """
SELECT e.target_id FROM corpus_event e JOIN annotations_annotation a
    ON e.target_type = 'annotation' AND a.id = e.target_id::uuid
WHERE e.corpus_id = %(corpus)s AND a.corpus_id <> e.corpus_id
UNION ALL
SELECT e.target_id FROM corpus_event e JOIN annotations_memo m
    ON e.target_type = 'memo' AND m.id = e.target_id::uuid
WHERE e.corpus_id = %(corpus)s AND m.corpus_id <> e.corpus_id
UNION ALL
SELECT x.id::text FROM annotations_code k CROSS JOIN unnest(k.examples) AS x(id)
    JOIN annotations_annotation a ON a.id = x.id
WHERE k.corpus_id = %(corpus)s AND a.corpus_id <> k.corpus_id
LIMIT 1
"""


def insert(table: Table, lines: Sequence[str], *, corpus_id: int) -> None:
    """Insert rows that are JSON objects, in their order."""
    if not lines:
        return
    names = [name for name in table.kinds if (table.name, name) != ("posts", "index")]
    columns = ", ".join(f'"{name}"' for name in names)
    own = ("corpus_id, ", "%(corpus)s, ") if table.name in WITH_CORPUS else ("", "")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table.table} ({own[0]}{columns}) SELECT {own[1]}{columns}"
            f" FROM json_populate_recordset(NULL::{table.table}, %(rows)s::json)",
            {"corpus": corpus_id, "rows": f"[{','.join(lines)}]"},
        )


def index(rows: Sequence[Row], *, corpus_id: int) -> None:
    """Write down where posts' sentences and paragraphs are, and their words for the search."""
    team = quote(corpus_lexeme(corpus_id))
    found = [_index_line(row, corpus_id, team) for row in rows if row["index"] is not None]
    if found:
        staging.copy_rows("corpus_postindex", INDEX_COLUMNS, found)


def _index_line(row: Row, corpus_id: int, team: str) -> str:
    told = row["index"]
    try:
        likeness = told["fingerprint"]
        cells = (
            str(int(row["id"])), str(corpus_id), str(int(told["text_version"])),
            _spans(told["sentences"]), _spans(told["paragraphs"]), staging.copied(told["language"]),
            staging.copied(f"{tsvector_literal(row['text'])} {team}"),
            staging.NULL if likeness is None else str(int(likeness)),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedError(f"The archive contradicts itself in an index: {error}.") from error
    return "\t".join(cells) + "\n"


def _spans(spans: Sequence[Sequence[int]]) -> str:
    return "{" + ",".join(f"{{{int(start)},{int(end)}}}" for start, end in spans) + "}"


def check_references() -> None:
    """Have the database say now whether everything that rows name is there."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def complete(
    corpus: Corpus, project: ProjectImport, package: Package, *, users: Mapping[str, int]
) -> None:
    """Give the corpus its settings, totals and members, and let it be seen.

    Raises:
        DamagedError: what it says of itself cannot be.
    """
    said = package.json(CORPUS)
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN, {"corpus": corpus.pk})
        if cursor.fetchone() is not None:
            raise DamagedError("The archive's history is of things that are not its own.")
    _settle(corpus, said)
    if "tables/attributes.jsonl" not in package.parts:
        attributes.register_loaded(corpus.pk)
    _take_in(corpus, project, package, users)
    told = {
        "archive": project.sha256, "title": str(said.get("title", "")),
        "as_of_seq": package.manifest.get("as_of_seq"), "made_at": package.manifest.get("made_at"),
        "software_version": package.manifest.get("software_version"),
    }  # fmt: skip
    now = timezone.now()
    ProjectImport.objects.filter(pk=project.pk).update(
        status="done", finished_at=now, result=_counts(package), report=told
    )
    events.append(
        corpus.pk,
        project.created_by_id,
        [Change("corpus.imported", "corpus", corpus.pk, None, told)],
    )


def _counts(package: Package) -> dict[str, int]:
    return {table.name: int(package.parts[table.path].get("rows", 0)) for table in TABLES}


def _settle(corpus: Corpus, said: Mapping[str, Any]) -> None:
    try:
        for name in FIELDS:
            setattr(corpus, name, said[name])
        check_timezone(corpus.timezone)
        corpus.created_at = parse_datetime(said["created_at"]) or corpus.created_at
        corpus.version, corpus.deleted_at = int(said["version"]), None
        totals = {name: int(said[name]) for name in ("seq", *TALLIES)}
        corpus.save()
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"The archive's {CORPUS} is not that of a corpus: {error}.") from error
    CorpusCounter.objects.filter(corpus=corpus).update(**totals)


def _take_in(
    corpus: Corpus, project: ProjectImport, package: Package, users: Mapping[str, int]
) -> None:
    """Make the caller its owner; the others rest until an owner lets them in."""
    owner = project.created_by
    if owner is None:
        raise DamagedError("Nobody is there whose corpus it could be.")
    Membership.objects.create(corpus=corpus, user=owner, role=Role.OWNER)
    for person in people(package):
        user = users[str(person.id)]
        if person.role and user != owner.pk:
            since = parse_datetime(person.since or "") or timezone.now()
            RestingMembership.objects.create(
                corpus=corpus, user_id=user, role=person.role, created_at=since, version=1
            )


def fail(project: ProjectImport, reason: str, *, made: Sequence[int]) -> None:
    """Say why nothing came of it, and take away what was loaded; what is left nobody sees."""
    ProjectImport.objects.filter(pk=project.pk).update(
        status="failed", error=reason, finished_at=timezone.now()
    )
    with suppress(DatabaseError), transaction.atomic():
        _wipe(project.corpus_id)
    with suppress(DatabaseError, ProtectedError), transaction.atomic():
        User.objects.filter(pk__in=made, is_active=False).delete()


def _wipe(corpus_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{_WIPE_SECONDS}s'")
        cursor.execute("DELETE FROM corpus_postindex WHERE corpus_id = %s", [corpus_id])
        for table in reversed(TABLES):
            cursor.execute(
                f"DELETE FROM {table.table} WHERE ctid IN"
                f" (SELECT x.ctid FROM {table.table} x {table.source})",
                {"corpus": corpus_id},
            )
