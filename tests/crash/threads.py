"""Invented threads in any number: an entry and fifteen nested comments each."""

import json
import random
from collections.abc import Iterator

WORDS = [
    "lamp", "oil", "wick", "keeper", "tower", "stair", "fog", "horn", "reef", "tide", "gull",
    "boat", "net", "rope", "salt", "cellar", "ledger", "winter", "harbour", "signal", "mirror",
    "brass", "polish", "watch", "storm", "coal", "kettle", "letter", "supply", "island",
]  # fmt: skip
COMMENTS = 15


def text(rng: random.Random, count: int) -> str:
    words = rng.choices(WORDS, k=count)
    sentences = [" ".join(words[i : i + 11]).capitalize() + "." for i in range(0, count, 11)]
    return "\n\n".join(" ".join(sentences[i : i + 5]) for i in range(0, len(sentences), 5))


def thread(rng: random.Random, name: str, size: int) -> dict:
    comments: list[dict] = []
    for number in range(1, COMMENTS + 1):
        comments.append(
            {
                "id": f"{name}c{number}",
                "parent": rng.choice([None, *(one["id"] for one in comments)]),
                "author": f"reader{rng.randrange(2_000)}",
                "written_at": f"2019-03-{number:02d}T{rng.randrange(24):02d}:00:00Z",
                "text": text(rng, rng.randint(size // 50, size // 7)),
            }
        )
    return {
        "id": name,
        "title": f"Night {name}",
        "url": f"https://light{rng.randrange(200)}.example/{name}",
        "author": f"keeper{rng.randrange(200)}",
        "written_at": "2019-03-01T12:00:00Z",
        "text": text(rng, size),
        "comments": comments,
    }


def lines(count: int, *, name: str, size: int = 1_000) -> Iterator[bytes]:
    """Yield threads JSONL; an entry has `size` words, a comment an eleventh of it on average."""
    rng = random.Random(name)
    for number in range(count):
        yield json.dumps(thread(rng, f"{name}{number}", size)).encode() + b"\n"
