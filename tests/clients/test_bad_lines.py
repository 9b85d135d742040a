"""The Python client where the line is bad or the site is busy."""

import hashlib
import time
from typing import Any

import httpx
import pytest
from catena_client import DamagedError, ServerError, TooOften

from tests.clients.line import Line


@pytest.fixture
def far(connect: Any, line: Line, token: str, corpus: Any) -> Any:
    """The corpus as it is seen over the line."""
    seen = connect(line.address, token, attempts=3).corpus(corpus.id)
    line.asked.clear()
    return seen


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_again_when_it_says(far, line, status):
    line.faults.refusals = [(status, "0"), (status, "0")]
    assert far.reload()["id"] == far.id
    assert [one.status for one in line.asked] == [status, status, 200]


def test_a_site_that_stays_busy_says_so_in_the_end(far, line):
    line.faults.refusals = [(429, "0")] * 3
    with pytest.raises(TooOften):
        far.reload()
    line.faults.refusals = [(503, "0")] * 3
    with pytest.raises(ServerError):
        list(far.annotations.rows())
    assert len(line.asked) == 6


def test_the_wait_is_as_long_as_the_site_says(far, line):
    line.faults.refusals = [(429, "1")]
    began = time.monotonic()
    far.reload()
    assert time.monotonic() - began >= 1


def test_a_post_whose_answer_was_lost_is_carried_out_once(far, line):
    line.faults.lost_answers = 1
    made = far.codes.make("Calm")
    assert [code["id"] for code in far.codes.all()] == [made["id"]]
    first, second = [one for one in line.asked if one.method == "POST"]
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert (first.status, second.status) == (201, 201)


def test_files_whose_answer_was_lost_are_there_once(far, line, tmp_path):
    (tmp_path / "fog.jsonl").write_text('{"title": "Fog", "text": "Fog.", "comments": []}\n')
    line.faults.lost_answers = 1
    (upload,) = far.uploads.add(tmp_path)
    assert [one["id"] for one in far.uploads.all()] == [upload["id"]]


def test_an_annotation_whose_answer_was_lost_is_made_once(far, line):
    code, thread = far.codes.make("Calm"), far.threads.make("Fog", "Thick fog.")
    line.faults.lost_answers = 1
    made = far.annotations.add(code["id"], thread=thread["id"])
    assert [one["id"] for one in far.annotations.all()] == [made["id"]]


def test_a_change_whose_answer_was_lost_is_not_repeated_behind_ones_back(far, line):
    code = far.codes.make("Calm")
    line.faults.lost_answers = 1
    with pytest.raises(httpx.RemoteProtocolError):
        far.codes.change(code, name="Still")
    assert [one.method for one in line.asked].count("PATCH") == 1
    assert far.codes.named("Still")
    line.faults.refusals = [(503, "0")]
    assert far.codes.change(far.codes.named("Still"), name="Quiet")["name"] == "Quiet"


def test_nobody_there_is_told_after_all_attempts(connect, token):
    with pytest.raises(httpx.ConnectError):
        connect("http://127.0.0.1:9", token, attempts=2).health()


@pytest.fixture
def export(far: Any) -> Any:
    for number in range(20):
        far.codes.make(f"Code {number}", definition="A long definition. " * 50)
    return far.exports.wait(far.exports.order("csv", what="codebook"))


def test_a_broken_download_goes_on_where_it_broke(far, line, export, tmp_path):
    line.faults.cuts = [1000, 5000]
    path = far.exports.download(export, tmp_path / "codes.csv")
    data = path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == export["manifest"]["sha256"]
    parts = [one for one in line.asked if one.path.endswith("/file/")]
    assert [one.headers.get("range") for one in parts] == [None, "bytes=1000-", "bytes=6000-"]
    assert [one.status for one in parts] == [200, 206, 206]
    assert [one.name for one in tmp_path.iterdir()] == ["codes.csv"]


def test_a_download_that_broke_for_good_goes_on_when_it_is_asked_for_again(
    far, line, export, tmp_path
):
    line.faults.cuts = [1000, 1000, 1000]
    with pytest.raises(httpx.RemoteProtocolError):
        far.exports.download(export, tmp_path / "codes.csv")
    assert not (tmp_path / "codes.csv").exists()
    far.exports.download(export, tmp_path / "codes.csv")
    assert line.asked[-1].headers["range"] == "bytes=3000-"
    assert (tmp_path / "codes.csv").stat().st_size == export["manifest"]["size"]


def test_a_damaged_file_is_told_and_nothing_of_it_left(far, line, export, tmp_path):
    line.faults.damages = 1
    with pytest.raises(DamagedError):
        far.exports.download(export, tmp_path / "codes.csv")
    assert list(tmp_path.iterdir()) == []
    assert far.exports.download(export, tmp_path / "codes.csv").exists()


def test_no_event_is_missed_or_told_twice_when_the_stream_breaks(far, line, corpus):
    corpus.codes.make("Before")
    heard = far.events(after=0)
    stream = (event for event in heard if event["event"] == "code.created")
    before = next(stream)
    line.hang_up()
    for number in range(3):
        corpus.codes.make(f"Code {number}")
    following = [next(stream) for _ in range(3)]
    names = [event["data"]["after"]["name"] for event in (before, *following)]
    assert names == ["Before", "Code 0", "Code 1", "Code 2"]
    assert [event["seq"] - before["seq"] for event in following] == [1, 2, 3]
    opened = [one for one in line.asked if one.path.startswith("/live/")]
    assert [one.headers["last-event-id"] for one in opened] == ["0", str(before["seq"])]
    heard.close()


def test_what_happens_while_the_stream_is_being_opened_is_told(far, line, site):
    code = {"name": "Between"}
    line.faults.before_live = [lambda: site.made(f"/corpora/{far.id}/codes/", code)]
    heard = far.events()
    stream = (event for event in heard if event["seq"] is not None)
    assert next(stream)["data"]["after"]["name"] == "Between"
    heard.close()
