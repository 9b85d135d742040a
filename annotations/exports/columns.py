"""The flat row of coded data: its columns and the SQL behind each (api.md, "The flat row")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.written import STAMP, WRITTEN

SCHEMA_VERSION = 1
# How many characters before a position take two UTF-16 units.
_ASTRAL = "length(regexp_replace({0}, '[^\\U00010000-\\U0010FFFF]', '', 'g'))"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, its SQL, and whether it is text that people wrote."""

    name: str
    sql: str
    free_text: bool = False


COLUMNS = (
    Column("annotation_id", "a.id"),
    Column("level", "a.level"),
    Column("code_id", "k.id"),
    Column("code", "k.name", free_text=True),
    Column("code_path", "k.path"),
    Column("coder", "u.username", free_text=True),
    Column("thread_id", "t.id"),
    Column("thread_title", "nullif(t.title, '')", free_text=True),
    Column("thread_url", "nullif(t.url, '')", free_text=True),
    Column("post_id", "p.id"),
    Column("post_kind", "p.kind"),
    Column("post_number", "p.number"),
    Column("post_parent_number", "p.parent_number"),
    Column("post_depth", "p.depth"),
    Column("author", "nullif(w.name, '')", free_text=True),
    Column("author_is_entry_author", "p.is_entry_author"),
    Column("written_at", WRITTEN.format("p")),
    Column("start", "a.start"),
    Column("end", 'a."end"'),
    Column("quote", "a.quote", free_text=True),
    Column("memo", "nullif(a.memo, '')", free_text=True),
    Column("text_version", "a.text_version"),
    Column("state", "a.state"),
    Column("created_at", STAMP.format("a.created_at")),
    Column("updated_at", STAMP.format("a.updated_at")),
)

_CODES = """
WITH RECURSIVE codes AS (
    SELECT id, name, ARRAY[name::text] AS path FROM annotations_code
    WHERE corpus_id = %(corpus)s AND parent_id IS NULL
    UNION ALL
    SELECT below.id, below.name, codes.path || below.name::text
    FROM annotations_code below JOIN codes ON below.parent_id = codes.id
)
"""
_FROM = """
FROM annotations_annotation a
JOIN codes k ON k.id = a.code_id
JOIN corpus_user u ON u.id = a.coder_id
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
LEFT JOIN corpus_post p ON p.id = a.post_id
LEFT JOIN corpus_participant w ON w.id = p.author_id
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL
"""
# What a scope may ask for; each value is bound under the scope's own name.
SCOPES: dict[str, str] = {
    "threads": "a.thread_id = ANY (%(threads)s)",
    "codes": "a.code_id = ANY (%(codes)s)",
    "subtree": """a.code_id IN (WITH RECURSIVE below AS (
        SELECT %(subtree)s::bigint AS id
        UNION SELECT c.id FROM annotations_code c JOIN below ON c.parent_id = below.id)
        SELECT id FROM below)""",
    "coders": "a.coder_id = ANY (%(coders)s)",
    "levels": "a.level = ANY (%(levels)s)",
    "created_after": "a.created_at >= %(created_after)s",
    "created_before": "a.created_at < %(created_before)s",
}


def rows_select(
    *, scope: Mapping[str, Any], offset_unit: str, as_text: bool, neutralise: bool
) -> str:
    """Return the SELECT of the flat rows in reading order; `%(corpus)s` and the scope are bound.

    With `as_text` (CSV) a path is one cell and truth is written `true`/`false`; `neutralise`
    puts an apostrophe before what a spreadsheet would run as a formula.
    """
    cells = [
        f'{_cell(column, offset_unit, as_text=as_text, neutralise=neutralise)} AS "{column.name}"'
        for column in COLUMNS
    ]
    wanted = "".join(f" AND {SCOPES[name]}" for name in scope)
    return (
        f"{_CODES} SELECT {', '.join(cells)} {_FROM}{wanted}"
        " ORDER BY a.thread_id, p.number NULLS FIRST, a.start NULLS FIRST, a.id"
    )


def count_select(scope: Mapping[str, Any]) -> str:
    """Return the SELECT that counts the rows of the same scope."""
    wanted = "".join(f" AND {SCOPES[name]}" for name in scope)
    return f"{_CODES} SELECT count(*) {_FROM}{wanted}"


def _cell(column: Column, offset_unit: str, *, as_text: bool, neutralise: bool) -> str:
    sql = column.sql
    if column.name in ("start", "end") and offset_unit == "utf16":
        before = _ASTRAL.format(f"substr(p.text, 1, {sql})")
        sql = f"{sql} + {before}"
    if as_text and column.name == "code_path":
        sql = (
            "array_to_string(ARRAY(SELECT replace(step, '>', '>>')"
            " FROM unnest(k.path) WITH ORDINALITY AS s(step, n) ORDER BY n), ' > ')"
        )
    if as_text and column.name == "author_is_entry_author":
        sql = f"CASE {sql} WHEN true THEN 'true' WHEN false THEN 'false' END"
    if neutralise and (column.free_text or (as_text and column.name == "code_path")):
        sql = f"CASE WHEN {sql} ~ '^[=+@\\t\\r-]' THEN '''' || {sql} ELSE {sql} END"
    return sql
