"""Of a web archive every page that was got is a file to read, with its address and its moment."""

import gzip
from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from corpus.ingest.archives import Broken, LeftOut, Limits, Member, is_archive, members, shown_kind
from tests.corpus.ingest.web_archives import ADDRESS, DATE, Crawl, chunked, crawl, page

PATHS = ["one", "two", "three.html?look=a.png", "four"]
TEXTS = [b"The first.", b"The second.", b"The third.", b"The fourth."]


class Walked:
    """What came out of a walk: members with their bytes, the rest."""

    def __init__(self, folder: Path, data: bytes, limits: Limits | None = None) -> None:
        path = folder / "a.warc"
        path.write_bytes(data)
        self.members: list[Member] = []
        self.bytes: list[bytes] = []
        self.left: dict[str, int] = {}
        self.broken: list[Broken] = []
        for part in members(path, limits or Limits()):
            match part:
                case Member():
                    self.members.append(part)
                    try:
                        self.bytes.append(part.open().read())
                    except UnreadableError as error:
                        self.broken.append(Broken(part.name, error.code, error.detail))
                case LeftOut():
                    self.left[part.code] = part.count
                case Broken():
                    self.broken.append(part)


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_a_crawl_are_handed_out_whole(tmp_path: Path, *, packed: bool) -> None:
    data = crawl(packed=packed)
    assert shown_kind(data[:4096]) == "warc"
    walked = Walked(tmp_path, data)
    assert [one.name for one in walked.members] == [ADDRESS + path for path in PATHS]
    assert walked.bytes == [page(text.decode()) for text in TEXTS]
    assert walked.members[0].said == {"url": ADDRESS + "one", "captured": DATE}
    assert not walked.broken


def test_what_is_no_page_is_left_out_and_counted_by_its_reason(tmp_path: Path) -> None:
    assert Walked(tmp_path, crawl()).left == {
        "other_record": 2, "not_page": 1, "no_success": 2, "duplicate_page": 1, "revisit": 1,
    }  # fmt: skip


def test_the_same_address_with_another_text_is_another_page(tmp_path: Path) -> None:
    made = Crawl().add("one", page("Then.")).add("one", page("Now."), date="2026-12-01T00:00:00Z")
    walked = Walked(tmp_path, made.data)
    assert [one.said["captured"] for one in walked.members] == [DATE, "2026-12-01T00:00:00Z"]


def test_pages_without_digests_are_all_handed_out(tmp_path: Path) -> None:
    made = Crawl().add("one", page("A."), digest=False).add("two", page("A."), digest=False)
    assert len(Walked(tmp_path, made.data).members) == 2


def test_what_only_says_that_it_is_chunked_or_packed_is_read_as_it_is(tmp_path: Path) -> None:
    made = Crawl().add("one", page("A."), Transfer_Encoding="chunked", Content_Encoding="gzip")
    made.add("two", chunked(gzip.compress(page("B."))), Transfer_Encoding="Chunked",
             Content_Encoding="x-gzip")  # fmt: skip
    assert Walked(tmp_path, made.data).bytes == [page("A."), page("B.")]


def test_an_encoding_that_is_not_read_costs_its_page_only(tmp_path: Path) -> None:
    made = Crawl().add("one", b"\x8b\x00", Content_Encoding="br").add("two", page("B."))
    walked = Walked(tmp_path, made.data)
    assert walked.bytes == [page("B.")]
    assert [(one.name, one.code) for one in walked.broken] == [
        (ADDRESS + "one", "unknown_compression")
    ]


def test_a_page_that_the_crawler_broke_off_is_told(tmp_path: Path) -> None:
    made = Crawl().add("one", page("A."), lines={"WARC-Truncated": "length"})
    (member,) = Walked(tmp_path, made.data).members
    assert [note.code for note in member.notes] == ["truncated_record"]


def test_damage_between_records_costs_what_stands_there(tmp_path: Path) -> None:
    made = Crawl().add("one", page("A.")).data
    more = Crawl().add("two", page("B.")).data
    walked = Walked(tmp_path, made + b"\0\xff torn\r\nContent-Length: 3\r\n" + more)
    assert walked.bytes == [page("A."), page("B.")]
    assert [one.code for one in walked.broken] == ["damaged_record"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_cut_anywhere_gives_the_pages_before_the_cut(
    tmp_path: Path, *, packed: bool
) -> None:
    data = crawl(packed=packed)
    before = 0
    for cut in range(300, len(data), 41):
        walked = Walked(tmp_path, data[:cut])
        whole = [text for text in walked.bytes if text.endswith(b"</html>")]
        assert whole == [page(text.decode()) for text in TEXTS[: len(whole)]]
        assert len(whole) >= before
        before = len(whole)
    assert before >= 3


def test_header_lines_without_end_and_lengths_that_are_none_break_nothing(tmp_path: Path) -> None:
    for junk in (b"X: y\r\n" * 2000, b"Content-Length: -5\r\n\r\n", b"Content-Length: 9e9\r\n\r\n",
                 b"X" * 300_000 + b"\r\n"):  # fmt: skip
        data = b"WARC/1.0\r\n" + junk + b"\r\n" + Crawl().add("one", page("A.")).data
        walked = Walked(tmp_path, data)
        assert walked.bytes == [page("A.")]
        assert walked.broken


def test_a_bomb_in_a_response_is_stopped(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(60_000_000))
    made = Crawl().add("one", bomb, Content_Encoding="gzip").add("two", page("B."))
    walked = Walked(tmp_path, made.data)
    assert "archive_limit" in {one.code for one in walked.broken}


def test_a_crawl_may_have_more_pages_than_another_archive_files(tmp_path: Path) -> None:
    made = Crawl()
    for number in range(6):
        made.add(str(number), page(str(number)))
    limits = Limits(members=2, entries=3, pages=5, records=100)
    walked = Walked(tmp_path, made.data, limits)
    assert len(walked.members) == 5
    assert walked.broken[-1].code == "archive_limit"


def test_a_text_that_only_speaks_of_web_archives_is_none() -> None:
    assert is_archive(b"WARC is a format. WARC/1.0 is its first version.") is None
