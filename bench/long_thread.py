"""A thread of many posts, read by outline and windows: times and sizes of each reply.

usage: python bench/long_thread.py [COMMENTS [ANNOTATIONS]]      (50,000 and 100,000 by default)
"""

import gzip
import json
import random
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

from figures import p50_p95, row, timed
from running import Client, site
from threads import RARE, WORDS

CODES, WINDOW, AT_ONCE = 40, 200, 1000


def line(comments: int) -> str:
    """Write the thread as one line of threads JSONL: short comments, four levels of replies."""
    rng = random.Random("long thread")
    found: list[dict[str, Any]] = []
    for number in range(comments):
        before = found[rng.randrange(max(0, number - 50), number)] if number else None
        answers = before is not None and before["depth"] < 4 and rng.random() < 0.6
        text = " ".join(rng.choices(WORDS, k=rng.randrange(10, 90)))
        found.append(
            {
                "id": f"c{number}",
                "parent": before["id"] if before and answers else None,
                "depth": before["depth"] + 1 if before and answers else 0,
                "author": f"user{rng.randrange(comments // 10 + 1)}",
                "written_at": "2019-03-20T08:00:00Z",
                "text": f"{text} {RARE}." if number % 1000 == 7 else f"{text}.",
            }
        )
    entry = " ".join(rng.choices(WORDS, k=1000))
    comments_shown = [{k: v for k, v in one.items() if k != "depth"} for one in found]
    return json.dumps({"id": "long", "title": "Long", "text": entry, "comments": comments_shown})


def main(comments: int, annotations: int) -> None:
    """Measure and print."""
    with site() as running:
        client = running.client()
        corpus = client.make("/corpora/", {"title": "Bench"})["id"]
        thread = _import(client, corpus, line(comments))
        posts = list(_posts(client, thread))
        _annotate(client, corpus, posts, annotations)
        row("thread", f"{len(posts):,} posts, {annotations:,} annotations")
        middle = len(posts) // 2
        of = f"from={middle}&to={middle + WINDOW}"
        for what, path, times in (
            ("outline", "outline/", 10),
            (f"{WINDOW} posts", f"posts/?{of}", 50),
            (f"annotations of {WINDOW} posts", f"annotations/?{of}", 50),
            ("find a rare word", f"find/?q={RARE}", 10),
            ("find a common syllable", "find/?q=an", 10),
            ("all annotations", "annotations/", 3),
            ("the whole thread", "", 3),
        ):
            _measure(client, what, f"/threads/{thread}/{path}", times)


def _measure(client: Client, what: str, path: str, times: int) -> None:
    _, body = client.ask("GET", path)
    start = time.perf_counter()
    small = len(gzip.compress(body, 5))
    packing = (time.perf_counter() - start) * 1000
    figures = p50_p95(timed(lambda: client.get(path), times))
    row(
        what,
        f"{figures}, {len(body) / 1e3:,.0f} kB, gzip {small / 1e3:,.0f} kB in {packing:.0f} ms",
    )


def _import(client: Client, corpus: int, text: str) -> int:
    edge = uuid.uuid4().hex
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="long.jsonl"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n{text}\n\r\n--{edge}--\r\n"
    )
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    status, reply = client.ask("POST", f"/corpora/{corpus}/uploads/", body.encode(), kind)
    if status != 202:
        raise RuntimeError(reply[:500])
    upload = json.loads(reply)["results"][0]["id"]
    while (found := client.get(f"/corpora/{corpus}/uploads/{upload}/"))["status"] != "done":
        if found["status"] in ("failed", "review"):
            raise RuntimeError(found)
        time.sleep(0.2)
    return int(client.get(f"/corpora/{corpus}/threads/")["results"][0]["id"])


def _posts(client: Client, thread: int) -> Iterator[dict[str, Any]]:
    start = 0
    while found := client.get(f"/threads/{thread}/posts/?from={start}")["posts"]:
        yield from found
        start = found[-1]["number"] + 1


def _annotate(client: Client, corpus: int, posts: list[dict[str, Any]], count: int) -> None:
    codes = [
        client.make(f"/corpora/{corpus}/codes/", {"name": f"Code {number}"})["id"]
        for number in range(CODES)
    ]
    rng = random.Random("annotations")
    for begin in range(0, count, AT_ONCE):
        operations = [_claim(rng, posts, codes) for _ in range(min(AT_ONCE, count - begin))]
        body = {"atomic": False, "operations": operations}
        client.make(f"/corpora/{corpus}/annotations/bulk/", body)


def _claim(rng: random.Random, posts: list[dict[str, Any]], codes: list[int]) -> dict[str, Any]:
    post = rng.choice(posts)
    start = rng.randrange(max(1, len(post["text"]) - 60))
    end = min(len(post["text"]), start + rng.randrange(10, 160))
    return {
        "op": "put", "id": str(uuid.uuid4()), "post": post["id"], "code": rng.choice(codes),
        "start": start, "end": end, "quote": post["text"][start:end],
    }  # fmt: skip


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [50_000, 100_000][len(given) :]))
