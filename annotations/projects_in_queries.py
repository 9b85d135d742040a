"""Reads of projects that come in; PostgreSQL writes the JSON."""

from uuid import UUID

from annotations.queries import json_lines
from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

_COLUMNS = f"""
    m.id, m.corpus_id AS corpus, m.name, m.size, m.sha256, m.format_name AS format, m.status,
    (SELECT row_to_json(x) FROM (SELECT coalesce(max(j.done), 0) AS done,
        coalesce(max(j.total), 0) AS total, coalesce(max(j.unit), 'codings') AS unit
        FROM corpus_job j WHERE j.kind = 'project' AND j.subject = m.id) AS x) AS progress,
    nullif(m.report, '{{}}') AS report, m.choices, nullif(m.result, '{{}}') AS result, m.error,
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x WHERE u.id IS NOT NULL)
        AS created_by,
    {STAMP.format("m.created_at")} AS created_at, {STAMP.format("m.finished_at")} AS finished_at,
    m.version
"""
_FROM = "FROM annotations_projectimport m LEFT JOIN corpus_user u ON u.id = m.created_by_id"


def list_projects(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of the projects that came into a corpus, newest first."""
    return page(
        _COLUMNS,
        f"{_FROM} WHERE m.corpus_id = %(corpus)s AND m.format_name <> 'catena'",
        {"corpus": corpus_id},
        order=Order("m.created_at", "timestamptz", "m.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def project_json(project_id: UUID) -> str:
    """Return one project as JSON."""
    (line,) = json_lines(f"SELECT {_COLUMNS} {_FROM} WHERE m.id = %(id)s", {"id": project_id})
    return line
