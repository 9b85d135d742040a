"""What a person says of two threads that look like one: they are one, or they are different.

Two that are one: what was coded in the second moves to the first, and the second is hidden. Where
anything that was coded would have no place in the first, nothing is done.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from annotations.anchors import reanchor
from annotations.editing import delete_thread, hold
from annotations.models import Annotation
from annotations.queries import annotations_json
from corpus.conversation.likeness import fingerprint
from corpus.errors import ConflictError
from corpus.events import Change
from corpus.models import Post, Thread, Twin, User

_MOVE = """
UPDATE annotations_annotation a SET thread_id = %(thread)s, post_id = n.post, start = n.start,
    "end" = n."end", quote = n.quote, text_version = n.version, version = a.version + 1,
    updated_at = clock_timestamp()
FROM unnest(%(ids)s::uuid[], %(posts)s::bigint[], %(starts)s::int[], %(ends)s::int[],
    %(quotes)s::text[], %(versions)s::int[]) AS n(id, post, start, "end", quote, version)
WHERE a.id = n.id
"""


# Coder, code, post, start, end: what must be said once only.
Claim = tuple[int, int, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Move:
    """An annotation and its new place; `post` None for one on the whole thread."""

    annotation: Annotation
    post: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    version: int | None = None

    @property
    def claim(self) -> Claim:
        """What it says, without its id."""
        one = self.annotation
        return one.coder_id, one.code_id, self.post, self.start, self.end


@transaction.atomic
def decide(twin_id: int, *, state: str, actor: User) -> None:
    """Keep what a person said: `one` (the older thread stays) or `different`.

    Raises:
        ConflictError: `already_decided`; `codes_without_place`, when something coded in the
            newer thread stands nowhere in the older one.
    """
    twin = Twin.objects.select_for_update(no_key=True).get(pk=twin_id)
    if twin.state == state:
        return
    if twin.state == "one":
        raise ConflictError(
            "These two were made one already. Restore the hidden thread to part them again.",
            code="already_decided",
        )
    if state == "one":
        _make_one(twin, actor)
    twin.state, twin.decided_by, twin.decided_at = state, actor, timezone.now()
    twin.save(update_fields=["state", "decided_by", "decided_at"])


def _make_one(twin: Twin, actor: User) -> None:
    kept, gone = hold(twin.thread_id), hold(twin.other_id)
    coded = Annotation.objects.select_for_update(no_key=True).filter(thread=gone, deleted_at=None)
    moves, lost = _moves(kept, gone, list(coded.order_by("id")))
    if lost:
        raise ConflictError(
            f"{lost} annotations of “{gone.title}” stand on words that “{kept.title}” does not "
            "have. Recode or remove them first; nothing was changed.",
            code="codes_without_place",
        )
    delete_thread(gone, actor=actor, moved=_move(kept, _once(kept, moves)))


def _moves(kept: Thread, gone: Thread, coded: Sequence[Annotation]) -> tuple[list[_Move], int]:
    """Find a place in the thread that stays for each annotation; returns how many have none."""
    pairs = _pairs(kept, gone)
    moves: list[_Move] = []
    for one in coded:
        if one.post_id is None:
            moves.append(_Move(one))
            continue
        pair = pairs.get(one.post_id)
        if pair is None:
            continue
        before, after = pair
        if one.level == "post":
            moves.append(_Move(one, after.pk))
            continue
        (anchor,) = reanchor(before.text, after.text, [(one.start or 0, one.end or 0)])
        if anchor and one.state == "live":
            start, end = anchor.start, anchor.end
            quote = after.text[start:end]
            moves.append(_Move(one, after.pk, start, end, quote, after.text_version))
    return moves, len(coded) - len(moves)


def _pairs(kept: Thread, gone: Thread) -> dict[int, tuple[Post, Post]]:
    """Pair the posts of the two threads: by likeness, else by number and author."""
    theirs = list(Post.objects.filter(thread=kept).order_by("number"))
    by_text = dict(_likenesses(theirs))
    by_place = {(one.number, one.kind): one for one in theirs}
    found = {}
    for post in Post.objects.filter(thread=gone):
        key = fingerprint(post.text)
        other = by_text.get(key) if key is not None else None
        other = other or by_place.get((post.number, post.kind))
        if other is not None:
            found[post.pk] = (post, other)
    return found


def _likenesses(posts: Iterable[Post]) -> Iterator[tuple[int, Post]]:
    for post in posts:
        key = fingerprint(post.text)
        if key is not None:
            yield key, post


def _once(kept: Thread, moves: Iterable[_Move]) -> list[_Move]:
    """Leave behind what its coder already said in the thread that stays."""
    rows = Annotation.objects.filter(thread=kept, deleted_at=None)
    taken: set[Claim] = set(rows.values_list("coder_id", "code_id", "post_id", "start", "end"))
    first: list[_Move] = []
    for move in moves:
        if move.claim not in taken:
            taken.add(move.claim)
            first.append(move)
    return first


def _move(kept: Thread, moves: Sequence[_Move]) -> list[Change]:
    ids: list[UUID] = [move.annotation.pk for move in moves]
    if not ids:
        return []
    before = annotations_json(ids)
    values: dict[str, Any] = {
        "thread": kept.pk,
        "ids": ids,
        "posts": [move.post for move in moves],
        "starts": [move.start for move in moves],
        "ends": [move.end for move in moves],
        "quotes": [move.quote for move in moves],
        "versions": [move.version for move in moves],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, values)
    after = annotations_json(ids)
    return [
        Change("annotation.changed", "annotation", str(one), json.loads(before[one]),
               json.loads(after[one]))
        for one in ids
    ]  # fmt: skip
