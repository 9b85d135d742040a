"""Reading how far an archive has come in; PostgreSQL writes the JSON."""

from uuid import UUID

from annotations.queries import json_lines
from corpus.written import STAMP

_SHOWN = f"""
SELECT m.id, m.name, m.size, m.sha256, m.status,
    (SELECT row_to_json(x) FROM (SELECT coalesce(max(j.done), 0) AS done,
        coalesce(max(j.total), 0) AS total, 'rows' AS unit
        FROM corpus_job j WHERE j.kind = 'project' AND j.subject = m.id) AS x) AS progress,
    CASE WHEN m.status = 'done' THEN m.corpus_id END AS corpus, m.report AS origin,
    m.result AS rows, m.error, {STAMP.format("m.created_at")} AS created_at,
    {STAMP.format("m.finished_at")} AS finished_at
FROM annotations_projectimport m WHERE m.id = %(id)s
"""


def archive_json(import_id: UUID) -> str:
    """Return one as JSON; `corpus` is null until it is there."""
    (line,) = json_lines(_SHOWN, {"id": import_id})
    return line
