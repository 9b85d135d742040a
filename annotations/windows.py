"""Threads too long to be read in one reply: an outline of all posts, and windows of the rest.

A window is a half-open range of post numbers (reading order, the entry is 0). PostgreSQL writes
the JSON; the texts that are searched are read here, as no SQL folds letters as the search does.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from annotations.queries import ANNOTATION_COLUMNS, json_lines
from annotations.threads import POST_COLUMNS, POST_JOINS, THREAD_COLUMNS
from corpus.search.literal import Needle

MOST_POSTS = 500
MOST_HITS = 1_000
LAST = 2**31 - 1
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Window:
    """Posts with `start` <= number < `end`."""

    start: int = 0
    end: int = LAST


# Columns instead of a row for each post: a third of the size, and quicker to write and to read.
_OUTLINE = f"""
WITH head AS (
    SELECT row_to_json(r) AS thread FROM (
        SELECT {THREAD_COLUMNS}, t.categories FROM corpus_thread t WHERE t.id = %(thread)s
    ) AS r
), listed AS MATERIALIZED (
    SELECT p.id, p.number, parent.id AS parent, p.depth, p.kind, p.status, p.author_id,
        p.is_entry_author, char_length(p.text) AS length, p.words
    FROM corpus_post p LEFT JOIN corpus_post parent
        ON parent.thread_id = p.thread_id AND parent.number = p.parent_number
    WHERE p.thread_id = %(thread)s
), known AS (
    SELECT DISTINCT author_id, is_entry_author FROM listed WHERE author_id IS NOT NULL
), author AS MATERIALIZED (
    SELECT k.author_id, k.is_entry_author AS flag,
        row_number() OVER (ORDER BY k.author_id, k.is_entry_author) - 1 AS place,
        coalesce(w.merged_into_id, w.id) AS id, w.name,
        k.is_entry_author OR coalesce(coalesce(w.merged_into_id, w.id) = (
            SELECT coalesce(e.merged_into_id, e.id) FROM corpus_thread t
            JOIN corpus_participant e ON e.id = t.author_id
            WHERE t.id = %(thread)s), false) AS is_entry_author
    FROM known k JOIN corpus_participant w ON w.id = k.author_id
), posts AS (
    SELECT json_build_object(
        'id', coalesce(array_to_json(array_agg(l.id ORDER BY l.number)), '[]'),
        'number', coalesce(array_to_json(array_agg(l.number ORDER BY l.number)), '[]'),
        'parent', coalesce(array_to_json(array_agg(l.parent ORDER BY l.number)), '[]'),
        'depth', coalesce(array_to_json(array_agg(l.depth ORDER BY l.number)), '[]'),
        'kind', coalesce(array_to_json(array_agg(l.kind ORDER BY l.number)), '[]'),
        'status', coalesce(array_to_json(array_agg(l.status ORDER BY l.number)), '[]'),
        'author', coalesce(array_to_json(array_agg(a.place ORDER BY l.number)), '[]'),
        'length', coalesce(array_to_json(array_agg(l.length ORDER BY l.number)), '[]'),
        'words', coalesce(array_to_json(array_agg(l.words ORDER BY l.number)), '[]')) AS columns
    FROM listed l
    LEFT JOIN author a ON a.author_id = l.author_id AND a.flag = l.is_entry_author
), counted AS MATERIALIZED (
    SELECT post_id, code_id, coder_id, count(*) AS count FROM annotations_annotation
    WHERE thread_id = %(thread)s AND deleted_at IS NULL GROUP BY 1, 2, 3
), marks AS (
    SELECT json_build_object(
        'post', coalesce(array_to_json(array_agg(m.number)), '[]'),
        'code', coalesce(array_to_json(array_agg(m.code_id)), '[]'),
        'coder', coalesce(array_to_json(array_agg(m.coder_id)), '[]'),
        'count', coalesce(array_to_json(array_agg(m.count)), '[]')) AS columns
    FROM (SELECT l.number, c.code_id, c.coder_id, c.count
        FROM counted c JOIN listed l ON l.id = c.post_id
        ORDER BY l.number, c.code_id, c.coder_id) AS m
)
SELECT json_build_object('thread', head.thread, 'seq', n.seq, 'posts', posts.columns,
    'authors', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (
        SELECT id, name, is_entry_author FROM author ORDER BY place) AS x),
    'marks', marks.columns,
    'thread_annotations',
        (SELECT coalesce(sum(count), 0)::bigint FROM counted WHERE post_id IS NULL))::text
FROM head, posts, marks, corpus_corpuscounter n WHERE n.corpus_id = %(corpus)s
"""

_ANNOTATIONS = f"""
SELECT n.seq, coalesce(string_agg(row_to_json(r)::text, ',' ORDER BY r.created_at, r.id)
    FILTER (WHERE r.id IS NOT NULL), '')
FROM corpus_corpuscounter n LEFT JOIN LATERAL (
    SELECT {ANNOTATION_COLUMNS} FROM annotations_annotation a
    JOIN corpus_user u ON u.id = a.coder_id
    WHERE a.thread_id = %(thread)s AND a.deleted_at IS NULL AND (
        a.post_id = ANY (ARRAY(SELECT p.id FROM corpus_post p
            WHERE p.thread_id = %(thread)s AND p.number >= %(start)s AND p.number < %(end)s))
        OR (a.post_id IS NULL AND %(start)s = 0))
) AS r ON true
WHERE n.corpus_id = %(corpus)s GROUP BY n.seq
"""

_TEXTS = """
SELECT p.id, p.number, p.text FROM corpus_post p
WHERE p.thread_id = %(thread)s AND p.number >= %(start)s ORDER BY p.number
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a post's text, in code points, half-open."""

    post: int
    number: int
    start: int
    end: int


def outline_json(*, thread_id: int, corpus_id: int, user_id: int) -> str:
    """Return what there is to know of a thread without its texts, as JSON.

    `posts` and `marks` are columns: the i-th value of each belongs to one post, or to one code of
    one coder in one post. `seq` is the last event that they take into account.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OUTLINE, {"thread": thread_id, "corpus": corpus_id, "user": user_id})
        (text,) = cursor.fetchone()
    return str(text)


def posts_json(*, thread_id: int, window: Window) -> str:
    """Return the posts of a window in reading order, as JSON."""
    posts = json_lines(
        f"SELECT {POST_COLUMNS} {POST_JOINS} WHERE p.thread_id = %(thread)s"
        " AND p.number >= %(start)s AND p.number < %(end)s ORDER BY p.number",
        {"thread": thread_id, "start": window.start, "end": window.end},
    )
    return f'{{"posts":[{",".join(posts)}]}}'


def annotations_json(*, thread_id: int, corpus_id: int, window: Window) -> str:
    """Return the annotations of a window as `annotations_of_thread` returns all.

    Those of the whole thread come with the window that begins at 0.
    """
    values = {"thread": thread_id, "corpus": corpus_id, "start": window.start, "end": window.end}
    with connection.cursor() as cursor:
        cursor.execute(_ANNOTATIONS, values)
        seq, rows = cursor.fetchone()
    return f'{{"results":[{rows}],"seq":{seq}}}'


def find(*, thread_id: int, needle: Needle, start: int = 0) -> tuple[int, list[Hit]]:
    """Return how often the needle stands in the posts from `start` on, and the first 1,000 hits."""
    count, hits = 0, list[Hit]()
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_TEXTS, {"thread": thread_id, "start": start})
        while rows := cursor.fetchmany(_BATCH):
            for post, number, text in rows:
                room = MOST_HITS - len(hits)
                spans = needle.hits(text) if room else []
                count += len(spans) if room else needle.count(text)
                hits += [Hit(post, number, *span) for span in spans[:room]]
    return count, hits
