"""Archives: every member is an upload of its own, and the archive adds up to what they come to."""

import io
import tarfile
import zipfile

import pytest

from corpus import jobs, unpacking
from corpus.models import Job, Thread, Upload
from tests.imports.desk import TASKS, Desk, lines, stored, work
from tests.imports.test_captures import WHOLE
from tests.imports.test_threads_jsonl import ENTRY, NESTED

UNKNOWN = bytes(range(256)) * 4


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def thread(number: int, **fields: object) -> bytes:
    return lines(ENTRY | {"id": f"t{number}", "title": f"Day {number}", "comments": [], **fields})


def members(desk: Desk, upload: dict) -> list[dict]:
    return desk.get(f"uploads/?archive={upload['id']}")["results"]


def figures(upload: dict) -> tuple[int, ...]:
    return tuple(upload["counts"][name] for name in ("found", "imported", "skipped", "failed"))


def test_each_file_of_an_archive_is_read_and_loaded_on_its_own(desk: Desk) -> None:
    data = zipped(("a/one.jsonl", lines(NESTED)), ("a/two.txt", WHOLE), ("a/style.css", "p {}"))
    upload = desk.imported(data, "blog.zip")
    assert (upload["status"], upload["accounted"], upload["format"]["name"]) == (
        "done",
        True,
        "zip",
    )
    assert upload["members"] == {"total": 2, "done": 2, "review": 0, "failed": 0}
    counts = upload["counts"]
    assert (counts["threads"], counts["entries"], counts["comments"]) == (2, 2, 8)
    assert (counts["found"], counts["imported"], counts["skipped"]) == (11, 10, 1)
    found = members(desk, upload)
    assert [one["name"] for one in found] == ["a/one.jsonl", "a/two.txt"]
    assert {one["archive"] for one in found} == {upload["id"]}
    assert [one["id"] for one in desk.get("uploads/")["results"]] == [upload["id"]]
    assert desk.counts()["uploads"] == 1
    assert desk.raw(found[1]) == WHOLE.encode()
    assert [one["code"] for one in desk.problems(upload)] == ["asset"]
    assert len(desk.threads(found[0])) == len(desk.threads(found[1])) == 1


def test_a_tar_of_captures_is_read_too(desk: Desk) -> None:
    upload = desk.imported(tarred(("x/a.txt", WHOLE.encode()), ("x/b.jsonl", thread(1))), "x.tgz")
    assert (upload["status"], upload["members"]["done"]) == ("done", 2)


def test_a_member_that_nothing_reads_counts_as_one_that_failed(desk: Desk) -> None:
    upload = desk.imported(zipped(("a.jsonl", thread(1)), ("b.bin", UNKNOWN)))
    assert (upload["status"], upload["members"]["failed"]) == ("done", 1)
    assert figures(upload) == (2, 1, 0, 1)


def test_an_archive_of_nothing_readable_failed_and_says_so(desk: Desk) -> None:
    upload = desk.imported(zipped(("a.png", b"\x89PNG\r\n\x1a\n"), ("b.css", "p {}")))
    assert (upload["status"], upload["members"]["total"]) == ("failed", 0)
    assert set(upload["problems"]["by_code"]) == {"asset", "nothing_found"}
    assert (upload["counts"]["found"], upload["counts"]["skipped"]) == (2, 2)
    failed = desk.imported(zipped(("b.bin", UNKNOWN)))
    assert (failed["status"], failed["members"]["failed"]) == ("failed", 1)


def test_a_broken_member_is_told_and_the_others_are_read(desk: Desk) -> None:
    data = bytearray(zipped(("a.jsonl", thread(1)), ("b.jsonl", thread(2)), ("c.jsonl", thread(3))))
    place = data.index(b"b.jsonl") + 12
    data[place : place + 20] = bytes(20)
    upload = desk.imported(bytes(data))
    assert (upload["status"], upload["members"]["done"]) == ("done", 2)
    assert upload["counts"]["failed"] == 1
    problem = next(one for one in desk.problems(upload) if one["severity"] == "error")
    assert problem["item"] == "b.jsonl"


def test_an_archive_waits_in_review_as_long_as_a_member_does(desk: Desk) -> None:
    data = zipped(("a.jsonl", thread(1)), ("b.jsonl", thread(2)))
    upload = desk.imported(data, confirm="ask")
    assert (upload["status"], upload["members"]["review"]) == ("review", 2)
    first, second = members(desk, upload)
    assert desk.act(first, "confirm").status_code == 202
    assert desk.shown(upload)["status"] == "reading"
    work()
    assert desk.shown(upload)["status"] == "review"
    assert desk.act(second, "cancel").status_code == 200
    shown = desk.shown(upload)
    assert (shown["status"], shown["counts"]["imported"], shown["counts"]["skipped"]) == (
        "done",
        1,
        1,
    )


def test_confirming_an_archive_confirms_every_member_that_waits(desk: Desk) -> None:
    upload = desk.imported(
        zipped(*((f"{n}.jsonl", thread(n)) for n in range(5)), ("x.bin", UNKNOWN)), confirm="ask"
    )
    assert desk.act(upload, "confirm").status_code == 202
    work()
    shown = desk.shown(upload)
    assert (shown["status"], shown["members"]["done"], shown["members"]["failed"]) == ("done", 5, 1)
    assert len(desk.threads()) == 5
    assert desk.act(upload, "confirm").json()["code"] == "not_in_review"


def test_what_a_person_said_of_the_archive_holds_for_its_members(desk: Desk) -> None:
    upload = desk.imported(
        zipped(("a.txt", WHOLE)), title="Of the archive", timezone="Europe/Berlin"
    )
    (member,) = members(desk, upload)
    assert member["options"] == {"timezone": "Europe/Berlin", "confirm": "auto"}
    (one,) = desk.threads(member)
    assert one["title"] == "On lamps"
    assert one["posts"][1]["written_at"].endswith("+01:00")


def test_a_member_known_already_is_linked_and_loads_nothing(desk: Desk) -> None:
    first = desk.imported(thread(1), "a.jsonl")
    upload = desk.imported(zipped(("a.jsonl", thread(1)), ("b.jsonl", thread(2))))
    known, _ = members(desk, upload)
    assert (known["status"], known["duplicate_of"]) == ("done", first["id"])
    assert (upload["status"], upload["counts"]["found"], upload["counts"]["skipped"]) == (
        "done",
        2,
        1,
    )
    assert desk.counts()["threads"] == 2


def test_deleting_an_archive_takes_its_members_threads_away_and_it_may_come_again(
    desk: Desk,
) -> None:
    data = zipped(("a.jsonl", thread(1)), ("b.jsonl", lines(NESTED)))
    upload = desk.imported(data)
    post = desk.threads()[0]["posts"][0]
    code = desk.client.post(
        f"{desk.url}codes/", '{"name": "Frost"}', content_type="application/json"
    ).json()["id"]
    claim = {"post": post["id"], "code": code, "start": 0, "end": 5, "quote": post["text"][:5]}
    desk.annotate("019a0000-0000-7000-8000-000000000001", claim)
    desk.delete(upload)
    counts = desk.counts()
    assert (counts["uploads"], counts["threads"], counts["posts"], counts["annotations"]) == (
        0, 0, 0, 0,
    )  # fmt: skip
    assert desk.get("uploads/")["results"] == []
    again = desk.imported(data)
    assert (again["status"], again["duplicate_of"], again["members"]["done"]) == ("done", None, 2)
    assert desk.counts()["threads"] == 2


def test_deleting_a_member_leaves_the_others_and_the_archive_adds_up(desk: Desk) -> None:
    upload = desk.imported(zipped(("a.jsonl", thread(1)), ("b.jsonl", thread(2))))
    desk.delete(members(desk, upload)[0])
    shown = desk.shown(upload)
    assert (shown["status"], shown["counts"]["found"], shown["members"]["total"]) == ("done", 1, 1)
    assert desk.counts()["threads"] == 1


def test_cancelling_an_archive_leaves_out_what_was_not_loaded(desk: Desk) -> None:
    upload = desk.imported(zipped(("a.jsonl", thread(1)), ("b.jsonl", thread(2))), confirm="ask")
    assert desk.act(upload, "cancel").json()["status"] == "cancelled"
    assert {one["status"] for one in members(desk, upload)} == {"cancelled"}
    partly = desk.imported(zipped(("c.jsonl", thread(3)), ("d.jsonl", thread(4))), confirm="ask")
    desk.act(members(desk, partly)[0], "confirm")
    work()
    assert desk.act(partly, "cancel").json()["status"] == "done"
    assert [one["status"] for one in members(desk, partly)] == ["done", "cancelled"]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "BATCH_PARTS", 3)
    monkeypatch.setattr(unpacking, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_taken_out_in_many_steps_yields_each_member_once(desk: Desk, make) -> None:
    upload = desk.upload(make(*((f"{n}.jsonl", thread(n)) for n in range(10))))
    job = Job.objects.get(upload=upload["id"])
    TASKS["ingest"](job_id=job.pk)
    assert 0 < stored(upload).members.count() < 10
    assert desk.shown(upload)["status"] == "reading"
    work()
    assert desk.shown(upload)["members"] == {"total": 10, "done": 10, "review": 0, "failed": 0}
    assert Thread.objects.count() == 10


@pytest.mark.usefixtures("small_batches")
def test_a_worker_killed_while_it_takes_members_out_leaves_none_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = desk.upload(zipped(*((f"{n}.jsonl", thread(n)) for n in range(10))))
    job = Job.objects.get(upload=upload["id"])
    TASKS["ingest"](job_id=job.pk)
    before = stored(upload).members.count()
    advance = jobs.advance

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    # Everything of the batch is written but the commit.
    monkeypatch.setattr(jobs, "advance", killed)
    with pytest.raises(KeyboardInterrupt):
        TASKS["ingest"](job_id=job.pk)
    assert stored(upload).members.count() == before
    monkeypatch.setattr(jobs, "advance", advance)
    Job.objects.filter(pk=job.pk).update(lease_until=None, holder=None)
    work()
    shown = desk.shown(upload)
    assert (shown["status"], shown["counts"]["found"], shown["members"]["done"]) == ("done", 10, 10)
    assert Upload.objects.filter(archive=upload["id"]).count() == Thread.objects.count() == 10


def test_an_archive_in_an_archive_is_opened_and_one_deeper_is_told(desk: Desk) -> None:
    inner = zipped(("c.jsonl", thread(3)))
    middle = zipped(("b.jsonl", thread(2)), ("inner.zip", inner))
    upload = desk.imported(zipped(("a.jsonl", thread(1)), ("middle.zip", middle)))
    assert (upload["status"], upload["members"]["total"]) == ("done", 2)
    assert upload["problems"]["by_code"] == {"too_deep": 1}
    assert [one["name"] for one in members(desk, upload)] == ["a.jsonl", "middle.zip/b.jsonl"]


def test_a_name_that_points_outside_is_only_a_label(desk: Desk) -> None:
    upload = desk.imported(zipped(("../../etc/passwd", thread(1))))
    assert upload["status"] == "done"
    assert "unsafe_name" in upload["problems"]["by_code"]
    (member,) = members(desk, upload)
    reply = desk.client.get(f"{desk.url}uploads/{member['id']}/raw/")
    assert b"".join(reply.streaming_content) == thread(1)
    assert 'filename="passwd"' in reply["Content-Disposition"]
