"""Rows of CSV and TSV files: what is a cell, where each row stands, what a broken one costs."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableError
from corpus.ingest.exports import decoding
from corpus.ingest.source import Source
from corpus.ingest.tables import splitting
from corpus.ingest.tables.delimited import Delimited

LETTERS = """id,author,body,written
1,Ada,"The lamp, it was lit.",2019-03-20
2,Bo,"Two lines:
one more",2019-03-21
3,Ada,"She said ""no"".",2019-03-22
"""


def table(text: str | bytes, **options) -> Delimited:
    data = text if isinstance(text, bytes) else text.encode()
    return Delimited(Source.from_bytes(data, "letters.csv"), **options)


def cells(text: str | bytes, **options) -> list[list[str]]:
    return [list(row.cells) for row in table(text, **options).rows()]


def test_quoted_cells_hold_delimiters_quotation_marks_and_line_breaks() -> None:
    assert table(LETTERS).columns == ("id", "author", "body", "written")
    assert cells(LETTERS) == [
        ["1", "Ada", "The lamp, it was lit.", "2019-03-20"],
        ["2", "Bo", "Two lines:\none more", "2019-03-21"],
        ["3", "Ada", 'She said "no".', "2019-03-22"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_told_by_the_rows(delimiter: str, end: str) -> None:
    rows = [
        ["id", "name", "text"],
        ["1", "Bo", "a, b; c | d"],
        ["2", "Ada", 'x "y"'],
        ["3", "", ""],
    ]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    for written in (text.getvalue(), text.getvalue().removesuffix(end)):
        assert cells(written) == rows[1:]
        assert table(written).count() == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read_and_every_row_knows_its_bytes(encoding: str) -> None:
    said = "größere Öllampe fürs Café, übrigens für jeden Wärter, der müde über die Küste späht"
    text = LETTERS.replace("lamp", said).replace("no", "schön")
    data = text.encode(encoding)
    one = table(data)
    assert [row.cells[1] for row in one.rows()] == ["Ada", "Bo", "Ada"]
    for row in one.rows():
        here = text[row.start : row.end]
        assert next(csv.reader(io.StringIO(here, newline=""))) == list(row.cells)
        assert data[row.position :].startswith(here.encode(one.decoding.encoding))
        rest = list(one.rows(one.checkpoint(row)))
        assert rest == [other for other in one.rows() if other.number >= row.number]
    assert bool(one.noted) == (encoding == "cp1252")


def test_a_first_line_of_excel_names_the_delimiter() -> None:
    one = table("sep=;\r\nid;text\r\n1;a,b\r\n2;c,d\r\n")
    assert one.columns == ("id", "text")
    assert [(row.number, *row.cells) for row in one.rows()] == [(2, "1", "a,b"), (3, "2", "c,d")]
    assert one.count() == 2


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    one = table('id,text\n1,"a\nb"\n\n2,c\n')
    assert [row.number for row in one.rows()] == [2, 4]
    assert one.count() == 2


def test_a_table_without_a_header_has_numbered_columns() -> None:
    one = table("1,2019-03-20,The lamp\n2,2019-03-21,Another one\n")
    assert one.columns == ("1", "2", "3")
    assert one.count() == 2
    assert table("a,b\nc,d\n", header=False).columns == ("1", "2")
    assert table("1,2\n3,4\n", header=True).columns == ("1", "2")


def test_columns_without_a_name_or_with_one_that_stands_twice_are_told_apart() -> None:
    assert table("id,,text,text\n1,2,3,4\n", header=True).columns == ("id", "2", "text", "text (2)")


def test_a_row_of_delimiters_alone_takes_no_time_and_makes_few_columns() -> None:
    one = table("," * 60_000 + "\n1,2,3\n")
    assert len(one.columns) == 5_000
    assert [list(row.cells[:3]) for row in one.rows()][-1] == ["1", "2", "3"]


def test_a_lost_quotation_mark_costs_its_row_only() -> None:
    text = LETTERS.replace('lit."', "lit.")
    found = list(table(text).rows())
    assert [row.number for row in found if row.fault] == [2]
    assert [row.cells[0] for row in found if not row.fault] == ["2", "3"]


def test_a_quotation_mark_that_never_closes_costs_its_row_only(monkeypatch) -> None:
    monkeypatch.setattr(splitting, "ROW_CHARACTERS", 2_000)
    rows = "".join(f"{n},Ada,word\n" for n in range(500))
    found = list(table('id,author,text\n7,Bo,"oh\n' + rows).rows())
    assert len(found) == 501
    assert [row.number for row in found if row.fault] == [2]


def test_quotation_marks_inside_a_cell_are_kept_and_doubted() -> None:
    (row,) = table('id,text,by\n1,"He said "hi" and left",Bo\n', header=True).rows()
    assert list(row.cells) == ["1", 'He said "hi" and left', "Bo"]
    assert row.doubt
    (row,) = table('id,text,by\n1,5" of snow,Bo\n', header=True).rows()
    assert (list(row.cells), row.doubt) == (["1", '5" of snow', "Bo"], "")


def test_blanks_before_quotation_marks_are_no_part_of_a_cell() -> None:
    text = 'id, by, text\n1, Bo, "Yes, said Ada,\nand left"\n2, "Ada", "He said ""no"""\n3, Bo, x\n'
    assert table(text).columns == ("id", "by", "text")
    assert [row[2] for row in cells(text)] == ["Yes, said Ada,\nand left", 'He said "no"', "x"]
    assert table(text).count() == 3


def test_backslashes_before_quotation_marks_are_understood() -> None:
    text = 'id,text,by\n1,"He said \\"hi\\", and left",Bo\n2,"x",Ada\n3,"y, z",Bo\n'
    assert cells(text)[0] == ["1", 'He said "hi", and left', "Bo"]


def test_a_table_that_quotes_nothing_keeps_its_quotation_marks() -> None:
    text = 'id\ttext\n1\t"Oh\n2\the said "no\n3\t"so" it is\n4\tfine\n'
    assert [row[1] for row in cells(text)] == ['"Oh', 'he said "no', '"so" it is', "fine"]


def test_a_row_with_a_line_break_that_is_not_quoted_is_broken_and_said_to_be() -> None:
    text = "id,by,text,day\n1,Bo,fine,Monday\n2,Ada,one\nmore,Tuesday\n3,Bo,fine,Sunday\n"
    found = list(table(text).rows())
    assert [bool(row.fault) for row in found] == [False, True, True, False]
    assert len(found) == table(text).count()


def test_cells_left_out_at_the_end_of_a_row_are_empty_and_doubted() -> None:
    found = list(table("id,by,text,note\n1,Bo,fine\n2,Ada,good\n3,Bo,so,x\n").rows())
    assert [row.cells[3] for row in found] == ["", "", "x"]
    assert [bool(row.doubt) for row in found] == [True, True, False]


def test_cells_beyond_the_columns_break_a_row_unless_they_are_empty() -> None:
    found = list(table("id,by,text\n1,Bo,fine,,\n2,Ada,good,more\n3,Bo,so\n").rows())
    assert [bool(row.fault) for row in found] == [False, True, False]
    assert list(found[0].cells) == ["1", "Bo", "fine"]


def test_a_row_longer_than_the_limit_fails_alone(monkeypatch) -> None:
    monkeypatch.setattr(splitting, "ROW_CHARACTERS", 1_000)
    monkeypatch.setattr(decoding, "CHUNK", 256)
    text = "id,text\n1,a\n2," + "word " * 2_000 + "\n3,b\n"
    found = list(table(text).rows())
    assert [row.cells[:1] for row in found if not row.fault] == [["1"], ["3"]]
    assert text[found[-1].start : found[-1].end] == "3,b"


def test_bytes_that_are_no_character_cost_themselves_only() -> None:
    data = "id,text\n1,åå ää öö\n2,ü?\n".encode().replace(b"?", b"\xff")
    assert cells(data)[1] == ["2", "ü\udcff"]


def test_files_of_nothing_and_of_blanks() -> None:
    with pytest.raises(UnreadableError):
        table(b"")
    assert cells(" \n\n") == []
    assert table(" \n\n").count() == 0
    assert cells("id,text\n") == []
    assert table("id,text\n").count() == 0


PARTS = [*'ab",;\n\t| \\é🙂', "\r\n", '""', "\n\n"]
CELL = st.lists(st.sampled_from(PARTS), max_size=8).map("".join)
TABLE = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12)
)


@given(TABLE, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_whatever_a_sound_writer_writes_is_read_back(rows, delimiter, end, everything) -> None:
    names = ["id", *(f"name {n}" for n in range(1, len(rows[0]) if rows else 1))]
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([names, *rows])
    one = table(text.getvalue(), delimiter=delimiter, header=True)
    if not one.dialect.quoted or one.dialect.escaped:
        return
    # A row of one cell with blanks only is a blank line.
    wanted = [row for row in rows if everything or len(row) > 1 or row[0].strip(" ") or not row[0]]
    assert [list(row.cells) for row in one.rows()] == wanted
    assert one.count() == len(wanted)


@settings(max_examples=300)
@given(st.text(st.sampled_from('a1",;\n\r\t \\é'), min_size=1, max_size=80), st.data())
def test_no_text_raises_and_every_row_goes_on_from_its_checkpoint(text, draw) -> None:
    one = table(text)
    found = list(one.rows())
    assert [row.start for row in found] == sorted({row.start for row in found})
    for row in found:
        assert row.fault or len(row.cells) == len(one.columns)
    whole = [row for row in found if not row.fault and not row.doubt]
    if whole and not one.dialect.preface:
        row = draw.draw(st.sampled_from(whole))
        assert next(one.rows(one.checkpoint(row))).start == row.start


def test_memory_does_not_grow_with_the_file(monkeypatch) -> None:
    monkeypatch.setattr(decoding, "CHUNK", 65_536)
    data = b"id,text\n" + b'1,"a word, and another"\n' * 60_000
    one = table(data)
    tracemalloc.start()
    try:
        assert sum(1 for _ in one.rows()) == one.count() == 60_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000, peak
