"""Annotations that go to another code, as many as there are in one statement.

Who said the same with the other code already said it once: the second claim is removed, and what
its memo says is added to the first's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.models import Code
from annotations.queries import ANNOTATION_COLUMNS
from corpus.errors import ImpossibleError
from corpus.events import Sweep
from corpus.written import STAMP


@dataclass(frozen=True, slots=True)
class Recoding:
    """Which annotations go where: the whole of a code, or some of its annotations by their ids."""

    source: int
    whole: int | None = None
    some: Mapping[UUID, int] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the statements bind."""
        some = self.some or {}
        return {
            "recode_from": self.source,
            "recode_whole": self.whole,
            "recode_ids": list(some),
            "recode_to": list(some.values()),
        }


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change of the codebook reaches; a preview and the change itself tell the same.

    `annotations` of threads that are not hidden, `duplicates` those of them that are removed
    because their coder said the same with the other code; `children` are codes below.
    """

    annotations: int = 0
    duplicates: int = 0
    children: int = 0
    memos: int = 0
    threads: int = 0
    coders: tuple[Mapping[str, Any], ...] = ()


_WANTED = """
wanted AS MATERIALIZED (
    SELECT a.id, coalesce(%(recode_whole)s::bigint, r.code) AS code
    FROM annotations_annotation a
    LEFT JOIN unnest(%(recode_ids)s::uuid[], %(recode_to)s::bigint[]) AS r(id, code) ON r.id = a.id
    WHERE a.code_id = %(recode_from)s AND a.deleted_at IS NULL
        AND (%(recode_whole)s::bigint IS NOT NULL OR r.id IS NOT NULL)
), twin AS MATERIALIZED (
    SELECT a.id, b.id AS kept, a.memo, b.memo AS kept_memo
    FROM wanted w JOIN annotations_annotation a ON a.id = w.id AND a.state = 'live'
    JOIN annotations_annotation b ON b.code_id = w.code AND b.coder_id = a.coder_id
        AND b.thread_id = a.thread_id AND coalesce(b.post_id, 0) = coalesce(a.post_id, 0)
        AND coalesce(b.start, -1) = coalesce(a.start, -1)
        AND coalesce(b."end", -1) = coalesce(a."end", -1)
        AND b.deleted_at IS NULL AND b.state = 'live'
)"""
_HOLD = f"""
WITH {_WANTED}
SELECT count(*) FROM (
    SELECT a.id FROM annotations_annotation a
    WHERE a.id IN (SELECT id FROM wanted UNION ALL SELECT kept FROM twin)
    ORDER BY a.id FOR NO KEY UPDATE
) AS held
"""
# What came to the code since this transaction began.
_HOLD_LATE = """
SELECT count(*) FROM (
    SELECT a.id FROM annotations_annotation a
    WHERE a.code_id = %(recode_from)s AND a.deleted_at IS NULL AND a.updated_at >= now()
    ORDER BY a.id FOR NO KEY UPDATE
) AS held
"""
_MOMENT = STAMP.format("now()")
_SWEEP = f"""{_WANTED}, noted AS MATERIALIZED (
    SELECT t.kept AS id, concat_ws(E'\\n\\n', nullif(t.kept_memo, ''), t.memo) AS memo
    FROM twin t WHERE t.memo NOT IN ('', t.kept_memo)
), was AS MATERIALIZED (
    SELECT a.id, a.version, a.created_at, to_jsonb(r) AS shown,
        EXISTS (SELECT FROM corpus_thread t WHERE t.id = a.thread_id AND t.deleted_at IS NULL)
            AS visible
    FROM (SELECT id FROM wanted UNION ALL SELECT id FROM noted) AS n
    JOIN annotations_annotation a ON a.id = n.id
    JOIN corpus_user u ON u.id = a.coder_id,
    LATERAL (SELECT {ANNOTATION_COLUMNS}) AS r
), moved AS (
    UPDATE annotations_annotation a
    SET code_id = w.code, version = a.version + 1, updated_at = now()
    FROM wanted w WHERE a.id = w.id AND w.id NOT IN (SELECT id FROM twin)
    RETURNING a.id, jsonb_build_object('code', w.code) AS news
), grown AS (
    UPDATE annotations_annotation a
    SET memo = n.memo, version = a.version + 1, updated_at = now()
    FROM noted n WHERE a.id = n.id
    RETURNING a.id, jsonb_build_object('memo', n.memo) AS news
), gone AS (
    UPDATE annotations_annotation a
    SET deleted_at = now(), version = a.version + 1, updated_at = now()
    FROM twin t WHERE a.id = t.id
    RETURNING a.id, NULL::jsonb AS news
), told AS (
    SELECT row_number() OVER (ORDER BY was.created_at, was.id) AS n,
        CASE WHEN x.news IS NULL THEN 'annotation.deleted' ELSE 'annotation.changed' END AS action,
        'annotation' AS target_type, x.id::text AS target_id, was.shown AS before,
        was.shown || x.news || jsonb_build_object('version', was.version + 1,
            'updated_at', {_MOMENT}) AS after,
        CASE WHEN x.news IS NULL AND was.visible THEN -1 ELSE 0 END AS more
    FROM (SELECT * FROM moved UNION ALL SELECT * FROM grown UNION ALL SELECT * FROM gone) AS x
    JOIN was ON was.id = x.id
)"""
_TOUCHED = f"""
WITH {_WANTED}, seen AS MATERIALIZED (
    SELECT a.thread_id, a.coder_id, twin.id IS NOT NULL AS double
    FROM wanted JOIN annotations_annotation a ON a.id = wanted.id
    JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
    LEFT JOIN twin ON twin.id = a.id
)
SELECT count(*), count(*) FILTER (WHERE double), count(DISTINCT thread_id),
    (SELECT coalesce(json_agg(json_build_object('id', u.id, 'username', u.username, 'name', u.name)
        ORDER BY u.username), '[]') FROM corpus_user u
        WHERE u.id IN (SELECT coder_id FROM seen))
FROM seen
"""
_KEPT = f"WITH {_WANTED} SELECT id, kept FROM twin WHERE id = ANY (%(examples)s)"
_OUT_OF_PLACE = f"""
WITH {_WANTED}
SELECT k.name, a.level, count(*) FROM wanted JOIN annotations_annotation a ON a.id = wanted.id
JOIN annotations_code k ON k.id = wanted.code
WHERE NOT a.level = ANY (k.levels) GROUP BY k.name, a.level ORDER BY 1, 2 LIMIT 1
"""


def hold(recoding: Recoding) -> None:
    """Lock what will change, and the code that it leaves against new annotations.

    Annotations first, as everybody who changes one of them and its code; then those that came
    while we waited for the code.
    """
    with connection.cursor() as cursor:
        # A hundred thousand are compared and sorted in memory, until the transaction ends.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_HOLD, recoding.values)
        list(Code.objects.select_for_update().filter(pk=recoding.source).values_list("pk"))
        cursor.execute(_HOLD_LATE, recoding.values)


def touched(recoding: Recoding, *, children: int = 0, memos: int = 0) -> Touched:
    """Count what would be recoded."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, recoding.values)
        annotations, duplicates, threads, coders = cursor.fetchone()
    return Touched(annotations, duplicates, children, memos, threads, tuple(coders))


def refuse_levels(recoding: Recoding) -> None:
    """Refuse what a code is not for.

    Raises:
        ImpossibleError: `level_not_allowed`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OUT_OF_PLACE, recoding.values)
        row = cursor.fetchone()
    if row is not None:
        name, level, count = row
        raise ImpossibleError(
            f"“{name}” is not for a {level}, but {count:,} of these annotations are on one: "
            "allow that first.",
            code="level_not_allowed",
        )


def kept(recoding: Recoding, examples: list[UUID]) -> list[UUID]:
    """Return pinned examples as they will be: of two claims that become one, the one that stays."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {**recoding.values, "examples": examples})
        stays = dict(cursor.fetchall())
    return [stays.get(one, one) for one in examples]


def sweep(recoding: Recoding) -> Sweep:
    """Return the statement that recodes and tells of it; see `events.append_sweep`."""
    return Sweep(_SWEEP, recoding.values)
