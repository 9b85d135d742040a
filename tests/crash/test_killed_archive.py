"""`kill -9` while an archive is unpacked, its members are read and loaded, an export is written."""

import csv
import io
import time
import zipfile

import pytest

from tests.crash.site import Import, Site, until
from tests.crash.test_killed import a_post, check_history, report
from tests.crash.threads import COMMENTS, lines

pytestmark = pytest.mark.crash
# More members than are taken out at once; each is a job or two of its own, which take their time.
MEMBERS, THREADS = 30, 2
PATIENCE = 180.0
PASSAGES = 100


def packed(name: str) -> bytes:
    """A ZIP of exports and of what lies around them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(MEMBERS):
            data = b"".join(lines(THREADS, name=f"{name}-{number}-", size=100))
            archive.writestr(f"{number}.jsonl", data)
        archive.writestr("style.css", "p {}")
        archive.writestr("noise.txt", bytes(range(256)) * 9)
    return file.getvalue()


def taken_out(running: Import) -> int:
    return (running.last.get("members") or {}).get("total", 0)


def ended(running: Import) -> int:
    return (running.last.get("members") or {}).get("done", 0)


def goes_on(running: Import, killed: float) -> float:
    """Seconds from a kill to the next member that has ended, or to the archive's own end."""
    before = ended(running)
    until(
        lambda: ended(running) > before or not running.is_alive(),
        "the next member to end",
        PATIENCE,
    )
    return time.monotonic() - killed


def test_an_archive_yields_every_member_once_whoever_is_killed(site: Site) -> None:
    before = site.get()["counts"]
    running = Import(site, packed("packed"))
    until(lambda: running.last.get("status") == "reading", "the archive to be unpacked")
    for place, victim in enumerate(("worker", "database", "web", "broker")):
        until(
            lambda least=place * 4: taken_out(running) > 0 and ended(running) >= least,
            "a share",
            PATIENCE,
        )
        found = f"{ended(running)} of {taken_out(running)} members done"
        waited = goes_on(running, site.kill(victim))
        report(f"{victim} killed with {found}, the next one was done after", waited)
    running.join(PATIENCE)
    done, posts = running.ends(), MEMBERS * THREADS * (1 + COMMENTS)
    assert (done["status"], done["accounted"]) == ("done", True), done
    figures = [done["counts"][name] for name in ("found", "imported", "skipped", "failed")]
    assert figures == [posts + 2, posts, 1, 1]
    assert done["members"] == {"total": MEMBERS + 1, "done": MEMBERS, "review": 0, "failed": 1}
    counts = site.get()["counts"]
    assert counts["threads"] - before["threads"] == MEMBERS * THREADS
    assert counts["posts"] - before["posts"] == posts
    titles = [one["title"] for one in site.pages("threads/")]
    mine = [title for title in titles if title.startswith("Night packed-")]
    assert len(set(mine)) == len(mine) == MEMBERS * THREADS
    check_history(site)


def coded(site: Site) -> int:
    """Code many passages of one post; returns how many annotations there are in all."""
    post = a_post(site, "exported")
    for place in range(PASSAGES):
        span = {"start": place, "end": place + 3, "quote": post["text"][place : place + 3]}
        site.made(
            f"/corpora/{site.corpus}/annotations/", {"post": post["id"], "code": site.code, **span}
        )
    return sum(1 for _ in site.pages("annotations/"))


def test_an_export_is_written_whole_whoever_is_killed(site: Site) -> None:
    rows = coded(site)
    for victims in (("worker",), ("database", "web"), ("broker",)):
        path = f"/corpora/{site.corpus}/exports/"
        ordered = site.ask("POST", path, json={"format": "csv"}).json()
        began = time.monotonic()
        for victim in victims:
            site.kill(victim)
        data = written(site, f"{path}{ordered['id']}/")
        report(
            f"{' and '.join(victims)} killed, an export was done after", time.monotonic() - began
        )
        listed = list(csv.DictReader(io.StringIO(data, newline=""), strict=True))
        assert len({one["annotation_id"] for one in listed}) == len(listed) == rows
    site.wait_for_children()


def written(site: Site, path: str) -> str:
    """Wait for an export to be done; returns its file."""

    def is_done() -> bool:
        status = site.ask("GET", path).json()["status"]
        assert status != "failed"
        return bool(status == "done")

    until(is_done, "the export to be done")
    return site.ask("GET", f"{path}file/").content.decode("utf-8-sig")
