"""A person who knows better says what a file is, before anything of it is loaded."""

import pytest

from tests.imports.desk import Desk, work
from tests.imports.test_conversation import CAPTURE

pytestmark = pytest.mark.django_db(transaction=True)


def read_as(desk: Desk, upload: dict, name: str | None):
    address = f"{desk.url}uploads/{upload['id']}/read-as/"
    return desk.client.post(address, {"format": name}, content_type="application/json")


def test_a_file_is_read_as_what_a_person_says_and_back_again() -> None:
    desk = Desk.new()
    first = desk.imported(CAPTURE, confirm="ask")
    assert (first["status"], first["format"]["name"]) == ("review", "wordpress-classic-text")
    reply = read_as(desk, first, "text-capture")
    assert (reply.status_code, reply.json()["status"]) == (202, "queued")
    work()
    second = desk.shown(first)
    assert second["format"]["name"] == "text-capture"
    assert second["format"]["confidence"] == 1
    assert second["counts"]["comments"] == 2
    read_as(desk, first, None)
    work()
    assert desk.shown(first)["format"] == first["format"]


def test_what_failed_can_be_tried_as_something_else() -> None:
    desk = Desk.new()
    broken = desk.imported(CAPTURE, format="disqus-xml")
    assert broken["status"] == "failed"
    assert read_as(desk, broken, None).status_code == 202
    work()
    assert desk.shown(broken)["status"] in {"done", "review"}


def test_what_is_loaded_stays_what_it_is() -> None:
    desk = Desk.new()
    done = desk.imported(CAPTURE)
    reply = read_as(desk, done, "text-capture")
    assert (reply.status_code, reply.json()["code"]) == (409, "already_loaded")
    assert read_as(desk, done, "runes").json()["code"] == "unknown_format"


def test_everybody_can_see_what_is_read() -> None:
    desk = Desk.new()
    names = {one["name"] for one in desk.client.get("/api/v1/formats/").json()}
    assert {"text-capture", "html-page", "wxr", "disqus-xml", "threads-jsonl"} <= names
