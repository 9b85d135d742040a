"""`kill -9` in the middle of everything: nothing acknowledged is lost, nothing is doubled."""

import hashlib
import json
import logging
import time
import uuid

import pytest

from tests.crash.site import Import, Site, coders, until
from tests.crash.threads import COMMENTS, lines

pytestmark = pytest.mark.crash
log = logging.getLogger(__name__)
LONGEST = 10.0
THREADS, WORDS = 1_000, 400
PHASES = ("reading", "loading", "indexing")


def report(what: str, seconds: float) -> None:
    log.info("%s: %.1f s", what, seconds)


def check_whole(site: Site, done: dict, threads: int, before: dict) -> None:
    """All threads are there once, indexed, and the counts say so."""
    posts = threads * (1 + COMMENTS)
    assert (done["status"], done["accounted"]) == ("done", True), done
    assert (done["counts"]["found"], done["counts"]["imported"]) == (posts, posts)
    assert done["counts"]["failed"] == done["counts"]["skipped"] == 0
    assert done["problems"]["total"] == 0, done["problems"]
    found = list(site.pages("threads/"))
    mine = [one for one in found if one["upload"] == done["id"]]
    assert len({one["title"] for one in mine}) == len(mine) == threads
    assert {one["counts"]["comments"] for one in mine} == {COMMENTS}
    counts = site.get()["counts"]
    assert counts["threads"] - before["threads"] == threads
    assert counts["posts"] - before["posts"] == posts
    assert counts["comments"] - before["comments"] == threads * COMMENTS
    for one in (mine[0], mine[-1]):
        thread = site.ask("GET", f"/threads/{one['id']}/").json()
        assert len(thread["posts"]) == 1 + COMMENTS
        assert all(post["sentences"] for post in thread["posts"])


def check_history(site: Site) -> None:
    seqs = sorted(event["seq"] for event in site.pages("history/"))
    assert seqs == list(range(1, len(seqs) + 1))


def a_post(site: Site, name: str) -> dict:
    """A long entry of its own to code in."""
    done = Import(site, b"".join(lines(1, name=name, size=4_000))).ends()
    thread = site.get(f"threads/?upload={done['id']}")["results"][0]
    return site.ask("GET", f"/threads/{thread['id']}/").json()["posts"][0]


def check_coded(site: Site, people: list, post: dict) -> None:
    acknowledged = {name: place for one in people for name, place in one.acknowledged.items()}
    assert [one.surprises for one in people if one.surprises] == []
    listed = [a for a in site.pages("annotations/") if a["post"] == post["id"]]
    stored = {a["id"]: a["start"] for a in listed}
    assert len(stored) == len(listed)
    assert acknowledged.items() <= stored.items()
    assert len({a["start"] for a in listed}) == len(listed)
    for name in list(acknowledged)[:: max(1, len(acknowledged) // 50)]:
        assert site.ask("GET", f"/annotations/{name}/").status_code == 200
    created = {
        e["target"]["id"] for e in site.pages("history/") if e["action"] == "annotation.created"
    }
    assert acknowledged.keys() <= created


def test_a_killed_worker_is_replaced_and_the_import_ends_whole(site: Site) -> None:
    before = site.get()["counts"]
    running = Import(site, b"".join(lines(THREADS, name="worker", size=WORDS)))
    for phase in PHASES:
        running.reaches(phase)
        waited = running.goes_on_after(site.kill("worker"))
        report(f"worker killed while {phase}, work resumed after", waited)
        assert waited < LONGEST
    check_whole(site, running.ends(), THREADS, before)
    check_history(site)


def test_a_killed_database_loses_nothing_of_an_import_or_of_the_coding(site: Site) -> None:
    post, before = a_post(site, "coded"), site.get()["counts"]
    running = Import(site, b"".join(lines(THREADS, name="database", size=WORDS)))
    with coders(site, post) as people:
        for phase in PHASES:
            running.reaches(phase)
            waited = running.goes_on_after(site.kill("database"))
            report(f"database killed while {phase}, import resumed after", waited)
            assert waited < LONGEST
    report("the longest wait of a coder", max(one.longest for one in people))
    assert max(one.longest for one in people) < LONGEST
    check_whole(site, running.ends(), THREADS, before)
    check_coded(site, people, post)
    check_history(site)


def test_a_killed_broker_stops_nobody(site: Site) -> None:
    post, before = a_post(site, "brokered"), site.get()["counts"]
    with coders(site, post) as people:
        killed = site.kill("broker")
        running = Import(site, b"".join(lines(100, name="broker", size=300)))
        running.reaches("reading")
        report("broker killed, a new import was taken up after", time.monotonic() - killed)
        assert time.monotonic() - killed < LONGEST
        running.reaches("indexing")
        site.kill("broker")
        done = running.ends()
    report("the longest wait of a coder", max(one.longest for one in people))
    assert max(one.longest for one in people) < LONGEST
    check_whole(site, done, 100, before)
    check_coded(site, people, post)
    until(lambda: site.get_health() == "ok", "broker and worker to be well again")


def test_a_killed_web_process_is_back_and_forgets_nothing(site: Site) -> None:
    post, before = a_post(site, "webbed"), site.get()["counts"]
    running = Import(site, b"".join(lines(200, name="web", size=300)))
    with coders(site, post) as people:
        killed = site.kill("web")
        site.get()
        report("web killed, answers again after", time.monotonic() - killed)
        assert time.monotonic() - killed < LONGEST
        done = running.ends()
    report("the longest wait of a coder", max(one.longest for one in people))
    check_whole(site, done, 200, before)
    check_coded(site, people, post)
    check_history(site)


def test_a_thread_that_comes_in_again_is_revised_once_whoever_is_killed(site: Site) -> None:
    """Worker and database go in turn; no text is changed twice, no thread doubled, none lost."""
    threads = 300
    Import(site, b"".join(lines(threads, name="again", size=WORDS))).ends()
    before = site.get()["counts"]
    mended = [json.loads(line) for line in lines(threads, name="again", size=WORDS)]
    for one in mended:
        one["comments"][3]["text"] += " Mended."
    data = b"".join(json.dumps(one).encode() + b"\n" for one in mended)
    running = Import(site, data)
    for phase, victim in (("reading", "worker"), ("loading", "database"), ("loading", "worker")):
        running.reaches(phase)
        waited = running.goes_on_after(site.kill(victim))
        report(f"{victim} killed while {phase} known threads, work resumed after", waited)
    done = running.ends()
    assert (done["status"], done["counts"]["revised"]) == (
        "done",
        {"threads": threads, "posts_same": threads * COMMENTS, "posts_changed": threads,
         "posts_new": 0, "posts_missing": 0},
    )  # fmt: skip
    after = site.get()["counts"]
    assert after == before | {"uploads": before["uploads"] + 1}
    assert site.get("threads/?upload=" + done["id"])["results"] == []
    found = [one for one in site.pages("threads/") if one["title"].startswith("Night again")]
    assert len({one["title"] for one in found}) == len(found) == threads
    for one in (found[0], found[-1]):
        posts = site.ask("GET", f"/threads/{one['id']}/").json()["posts"]
        assert sorted(post["text_version"] for post in posts) == [1] * COMMENTS + [2]
        assert all(post["sentences"] for post in posts)
    check_history(site)


def test_a_worker_killed_while_it_writes_an_export_leaves_no_half_file(site: Site) -> None:
    post = a_post(site, "written out")
    claims = [
        {"op": "put", "id": str(uuid.uuid4()), "post": post["id"], "code": site.code,
         "start": n, "end": n + 3, "quote": post["text"][n : n + 3]}
        for n in range(len(post["text"]) - 3)
    ]  # fmt: skip
    for first in range(0, len(claims), 1000):
        body = {"atomic": True, "operations": claims[first : first + 1000]}
        path = f"/corpora/{site.corpus}/annotations/bulk/"
        assert site.ask("POST", path, json=body).status_code == 200
    # A workbook takes long enough to be met in its middle.
    ordered = site.ask("POST", f"/corpora/{site.corpus}/exports/", json={"format": "xlsx"})
    export, folder = ordered.json()["id"], site.home / "exports"
    until(lambda: list(folder.glob(f"{export}*.part")), "the export to be written")
    killed = site.kill("worker")
    assert site.get(f"exports/{export}/")["status"] == "running"
    assert site.ask("GET", f"/corpora/{site.corpus}/exports/{export}/file/").status_code == 409
    assert not (folder / f"{export}.xlsx").exists()
    done = until(lambda: (one := site.get(f"exports/{export}/"))["manifest"] and one, "its end")
    report("worker killed while writing an export, whole after", time.monotonic() - killed)
    file = site.ask("GET", f"/corpora/{site.corpus}/exports/{export}/file/").content
    assert hashlib.sha256(file).hexdigest() == done["manifest"]["sha256"]
    assert done["manifest"]["rows"] >= len(claims)
    broken_off = {"Range": "bytes=1000-", "If-Range": f'"{done["manifest"]["sha256"]}"'}
    path = f"/corpora/{site.corpus}/exports/{export}/file/"
    rest = site.ask("GET", path, headers=broken_off)
    assert (rest.status_code, rest.content) == (206, file[1000:])
    assert [one.name for one in folder.iterdir() if export in one.name] == [f"{export}.xlsx"]
