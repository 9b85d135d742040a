"""All figures of docs/performance.md in one run: import, read, annotate, search, export, memory.

usage: python bench/run.py [THREADS]      (1,000 by default)
"""

import json
import random
import sys
import time
import uuid
from typing import Any
from urllib.parse import quote

from figures import p50_p95, row, timed, together
from running import Client, Site, site
from threads import COMMON, RARE, lines

COMMENTS_AND_ENTRY = 16
EXISTING = 10_000


def main(count: int) -> None:
    """Measure and print."""
    data = "".join(lines(count)).encode()
    with site() as running:
        row("idle memory, all processes", _memory(running), "≤ 250 MB web + live + worker")
        client = running.client()
        corpus = client.make("/corpora/", {"title": "Bench"})["id"]
        _import(running, client, corpus, data, count)
        posts = _posts(client, corpus)
        _read(client, corpus, posts)
        code = client.make(f"/corpora/{corpus}/codes/", {"name": "Bench"})["id"]
        _annotate(running, client, corpus, code, posts, "0 existing")
        _bulk(client, corpus, code, posts)
        _annotate(running, client, corpus, code, posts, f"{EXISTING:,} existing")
        _search(client, corpus)
        _export(running, client, corpus)
        row("memory after all", _memory(running))
        time.sleep(60)
        row("memory a minute later", _memory(running), "≤ 250 MB web + live + worker")


def _memory(running: Site) -> str:
    shares = running.memory()
    ours = sum(shares.get(kind, 0.0) for kind in ("web", "worker", "supervisor"))
    parts = " ".join(f"{kind} {size:.0f}" for kind, size in sorted(shares.items()))
    return f"{ours:.0f} MB of ours ({parts})"


def _import(running: Site, client: Client, corpus: int, data: bytes, count: int) -> None:
    edge = uuid.uuid4().hex
    body = (
        (
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="threads.jsonl"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        + data
        + f"\r\n--{edge}--\r\n".encode()
    )
    start = time.perf_counter()
    status, reply = client.ask(
        "POST", f"/corpora/{corpus}/uploads/", body,
        {"Content-Type": f"multipart/form-data; boundary={edge}"},
    )  # fmt: skip
    if status != 202:
        raise RuntimeError(reply[:500])
    sent = time.perf_counter()
    upload = json.loads(reply)["results"][0]["id"]
    moments: dict[str, float] = {}
    while "done" not in moments:
        found = client.get(f"/corpora/{corpus}/uploads/{upload}/")
        moments.setdefault(found["status"], time.perf_counter())
        if found["status"] in ("failed", "review"):
            raise RuntimeError(found)
        time.sleep(0.05)
    posts = count * COMMENTS_AND_ENTRY
    readable = moments.get("indexing", moments["done"]) - sent
    indexed = moments["done"] - sent
    row("upload sent", f"{(sent - start) * 1000:.0f} ms, {len(data) / 1e6:.1f} MB")
    row("import until readable", f"{posts / readable:,.0f} posts/s ({readable:.2f} s)", "≥ 15,000")
    row("import until indexed", f"{posts / indexed:,.0f} posts/s ({indexed:.2f} s)", "≥ 2,500")


def _posts(client: Client, corpus: int) -> list[dict[str, Any]]:
    found = client.get(f"/corpora/{corpus}/threads/?page_size=50")["results"]
    return [post for head in found for post in client.get(f"/threads/{head['id']}/")["posts"]]


def _read(client: Client, corpus: int, posts: list[dict[str, Any]]) -> None:
    row(
        "list 50 threads",
        p50_p95(timed(lambda: client.get(f"/corpora/{corpus}/threads/?page_size=50"), 200)),
        "p95 ≤ 15 ms",
    )
    thread = posts[0]["thread"]

    def open_thread() -> None:
        client.get(f"/threads/{thread}/")
        client.get(f"/threads/{thread}/annotations/")

    row(
        "open a thread of 16 posts with annotations",
        p50_p95(timed(open_thread, 200)),
        "p95 ≤ 15 ms",
    )


def _claim(rng: random.Random, posts: list[dict[str, Any]], code: int) -> dict[str, Any]:
    post = rng.choice(posts)
    start = rng.randrange(max(1, len(post["text"]) - 160))
    end = min(len(post["text"]), start + rng.randrange(20, 160))
    return {
        "post": post["id"],
        "code": code,
        "start": start,
        "end": end,
        "quote": post["text"][start:end],
    }


def _annotate(
    running: Site, client: Client, corpus: int, code: int, posts: list[dict[str, Any]], when: str
) -> None:
    def coder(seed: int, times: int) -> list[float]:
        mine, rng = running.client(), random.Random(f"{when} {seed}")

        def create() -> None:
            claim = _claim(rng, posts, code)
            status, body = mine.ask("PUT", f"/corpora/{corpus}/annotations/{uuid.uuid4()}/", claim)
            if status not in (201, 409):
                raise RuntimeError(body)

        return timed(create, times)

    coder(0, 50)
    row(f"create an annotation, 1 client, {when}", p50_p95(coder(1, 500)), "≤ 6 / 12 ms")
    times, seconds = together([lambda seed=seed: coder(seed, 250) for seed in range(2, 10)])
    row(f"create, 8 clients, {when}", f"{p50_p95(times)}, {len(times) / seconds:,.0f}/s", "≥ 300/s")


def _bulk(client: Client, corpus: int, code: int, posts: list[dict[str, Any]]) -> None:
    rng = random.Random("bulk")
    requests = [
        {
            "atomic": False,
            "operations": [
                {"op": "put", "id": str(uuid.uuid4()), **_claim(rng, posts, code)}
                for _ in range(1000)
            ],
        }
        for _ in range(EXISTING // 1000)
    ]
    start = time.perf_counter()
    for request in requests:
        client.make(f"/corpora/{corpus}/annotations/bulk/", request)
    row("create in bulk", f"{EXISTING / (time.perf_counter() - start):,.0f}/s", "≥ 5,000/s")


def _search(client: Client, corpus: int) -> None:
    for name, word in (("rare", RARE), ("common", COMMON), ("phrase", f'"{COMMON} {COMMON}"')):
        path = f"/corpora/{corpus}/search/?q={quote(word)}&page_size=50"
        reply = client.get(path)
        row(
            f"search, {name} word ({reply['count']:,} hits{'' if reply['exact'] else ' at least'})",
            p50_p95(timed(lambda path=path: client.get(path), 40)),
        )


def _export(running: Site, client: Client, corpus: int) -> None:
    for form in ("csv", "jsonl"):
        path = f"/corpora/{corpus}/annotations.{form}"
        with running.watched() as peak:
            start = time.perf_counter()
            status, body = client.ask("GET", path)
            seconds = time.perf_counter() - start
        if status != 200:
            raise RuntimeError(body[:300])
        row(
            f"direct export, {form}, {len(body.splitlines()):,} lines",
            f"{seconds:.2f} s, {len(body) / 1e6:.1f} MB, peak +{peak.above:.0f} MB",
            "≤ 0.5 s, < 100 MB over idle" if form == "csv" else "",
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
