"""Undo of a merge: a code with 100,000 annotations goes into another, and comes back.

usage: python bench/undo.py [ANNOTATIONS]      (100,000 by default)
"""

import json
import sys
import time
import uuid
from typing import Any

from figures import row
from running import Client, Site, site

PER_COMMENT, COMMENTS, PER_REQUEST = 250, 50, 1000
WORDS = "the beans froze and the peas did not and nobody on the allotments knows why it was so "
TEXT = WORDS * 6


def main() -> None:
    """Code, merge, undo, redo, undo; print seconds and memory."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with site() as up:
        client = up.client()
        path = f"/corpora/{client.make('/corpora/', {'title': 'Undo'})['id']}/"
        first, second = (client.make(f"{path}codes/", {"name": name})["id"] for name in "AB")
        start = time.perf_counter()
        code(client, path, first, wanted)
        row(f"{wanted:,} annotations made", f"{time.perf_counter() - start:.1f} s")
        measured(up, "merge", lambda: merged(client, first, second))
        for way in ("undo", "redo", "undo"):
            measured(up, way, lambda way=way: turned(client, f"{path}{way}/"))
        counts = client.get(f"/codes/{first}/")["counts"]
        row("annotations of the code at the end", f"{counts['own']:,}")
        times = []
        for _ in range(20):
            start = time.perf_counter()
            client.get(f"{path}undo/")
            times.append((time.perf_counter() - start) * 1000)
        row("asking what would be undone and redone", f"{sorted(times)[10]:.1f} ms")


def code(client: Client, path: str, code_id: int, wanted: int) -> None:
    """Make so many annotations of a code."""
    operations: list[dict[str, Any]] = []
    for number in range(0, wanted, PER_COMMENT * COMMENTS):
        comments = [{"text": TEXT} for _ in range(COMMENTS)]
        thread = client.make(
            f"{path}threads/", {"title": f"Thread {number}", "text": "x", "comments": comments}
        )
        operations += [
            {"op": "put", "id": str(uuid.uuid4()), "post": post["id"], "code": code_id,
             "start": at, "end": at + 5, "quote": TEXT[at : at + 5]}
            for post in thread["posts"][1:]
            for at in range(PER_COMMENT)
        ]  # fmt: skip
    for number in range(0, wanted, PER_REQUEST):
        client.make(
            f"{path}annotations/bulk/", {"operations": operations[number : number + PER_REQUEST]}
        )


def merged(client: Client, first: int, second: int) -> None:
    """Merge the first code into the second."""
    status, reply = client.ask(
        "POST", f"/codes/{first}/merge/", {"into": second}, {"If-Match": "*"}
    )
    if status != 200:
        raise RuntimeError(reply[:500])


def turned(client: Client, path: str) -> None:
    """Undo or redo."""
    status, reply = client.ask("POST", path, {})
    if status != 200:
        raise RuntimeError(reply[:500])
    json.loads(reply)


def measured(up: Site, what: str, do: Any) -> None:
    """Print how long it took, of that on a processor, and how far the memory of all rose."""
    with up.watched() as peak:
        start, busy = time.perf_counter(), up.processor()
        do()
        took, busy = time.perf_counter() - start, up.processor() - busy
    row(what, f"{took:.1f} s ({busy:.1f} s of a processor), {peak.above:.0f} MB more at most")


if __name__ == "__main__":
    main()
