"""Invented threads as JSON lines, the same bytes for the same number.

A thread is an entry of 1,000 words and 15 comments (log-normal, 80 words on average) over a
Zipf vocabulary of 50,000 words. RARE stands in each 100th thread, COMMON is the commonest word.
It is the workload on which the other programs' figures in docs/performance.md were taken.

usage: python bench/threads.py N > threads.jsonl
"""

import bisect
import itertools
import json
import math
import random
import sys
from collections.abc import Iterator
from typing import Any

SEED = 20190320
VOCABULARY = 50_000
ENTRY_WORDS = 1_000
COMMENTS = 15
MEAN, SIGMA = 80.0, 0.8
RARE = "zyxquorvel"

_ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "ai", "é", "ö"]
_CODAS = ["", "n", "r", "s", "t", "l", "m", "nd", "st", "ck"]


def _vocabulary() -> list[str]:
    """Make the words: frequent ones short, rare ones long, as in real text."""
    rng = random.Random(SEED)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 + int(math.log10(len(words) + 1) / 1.6) + rng.randrange(2)
        parts = (
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)
        )
        words.setdefault("".join(parts))
    return list(words)


WORDS = _vocabulary()
COMMON = WORDS[0]
_CUMULATIVE = list(itertools.accumulate(1.0 / (rank + 2.7) for rank in range(VOCABULARY)))


def _text(rng: random.Random, count: int) -> str:
    total = _CUMULATIVE[-1]
    places = (
        bisect.bisect(_CUMULATIVE, rng.random() * total, 0, VOCABULARY - 1) for _ in range(count)
    )
    words = [WORDS[place] for place in places]
    sentences, at = [], 0
    while at < count:
        end = min(count, at + rng.randint(6, 24))
        sentence = " ".join(words[at:end])
        sentences.append(f"{sentence[:1].upper()}{sentence[1:]}.")
        at = end
    return "\n\n".join(" ".join(sentences[i : i + 5]) for i in range(0, len(sentences), 5))


def thread(number: int) -> dict[str, Any]:
    """Return the thread with this number in the shape of threads JSONL."""
    rng = random.Random(SEED * 1_000_003 + number)
    month = f"2019-{1 + number % 12:02d}"
    comments: list[dict[str, Any]] = []
    for index in range(COMMENTS):
        text = _text(rng, max(1, round(rng.lognormvariate(math.log(MEAN) - SIGMA**2 / 2, SIGMA))))
        if number % 100 == 0 and index == 6:
            text += f" {RARE}"
        comments.append(
            {
                "id": f"t{number}c{index + 1}",
                "parent": rng.choice([None, *(one["id"] for one in comments)]),
                "author": f"user{rng.randrange(5_000)}",
                "written_at": f"{month}-{1 + index:02d}T{rng.randrange(24):02d}:00:00Z",
                "text": text,
            }
        )
    return {
        "id": f"t{number}",
        "title": _text(rng, 7).rstrip("."),
        "url": f"https://blog{number % 200}.example/{number}",
        "author": f"blogger{number % 200}",
        "written_at": f"{month}-01T12:00:00Z",
        "text": _text(rng, ENTRY_WORDS),
        "comments": comments,
    }


def lines(count: int) -> Iterator[str]:
    """Yield `count` threads as JSON lines."""
    for number in range(count):
        yield json.dumps(thread(number), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.writelines(lines(int(sys.argv[1])))
