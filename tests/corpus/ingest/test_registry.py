"""Which format a file is: by what it holds, never by its name."""

from pathlib import Path

import pytest

from corpus.errors import UnsupportedError
from corpus.ingest import registry
from corpus.ingest.accounting import account
from corpus.ingest.events import Found, Length, Noted, ReadOptions, Skipped, ThreadRead, Tile
from corpus.ingest.preview import Limits, preview
from corpus.ingest.source import Source

DATA = Path(__file__).parents[2] / "data"
CAPTURE = (DATA / "wordpress-classic-text.txt").read_bytes()
JSONL = b'{"title": "On lamps", "text": "Lit.", "comments": [{"text": "Yes."}]}\n'


@pytest.mark.parametrize("name", ["", "page.txt", "threads.jsonl", "export.xml"])
def test_the_name_decides_nothing(name: str) -> None:
    assert registry.detect(CAPTURE[:65_536], name)[0].format == "wordpress-classic-text"
    assert registry.detect(JSONL, name)[0].format == "threads-jsonl"


def test_a_first_line_longer_than_the_head_is_still_known() -> None:
    line = b'{"title": "On lamps", "comments": [], "text": "' + b"word " * 20_000
    assert registry.detect(line[:65_536])[0].format == "threads-jsonl"


@pytest.mark.parametrize("data", [b"[1, 2]", b"{}"])
def test_what_is_like_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedError):
        registry.choose(Source.from_bytes(data), ReadOptions())


def test_a_letter_to_a_friend_is_an_entry_alone_that_waits_for_a_person() -> None:
    source = Source.from_bytes(b"Just a letter to a friend.\n")
    reader, _, _ = registry.choose(source, ReadOptions())
    total = account(reader.read(source, ReadOptions(), None))
    assert (reader.format, total.entries, total.comments) == ("text-capture", 1, 0)
    assert not total.sure


def test_what_the_reader_of_classic_pages_reads_exactly_is_left_to_it() -> None:
    reader, _, notes = registry.choose(Source.from_bytes(CAPTURE), ReadOptions())
    assert (reader.format, notes) == ("wordpress-classic-text", ())


def test_a_person_may_choose_the_format() -> None:
    source = Source.from_bytes(b"A letter.\n")
    reader, detection, notes = registry.choose(source, ReadOptions(format="wordpress-classic-text"))
    assert (reader.format, detection.confidence, notes) == ("wordpress-classic-text", 1.0, ())
    with pytest.raises(UnsupportedError, match="threads-jsonl"):
        registry.choose(source, ReadOptions(format="papyrus"))


def test_items_that_do_not_add_up_are_told() -> None:
    thread = ThreadRead("T", (), 0, 5)
    total = account([Found(3), thread, Skipped("a page", count=2)])
    assert not total.accounted
    assert "counts 3 items" in total.faults()[0]


@pytest.mark.parametrize(
    "tiles",
    [
        [Tile("entry", 0, 4)],
        [Tile("entry", 0, 4), Tile("furniture", 5, 9)],
        [Tile("entry", 0, 5), Tile("furniture", 4, 9)],
        [],
    ],
)
def test_a_page_that_is_not_covered_is_told(tiles: list[Tile]) -> None:
    assert not account([Length(9), *tiles]).accounted


def test_a_page_with_unassigned_text_waits_for_a_person() -> None:
    tiles = [Tile("entry", 0, 5), Tile("unassigned", 5, 9)]
    assert account([Length(9), *tiles]).doubts() == ["unassigned_text"]


def test_a_preview_shows_what_was_found() -> None:
    source = Source.from_bytes(CAPTURE)
    reader, detection, _ = registry.choose(source, ReadOptions())
    shown = preview(reader.read(source, ReadOptions(), None), detection, text=CAPTURE.decode())
    (thread,) = shown["threads"]
    assert shown["sure"]
    assert shown["counts"]["comments"] == len(thread["posts"]) - 1 == 15
    assert thread["posts"][3]["author"] == "maudokonjo"
    assert thread["posts"][3]["first"].startswith("Plus, they have no position")
    kinds = {tile[0] for tile in shown["tiles"]}
    assert kinds == {"header", "entry", "comment", "furniture"}


def test_a_preview_is_short_however_long_the_upload() -> None:
    source = Source.from_bytes(JSONL * 100)
    reader, detection, _ = registry.choose(source, ReadOptions())
    shown = preview(
        reader.read(source, ReadOptions(), None), detection, limits=Limits(threads=3, posts=1)
    )
    assert (len(shown["threads"]), shown["left_out"]) == (3, 97)
    assert [len(thread["posts"]) for thread in shown["threads"]] == [1, 1, 1]
    assert shown["counts"]["found"] == 200


def test_a_preview_puts_the_worst_first() -> None:
    notes = [Noted("a", "info", "x"), Noted("b", "error", "y"), Noted("c", "warning", "z")]
    _, detection, _ = registry.choose(Source.from_bytes(JSONL), ReadOptions())
    shown = preview(notes, detection)
    assert [one["code"] for one in shown["problems"]] == ["b", "c", "a"]


def test_what_is_told_of_an_item_can_be_stored_whatever_its_id_holds() -> None:
    for said in (Noted("x", "info", "A\0", item="1\ud800"), Skipped("A\0", "1\ud800")):
        assert said.item == "1\ufffd"
