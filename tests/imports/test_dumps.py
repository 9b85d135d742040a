"""Dumps of Reddit and Hacker News through the whole import: in steps, again, cut, with gaps."""

import json
from typing import Any

import pytest

from corpus import jobs, reading
from corpus.ingest.exports import json_grouped
from corpus.models import Job, Post
from tests.corpus.ingest.exports import news_samples, reddit_samples
from tests.corpus.ingest.exports.reddit_samples import COMMENTS, SUBMISSION, comment, dump
from tests.imports.desk import TASKS, Desk, work
from tests.imports.test_corrections import reread
from tests.imports.test_resumed import lose_staged

THREADS = 30


def many() -> str:
    """Submissions first, their comments far from them."""
    entries = [{**SUBMISSION, "id": f"s{n}", "title": f"Day {n}"} for n in range(THREADS)]
    answers = [
        comment(n, f"t3_s{n % THREADS}", link_id=f"t3_s{n % THREADS}", body="Oil. " * 20)
        for n in range(4 * THREADS)
    ]
    return dump(*entries, *answers)


def titles(desk: Desk) -> list[str]:
    return sorted(thread["title"] for thread in desk.get("threads/?page_size=100")["results"])


def only(desk: Desk) -> dict[str, Any]:
    """The corpus' only thread."""
    (thread,) = desk.threads()
    return thread


@pytest.fixture
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(reading, "STEP_CHARACTERS", 4_000)
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 6_000)
    monkeypatch.setattr(json_grouped, "STEPS", 50)


def check_whole(desk: Desk, upload: dict[str, Any]) -> None:
    shown = desk.shown(upload)
    assert (shown["status"], shown["accounted"]) == ("done", True), shown
    assert shown["format"]["name"] == "reddit-json"
    assert (shown["counts"]["found"], shown["counts"]["imported"]) == (150, 150)
    assert titles(desk) == sorted(f"Day {n}" for n in range(THREADS))
    assert desk.counts()["comments"] == 120


@pytest.mark.usefixtures("_short_steps")
def test_a_dump_read_in_many_steps_is_imported_once(desk: Desk) -> None:
    check_whole(desk, desk.imported(many(), "RC.jsonl"))


@pytest.mark.usefixtures("_short_steps")
def test_a_dump_whose_staged_threads_are_lost_is_read_again(desk: Desk) -> None:
    upload = desk.upload(many(), "RC.jsonl")
    for _ in range(4):
        TASKS["ingest"](job_id=Job.objects.get(upload=upload["id"], kind="ingest").pk)
    assert desk.shown(upload)["counts"]["threads"] > 0
    lose_staged()
    work()
    check_whole(desk, upload)


def test_a_dump_cut_in_a_line_loads_all_but_that_line(desk: Desk) -> None:
    upload = desk.imported(dump()[:-40], "RC.jsonl")
    assert (upload["status"], upload["accounted"]) == ("done", True)
    assert (upload["counts"]["comments"], upload["counts"]["failed"]) == (3, 1)


def test_comments_that_were_held_back_stay_known_until_they_come(desk: Desk) -> None:
    stub = reddit_samples.more("t1_c4", 1, "c9")
    page = reddit_samples.page(stub, num_comments=5)
    upload = desk.imported(json.dumps(page), "page.json")
    assert upload["counts"]["declared"] == 5
    assert [one["code"] for one in desk.problems(upload)] == ["known_missing"]
    thread = only(desk)
    assert thread["attributes"]["comments_missing"] == 1
    assert thread["posts"][4]["flags"] == ["moderator", "pinned", "replies_missing"]

    late = dump({**SUBMISSION, "num_comments": 5}, *COMMENTS, comment(9, "t1_c4"))
    desk.imported(late, "later.jsonl")
    thread = only(desk)
    assert thread["attributes"]["comments_missing"] == 0
    assert len(thread["posts"]) == 6
    assert thread["posts"][4]["flags"] == ["moderator", "pinned"]


def test_a_submission_that_comes_after_its_comments_leads_them(desk: Desk) -> None:
    desk.imported(dump(*COMMENTS), "RC.jsonl")
    assert only(desk)["title"] == "(submission q1 missing)"
    desk.imported(dump(*reddit_samples.RECORDS), "all.jsonl")
    thread = only(desk)
    assert (thread["title"], len(thread["posts"])) == ("Of oil & wicks", 5)
    assert Post.objects.count() == 5


def test_comments_of_a_later_month_join_their_thread_and_take_nothing_away(desk: Desk) -> None:
    desk.imported(json.dumps(reddit_samples.page()), "page.json")
    upload = desk.imported(dump(comment(9, "t1_c4"), comment(10, "t1_c9")), "RC_2021-04.jsonl")
    assert upload["counts"]["revised"]["posts_new"] == 2
    thread = only(desk)
    assert (thread["title"], thread["author"]["name"]) == ("Of oil & wicks", "keeper")
    posts = thread["posts"]
    assert [post["external_id"] for post in posts] == ["t3_q1", "c1", "c2", "c3", "c4", "c9", "c10"]
    assert [post["depth"] for post in posts] == [0, 0, 1, 2, 0, 1, 2]
    assert posts[5]["parent"] == posts[4]["id"]
    assert posts[5]["parent_how"] == "export"
    assert not any("missing_in_latest" in post["flags"] for post in posts)
    assert (posts[0]["flags"], posts[0]["author"]["is_entry_author"]) == ([], True)
    again = reread(desk, upload, apply=False)
    assert again["posts"] == {"same": 7, "changed": 0, "new": 0, "missing": 0}
    assert again["threads"]["same"] == 1


def test_an_answer_that_came_first_is_joined_to_what_it_answers(desk: Desk) -> None:
    desk.imported(dump(COMMENTS[1]), "RC_2021-04.jsonl")
    assert only(desk)["posts"][1]["flags"] == ["edited", "answers:c1"]
    desk.imported(dump(COMMENTS[0]), "RC_2021-03.jsonl")
    posts = only(desk)["posts"]
    assert [(post["external_id"], post["depth"]) for post in posts[1:]] == [("c1", 0), ("c2", 1)]


def test_what_was_deleted_since_keeps_its_words_here(desk: Desk) -> None:
    desk.imported(dump(SUBMISSION, COMMENTS[0]), "one.jsonl")
    gone = {**COMMENTS[0], "body": "[deleted]", "author": "[deleted]"}
    desk.imported(dump(SUBMISSION, gone), "two.jsonl")
    post = only(desk)["posts"][1]
    assert post["text"].startswith("Comment *1*")
    assert "missing_in_latest" in post["flags"]


def test_a_story_from_one_interface_is_known_again_from_the_other(desk: Desk) -> None:
    desk.imported(json.dumps(news_samples.tree()), "item.json")
    upload = desk.imported(news_samples.dump(), "items.jsonl")
    assert upload["status"] == "done"
    assert titles(desk) == ["Fog", "Of oil & wicks"]
    assert Post.objects.count() == 7


def test_a_packed_dump_that_is_not_opened_says_how_to_unpack_it(desk: Desk) -> None:
    upload = desk.imported(b"\x28\xb5\x2f\xfd" + bytes(range(256)) * 4, "RC_2019-01.zst")
    assert upload["status"] == "failed"
    assert "zstd -d --long=31" in desk.problems(upload)[0]["message"]
