"""Exports: what is coded, as files that others can check and count with."""

import csv
import gc
import hashlib
import io
import json
import resource
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from annotations import exporting
from annotations.exports import writing
from annotations.models import Export
from corpus import jobs
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

    def test_pseudonyms_stand_for_names_of_those_who_wrote(self, team):
        rows = as_csv(stream(team, pseudonymise="true"))
        assert [one["author"][:1] for one in rows] == ["", "P", "P", "P"]
        assert rows[1]["author"] == rows[2]["author"] != rows[3]["author"]
        assert [one["coder"] for one in rows] == [one["coder"] for one in as_csv(stream(team))]

    @pytest.mark.parametrize(
        "body",
        [
            {"pseudonymise": True},
            {"options": {"pseudonymize": True}},
            {"options": {"text": False}},
            {"scope": {"thread": [1]}},
        ],
    )
    def test_a_mistyped_option_is_refused_before_it_shows_names(self, team, body):
        refused(team.reader.post(f"{team.path}exports/", {"format": "csv", **body}), 400)
        refused(team.reader.get(f"{team.path}annotations.csv?pseudonymize=true"), 400)
        assert Export.objects.count() == 0

    def test_a_format_that_is_not_there_is_refused(self, team):
        refused(team.reader.post(f"{team.path}exports/", {"format": "sav"}), 415, "unknown_format")
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

    def test_a_broken_download_goes_on_where_it_stopped(self, team):
        manifest, whole = export(team)
        (row,) = said(team.reader.get(f"{team.path}exports/"))["results"]
        path = f"{team.path}exports/{row['id']}/file/"

        def ask(**headers: str) -> Any:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return team.reader.get(path, headers=named)

        first = ask()
        etag = first.headers["ETag"]
        assert etag == f'"{manifest["sha256"]}"'
        assert (first.headers["Accept-Ranges"], content(first)) == ("bytes", whole)
        assert int(first.headers["Content-Length"]) == len(whole)
        rest = ask(Range="bytes=100-", If_Range=etag)
        assert (rest.status_code, whole[:100] + content(rest)) == (206, whole)
        assert rest.headers["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
        assert int(rest.headers["Content-Length"]) == len(whole) - 100
        assert content(ask(Range="bytes=7-9")) == whole[7:10]
        assert content(ask(Range="bytes=-5")) == whole[-5:]
        assert content(ask(Range=f"bytes=7-{10**15}")) == whole[7:]
        for other in (
            {"Range": "bytes=100-", "If_Range": '"another"'}, {"Range": "bytes=0-1,5-6"},
            {"Range": "bytes=9-7"}, {"Range": "lines=1-"}, {"Range": "bytes=" + "9" * 5000 + "-"},
        ):  # fmt: skip
            reply = ask(**other)
            assert (reply.status_code, content(reply)) == (200, whole)
        beyond = ask(Range=f"bytes={len(whole)}-")
        refused(beyond, 416, "range_not_satisfiable")
        assert beyond.headers["Content-Range"] == f"bytes */{len(whole)}"
        same = ask(If_None_Match=etag)
        assert (same.status_code, content(same)) == (304, b"")

    # XlsxWriter leaves the scratch files of a broken workbook to the garbage collector.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_a_full_disk_is_said_and_leaves_no_half_file(self, team, settings, tmp_path):
        """A limit on files' sizes fails writes as a full disk does."""
        settings.EXPORTS = tmp_path / "exports"
        made = []
        for form in ("csv", "jsonl", "xlsx", "parquet"):
            body = {"format": form, "what": "annotations"}
            made.append(said(team.reader.post(f"{team.path}exports/", body), 202)["id"])
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
        try:
            work_off()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, ignored)
            gc.collect()
        for one in made:
            path = f"{team.path}exports/{one}/"
            shown = said(team.reader.get(path))
            assert (shown["status"], shown["manifest"]) == ("failed", None)
            assert "No room is left" in shown["error"]
            refused(team.reader.get(f"{path}file/"), 409, "not_done")
        assert list(settings.EXPORTS.iterdir()) == []

    def test_one_removed_while_it_is_written_stops_and_leaves_nothing(self, team, settings):
        ordered = said(team.reader.post(f"{team.path}exports/", {"format": "csv"}), 202)
        path = f"{team.path}exports/{ordered['id']}/"

        def removed_meanwhile(held: jobs.Held) -> bool:
            write = writing.tables.write

            def slowly(reading: Any, file: Any, tally: Any) -> Any:
                written = write(reading, file, tally)
                said(team.owner.delete(path), 204)
                return written

            writing.tables.write = slowly
            try:
                return exporting.run(held)
            finally:
                writing.tables.write = write

        jobs.work(Job.objects.get(export=ordered["id"]).pk, removed_meanwhile, exporting.give_up)
        refused(team.reader.get(path), 404)
        assert not [one for one in settings.EXPORTS.iterdir() if ordered["id"] in one.name]

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
