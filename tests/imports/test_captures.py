"""A pasted or uploaded text capture, from the file to the thread that a researcher reads."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.imports.desk import Desk, stored, work

DATA = Path(__file__).parents[1] / "data"
CAPTURE = (DATA / "wordpress-classic-text.txt").read_bytes()
EXPECTED = json.loads((DATA / "wordpress-classic-text.expected.json").read_text())
LIGHT = """The Lighthouse Log

March 2, 2011

On lamps

Filed under: Lamps,#Oil — keeper @ 8:15 am

The lamp was lit again.

It burned all night.



"""
REMARKS = """  1. A first remark. It has two sentences.

    Comment by Ada Quill — March 2, 2011 @ 9:00 am

  2. A second remark.

    With two paragraphs.

    Comment by keeper — March 2, 2011 @ 9:30 am
"""
FOOT = """
RSS feed for comments on this post. TrackBack URI

Leave a Reply

Blog at WordPress.com.
"""
WHOLE = LIGHT + REMARKS + FOOT


def test_the_capture_comes_out_exactly_as_it_was_described_beforehand(desk: Desk) -> None:
    upload = desk.imported(CAPTURE)
    assert (upload["status"], upload["accounted"]) == ("done", True), upload
    (thread,) = desk.threads(upload)
    assert thread["title"] == EXPECTED["title"]
    assert thread["site"] == EXPECTED["site"]
    assert thread["author"]["name"] == EXPECTED["author"]
    assert thread["categories"] == EXPECTED["categories"]
    assert thread["written_at"][:16] == EXPECTED["written_at"]
    entry, *comments = thread["posts"]
    assert entry["kind"] == "entry"
    assert [one["number"] for one in comments] == [c["number"] for c in EXPECTED["comments"]]
    for comment, wanted in zip(comments, EXPECTED["comments"], strict=True):
        assert comment["author"]["name"] == wanted["author"]
        assert comment["written_at"][:16] == wanted["written_at"]
        assert len(comment["paragraphs"]) == wanted["paragraphs"]
        assert comment["text"].split()[: len(wanted["first"].split())] == wanted["first"].split()
        assert comment["text"].split()[-len(wanted["last"].split()) :] == wanted["last"].split()


def test_the_counts_of_the_capture_add_up(desk: Desk) -> None:
    counts = desk.imported(CAPTURE)["counts"]
    assert counts["found"] == counts["imported"] + counts["skipped"] + counts["failed"]
    assert counts["entries"] == counts["threads"] == 1
    assert counts["comments"] == len(EXPECTED["comments"])
    assert counts["imported"] == counts["entries"] + counts["comments"] + counts["other"]
    team = desk.counts()
    assert (team["threads"], team["comments"], team["uploads"]) == (1, counts["comments"], 1)
    assert team["posts"] == counts["imported"]


def test_each_posts_source_is_the_place_in_the_file_that_holds_its_text(desk: Desk) -> None:
    upload = desk.imported(CAPTURE)
    decoded = CAPTURE.decode()
    (thread,) = desk.threads(upload)
    for post in thread["posts"]:
        source = post["source"]
        assert source["upload"] == upload["id"]
        span = decoded[source["start"] : source["end"]].split()
        # A comment's number in the page's list stands before its words.
        label = span[:1] if span[:1] == [f"{post['number']}."] else []
        assert span == label + post["text"].split()


def test_the_spans_of_the_preview_cover_the_file_without_a_gap(desk: Desk) -> None:
    upload = desk.upload(CAPTURE, confirm="ask")
    preview = desk.get(f"uploads/{upload['id']}/preview/")
    place = 0
    for _, start, end, *_ in preview["tiles"]:
        assert start == place
        assert end > start
        place = end
    assert place == len(CAPTURE.decode())
    assert preview["text"] == CAPTURE.decode()


def test_the_file_comes_back_byte_for_byte(desk: Desk) -> None:
    upload = desk.imported(CAPTURE)
    assert desk.raw(upload) == CAPTURE
    assert upload["size"] == len(CAPTURE)


def test_a_paste_becomes_the_same_thread_as_the_file(desk: Desk) -> None:
    body = {"name": "from the clipboard", "text": WHOLE}
    reply = desk.client.post(f"{desk.url}uploads/", body, content_type="application/json")
    assert reply.status_code == 202
    (upload,) = reply.json()["results"]
    assert upload["status"] == "queued"
    other = Desk.new("Another team", "bo")
    by_file = other.imported(WHOLE)
    (pasted,), (sent,) = desk.threads(upload), other.threads(by_file)
    assert [post["text"] for post in pasted["posts"]] == [post["text"] for post in sent["posts"]]
    assert desk.shown(upload)["name"] == "from the clipboard"


def test_several_files_in_one_request_become_one_upload_each(desk: Desk) -> None:
    other = WHOLE.replace("On lamps", "On wicks").encode()
    reply = desk.post(("one.txt", WHOLE.encode()), ("two.txt", other), ("three.txt", b""))
    assert reply.status_code == 202
    one, two, three = reply.json()["results"]
    work()
    assert [desk.threads(one)[0]["title"], desk.threads(two)[0]["title"]] == [
        "On lamps", "On wicks",
    ]  # fmt: skip
    assert desk.shown(three)["status"] == "failed"
    assert desk.counts()["uploads"] == 3


def test_times_have_an_offset_when_the_person_names_the_time_zone(desk: Desk) -> None:
    upload = desk.imported(WHOLE, timezone="America/New_York")
    (thread,) = desk.threads(upload)
    assert thread["written_at"] == "2011-03-02T08:15:00-05:00"
    assert thread["posts"][1]["written_at"] == "2011-03-02T09:00:00-05:00"
    assert thread["posts"][1]["written_at_precision"] == "minute"
    assert thread["posts"][1]["written_at_raw"]


def test_times_have_no_offset_when_nobody_knows_the_time_zone(desk: Desk) -> None:
    (thread,) = desk.threads(desk.imported(WHOLE))
    assert thread["written_at"] == "2011-03-02T08:15:00"
    assert datetime.fromisoformat(thread["posts"][2]["written_at"]).tzinfo is None


def test_an_unknown_time_zone_is_refused_at_once(desk: Desk) -> None:
    for name in ("Mars/Olympus", "../../etc/passwd", "/etc/passwd"):
        reply = desk.post(("a.txt", WHOLE.encode()), timezone=name)
        assert (reply.status_code, reply.json()["code"]) == (422, "unknown_timezone")
    assert desk.counts()["uploads"] == 0


def test_title_and_address_are_taken_from_the_person(desk: Desk) -> None:
    upload = desk.imported(WHOLE, title="Of lamps", url="https://light.example/2011/lamps")
    (thread,) = desk.threads(upload)
    assert (thread["title"], thread["url"]) == ("Of lamps", "https://light.example/2011/lamps")


def test_asked_for_it_waits_shows_what_it_found_and_loads_when_told(desk: Desk) -> None:
    upload = desk.imported(WHOLE, confirm="ask")
    assert (upload["status"], upload["accounted"]) == ("review", True)
    assert desk.threads() == []
    assert desk.counts()["threads"] == 0
    preview = desk.get(f"uploads/{upload['id']}/preview/")
    assert preview["threads"][0]["title"] == "On lamps"
    assert [post["author"] for post in preview["threads"][0]["posts"]] == [
        "keeper", "Ada Quill", "keeper",
    ]  # fmt: skip
    confirmed = desk.act(upload, "confirm")
    assert (confirmed.status_code, confirmed.json()["status"]) == (202, "loading")
    assert desk.act(upload, "confirm").status_code == 409
    work()
    assert desk.shown(upload)["status"] == "done"
    assert len(desk.threads(upload)) == 1


def test_left_out_after_a_look_it_loads_nothing_and_keeps_the_file(desk: Desk) -> None:
    upload = desk.imported(WHOLE, confirm="ask")
    assert desk.act(upload, "cancel").json()["status"] == "cancelled"
    work()
    assert desk.act(upload, "confirm").status_code == 409
    assert desk.shown(upload)["status"] == "cancelled"
    assert desk.threads() == []
    assert desk.raw(upload) == WHOLE.encode()


def test_what_is_loaded_can_no_longer_be_cancelled(desk: Desk) -> None:
    upload = desk.imported(WHOLE)
    reply = desk.act(upload, "cancel")
    assert (reply.status_code, reply.json()["code"]) == (409, "too_late")


def test_everybody_who_wrote_is_a_participant_once(desk: Desk) -> None:
    desk.imported(WHOLE)
    found = desk.get("participants/")["results"]
    assert sorted(one["name"] for one in found) == ["Ada Quill", "keeper"]
    keeper = next(one for one in found if one["name"] == "keeper")
    (thread,) = desk.threads()
    assert thread["posts"][2]["author"] == {
        "id": keeper["id"], "name": "keeper", "is_entry_author": True,
    }  # fmt: skip
    assert desk.counts()["participants"] == 2


def test_sentences_and_paragraphs_cut_the_text_where_a_reader_would(desk: Desk) -> None:
    (thread,) = desk.threads(desk.imported(WHOLE))
    first, second = thread["posts"][1:]
    assert [first["text"][a:b] for a, b in first["sentences"]] == [
        "A first remark.", "It has two sentences.",
    ]  # fmt: skip
    assert [second["text"][a:b] for a, b in second["paragraphs"]] == [
        "A second remark.", "With two paragraphs.",
    ]  # fmt: skip


def test_the_language_is_told_and_words_of_comments_are_found(desk: Desk) -> None:
    upload = desk.imported(CAPTURE)
    (thread,) = desk.threads(upload)
    assert thread["language"] == "en"
    found = desk.get("search/?q=JOSE")
    assert {hit["thread"] for hit in found["results"]} == {thread["id"]}
    post = {one["id"]: one for one in thread["posts"]}
    for hit in found["results"]:
        assert post[hit["post"]]["text"][hit["start"] : hit["end"]] == hit["hit"]


def test_done_says_that_everything_is_accounted_for(desk: Desk) -> None:
    upload = stored(desk.imported(WHOLE))
    upload.accounted = False
    with pytest.raises(IntegrityError), transaction.atomic():
        upload.save()
