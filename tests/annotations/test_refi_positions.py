"""Threads as one text for REFI-QDA: whatever people write, each quote is the slice it was."""

import colorsys
import re
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from annotations.codebook import PIGMENTS
from annotations.exports.refi.codebook import Names, code_names
from annotations.exports.refi.positions import Ruler, assembled
from annotations.exports.refi.profiles import PROFILES
from annotations.exports.refi.values import type_of, variable_value
from annotations.exports.refi.xml import Guids, allowed, content, value
from annotations.exports.rows import CodeRow, PostRow
from annotations.pigments import TONES, tone

WRITTEN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
NASTY = st.text(st.sampled_from("a \n\t\u0301\u200d\u2028\x85🌱👩\U0010ffff\x01\ufffe<&>\"'"))
TEXTS = st.lists(st.tuples(WRITTEN | NASTY, WRITTEN | st.none()), max_size=6)


def post(number: int, text: str, author: str | None = None) -> PostRow:
    kind, parent = ("comment" if number else "entry"), (number - 1 if number > 1 else None)
    return PostRow(
        number + 50, 1, kind, number, parent, None, 0, None, author, bool(number),
        "2031-05-02T08:00:00", "", "", "approved", "en", text, 1,
    )  # fmt: skip


def cut(data: bytes, start: int, end: int, *, utf16: bool) -> str:
    """Count as a program does that reads the file's bytes."""
    text = data.decode("utf-8-sig")
    if not utf16:
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@given(TEXTS, st.data())
def test_each_passage_is_the_same_words_in_every_programs_counting(texts, data):
    posts = [post(number, text, author) for number, (text, author) in enumerate(texts)]
    made = assembled(posts)
    for profile in PROFILES.values():
        ruler = Ruler(made.text, profile)
        file = profile.written(made.text)
        for one in posts:
            start = data.draw(st.integers(0, len(one.text)))
            end = data.draw(st.integers(start, len(one.text)))
            first = made.spans[one.id].start
            found = cut(file, ruler.at(first + start), ruler.at(first + end), utf16=profile.utf16)
            quote = allowed(one.text)[0][start:end]
            assert found == (quote.replace("\n", "\r\n") if profile.crlf else quote)


@given(TEXTS)
def test_posts_follow_each_other_and_no_selection_is_empty(texts):
    posts = [post(number, text, author) for number, (text, author) in enumerate(texts)]
    made = assembled(posts)
    spans = [made.spans[one.id] for one in posts]
    for one, span in zip(posts, spans, strict=True):
        assert span.end - span.start == len(one.text)
        first, last = span.selected
        assert last > first >= span.header
        assert made.text[span.header :].startswith(f"[{one.number}] ")
        assert made.text[span.header : span.start].count("\n") == 1
    assert all(one.end + 2 == other.header for one, other in pairwise(spans))


@given(TEXTS)
def test_what_was_replaced_can_be_put_back(texts):
    posts = [post(number, text) for number, (text, _) in enumerate(texts)]
    made = assembled(posts)
    characters = list(made.text)
    for place, character in made.replaced:
        characters[place] = chr(character)
    for one in posts:
        span = made.spans[one.id]
        assert "".join(characters[span.start : span.end]) == one.text


@given(WRITTEN | NASTY | st.text(st.sampled_from("\r\n\t ]>")))
def test_a_parser_reads_what_was_written(text):
    expected, _ = allowed(text)
    read = etree.fromstring(f'<a b="{value(text)}">{content(text)}</a>'.encode())
    assert read.get("b") == expected
    assert (read.text or "") == expected


def test_a_guid_is_a_uuid_of_version_5_for_ever():
    guids = Guids("key")
    made = UUID(guids.of("post", 7))
    assert made.version == 5
    assert guids.of("post", 7) == str(made).upper() == Guids("key").of("post", 7)
    assert Guids("key", lower=True).of("post", 7) == str(made)
    assert len({guids.of("post", 7), guids.of("post", 71), Guids("other").of("post", 7)}) == 3
    space = uuid5(UUID("0c0de5aa-7e57-5a1a-9c0d-1e5ca7e7a000"), "key")
    assert made == uuid5(space, "post:7")


def code(number: int, *path: str) -> CodeRow:
    return CodeRow(
        number, None, path[-1], list(path), "lapis", "", "", "", "", [], 0, archived=False,
        locked=False, examples=[], created_at="",
    )  # fmt: skip


def test_where_two_names_clash_the_parent_stands_beside_them():
    codes = [
        code(1, "Frost"), code(2, "Soil", "Frost"), code(3, "Air", "Soil", "Frost"),
        code(4, "Soil"), code(5, "Frost (Soil)"), code(6, "Frost"),
    ]  # fmt: skip
    names, _ = code_names(codes)
    assert names == {
        1: "Frost", 2: "Frost (Soil) (2)", 3: "Frost (Air > Soil)", 4: "Soil", 5: "Frost (Soil)",
        6: "Frost (2)",
    }  # fmt: skip


def test_a_name_is_given_once():
    names = Names(["Catena"])
    assert [names.unique("a", "a (b)") for _ in range(4)] == [
        "a",
        "a (b)",
        "a (b) (2)",
        "a (b) (3)",
    ]
    assert names.unique("Catena") == "Catena (2)"


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        (["integer"], "Integer"), (["integer", "number"], "Float"), (["boolean"], "Boolean"),
        (["integer", "null"], "Integer"), (["integer", "string"], "Text"), (["null"], "Text"),
        (["array"], "Text"), ([], "Text"),
    ],
)  # fmt: skip
def test_a_variable_has_the_narrowest_type_that_holds_all_its_values(kinds, kind):
    assert type_of(kinds) == kind


def test_values_are_written_as_the_schema_wants_them():
    for kind, one, said in (
        ("Float", 1e22, "10000000000000000000000"), ("Float", 2, "2"), ("Boolean", False, "false"),
        ("Text", ["=1", None], '["=1", null]'), ("Text", "a<b", "a&lt;b"), ("Integer", 44, "44"),
    ):  # fmt: skip
        assert f"<{kind}Value>{said}</{kind}Value>" in variable_value(("g", kind), one)


def test_pigments_have_the_tones_of_the_style_sheet():
    style = Path("frontend/src/styles/tokens.css").read_text()
    tones = re.findall(
        r"--c\d+: light-dark\(hsl\((\d+) (\d+)% (\d+)%\), .*?\); /\* (\w+) *\*/", style
    )
    assert tuple(TONES) == PIGMENTS == tuple(name for *_, name in tones)
    for hue, saturation, lightness, name in tones:
        red, green, blue = colorsys.hls_to_rgb(
            int(hue) / 360, int(lightness) / 100, int(saturation) / 100
        )
        said = "".join(f"{round(one * 255):02x}" for one in (red, green, blue))
        assert tone(name) == f"#{said}"
    assert tone("#a0b1c2") == "#a0b1c2"
