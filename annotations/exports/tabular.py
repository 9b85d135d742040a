"""The tables that leave: which rows each has, and the SELECT behind it in each form of cells."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from annotations.exports import columns, described
from annotations.exports.columns import Column, Kind, of_threads, within
from annotations.exports.order import Order
from annotations.exports.selects import IN_SIGHT
from corpus.attribute_filters import NUMBER
from corpus.written import STAMP

# `text`: every cell can be written as text; `json`: as JSON has it; `typed`: truth and numbers as
# they are, lists as JSON in text.
Form = Literal["text", "json", "typed"]
# How many characters before a position take two UTF-16 units.
_ASTRAL = "length(regexp_replace({0}, '[^\\U00010000-\\U0010FFFF]', '', 'g'))"

_CODES = """
WITH RECURSIVE tree AS (
    SELECT id, name, ARRAY[name::text] AS path, ARRAY[position, id::int] AS place
    FROM annotations_code WHERE corpus_id = %(corpus)s AND parent_id IS NULL
    UNION ALL
    SELECT below.id, below.name, tree.path || below.name::text,
        tree.place || ARRAY[below.position, below.id::int]
    FROM annotations_code below JOIN tree ON below.parent_id = tree.id
), codes AS MATERIALIZED (
    -- Put together once for each code, not for each row.
    SELECT id, name, place, array_to_json(path) AS path, array_to_string(ARRAY(
        SELECT replace(step, '>', '>>') FROM unnest(path) WITH ORDINALITY AS s(step, n)
        ORDER BY n), ' > ') AS joined
    FROM tree
)"""
_CODED = """FROM annotations_annotation a
    JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
    WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and which rows it has in which order. `holds` says so to readers."""

    columns: tuple[Column, ...]
    rows: Callable[[Order], str]
    place: str
    holds: str
    before: Callable[[Order], str] = lambda _: ""


def _annotations(order: Order) -> str:
    return f"""
FROM annotations_annotation a
JOIN codes k ON k.id = a.code_id
JOIN corpus_user u ON u.id = a.coder_id
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
LEFT JOIN corpus_post p ON p.id = a.post_id
LEFT JOIN corpus_participant w ON w.id = p.author_id
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{within(order.scope)}"""


def _posts(order: Order) -> str:
    return f"""
FROM corpus_post p
JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
LEFT JOIN corpus_participant w ON w.id = p.author_id
LEFT JOIN corpus_postindex i ON i.post_id = p.id
LEFT JOIN coded n ON n.post_id = p.id
WHERE p.corpus_id = %(corpus)s{of_threads(order.scope, "p.thread_id")}{_seen(order)}"""


def _threads(order: Order) -> str:
    return f"""
FROM corpus_thread t
LEFT JOIN corpus_participant w ON w.id = t.author_id
LEFT JOIN coded n ON n.thread_id = t.id
WHERE t.corpus_id = %(corpus)s AND t.deleted_at IS NULL{of_threads(order.scope, "t.id")}"""


def _participants(_: Order) -> str:
    return """
FROM corpus_participant w LEFT JOIN wrote m ON m.author_id = w.id
WHERE w.corpus_id = %(corpus)s"""


def _codebook(_: Order) -> str:
    return """
FROM annotations_code c JOIN codes k ON k.id = c.id LEFT JOIN coded n ON n.code_id = c.id
WHERE c.corpus_id = %(corpus)s AND c.deleted_at IS NULL"""


def _seen(order: Order) -> str:
    return "" if order.hidden else f" AND {IN_SIGHT}"


def _per_post(order: Order) -> str:
    return f"""WITH coded AS (SELECT a.post_id, count(*) AS annotations,
    count(*) FILTER (WHERE a.level = 'passage') AS passages,
    count(DISTINCT a.code_id) AS codes, count(DISTINCT a.coder_id) AS coders
    {_CODED} AND a.post_id IS NOT NULL{within(order.scope)} GROUP BY a.post_id)"""


def _per_thread(order: Order) -> str:
    return f"""WITH coded AS (SELECT a.thread_id, count(*) AS annotations,
    count(DISTINCT a.post_id) AS posts,
    count(DISTINCT a.code_id) AS codes, count(DISTINCT a.coder_id) AS coders
    {_CODED}{within(order.scope)} GROUP BY a.thread_id)"""


def _per_participant(order: Order) -> str:
    return f"""WITH coded AS (SELECT a.post_id, count(*) AS annotations
    {_CODED} AND a.post_id IS NOT NULL{within(order.scope)} GROUP BY a.post_id
), wrote AS (SELECT p.author_id, count(DISTINCT p.thread_id) AS threads, count(*) AS posts,
    sum(p.words)::bigint AS words, sum(coalesce(n.annotations, 0))::bigint AS annotations
    FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
    LEFT JOIN coded n ON n.post_id = p.id
    WHERE p.corpus_id = %(corpus)s{of_threads(order.scope, "p.thread_id")}{_seen(order)}
    GROUP BY p.author_id)"""


def _per_code(order: Order) -> str:
    return f"""{_CODES}, coded AS (SELECT a.code_id, count(*) AS annotations,
    count(DISTINCT a.coder_id) AS coders {_CODED}{within(order.scope)} GROUP BY a.code_id)"""


TABLES: dict[str, Table] = {
    "annotations": Table(
        columns.ANNOTATIONS, _annotations,
        "a.thread_id, p.number NULLS FIRST, a.start NULLS FIRST, a.id",
        "What was coded: one row for each annotation, in reading order.", lambda _: _CODES,
    ),
    "posts": Table(
        columns.POSTS, _posts, "p.thread_id, p.number",
        "Every post of the threads, coded or not, in reading order.", _per_post,
    ),
    "threads": Table(
        columns.THREADS, _threads, "t.id", "The threads, each an entry with its comments.",
        _per_thread,
    ),
    "participants": Table(
        columns.PARTICIPANTS, _participants, "w.id", "The names under which people wrote.",
        _per_participant,
    ),
    "codebook": Table(
        columns.CODEBOOK, _codebook, "k.place", "The codes, each after the one above it.",
        _per_code,
    ),
}  # fmt: skip
WHATS = tuple(TABLES)


def columns_of(order: Order) -> tuple[Column, ...]:
    """Return the columns of the order's table, those of attributes last."""
    return (*TABLES[order.what].columns, *described.columns(order))


def select(order: Order, form: Form) -> str:
    """Return the SELECT of the order's rows; `%(corpus)s`, scope and pseudonym key are bound."""
    table = TABLES[order.what]
    cells = [f"{cell(column, order, form)} AS {_named(column)}" for column in columns_of(order)]
    return f"{table.before(order)} SELECT {', '.join(cells)} {table.rows(order)} ORDER BY " + (
        table.place
    )


def _named(column: Column) -> str:
    name = column.name.replace('"', '""').replace("%", "%%")
    return f'"{name}"'


def count(order: Order) -> str:
    """Return the SELECT that counts the same rows."""
    if order.what == "annotations":
        return columns.count_select(order.scope)
    table = TABLES[order.what]
    return f"{table.before(order)} SELECT count(*) {table.rows(order)}"


def cell(column: Column, order: Order, form: Form) -> str:
    """Return a column's SQL as the order wants it."""
    sql = column.hidden if order.pseudonymise and column.hidden else column.sql
    if column.quoted and not order.texts:
        return "NULL::text"
    if column.name in ("start", "end") and order.offset_unit == "utf16":
        sql = f"{sql} + {_ASTRAL.format(f'substr(p.text, 1, {sql})')}"
    sql = _formed(column, sql, form)
    if order.neutralise and column.free_text and (form == "text" or column.kind == "text"):
        number = f" AND {sql} !~ '{NUMBER}'" if column.kind == "value" else ""
        sql = f"CASE WHEN {sql} ~ '^[=+@\\t\\r-]'{number} THEN '''' || {sql} ELSE {sql} END"
    return sql


def _formed(column: Column, sql: str, form: Form) -> str:
    """Turn what is no plain value into what the form can hold."""
    listed = f"array_to_json({sql})::text"
    forms: dict[Kind, dict[Form, str]] = {
        "moment": {"text": STAMP.format(sql), "json": STAMP.format(sql)},
        "path": {"text": "k.joined", "typed": f"{sql}::text"},
        "words": {"text": f"array_to_string({sql}, ' ')", "typed": listed},
        "list": {"text": listed, "typed": listed},
        "json": {"text": f"{sql}::text", "typed": f"{sql}::text"},
        "value": {
            "text": f"nullif({sql} #>> '{{}}', '')",
            "typed": f"nullif({sql} #>> '{{}}', '')",
        },
        "truth": {"text": f"CASE {sql} WHEN true THEN 'true' WHEN false THEN 'false' END"},
    }
    return forms.get(column.kind, {}).get(form, sql)
