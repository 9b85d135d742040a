"""The same bytes twice, and taking an upload back."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from tests.imports.desk import Desk, lines, work
from tests.imports.test_captures import WHOLE
from tests.imports.test_threads_jsonl import NESTED

DATA = lines(NESTED)


def test_the_same_bytes_again_are_linked_and_load_nothing(desk: Desk) -> None:
    first = desk.imported(DATA, "first.jsonl")
    again = desk.imported(DATA, "second.jsonl")
    assert (again["status"], again["accounted"]) == ("done", True)
    assert again["duplicate_of"] == first["id"]
    assert again["id"] != first["id"]
    assert len(desk.threads()) == 1
    assert desk.threads(again) == []
    assert (desk.counts()["threads"], desk.counts()["uploads"]) == (1, 2)


def test_the_same_bytes_in_another_corpus_are_loaded_there(desk: Desk) -> None:
    desk.imported(DATA)
    other = Desk.new("Another team", "bo")
    assert other.imported(DATA)["duplicate_of"] is None
    assert len(other.threads()) == 1


def test_after_the_first_was_deleted_the_same_bytes_are_loaded_anew(desk: Desk) -> None:
    first = desk.imported(DATA)
    desk.delete(first)
    again = desk.imported(DATA)
    assert (again["status"], again["duplicate_of"]) == ("done", None)
    assert len(desk.threads(again)) == 1
    assert (desk.counts()["threads"], desk.counts()["posts"]) == (1, 7)


def test_after_it_was_cancelled_the_same_bytes_are_read_anew(desk: Desk) -> None:
    first = desk.imported(DATA, confirm="ask")
    desk.act(first, "cancel")
    assert desk.imported(DATA)["duplicate_of"] is None
    assert len(desk.threads()) == 1


def test_twice_in_one_request_they_are_loaded_once(desk: Desk) -> None:
    one, two = desk.post(("a", DATA), ("b", DATA)).json()["results"]
    work()
    assert {one["duplicate_of"], two["duplicate_of"]} == {None, one["id"]}
    assert len(desk.threads()) == 1


def test_a_copy_of_a_file_that_cannot_be_read_fails_with_it(desk: Desk) -> None:
    one, two = desk.post(("a", b"\x89PNG\r\n\x1a\n00"), ("b", b"\x89PNG\r\n\x1a\n00")).json()[
        "results"
    ]
    work()
    assert [desk.shown(one)["status"], desk.shown(two)["status"]] == ["failed", "failed"]


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_the_same_moment_load_it_once() -> None:
    desk = Desk.new()
    start, made = threading.Barrier(8), []

    def send() -> None:
        client = Client()
        client.cookies = desk.client.cookies
        start.wait(30)
        made.append(Desk(desk.corpus, desk.owner, client).upload(DATA))
        connection.close()

    people = [threading.Thread(target=send) for _ in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    work()
    assert len(made) == 8
    assert sorted(one["duplicate_of"] is None for one in made) == [False] * 7 + [True]
    assert len(desk.threads()) == 1
    assert desk.counts()["threads"] == 1


@pytest.mark.django_db(transaction=True)
def test_files_sent_in_opposite_order_do_not_wait_for_each_other_forever() -> None:
    desk = Desk.new()
    start, codes = threading.Barrier(2), []
    parts = [(f"{n}.jsonl", lines(NESTED | {"title": f"Day {n}"})) for n in range(20)]

    def send(mine: list[tuple[str, bytes]]) -> None:
        client = Client()
        client.cookies = desk.client.cookies
        start.wait(30)
        codes.append(Desk(desk.corpus, desk.owner, client).post(*mine).status_code)
        connection.close()

    people = [threading.Thread(target=send, args=(p,)) for p in (parts, parts[::-1])]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert codes == [202, 202]


def test_a_deleted_upload_takes_its_threads_annotations_and_counts_along(desk: Desk) -> None:
    kept = desk.imported(WHOLE)
    gone = desk.imported(DATA)
    (thread,) = desk.threads(gone)
    post = thread["posts"][1]
    made = desk.client.post(
        f"{desk.url}codes/", {"name": "Praise"}, content_type="application/json"
    )
    annotation = str(uuid.uuid4())
    body = {"post": post["id"], "code": made.json()["id"], "start": 0, "end": 5, "quote": "First"}
    assert desk.annotate(annotation, body).status_code == 201
    assert desk.counts()["annotations"] == 1
    desk.delete(gone)
    counts = desk.counts()
    assert (counts["uploads"], counts["threads"], counts["comments"], counts["posts"]) == (
        1, 1, 2, 3,
    )  # fmt: skip
    assert counts["annotations"] == 0
    assert [t["upload"] for t in desk.threads()] == [kept["id"]]
    assert desk.client.get(f"/api/v1/threads/{thread['id']}/").status_code == 404
    assert desk.client.get(f"/api/v1/annotations/{annotation}/").status_code == 404
    assert desk.get("annotations/")["results"] == []
    assert desk.get("search/?q=First")["count"] == 1
    assert desk.client.get(f"{desk.url}uploads/{gone['id']}/").status_code == 404


def test_deleting_in_review_leaves_nothing_behind(desk: Desk) -> None:
    upload = desk.imported(DATA, confirm="ask")
    desk.delete(upload)
    work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM corpus_stagedpost")
        assert cursor.fetchone() == (0,)
    assert desk.threads() == []


def test_what_happened_to_an_upload_stands_in_the_history(desk: Desk) -> None:
    desk.delete(desk.imported(DATA))
    events = desk.get("history/?page_size=100")["results"]
    seqs = sorted(event["seq"] for event in events)
    assert seqs == list(range(1, len(seqs) + 1))
    actions = [event["action"] for event in sorted(events, key=lambda one: one["seq"])]
    assert (actions[0], actions[-1]) == ("upload.created", "upload.deleted")
