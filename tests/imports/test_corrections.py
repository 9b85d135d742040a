"""A wrongly split capture is mended by a person, loads as the preview shows it, and stays so."""

import json
from typing import Any

import pytest

from corpus.models import Event, Post
from tests.imports.desk import Desk, lines, work
from tests.imports.test_captures import WHOLE
from tests.imports.test_threads_jsonl import NESTED


@pytest.fixture
def waiting(desk: Desk) -> dict:
    return desk.imported(WHOLE, confirm="ask")


def say(desk: Desk, upload: dict, **operation: Any) -> dict:
    reply = desk.client.post(
        f"{desk.url}uploads/{upload['id']}/corrections/",
        json.dumps(operation),
        content_type="application/json",
    )
    assert reply.status_code == 201, reply.content
    return reply.json()


def take_back(desk: Desk, upload: dict, number: int) -> int:
    return desk.client.delete(f"{desk.url}uploads/{upload['id']}/corrections/{number}/").status_code


def preview(desk: Desk, upload: dict) -> dict:
    return desk.get(f"uploads/{upload['id']}/preview/")


def at(words: str) -> int:
    return WHOLE.index(words)


def test_a_wrongly_split_comment_is_mended_and_loads_as_the_preview_shows(
    desk: Desk, waiting: dict
) -> None:
    made = say(desk, waiting, op="split", at=at("With two"))
    assert (made["id"], made["operation"]) == (1, {"op": "split", "at": at("With two")})
    assert made["by"]["username"] == "ada"
    say(desk, waiting, op="author", at=at("A second"), name="Bo Reed")
    say(desk, waiting, op="parent", at=at("With two"), parent=at("A first"))
    shown = preview(desk, waiting)
    assert [one["id"] for one in shown["corrections"]] == [1, 2, 3]
    assert desk.act(waiting, "confirm").status_code == 202
    work()
    done = desk.shown(waiting)
    assert (done["status"], done["accounted"], done["counts"]["found"]) == ("done", True, 4)
    (thread,) = desk.threads(waiting)
    posts = shown["threads"][0]["posts"]
    assert [one["text"][:20] for one in thread["posts"]] == [one["first"][:20] for one in posts]
    assert [one["author"] and one["author"]["name"] for one in thread["posts"]] == [
        one["author"] for one in posts
    ]
    assert [one["parent_how"] for one in thread["posts"]] == [None, None, "manual", None]
    assert [one["confidence"] for one in posts] == [1.0] * 4


def test_a_correction_taken_back_is_as_if_it_had_not_been_made(desk: Desk, waiting: dict) -> None:
    before = preview(desk, waiting)
    say(desk, waiting, op="split", at=at("With two"))
    assert len(preview(desk, waiting)["threads"][0]["posts"]) == 4
    assert take_back(desk, waiting, 1) == 204
    assert take_back(desk, waiting, 1) == 204
    assert preview(desk, waiting) == before
    assert desk.get(f"uploads/{waiting['id']}/corrections/")["results"] == []
    assert take_back(desk, waiting, 7) == 404
    actions = Event.objects.filter(action="upload.corrected").count()
    assert actions == 2


def test_a_correction_says_why_it_cannot_be(desk: Desk, waiting: dict) -> None:
    url = f"{desk.url}uploads/{waiting['id']}/corrections/"
    for body, status, code in (
        ({"op": "split", "at": 10**9}, 422, "no_post_there"),
        ({"operation": {"op": "split", "at": at("1. A first")}}, 422, "empty_post"),
        ({"op": "fly"}, 400, "malformed"),
        ([1], 400, "malformed"),
        ({"op": "split", "at": 2**70}, 400, "malformed"),
        ({"op": "title", "title": "\ud800"}, 400, "lone_surrogate"),
    ):
        reply = desk.client.post(url, json.dumps(body), content_type="application/json")
        assert (reply.status_code, reply.json()["code"]) == (status, code), body
        assert len(reply.json()["detail"]) > 10


def test_only_what_is_in_review_or_done_can_be_corrected(desk: Desk, waiting: dict) -> None:
    desk.act(waiting, "cancel")
    url = f"{desk.url}uploads/{waiting['id']}/corrections/"
    body = json.dumps({"op": "split", "at": at("With two")})
    reply = desk.client.post(url, body, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (409, "not_correctable")


def test_a_preview_says_whose_text_each_tile_is_and_where_marks_stand(
    desk: Desk, waiting: dict
) -> None:
    shown = preview(desk, waiting)
    owners = {(kind, post) for kind, _, _, post, _ in shown["tiles"]}
    assert {("entry", 0), ("comment", 1), ("comment", 2)} <= owners
    assert ("furniture", None) in owners
    marks = shown["threads"][0]["posts"][1]["marks"]
    assert [(what, WHOLE[start:end]) for what, start, end in marks] == [
        ("number", "1."), ("author", "Ada Quill"), ("date", "March 2, 2011 @ 9:00 am"),
    ]  # fmt: skip
    assert (shown["questions"], shown["excerpt"]) == ([], False)


def test_a_doubt_is_asked_at_its_post_and_answered(desk: Desk) -> None:
    odd = WHOLE.replace("  2. A second", "  7. A second")
    upload = desk.imported(odd)
    assert upload["status"] == "review", upload
    question = preview(desk, upload)["questions"][0]
    assert question["code"] in upload["problems"]["by_code"]
    while questions := preview(desk, upload)["questions"]:
        one = questions[0]
        say(desk, upload, op="settle", code=one["code"], at=one["start"])
    assert preview(desk, upload)["sure"]
    desk.act(upload, "confirm")
    work()
    assert desk.shown(upload)["status"] == "done"


def test_threads_of_a_file_can_be_renamed_and_what_has_no_place_of_its_own_is_refused(
    desk: Desk,
) -> None:
    two = NESTED | {"id": "t2", "title": "Two", "url": None}
    upload = desk.imported(lines(NESTED, two), confirm="ask")
    threads = preview(desk, upload)["threads"]
    place = threads[1]["posts"][0]["start"]
    say(desk, upload, op="title", title="Renamed", at=place)
    url = f"{desk.url}uploads/{upload['id']}/corrections/"
    for body, code in (
        ({"op": "split", "at": place + 1}, "bounds_are_given"),
        ({"op": "author", "at": 10**8, "name": "X"}, "no_post_there"),
        ({"op": "author", "at": place, "name": "X"}, "several_posts_there"),
        ({"op": "title", "title": "X"}, "which_thread"),
    ):
        reply = desk.client.post(url, json.dumps(body), content_type="application/json")
        assert (reply.status_code, reply.json()["code"]) == (422, code), reply.content
    desk.act(upload, "confirm")
    work()
    assert [one["title"] for one in desk.threads(upload)] == ["On wicks", "Renamed"]


def test_who_may_not_upload_may_not_correct(desk: Desk, waiting: dict) -> None:
    desk.corpus.memberships.update(role="coder")
    url = f"{desk.url}uploads/{waiting['id']}/corrections/"
    body = json.dumps({"op": "split", "at": at("With two")})
    assert desk.client.post(url, body, content_type="application/json").status_code == 403
    assert desk.client.get(url).status_code == 403
    assert Post.objects.count() == 0


# --- Reading again -------------------------------------------------------------------------------


def reread(desk: Desk, upload: dict, *, apply: bool) -> dict:
    reply = desk.client.post(
        f"{desk.url}uploads/{upload['id']}/reread/",
        json.dumps({"apply": apply}),
        content_type="application/json",
    )
    assert reply.status_code == (202 if apply else 200), reply.content
    return reply.json()


@pytest.fixture
def loaded(desk: Desk) -> dict:
    upload = desk.imported(WHOLE)
    assert upload["status"] == "done", upload
    return upload


def test_reading_a_loaded_file_again_changes_nothing(desk: Desk, loaded: dict) -> None:
    found = reread(desk, loaded, apply=False)
    same = {"same": 3, "changed": 0, "new": 0, "missing": 0}
    assert (found["posts"], found["items"]) == (same, [])
    assert found["threads"] == {"same": 1, "changed": 0, "new": 0, "missing": 0}
    before = desk.threads()
    reread(desk, loaded, apply=True)
    work()
    assert desk.shown(loaded)["status"] == "done"
    assert [one["posts"] for one in desk.threads()] == [one["posts"] for one in before]


def test_corrections_after_loading_are_compared_and_then_loaded_as_new_versions(
    desk: Desk, loaded: dict
) -> None:
    before = {one["text"]: one["id"] for one in desk.threads()[0]["posts"]}
    say(desk, loaded, op="split", at=at("With two"))
    say(desk, loaded, op="author", at=at("A first"), name="Cy Moss")
    say(desk, loaded, op="title", title="On oil")
    found = reread(desk, loaded, apply=False)
    assert found["posts"] == {"same": 1, "changed": 2, "new": 1, "missing": 0}
    assert found["threads"]["changed"] == 1
    aspects = {(one["what"], one["change"]) for one in found["items"]}
    assert {("thread", "title"), ("post", "author"), ("post", "text"), ("post", "new")} <= aspects
    assert len(desk.threads()[0]["posts"]) == 3
    reread(desk, loaded, apply=True)
    work()
    (thread,) = desk.threads()
    assert thread["title"] == "On oil"
    texts = [one["text"] for one in thread["posts"]]
    assert texts[2:] == ["A second remark.", "With two paragraphs."]
    assert thread["posts"][1]["author"]["name"] == "Cy Moss"
    assert thread["posts"][1]["id"] == before[texts[1]]
    assert thread["posts"][0]["id"] == before[texts[0]]
    assert reread(desk, loaded, apply=False)["posts"]["same"] == 4
    assert desk.counts()["comments"] == 3


def test_a_comment_left_out_after_loading_stays_and_is_marked(desk: Desk, loaded: dict) -> None:
    last = preview(desk, loaded)["threads"][0]["posts"][-1]
    say(desk, loaded, op="leave", start=last["start"], end=last["end"])
    assert reread(desk, loaded, apply=False)["posts"]["missing"] == 1
    reread(desk, loaded, apply=True)
    work()
    (thread,) = desk.threads()
    assert "missing_in_latest" in thread["posts"][-1]["flags"]
    assert reread(desk, loaded, apply=False)["posts"]["missing"] == 0


def test_a_file_can_be_read_again_many_times(desk: Desk, loaded: dict) -> None:
    for number, name in enumerate(["Cy", "Dee", "Eve"], 1):
        say(desk, loaded, op="author", at=at("A first"), name=name)
        reread(desk, loaded, apply=True)
        work()
        (thread,) = desk.threads()
        assert thread["posts"][1]["author"]["name"] == name
        assert len(desk.get(f"uploads/{loaded['id']}/corrections/")["results"]) == number


def test_only_what_was_loaded_can_be_read_again(desk: Desk, waiting: dict) -> None:
    for apply in (False, True):
        reply = desk.client.post(
            f"{desk.url}uploads/{waiting['id']}/reread/",
            json.dumps({"apply": apply}),
            content_type="application/json",
        )
        assert (reply.status_code, reply.json()["code"]) == (409, "not_loaded")
