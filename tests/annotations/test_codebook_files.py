"""Codebooks as files, without a database: as spreadsheets write them, and round trips."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook import PIGMENTS, joined
from annotations.codebook_difference import difference
from annotations.codebook_files import LEVELS, decoded, read, split_path, write_csv, write_json

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30).map(
    str.strip
)
NAME = TEXT.filter(bool)
CODE = st.fixed_dictionaries(
    {
        "path": st.lists(NAME, min_size=1, max_size=4),
        "colour": st.sampled_from([*PIGMENTS, "#A0b1C2"]),
        "definition": TEXT,
        "include": TEXT,
        "exclude": TEXT,
        "key": TEXT.map(lambda text: text[:10].strip()),
        "levels": st.sets(st.sampled_from(LEVELS), min_size=1).map(
            lambda some: [one for one in LEVELS if one in some]
        ),
    }
)


def plain(text: str, file_format: str = "csv") -> list[dict[str, Any]]:
    found = read(text, file_format)
    assert not found.faults, found.faults
    return [{"path": list(one.path), **one.fields} for one in found.entries]


def faults(text: str, file_format: str = "csv") -> list[tuple[int, str | None, str]]:
    return [(one.line, one.column, one.code) for one in read(text, file_format).faults]


@given(st.lists(CODE, max_size=5))
def test_what_was_written_is_read_again(codes):
    assert plain(write_csv(codes)) == codes
    assert plain(write_json(codes), "json") == codes


@given(st.lists(NAME, min_size=1, max_size=5))
def test_a_path_in_one_cell_is_taken_apart_again(path):
    assert split_path(joined(path)) == path


@given(st.text(max_size=200), st.sampled_from(["csv", "json"]))
def test_any_text_is_read_or_refused_in_words(text, file_format):
    found = read(text, file_format)
    assert all(one.message for one in found.faults)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff", "sep=;\r\n"])
def test_spreadsheets_write_it_in_many_ways(delimiter, end, start):
    rows = [["Path", "Description", "Applies to"], ["Frost", '"a; b, c\t""d"""', "comment"]]
    text = start + end.join(delimiter.join(row) for row in rows) + end
    assert plain(text) == [{"path": ["Frost"], "definition": 'a; b, c\t"d"', "levels": ["post"]}]


@pytest.mark.parametrize(
    ("data", "guessed"),
    [
        ("Kälte".encode(), False),
        ("\ufeffKälte".encode(), False),
        ("Kälte".encode("utf-16"), False),
        ("Kälte".encode("cp1252"), True),
    ],
)
def test_the_encodings_of_spreadsheets_are_known(data, guessed):
    assert decoded(data) == ("Kälte", guessed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, None, "no_path_column")]),
        ("colour\nlapis\n", [(1, None, "no_path_column")]),
        ("path,weight\nFrost,3\n", [(1, "weight", "unknown_column")]),
        ("path,colour\nFrost,mauve\n", [(2, "colour", "bad_colour")]),
        ('path,levels\n"Fro\nst",post\nIce,word\n', [(4, "levels", "bad_level")]),
        ("path\nFrost >  > Ice\n", [(2, "path", "bad_path")]),
        ("path,key\nFrost,01234567890\n", [(2, "key", "too_long")]),
        ("path\n" + "x" * 201, [(2, "path", "too_long")]),
        ('path\nFrost\n"Ice', [(3, None, "unreadable_line")]),
        ("path\nFro\0st\n", [(2, "path", "bad_text")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_column(text, expected):
    assert faults(text) == expected


def test_json_counts_its_codes_from_one():
    assert faults("{", "json") == [(1, None, "unreadable_line")]
    assert faults('{"codes": 3}', "json") == [(1, None, "no_path_column")]
    text = '[{"path": ["Frost"]}, 3, {"path": "Frost > Ice", "key": 3, "levels": ["word"]}]'
    assert faults(text, "json") == [
        (2, None, "unreadable_line"), (3, "key", "bad_text"), (3, "levels", "bad_level")
    ]  # fmt: skip
    assert faults('[{"path": ["\\ud800"]}]', "json") == [(1, "path", "bad_text")]


def test_formulas_are_data():
    code = {"path": ["=SUM(A1)"], "colour": "lapis", "definition": "-1", "include": "@x",
            "exclude": "+1", "key": "=", "levels": ["post"]}  # fmt: skip
    assert "=SUM(A1),lapis,-1,@x,+1,=,post" in write_csv([code])


def code(number: int, *path: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": number, "path": list(path), "name": path[-1], "parent": None, "colour": "lapis",
        "definition": "", "include": "", "exclude": "", "examples": [], "key": "",
        "levels": ["post"], "locked": False, "archived": False, "merged_into": None, **fields,
    }  # fmt: skip


def test_a_difference_says_what_became_of_each_code():
    before = {one["id"]: one for one in (
        code(1, "Frost"), code(2, "Ice"), code(3, "Soil"), code(4, "Snow"), code(5, "Old"),
        code(6, "Back", archived=True),
    )}  # fmt: skip
    after = {one["id"]: one for one in (
        code(1, "Frost", definition="Below zero."), code(2, "Frost", "Ice", parent=1),
        code(3, "Soil", position=7), code(4, "Snow", archived=True, merged_into=1),
        code(5, "Old", archived=True), code(6, "Back"), code(7, "New"),
    )}  # fmt: skip
    found = difference(before, after)
    assert [(one["id"], one["kind"]) for one in found] == [
        (1, "changed"), (2, "moved"), (4, "merged"), (5, "removed"), (6, "added"), (7, "added"),
    ]  # fmt: skip
    assert found[0]["fields"] == {"definition": {"before": "", "after": "Below zero."}}
    assert found[1]["fields"] == {"parent": {"before": [], "after": ["Frost"]}}
    assert found[2]["fields"] == {"merged_into": {"before": None, "after": 1}}
    assert difference(after, after) == []
