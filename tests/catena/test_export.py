"""`catena export`: coded data from the terminal, whole and with its manifest, or an error."""

from __future__ import annotations

import hashlib
import json

import pytest

from annotations.models import Export
from catena.cli import main
from tests.api.conftest import Team, new_team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team(db) -> Team:
    team = new_team("Allotments")
    team.annotate()
    return team


def test_a_file_is_written_with_its_manifest_and_nothing_is_kept(team, tmp_path, capsys) -> None:
    path = tmp_path / "coded.csv"
    who = ["--user", team.owner.user.username]
    assert main(["export", "Allotments", *who, "--output", str(path)]) == 0
    manifest = json.loads((tmp_path / "coded.csv.manifest.json").read_text())
    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (manifest["rows"], path.read_bytes().count(b"beans")) == (1, 1)
    assert f"{path}: 1 rows" in capsys.readouterr().out
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "coded.csv",
        f"{path.name}.manifest.json",
    ]
    assert not Export.objects.exists()


def test_what_is_asked_for_narrows_it_and_standard_output_takes_it(team, capfdbinary) -> None:
    base = ["export", str(team.corpus.pk), "--user", team.owner.user.username, "--output", "-"]
    assert main([*base, "--format", "jsonl", "--what", "posts", "--pseudonymise"]) == 0
    posts = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [post["post_number"] for post in posts] == [0, 1, 2, 3]
    assert all(post["author"].startswith("P") for post in posts)
    assert main([*base, "--format", "jsonl", "--levels", "thread"]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main([*base, "--format", "jsonl", "--after", "2000-01-01", "--no-texts", "--keep"]) == 0
    (row,) = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert row["quote"] is None
    assert Export.objects.get().status == "done"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--format", "sav"], "There is no export as sav"),
        (["--format", "csv", "--what", "poems"], "cannot hold poems"),
        (["--codes", "4711"], "there is no code 4711"),
        (["--codes", "Frost"], "Ids are numbers"),
        (["--levels", "word"], "There is no level word"),
        (["--after", "soon"], "is no date"),
        (["--output", "/nowhere/at/all.csv"], "There is no folder"),
    ],
)
def test_a_mistake_is_said_in_a_sentence_and_leaves_nothing(
    team, tmp_path, monkeypatch, capsys, asked, said
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "Allotments", "--user", team.owner.user.username, *asked]) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert not Export.objects.exists()


def test_a_file_that_is_there_is_not_written_over_and_readers_of_it_need_to_belong(
    team, others_corpus, tmp_path, capsys
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    who = team.owner.user.username
    assert main(["export", "Allotments", "--user", who, "--output", str(path)]) == 1
    assert path.read_text() == "mine"
    assert main(["export", others_corpus, "--user", who, "--output", "-"]) == 1
    assert "does not belong" in capsys.readouterr().err


@pytest.fixture
def others_corpus(db) -> str:
    return new_team("Strangers").corpus.title
