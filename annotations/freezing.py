"""A snapshot's rows: copied into a database schema of their own, dropped, found when left over.

What the writers of exports read is copied under the tables' own names, so that the same SELECTs
read either (`annotations/exports/reading.py`). Passwords, e-mail addresses, what was deleted and
the history stay behind.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from uuid import UUID

from django.db import connection as django_connection
from psycopg.sql import SQL, Identifier

from corpus.database import own_connection
from corpus.errors import ImpossibleError

PREFIX = "snapshot_"
_THREADS = "SELECT id FROM corpus_thread WHERE corpus_id = %(corpus)s AND deleted_at IS NULL"
_POSTS = f"SELECT id FROM corpus_post WHERE corpus_id = %(corpus)s AND thread_id IN ({_THREADS})"
_OF_CORPUS = "SELECT * FROM {} WHERE corpus_id = %(corpus)s"
_VISIBLE = f"{_OF_CORPUS} AND deleted_at IS NULL"
_PEOPLE = """
SELECT id, username, name FROM corpus_user WHERE id IN (
    SELECT coder_id FROM annotations_annotation WHERE corpus_id = %(corpus)s
    UNION SELECT author_id FROM annotations_memo WHERE corpus_id = %(corpus)s
    UNION SELECT user_id FROM corpus_membership WHERE corpus_id = %(corpus)s)
"""
# What is copied, in the order of the counting, and which columns the SELECTs look rows up by.
COPIED: dict[str, tuple[str, tuple[str, ...]]] = {
    "corpus_corpus": ("SELECT * FROM corpus_corpus WHERE id = %(corpus)s", ()),
    "corpus_corpuscounter": (_OF_CORPUS, ()),
    "corpus_user": (_PEOPLE, ("id",)),
    "corpus_upload": (_VISIBLE, ("id",)),
    "corpus_participant": (_OF_CORPUS, ("id",)),
    "corpus_thread": (_VISIBLE, ("id",)),
    "corpus_post": (
        f"SELECT * FROM corpus_post WHERE corpus_id = %(corpus)s AND thread_id IN ({_THREADS})",
        ("id", "thread_id, number"),
    ),
    "corpus_postindex": (
        "SELECT post_id, corpus_id, text_version, sentences, paragraphs, language"
        f" FROM corpus_postindex WHERE post_id IN ({_POSTS})",
        ("post_id",),
    ),
    "corpus_postlink": (f"SELECT * FROM corpus_postlink WHERE post_id IN ({_POSTS})", ("post_id",)),
    "annotations_code": (_OF_CORPUS, ("id", "parent_id")),
    "annotations_codebookversion": (_OF_CORPUS, ()),
    "annotations_annotation": (
        f"{_VISIBLE} AND thread_id IN ({_THREADS})",
        ("id", "thread_id", "post_id", "code_id"),
    ),
    "annotations_memo": (_VISIBLE, ("target_type, target_id",)),
}


def schema_of(snapshot_id: UUID) -> str:
    """Return the name of the schema in which a snapshot's rows lie."""
    return f"{PREFIX}{snapshot_id.hex}"


def freeze(snapshot_id: UUID, corpus_id: int, *, tell: Callable[[int], None]) -> None:
    """Copy a corpus' rows as they are at one moment; all or nothing. `tell` is given row counts.

    What an earlier try left is thrown away first.
    """
    schema = Identifier(schema_of(snapshot_id))
    with closing(own_connection(autocommit=False)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
        connection.execute(SQL("CREATE SCHEMA {}").format(schema))
        for name, (select, looked_up) in COPIED.items():
            table = Identifier(schema_of(snapshot_id), name)
            make = SQL("CREATE TABLE {} AS ").format(table)
            made = connection.execute(
                make + SQL(select).format(Identifier(name)), {"corpus": corpus_id}
            )
            for columns in looked_up:
                connection.execute(SQL("CREATE INDEX ON {} (" + columns + ")").format(table))
            connection.execute(SQL("ANALYZE {}").format(table))
            tell(made.rowcount)
        connection.commit()


def require_schemas() -> None:
    """Refuse where the database's role may not create schemas.

    Raises:
        ImpossibleError: `schemas_refused`, with what its administrator has to run.
    """
    with django_connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_database_privilege(current_database(), 'CREATE'),"
            " quote_ident(current_database()), quote_ident(current_user)"
        )
        may, database, role = cursor.fetchone()
    if not may:
        raise ImpossibleError(
            f"The database's role {role} may not create schemas, and a snapshot's rows lie in one. "
            f"Have its administrator run: GRANT CREATE ON DATABASE {database} TO {role};",
            code="schemas_refused",
        )


_KINDS = {"thread": "corpus_thread", "code": "annotations_code", "coder": "corpus_user"}


def known(snapshot_id: UUID, kind: str, ids: Sequence[int]) -> set[int]:
    """Return which of these threads, codes or coders (`kind`) a snapshot has."""
    table = Identifier(schema_of(snapshot_id), _KINDS[kind])
    with closing(own_connection()) as connection:
        rows = connection.execute(SQL("SELECT id FROM {} WHERE id = ANY (%s)").format(table), [ids])
        return {int(number) for (number,) in rows}


def thaw(snapshot_id: UUID) -> None:
    """Throw a snapshot's rows away; nothing happens when there are none."""
    with closing(own_connection()) as connection:
        schema = Identifier(schema_of(snapshot_id))
        connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))


def sweep() -> int:
    """Throw away rows whose snapshot is gone, with its corpus or otherwise; says how many schemas.

    The snapshot's row is always there before its schema is.
    """
    left = f"""
        SELECT nspname FROM pg_namespace
        WHERE nspname ~ '^{PREFIX}[0-9a-f]{{32}}$' AND NOT EXISTS (
            SELECT FROM annotations_snapshot s
            WHERE replace(s.id::text, '-', '') = substr(nspname, {len(PREFIX) + 1}))
    """
    with closing(own_connection()) as connection:
        found = connection.execute(left.encode()).fetchall()
        for (name,) in found:
            connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(name)))
    return len(found)
