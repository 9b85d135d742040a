"""Reads of snapshots, as the API shows them."""

from uuid import UUID

from annotations.queries import json_lines
from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

_SHOWN = f"""
    s.id, s.corpus_id AS corpus, s.name, s.note, s.seq, s.status, s.error,
    (SELECT row_to_json(x) FROM (SELECT coalesce(max(j.done), 0) AS done,
        coalesce(max(j.total), 0) AS total, 'rows' AS unit
        FROM corpus_job j WHERE j.kind = 'snapshot' AND j.subject = s.id) AS x) AS progress,
    s.about, coalesce(s.about->'counts', '{{}}') AS counts,
    (SELECT count(*) FROM annotations_export e WHERE e.snapshot_id = s.id) AS exports,
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x WHERE u.id IS NOT NULL)
        AS created_by,
    {STAMP.format("s.created_at")} AS created_at, {STAMP.format("s.finished_at")} AS finished_at,
    s.version
"""
_FROM = "FROM annotations_snapshot s LEFT JOIN corpus_user u ON u.id = s.created_by_id"


def list_snapshots(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of a corpus' snapshots, newest first."""
    return page(
        _SHOWN,
        f"{_FROM} WHERE s.corpus_id = %(corpus)s",
        {"corpus": corpus_id},
        order=Order("s.created_at", "timestamptz", "s.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def snapshot_json(snapshot_id: UUID) -> str:
    """Return one snapshot as JSON."""
    (line,) = json_lines(f"SELECT {_SHOWN} {_FROM} WHERE s.id = %(id)s", {"id": snapshot_id})
    return line
