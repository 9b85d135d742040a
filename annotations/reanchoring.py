"""What was coded in a text that changed: moved along, or marked as an orphan. Never in silence.

Where a passage stands now is decided in `annotations/anchors.py`; how texts change, in
`corpus/revising.py`. Both are one transaction.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.anchors import Anchor, reanchor
from annotations.models import Annotation
from annotations.queries import annotations_json
from corpus.events import Change
from corpus.models import PostText
from corpus.revising import TextChange

# First all leave the unique claims, then the live ones return: two may have changed places.
_STEP_ASIDE = """
UPDATE annotations_annotation SET state = 'orphan' WHERE id = ANY(%(ids)s)
"""
_MOVE = """
UPDATE annotations_annotation a SET start = n.start, "end" = n."end", quote = n.quote,
    text_version = n.version, state = n.state, version = a.version + 1,
    updated_at = clock_timestamp()
FROM unnest(%(ids)s::uuid[], %(starts)s::int[], %(ends)s::int[], %(quotes)s::text[],
    %(versions)s::int[], %(states)s::text[]) AS n(id, start, "end", quote, version, state)
WHERE a.id = n.id
"""


@dataclass(frozen=True, slots=True)
class _Moved:
    """An annotation and what became of it; `anchor` None makes it an orphan."""

    annotation: Annotation
    anchor: Anchor | None
    how: str


def reanchored(changes: Sequence[TextChange]) -> list[Change]:
    """Move the annotations of changed texts along; returns what is to stand in the log.

    Inside the transaction that changed the texts. An orphan whose very words stand in the new
    text becomes live again.
    """
    posts = {change.post: change for change in changes}
    rows = Annotation.objects.select_for_update(no_key=True).filter(
        post__in=posts, level="passage", deleted_at=None
    )
    found: dict[int, list[Annotation]] = {}
    for one in rows.order_by("id"):
        found.setdefault(one.post_id or 0, []).append(one)
    told: list[Change] = []
    for post, annotations in found.items():
        annotations.sort(key=lambda one: one.text_version or 0)
        told += _write(posts[post], _unique(_placed(posts[post], annotations)))
    return told


def _placed(change: TextChange, annotations: Iterable[Annotation]) -> list[_Moved]:
    found: list[_Moved] = []
    for version, group in groupby(annotations, key=lambda one: one.text_version or 0):
        every = list(group)
        before = _text(change, version)
        anchors = reanchor(before, change.after, [(one.start or 0, one.end or 0) for one in every])
        for one, anchor in zip(every, anchors, strict=True):
            if one.state == "orphan" and (anchor is None or anchor.how not in ("exact", "moved")):
                continue
            found.append(_Moved(one, anchor, anchor.how if anchor else "orphan"))
    return found


def _text(change: TextChange, version: int) -> str:
    """Return the text that a passage was marked in: nearly always the one just replaced."""
    if version == change.version - 1:
        return change.before
    kept = PostText.objects.filter(post=change.post, text_version=version).first()
    return kept.text if kept else ""


def _unique(found: list[_Moved]) -> list[_Moved]:
    """Let one claim of a coder stand where several came to the same passage; the first made."""
    taken: set[tuple[int, int, int, int]] = set()
    kept: list[_Moved] = []
    for one in sorted(found, key=lambda one: (one.annotation.state, one.annotation.pk)):
        if one.anchor is None:
            kept.append(one)
            continue
        claim = (
            one.annotation.coder_id, one.annotation.code_id, one.anchor.start, one.anchor.end,
        )  # fmt: skip
        if claim not in taken:
            taken.add(claim)
            kept.append(one)
        elif one.annotation.state == "live":
            kept.append(_Moved(one.annotation, None, "duplicate"))
    return kept


def _write(change: TextChange, moved: list[_Moved]) -> list[Change]:
    if not moved:
        return []
    ids = [one.annotation.pk for one in moved]
    before = annotations_json(ids)
    rows = [_row(change, one) for one in moved]
    values: dict[str, Any] = {"ids": ids}
    for name, column in zip(
        ("starts", "ends", "quotes", "versions", "states"), zip(*rows, strict=True), strict=True
    ):
        values[name] = list(column)
    with connection.cursor() as cursor:
        cursor.execute(_STEP_ASIDE, values)
        cursor.execute(_MOVE, values)
    after = annotations_json(ids)
    return [_told(one, before, after) for one in moved]


def _row(change: TextChange, one: _Moved) -> tuple[Any, ...]:
    was, anchor = one.annotation, one.anchor
    if anchor is None:
        return was.start, was.end, was.quote, was.text_version, "orphan"
    quote = change.after[anchor.start : anchor.end]
    return anchor.start, anchor.end, quote, change.version, "live"


def _told(one: _Moved, before: dict[UUID, str], after: dict[UUID, str]) -> Change:
    """Say how it was moved (`reanchored`) and how like the passages are, 0 to 1."""
    how = {"how": one.how, "likeness": round(one.anchor.likeness, 3) if one.anchor else None}
    was, now = json.loads(before[one.annotation.pk]), json.loads(after[one.annotation.pk])
    return Change(
        "annotation.changed", "annotation", str(one.annotation.pk), was, now | {"reanchored": how}
    )
