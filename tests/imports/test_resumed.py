"""Imports that are interrupted: they go on where they stood and end as if nothing had happened."""

import json
import uuid

import pytest
from django.db import OperationalError, connection

from annotations.reanchoring import reanchored
from corpus import blobs, importing, jobs, previewing, reading, staging
from corpus.ingest.exports import json_grouped
from corpus.models import Job, Thread
from tests.imports.desk import TASKS, Desk, lines, work
from tests.imports.test_threads_jsonl import ENTRY

DATA = lines(
    *(
        ENTRY | {"id": f"t{n}", "title": f"Day {n}", "comments": [{"text": "Hm."}]}
        for n in range(450)
    )
)

EXPORT = json.dumps([
    {
        "id": f"c{n}", "pid": "", "text": "<p>From under the lamp.</p>" * 9,
        "user": {"name": "Ada", "id": "a"}, "time": "2012-03-04T05:06:07Z", "title": f"Page {n}",
        "locator": {"site": "lamp", "url": f"https://lamp.example/{n % 5}"},
    }
    for n in range(50)
]).encode()  # fmt: skip


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(reading, "STEP_CHARACTERS", 1_000)
    monkeypatch.setattr(importing, "STEP_THREADS", 100)


def step_until(desk: Desk, upload: dict, condition) -> None:
    """Take single steps of the import until the condition holds."""
    for _ in range(40):
        if condition(desk.shown(upload)):
            return
        job = Job.objects.get(upload=upload["id"], kind="ingest")
        TASKS["ingest"](job_id=job.pk)
    raise AssertionError(desk.shown(upload))


def lose_staged() -> None:
    """Leave the unlogged tables as a killed database leaves them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM corpus_stagedpost")
        cursor.execute("DELETE FROM corpus_stagedthread")


def check_whole(desk: Desk, upload: dict) -> None:
    shown = desk.shown(upload)
    assert (shown["status"], shown["accounted"]) == ("done", True), shown
    assert shown["counts"]["found"] == shown["counts"]["imported"] == 900
    assert shown["problems"]["total"] == 0
    titles = list(Thread.objects.values_list("title", flat=True))
    assert len(titles) == len(set(titles)) == 450
    counts = desk.counts()
    assert (counts["threads"], counts["posts"], counts["comments"]) == (450, 900, 450)
    assert desk.get("search/?q=hm")["count"] == 450


def test_staged_threads_lost_while_reading_are_read_again(desk: Desk) -> None:
    upload = desk.upload(DATA)
    step_until(desk, upload, lambda shown: shown["counts"]["threads"] >= 200)
    lose_staged()
    work()
    check_whole(desk, upload)


def test_staged_threads_lost_while_loading_are_read_again_and_none_is_doubled(desk: Desk) -> None:
    upload = desk.upload(DATA)
    step_until(desk, upload, lambda _: Thread.objects.count() >= 200)
    lose_staged()
    work()
    check_whole(desk, upload)


def test_staged_threads_lost_during_review_are_read_again_without_asking_again(desk: Desk) -> None:
    upload = desk.imported(DATA, confirm="ask")
    assert upload["status"] == "review"
    lose_staged()
    assert desk.act(upload, "confirm").status_code == 202
    work()
    check_whole(desk, upload)


def test_what_is_partly_loaded_cannot_be_cancelled_while_it_is_read_again(desk: Desk) -> None:
    upload = desk.upload(DATA)
    step_until(desk, upload, lambda _: Thread.objects.count() >= 200)
    lose_staged()
    step_until(desk, upload, lambda shown: shown["status"] == "reading")
    assert desk.act(upload, "cancel").json()["code"] == "too_late"
    work()
    check_whole(desk, upload)


def test_a_job_that_another_worker_took_over_writes_nothing_more(desk: Desk) -> None:
    upload = desk.upload(DATA)
    job = Job.objects.get(upload=upload["id"])
    held = jobs._claim(job.pk)
    assert held is not None
    Job.objects.filter(pk=job.pk).update(holder=uuid.uuid4())
    with pytest.raises(jobs.LeaseLostError):
        importing.run(held, revised=reanchored)
    assert desk.shown(upload)["counts"]["threads"] == 0
    Job.objects.filter(pk=job.pk).update(holder=None, lease_until=None)
    work()
    check_whole(desk, upload)


def test_a_held_job_is_left_alone_until_its_lease_ends(desk: Desk) -> None:
    upload = desk.upload(DATA)
    job = Job.objects.get(upload=upload["id"])
    assert jobs._claim(job.pk) is not None
    TASKS["ingest"](job_id=job.pk)
    assert desk.shown(upload)["status"] == "queued"


def test_a_step_that_never_succeeds_ends_in_a_word_and_keeps_the_file(desk: Desk) -> None:
    upload = desk.upload(DATA)
    job = Job.objects.get(upload=upload["id"])
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        Job.objects.filter(pk=job.pk).update(lease_until=None)
        held = jobs._claim(job.pk)
        assert held is not None
    Job.objects.filter(pk=job.pk).update(lease_until=None)
    TASKS["ingest"](job_id=job.pk)
    assert desk.shown(upload)["status"] == "failed"
    assert desk.problems(upload)[0]["code"] == "gave_up"
    assert desk.raw(upload) == DATA


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_again_and_again_uses_up_no_attempts() -> None:
    desk = Desk.new()
    upload = desk.upload(DATA)
    job = Job.objects.get(upload=upload["id"])

    def hang_up() -> None:
        with jobs.own_connection() as other:
            mine = connection.connection.info.backend_pid
            other.execute("SELECT pg_terminate_backend(%s)", [mine])

    def step(held: jobs.Held) -> bool:
        hang_up()
        return importing.run(held, revised=reanchored)

    def step_in_copy(_: jobs.Held) -> bool:
        with staging.copying("corpus_stagedthread", staging.THREAD_COLUMNS) as write:
            hang_up()
            while True:
                write("never stored" * 1_000)

    for _ in range(jobs.MOST_ATTEMPTS):
        jobs.work(job.pk, step, importing.give_up)
        jobs.work(job.pk, step_in_copy, importing.give_up)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.holder) == ("queued", 0, None)
    work()
    check_whole(desk, upload)


@pytest.mark.django_db(transaction=True)
def test_an_error_that_is_not_the_databases_absence_counts_as_an_attempt() -> None:
    desk = Desk.new()
    job = Job.objects.get(upload=desk.upload(DATA)["id"])

    def step(held: jobs.Held) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 1; SELECT pg_sleep(9)")
        return bool(held)

    with pytest.raises(OperationalError):
        jobs.work(job.pk, step, importing.give_up)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("running", 1)
    connection.close()


def test_nothing_that_was_gathered_on_the_way_outlives_the_import(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    folders = settings.BLOBS / "incoming" / "desks"
    upload = desk.upload(EXPORT)
    step_until(desk, upload, lambda shown: shown["counts"]["threads"] >= 2)
    assert list(folders.glob("*/*/gathered/pieces"))
    work()
    assert desk.shown(upload)["status"] == "done", desk.shown(upload)
    assert Thread.objects.count() == 5
    assert not list(folders.glob("*"))


def test_a_large_export_that_waits_is_shown_from_what_was_gathered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr(previewing, "READ_BYTES", 1_000)
    upload = desk.imported(EXPORT, confirm="ask", format="remark42")
    assert upload["status"] == "review"
    kept = blobs.path_of(upload["sha256"])
    whole = kept.read_bytes()
    # Who walked through the file again would come upon nothing.
    kept.write_bytes(whole[:200] + b" " * (len(whole) - 200))
    shown = desk.get(f"uploads/{upload['id']}/preview/")
    assert shown["excerpt"]
    assert [one["title"] for one in shown["threads"]][:2] == ["Page 0", "Page 1"]
    kept.write_bytes(whole)
    assert desk.act(upload, "confirm").status_code == 202
    work()
    assert Thread.objects.count() == 5
    assert not list((settings.BLOBS / "incoming" / "desks").glob("*"))
