"""From the staging tables into the corpus: set-based statements per stretch of threads.

A stretch may be loaded twice: a new thread is known by its key (upload and place in it), one that
the corpus knew already by its sighting. The latter are made by `corpus/revising.py`.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from corpus import attributes
from corpus.events import Change
from corpus.privacy import keep_contacts
from corpus.revising import Revised, revise
from corpus.sightings import Stretch, known

_STRETCH = "s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s"
_WRITTEN = "s.written_at, s.written_offset, s.written_raw, s.written_precision"

# Looked up thread by thread and name by name, not joined: of fresh tables the planner knows nothing
# yet, and must not be able to choose to compare each post with all threads of the corpus.
_AUTHOR = """(SELECT w.id FROM corpus_participant w
        WHERE w.corpus_id = %(corpus)s AND w.key = s.author_key)"""

# In the order of their keys, so that two imports never wait for each other in a circle.
_PARTICIPANTS = f"""
WITH named AS (
    SELECT s.author_key AS key, s.author AS name, s.site FROM corpus_stagedthread s
    WHERE {_STRETCH} AND s.author_key IS NOT NULL
    UNION ALL
    SELECT s.author_key, s.author, (SELECT t.site FROM corpus_stagedthread t
        WHERE t.upload_id = s.upload_id AND t.ordinal = s.ordinal)
    FROM corpus_stagedpost s
    WHERE {_STRETCH} AND s.author_key IS NOT NULL
), made AS (
    INSERT INTO corpus_participant (corpus_id, key, name, sites, attributes, version)
    SELECT %(corpus)s, key, min(name),
        CASE WHEN min(site) = '' THEN '{{}}'::text[] ELSE ARRAY[min(site)] END, '{{}}', 1
    FROM named GROUP BY key ORDER BY key
    ON CONFLICT (corpus_id, key) DO NOTHING
    RETURNING 1
)
SELECT count(*) FROM made
"""

_THREADS = f"""
WITH made AS (
    INSERT INTO corpus_thread (corpus_id, upload_id, key, title, site, url, external_id,
        author_id, language, categories, attributes, comments, words, identity, version,
        created_at, written_at, written_offset, written_raw, written_precision)
    SELECT %(corpus)s, %(owner)s::uuid, s.upload_id || ':' || s.ordinal || %(tail)s, s.title,
        s.site, s.url, s.external_id, {_AUTHOR}, s.language, s.categories, s.attributes, s.comments,
        s.words, s.identity, 1, now(), {_WRITTEN}
    FROM corpus_stagedthread s
    WHERE {_STRETCH} AND s.ordinal <> ALL (%(known)s)
    ORDER BY s.ordinal
    ON CONFLICT (corpus_id, key) DO NOTHING
    RETURNING comments
)
SELECT count(*), coalesce(sum(comments), 0) FROM made
"""

_POSTS = f"""
WITH place AS MATERIALIZED (
    SELECT s.ordinal, (SELECT t.id FROM corpus_thread t WHERE t.corpus_id = %(corpus)s
        AND t.key = s.upload_id || ':' || s.ordinal || %(tail)s) AS thread
    FROM corpus_stagedthread s
    WHERE {_STRETCH} AND s.ordinal <> ALL (%(known)s)
    ORDER BY s.ordinal
), made AS (
    INSERT INTO corpus_post (corpus_id, thread_id, kind, number, parent_number, parent_how, depth,
        author_id, is_entry_author, url, external_id, status, text, text_version, text_sha256,
        words, flags, source_start, source_end, identity, author_hash, confidence, version,
        written_at, written_offset, written_raw, written_precision)
    SELECT %(corpus)s, place.thread, s.kind, s.number, s.parent_number, s.parent_how, s.depth,
        {_AUTHOR}, s.is_entry_author, s.url, s.external_id, s.status, s.text, 1, s.text_sha256,
        s.words, s.flags, s.source_start, s.source_end, s.identity, s.author_hash, s.confidence, 1,
        {_WRITTEN}
    FROM place CROSS JOIN LATERAL (
        SELECT * FROM corpus_stagedpost p
        WHERE p.upload_id = %(upload)s AND p.ordinal = place.ordinal
        ORDER BY p.number OFFSET 0
    ) AS s
    ON CONFLICT (thread_id, number) DO NOTHING
    RETURNING 1
)
SELECT count(*) FROM made
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a stretch added, how many posts it looked at, and what is to be told of it."""

    threads: int
    posts: int
    comments: int
    participants: int
    read: int
    changes: list[Change] = field(default_factory=list)


def load(stretch: Stretch, *, revised: Revised) -> Loaded:
    """Load the staged threads of a stretch; what was loaded already stays as it is.

    A thread that the corpus knows is made to say what it says now; `revised` is told of the texts
    that change by it.
    """
    values: dict[str, Any] = stretch.values()
    with connection.cursor() as cursor:
        cursor.execute(_PARTICIPANTS, values)
        (participants,) = cursor.fetchone()
        attributes.take_in(values)
        pairs, seen = known(stretch)
        again = revise(stretch, pairs, revised)
        values |= {"owner": stretch.upload_id, "known": [*seen, *again.ordinals]}
        cursor.execute(_THREADS, values)
        threads, comments = cursor.fetchone()
        cursor.execute(_POSTS, values)
        (posts,) = cursor.fetchone()
    keep_contacts(values)
    return Loaded(
        threads,
        posts + again.posts,
        int(comments) + again.comments,
        participants,
        posts + again.read,
        again.changes,
    )


def load_typed(stretch: Stretch) -> Loaded:
    """Load threads that came in no upload; what they were staged under is theirs alone."""
    values: dict[str, Any] = {**stretch.values(), "owner": None, "known": []}
    with connection.cursor() as cursor:
        cursor.execute(_PARTICIPANTS, values)
        (participants,) = cursor.fetchone()
        cursor.execute(_THREADS, values)
        threads, comments = cursor.fetchone()
        cursor.execute(_POSTS, values)
        (posts,) = cursor.fetchone()
    attributes.take_in(values)
    return Loaded(threads, posts, int(comments), participants, posts)
