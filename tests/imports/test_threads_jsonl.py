"""Threads JSONL: nested replies, dates as precise as they were, broken lines named and counted."""

import json

from corpus import importing, indexing, reading
from tests.imports.desk import Desk, lines

ENTRY = {"title": "On wicks", "author": "keeper", "text": "Wicks are cheap. Oil is not."}
NESTED = ENTRY | {
    "id": "e1",
    "url": "https://light.example/wicks",
    "written_at": "2011-03-02T08:15:30+01:00",
    "categories": ["Lamps", "Oil"],
    "attributes": {"mood": "dry", "pages": 3},
    "comments": [
        {"id": "a", "author": "Ada", "text": "First."},
        {"id": "b", "author": "Bo", "text": "Second."},
        {"id": "c", "parent": "a", "author": "keeper", "text": "To the first."},
        {"id": "d", "parent": "c", "author": "Ada", "text": "To that."},
        {"id": "e", "parent": "b", "author": "Cy", "text": "To the second."},
        {"id": "f", "parent": "a", "author": "Cy", "text": "To the first, too."},
    ],
}


def test_answers_stand_below_what_they_answer(desk: Desk) -> None:
    (thread,) = desk.threads(desk.imported(lines(NESTED), "wicks.jsonl"))
    posts = thread["posts"]
    assert [post["text"] for post in posts] == [
        ENTRY["text"], "First.", "To the first.", "To that.", "To the first, too.", "Second.",
        "To the second.",
    ]  # fmt: skip
    assert [post["number"] for post in posts] == list(range(7))
    assert [post["depth"] for post in posts] == [0, 0, 1, 2, 1, 0, 1]
    by_name = {post["external_id"]: post for post in posts}
    assert by_name["d"]["parent"] == by_name["c"]["id"]
    assert by_name["c"]["parent"] == by_name["f"]["parent"] == by_name["a"]["id"]
    assert by_name["a"]["parent"] is None
    assert (by_name["d"]["parent_how"], by_name["a"]["parent_how"]) == ("export", None)
    assert posts[2]["author"]["is_entry_author"]


def test_what_is_said_of_a_thread_is_kept(desk: Desk) -> None:
    (thread,) = desk.threads(desk.imported(lines(NESTED)))
    assert (thread["url"], thread["site"]) == (NESTED["url"], "light.example")
    assert thread["categories"] == ["Lamps", "Oil"]
    assert thread["attributes"] == {"mood": "dry", "pages": 3}
    assert thread["counts"]["comments"] == 6
    assert thread["written_at"] == "2011-03-02T08:15:30+01:00"


def test_a_date_is_as_precise_as_the_source_was(desk: Desk) -> None:
    dates = {
        "2011-03-02": ("2011-03-02T00:00:00", "day"),
        "2011-03-02T08:15": ("2011-03-02T08:15:00", "minute"),
        "2011-03-02T08:15:30": ("2011-03-02T08:15:30", "second"),
        "2011-03-02T08:15:30Z": ("2011-03-02T08:15:30+00:00", "second"),
        "2011-03-02T08:15:30-07:00": ("2011-03-02T08:15:30-07:00", "second"),
        "three days ago": (None, "none"),
    }
    comments = [{"text": raw, "written_at": raw} for raw in dates]
    (thread,) = desk.threads(desk.imported(lines(ENTRY | {"comments": comments})))
    assert thread["written_at"] is None
    for post, (raw, (at, precision)) in zip(thread["posts"][1:], dates.items(), strict=True):
        shown = post["written_at"]
        assert (shown and shown.replace("Z", "+00:00"), post["written_at_precision"]) == (
            at, precision,
        )  # fmt: skip
        assert post["written_at_raw"] == raw


def test_a_broken_line_is_named_and_the_rest_goes_in(desk: Desk) -> None:
    data = lines(NESTED, '{"title": "Torn", "text": "half a li', ENTRY | {"comments": []})
    upload = desk.imported(data)
    assert (upload["status"], upload["accounted"]) == ("done", True)
    assert upload["counts"]["threads"] == 2
    assert upload["counts"]["failed"] == 1
    assert upload["counts"]["found"] == 7 + 1 + 1
    (problem,) = desk.problems(upload)
    assert (problem["item"], problem["code"], problem["severity"]) == (
        "line 2", "broken_line", "error",
    )  # fmt: skip
    assert data.decode()[problem["start"] : problem["end"]].startswith('{"title": "Torn"')


def test_a_comment_that_cannot_be_read_is_counted_and_named(desk: Desk) -> None:
    thread = ENTRY | {"comments": [{"text": "Fine."}, {"text": 7}, "no object", {"text": "Too."}]}
    upload = desk.imported(lines(thread))
    counts = upload["counts"]
    assert (counts["comments"], counts["failed"], counts["found"]) == (2, 2, 5)
    assert upload["accounted"]
    assert {p["item"] for p in desk.problems(upload)} == {
        "line 1, comment 2", "line 1, comment 3",
    }  # fmt: skip


def test_all_problems_can_be_paged_through_in_the_order_of_the_file(desk: Desk) -> None:
    data = lines(ENTRY | {"comments": []}, *["{torn"] * 30)
    upload = desk.imported(data)
    assert upload["problems"]["total"] == upload["problems"]["by_code"]["broken_line"] == 30
    assert len(upload["problems"]["first"]) == 5
    page = desk.get(f"uploads/{upload['id']}/problems/?page_size=20")
    rest = desk.client.get(page["next"]).json()
    items = [p["item"] for p in page["results"] + rest["results"]]
    assert items == [f"line {number}" for number in range(2, 32)]
    assert rest["next"] is None


def test_source_names_the_line_from_which_a_post_came(desk: Desk) -> None:
    data = lines(ENTRY | {"title": "Één", "comments": []}, NESTED)
    upload = desk.imported(data)
    second = desk.threads(upload)[1]
    for post in second["posts"]:
        source = post["source"]
        assert json.loads(data.decode()[source["start"] : source["end"]]) == NESTED


def test_posts_of_every_kind_and_status_are_taken_and_counted_apart(desk: Desk) -> None:
    comments = [
        {"text": "A remark."},
        {"text": "Seen elsewhere.", "kind": "pingback"},
        {"text": "Also there.", "kind": "trackback"},
        {"text": "Buy oil.", "status": "spam"},
    ]
    upload = desk.imported(lines(ENTRY | {"comments": comments}))
    assert (upload["counts"]["comments"], upload["counts"]["other"]) == (2, 2)
    (thread,) = desk.threads(upload)
    assert [post["kind"] for post in thread["posts"]] == [
        "entry", "comment", "pingback", "trackback", "comment",
    ]  # fmt: skip
    assert thread["posts"][4]["status"] == "spam"
    assert desk.counts()["comments"] == thread["counts"]["comments"] == 2


def test_one_name_on_one_site_is_one_participant_whatever_its_case(desk: Desk) -> None:
    comments = [{"author": name, "text": "Hm."} for name in ("Bo Reed", "bo reed", "Bo  Reed")]
    desk.imported(lines(ENTRY | {"url": "https://a.example/1", "comments": comments}))
    desk.imported(lines(ENTRY | {"url": "https://b.example/1", "comments": comments}))
    names = sorted(one["name"] for one in desk.get("participants/")["results"])
    assert [" ".join(name.lower().split()) for name in names] == [
        "bo reed", "bo reed", "keeper", "keeper",
    ]  # fmt: skip


def test_texts_come_out_as_they_went_in(desk: Desk) -> None:
    text = "Tab\there, back\\slash, \\N, “quotes”, e\u0301, 👩‍🚀, \u202eright\u202c, end \\."
    (thread,) = desk.threads(desk.imported(lines(ENTRY | {"text": text, "comments": []})))
    assert thread["posts"][0]["text"] == text


def test_line_ends_and_nuls_are_changed_and_it_is_said(desk: Desk) -> None:
    upload = desk.imported(lines(ENTRY | {"text": "One\r\ntwo\rthree\0!", "comments": []}))
    assert desk.threads(upload)[0]["posts"][0]["text"] == "One\ntwo\nthree!"
    assert upload["problems"]["by_code"] == {"text_changed": 1}


def test_a_name_or_tag_of_absurd_length_does_not_stop_the_import(desk: Desk) -> None:
    name = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(9_000))
    tag = "en" + "-abcdefgh" * 9
    thread = ENTRY | {"language": tag, "comments": [{"author": name, "text": "Me."}]}
    upload = desk.imported(lines(thread, ENTRY | {"comments": []}))
    assert upload["status"] == "done", upload
    found = desk.threads(upload)
    assert found[0]["posts"][1]["author"]["name"] == name
    assert len(found) == 2


def test_a_large_upload_is_read_and_loaded_in_several_steps(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(reading, "STEP_CHARACTERS", 1_000)
    monkeypatch.setattr(importing, "STEP_THREADS", 70)
    monkeypatch.setattr(indexing, "STEP_POSTS", 50)
    threads = [
        ENTRY | {"id": f"t{n}", "title": f"Day {n}", "comments": [{"text": f"Remark{n}."}] * 3}
        for n in range(450)
    ]
    upload = desk.imported(lines(*threads))
    assert (upload["status"], upload["accounted"]) == ("done", True)
    assert upload["counts"]["found"] == upload["counts"]["imported"] == 1800
    assert upload["progress"]["done"] == upload["progress"]["total"] == 1800
    assert (desk.counts()["threads"], desk.counts()["posts"]) == (450, 1800)
    assert desk.get("search/?q=Remark449")["count"] == 3
    first = desk.get("threads/?sort=title&page_size=1")["results"][0]
    assert first["counts"]["comments"] == 3
