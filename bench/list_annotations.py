"""Lists of 100 annotations to 8 clients at once: requests a second and p99, and what they cost.

usage: python bench/list_annotations.py [SECONDS]      (10 by default)

Asked twice: `catena.web`, the command of the container `web` (Django's WSGI application in a
bridge of threads), with two processes; and as `catena up` starts it, with one. The clients run
on the same machine; `processor time` is the site's alone, by which busy machines compare.
"""

import os
import random
import sys
import time
import uuid
from typing import Any

from figures import row, together
from running import Client, Site, site
from threads import lines

CLIENTS = 8
ANNOTATIONS = 1000


def main(seconds: float) -> None:
    """Measure and print."""
    os.environ["CATENA_RATE_LIMIT"] = str(10**9)  # counted, but never reached
    for processes, name in ((2, "WSGI, 2 processes"), (1, "embedded default")):
        os.environ["CATENA_WEB_PROCESSES"] = str(processes)
        with site() as running:
            _measure(running, name, seconds)


def _measure(running: Site, name: str, seconds: float) -> None:
    path = _filled(running.client())
    for _ in range(50):
        running.client().get(path)
    end = time.monotonic() + seconds

    def reader(client: Client) -> list[float]:
        times = []
        while time.monotonic() < end:
            start = time.perf_counter()
            status, _ = client.ask("GET", path)
            times.append(time.perf_counter() - start)
            if status != 200:
                raise RuntimeError(status)
        return times

    before = running.processor()
    clients = [running.client() for _ in range(CLIENTS)]
    times, taken = together([lambda client=client: reader(client) for client in clients])
    cost = (running.processor() - before) / len(times) * 1000
    times.sort()
    p99 = times[int(len(times) * 0.99)] * 1000
    said = f"{len(times) / taken:,.0f} req/s, p99 {p99:.0f} ms, processor time {cost:.2f} ms each"
    row(f"list of 100 annotations, 8 clients, {name}", said, "≥ 900 req/s, p99 < 40 ms")


def _filled(client: Client) -> str:
    corpus = client.make("/corpora/", {"title": "Bench"})["id"]
    text = "".join(lines(5))
    upload = client.make(f"/corpora/{corpus}/uploads/", {"name": "t.jsonl", "text": text})
    one = f"/corpora/{corpus}/uploads/{upload['results'][0]['id']}/"
    while client.get(one)["status"] != "done":
        time.sleep(0.2)
    code = client.make(f"/corpora/{corpus}/codes/", {"name": "Bench"})["id"]
    thread = client.get(f"/corpora/{corpus}/threads/")["results"][0]["id"]
    posts = client.get(f"/threads/{thread}/")["posts"]
    rng = random.Random("list")
    operations = [_claim(rng.choice(posts), rng, code) for _ in range(ANNOTATIONS)]
    client.make(f"/corpora/{corpus}/annotations/bulk/", {"atomic": False, "operations": operations})
    return f"/corpora/{corpus}/annotations/?page_size=100"


def _claim(post: dict[str, Any], rng: random.Random, code: int) -> dict[str, Any]:
    start = rng.randrange(max(1, len(post["text"]) - 60))
    end = min(len(post["text"]), start + rng.randrange(20, 60))
    quote = post["text"][start:end]
    return {
        "op": "put", "id": str(uuid.uuid4()), "post": post["id"], "code": code,
        "start": start, "end": end, "quote": quote,
    }  # fmt: skip


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
