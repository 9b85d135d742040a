"""Reading threads and posts with what was coded in them; PostgreSQL writes the JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotations.queries import json_lines
from corpus.attribute_filters import conditions
from corpus.keyset import Order, Page, Place, page
from corpus.queries import PERSON
from corpus.written import WRITTEN

THREAD_COLUMNS = f"""
    t.id, t.corpus_id AS corpus, t.title, t.site, t.url,
    (SELECT row_to_json(c) FROM (SELECT coalesce(p.merged_into_id, p.id) AS id, p.name
        FROM corpus_participant p WHERE p.id = t.author_id) AS c) AS author,
    {WRITTEN.format("t")} AS written_at, t.written_precision AS written_at_precision,
    t.language, t.attributes,
    (SELECT row_to_json(c) FROM (SELECT t.comments,
        (SELECT count(*) FROM annotations_annotation a
            WHERE a.thread_id = t.id AND a.deleted_at IS NULL) AS annotations,
        t.words) AS c) AS counts,
    t.upload_id AS upload,
    coalesce((SELECT p.status FROM corpus_post p WHERE p.thread_id = t.id AND p.number = 0),
        'approved') AS status,
    (SELECT row_to_json(c) FROM (SELECT coalesce((SELECT g.state FROM annotations_threadprogress g
        WHERE g.thread_id = t.id AND g.coder_id = %(user)s), 'new') AS mine) AS c) AS progress,
    t.version
"""

POST_COLUMNS = f"""
    p.id, p.thread_id AS thread, p.kind, p.number, parent.id AS parent, p.parent_how, p.depth,
    (SELECT row_to_json(c) FROM (SELECT coalesce(w.merged_into_id, w.id) AS id, w.name,
        p.is_entry_author OR coalesce(coalesce(w.merged_into_id, w.id) = (
            SELECT coalesce(e.merged_into_id, e.id) FROM corpus_participant e
            WHERE e.id = t.author_id), false) AS is_entry_author) AS c
        WHERE w.id IS NOT NULL) AS author,
    {WRITTEN.format("p")} AS written_at, p.written_raw AS written_at_raw,
    p.written_precision AS written_at_precision, p.url, p.external_id, p.status,
    coalesce(nullif(x.language, ''), t.language) AS language, p.text, p.text_version,
    coalesce(x.sentences, '{{}}') AS sentences, coalesce(x.paragraphs, '{{}}') AS paragraphs,
    CASE WHEN x.post_id IS NULL THEN '[]' ELSE (
        SELECT coalesce('[' || string_agg(row_to_json(k)::text, ',') || ']', '[]')::json FROM (
            SELECT l.kind, l.target_id AS post, l.start, l."end", l.target_start, l.target_end,
                l.confidence
            FROM corpus_postlink l WHERE l.post_id = p.id ORDER BY l.start, l.id) AS k
    ) END AS links,
    p.flags,
    (SELECT row_to_json(c) FROM (SELECT coalesce(p.source_upload_id, t.upload_id) AS upload,
        p.source_start AS start,
        p.source_end AS "end") AS c) AS source,
    p.version
"""

POST_JOINS = """
    FROM corpus_post p
    JOIN corpus_thread t ON t.id = p.thread_id
    LEFT JOIN corpus_post parent
        ON parent.thread_id = p.thread_id AND parent.number = p.parent_number
    LEFT JOIN corpus_participant w ON w.id = p.author_id
    LEFT JOIN corpus_postindex x ON x.post_id = p.id AND x.text_version = p.text_version
"""


SORTS: dict[str, tuple[str, str]] = {
    "id": ("t.id", "bigint"),
    "written_at": ("coalesce(t.written_at, '-infinity')", "timestamptz"),
    "title": ('lower(t.title) COLLATE "C"', "text"),
    "comments": ("t.comments", "integer"),
    "annotations": (
        "(SELECT count(*) FROM annotations_annotation a"
        " WHERE a.thread_id = t.id AND a.deleted_at IS NULL)",
        "bigint",
    ),
}

# What each filter of the list asks for; the value is bound under the filter's own name.
_CODED = (
    "EXISTS (SELECT FROM annotations_annotation a WHERE a.thread_id = t.id AND a.deleted_at IS NULL"
)
FILTERS: dict[str, str] = {
    "q": "(t.title ILIKE %(q)s OR t.site ILIKE %(q)s OR EXISTS (SELECT FROM corpus_participant p"
    " WHERE p.id = t.author_id AND p.name ILIKE %(q)s))",
    "author": f"t.author_id = {PERSON}",
    "site": "t.site = %(site)s",
    "language": "t.language = %(language)s",
    "written_after": "t.written_at >= %(written_after)s",
    "written_before": "t.written_at < %(written_before)s",
    "upload": "t.upload_id = %(upload)s",
    "code": f"{_CODED} AND a.code_id = %(code)s)",
    "coder": f"{_CODED} AND a.coder_id = %(coder)s)",
    "domain": "EXISTS (SELECT FROM corpus_post p JOIN corpus_posturl r ON r.post_id = p.id"
    " WHERE p.thread_id = t.id AND r.domain = %(domain)s)",
    "hidden": "(%(hidden)s OR EXISTS (SELECT FROM corpus_post p WHERE p.thread_id = t.id"
    " AND p.number = 0 AND p.status = 'approved'))",
    "uncoded": f"(%(uncoded)s <> {_CODED}))",
}


@dataclass(frozen=True, slots=True)
class Sort:
    """The list's order: one of `SORTS`, from the greatest down if `descending`."""

    by: str = "written_at"
    descending: bool = True


def list_threads(
    *,
    corpus_id: int,
    user_id: int,
    filters: Mapping[str, Any],
    sort: Sort,
    place: Place | None,
    size: int,
) -> Page:
    """Return a page of a corpus' threads, without texts. Unknown filters are ignored.

    `attribute` among them is a list of parsed filters.
    """
    described, more = conditions(filters.get("attribute", ()), "t.attributes")
    wanted = {name: value for name, value in filters.items() if name in FILTERS}
    values = {"corpus": corpus_id, "user": user_id, **wanted, **more}
    if "q" in values:
        values["q"] = f"%{_literally(values['q'])}%"
    expression, cast = SORTS[sort.by]
    return page(
        THREAD_COLUMNS,
        " ".join(
            [
                "FROM corpus_thread t WHERE t.corpus_id = %(corpus)s AND t.deleted_at IS NULL",
                *(f"AND {FILTERS[name]}" for name in wanted),
                described,
            ]
        ),
        values,
        order=Order(expression, cast, "t.id", descending=sort.descending),
        place=place,
        size=size,
    )


def thread_json(*, thread_id: int, user_id: int) -> str:
    """Return a whole thread as JSON: its head and all posts in reading order."""
    values = {"thread": thread_id, "user": user_id}
    (head,) = json_lines(
        f"SELECT {THREAD_COLUMNS}, t.categories FROM corpus_thread t WHERE t.id = %(thread)s",
        values,
    )
    posts = json_lines(
        f"SELECT {POST_COLUMNS} {POST_JOINS} WHERE p.thread_id = %(thread)s ORDER BY p.number",
        values,
    )
    return f'{head[:-1]},"posts":[{",".join(posts)}]}}'


def post_json(post_id: int) -> str:
    """Return one post as JSON."""
    (line,) = json_lines(
        f"SELECT {POST_COLUMNS} {POST_JOINS} WHERE p.id = %(post)s", {"post": post_id}
    )
    return line


def _literally(text: str) -> str:
    """Take LIKE's wildcards in `text` for themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
