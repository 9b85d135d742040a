"""The codebook at size: 1,000 codes, 200,000 annotations, a merge of half of them and its undoing.

usage: python bench/codebook.py [ANNOTATIONS]      (200,000 by default)
"""

import json
import sys
import time
import uuid
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
from figures import p50_p95, row, timed
from running import Client, Site, site
from threads import lines

from catena.embedded import servers_of

THREADS = 200
CODES = 1000
CODERS = 5
# As many claims on each post, by the coders in turn: half with one code, the rest with all others.
_FILL = """
INSERT INTO annotations_annotation
    (id, corpus_id, thread_id, post_id, code_id, coder_id, level, start, "end", quote,
     text_version, state, memo, version, created_as, created_at, updated_at)
SELECT gen_random_uuid(), p.corpus_id, p.thread_id, p.id,
    CASE WHEN n %% 2 = 0 THEN %(big)s
        ELSE (%(codes)s::bigint[])[1 + (p.id * 31 + n) %% %(count)s] END,
    (%(coders)s::bigint[])[1 + (n / 2) %% cardinality(%(coders)s::bigint[])], 'passage',
    n, n + 3, substr(p.text, n + 1, 3), p.text_version, 'live', '', 1, '',
    now() - make_interval(secs => p.id * 60 + n), now()
FROM corpus_post p, generate_series(0, %(each)s - 1) AS n
WHERE p.corpus_id = %(corpus)s AND char_length(p.text) >= %(each)s + 3
LIMIT %(most)s
"""


def main(annotations: int) -> None:
    """Measure and print."""
    with site() as running:
        client = running.client()
        corpus = client.make("/corpora/", {"title": "Bench"})["id"]
        _load(client, corpus)
        _import(client, corpus)
        codes = _codes(client, corpus)
        made = _fill(running.home, corpus, [code["id"] for code in codes], annotations)
        row("annotations", f"{made:,}")
        _lists(client, corpus, codes)
        _merge(running, client, corpus, codes)


def _load(client: Client, corpus: int) -> None:
    text = "".join(lines(THREADS))
    body = {"name": "threads.jsonl", "text": text}
    upload = client.make(f"/corpora/{corpus}/uploads/", body)["results"][0]["id"]
    while client.get(f"/corpora/{corpus}/uploads/{upload}/")["status"] != "done":
        time.sleep(0.2)


def _import(client: Client, corpus: int) -> None:
    text = "path,definition\n" + "".join(
        f"Family {n % 30} > Code {n},What it says.\n" for n in range(CODES - 30)
    )
    start = time.perf_counter()
    client.make(f"/corpora/{corpus}/codebook/import/", {"format": "csv", "text": text})
    row("import of 1,000 codes from CSV", f"{time.perf_counter() - start:.2f} s")


def _codes(client: Client, corpus: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/corpora/{corpus}/codes/?page_size=1000")["results"]
    return found


def _fill(home: Path, corpus: int, codes: list[int], annotations: int) -> int:
    """Write annotations straight into the database."""
    with psycopg.connect(servers_of(home)[0].url) as connection:
        columns = [
            name
            for (name,) in connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name"
                " = 'corpus_user' AND column_name NOT IN ('id', 'username')"
            )
        ]
        listed = ", ".join(columns)
        connection.execute(
            f"INSERT INTO corpus_user (username, {listed}) SELECT 'coder' || n, {listed}"
            " FROM corpus_user, generate_series(2, %s) AS n",
            [CODERS],
        )
        coders = [one for (one,) in connection.execute("SELECT id FROM corpus_user ORDER BY id")]
        connection.execute(
            "INSERT INTO corpus_membership (corpus_id, user_id, role, version, created_at)"
            " SELECT %s, unnest(%s::bigint[]), 'coder', 1, now()",
            [corpus, coders[1:]],
        )
        values = {
            "corpus": corpus, "big": codes[1], "codes": codes[2:], "count": len(codes) - 2,
            "coders": coders, "each": 100, "most": annotations,
        }  # fmt: skip
        made = connection.execute(_FILL, values).rowcount
        connection.execute(
            "UPDATE corpus_corpuscounter SET annotations = %s WHERE corpus_id = %s", [made, corpus]
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE annotations_annotation")
        return made


def _lists(client: Client, corpus: int, codes: list[dict[str, Any]]) -> None:
    book = f"/corpora/{corpus}/codes/?page_size=1000"
    row("the whole codebook with its counts", p50_p95(timed(lambda: client.get(book), 20)))
    _define(client, codes[9])
    coder = client.get("/me/")["id"]
    family = codes[0]["id"]
    for name, query in {
        "all": "",
        "a code of many": f"code={codes[1]['id']}",
        "a code of few": f"code={codes[9]['id']}",
        "a family": f"subtree={family}",
        "a coder": f"coder={coder}",
        "a coder and a code of few": f"coder={coder}&code={codes[9]['id']}",
        "a level that nobody used": "level=thread",
        "orphans, of which there are none": "state=orphan",
        "outdated": "outdated=true",
        "outdated of a code": f"outdated=true&code={codes[9]['id']}",
    }.items():
        path = f"/corpora/{corpus}/annotations/?{query}"
        row(f"annotations: {name}", p50_p95(timed(lambda path=path: client.get(path), 20)))


def _define(client: Client, code: dict[str, Any]) -> None:
    body = {"definition": "Something else now."}
    start = time.perf_counter()
    status, reply = client.ask("PATCH", f"/codes/{code['id']}/", body, {"If-Match": '"1"'})
    if status != 200:
        raise RuntimeError(reply)
    row("change a definition", f"{(time.perf_counter() - start) * 1000:.0f} ms")


def _merge(running: Site, client: Client, corpus: int, codes: list[dict[str, Any]]) -> None:
    big, into = codes[1], codes[2]["id"]
    path, match = f"/codes/{big['id']}/merge/", {"If-Match": '"1"'}
    _change(client, "preview", path, {"into": into, "dry_run": True}, match)
    told = _change(client, "merge", path, {"into": into}, match)
    _change(client, "undo", f"/corpora/{corpus}/undo/", {"batch": told["batch"]})
    # Once more, and somebody saves meanwhile.
    over, slowest = Event(), list[float]()
    watcher = Thread(target=_save, args=(running, corpus, codes[20]["id"], over, slowest))
    watcher.start()
    _change(client, "merge", path, {"into": into}, {"If-Match": "*"})
    over.set()
    watcher.join()
    row("the slowest save of another connection meanwhile", f"{max(slowest):.2f} s")


def _change(
    client: Client, name: str, path: str, body: Any, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    start = time.perf_counter()
    status, reply = client.ask("POST", path, body, headers)
    seconds = time.perf_counter() - start
    if status != 200:
        raise RuntimeError(reply)
    told: dict[str, Any] = json.loads(reply)
    count = told.get("annotations") or told["step"]["count"]
    row(f"{name} of a merge of {count:,}" if name != "merge" else f"merge of {count:,}",
        f"{seconds:.2f} s")  # fmt: skip
    return told


def _save(running: Site, corpus: int, code: int, over: Event, slowest: list[float]) -> None:
    """Save one annotation after the other while something else goes on."""
    client = running.client()
    thread = client.get(f"/corpora/{corpus}/threads/?page_size=1")["results"][0]["id"]
    post = client.get(f"/threads/{thread}/")["posts"][0]
    at = 300
    while not over.is_set() or not slowest:
        claim = {"post": post["id"], "code": code, "start": at, "end": at + 9,
            "quote": post["text"][at : at + 9]}  # fmt: skip
        start = time.perf_counter()
        client.ask("PUT", f"/corpora/{corpus}/annotations/{uuid.uuid4()}/", claim)
        slowest.append(time.perf_counter() - start)
        at += 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
