"""The statements by which `corpus/revising.py` makes one thread say what a newer reading says.

Each binds what `Stretch.values` gives, the thread, its ordinal, and the plan as arrays.
"""

from corpus.ingest.exports.assemble import ENTRY_MISSING
from corpus.joining import ANSWERS

# Said of a post that the newest reading of its thread lacks.
MISSING = "missing_in_latest"

OLD = """
SELECT p.number, p.parent_number, p.kind, p.external_id, p.identity, coalesce(w.name, ''),
    p.written_raw, p.written_precision, p.text_sha256, p.text, p.status,
    ARRAY(SELECT o.text_sha256 FROM corpus_posttext o
        WHERE o.post_id = p.id AND o.replaced_by_id IS NOT NULL),
    p.id, p.text_version,
    CASE WHEN coalesce(p.source_upload_id, t.upload_id) = %(upload)s THEN p.source_start END
FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id
LEFT JOIN corpus_participant w ON w.id = p.author_id
WHERE p.thread_id = %(thread)s ORDER BY p.number
FOR NO KEY UPDATE OF p
"""
NEW = """
SELECT s.number, s.parent_number, s.kind, s.external_id, s.identity, coalesce(s.author, ''),
    s.written_raw, s.written_precision, s.text_sha256, s.text, s.status, '{}'::text[],
    s.source_start
FROM corpus_stagedpost s
WHERE s.upload_id = %(upload)s AND s.ordinal = %(ordinal)s ORDER BY s.number
"""
LOCK = """
SELECT version, title FROM corpus_thread WHERE id = %(thread)s FOR NO KEY UPDATE
"""
KEEP_OLD = """
INSERT INTO corpus_posttext (post_id, text_version, text, text_sha256, replaced_at, replaced_by_id)
SELECT id, text_version, text, text_sha256, now(), %(actor)s FROM corpus_post
WHERE id = ANY(%(changed)s)
"""
# What is computed from a text, or points into it, is computed again by the indexing that follows.
FORGET = (
    "DELETE FROM corpus_postindex WHERE post_id = ANY(%(changed)s)",
    "DELETE FROM corpus_postlink WHERE post_id = ANY(%(changed)s) OR target_id = ANY(%(changed)s)",
    "DELETE FROM corpus_posturl WHERE post_id = ANY(%(changed)s)",
)
# What posts of both readings say of what is not in their file. Where the entry is not, what is
# there adds to the thread and takes nothing away.
ELSEWHERE = f"""
SELECT true, s.number, f FROM corpus_stagedpost s, unnest(s.flags) AS f
WHERE s.upload_id = %(upload)s AND s.ordinal = %(ordinal)s
    AND (f = '{ENTRY_MISSING}' OR starts_with(f, '{ANSWERS}'))
UNION ALL
SELECT false, p.number, f FROM corpus_post p, unnest(p.flags) AS f
WHERE p.thread_id = %(thread)s AND starts_with(f, '{ANSWERS}')
"""
STEP_ASIDE = """
UPDATE corpus_post p SET number = p.number + %(aside)s
FROM unnest(%(ids)s::bigint[], %(numbers)s::int[]) AS m(id, number)
WHERE p.id = m.id AND p.number <> m.number
"""
_AUTHOR = """(SELECT w.id FROM corpus_participant w
    WHERE w.corpus_id = %(corpus)s AND w.key = s.author_key)"""
_PLAN = """
    SELECT * FROM unnest(%(ids)s::bigint[], %(numbers)s::int[], %(parents)s::int[],
        %(depths)s::int[], %(staged)s::int[], %(changes)s::boolean[], %(missing)s::boolean[])
    AS m(id, number, parent, depth, staged, changed, missing)
"""
_JOINED = "CASE WHEN m.parent IS NOT NULL THEN 'export' END"
# Each column of a post as the newer reading has it (s); where that says nothing, as it is (p).
_COLUMNS = {
    "number": "m.number",
    "parent_number": "m.parent",
    "depth": "m.depth",
    "parent_how": "coalesce(CASE WHEN %(flat)s OR s.upload_id IS NULL THEN p.parent_how"
    f" ELSE s.parent_how END, {_JOINED})",
    "author_id": f"coalesce({_AUTHOR}, p.author_id)",
    **{
        name: f"CASE WHEN %(adds)s AND m.number = 0 THEN p.{name} ELSE s.{name} END"
        for name in ("is_entry_author", "status", "flags")
    },
    "url": "coalesce(nullif(s.url, ''), p.url)",
    "external_id": "coalesce(nullif(s.external_id, ''), p.external_id)",
    # Without an id of its own a post is known by what it says, or said before it was corrected.
    "identity": "CASE WHEN s.identity <> '' THEN s.identity"
    " WHEN m.changed AND p.external_id = '' THEN '' ELSE p.identity END",
    "author_hash": "coalesce(nullif(s.author_hash, ''), p.author_hash)",
    "confidence": "s.confidence",
    **{
        name: f"CASE WHEN s.written_at IS NULL AND p.written_at IS NOT NULL THEN p.{name}"
        f" ELSE s.{name} END"
        for name in ("written_at", "written_offset", "written_raw", "written_precision")
    },
    **{
        name: f"CASE WHEN m.changed THEN s.{name} ELSE p.{name} END"
        for name in ("text", "text_sha256", "words", "source_start", "source_end")
    },
    "text_version": "p.text_version + m.changed::int",
    "source_upload_id": "CASE WHEN m.changed THEN s.upload_id ELSE p.source_upload_id END",
}
_OF_PLACE = ("number", "parent_number", "depth", "parent_how")
_FLAGGED = (
    f"CASE WHEN %(adds)s OR '{MISSING}' = ANY(p.flags) THEN p.flags"
    f" ELSE p.flags || '{{{MISSING}}}' END"
)
_NOW = ", ".join(
    f"{sql} AS {name}"
    if name in _OF_PLACE
    else f"CASE WHEN s.upload_id IS NULL THEN"
    f" {_FLAGGED if name == 'flags' else f'p.{name}'} ELSE {sql} END AS {name}"
    for name, sql in _COLUMNS.items()
)
UPDATE = f"""
WITH m AS MATERIALIZED ({_PLAN}), v AS MATERIALIZED (
    SELECT p.id, {_NOW} FROM m JOIN corpus_post p ON p.id = m.id
    LEFT JOIN corpus_stagedpost s ON s.upload_id = %(upload)s AND s.ordinal = %(ordinal)s
        AND s.number = m.staged AND NOT m.missing
)
UPDATE corpus_post p SET version = p.version + 1,
    {", ".join(f"{name} = v.{name}" for name in _COLUMNS)}
FROM v WHERE v.id = p.id AND ({", ".join(f"p.{name}" for name in _COLUMNS)})
    IS DISTINCT FROM ({", ".join(f"v.{name}" for name in _COLUMNS)})
"""
INSERT = f"""
WITH m AS MATERIALIZED ({_PLAN})
INSERT INTO corpus_post (corpus_id, thread_id, number, parent_number, depth, kind, parent_how,
    author_id, is_entry_author, url, external_id, identity, author_hash, confidence, status, text,
    text_version, text_sha256, words, flags, source_start, source_end, source_upload_id, version,
    written_at, written_offset, written_raw, written_precision)
SELECT %(corpus)s, %(thread)s, m.number, m.parent, m.depth, s.kind,
    coalesce(s.parent_how, {_JOINED}), {_AUTHOR},
    s.is_entry_author, s.url, s.external_id, s.identity, s.author_hash, s.confidence, s.status,
    s.text, 1, s.text_sha256, s.words, s.flags, s.source_start, s.source_end, s.upload_id, 1,
    s.written_at, s.written_offset, s.written_raw, s.written_precision
FROM m JOIN corpus_stagedpost s ON s.upload_id = %(upload)s AND s.ordinal = %(ordinal)s
    AND s.number = m.staged
WHERE m.id IS NULL
ORDER BY m.number
"""
CONTACTS = """
INSERT INTO corpus_contact (post_id, email, ip)
SELECT p.id, s.email, s.ip
FROM unnest(%(numbers)s::int[], %(staged)s::int[]) AS m(number, staged)
JOIN corpus_stagedpost s ON s.upload_id = %(upload)s AND s.ordinal = %(ordinal)s
    AND s.number = m.staged AND (s.email <> '' OR s.ip <> '')
JOIN corpus_post p ON p.thread_id = %(thread)s AND p.number = m.number
ON CONFLICT (post_id) DO UPDATE SET email = excluded.email, ip = excluded.ip
"""


_THREAD = {
    **{
        name: f"CASE WHEN '{name}' = ANY(t.edited) THEN t.{name} ELSE {sql} END"
        for name, sql in {
            "title": "CASE WHEN %(adds)s THEN t.title ELSE coalesce(nullif(s.title, ''), t.title)"
            " END",
            "site": "coalesce(nullif(s.site, ''), t.site)",
            "url": "coalesce(nullif(s.url, ''), t.url)",
            "language": "coalesce(nullif(s.language, ''), t.language)",
            "attributes": "t.attributes || (s.attributes - t.edited_attributes)",
            "categories": "CASE WHEN s.categories = '{}' THEN t.categories ELSE s.categories END",
        }.items()
    },
    "external_id": "coalesce(nullif(s.external_id, ''), t.external_id)",
    "author_id": f"coalesce({_AUTHOR}, t.author_id)",
    **{
        name: f"CASE WHEN s.written_at IS NULL THEN t.{name} ELSE s.{name} END"
        for name in ("written_at", "written_offset", "written_raw", "written_precision")
    },
}
HEAD = f"""
WITH v AS MATERIALIZED (
    SELECT t.id, {", ".join(f"{sql} AS {name}" for name, sql in _THREAD.items())}
    FROM corpus_thread t JOIN corpus_stagedthread s
        ON s.upload_id = %(upload)s AND s.ordinal = %(ordinal)s
    WHERE t.id = %(thread)s
), n AS (
    SELECT count(*) FILTER (WHERE kind = 'comment') AS comments, coalesce(sum(words), 0) AS words
    FROM corpus_post WHERE thread_id = %(thread)s
)
UPDATE corpus_thread t SET version = t.version + 1, comments = n.comments, words = n.words,
    {", ".join(f"{name} = v.{name}" for name in _THREAD)}
FROM v, n WHERE t.id = v.id AND (%(touched)s OR ({", ".join(f"t.{name}" for name in _THREAD)})
    IS DISTINCT FROM ({", ".join(f"v.{name}" for name in _THREAD)}))
RETURNING t.version, t.title
"""
