"""What loads without asking, what always waits, and what is stopped or has no room."""

import json
import os
import resource
from collections.abc import Iterator
from typing import Any

import pytest

from corpus import blobs, importing, jobs
from corpus.ingest.accounting import ALWAYS_ASK
from corpus.models import Job, Upload
from tests.imports.desk import TASKS, Desk, Named, lines
from tests.imports.test_captures import WHOLE
from tests.imports.test_threads_jsonl import NESTED

ODD = WHOLE.replace("  2. A second", "  7. A second")


def trusting() -> Desk:
    return Desk.new(load_without_asking=True)


def test_a_doubtful_reading_that_adds_up_waits_or_loads_as_the_team_has_said(db: None) -> None:
    asking = Desk.new(name="bo").imported(ODD)
    assert (asking["status"], asking["accounted"]) == ("review", True)
    assert trusting().imported(ODD)["status"] == "done"


def test_who_asks_to_look_first_is_asked_whatever_the_team_has_said(db: None) -> None:
    assert trusting().imported(WHOLE, confirm="ask")["status"] == "review"


def test_a_page_that_contradicts_itself_waits_whatever_the_team_has_said(db: None) -> None:
    assert {"declared_differs", "close_second", "correction_lost"} <= ALWAYS_ASK
    declared = WHOLE.replace("  1. A first", "5 Comments »\n\n  1. A first")
    upload = trusting().imported(declared)
    if "declared_differs" in upload["problems"]["by_code"]:
        assert upload["status"] == "review"
    else:
        pytest.fail(f"the page's own count was not noticed: {upload['problems']}")


def test_what_is_cancelled_while_it_is_read_stops_and_leaves_nothing(desk: Desk) -> None:
    data = lines(*(NESTED | {"id": f"t{n}", "url": None} for n in range(3_000)))
    upload = desk.upload(data)
    assert desk.act(upload, "cancel").json()["status"] == "cancelled"
    job = Job.objects.get(upload=upload["id"])
    TASKS["ingest"](job_id=job.pk)
    assert desk.shown(upload)["status"] == "cancelled"
    assert desk.threads() == []


def test_a_worker_in_the_middle_of_a_file_stops_when_it_is_cancelled(desk: Desk) -> None:
    upload = desk.upload(lines(*(NESTED | {"id": f"t{n}", "url": None} for n in range(50))))
    held = jobs._claim(Job.objects.get(upload=upload["id"]).pk)
    assert held is not None
    held.lost.set()
    with pytest.raises(jobs.LeaseLostError):
        importing.run(held, revised=lambda _: [])
    assert desk.shown(upload)["counts"]["threads"] == 0


@pytest.fixture
def little_room() -> Iterator[None]:
    """Files of this process may have 64 KiB: what a full disk says, at a place of our choice."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("little_room")
def test_a_full_disk_is_said_and_nothing_is_half_done(desk: Desk, settings: Any) -> None:
    reply = desk.post(("a.txt", WHOLE.encode()), ("b.txt", b"x" * 200_000))
    assert reply["Content-Type"] == "application/problem+json"
    assert (reply.status_code, reply.json()["code"]) == (507, "disk_full")
    assert Upload.objects.count() == 0
    assert [file for _, _, files in os.walk(settings.BLOBS) for file in files] == []
    assert desk.post(("a.txt", WHOLE.encode())).status_code == 202


@pytest.mark.parametrize("number", [28, 122, 27])
def test_no_room_quota_and_size_limit_are_all_a_full_disk(number: int) -> None:
    assert blobs.is_full(OSError(number, "x"))
    assert not blobs.is_full(OSError(5, "Input/output error"))


def test_too_many_files_of_one_request_are_told_how_to_go_on(desk: Desk) -> None:
    form = {"file": [Named(b"x%d" % n, f"{n}.txt") for n in range(101)]}
    reply = desk.client.post(f"{desk.url}uploads/", form)
    assert reply.status_code == 400
    assert "100" in json.dumps(reply.json())
    assert Upload.objects.count() == 0
