"""Threads that may be one, say once from a saved page and once from its text: suggested.

Two threads are alike by the share of the smaller one's longer texts that stand in both. What the
person says is kept; what that means for codes is `annotations/twins.py`'s matter.
"""

from uuid import UUID

from django.db import connection

# Of the longer texts of the smaller thread so many must stand in the other.
LIKE = 0.7

_SUGGEST = """
WITH mine AS MATERIALIZED (
    SELECT p.thread_id AS thread, x.fingerprint FROM corpus_thread t
    JOIN corpus_post p ON p.thread_id = t.id JOIN corpus_postindex x ON x.post_id = p.id
    WHERE t.upload_id = %(upload)s AND t.deleted_at IS NULL AND x.fingerprint IS NOT NULL
), shared AS (
    SELECT mine.thread, p.thread_id AS other, count(DISTINCT mine.fingerprint) AS texts
    FROM mine
    CROSS JOIN LATERAL (
        SELECT o.post_id FROM corpus_postindex o WHERE o.corpus_id = %(corpus)s
        AND o.fingerprint = mine.fingerprint LIMIT 20
    ) AS o
    JOIN corpus_post p ON p.id = o.post_id AND p.thread_id <> mine.thread
    JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
    GROUP BY mine.thread, p.thread_id
), weighed AS (
    SELECT least(shared.thread, shared.other) AS thread,
        greatest(shared.thread, shared.other) AS other,
        texts::float / least(size.mine, size.theirs) AS likeness
    FROM shared CROSS JOIN LATERAL (
        SELECT count(DISTINCT x.fingerprint) FILTER (WHERE p.thread_id = shared.thread) AS mine,
            count(DISTINCT x.fingerprint) FILTER (WHERE p.thread_id = shared.other) AS theirs
        FROM corpus_post p JOIN corpus_postindex x ON x.post_id = p.id
        WHERE p.thread_id IN (shared.thread, shared.other)
    ) AS size
)
INSERT INTO corpus_twin (corpus_id, thread_id, other_id, likeness, state)
SELECT DISTINCT ON (thread, other) %(corpus)s, thread, other, least(likeness, 1), 'suggested'
FROM weighed WHERE likeness >= %(like)s::float
ORDER BY thread, other
ON CONFLICT (thread_id, other_id) DO NOTHING
"""


def suggest_twins(corpus_id: int, upload_id: UUID) -> int:
    """Suggest threads of the corpus that an upload's threads may be; returns how many pairs."""
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, {"corpus": corpus_id, "upload": upload_id, "like": str(LIKE)})
        return int(cursor.rowcount)
