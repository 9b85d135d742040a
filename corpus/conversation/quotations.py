"""Finds where a post repeats the words of an earlier post of its thread.

A shared run counts from eight words or forty code points on (letters of scripts that set no
spaces: from twenty on). Linear in the length of the thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.conversation.posts import Link, Said, in_time
from corpus.search.tokens import tokens, words

GRAM = 6
WORDS = 8
CHARACTERS = 40
# A run of words of one character each (Chinese, Japanese, Thai): words are shorter than spaces say.
UNSPACED_CHARACTERS = 20
# What so many posts share is a greeting, a signature or a slogan: nobody is quoted.
MOST_SHARERS = 8
_MARKS = "\"'“”„«»‹›「『>‘’"


@dataclass(slots=True)
class _Index:
    """Where each run of `GRAM` words first stood: (place of the post, number of the word)."""

    first: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)
    sharers: dict[tuple[str, ...], int] = field(default_factory=dict)


def quotations(posts: Sequence[Said]) -> list[Link]:
    """Return the quotations of earlier posts by others, longest runs, no two overlapping."""
    spoken = [words(post.text) for post in posts]
    index = _Index()
    found: list[Link] = []
    for place in in_time(posts):
        grams = _grams(spoken[place])
        if index.first:
            found += _quoted(place, posts, spoken, grams, index)
        for number, gram in enumerate(grams):
            if index.first.setdefault(gram, (place, number))[0] != place:
                index.sharers[gram] = index.sharers.get(gram, 0) + 1
    return found


def _grams(spoken: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(spoken[start:] for start in range(GRAM)), strict=False))


def _quoted(
    place: int,
    posts: Sequence[Said],
    spoken: Sequence[list[str]],
    grams: list[tuple[str, ...]],
    index: _Index,
) -> list[Link]:
    own = spoken[place]
    links: list[Link] = []
    spans: list[tuple[str, int, int]] | None = None
    number = 0
    while number < len(grams):
        hit = index.first.get(grams[number])
        if hit is None or hit[0] == place or index.sharers.get(grams[number], 0) >= MOST_SHARERS:
            number += 1
            continue
        length = _run(own, number, spoken[hit[0]], hit[1])
        other = posts[hit[0]]
        if _same(other.author, posts[place].author):
            number += length
            continue
        spans = spans or tokens(posts[place].text)
        link = _link(place, number, length, hit, posts, spans)
        if link:
            links.append(link)
        number += length
    return links


def _run(own: list[str], at: int, other: list[str], start: int) -> int:
    length = GRAM
    most = min(len(own) - at, len(other) - start)
    while length < most and own[at + length] == other[start + length]:
        length += 1
    return length


def _link(
    place: int,
    number: int,
    length: int,
    hit: tuple[int, int],
    posts: Sequence[Said],
    spans: list[tuple[str, int, int]],
) -> Link | None:
    there = tokens(posts[hit[0]].text)
    start, end = spans[number][1], spans[number + length - 1][2]
    if not _is_long(spans[number : number + length], end - start):
        return None
    marked = any(mark in _MARKS for mark in posts[place].text[max(0, start - 2) : start])
    confidence = min(0.6 + 0.015 * length, 0.9) + 0.1 * marked
    return Link(
        kind="quotes",
        post=place,
        target=hit[0],
        start=start,
        end=end,
        confidence=round(min(confidence, 0.99), 2),
        target_start=there[hit[1]][1],
        target_end=there[hit[1] + length - 1][2],
    )


def _is_long(run: list[tuple[str, int, int]], characters: int) -> bool:
    unspaced = sum(one[2] == following[1] for one, following in pairwise(run))
    if unspaced * 2 > len(run):
        return characters >= UNSPACED_CHARACTERS
    return len(run) >= WORDS or characters >= CHARACTERS


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()
