"""The columns of tables: names, SQL, kinds, and what they mean (docs/api.md, "Tables")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpus.written import WRITTEN

SCHEMA_VERSION = 1
# `path`: names from the top, ` > ` between them where a cell must be text; `words`: a list with
# blanks between; `list`, `json`: as JSON there; `moment`: one that Catena made, in UTC; `value`:
# JSON, of which text stands as it is.
Kind = Literal["text", "integer", "truth", "path", "words", "list", "json", "moment", "value"]
# The same for all names of one person, told by nothing without the corpus' key.
PSEUDONYM = (
    "'P' || upper(substr(encode(sha256(convert_to(%(pseudonym_key)s || ':pseudonym:'"
    " || coalesce({0}.merged_into_id, {0}.id)::text, 'UTF8')), 'hex'), 1, 12))"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, its SQL and its kind.

    `free_text`: people wrote it, a spreadsheet might run it. `hidden`: the SQL instead of it where
    people get pseudonyms. `quoted`: it is text of a post, left out of stand-off files.
    """

    name: str
    sql: str
    kind: Kind = "text"
    free_text: bool = False
    hidden: str = ""
    quoted: bool = False


def _written(name: str, sql: str, **more: Any) -> Column:
    return Column(name, sql, free_text=True, **more)


def _number(name: str, sql: str) -> Column:
    return Column(name, sql, "integer")


_AUTHOR = _written("author", "nullif(w.name, '')", hidden=PSEUDONYM.format("w"))
_PATH = Column("code_path", "k.path", "path", free_text=True)

ANNOTATIONS = (
    Column("annotation_id", "a.id"),
    Column("level", "a.level"),
    _number("code_id", "k.id"),
    _written("code", "k.name"),
    _PATH,
    _written("coder", "u.username"),
    _number("thread_id", "t.id"),
    _written("thread_title", "nullif(t.title, '')"),
    _written("thread_url", "nullif(t.url, '')"),
    _number("post_id", "p.id"),
    Column("post_kind", "p.kind"),
    _number("post_number", "p.number"),
    _number("post_parent_number", "p.parent_number"),
    _number("post_depth", "p.depth"),
    _AUTHOR,
    Column("author_is_entry_author", "p.is_entry_author", "truth"),
    Column("written_at", WRITTEN.format("p")),
    _number("start", "a.start"),
    _number("end", 'a."end"'),
    _written("quote", "a.quote", quoted=True),
    _written("memo", "nullif(a.memo, '')"),
    _number("text_version", "a.text_version"),
    Column("state", "a.state"),
    Column("created_at", "a.created_at", "moment"),
    Column("updated_at", "a.updated_at", "moment"),
)
POSTS = (
    _number("post_id", "p.id"),
    _number("thread_id", "t.id"),
    _written("thread_title", "nullif(t.title, '')"),
    _written("thread_url", "nullif(t.url, '')"),
    Column("post_kind", "p.kind"),
    _number("post_number", "p.number"),
    _number("post_parent_number", "p.parent_number"),
    Column("post_parent_how", "p.parent_how"),
    _number("post_depth", "p.depth"),
    _number("participant_id", "w.id"),
    _AUTHOR,
    Column("author_is_entry_author", "p.is_entry_author", "truth"),
    Column("written_at", WRITTEN.format("p")),
    _written("written_at_raw", "nullif(p.written_raw, '')"),
    _written("post_url", "nullif(p.url, '')"),
    Column("status", "p.status"),
    Column("language", "nullif(i.language, '')"),
    _number("words", "p.words"),
    _written("text", "p.text", quoted=True),
    _number("text_version", "p.text_version"),
    _number("annotations", "coalesce(n.annotations, 0)"),
    _number("passages", "coalesce(n.passages, 0)"),
    _number("codes", "coalesce(n.codes, 0)"),
    _number("coders", "coalesce(n.coders, 0)"),
)
THREADS = (
    _number("thread_id", "t.id"),
    _written("thread_title", "nullif(t.title, '')"),
    _written("thread_url", "nullif(t.url, '')"),
    _written("site", "nullif(t.site, '')"),
    _number("participant_id", "w.id"),
    _AUTHOR,
    Column("written_at", WRITTEN.format("t")),
    Column("language", "nullif(t.language, '')"),
    Column("categories", "t.categories", "list"),
    Column("attributes", "t.attributes", "json"),
    _number("comments", "t.comments"),
    _number("words", "t.words"),
    _number("annotations", "coalesce(n.annotations, 0)"),
    _number("coded_posts", "coalesce(n.posts, 0)"),
    _number("codes", "coalesce(n.codes, 0)"),
    _number("coders", "coalesce(n.coders, 0)"),
    Column("upload_id", "t.upload_id"),
    Column("created_at", "t.created_at", "moment"),
)
PARTICIPANTS = (
    _number("participant_id", "w.id"),
    _AUTHOR,
    _number("merged_into", "w.merged_into_id"),
    Column("sites", "w.sites", "list", hidden="ARRAY[]::text[]"),
    Column("attributes", "w.attributes", "json", hidden="'{}'::jsonb"),
    _number("threads", "coalesce(m.threads, 0)"),
    _number("posts", "coalesce(m.posts, 0)"),
    _number("words", "coalesce(m.words, 0)"),
    _number("annotations", "coalesce(m.annotations, 0)"),
)
CODEBOOK = (
    _number("code_id", "c.id"),
    Column("path", "k.path", "path", free_text=True),
    _number("parent_id", "c.parent_id"),
    Column("colour", "c.colour"),
    _written("definition", "nullif(c.definition, '')"),
    _written("include", "nullif(c.include, '')"),
    _written("exclude", "nullif(c.exclude, '')"),
    Column("examples", "c.examples", "list"),
    _written("key", "nullif(c.key, '')"),
    Column("levels", "c.levels", "words"),
    _number("position", "c.position"),
    Column("archived", "c.archived", "truth"),
    Column("locked", "c.locked", "truth"),
    _number("annotations", "coalesce(n.annotations, 0)"),
    _number("coders", "coalesce(n.coders, 0)"),
    Column("created_at", "c.created_at", "moment"),
)

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


def within(scope: Mapping[str, Any]) -> str:
    """Return the conditions on an annotation `a` that a scope makes, each after an AND."""
    return "".join(f" AND {SCOPES[name]}" for name in scope)


def of_threads(scope: Mapping[str, Any], column: str) -> str:
    """Return the condition that a scope makes on a thread's id, after an AND."""
    return f" AND {column} = ANY (%(threads)s)" if "threads" in scope else ""


def count_select(scope: Mapping[str, Any]) -> str:
    """Return the SELECT that counts the annotations of a scope."""
    return (
        "SELECT count(*) FROM annotations_annotation a"
        " JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL"
        f" WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{within(scope)}"
    )
