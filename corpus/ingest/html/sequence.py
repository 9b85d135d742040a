"""Looks whether the dates of a flat list of comments follow each other; says which one does not.

A date out of order was perhaps taken from what somebody wrote. It only raises a doubt.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from corpus.ingest.events import PostRead

_LEAST = 4
_ORDERLY = 0.6
_FAR = timedelta(days=30)


def out_of_order(posts: Sequence[PostRead]) -> PostRead | None:
    """Return the first comment dated a month and more against the order that most keep.

    None where comments answer each other, where few are dated, or where there is no order.
    """
    if any(post.parent for post in posts):
        return None
    dated = [
        (post, post.written.at.replace(tzinfo=None))
        for post in posts
        if post.written.at is not None
    ]
    if len(dated) < _LEAST:
        return None
    steps = [_step(one, other) for (_, one), (_, other) in pairwise(dated)]
    for way, ordered in ((1, dated), (-1, dated[::-1])):
        if sum(step * way >= 0 for step in steps) >= _ORDERLY * len(steps):
            return _late(ordered)
    return None


def _step(one: datetime, other: datetime) -> int:
    return (other > one) - (other < one)


def _late(dated: Sequence[tuple[PostRead, datetime]]) -> PostRead | None:
    """Return the one that is dated far later than what follows it, or far before what precedes."""
    for place, (post, at) in enumerate(dated[:-1]):
        following = dated[place + 1][1]
        if at - following > _FAR:
            before = dated[place - 1][1] if place else None
            return dated[place + 1][0] if before and following < before else post
    return None
