"""Annotations turned round, be they one or a hundred thousand: one statement checks, one writes.

Positions come from the log. Where a post's text is another than it was then, they are looked up
in the present one first, as for every text that changes.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import connection

from annotations.anchors import reanchor
from annotations.queries import ANNOTATION_COLUMNS
from annotations.reverting.turns import Block, BlockedError, Step, Told
from corpus.errors import ForbiddenError
from corpus.events import Sweep
from corpus.models import Post, PostText
from corpus.rules import Action, allowed

_SHOWN = 10
# As everywhere, posts are held before what was coded in them.
_HOLD_POSTS = """
SELECT count(*) FROM (
    SELECT FROM corpus_post p WHERE p.id = ANY (ARRAY(
        SELECT DISTINCT (state->>'post')::bigint
        FROM corpus_event e, LATERAL (VALUES (e.before), (e.after)) AS s(state)
        WHERE {where} AND e.target_type = %(type)s))
    ORDER BY p.id FOR SHARE
) AS held
"""
_HOLD = """
SELECT count(*), coalesce(bool_or(held.coder_id <> %(actor)s), false),
    (SELECT count(*) FROM corpus_event e WHERE {where} AND e.target_type = %(type)s)
FROM (
    SELECT a.coder_id FROM annotations_annotation a WHERE a.id = ANY (ARRAY(
        SELECT e.target_id::uuid FROM corpus_event e
        WHERE {where} AND e.target_type = %(type)s))
    ORDER BY a.id FOR NO KEY UPDATE
) AS held
"""
# A passage that only moved along with its text is still as it was left.
_MOVED_ALONG = """
    a.text_version IS DISTINCT FROM (t.expected->>'text_version')::int
    AND (SELECT e.after ? 'reanchored' FROM corpus_event e
        WHERE e.corpus_id = %(corpus)s AND e.target_type = %(type)s AND e.target_id = t.target_id
        ORDER BY e.seq DESC LIMIT 1)
"""
_CHANGED = f"""
    (a.deleted_at IS NULL) <> (t.expected IS NOT NULL) OR (t.expected IS NOT NULL AND (
        (a.code_id, a.thread_id, a.post_id, a.memo) IS DISTINCT FROM (
            (t.expected->>'code')::bigint, (t.expected->>'thread')::bigint,
            (t.expected->>'post')::bigint, t.expected->>'memo')
        OR (t.expected ? 'reviewed_at'
            AND a.reviewed_at IS DISTINCT FROM (t.expected->>'reviewed_at')::timestamptz)
        OR ((a.start, a."end", a.quote, a.state) IS DISTINCT FROM (
            (t.expected->>'start')::int, (t.expected->>'end')::int, t.expected->>'quote',
            t.expected->>'state') AND NOT ({_MOVED_ALONG}))))
"""
_CHECK = f"""
SELECT t.target_id, count(*) OVER () FROM turns t
LEFT JOIN annotations_annotation a ON a.id = t.target_id::uuid
WHERE a.id IS NULL OR {_CHANGED}
ORDER BY t.n LIMIT {_SHOWN}
"""
# Who merges a code waits for us, or we see that it was merged.
_HOLD_CODES = """
SELECT count(*) FROM (
    SELECT FROM annotations_code k WHERE k.id = ANY (ARRAY(
        SELECT DISTINCT (t.goal->>'code')::bigint FROM turns t))
    ORDER BY k.id FOR KEY SHARE
) AS held
"""
# What stands in the way where an annotation shall be, or goes from: a thread that
# somebody else hid since, a code that is no more or became another.
_NO_PLACE = f"""
SELECT kind, id::text, count(*) OVER () FROM (
    SELECT DISTINCT 'thread' AS kind, h.id FROM turns t
    JOIN annotations_annotation a ON a.id = t.target_id::uuid
    JOIN corpus_thread h ON h.id = coalesce((t.goal->>'thread')::bigint, a.thread_id)
        AND h.deleted_at IS NOT NULL
    JOIN corpus_event e ON e.corpus_id = %(corpus)s AND e.target_type = 'thread'
        AND e.target_id = h.id::text AND e.seq > %(since)s
        AND e.actor_id IS DISTINCT FROM %(actor)s
    UNION ALL
    SELECT DISTINCT 'code', k.id FROM turns t
    JOIN annotations_code k ON k.id = (t.goal->>'code')::bigint
        AND (k.deleted_at IS NOT NULL OR k.merged_into_id IS NOT NULL)
) AS gone LIMIT {_SHOWN}
"""
_DISPLACED = """
SELECT t.target_id, p.id, (t.goal->>'text_version')::int, (t.goal->>'start')::int,
    (t.goal->>'end')::int
FROM turns t JOIN corpus_post p ON p.id = (t.goal->>'post')::bigint
WHERE t.goal->>'level' = 'passage' AND t.goal->>'state' = 'live'
    AND p.text_version <> (t.goal->>'text_version')::int
ORDER BY p.id, 3
"""
# `place` is where the passage stands now, if its text is another.
_SWEEP = f"""
{{ends}}, was AS (
    SELECT t.n, a.id, t.goal, %(placed)s::jsonb -> t.target_id AS place,
        a.deleted_at IS NULL AND h.deleted_at IS NULL AS visible,
        CASE WHEN %(aside)s THEN t.expected->>'state' END AS state,
        CASE WHEN a.deleted_at IS NULL THEN
            (SELECT row_to_json(r)::jsonb FROM (SELECT {ANNOTATION_COLUMNS}) AS r)
            || CASE WHEN %(aside)s THEN jsonb_build_object('state', t.expected->'state')
                ELSE '{{{{}}}}'::jsonb END END AS before
    FROM turns t
    JOIN annotations_annotation a ON a.id = t.target_id::uuid
    JOIN corpus_user u ON u.id = a.coder_id
    JOIN corpus_thread h ON h.id = a.thread_id
), done AS (
    UPDATE annotations_annotation a SET
        deleted_at = CASE WHEN w.goal IS NULL THEN clock_timestamp() END,
        code_id = coalesce((w.goal->>'code')::bigint, a.code_id),
        thread_id = coalesce((w.goal->>'thread')::bigint, a.thread_id),
        post_id = coalesce((w.goal->>'post')::bigint, a.post_id),
        memo = coalesce(w.goal->>'memo', a.memo),
        start = coalesce((w.place->>'start')::int, (w.goal->>'start')::int, a.start),
        "end" = coalesce((w.place->>'end')::int, (w.goal->>'end')::int, a."end"),
        quote = coalesce(w.place->>'quote', w.goal->>'quote', a.quote),
        text_version = coalesce(
            (w.place->>'text_version')::int, (w.goal->>'text_version')::int, a.text_version),
        state = coalesce(w.place->>'state', w.goal->>'state', w.state, a.state),
        reviewed_at = CASE WHEN w.goal ? 'reviewed_at'
            THEN (w.goal->>'reviewed_at')::timestamptz ELSE a.reviewed_at END,
        version = a.version + 1, updated_at = clock_timestamp()
    FROM was w WHERE a.id = w.id
    RETURNING a.*, w.n, w.before, w.visible
), told AS (
    SELECT a.n, 'annotation.' || CASE WHEN a.deleted_at IS NOT NULL THEN 'deleted'
            WHEN a.before IS NULL THEN 'created' ELSE 'changed' END AS action,
        'annotation' AS target_type, a.id::text AS target_id, a.before,
        CASE WHEN a.deleted_at IS NULL THEN
            (SELECT row_to_json(r)::jsonb FROM (SELECT {ANNOTATION_COLUMNS}) AS r) END AS after,
        (a.deleted_at IS NULL AND h.deleted_at IS NULL)::int - a.visible::int AS more
    FROM done a JOIN corpus_user u ON u.id = a.coder_id JOIN corpus_thread h ON h.id = a.thread_id
)
"""
# Out of the unique claims for a moment: two may have exchanged what they say.
_STEP_ASIDE = """
UPDATE annotations_annotation a SET state = 'orphan' FROM turns t
WHERE a.id = t.target_id::uuid AND a.deleted_at IS NULL AND a.state = 'live'
"""
_SAID_AGAIN = f"""
SELECT t.target_id, count(*) OVER () FROM turns t
JOIN annotations_annotation a ON a.id = t.target_id::uuid
JOIN annotations_annotation o ON o.coder_id = a.coder_id AND o.deleted_at IS NULL
    AND o.thread_id = (t.goal->>'thread')::bigint AND o.code_id = (t.goal->>'code')::bigint
    AND (o.post_id, o.start, o."end") IS NOT DISTINCT FROM ((t.goal->>'post')::bigint,
        (t.goal->>'start')::int, (t.goal->>'end')::int)
WHERE NOT EXISTS (SELECT FROM turns x WHERE x.target_id = o.id::text) LIMIT {_SHOWN}
"""


class Annotations:
    """The annotations of a step; nothing of them comes to Python but what has to be looked at."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.values = {**step.values, "type": "annotation"}
        self.count = 0
        self.turns = step.ends()

    def check(self) -> None:
        """Hold them in the order of their ids; refuse what was changed since.

        Raises:
            ForbiddenError: they are others', and the actor does not adjudicate.
        """
        with connection.cursor() as cursor:
            cursor.execute(_HOLD_POSTS.format(where=self.step.where), self.values)
            cursor.execute(_HOLD.format(where=self.step.where), self.values)
            self.count, others, events = cursor.fetchone()
        self.turns = self.step.ends(single=events == self.count)
        if others and Action.ADJUDICATE not in allowed(self.step.role, coders_create_codes=False):
            raise ForbiddenError(
                "These annotations are another coder's; it takes at least the role adjudicator.",
                code="not_your_annotation",
            )
        if self.count and self.step.strict:
            found = self._rows(_CHECK)
            if found:
                raise BlockedError([Block("annotation", one) for one, _ in found], found[0][1])

    def write(self) -> Told:
        """Prepare the sweep that turns them round."""
        if not self.count:
            return Told()
        self._rows(_HOLD_CODES)
        if found := self._rows(_NO_PLACE):
            raise BlockedError([Block(kind, one) for kind, one, _ in found], found[0][2])
        placed = _placed(self._rows(_DISPLACED))
        values = {**self.values, "placed": json.dumps(placed), "aside": False}
        return Told(sweep=Sweep(_SWEEP.format(ends=self.turns), values))

    def step_aside(self, sweep: Sweep) -> Sweep:
        """Take all out of the way; returns the sweep that puts them where they shall be."""
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {self.turns} {_STEP_ASIDE}", self.values)
        return Sweep(sweep.ctes, {**sweep.values, "aside": True})

    def said_again(self) -> BlockedError:
        """Return the refusal where a coder has made the same claim again since."""
        found = self._rows(_SAID_AGAIN)
        why = "The same coder has made the same claim since."
        blocks = [Block("annotation", one, why) for one, _ in found]
        return BlockedError(blocks or [Block("annotation", "", why)])

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {self.turns} {sql}", self.values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _placed(rows: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, Any]]:
    """Say for passages of older texts where they stand in the present ones, or that nowhere."""
    placed: dict[str, dict[str, Any]] = {}
    for (post_id, version), group in groupby(rows, key=lambda row: (row[1], row[2])):
        every = list(group)
        post = Post.objects.only("text", "text_version").get(pk=post_id)
        kept = PostText.objects.filter(post=post_id, text_version=version)
        before = kept.values_list("text", flat=True).first() or ""
        anchors = reanchor(before, post.text, [(start, end) for *_, start, end in every])
        for row, anchor in zip(every, anchors, strict=True):
            placed[row[0]] = {"state": "orphan"}
            if anchor is not None:
                placed[row[0]] = {
                    "start": anchor.start, "end": anchor.end, "state": "live",
                    "quote": post.text[anchor.start : anchor.end],
                    "text_version": post.text_version,
                }  # fmt: skip
    return placed
