"""How far a coder has come with a thread: the state, what was seen, and where they were last."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection

from corpus.errors import ImpossibleError
from corpus.models import Post, Thread, User

MOST_RANGES = 1_000

# What is left out of a change stays as it was; who saw something has begun to read.
_SET = """
INSERT INTO annotations_threadprogress AS g (thread_id, coder_id, state, seen, at_id)
VALUES (%(thread)s, %(coder)s,
    coalesce(%(state)s, CASE WHEN %(seen)s::jsonb <> '[]' THEN 'reading' ELSE 'new' END),
    coalesce(%(seen)s::jsonb, '[]'), %(at)s::bigint)
ON CONFLICT (thread_id, coder_id) DO UPDATE SET
    state = coalesce(%(state)s, CASE WHEN g.state = 'new' THEN excluded.state ELSE g.state END),
    seen = coalesce(%(seen)s::jsonb, g.seen),
    at_id = CASE WHEN %(moves)s THEN excluded.at_id ELSE g.at_id END
"""
_SHOWN = """
SELECT row_to_json(r)::text FROM (SELECT coalesce(g.state, 'new') AS state,
    coalesce(g.state, 'new') AS mine, coalesce(g.seen, '[]') AS seen, g.at_id AS at
    FROM (SELECT 1) AS always LEFT JOIN annotations_threadprogress g
        ON g.thread_id = %(thread)s AND g.coder_id = %(coder)s) AS r
"""


def progress_json(*, thread_id: int, coder_id: int) -> str:
    """Return a coder's progress with a thread as JSON; of an unknown one: new, nothing seen."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, {"thread": thread_id, "coder": coder_id})
        (text,) = cursor.fetchone()
    return str(text)


def set_progress(
    thread: Thread,
    *,
    coder: User,
    state: str | None = None,
    seen: Sequence[Sequence[int]] | None = None,
    at: int | None = None,
    moves: bool = False,
) -> None:
    """Note how far a coder has come; None leaves `state` and `seen` as they were.

    `seen` are half-open ranges of post numbers. `at` is the post where the coder was last, None
    for none; it counts only if `moves`.

    Raises:
        ImpossibleError: `foreign_post`, `at` is no post of this thread.
    """
    if at is not None and not Post.objects.filter(pk=at, thread=thread).exists():
        raise ImpossibleError(
            f"There is no post {at} in this thread.",
            code="foreign_post",
            fields=[("at", "foreign_post", "It is not in this thread.")],
        )
    values = {
        "thread": thread.pk,
        "coder": coder.pk,
        "state": state,
        "seen": None if seen is None else json.dumps(joined(seen)),
        "at": at,
        "moves": moves,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


def joined(ranges: Iterable[Sequence[int]]) -> list[list[int]]:
    """Return half-open ranges in order, those joined that touch; empty ones are dropped."""
    found: list[list[int]] = []
    for start, end in sorted(tuple(one) for one in ranges):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        elif start < end:
            found.append([start, end])
    return found
