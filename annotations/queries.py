"""Reads that need texts and codes; PostgreSQL writes the JSON of the hot ones (decision 10).

`row_to_json` gives the bytes that REST framework would: compact, keys in order. A contract test
compares the two.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

STAMP = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

# One annotation as the API shows it; needs the aliases a (annotation) and u (its coder).
ANNOTATION_COLUMNS = f"""
    a.id, a.corpus_id AS corpus, a.thread_id AS thread, a.post_id AS post, a.code_id AS code,
    a.level, a.start, a."end", a.quote, a.text_version, a.state,
    (SELECT row_to_json(c) FROM (SELECT u.id, u.username, u.name) AS c) AS coder,
    a.memo, a.version, {STAMP.format("a.created_at")} AS created_at,
    {STAMP.format("a.updated_at")} AS updated_at
"""


def annotations_of_thread(thread_id: int) -> str:
    """Return the JSON array of all live and orphaned annotations of a thread, oldest first."""
    return _array(
        f"SELECT {ANNOTATION_COLUMNS} FROM annotations_annotation a"
        " JOIN corpus_user u ON u.id = a.coder_id"
        " WHERE a.thread_id = %(thread)s AND a.deleted_at IS NULL ORDER BY a.created_at, a.id",
        {"thread": thread_id},
    )


def _array(select: str, values: dict[str, Any]) -> str:
    rows = json_lines(select, values)
    return "[" + ",".join(rows) + "]"


def json_lines(select: str, values: dict[str, Any]) -> Sequence[str]:
    """Run a select and return each row as the text of a JSON object."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(r)::text FROM ({select}) AS r", values)
        return [row[0] for row in cursor.fetchall()]


def annotation_json(annotation_id: UUID) -> str:
    """Return one annotation as JSON."""
    (line,) = json_lines(
        f"SELECT {ANNOTATION_COLUMNS} FROM annotations_annotation a"
        " JOIN corpus_user u ON u.id = a.coder_id WHERE a.id = %(id)s",
        {"id": annotation_id},
    )
    return line
