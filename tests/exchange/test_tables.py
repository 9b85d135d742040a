"""Tables: CSV, JSON lines, workbooks and Parquet hold what the API says, read by other programs."""

import csv
import io
import json
import os
import zipfile
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest
from openpyxl.utils.escape import unescape

from annotations.exports import parquet, tabular, xlsx
from annotations.exports.order import Order
from corpus.models import Participant, Post
from tests.api.caller import every, said
from tests.exchange.nasty import ENTRY, LONG, TITLE

pytestmark = pytest.mark.django_db
WHATS = ["annotations", "posts", "threads", "participants", "codebook"]
ANNOTATION_FIELDS = {
    "annotation_id": "id", "level": "level", "code_id": "code", "thread_id": "thread",
    "post_id": "post", "start": "start", "end": "end", "quote": "quote", "state": "state",
    "text_version": "text_version", "created_at": "created_at", "updated_at": "updated_at",
}  # fmt: skip


def jsonl(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def sheet_rows(path: Any, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path, read_only=True)
    header, *rows = book[sheet].iter_rows(values_only=True)
    book.close()
    plain = [[unescape(v) if isinstance(v, str) else v for v in row] for row in rows]
    return [dict(zip(header, row, strict=True)) for row in plain]


def sheet_names(path: Any) -> list[str]:
    book = openpyxl.load_workbook(path, read_only=True)
    book.close()
    return list(book.sheetnames)


def as_cells(row: dict[str, Any]) -> dict[str, str]:
    """What CSV writes where JSON has `row`."""

    def cell(name: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        if name in ("path", "code_path"):
            return " > ".join(step.replace(">", ">>") for step in value)
        if name == "levels":
            return " ".join(value)
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False)
        return str(value)

    return {name: cell(name, value) for name, value in row.items()}


def same_cells(found: list[dict[str, str]], rows: list[dict[str, Any]]) -> None:
    assert len(found) == len(rows) > 0
    for one, row in zip(found, rows, strict=True):
        for name, cell in as_cells(row).items():
            if cell[:1] in ("[", "{"):
                assert json.loads(one[name]) == json.loads(cell)
            else:
                assert one[name] == cell


class TestRows:
    def test_every_annotation_leaves_once_as_the_api_shows_it(self, corpus, export):
        rows = {row["annotation_id"]: row for row in jsonl(export("jsonl").data)}
        shown = every(corpus.team.owner, f"{corpus.team.path}annotations/")
        assert rows.keys() == {one["id"] for one in shown} == {*map(str, corpus.all)}
        for one in shown:
            row = rows[one["id"]]
            assert {k: row[k] for k in ANNOTATION_FIELDS} == {
                k: one[v] for k, v in ANNOTATION_FIELDS.items()
            }
            assert (row["coder"], row["memo"]) == (one["coder"]["username"], one["memo"] or None)

    @pytest.mark.parametrize("what", WHATS)
    def test_csv_says_what_jsonl_says_under_the_same_names(self, export, what):
        rows, file = jsonl(export("jsonl", what).data), export("csv", what)
        text = io.StringIO(file.data.decode(), newline="")
        same_cells(list(csv.DictReader(text, strict=True)), rows)
        assert file.manifest["rows"] == len(rows)
        assert file.manifest["columns"] == list(rows[0])
        assert [name for name in rows[0] if "." not in name] == tabular_names(what)

    def test_posts_are_those_of_the_threads_with_what_the_api_says_of_them(self, corpus, export):
        rows = {row["post_id"]: row for row in jsonl(export("jsonl", "posts").data)}
        shown = [
            post
            for name in ("main", "lonely")
            for post in said(corpus.team.owner.get(f"threads/{corpus.threads[name]}/"))["posts"]
        ]
        in_sight = [one for one in shown if one["id"] != corpus.posts["uncoded"]]
        assert list(rows) == [one["id"] for one in in_sight]
        for one in in_sight:
            row = rows[one["id"]]
            assert row["text"] == one["text"]
            assert (row["post_number"], row["post_kind"]) == (one["number"], one["kind"])
            assert (row["status"], row["post_depth"]) == (one["status"], one["depth"])
            assert row["written_at"] == one["written_at"]
        hidden = jsonl(export("jsonl", "posts", hidden=True).data)
        assert {row["post_id"] for row in hidden} - {*rows} == {corpus.posts["uncoded"]}
        assert rows[corpus.posts["spam"]]["status"] == "spam"

    def test_counts_fit_the_annotations(self, export):
        coded = jsonl(export("jsonl").data)
        for what, key, name in (
            ("posts", "post_id", "annotations"),
            ("threads", "thread_id", "annotations"),
            ("codebook", "code_id", "annotations"),
        ):
            for row in jsonl(export("jsonl", what).data):
                mine = [one for one in coded if one[key] == row[key]]
                assert row[name] == len(mine)
                assert row["coders"] == len({one["coder"] for one in mine})

    def test_counts_are_those_of_the_scope(self, corpus, export):
        scope = {"codes": [corpus.codes["frost"]], "threads": [corpus.threads["main"]]}
        coded = export("jsonl", scope=scope).manifest["rows"]
        posts = jsonl(export("jsonl", "posts", scope=scope).data)
        assert sum(row["annotations"] for row in posts) == coded > 0
        assert {row["thread_id"] for row in posts} == {corpus.threads["main"]}
        assert any(row["annotations"] == 0 for row in posts)

    def test_each_quote_is_the_text_between_its_positions(self, export):
        texts = {row["post_id"]: row for row in jsonl(export("jsonl", "posts").data)}
        for unit in ("codepoint", "utf16"):
            for row in jsonl(export("jsonl", offset_unit=unit).data):
                text = texts[row["post_id"]]["text"] if row["post_id"] else ""
                if row["level"] == "passage" and row["state"] == "live":
                    assert sliced(text, row["start"], row["end"], unit) == row["quote"]
                if row["state"] == "orphan":
                    assert row["text_version"] < texts[row["post_id"]]["text_version"]


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def tabular_names(what: str) -> list[str]:
    return [column.name for column in tabular.TABLES[what].columns]


def sliced(text: str, start: int, end: int, unit: str) -> str:
    if unit == "codepoint":
        return text[start:end]
    return text.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le")


class TestOptions:
    def test_pseudonyms_stand_for_names_and_are_the_same_everywhere(self, corpus, export):
        names = {name for name in Participant.objects.values_list("name", flat=True) if name}
        seen: dict[int, set[str]] = {}
        for what in ("posts", "threads", "participants"):
            plain, hidden = (
                jsonl(export("jsonl", what, pseudonymise=on).data) for on in (False, True)
            )
            for one, other in zip(plain, hidden, strict=True):
                if one["participant_id"] is not None:
                    assert other["author"] not in names
                    seen.setdefault(one["participant_id"], set()).add(other["author"])
        assert all(len(pseudonyms) == 1 for pseudonyms in seen.values())
        one_person = Participant.objects.get(name="oneil")
        assert seen[one_person.pk] == seen[one_person.merged_into_id]
        assert len({name for (name,) in seen.values()}) == len(seen) - 1
        coded = jsonl(export("jsonl", pseudonymise=True).data)
        assert {row["author"] for row in coded if row["author"]} <= {n for (n,) in seen.values()}

    def test_sites_and_attributes_of_participants_go_with_their_names(self, export):
        rows = jsonl(export("jsonl", "participants", pseudonymise=True).data)
        assert {(*row["sites"], *row["attributes"]) for row in rows} == {()}
        assert any(row["attributes"] for row in jsonl(export("jsonl", "participants").data))

    def test_that_texts_keep_their_names_is_said(self, corpus, export):
        assert export("csv").losses == {}
        visible = Post.objects.filter(corpus=corpus.corpus, thread__deleted_at=None).count()
        for form in ("csv", "jsonl", "xlsx", "parquet"):
            assert export(form, pseudonymise=True).losses["texts_not_pseudonymised"] == visible

    @pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
    def test_stand_off_files_have_no_words_of_posts(self, export, form):
        for what in ("annotations", "posts"):
            data = export(form, what, texts=False).data
            if form == "xlsx":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    data = b"".join(archive.read(name) for name in archive.namelist())
            assert b"pear tree" not in data
        with_texts = jsonl(export("jsonl").data)
        without = jsonl(export("jsonl", texts=False).data)
        assert [row | {"quote": None} for row in with_texts] == without


class TestWorkbook:
    def test_its_sheets_hold_the_tables(self, export):
        file = export("xlsx", neutralise_formulas=False)
        assert sheet_names(file.path) == [
            "annotations", "posts", "threads", "codes", "participants", "read me",
        ]  # fmt: skip
        for what, sheet in xlsx.SHEETS.items():
            rows = jsonl(export("jsonl", what).data)
            found = sheet_rows(file.path, sheet)
            assert len(found) == len(rows)
            for one, row in zip(found, rows, strict=True):
                assert list(one) == list(row)
                for name, cell in as_cells(row).items():
                    if isinstance(row[name], int):
                        assert one[name] == row[name]
                        assert type(one[name]) is type(row[name])
                    elif cell[:1] in ("[", "{"):
                        assert json.loads(one[name]) == json.loads(cell)
                    elif len(cell) < 10_000:
                        assert (one[name] or "") == cell

    def test_pandas_reads_it(self, export):
        frame = pandas.read_excel(export("xlsx").path, sheet_name="annotations", engine="openpyxl")
        assert list(frame["annotation_id"]) == [
            row["annotation_id"] for row in jsonl(export("jsonl").data)
        ]

    def test_nothing_in_it_is_a_formula_and_what_looks_like_one_has_an_apostrophe(self, export):
        file = export("xlsx")
        book = openpyxl.load_workbook(file.path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} == {"s", "n", "b"}
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
        assert f"'{TITLE}" in texts

    def test_long_texts_are_cut_and_counted_and_control_characters_escaped(self, export):
        file = export("xlsx")
        cut = [row["text"] for row in sheet_rows(file.path, "posts") if len(row["text"]) > 20_000]
        assert cut == [LONG.encode("utf-16-le")[: 32_767 * 2].decode("utf-16-le", "ignore")]
        assert file.losses["cells_cut"] == 2
        entry = next(r["text"] for r in sheet_rows(file.path, "posts") if r["post_number"] == 0)
        assert entry == ENTRY
        assert file.losses["control_characters_escaped"] > 2

    def test_more_rows_than_a_sheet_has_go_on_in_another(self, export, monkeypatch):
        monkeypatch.setattr(xlsx, "MOST_ROWS", 21)
        file = export("xlsx", "annotations")
        parts = [name for name in sheet_names(file.path) if name.startswith("annotations")]
        assert parts[:3] == ["annotations", "annotations 2", "annotations 3"]
        rows = [row for part in parts for row in sheet_rows(file.path, part)]
        assert [row["annotation_id"] for row in rows] == [
            row["annotation_id"] for row in jsonl(export("jsonl").data)
        ]

    def test_another_table_comes_alone(self, export):
        file = export("xlsx", "codebook")
        assert sheet_names(file.path) == ["codes", "read me"]
        assert file.manifest["rows"] == len(sheet_rows(file.path, "codes"))


class TestAttributes:
    def test_those_of_threads_and_participants_are_columns_of_their_own(self, export):
        threads = jsonl(export("jsonl", "threads").data)
        (main,) = [row for row in threads if row["attributes"]]
        assert (main["thread.rating"], main["thread.note"]) == (3, 'x "y" <z>')
        assert main["thread.list"] == ["=1", None]
        people = jsonl(export("jsonl", "participants").data)
        assert {row["participant.age"] for row in people} == {44, None}
        plain = jsonl(export("jsonl", "threads", attributes=False).data)
        assert "thread.rating" not in plain[0]

    def test_annotations_and_posts_have_them_when_asked(self, export):
        coded = jsonl(export("jsonl", attributes=True).data)
        assert list(coded[0])[-1].startswith("participant.")
        assert {row["thread.rating"] for row in coded} == {3, None}
        assert 44 in {
            row["participant.age"] for row in jsonl(export("jsonl", "posts", attributes=True).data)
        }
        assert not any("." in name for name in jsonl(export("jsonl").data)[0])

    def test_pseudonyms_leave_what_is_said_of_people_out(self, export):
        coded = jsonl(export("jsonl", attributes=True, pseudonymise=True).data)
        assert [name for name in coded[0] if name.startswith("participant.")] == []
        people = jsonl(export("jsonl", "participants", pseudonymise=True).data)
        assert "participant.age" not in people[0]

    def test_names_that_postgresql_would_cut_alike_stay_apart(self):
        odd = ('a "b", c', "100%", "it's", "ü" * 40 + "1", "ü" * 40 + "2", "two\nlines")
        order = Order(1, "csv", "threads", described={"thread": odd})
        names = [column.name for column in tabular.columns_of(order)][-len(odd) :]
        assert len(set(names)) == len(odd)
        assert all(len(name.encode()) <= 63 for name in names)
        assert names[-1] == "thread.two lines"

    def test_excel_gets_numbers_as_numbers_and_no_formulas(self, export):
        rows = sheet_rows(export("xlsx").path, "threads")
        assert [row["thread.rating"] for row in rows if row["thread.rating"]] == [3]


class TestParquet:
    @pytest.mark.parametrize("what", WHATS)
    def test_duckdb_reads_what_jsonl_says(self, export, what):
        rows, file = jsonl(export("jsonl", what).data), export("parquet", what)
        read = duckdb.connect()
        read.execute("SET TimeZone = 'UTC'")
        found = read.execute("SELECT * FROM read_parquet(?)", [str(file.path)])
        names = [column[0] for column in found.description]
        typed = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        assert names == file.manifest["columns"]
        assert len(typed) == len(rows) == file.manifest["rows"]
        for one, row in zip(typed, rows, strict=True):
            for name, value in row.items():
                if name in ("created_at", "updated_at"):
                    assert f"{one[name]:%Y-%m-%dT%H:%M:%S.%fZ}" == value
                elif name == "attributes":
                    assert json.loads(one[name]) == value
                elif "." in name:
                    assert one[name] == (value if isinstance(value, str | None) else as_text(value))
                else:
                    assert one[name] == value

    def test_pandas_slices_each_quote_out_of_the_texts(self, export):
        coded = pandas.read_parquet(export("parquet").path)
        posts = pandas.read_parquet(export("parquet", "posts").path).set_index("post_id")
        live = coded[(coded.level == "passage") & (coded.state == "live")]
        assert len(live) > 40
        for row in live.itertuples():
            text = posts.loc[int(row.post_id), "text"]
            assert text[int(row.start) : int(row.end)] == row.quote

    def test_hugging_face_datasets_reads_it(self, export, tmp_path, monkeypatch):
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        monkeypatch.setenv("HF_HOME", str(tmp_path))
        from datasets import Dataset  # noqa: PLC0415  (looks at its environment when imported)

        assert os.environ["HF_HUB_OFFLINE"] == "1"
        coded = Dataset.from_parquet(str(export("parquet").path), cache_dir=str(tmp_path / "a"))
        rows = jsonl(export("jsonl").data)
        assert coded["quote"] == [row["quote"] for row in rows]
        assert coded["code_path"] == [row["code_path"] for row in rows]

    def test_many_blocks_and_groups_hold_the_same_rows(self, export, monkeypatch):
        whole = pandas.read_parquet(export("parquet").path)
        monkeypatch.setattr(parquet, "BLOCK_BYTES", 3_000)
        monkeypatch.setattr(parquet, "GROUP_ROWS", 7)
        pandas.testing.assert_frame_equal(pandas.read_parquet(export("parquet").path), whole)
        monkeypatch.setattr(parquet, "GROUP_BYTES", 2_000)
        pandas.testing.assert_frame_equal(pandas.read_parquet(export("parquet").path), whole)


class TestBytes:
    @pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
    def test_the_same_order_gives_the_same_bytes(self, export, form):
        one, other = export(form), export(form)
        assert one.manifest["sha256"] == other.manifest["sha256"]
        assert one.path != other.path

    def test_nothing_is_left_beside_the_file(self, export):
        file = export("xlsx")
        assert list(file.path.parent.iterdir()) == [file.path]
