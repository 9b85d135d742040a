"""Which staged threads are known to the corpus already, and what became of them.

Set-based: a stretch of new threads costs one look into an index per thread. Threads that differ
are handed to `corpus/revising.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from corpus.models import Sighting


@dataclass(frozen=True, slots=True)
class Stretch:
    """The staged threads of an upload with ordinals [first, end).

    `turn` is 0 when the upload is loaded for the first time and counts up when it is read again:
    then its own threads are the ones to revise.
    """

    corpus_id: int
    upload_id: UUID
    first: int
    end: int
    turn: int = 0

    def values(self) -> dict[str, Any]:
        """Return what the statements bind."""
        return {
            "corpus": self.corpus_id,
            "upload": self.upload_id,
            "first": self.first,
            "end": self.end,
            "tail": f":{self.turn}" if self.turn else "",
        }


@dataclass(frozen=True, slots=True)
class Known:
    """A staged thread (by its ordinal) and the thread of the corpus that it is."""

    ordinal: int
    thread: int


# Two loaders of one corpus must not both find that nobody has a thread yet.
_ALONE = """
SELECT pg_advisory_xact_lock(hashtext('catena loading'),
    mod(%(corpus)s, 2147483648)::int)
"""

_STAGED = """
SELECT s.ordinal, s.identity FROM corpus_stagedthread s
WHERE s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s
"""
# One index look-up for each identity, never a join of unknown sizes (see `corpus/loading.py`).
_CANDIDATES = """
SELECT i.identity, t.id FROM unnest(%(identities)s::text[]) AS i(identity)
CROSS JOIN LATERAL (
    SELECT t.id, t.upload_id, t.key FROM corpus_thread t
    WHERE t.corpus_id = %(corpus)s AND t.identity = i.identity
        AND t.deleted_at IS NULL AND NOT t.identity = ''
    OFFSET 0
) AS t
WHERE NOT EXISTS (SELECT FROM corpus_sighting g
        WHERE g.thread_id = t.id AND g.upload_id = %(upload)s)
    AND {mine}
ORDER BY t.id
"""
_OTHERS = "t.upload_id IS DISTINCT FROM %(upload)s"
_MINE = """
    (t.upload_id IS DISTINCT FROM %(upload)s OR t.key NOT LIKE '%%' || %(tail)s)
"""
# Threads of an upload that is read again, by their places in it when no identity fits.
_PLACES = """
SELECT s.ordinal, s.thread FROM (
    SELECT s.ordinal, (SELECT t.id FROM corpus_thread t WHERE t.corpus_id = %(corpus)s
        AND t.key = s.upload_id || ':' || s.ordinal AND t.deleted_at IS NULL) AS thread
    FROM corpus_stagedthread s
    WHERE s.upload_id = %(upload)s AND s.ordinal = ANY(%(ordinals)s)
) AS s
WHERE s.thread IS NOT NULL AND NOT EXISTS (SELECT FROM corpus_sighting g
    WHERE g.thread_id = s.thread AND g.upload_id = %(upload)s)
"""
_SEEN = """
SELECT g.ordinal FROM corpus_sighting g
WHERE g.upload_id = %(upload)s AND g.ordinal >= %(first)s AND g.ordinal < %(end)s
"""
_LOADED = """
SELECT ordinal FROM (
    SELECT s.ordinal, (SELECT t.id FROM corpus_thread t WHERE t.corpus_id = %(corpus)s
        AND t.key = s.upload_id || ':' || s.ordinal || %(tail)s) AS thread
    FROM corpus_stagedthread s
    WHERE s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s
) AS s
WHERE thread IS NOT NULL
"""

_SAID = "number, kind, parent_number, parent_how, depth, external_id, url, status, text_sha256"
_WRITTEN = "written_at, written_offset, written_raw, written_precision, is_entry_author, confidence"
_HEAD = "title, url, external_id, written_at, written_raw"
# What two readings that say the same have in common, post by post in reading order.
_UNCHANGED = f"""
WITH pair AS MATERIALIZED (
    SELECT * FROM unnest(%(ordinals)s::int[], %(threads)s::bigint[]) AS p(ordinal, thread)
), said AS (
    SELECT pair.thread, count(*) AS posts, md5(string_agg(({
    ", ".join(f"s.{name.strip()}" for name in f"{_SAID}, {_WRITTEN}".split(","))
}, s.flags, s.author_key)::text, '' ORDER BY s.number)) AS posts_said
    FROM pair CROSS JOIN LATERAL (SELECT * FROM corpus_stagedpost s
        WHERE s.upload_id = %(upload)s AND s.ordinal = pair.ordinal OFFSET 0) AS s
    GROUP BY pair.thread
), known AS (
    SELECT pair.thread, md5(string_agg(({
    ", ".join(f"s.{name.strip()}" for name in f"{_SAID}, {_WRITTEN}".split(","))
}, s.flags, s.author_key)::text, '' ORDER BY s.number)) AS posts_said
    FROM pair CROSS JOIN LATERAL (SELECT p.*, (SELECT w.key FROM corpus_participant w
            WHERE w.id = p.author_id) AS author_key
        FROM corpus_post p WHERE p.thread_id = pair.thread OFFSET 0) AS s
    GROUP BY pair.thread
)
SELECT pair.ordinal, pair.thread, said.posts
FROM pair JOIN said USING (thread) JOIN known USING (thread)
JOIN corpus_thread t ON t.id = pair.thread
JOIN corpus_stagedthread s ON s.upload_id = %(upload)s AND s.ordinal = pair.ordinal
WHERE said.posts_said = known.posts_said AND t.edited = '{{}}'
    AND ({", ".join(f"t.{name}" for name in _HEAD.split(", "))}, t.attributes, t.categories)
    IS NOT DISTINCT FROM
    ({", ".join(f"s.{name}" for name in _HEAD.split(", "))},
        t.attributes || (s.attributes - t.edited_attributes), s.categories)
"""


def known(stretch: Stretch) -> tuple[list[Known], list[int]]:
    """Return the staged threads that are known, and the ordinals that were found known before.

    Only threads that are visible count; from the same upload only when it is read again. Of
    several with one identity the first is taken for the first, and so on.
    """
    values = stretch.values()
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, values)
        cursor.execute(_SEEN, values)
        seen = {ordinal for (ordinal,) in cursor.fetchall()}
        cursor.execute(_STAGED, values)
        staged = dict(cursor.fetchall())
        sql = _CANDIDATES.format(mine=_MINE if stretch.turn else _OTHERS)
        cursor.execute(sql, {**values, "identities": list({one for one in staged.values() if one})})
        candidates = cursor.fetchall()
        if candidates or stretch.turn:
            cursor.execute(_LOADED, values)
            staged = _without(staged, seen | {ordinal for (ordinal,) in cursor.fetchall()})
    found = _matched(staged, candidates)
    if stretch.turn:
        found += _by_place(stretch, staged, found)
    return sorted(found, key=lambda one: one.ordinal), sorted(seen)


def _without(staged: dict[int, str], loaded: set[int]) -> dict[int, str]:
    return {ordinal: identity for ordinal, identity in staged.items() if ordinal not in loaded}


def _matched(staged: dict[int, str], candidates: list[tuple[str, int]]) -> list[Known]:
    waiting: dict[str, list[int]] = {}
    for ordinal in sorted(staged, reverse=True):
        waiting.setdefault(staged[ordinal], []).append(ordinal)
    return [
        Known(waiting[identity].pop(), thread)
        for identity, thread in candidates
        if waiting.get(identity)
    ]


def _by_place(stretch: Stretch, staged: dict[int, str], found: list[Known]) -> list[Known]:
    taken = {one.thread for one in found}
    left = staged.keys() - {one.ordinal for one in found}
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {**stretch.values(), "ordinals": sorted(left)})
        return [Known(*row) for row in cursor.fetchall() if row[1] not in taken]


def unchanged(stretch: Stretch, pairs: list[Known]) -> dict[int, int]:
    """Return how many posts each thread has that says now exactly what it said, by ordinal."""
    if not pairs:
        return {}
    values = {
        **stretch.values(),
        "ordinals": [one.ordinal for one in pairs],
        "threads": [one.thread for one in pairs],
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNCHANGED, values)
        return {ordinal: posts for ordinal, _, posts in cursor.fetchall()}


def record(stretch: Stretch, sightings: Iterable[Sighting]) -> None:
    """Keep what was seen again; the upload shows the totals."""
    made = list(sightings)
    for one in made:
        one.upload_id = stretch.upload_id
    Sighting.objects.bulk_create(made, batch_size=500)


def forget(upload_id: UUID) -> None:
    """Make an upload loadable again from its first place on (see `Stretch.turn`)."""
    Sighting.objects.filter(upload_id=upload_id).delete()


_HAND_OVER = """
WITH kept AS (
    SELECT DISTINCT ON (t.id) t.id, g.upload_id AS heir FROM corpus_thread t
    JOIN corpus_sighting g ON g.thread_id = t.id AND g.upload_id <> t.upload_id
    JOIN corpus_upload u ON u.id = g.upload_id AND u.deleted_at IS NULL
    WHERE t.upload_id = %(upload)s AND t.deleted_at IS NULL
    ORDER BY t.id, u.created_at, u.id
), marked AS (
    UPDATE corpus_post p SET source_upload_id = %(upload)s FROM kept
    WHERE p.thread_id = kept.id AND p.source_upload_id IS NULL
)
UPDATE corpus_thread t SET upload_id = kept.heir, version = t.version + 1
FROM kept WHERE t.id = kept.id
"""


def hand_over(upload_id: UUID) -> int:
    """Give an upload's threads that later uploads hold, too, to the first of those.

    To be called before the upload is taken away; returns how many stay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HAND_OVER, {"upload": upload_id})
        return int(cursor.rowcount)
