"""`catena import`: what an operator types, what is said, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catena.cli import main
from corpus.models import Corpus, Post, Upload, User
from corpus.services.corpora import create_corpus

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = [
    {"id": str(n), "title": f"Pier {n}", "text": "It blew.", "comments": [{"text": "And how!"}]}
    for n in range(3)
]


@pytest.fixture
def piers(db) -> Corpus:
    ada = User.objects.create(username="ada", name="Ada")
    return create_corpus(owner=ada, title="Piers")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.jsonl").write_text(json.dumps(THREADS[0]))
    (tmp_path / "inner" / "b.jsonl").write_text(json.dumps(THREADS[1]) + "\n")
    (tmp_path / ".hidden").write_text("not meant")
    return tmp_path


def test_a_folder_is_loaded_file_by_file_and_loading_it_again_doubles_nothing(
    piers, folder, capsys
) -> None:
    assert main(["import", str(folder), "--corpus", "Piers"]) == 0
    said = capsys.readouterr().out
    assert said.count("loaded. 1 threads, 1 comments") == 2
    assert (Upload.objects.count(), Post.objects.count()) == (2, 4)
    assert main(["import", str(folder), "--corpus", str(piers.pk), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(line["duplicate_of"] for line in lines)
    assert Post.objects.count() == 4


def test_a_dry_run_says_what_would_be_found_and_stores_nothing(piers, folder, capsys) -> None:
    assert main(["import", str(folder), "--dry-run"]) == 0
    assert capsys.readouterr().out.count("threads-jsonl, would be loaded") == 2
    assert not Upload.objects.exists()


def test_a_dry_run_says_why_a_file_would_wait_and_that_an_archive_is_not_opened(
    tmp_path, capsys
) -> None:
    (tmp_path / "page.txt").write_text(
        "The ferry was late again, and nobody at the pier could say why it was.\n"
    )
    (tmp_path / "pages.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert main(["import", str(tmp_path), "--dry-run"]) == 4
    said = capsys.readouterr().out
    assert "would wait for a look" in said
    assert "warning: No line names the author of a comment." in said
    assert "This is an archive; only an import unpacks it." in said


def test_what_waits_for_a_look_and_what_failed_show_in_the_exit_status(
    piers, folder, tmp_path, capsys
) -> None:
    assert main(["import", str(folder / "a.jsonl"), "--corpus", "Piers", "--ask"]) == 3
    assert "waits for your look" in capsys.readouterr().out
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"\x7fELF" + bytes(400))
    assert main(["import", str(broken), "--corpus", "Piers"]) == 4
    assert "failed" in capsys.readouterr().out


def test_an_unknown_corpus_or_file_is_refused_in_a_sentence(piers, folder, capsys) -> None:
    assert main(["import", str(folder), "--corpus", "Peers"]) == 1
    assert "There are: " in capsys.readouterr().err
    assert main(["import", str(folder / "none.txt"), "--corpus", "Piers"]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_somebody_outside_the_corpus_may_not_import(piers, folder, capsys) -> None:
    User.objects.create(username="eve", name="Eve")
    assert main(["import", str(folder), "--corpus", "Piers"]) == 1
    assert "--user" in capsys.readouterr().err
    assert main(["import", str(folder), "--corpus", "Piers", "--user", "eve"]) == 1
    assert "does not belong" in capsys.readouterr().err


def test_a_table_is_read_by_a_mapping_that_the_dry_run_began(piers, tmp_path, capsys) -> None:
    table = tmp_path / "logbook.csv"
    table.write_text("no,who,what\n1,Ada,It blew all night.\n2,Bob,And how it did!\n")
    assert main(["import", str(table), "--dry-run"]) == 3
    said = capsys.readouterr().out
    assert "What the columns of this table mean is not known yet." in said
    mapping = tmp_path / "mapping.json"
    mapping.write_text(said[said.index("{") :])
    given = ["import", str(table), "--corpus", "Piers", "--mapping", str(mapping)]
    assert main([*given, "--dry-run"]) == 0
    assert main(given) == 0
    assert "loaded. 1 threads, 1 comments" in capsys.readouterr().out
    mapping.write_text('{"author": "who"}')
    assert main(given) == 1
    assert "Say which column holds the text." in capsys.readouterr().err
