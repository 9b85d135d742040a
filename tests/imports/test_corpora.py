"""A corpus in a ZIP is one upload: one reading, one account, one thing to confirm or delete."""

import pytest

from corpus import importing, jobs, reading
from corpus.ingest.exports import json_grouped
from corpus.models import Participant, Upload
from tests.corpus.ingest.corpora.convokit_samples import files, zipped
from tests.imports.desk import Desk

ZIP = zipped()


def told(desk: Desk, name: str) -> dict:
    return Participant.objects.get(corpus=desk.corpus, name=name).attributes


def test_a_corpus_in_a_zip_is_one_upload(desk: Desk) -> None:
    upload = desk.imported(ZIP, "lamps.zip")
    assert (upload["status"], upload["format"]["name"]) == ("done", "convokit"), upload
    assert Upload.objects.count() == 1
    counts = upload["counts"]
    assert (counts["threads"], counts["entries"], counts["comments"]) == (2, 2, 3)
    lamps, _ = desk.threads(upload)
    assert (lamps["title"], lamps["attributes"]["board"]) == ("On lamps", "light")
    assert told(desk, "Ada") == {"name": "Ada", "age": 44, "speaker": "s1", "trust": 0.5}


def test_a_corpus_is_read_in_steps_as_in_one_go(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(reading, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(importing, "STEP_THREADS", 1)
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(json_grouped, "STEPS", 10**9)
    upload = desk.imported(ZIP, "lamps.zip")
    assert (upload["status"], upload["accounted"]) == ("done", True)
    assert upload["counts"]["imported"] == 5
    assert told(desk, "Ada")["trust"] == 0.5


def test_a_newer_version_of_a_corpus_revises_its_threads(desk: Desk) -> None:
    desk.imported(ZIP, "lamps.zip")
    assert desk.upload(ZIP, "again.zip")["duplicate_of"]
    text = str(files()["utterances.jsonl"])
    newer = files(utterances_jsonl=text.replace("Comment 3 on", "Comment 3, mended, on"))
    upload = desk.imported(zipped(newer), "newer.zip")
    assert upload["status"] == "done"
    assert desk.counts()["threads"] == 2
    assert desk.counts()["posts"] == 5
    (post,) = [
        one for thread in desk.threads() for one in thread["posts"] if "mended" in one["text"]
    ]
    assert post["text_version"] == 2


def test_a_zip_without_a_corpus_is_an_archive_of_files(desk: Desk) -> None:
    only = {"utterances.jsonl": files()["utterances.jsonl"]}
    upload = desk.imported(zipped(only), "some.zip")
    assert upload["format"]["name"] == "zip"
    assert upload["members"] == {"total": 1, "done": 1, "review": 0, "failed": 0}


@pytest.mark.parametrize("name", ["convokit", None])
def test_it_can_be_said_to_be_a_corpus(desk: Desk, name: str | None) -> None:
    upload = desk.imported(ZIP, "lamps.zip", **({"format": name} if name else {}))
    assert upload["status"] == "done"
