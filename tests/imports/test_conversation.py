"""After an import: who quotes whom, where links lead, and which threads may be one."""

import json
import uuid

import pytest

from tests.imports.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "the pier was closed because nobody had paid the man who paints it"
THREAD = {
    "id": "7", "title": "Wind on the pier", "site": "pier.example", "text": f"As I said: {LONG}.",
    "author": "Ines", "comments": [
        {"id": "1", "author": "Bo", "text": f"“{LONG}” 😀 – see https://www.paint.example/x."},
        {"id": "2", "author": "Kit", "text": "Bo, that is so, and I can prove it by my own eyes."},
    ],
}  # fmt: skip
CAPTURE = f"""Pier log

4 October 2017

Wind on the pier again

Filed under: weather — Ines @ 6:41 pm

As I said: {LONG}.


  1. “{LONG}” 😀 – see https://www.paint.example/x.

    Comment by Bo — October 4, 2017 @ 9:17 pm

  2. Bo, that is so,
    and I can prove it by my own eyes.

    Comment by Kit — October 5, 2017 @ 8:02 am

RSS feed for comments on this post. TrackBack URI
"""


def posts_of(desk: Desk, title: str) -> list[dict]:
    (found,) = [t for t in desk.get("threads/")["results"] if t["title"] == title]
    return desk.client.get(f"/api/v1/threads/{found['id']}/").json()["posts"]


def code(desk: Desk, **claim: object) -> str:
    made = desk.client.post(
        f"{desk.url}codes/", json.dumps({"name": uuid.uuid4().hex}), content_type="application/json"
    ).json()
    one = str(uuid.uuid4())
    reply = desk.client.put(
        f"{desk.url}annotations/{one}/",
        json.dumps({"code": made["id"], **claim}),
        content_type="application/json",
    )
    assert reply.status_code == 201, reply.content
    return one


def test_a_quotation_and_a_name_in_address_are_linked_to_the_post_they_mean() -> None:
    desk = Desk.new()
    desk.imported(json.dumps(THREAD))
    entry, first, second = posts_of(desk, "Wind on the pier")
    (quotation,) = first["links"]
    assert (quotation["kind"], quotation["post"]) == ("quotes", entry["id"])
    assert first["text"][quotation["start"] : quotation["end"]] == LONG
    assert entry["text"][quotation["target_start"] : quotation["target_end"]] == LONG
    assert [(one["kind"], one["post"]) for one in second["links"]] == [("addresses", first["id"])]
    assert second["parent"] is None
    assert entry["links"] == []


def test_the_domains_that_texts_link_to_are_counted() -> None:
    desk = Desk.new()
    desk.imported(json.dumps(THREAD))
    assert desk.get("domains/")["results"] == [
        {"domain": "paint.example", "count": 1, "threads": 1}
    ]


def test_the_same_thread_as_data_and_as_text_is_suggested_as_one() -> None:
    desk = Desk.new()
    desk.imported(json.dumps(THREAD))
    desk.imported(CAPTURE)
    assert len(desk.get("threads/")["results"]) == 2
    (twin,) = desk.get("twins/")["results"]
    assert twin["likeness"] > 0.9
    posts = posts_of(desk, "Wind on the pier again")
    moved = code(desk, post=posts[1]["id"], start=1, end=9, quote=posts[1]["text"][1:9])
    whole = code(desk, thread=twin["other"]["id"])
    reply = desk.client.post(
        f"/api/v1/twins/{twin['id']}/", {"state": "one"}, content_type="application/json"
    )
    assert reply.status_code == 200, reply.content
    (left,) = desk.get("threads/")["results"]
    assert left["id"] == twin["thread"]["id"]
    kept = {one["id"]: one for one in desk.get("annotations/")["results"]}
    assert set(kept) == {moved, whole}
    first = posts_of(desk, left["title"])[1]
    assert kept[moved]["post"] == first["id"]
    assert first["text"][kept[moved]["start"] : kept[moved]["end"]] == kept[moved]["quote"]
    assert desk.get("")["counts"]["annotations"] == 2


def test_nothing_is_made_one_that_would_lose_a_code() -> None:
    desk = Desk.new()
    desk.imported(json.dumps(THREAD))
    desk.imported(CAPTURE.replace("that is so", "quite unlike anything in the other thread, no"))
    (twin,) = desk.get("twins/")["results"]
    second = posts_of(desk, "Wind on the pier again")[2]
    start = second["text"].index("quite")
    end = start + len("quite unlike anything in the other thread")
    code(desk, post=second["id"], start=start, end=end, quote=second["text"][start:end])
    address = f"/api/v1/twins/{twin['id']}/"
    reply = desk.client.post(address, {"state": "one"}, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (409, "codes_without_place")
    assert len(desk.get("threads/")["results"]) == 2
    reply = desk.client.post(address, {"state": "different"}, content_type="application/json")
    assert reply.json()["state"] == "different"
    assert desk.get("twins/?state=suggested")["results"] == []


def test_threads_that_share_only_a_phrase_are_not_suggested() -> None:
    desk = Desk.new()
    desk.imported(json.dumps(THREAD))
    other = {
        **THREAD,
        "id": "8",
        "title": "Rain",
        "comments": [],
        "text": "Rain, for once, and no wind at all today.",
    }
    desk.imported(json.dumps(other))
    assert desk.get("twins/")["results"] == []
