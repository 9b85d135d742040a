"""What comes in a second time: it is revised, nothing is lost, coded passages move along."""

import uuid
from typing import Any

import pytest

from corpus import importing, jobs, staging
from corpus.models import PostText
from tests.imports.desk import Desk, lines, work
from tests.imports.test_resumed import lose_staged, step_until

BODY = "The lamp went out at nine. The keeper lit it again before the fog came in."
FIRST: dict[str, Any] = {
    "id": "night-1",
    "url": "https://light.example/night-1",
    "title": "A night on the tower",
    "author": "keeper",
    "written_at": "2011-03-02T08:15:30Z",
    "text": BODY,
    "comments": [
        {"id": "a", "author": "Ada", "text": "Was it the wick or the oil, do you think?"},
        {"id": "b", "parent": "a", "author": "keeper", "text": "The wick, I am afraid."},
        {"id": "c", "author": "Bo", "text": "Ours went out as well that night."},
    ],
}


def again(**changes: Any) -> dict[str, Any]:
    return FIRST | changes


def changed(number: str, **fields: Any) -> list[dict[str, Any]]:
    return [one | (fields if one["id"] == number else {}) for one in FIRST["comments"]]


def texts(thread: dict) -> list[str]:
    return [post["text"] for post in thread["posts"]]


def code(desk: Desk, thread: dict, number: int, quote: str) -> str:
    """Code a passage; returns the annotation's id."""
    name = f"Code {uuid.uuid4().hex[:8]}"
    made = desk.client.post(f"{desk.url}codes/", {"name": name}, content_type="application/json")
    post = thread["posts"][number]
    start = post["text"].index(quote)
    body = {
        "post": post["id"], "code": made.json()["id"],
        "start": start, "end": start + len(quote), "quote": quote,
    }  # fmt: skip
    annotation = str(uuid.uuid4())
    reply = desk.annotate(annotation, body)
    assert reply.status_code == 201, reply.content
    return annotation


def annotation(desk: Desk, number: str) -> dict:
    reply = desk.client.get(f"/api/v1/annotations/{number}/")
    assert reply.status_code == 200, reply.content
    return reply.json()


def events(desk: Desk, action: str) -> list[dict]:
    return desk.get(f"history/?action={action}&page_size=100")["results"]


@pytest.fixture
def thread(desk: Desk) -> dict:
    upload = desk.imported(lines(FIRST), "march.jsonl")
    (found,) = desk.threads(upload)
    return found


def test_a_newer_export_of_the_same_thread_makes_no_second_thread(desk: Desk, thread: dict) -> None:
    second = desk.imported(lines(again(title="A night on the tower, told again")), "may.jsonl")
    assert (second["status"], second["accounted"]) == ("done", True)
    assert second["counts"]["imported"] == 4
    assert second["counts"]["revised"] == {
        "threads": 1, "posts_same": 4, "posts_changed": 0, "posts_new": 0, "posts_missing": 0,
    }  # fmt: skip
    (found,) = desk.threads()
    assert (found["id"], found["upload"]) == (thread["id"], thread["upload"])
    assert found["title"] == "A night on the tower, told again"
    assert found["version"] == thread["version"] + 1
    assert [post["id"] for post in found["posts"]] == [post["id"] for post in thread["posts"]]
    assert desk.counts()["threads"] == 1


def test_what_says_the_same_in_a_larger_file_changes_nothing(desk: Desk, thread: dict) -> None:
    other = FIRST | {"id": "night-2", "url": "https://light.example/night-2", "title": "Another"}
    second = desk.imported(lines(FIRST, other), "all.jsonl")
    assert second["counts"]["revised"]["posts_same"] == 4
    assert [one["version"] for one in desk.threads()] == [thread["version"], 1]
    assert (desk.counts()["threads"], desk.counts()["posts"]) == (2, 8)
    assert [one["title"] for one in desk.threads(second)] == ["Another"]
    assert events(desk, "thread.changed") == []


def test_a_comment_that_was_edited_gets_a_new_version_and_keeps_the_old_one(
    desk: Desk, thread: dict
) -> None:
    new = "The wick, I am afraid. We trimmed it at midnight."
    second = desk.imported(lines(again(comments=changed("b", text=new))), "may.jsonl")
    (found,) = desk.threads()
    before, after = thread["posts"][2], found["posts"][2]
    assert (after["id"], after["text"], after["text_version"]) == (before["id"], new, 2)
    assert after["source"]["upload"] == second["id"]
    assert found["posts"][1]["source"]["upload"] == thread["upload"]
    assert after["version"] > before["version"]
    assert [new[start:end] for start, end in after["sentences"]] == [
        "The wick, I am afraid.", "We trimmed it at midnight.",
    ]  # fmt: skip
    kept = PostText.objects.get(post=after["id"])
    assert (kept.text_version, kept.text) == (1, before["text"])
    assert desk.get("search/?q=midnight")["count"] == 1
    assert desk.get("search/?q=trimmed")["results"][0]["post"] == after["id"]
    assert second["counts"]["revised"]["posts_changed"] == 1


def test_new_comments_stand_where_they_belong_and_the_others_keep_their_ids(
    desk: Desk, thread: dict
) -> None:
    comments = [
        {"id": "z", "author": "Cy", "text": "First for once!"},
        *FIRST["comments"],
        {"id": "d", "parent": "a", "author": "Ada", "text": "A wick, then."},
    ]
    second = desk.imported(lines(again(comments=comments)), "may.jsonl")
    (found,) = desk.threads()
    assert [post["external_id"] for post in found["posts"]][1:] == ["z", "a", "b", "d", "c"]
    assert [post["number"] for post in found["posts"]] == list(range(6))
    by_name = {post["external_id"]: post for post in found["posts"]}
    old = {post["external_id"]: post for post in thread["posts"]}
    assert by_name["b"]["id"] == old["b"]["id"]
    assert by_name["b"]["parent"] == by_name["d"]["parent"] == by_name["a"]["id"]
    assert found["counts"]["comments"] == 5
    assert (desk.counts()["posts"], desk.counts()["comments"]) == (6, 5)
    assert second["counts"]["revised"]["posts_new"] == 2


def test_a_comment_that_vanished_from_the_site_stays_where_it_stood(
    desk: Desk, thread: dict
) -> None:
    without = [one for one in FIRST["comments"] if one["id"] != "a"]
    without[0] = without[0] | {"parent": None}
    second = desk.imported(lines(again(comments=without)), "may.jsonl")
    (found,) = desk.threads()
    assert texts(found) == texts(thread)
    gone = found["posts"][1]
    assert "missing_in_latest" in gone["flags"]
    assert found["posts"][2]["parent"] == gone["id"]
    assert second["counts"]["revised"]["posts_missing"] == 1
    assert desk.counts()["posts"] == 4
    back = desk.imported(lines(again(title="All of it")), "june.jsonl")
    (found,) = desk.threads()
    assert all("missing_in_latest" not in post["flags"] for post in found["posts"])
    assert back["counts"]["revised"]["posts_missing"] == 0


def test_a_notice_that_a_comment_was_removed_does_not_replace_its_text(
    desk: Desk, thread: dict
) -> None:
    stub = changed("c", text="This comment was removed by its author.", status="deleted")
    desk.imported(lines(again(comments=stub)), "may.jsonl")
    (found,) = desk.threads()
    assert found["posts"][3]["text"] == thread["posts"][3]["text"]
    assert found["posts"][3]["flags"] == ["missing_in_latest"]


def test_a_coded_passage_moves_along_with_its_words_and_says_so(desk: Desk, thread: dict) -> None:
    coded = code(desk, thread, 0, "The keeper lit it again")
    desk.imported(lines(again(text=f"It was in March. {BODY}")), "may.jsonl")
    found = annotation(desk, coded)
    (now,) = desk.threads()
    entry = now["posts"][0]
    assert (found["state"], found["text_version"], found["version"]) == ("live", 2, 2)
    assert entry["text"][found["start"] : found["end"]] == found["quote"]
    assert found["quote"] == "The keeper lit it again"
    (event,) = events(desk, "annotation.changed")
    assert event["before"]["start"] == 27
    assert event["after"]["start"] == found["start"] == 44
    assert event["after"]["reanchored"] == {"how": "moved", "likeness": 1.0}


def test_a_coded_passage_whose_words_are_gone_becomes_an_orphan_and_keeps_its_quote(
    desk: Desk, thread: dict
) -> None:
    coded = code(desk, thread, 1, "the wick or the oil")
    desk.imported(
        lines(again(comments=changed("a", text="Never mind what I asked here."))), "may.jsonl"
    )
    found = annotation(desk, coded)
    assert (found["state"], found["quote"]) == ("orphan", "the wick or the oil")
    assert found["text_version"] == 1
    assert [one["id"] for one in desk.get("annotations/?state=orphan")["results"]] == [coded]
    (event,) = events(desk, "annotation.changed")
    assert event["after"]["reanchored"]["how"] == "orphan"
    assert desk.counts()["annotations"] == 1


def test_an_orphan_is_live_again_when_its_words_come_back(desk: Desk, thread: dict) -> None:
    coded = code(desk, thread, 1, "the wick or the oil")
    desk.imported(lines(again(comments=changed("a", text="Never mind."))), "may.jsonl")
    assert annotation(desk, coded)["state"] == "orphan"
    desk.imported(lines(again(title="Back again")), "june.jsonl")
    found = annotation(desk, coded)
    assert (found["state"], found["text_version"]) == ("live", 3)


def test_two_passages_that_change_places_are_both_kept(desk: Desk, thread: dict) -> None:
    first, second = "Was it the wick", "do you think?"
    codes = [code(desk, thread, 1, first), code(desk, thread, 1, second)]
    text = "So, do you think? Now then: Was it the wick or the oil"
    desk.imported(lines(again(comments=changed("a", text=text))), "may.jsonl")
    for name, quote in zip(codes, (first, second), strict=True):
        found = annotation(desk, name)
        assert (found["state"], found["quote"]) == ("live", quote)
        assert text[found["start"] : found["end"]] == quote


def test_comments_without_ids_are_known_by_author_date_and_words(desk: Desk) -> None:
    said = [
        {"author": "Ada", "written_at": "2011-03-02T09:00:00Z", "text": "Was it the wick?"},
        {"author": "Bo", "written_at": "2011-03-02T09:10:00Z", "text": "Ours went out."},
        {"author": "Bo", "written_at": "2011-03-02T09:10:00Z", "text": "Ours went out."},
    ]
    plain = {"title": "A night", "author": "keeper", "text": BODY, "written_at": "2011-03-02"}
    desk.imported(lines(plain | {"comments": said}), "march.jsonl")
    (before,) = desk.threads()
    newer = [
        said[1] | {"text": "Ours  went\nout."},
        said[2],
        {"author": "Cy", "written_at": "2011-03-03T09:00:00Z", "text": "I am new here."},
        said[0] | {"text": "Was it the wick, or was it the oil?"},
    ]
    second = desk.imported(lines(plain | {"comments": newer}), "may.jsonl")
    (after,) = desk.threads()
    assert second["counts"]["revised"] == {
        "threads": 1, "posts_same": 2, "posts_changed": 2, "posts_new": 1, "posts_missing": 0,
    }  # fmt: skip
    ids = [post["id"] for post in before["posts"]]
    now = [post["id"] for post in after["posts"]]
    assert [now[0], now[4]] == [ids[0], ids[1]]
    assert {now[1], now[2]} == {ids[2], ids[3]}


def test_two_threads_of_one_file_are_never_one(desk: Desk) -> None:
    upload = desk.imported(lines(FIRST, FIRST | {"text": "Another text."}), "double.jsonl")
    assert len(desk.threads(upload)) == 2
    newer = lines(FIRST | {"title": "One"}, FIRST | {"text": "Another text.", "title": "Two"})
    desk.imported(newer, "newer.jsonl")
    assert [one["title"] for one in desk.threads()] == ["One", "Two"]


def test_the_same_ids_on_another_site_are_other_threads(desk: Desk, thread: dict) -> None:
    desk.imported(lines(again(url="https://pier.example/night-1")), "pier.jsonl")
    assert len(desk.threads()) == 2
    other = Desk.new("Another team", "bo")
    other.imported(lines(again(title="Theirs")), "theirs.jsonl")
    assert [one["title"] for one in other.threads()] == ["Theirs"]
    assert len(desk.threads()) == 2


def test_deleting_the_later_upload_leaves_the_thread(desk: Desk, thread: dict) -> None:
    newer = changed("b", text="The wick, I am quite sure by now.")
    second = desk.imported(lines(again(comments=newer)), "may.jsonl")
    desk.delete(second)
    (found,) = desk.threads()
    assert found["posts"][2]["text"] == "The wick, I am quite sure by now."
    assert (desk.counts()["threads"], desk.counts()["posts"]) == (1, 4)


def test_deleting_the_first_upload_leaves_what_a_later_one_holds_too(
    desk: Desk, thread: dict
) -> None:
    coded = code(desk, thread, 0, "The keeper lit it again")
    second = desk.imported(lines(again(title="Told again")), "may.jsonl")
    desk.delete({"id": thread["upload"]})
    (found,) = desk.threads()
    assert (found["id"], found["upload"]) == (thread["id"], second["id"])
    assert annotation(desk, coded)["state"] == "live"
    assert desk.counts()["annotations"] == 1
    desk.delete(second)
    assert desk.threads() == []
    assert (desk.counts()["threads"], desk.counts()["annotations"]) == (0, 0)


def test_after_the_first_was_deleted_the_thread_is_loaded_anew(desk: Desk, thread: dict) -> None:
    desk.delete({"id": thread["upload"]})
    second = desk.imported(lines(again(title="Anew")), "may.jsonl")
    (found,) = desk.threads(second)
    assert (found["id"] != thread["id"], found["version"]) == (True, 1)
    assert second["counts"]["revised"]["threads"] == 0


def test_a_hundred_revised_threads_are_revised_once_however_often_they_are_loaded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "STEP_THREADS", 10)
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)
    many = [again(id=f"n{n}", url=f"https://light.example/{n}") for n in range(100)]
    desk.imported(lines(*many), "march.jsonl")
    newer = [one | {"comments": changed("c", text="Ours did not.")} for one in many]
    upload = desk.upload(lines(*newer, again(id="new", url="https://light.example/new")))
    step_until(desk, upload, lambda _: PostText.objects.count() >= 30)
    assert staging.staged_threads(uuid.UUID(upload["id"])) == 101
    lose_staged()
    work()
    shown = desk.shown(upload)
    assert (shown["status"], shown["counts"]["revised"]) == (
        "done",
        {"threads": 100, "posts_same": 300, "posts_changed": 100, "posts_new": 0,
         "posts_missing": 0},
    )  # fmt: skip
    assert PostText.objects.count() == 100
    assert len(desk.get("threads/?page_size=1000")["results"]) == 101
    assert desk.counts()["posts"] == 404
    assert desk.get("search/?q=not")["count"] == 100
