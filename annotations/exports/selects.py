"""The SELECTs behind `rows.py`: columns in the order of the row's fields, in reading order.

Table names stand without a schema: the search path decides whether the corpus or a snapshot of it
is read. Values are bound by name; `%(corpus)s` always, a scope's under its own names.
"""

from collections.abc import Mapping
from typing import Any

from annotations.exports.columns import PSEUDONYM, of_threads, within
from corpus.written import STAMP, WRITTEN

# Posts that readers of the site see, and those that somebody coded.
IN_SIGHT = """(p.status = 'approved' OR EXISTS (SELECT FROM annotations_annotation a
    WHERE a.post_id = p.id AND a.deleted_at IS NULL))"""

CODES = f"""
WITH RECURSIVE tree AS (
    SELECT c.*, ARRAY[c.name::text] AS path, ARRAY[c.position, c.id::int] AS place
    FROM annotations_code c
    WHERE c.corpus_id = %(corpus)s AND c.parent_id IS NULL AND c.deleted_at IS NULL
    UNION ALL
    SELECT c.*, tree.path || c.name::text, tree.place || ARRAY[c.position, c.id::int]
    FROM annotations_code c JOIN tree ON c.parent_id = tree.id WHERE c.deleted_at IS NULL
)
SELECT id, parent_id, name, path, colour, definition, include, exclude, key, levels, position,
    archived, locked, examples, {STAMP.format("created_at")}
FROM tree ORDER BY place
"""

CODERS = """
SELECT u.id, u.username, coalesce(nullif(u.name, ''), u.username)
FROM corpus_user u
WHERE u.id IN (
    SELECT coder_id FROM annotations_annotation
    WHERE corpus_id = %(corpus)s AND deleted_at IS NULL
    UNION SELECT author_id FROM annotations_memo
    WHERE corpus_id = %(corpus)s AND deleted_at IS NULL)
ORDER BY u.id
"""

MEMOS = f"""
SELECT m.id, m.target_type, m.target_id, m.kind, m.text, m.author_id,
    {STAMP.format("m.created_at")}, {STAMP.format("m.updated_at")}
FROM annotations_memo m
WHERE m.corpus_id = %(corpus)s AND m.deleted_at IS NULL
ORDER BY m.created_at, m.id
"""

# The fields of an AnnotationRow; a: the annotation.
ANNOTATION = f"""
    a.id, a.thread_id, a.post_id, a.code_id, a.coder_id, a.level, a.start, a."end", a.quote,
    a.text_version, a.state, a.memo, {STAMP.format("a.created_at")}, {STAMP.format("a.updated_at")}
"""


def participants(*, pseudonymise: bool) -> str:
    """Return the SELECT of all participants; pseudonyms hide sites and attributes, too."""
    name = PSEUDONYM.format("w") if pseudonymise else "w.name"
    sites = "ARRAY[]::text[]" if pseudonymise else "w.sites"
    attributes = "'{}'::jsonb" if pseudonymise else "w.attributes"
    return (
        f"SELECT w.id, {name}, {sites}, {attributes}, w.merged_into_id FROM corpus_participant w"
        " WHERE w.corpus_id = %(corpus)s ORDER BY w.id"
    )


def threads(scope: Mapping[str, Any], *, pseudonymise: bool) -> str:
    """Return the SELECT of the scope's threads."""
    name = PSEUDONYM.format("w") if pseudonymise else "w.name"
    return f"""
SELECT t.id, t.title, t.site, t.url, t.author_id, {name}, {WRITTEN.format("t")}, t.language,
    t.categories, t.attributes, t.upload_id
FROM corpus_thread t LEFT JOIN corpus_participant w ON w.id = t.author_id
WHERE t.corpus_id = %(corpus)s AND t.deleted_at IS NULL{of_threads(scope, "t.id")}
ORDER BY t.id"""


def posts(scope: Mapping[str, Any], *, pseudonymise: bool, hidden: bool = False) -> str:
    """Return the SELECT of the posts of the scope's threads.

    What a site hides (spam, drafts …) comes only where somebody coded it, or with `hidden`.
    """
    name = PSEUDONYM.format("w") if pseudonymise else "w.name"
    seen = "" if hidden else f" AND {IN_SIGHT}"
    return f"""
SELECT p.id, p.thread_id, p.kind, p.number, p.parent_number, p.parent_how, p.depth, p.author_id,
    {name}, p.is_entry_author, {WRITTEN.format("p")}, p.written_raw, p.url, p.status, i.language,
    p.text, p.text_version
FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
LEFT JOIN corpus_participant w ON w.id = p.author_id
LEFT JOIN corpus_postindex i ON i.post_id = p.id
WHERE p.corpus_id = %(corpus)s{of_threads(scope, "p.thread_id")}{seen}
ORDER BY p.thread_id, p.number"""


def annotations(scope: Mapping[str, Any]) -> str:
    """Return the SELECT of the scope's annotations in reading order."""
    return f"""
SELECT {ANNOTATION}
FROM annotations_annotation a
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
LEFT JOIN corpus_post p ON p.id = a.post_id
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{within(scope)}
ORDER BY a.thread_id, p.number NULLS FIRST, a.start NULLS FIRST, a."end" NULLS FIRST, a.id"""


def links(scope: Mapping[str, Any]) -> str:
    """Return the SELECT of the inferred links between the posts of the scope's threads."""
    return f"""
SELECT p.thread_id, l.post_id, l.target_id, l.kind, l.start, l."end", l.confidence
FROM corpus_postlink l JOIN corpus_post p ON p.id = l.post_id
JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
WHERE p.corpus_id = %(corpus)s{of_threads(scope, "p.thread_id")}
ORDER BY p.thread_id, p.number, l.start, l.id"""
