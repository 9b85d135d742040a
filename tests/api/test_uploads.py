"""Uploads: sent as a form or pasted, read by a worker, loaded, withdrawn."""

import hashlib
import io
import json
from typing import Any

import pytest

from tests.api.caller import content, every, refused, said
from tests.api.conftest import COMMENTS, ENTRY, Team
from tests.factories import thread_line, work_off

pytestmark = pytest.mark.django_db
LINE = json.dumps(thread_line(ENTRY, *COMMENTS), ensure_ascii=False)
UNKNOWN = "[1, 2, 3]"


def file(text: str | bytes = LINE, name: str = "frost.jsonl") -> io.BytesIO:
    made = io.BytesIO(text.encode() if isinstance(text, str) else text)
    made.name = name
    return made


def paste(team: Team, text: str = LINE, **options: Any) -> dict[str, Any]:
    body = {"name": "pasted", "text": text, "options": options}
    (made,) = said(team.manager.post(f"{team.path}uploads/", body), 202)["results"]
    work_off()
    return said(team.manager.get(f"{team.path}uploads/{made['id']}/"))


def test_a_file_becomes_a_thread_that_can_be_read(team):
    sent = team.manager.send(f"{team.path}uploads/", [file()])
    (queued,) = said(sent, 202)["results"]
    assert (queued["status"], queued["name"], queued["size"]) == (
        "queued", "frost.jsonl", len(LINE.encode()),
    )  # fmt: skip
    assert queued["sha256"] == hashlib.sha256(LINE.encode()).hexdigest()
    work_off()
    path = f"{team.path}uploads/{queued['id']}/"
    done = said(team.reader.get(path))
    assert (done["status"], done["accounted"], done["duplicate_of"]) == ("done", True, None)
    expected = {"threads": 1, "entries": 1, "comments": 3, "other": 0, "found": 4, "imported": 4}
    assert done["counts"].items() >= expected.items()
    assert content(team.manager.get(f"{path}raw/")) == LINE.encode()
    (head,) = said(team.reader.get(f"{team.path}threads/"))["results"]
    thread = said(team.reader.get(f"threads/{head['id']}/"))
    posts = thread["posts"]
    assert [post["text"] for post in posts] == [ENTRY, *COMMENTS]
    assert [post["number"] for post in posts] == [0, 1, 2, 3]
    assert posts[0]["author"]["is_entry_author"]
    assert (posts[0]["written_at"], posts[1]["written_at"]) == (
        "2031-05-02T08:00:00", "2031-05-02T09:00:00Z",
    )  # fmt: skip
    assert {name: thread[name] for name in head} == head
    assert said(team.reader.get(f"posts/{posts[1]['id']}/")) == posts[1]
    assert head["upload"] == queued["id"]


def test_several_files_are_several_uploads_all_or_none(team):
    path = f"{team.path}uploads/"
    files = [file(LINE, "a.jsonl"), file("second", "b.txt")]
    made = said(team.manager.send(path, files), 202)["results"]
    assert [one["name"] for one in made] == ["a.jsonl", "b.txt"]
    refused(team.manager.send(path, []), 400)
    wrong = team.manager.send(path, [file("third")], options='{"timezone": "Mars/Olympus"}')
    refused(wrong, 422, "unknown_timezone")
    assert team.counts()["uploads"] == 2


def test_the_same_bytes_again_load_nothing_unless_the_first_were_withdrawn(team):
    first = paste(team)
    again = paste(team)
    assert (again["status"], again["duplicate_of"]) == ("done", first["id"])
    assert team.counts()["threads"] == 1
    for one in (again, first):
        said(team.manager.delete(f"{team.path}uploads/{one['id']}/"), 204)
    assert team.counts()["threads"] == 0
    assert paste(team)["duplicate_of"] is None
    assert team.counts()["threads"] == 1


def test_who_asks_first_sees_what_was_found_and_confirms(team):
    waiting = paste(team, confirm="ask")
    path = f"{team.path}uploads/{waiting['id']}/"
    assert (waiting["status"], waiting["counts"]["imported"]) == ("review", 4)
    assert team.counts()["threads"] == 0
    assert "beans" in json.dumps(said(team.manager.get(f"{path}preview/")))
    said(team.manager.post(f"{path}confirm/"), 202)
    work_off()
    assert said(team.manager.get(path))["status"] == "done"
    assert team.counts()["threads"] == 1
    refused(team.manager.post(f"{path}confirm/"), 409, "not_in_review")
    refused(team.manager.post(f"{path}cancel/"), 409, "too_late")


def test_what_is_cancelled_loads_nothing_and_may_be_sent_again(team):
    waiting = paste(team, confirm="ask")
    path = f"{team.path}uploads/{waiting['id']}/"
    assert said(team.manager.post(f"{path}cancel/"))["status"] == "cancelled"
    refused(team.manager.post(f"{path}confirm/"), 409, "not_in_review")
    assert paste(team)["status"] == "done"


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"format": "telepathy"}, 415, "unknown_format"),
        ({"timezone": "Mars/Olympus"}, 422, "unknown_timezone"),
        ({"timezone": "../../etc/passwd"}, 422, "unknown_timezone"),
        ({"url": "not an address"}, 400, "malformed"),
        ({"confirm": "perhaps"}, 400, "malformed"),
        ({"mapping": ["a"]}, 400, "malformed"),
        (["auto"], 400, "malformed"),
    ],
)
def test_options_that_nobody_could_follow_are_refused_at_once(team, options, status, code):
    path = f"{team.path}uploads/"
    refused(team.manager.post(path, {"text": LINE, "options": options}), status, code)
    form = team.manager.send(path, [file()], options=json.dumps(options))
    refused(form, status, code)
    assert team.counts()["uploads"] == 0


@pytest.mark.parametrize("options", ["{", "[" * 100_000, '{"title": NaN}', '{"title": "\\ud800"}'])
def test_options_that_are_no_json_are_malformed(team, options):
    refused(team.manager.send(f"{team.path}uploads/", [file()], options=options), 400)


def test_a_file_that_nothing_here_reads_fails_with_a_reason_and_is_kept(team):
    failed = paste(team, UNKNOWN)
    assert failed["status"] == "failed"
    assert failed["problems"]["total"] == len(failed["problems"]["first"]) == 1
    path = f"{team.path}uploads/{failed['id']}/"
    assert every(team.reader, f"{path}problems/") == failed["problems"]["first"]
    assert content(team.manager.get(f"{path}raw/")) == UNKNOWN.encode()


def test_more_bytes_than_the_limit_are_not_kept(team, settings):
    settings.UPLOAD_LIMIT = 100
    refused(team.manager.send(f"{team.path}uploads/", [file("x" * 101)]), 413, "too_large")
    settings.UPLOAD_LIMIT = -(2**20)
    refused(team.manager.send(f"{team.path}uploads/", [file("x")]), 413, "too_large")
    assert team.counts()["uploads"] == 0


def test_more_files_than_a_form_may_hold_are_refused(team):
    files = [file(str(number)) for number in range(101)]
    refused(team.manager.send(f"{team.path}uploads/", files), 400)


def test_a_file_name_is_a_label_and_never_a_path(team):
    for name, label in (("../../etc/passwd", "passwd"), ("a\u202eb.txt", "ab.txt")):
        sent = team.manager.send(f"{team.path}uploads/", [file(name, name)])
        assert said(sent, 202)["results"][0]["name"] == label


def test_a_repeated_upload_with_its_key_is_one_upload(team):
    path = f"{team.path}uploads/"
    first = said(team.manager.send(path, [file()], key="u1"), 202)
    assert said(team.manager.send(path, [file()], key="u1"), 202) == first
    other = file(LINE.replace("beans", "peas!"))
    refused(team.manager.send(path, [other], key="u1"), 409, "idempotency_key_reused")
    assert team.counts()["uploads"] == 1


def test_progress_with_a_thread_is_each_coders_own(team):
    path = f"threads/{team.thread}/"
    begun = said(team.coder.put(f"{path}progress/", {"state": "reading"}))
    assert begun == {"mine": "reading", "state": "reading", "seen": [], "at": None}
    said(team.coder.put(f"{path}progress/", {"state": "done"}))
    assert said(team.coder.get(path))["progress"] == {"mine": "done"}
    assert said(team.owner.get(path))["progress"] == {"mine": "new"}
    refused(team.coder.put(f"{path}progress/", {"state": "bored"}), 400)


def test_participants_are_found_by_a_part_of_their_name(team):
    assert team.thread
    path = f"{team.path}participants/"
    rows = every(team.reader, path)
    assert [one["name"] for one in rows] == ["Reader 1", "Reader 2", "Reader 3", "Wren"]
    (wren,) = every(team.reader, path, {"q": "WRE"})
    assert wren["counts"] == {"entries": 1, "comments": 0, "threads": 1}
    alone = said(team.reader.get(f"participants/{wren['id']}/"))
    assert alone == wren | {"same_hash": []}
    assert every(team.reader, path, {"q": "%"}) == []
