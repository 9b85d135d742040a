"""Every way out at size: time, rows a second, memory, and what a plain COPY of the rows takes.

usage: python bench/exports.py [ANNOTATIONS [FORMAT …]]      (20,000 and all formats by default)

Times are from the order to the finished file, with queue, checksum and flush to the disk. The
saves are those of somebody who codes meanwhile.
"""

import http.client
import random
import sys
import time
import uuid
from collections.abc import Callable
from itertools import count, islice
from threading import Event, Thread
from typing import Any

import psycopg
from figures import p50_p95, row, timed
from running import Client, Site, site
from threads import lines

from annotations.exports import tabular
from annotations.exports.formats import FORMATS
from annotations.exports.order import Order
from catena.embedded import servers_of

CODES = 200
CODERS = 4
EACH = 40
# About 13 MB of JSON; a body may have 32.
THREADS_AN_UPLOAD = 400
SAVES = 300
GOALS = {
    "csv": "≤ 1.5 × COPY, < 100 MB", "jsonl": "≤ 1.5 × COPY, < 100 MB",
    "parquet": "≤ 2.5 s, < 250 MB", "w3c": "≤ 30 s, < 100 MB", "qdpx": "≤ 30 s, < 100 MB",
}  # fmt: skip
_CODERS = """
INSERT INTO corpus_user (username, {columns})
SELECT 'coder' || n, {columns} FROM corpus_user, generate_series(2, {last}) AS n
"""
_CODES = """
INSERT INTO annotations_code (corpus_id, parent_id, name, colour, definition, include, exclude,
    examples, key, levels, position, archived, locked, defined_at, created_at, version)
SELECT %(corpus)s, CASE WHEN %(family)s::bigint IS NULL THEN NULL ELSE %(family)s END,
    %(name)s || ' ' || n, 'lapis', 'What it says.', '', '', '{}', '', '{passage,post,thread}', n,
    false, false, now(), now(), 1
FROM generate_series(1, %(count)s) AS n RETURNING id
"""
# As many passages on each post, of 12 to 75 characters, with a memo on every tenth.
_FILL = """
INSERT INTO annotations_annotation
    (id, corpus_id, thread_id, post_id, code_id, coder_id, level, start, "end", quote,
     text_version, state, memo, version, created_as, created_at, updated_at)
SELECT gen_random_uuid(), p.corpus_id, p.thread_id, p.id,
    (%(codes)s::bigint[])[1 + (p.id * 31 + n) %% cardinality(%(codes)s::bigint[])],
    (%(coders)s::bigint[])[1 + n %% cardinality(%(coders)s::bigint[])], 'passage',
    s.start, s.start + s.size, substr(p.text, s.start + 1, s.size), p.text_version, 'live',
    CASE WHEN n %% 10 = 0 THEN 'Look at this again.' ELSE '' END, 1, '',
    now() - make_interval(secs => p.id %% 100000 + n), now()
FROM corpus_post p, generate_series(0, %(each)s - 1) AS n,
    LATERAL (SELECT (n * 7) %% (char_length(p.text) - 80) AS start, 12 + n %% 64 AS size) AS s
WHERE p.corpus_id = %(corpus)s AND char_length(p.text) > 90
LIMIT %(most)s
"""


def main(annotations: int, formats: list[str]) -> None:
    """Measure and print."""
    with site() as running:
        client = running.client()
        corpus = client.make("/corpora/", {"title": "Bench"})["id"]
        # Sixteen posts a thread, most of them long enough.
        _load(client, corpus, max(20, annotations // (EACH * 8)))
        with psycopg.connect(servers_of(running.home)[0].url) as database:
            made = _fill(database, corpus, annotations)
            row("annotations", f"{made:,}")
            copies = {form: _copy(database, corpus, form) for form in ("csv", "jsonl")}
        for form, seconds in copies.items():
            row(f"plain COPY, {form}", f"{seconds:.2f} s, {made / seconds:,.0f} rows/s")
        _streams(running, client, corpus)
        for name in formats:
            _format(running, corpus, name, copies["jsonl" if name == "jsonl" else "csv"])
        _saves(running, client, corpus)


def _load(client: Client, corpus: int, threads: int) -> None:
    """Load threads, so many an upload that none comes near the limit of a request's body."""
    made = lines(threads)
    for number in count(1):
        text = "".join(islice(made, THREADS_AN_UPLOAD))
        if not text:
            break
        body = {"name": f"threads-{number}.jsonl", "text": text}
        upload = client.make(f"/corpora/{corpus}/uploads/", body)["results"][0]["id"]
        _wait(client, f"/corpora/{corpus}/uploads/{upload}/")


def _wait(client: Client, path: str) -> None:
    """Wait until an upload is loaded."""
    while (found := client.get(path))["status"] != "done":
        if found["status"] in ("failed", "review"):
            raise RuntimeError(f"{path}: {found['status']}")
        time.sleep(0.2)


def _fill(database: "psycopg.Connection[Any]", corpus: int, annotations: int) -> int:
    """Write coders, codes and annotations straight into the database."""
    names = database.execute(
        "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
        " WHERE table_name = 'corpus_user' AND column_name NOT IN ('id', 'username')"
    ).fetchone()
    columns = names[0] if names else ""
    database.execute(_CODERS.format(columns=columns, last=CODERS).encode())
    coders = [one for (one,) in database.execute("SELECT id FROM corpus_user ORDER BY id")]
    values = {"corpus": corpus, "family": None, "name": "Family", "count": 1}
    family = database.execute(_CODES, values).fetchone()
    below = {**values, "family": family and family[0], "name": "Code", "count": CODES}
    codes = [one for (one,) in database.execute(_CODES, below)]
    wanted = {
        "corpus": corpus, "codes": codes, "coders": coders, "each": EACH, "most": annotations,
    }  # fmt: skip
    made = database.execute(_FILL, wanted).rowcount
    database.commit()
    database.autocommit = True
    database.execute("VACUUM ANALYZE")
    return made


def _copy(database: "psycopg.Connection[Any]", corpus: int, form: str) -> float:
    """Return the seconds that the rows take as they are, thrown away as they come."""
    select = tabular.select(Order(corpus, form), "json" if form == "jsonl" else "text")
    if form == "jsonl":
        select = f"SELECT row_to_json(r) FROM ({select}) AS r"
    cursor = psycopg.ClientCursor(database)
    statement = f"COPY ({cursor.mogrify(select, {'corpus': corpus})}) TO STDOUT (FORMAT csv)"

    def once() -> None:
        with cursor.copy(statement.encode()) as copy:
            while copy.read():
                pass

    return min(timed(once, 2)) / 1000


def _streams(running: Site, client: Client, corpus: int) -> None:
    for form in ("csv", "jsonl"):
        path = f"/corpora/{corpus}/annotations.{form}"
        first, whole = _stream(running, path)
        row(f"direct stream, {form}: first byte, whole", f"{first:.2f} s, {whole:.2f} s", "< 1 s")
    del client


def _stream(running: Site, path: str) -> tuple[float, float]:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=600)
    start = time.perf_counter()
    headers = {"Authorization": f"Bearer {running.token}"}
    connection.request("GET", f"/api/v1{path}", headers=headers)
    reply = connection.getresponse()
    reply.read(1)
    first = time.perf_counter() - start
    while reply.read(1 << 20):
        pass
    connection.close()
    return first, time.perf_counter() - start


def _export(client: Client, corpus: int, name: str) -> tuple[float, dict[str, Any]]:
    """Order an export and wait; returns seconds and what is shown of it."""
    body = {"format": name, "what": FORMATS[name].whats[0]}
    start = time.perf_counter()
    ordered = client.make(f"/corpora/{corpus}/exports/", body)
    path = f"/corpora/{corpus}/exports/{ordered['id']}/"
    while True:
        shown: dict[str, Any] = client.get(path)
        if shown["status"] in ("done", "failed"):
            return time.perf_counter() - start, shown
        time.sleep(0.02)


def _format(running: Site, corpus: int, name: str, copied: float) -> None:
    client = running.client()
    seconds, shown = _export(client, corpus, name)
    if shown["status"] == "failed":
        row(f"export, {name}", f"failed: {shown['error']}")
        return
    with running.watched() as peak:
        _export(client, corpus, name)
    manifest = shown["manifest"]
    row(
        f"export, {name}, {manifest['size'] / 1e6:,.1f} MB",
        f"{seconds:.2f} s, {manifest['rows'] / seconds:,.0f} rows/s, {seconds / copied:.1f} × COPY,"
        f" peak +{peak.above:.0f} MB",
        GOALS.get(name, ""),
    )


def _saves(running: Site, client: Client, corpus: int) -> None:
    thread = client.get(f"/corpora/{corpus}/threads/?page_size=1")["results"][0]["id"]
    posts = client.get(f"/threads/{thread}/")["posts"]
    code = client.make(f"/corpora/{corpus}/codes/", {"name": "Meanwhile"})["id"]
    save = _saving(running, corpus, code, posts)
    timed(save, 30)
    row("save of another, nothing else going on", p50_p95(timed(save, SAVES)))
    over = Event()

    def export() -> None:
        mine = running.client()
        while not over.is_set():
            _export(mine, corpus, "csv")

    exporting = Thread(target=export)
    exporting.start()
    try:
        time.sleep(0.3)
        row("save of another, exports running", p50_p95(timed(save, SAVES)), "≤ 1.2 ×")
    finally:
        over.set()
        exporting.join()


def _saving(
    running: Site, corpus: int, code: int, posts: list[dict[str, Any]]
) -> Callable[[], None]:
    mine, rng = running.client(), random.Random("saves")
    long = [post for post in posts if len(post["text"]) > 30]

    def save() -> None:
        post = rng.choice(long)
        start = rng.randrange(len(post["text"]) - 25)
        end = start + rng.randrange(2, 25)
        claim = {"post": post["id"], "code": code, "start": start, "end": end}
        body = {**claim, "quote": post["text"][start:end]}
        status, reply = mine.ask("PUT", f"/corpora/{corpus}/annotations/{uuid.uuid4()}/", body)
        if status not in (201, 409):
            raise RuntimeError(reply)

    return save


if __name__ == "__main__":
    given = sys.argv[1:]
    every = [one.name for one in FORMATS.values() if not one.of_snapshots]
    main(int(given[0]) if given else 20_000, given[1:] or every)
