"""Reads that need texts and codes; PostgreSQL writes the JSON of the hot ones (decision 10).

`row_to_json` gives the bytes that REST framework would: compact, keys in order. A contract test
compares the two.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from annotations.codebook import Node, in_order, paths, subtree, subtree_counts
from annotations.codes import shown
from annotations.models import Annotation, Code
from corpus.attribute_filters import conditions, of_author
from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

# One annotation as the API shows it; needs the aliases a (annotation) and u (its coder).
ANNOTATION_COLUMNS = f"""
    a.id, a.corpus_id AS corpus, a.thread_id AS thread, a.post_id AS post, a.code_id AS code,
    a.level, a.start, a."end", a.quote, a.text_version, a.state,
    (SELECT row_to_json(c) FROM (SELECT u.id, u.username, u.name) AS c) AS coder,
    a.memo, {STAMP.format("a.reviewed_at")} AS reviewed_at, a.version,
    {STAMP.format("a.created_at")} AS created_at, {STAMP.format("a.updated_at")} AS updated_at
"""


_OF_THREAD = f"""
SELECT n.seq, coalesce(string_agg(row_to_json(r)::text, ',' ORDER BY r.created_at, r.id)
    FILTER (WHERE r.id IS NOT NULL), '')
FROM corpus_corpuscounter n LEFT JOIN LATERAL (
    SELECT {ANNOTATION_COLUMNS} FROM annotations_annotation a
    JOIN corpus_user u ON u.id = a.coder_id
    WHERE a.thread_id = %(thread)s AND a.deleted_at IS NULL
) AS r ON true
WHERE n.corpus_id = %(corpus)s GROUP BY n.seq
"""


def annotations_of_thread(*, thread_id: int, corpus_id: int) -> str:
    """Return all annotations of a thread as JSON, oldest first, orphans too.

    `seq` is the corpus' last event that they take into account: what the live stream tells from
    there on is news to them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_THREAD, {"thread": thread_id, "corpus": corpus_id})
        seq, rows = cursor.fetchone()
    return f'{{"results":[{rows}],"seq":{seq}}}'


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


def annotations_json(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return annotations as JSON by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, row_to_json(r)::text FROM ("
            f"SELECT {ANNOTATION_COLUMNS} FROM annotations_annotation a"
            " JOIN corpus_user u ON u.id = a.coder_id WHERE a.id = ANY(%(ids)s)) AS r",
            {"ids": list(ids)},
        )
        return dict(cursor.fetchall())


FILTERS: dict[str, str] = {
    "thread": "a.thread_id = %(thread)s",
    "post": "a.post_id = %(post)s",
    "code": "a.code_id = %(code)s",
    "subtree": """a.code_id IN (WITH RECURSIVE below AS (
        SELECT %(subtree)s::bigint AS id
        UNION SELECT k.id FROM annotations_code k JOIN below ON k.parent_id = below.id)
        SELECT id FROM below)""",
    "coder": "a.coder_id = %(coder)s",
    "level": "a.level = %(level)s",
    "state": "a.state = %(state)s",
    "outdated": "k.defined_at > coalesce(a.reviewed_at, a.created_at)",
    "up_to_date": "k.defined_at <= coalesce(a.reviewed_at, a.created_at)",
    "memo": "(a.memo <> '') = %(memo)s",
    "memo_contains": "strpos(lower(a.memo), lower(%(memo_contains)s)) > 0",
    "created_after": "a.created_at >= %(created_after)s",
    "created_before": "a.created_at < %(created_before)s",
}


def list_annotations(
    *, corpus_id: int, filters: Mapping[str, Any], place: Place | None, size: int
) -> Page:
    """Return a page of a corpus' annotations, oldest first. Unknown filters are ignored.

    `outdated`: made, or last looked at, before their code's definition changed; False: the others.
    `memo`: with a memo of its own; False: without. `memo_contains` heeds no capitals.
    `attribute` (of the thread), `author_attribute` (of the post's author): parsed filters.
    """
    described, values = conditions(filters.get("attribute", ()), "t.attributes")
    written, more = of_author(filters.get("author_attribute", ()), "p")
    wanted = {name: value for name, value in filters.items() if name in FILTERS}
    if wanted.get("outdated") is False:
        wanted["up_to_date"] = not wanted.pop("outdated")
    wanted_sql = "".join(f" AND {FILTERS[name]}" for name in wanted)
    return page(
        ANNOTATION_COLUMNS,
        "FROM annotations_annotation a JOIN corpus_user u ON u.id = a.coder_id"
        " JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL"
        " JOIN annotations_code k ON k.id = a.code_id"
        f"{' JOIN corpus_post p ON p.id = a.post_id' if written else ''}"
        f" WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{wanted_sql}{described}{written}",
        {"corpus": corpus_id, **wanted, **values, **more},
        order=Order("a.created_at", "timestamptz", "a.id", "uuid"),
        place=place,
        size=size,
    )


def codes_shown(
    corpus_id: int, *, archived: bool, only: Collection[int] | None = None
) -> list[dict[str, Any]]:
    """Return the whole codebook in its order, with paths and counts; archived codes if wanted.

    With `only` some codes by their ids: then no more is counted than lies below them.
    """
    codes = Code.objects.filter(corpus=corpus_id, deleted_at=None).order_by("position", "id")
    by_id = {code.pk: code for code in codes}
    counts = _counts(corpus_id, among=only and _below(by_id, only))
    nodes = [
        Node(code.pk, code.parent_id, code.name, counts.get(code.pk, (0, 0))[0])
        for code in by_id.values()
    ]
    names, totals = paths(nodes), subtree_counts(nodes)
    return [
        {
            **shown(code),
            "corpus": corpus_id,
            "path": names[code.pk],
            "examples": [str(one) for one in code.examples],
            "counts": {
                "own": own,
                "subtree": totals[code.pk],
                "outdated": outdated,
            },
        }
        for code in (by_id[node.id] for node in in_order(nodes))
        for own, outdated in [counts.get(code.pk, (0, 0))]
        if (archived or not code.archived) and (only is None or code.pk in only)
    ]


def _below(codes: Mapping[int, Code], roots: Iterable[int]) -> set[int]:
    parents = {code.pk: code.parent_id for code in codes.values()}
    return set().union(*(subtree(root, parents) for root in roots))


def _counts(corpus_id: int, *, among: Collection[int] | None) -> dict[int, tuple[int, int]]:
    """Return for each code that was used its annotations, and those older than its definition."""
    coded = Annotation.objects.filter(corpus=corpus_id, deleted_at=None, thread__deleted_at=None)
    rows = (
        (coded if among is None else coded.filter(code__in=among))
        .values_list("code")
        .annotate(
            own=Count("id"),
            outdated=Count(
                "id",
                filter=Q(code__defined_at__gt=Coalesce("reviewed_at", "created_at")),
            ),
        )
    )
    return {code: (own, outdated) for code, own, outdated in rows}


_EXPORT = f"""
    e.id, e.corpus_id AS corpus, e.format, e.what, e.profile, e.snapshot_id AS snapshot,
    e.scope, e.options, e.status,
    (SELECT row_to_json(x) FROM (SELECT coalesce(max(j.done), 0) AS done,
        coalesce(max(j.total), 0) AS total, 'rows' AS unit
        FROM corpus_job j WHERE j.export = e.id) AS x) AS progress,
    e.manifest, e.error,
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x WHERE u.id IS NOT NULL)
        AS created_by,
    {STAMP.format("e.created_at")} AS created_at, {STAMP.format("e.finished_at")} AS finished_at
"""
_EXPORTS = "FROM annotations_export e LEFT JOIN corpus_user u ON u.id = e.created_by_id"


def list_exports(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of a corpus' exports, newest first."""
    return page(
        _EXPORT,
        f"{_EXPORTS} WHERE e.corpus_id = %(corpus)s",
        {"corpus": corpus_id},
        order=Order("e.created_at", "timestamptz", "e.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def export_json(export_id: UUID) -> str:
    """Return one export as JSON."""
    (line,) = json_lines(f"SELECT {_EXPORT} {_EXPORTS} WHERE e.id = %(id)s", {"id": export_id})
    return line
