"""`kill -9` in each stage of reading what tools collected: corpora, dumps, mail, tables, TEI."""

import pytest

from tests.crash.collected import KINDS, threads
from tests.crash.site import Import, Site
from tests.crash.test_killed import check_history, report
from tests.crash.threads import COMMENTS

pytestmark = pytest.mark.crash
THREADS = 600
STAGES = (("reading", "worker"), ("loading", "database"), ("indexing", "worker"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_collected_comes_in_whole_and_once_whoever_is_killed(
    site: Site, kind: str
) -> None:
    make, options = KINDS[kind]
    made = threads(THREADS, kind)
    before = site.get()["counts"]
    running = Import(site, make(made), **options)
    for stage, victim in STAGES:
        running.reaches(stage)
        killed = site.kill(victim)
        if running.last["status"] != "done":
            report(
                f"{victim} killed while {kind} was {running.last['status']}, work resumed after",
                running.goes_on_after(killed),
            )
    done, posts = running.ends(), THREADS * (1 + COMMENTS)
    assert (done["status"], done["accounted"], done["format"]["name"]) == ("done", True, kind), done
    figures = [done["counts"][name] for name in ("found", "imported", "skipped", "failed")]
    assert figures == [posts, posts, 0, 0]
    mine = [one for one in site.pages("threads/") if one["upload"] == done["id"]]
    assert sorted(one["title"] for one in mine) == sorted(one["title"] for one in made)
    assert {one["counts"]["comments"] for one in mine} == {COMMENTS}
    counts = site.get()["counts"]
    assert counts["threads"] - before["threads"] == THREADS
    assert counts["posts"] - before["posts"] == posts
    for one in (mine[0], mine[-1]):
        shown = site.ask("GET", f"/threads/{one['id']}/").json()["posts"]
        assert len(shown) == 1 + COMMENTS
        assert all(post["sentences"] for post in shown)
    check_history(site)
