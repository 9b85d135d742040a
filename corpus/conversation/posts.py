"""The posts of a thread as the inferences see them, and the links that they find.

Inferred links are a layer of their own: nothing here ever becomes a formal reply.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

LinkKind = Literal["quotes", "mentions", "addresses"]


@dataclass(frozen=True, slots=True)
class Said:
    """One post: its number in reading order, who wrote it and when, the source's own number.

    `written_at` is any comparable instant; None where the source says nothing.
    """

    number: int
    author: str | None
    text: str
    written_at: datetime | None = None
    own_number: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`post` says of `target` (places in the list of posts), in `[start, end)` of its own text.

    Positions in code points; `target_start` and `target_end` bound what is quoted.
    """

    kind: LinkKind
    post: int
    target: int
    start: int
    end: int
    confidence: float
    target_start: int | None = None
    target_end: int | None = None


def in_time(posts: Sequence[Said]) -> list[int]:
    """Return the places of posts in the order in which they were written, as far as is known.

    The entry is first. Undated posts keep their place in reading order; when any is undated,
    reading order decides for all, since a mixture would set some before what they answer.
    """
    places = list(range(len(posts)))
    dates = [post.written_at for post in posts[1:]]
    if not dates or any(date is None for date in dates):
        return places
    return [0, *sorted(places[1:], key=lambda place: (posts[place].written_at, place))]
