"""Site exports through the whole import: read in steps, interrupted, cut, in other encodings."""

import pytest

from corpus import jobs, reading
from corpus.ingest.exports import grouped, wxr
from corpus.models import Job, Thread
from tests.corpus.ingest.exports import xml_samples as made
from tests.imports.desk import TASKS, Desk, work
from tests.imports.test_resumed import lose_staged

WXR = made.wxr(
    *(made.item(n, made.comment(10 * n, "Oil. " * 20), title=f"Day {n}") for n in range(1, 61)),
    made.item(99, kind="attachment"),
)
DISQUS = made.disqus(
    *(made.dsq_thread(n, f"Day {n}") for n in range(1, 62)),
    *(made.dsq_post(100 + n, 1 + n * 7 % 60) for n in range(60)),
)


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(reading, "STEP_CHARACTERS", 1_000)
    monkeypatch.setattr(wxr, "CHECKPOINT_BYTES", 5_000)
    monkeypatch.setattr(grouped, "STEP_BYTES", 5_000)
    monkeypatch.setattr(grouped, "STEPS", 50)


def check_whole(desk: Desk, upload: dict) -> None:
    shown = desk.shown(upload)
    assert (shown["status"], shown["accounted"]) == ("done", True), shown
    counts = shown["counts"]
    assert (counts["found"], counts["imported"], counts["skipped"]) == (121, 120, 1)
    assert sorted(Thread.objects.values_list("title", flat=True)) == sorted(
        f"Day {n}" for n in range(1, 61)
    )
    assert desk.counts()["comments"] == 60


@pytest.mark.parametrize("data", [WXR, DISQUS], ids=["wxr", "disqus"])
def test_an_export_read_in_many_steps_is_imported_once(desk: Desk, data: bytes) -> None:
    check_whole(desk, desk.imported(data, "export.xml"))


@pytest.mark.parametrize("data", [WXR, DISQUS], ids=["wxr", "disqus"])
def test_an_export_whose_staged_threads_are_lost_is_read_again(desk: Desk, data: bytes) -> None:
    upload = desk.upload(data, "export.xml")
    for _ in range(4):
        TASKS["ingest"](job_id=Job.objects.get(upload=upload["id"], kind="ingest").pk)
    assert desk.shown(upload)["counts"]["threads"] > 0
    lose_staged()
    work()
    check_whole(desk, upload)


def test_an_export_in_another_encoding_says_which(desk: Desk) -> None:
    data = WXR.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    upload = desk.imported(data, "export.xml")
    check_whole(desk, upload)
    assert (upload["encoding"], upload["format"]["name"]) == ("utf-16-le", "wxr")


def test_a_cut_export_waits_for_a_person_with_all_that_it_holds(desk: Desk) -> None:
    upload = desk.imported(WXR[: WXR.index(b"Day 50")], "export.xml")
    assert (upload["status"], upload["accounted"]) == ("review", True)
    assert upload["counts"]["comments"] == 49
    assert "cut_file" in {one["code"] for one in desk.problems(upload)}
