"""A backup brings everything back, is checked, and never writes over anything."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catena.fresh import Fresh, fresh

THREAD = {
    "id": "1", "title": "Wind on the pier 🌬", "text": "It blew.", "author": "Ines",
    "comments": [{"id": "2", "author": "Bo", "text": "And how! 😀"}],
}  # fmt: skip
FREEZE = """
import django; django.setup()
from uuid import UUID
from annotations import freezing
from annotations.models import Snapshot
from corpus.models import Corpus
made = Snapshot.objects.create(pk=UUID(int=7), corpus=Corpus.objects.get(), name="Kept")
freezing.freeze(made.pk, made.corpus_id, tell=lambda rows: None)
"""
FROZEN = f"SELECT id, text FROM snapshot_{7:032x}.corpus_post ORDER BY id"
COUNTED = "SELECT (SELECT count(*) FROM corpus_thread), (SELECT count(*) FROM corpus_post)"


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Fresh]:
    """A Catena with an account, a corpus and an imported thread."""
    with fresh(tmp_path / "used") as one:
        (tmp_path / "used").mkdir()
        file = tmp_path / "threads.jsonl"
        file.write_text(json.dumps(THREAD) + "\n")
        assert one.catena("migrate").returncode == 0
        assert one.catena("user", "add", "ada").returncode == 0
        made = one.python(
            "-c",
            "import django; django.setup();"
            "from corpus.models import User; from corpus.services.corpora import create_corpus;"
            "create_corpus(owner=User.objects.get(), title='Piers')",
            DJANGO_SETTINGS_MODULE="catena.settings",
        )
        assert made.returncode == 0, made.stderr
        done = one.catena("import", str(file), "--corpus", "Piers")
        assert (done.returncode, "loaded" in done.stdout) == (0, True), done.stderr + done.stdout
        frozen = one.python("-c", FREEZE, DJANGO_SETTINGS_MODULE="catena.settings")
        assert frozen.returncode == 0, frozen.stderr
        yield one


def test_what_was_backed_up_is_all_there_after_a_restore(used: Fresh, tmp_path: Path) -> None:
    saved = tmp_path / "saved.tar"
    done = used.catena("backup", str(saved))
    assert (done.returncode, "checked" in done.stdout) == (0, True), done.stderr
    with fresh(tmp_path / "other") as other:
        back = other.catena("restore", str(saved))
        assert back.returncode == 0, back.stderr
        assert other.rows(COUNTED) == used.rows(COUNTED) == [(1, 2)]
        everything = "SELECT id, text, text_sha256 FROM corpus_post ORDER BY id"
        assert other.rows(everything) == used.rows(everything)
        assert other.rows(FROZEN) == used.rows(FROZEN)
        assert len(other.rows(FROZEN)) == 2
        raw = {path.name: path.read_bytes() for path in used.home.glob("blobs/*/*")}
        assert raw
        assert {path.name: path.read_bytes() for path in other.home.glob("blobs/*/*")} == raw
        again = other.catena("restore", str(saved))
        assert (again.returncode, "already has accounts" in again.stderr) == (1, True)


def test_a_damaged_or_cut_backup_is_refused_before_anything_changes(
    used: Fresh, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.tar"
    assert used.catena("backup", str(saved)).returncode == 0
    whole = saved.read_bytes()
    cut, bent = tmp_path / "cut.tar", tmp_path / "bent.tar"
    cut.write_bytes(whole[: len(whole) // 2])
    with tarfile.open(saved) as archive:
        dump = archive.getmember("database.dump")
    at = dump.offset_data + dump.size // 2
    bent.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with fresh(tmp_path / "other") as other:
        for path, words in ((cut, "backup"), (bent, "damaged")):
            refused = other.catena("restore", str(path))
            assert (refused.returncode, words in refused.stderr) == (1, True), refused.stderr
        assert other.rows("SELECT to_regclass('corpus_user')") == [(None,)]


def test_a_backup_is_never_written_over_a_file(used: Fresh, tmp_path: Path) -> None:
    there = tmp_path / "there.tar"
    there.write_text("mine")
    refused = used.catena("backup", str(there))
    assert (refused.returncode, "exists already" in refused.stderr) == (1, True)
    assert there.read_text() == "mine"
