"""Cutting XML into elements: positions are exact, and no size or breakage loses one."""

import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest.census import Census
from corpus.ingest.elements import Element, Splitter, Tags, root_of
from corpus.ingest.events import Checkpoint
from corpus.ingest.xml_text import Cursor
from corpus.ingest.xml_tree import tolerant

TAGS = Tags(("item", "entry"), inner=("note",), closing=("feed",))


def split(data: bytes, tags: Tags = TAGS, **options: int) -> list[Element]:
    return list(Splitter(Cursor(BytesIO(data)), Checkpoint(0, 0, 0), tags, **options))


def test_positions_are_bytes_and_code_points_and_lines() -> None:
    text = "<feed>ö\n<item>ä</item>\n<entry a='>'/>😀<item>x</item></feed>"
    data = text.encode()
    found = split(data)
    assert [one.name for one in found] == ["item", "entry", "item"]
    for one in found:
        assert data[one.position : one.after] == one.raw == text[one.start : one.end].encode()
        assert data[: one.position].count(b"\n") == one.line


def test_names_that_begin_alike_are_told_apart() -> None:
    found = split(b"<items/><item-x/><x:item/><item\n>a</item\n><itemize/>")
    assert [one.raw for one in found] == [b"<item\n>a</item\n>"]


def test_what_stands_in_comments_and_cdata_is_not_seen() -> None:
    data = b"<!-- <item> --><item><![CDATA[</item>]]]]><![CDATA[> ]]><!-- </item> --></item>"
    assert [one.raw for one in split(data)] == [data[15:]]


def test_an_element_in_one_of_its_name_stays_inside() -> None:
    (one,) = split(b"<item><item>a</item><note/><note>b</note></item>")
    assert (one.nested, len(one.inner), one.state) == (1, 2, "whole")
    assert [one.raw[a:b] for a, b in one.inner] == [b"<note/>", b"<note>b</note>"]


def test_missing_end_tags_cost_no_neighbour() -> None:
    found = split(b"<item>1<item>2<item>3</item><entry>4</entry></feed>")
    assert [(one.raw, one.state) for one in found] == [
        (b"<item>1", "unclosed"), (b"<item>2", "unclosed"), (b"<item>3</item>", "whole"),
        (b"<entry>4</entry>", "whole"),
    ]  # fmt: skip


def test_the_last_element_of_a_cut_file_is_told() -> None:
    found = split(b"<item>1</item><item>2<![CDATA[...")
    assert [one.state for one in found] == ["whole", "cut"]


def test_attributes_may_hold_the_end_of_a_tag() -> None:
    assert len(split(b"<item a=\"/>\" b='</item>'>1</item><item>2</item>")) == 2


def test_the_root_is_found_behind_everything_that_may_stand_before_it() -> None:
    head = b"`\n<?xml version='1.0'?><!-- <a> --><!DOCTYPE x [<!ENTITY a '<b>'>]><rss a='1'>"
    root = root_of(head)
    assert root is not None
    assert (root.name, head[root.begin :]) == ("rss", b"<rss a='1'>")


def test_an_element_without_end_or_measure_takes_no_memory() -> None:
    class Endless(BytesIO):
        def __init__(self) -> None:
            self.left = 60

        def seek(self, at: int, whence: int = 0) -> int:
            return at

        def read(self, size: int | None = -1) -> bytes:
            self.left -= 1
            return b"<item>" + b"x" * 1_000_000 if self.left >= 0 else b""

    tracemalloc.start()
    found = list(Splitter(Cursor(Endless()), Checkpoint(0, 0, 0), Tags(("item",)), limit=2_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) + sum(one.nested for one in found) == 60
    assert peak < 20_000_000


_PARTS = st.sampled_from([
    "<item>", "</item>", "<item/>", "<entry>", "</entry>", "<note>", "</note>", "</feed>", "ö", "<",
    ">", '"', "'", "<![CDATA[", "]]>", "<!--", "-->", "<item a='", " ", "x", "\n",
])  # fmt: skip


def _soup() -> st.SearchStrategy[bytes]:
    return st.lists(_PARTS, max_size=40).map(lambda parts: "".join(parts).encode())


@settings(max_examples=300, deadline=None)
@given(_soup())
def test_the_separate_count_agrees_with_the_cuts(data: bytes) -> None:
    tags = Tags(("item",), closing=("feed",))
    cut = sum(1 + one.nested for one in split(data, tags))
    assert Census(Cursor(BytesIO(data)), 0, ("item",)).count_rest() == cut


@settings(max_examples=300, deadline=None)
@given(_soup())
def test_elements_never_overlap_and_read_as_they_stand(data: bytes) -> None:
    text = data.decode()
    at = 0
    for one in split(data):
        assert at <= one.position < one.after
        assert one.raw == data[one.position : one.after]
        assert text[one.start : one.end].encode() == one.raw
        at = one.after


@settings(max_examples=200, deadline=None)
@given(_soup())
def test_taken_up_after_any_element_the_rest_is_the_same(data: bytes) -> None:
    whole = split(data)
    for number, one in enumerate(whole, 1):
        at = Checkpoint(one.after, one.end, one.line_after)
        rest = list(Splitter(Cursor(BytesIO(data)), at, TAGS))
        assert rest == whole[number:]


def _pieces() -> Iterator[bytes]:
    yield b"<feed>"
    for number in range(4_000):
        yield f"<item><![CDATA[{'x' * (number % 700)}]]><note>ö</note></item>\n".encode()
    yield b"</feed>"


def test_counts_at_every_place_add_up() -> None:
    data = b"".join(_pieces())
    census = Census(Cursor(BytesIO(data)), 0, ("item", "note"))
    counted = 0
    for number, one in enumerate(split(data), 1):
        if number % 500 == 0:
            counted += census.count_to(one.after)
            assert counted == 2 * number
    assert counted + census.count_rest() == 8_000


@pytest.mark.parametrize("raw", [b"", b" \n", b"words", b"\0", b"<!-- -->", b"<", b"&", b"\xff"])
def test_what_holds_no_element_reads_as_none(raw: bytes) -> None:
    assert tolerant(raw) is None


@pytest.mark.parametrize("opening", ["<![CDATA[", "<!--", "<![CDATA[]]>", "<!---->", "<"])
def test_the_separate_count_takes_time_by_the_length_of_the_file_only(opening: str) -> None:
    data = ("<x>" + opening * 100_000 + "<item>").encode()
    began = process_time()
    Census(Cursor(BytesIO(data)), 0, ("item",)).count_rest()
    assert process_time() - began < 3
