"""Exports: what is coded, as files that others can check and count with."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from annotations.models import Export
from corpus.models import Job
from tests.api.caller import content, refused, said
from tests.api.conftest import COMMENTS, ENTRY, Team, new_team
from tests.factories import load, thread_line, work_off

pytestmark = pytest.mark.django_db
COLUMNS = [
    "annotation_id", "level", "code_id", "code", "code_path", "coder", "thread_id", "thread_title",
    "thread_url", "post_id", "post_kind", "post_number", "post_parent_number", "post_depth",
    "author", "author_is_entry_author", "written_at", "start", "end", "quote", "memo",
    "text_version", "state", "created_at", "updated_at",
]  # fmt: skip
NOBODY = ENTRY.index("nobody")
MEMO = 'He said "no",\nthen\r\nyes.'


def coded() -> Team:
    """Two passages, a post and a thread, coded by two; names that need care."""
    team = new_team("Exports")
    outer = team.new_code(name="Weather > sky")["id"]
    code = team.new_code(name="=Frost", parent=outer)["id"]
    line = thread_line(ENTRY, *COMMENTS, title="=1+1 in May", url="https://plot.example/1?a=ü")
    team.__dict__ |= {"outer": outer, "code": code, "thread": load(team.corpus, line).threads[0]}
    team.annotate(memo=MEMO)
    path = f"{team.path}annotations/"
    said(team.coder.post(path, {"post": team.posts[1], "code": code}), 201)
    said(team.owner.post(path, {"thread": team.thread, "code": outer}), 201)
    team.annotate(start=NOBODY, end=NOBODY + 6)
    assert team.reader
    return team


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: Any) -> Iterator[Team]:
    """Exports read on a connection of their own, so what they read must be committed: once."""
    with django_db_blocker.unblock():
        yield coded()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def team(stored: Team, db: None) -> Team:
    return stored


def export(team: Team, **body: Any) -> tuple[dict[str, Any], bytes]:
    ordered = said(team.reader.post(f"{team.path}exports/", {"format": "csv", **body}), 202)
    work_off()
    path = f"{team.path}exports/{ordered['id']}/"
    done = said(team.reader.get(path))
    assert done["status"] == "done"
    assert said(team.reader.get(f"{path}manifest/")) == done["manifest"]
    return done["manifest"], content(team.reader.get(f"{path}file/"))


def stream(team: Team, form: str = "csv", **query: Any) -> bytes:
    reply = team.reader.get(f"{team.path}annotations.{form}", query)
    assert reply.status_code == 200
    return content(reply)


def as_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def as_jsonl(data: bytes) -> list[dict[str, Any]]:
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


class TestRows:
    def test_csv_and_jsonl_say_the_same_in_the_same_columns(self, team):
        cells, rows = as_csv(stream(team)), as_jsonl(stream(team, "jsonl"))
        assert len(cells) == len(rows) == 4
        for cell, row in zip(cells, rows, strict=True):
            assert list(cell) == list(row) == COLUMNS
            plain = {
                **{name: "" if value is None else str(value) for name, value in row.items()},
                "code_path": " > ".join(step.replace(">", ">>") for step in row["code_path"]),
            }
            if row["author_is_entry_author"] is not None:
                plain["author_is_entry_author"] = str(row["author_is_entry_author"]).lower()
            assert cell == plain

    def test_each_row_says_what_the_annotation_says(self, team):
        rows = as_jsonl(stream(team, "jsonl"))
        assert [one["level"] for one in rows] == ["thread", "passage", "passage", "post"]
        thread, passage, _, post = rows
        expected = {
            "code": "=Frost", "code_path": ["Weather > sky", "=Frost"], "quote": "beans",
            "coder": team.coder.user.username, "thread_title": "=1+1 in May", "start": 4, "end": 9,
            "thread_url": "https://plot.example/1?a=ü", "post_kind": "entry", "post_number": 0,
            "post_parent_number": None, "post_depth": 0, "author": "Wren", "memo": MEMO,
            "author_is_entry_author": True, "written_at": "2031-05-02T08:00:00",
            "text_version": 1, "state": "live",
        }  # fmt: skip
        assert {name: passage[name] for name in expected} == expected
        shown = said(team.reader.get(f"annotations/{passage['annotation_id']}/"))
        assert passage["created_at"] == shown["created_at"]
        assert (post["post_number"], post["written_at"]) == (1, "2031-05-02T09:00:00Z")
        for row in (thread, post):
            assert row["start"] is row["end"] is row["quote"] is row["memo"] is None
        assert thread["post_id"] is thread["author"] is thread["author_is_entry_author"] is None

    def test_the_quote_is_the_text_between_start_and_end(self, team):
        posts = {p["id"]: p for p in said(team.reader.get(f"threads/{team.thread}/"))["posts"]}
        for row in as_csv(stream(team)):
            if row["level"] == "passage":
                text = posts[int(row["post_id"])]["text"]
                assert row["quote"] == text[int(row["start"]) : int(row["end"])]

    def test_lines_of_csv_end_as_rfc_4180_wants_and_line_ends_in_cells_stay(self, team):
        data = stream(team)
        assert data.endswith(b"\r\n")
        assert data.count(b"\r\n") == 5 + MEMO.count("\r\n")
        assert b'"He said ""no"",\nthen\r\nyes."' in data

    def test_nothing_coded_is_a_header_alone(self):
        empty = new_team("Empty")
        assert stream(empty) == ",".join(COLUMNS).encode() + b"\r\n"
        assert stream(empty, "jsonl") == b""


class TestOptions:
    def test_a_bom_comes_only_when_asked_for(self, team):
        assert not stream(team).startswith(b"\xef\xbb\xbf")
        with_bom = stream(team, bom="true")
        assert with_bom == b"\xef\xbb\xbf" + stream(team)
        assert not stream(team, "jsonl", bom="true").startswith(b"\xef")

    def test_formulas_are_neutralised_only_when_asked_for(self, team):
        plain = as_csv(stream(team))
        safe = as_csv(stream(team, neutralise_formulas="true"))
        assert {one["thread_title"] for one in plain} == {"=1+1 in May"}
        assert {one["thread_title"] for one in safe} == {"'=1+1 in May"}
        assert safe[1]["code"] == "'=Frost"
        (row, *_) = as_jsonl(stream(team, "jsonl", neutralise_formulas="true"))
        assert (row["thread_title"], row["code_path"]) == ("'=1+1 in May", ["Weather > sky"])
        for one, other in zip(plain, safe, strict=True):
            for name in COLUMNS:
                assert other[name] in (one[name], f"'{one[name]}")
                assert not other[name].startswith(("=", "+", "-", "@", "\t", "\r"))

    def test_positions_in_utf16_are_for_those_who_ask(self, team):
        row = as_jsonl(stream(team, "jsonl", offset_unit="utf16"))[2]
        assert (row["quote"], row["start"], row["end"]) == ("nobody", NOBODY + 1, NOBODY + 7)

    def test_pseudonyms_are_refused_until_there_are_some(self, team):
        body = {"format": "csv", "options": {"pseudonymise": True}}
        refused(team.reader.post(f"{team.path}exports/", body), 422, "not_available")
        refused(team.reader.get(f"{team.path}annotations.csv?pseudonymise=true"), 422)

    def test_a_format_that_is_not_there_is_refused(self, team):
        refused(team.reader.post(f"{team.path}exports/", {"format": "qdpx"}), 415, "unknown_format")
        assert Export.objects.count() == 0


class TestScope:
    @pytest.mark.parametrize("way", ["stream", "file"])
    def test_a_scope_takes_what_it_names(self, team, way):
        made = said(team.reader.get(f"{team.path}annotations/"))["results"]
        code, outer = team.code, team.__dict__["outer"]
        for scope, levels in (
            ({"levels": ["post", "thread"]}, ["thread", "post"]),
            ({"codes": [code]}, ["passage", "passage", "post"]),
            ({"subtree": outer}, ["thread", "passage", "passage", "post"]),
            ({"subtree": code, "levels": ["post"]}, ["post"]),
            ({"coders": [team.owner.id]}, ["thread"]),
            ({"threads": [team.thread]}, ["thread", "passage", "passage", "post"]),
            ({"created_after": made[1]["created_at"]}, ["thread", "passage", "post"]),
            ({"created_before": made[1]["created_at"]}, ["passage"]),
        ):
            if way == "stream":
                query = {k: ",".join(map(str, v)) if isinstance(v, list) else v
                         for k, v in scope.items()}  # fmt: skip
                data = stream(team, **query)
            else:
                manifest, data = export(team, scope=scope)
                assert manifest["rows"] == len(levels)
                assert manifest["scope"].keys() == scope.keys()
            assert [one["level"] for one in as_csv(data)] == levels, scope

    @pytest.mark.parametrize(
        "scope",
        [{"levels": ["word"]}, {"codes": []}, {"codes": "1"}, {"created_after": "soon"}, []],
    )
    def test_a_scope_that_makes_no_sense_is_malformed(self, team, scope):
        refused(team.reader.post(f"{team.path}exports/", {"format": "csv", "scope": scope}), 400)


@pytest.mark.django_db(transaction=True)
class TestFiles:
    @pytest.fixture
    def team(self, transactional_db: None) -> Team:
        return coded()

    @pytest.mark.parametrize("form", ["csv", "jsonl"])
    def test_a_file_fits_its_manifest_and_the_direct_stream(self, team, form):
        manifest, data = export(team, format=form)
        assert manifest["sha256"] == hashlib.sha256(data).hexdigest()
        assert (manifest["size"], manifest["rows"]) == (len(data), 4)
        assert manifest["columns"] == COLUMNS
        assert manifest["as_of_seq"] == len(team.events()) - 1
        assert manifest["created_by"] == team.reader.user.username
        assert data == stream(team, form)

    def test_a_file_stays_as_it_was_when_more_is_coded(self, team):
        ordered = said(team.reader.post(f"{team.path}exports/", {"format": "csv"}), 202)
        path = f"{team.path}exports/{ordered['id']}/"
        refused(team.reader.get(f"{path}file/"), 409, "not_done")
        refused(team.reader.get(f"{path}manifest/"), 409, "not_done")
        work_off()
        before = content(team.reader.get(f"{path}file/"))
        team.annotate(start=0, end=3)
        assert content(team.reader.get(f"{path}file/")) == before != stream(team)

    def test_a_removed_export_is_gone_with_its_file(self, team):
        _, data = export(team)
        (row,) = said(team.reader.get(f"{team.path}exports/"))["results"]
        assert data
        path = f"{team.path}exports/{row['id']}/"
        said(team.owner.delete(path), 204)
        refused(team.reader.get(path), 404)
        refused(team.reader.get(f"{path}file/"), 404)

    def test_one_removed_before_it_was_written_is_never_written(self, team):
        ordered = said(team.reader.post(f"{team.path}exports/", {"format": "csv"}), 202)
        said(team.owner.delete(f"{team.path}exports/{ordered['id']}/"), 204)
        work_off()
        assert Job.objects.get(export=ordered["id"]).status == "cancelled"
