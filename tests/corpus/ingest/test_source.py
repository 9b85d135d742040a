"""How the bytes of an upload become text: strictly, or not at all."""

import codecs
import hashlib

import pytest

from corpus.errors import UnreadableError
from corpus.ingest.encoding import decode
from corpus.ingest.events import Checkpoint
from corpus.ingest.source import Source, lines, read_page

TEXT = "Grüße aus der Gärtnerei – schön, dass ihr da seid. Bäume, Büsche, Äpfel.\n" * 5


def refusal(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    return caught.value


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes, encoding: str) -> None:
    page = decode(mark + TEXT.encode(encoding))
    assert (page.text, page.encoding, page.noted) == (TEXT, encoding, ())


def test_utf_8_is_read_without_a_word() -> None:
    assert decode(TEXT.encode()).noted == ()


def test_another_encoding_is_guessed_and_the_guess_is_told() -> None:
    page = decode(TEXT.replace("–", "-").encode("cp1252"))
    assert page.text == TEXT.replace("–", "-")
    assert [note.code for note in page.noted] == ["encoding_guessed"]
    assert page.encoding in page.noted[0].message


def test_utf_16_without_a_mark_is_told_by_its_zeros() -> None:
    page = decode("A plain line of text.\n".encode("utf-16-le"))
    assert page.text == "A plain line of text.\n"
    assert page.noted[0].code == "encoding_guessed"


def test_a_declared_encoding_is_taken() -> None:
    data = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"
    assert decode(data).text.endswith("<a>é</a>")


def test_a_wrongly_declared_encoding_is_told() -> None:
    page = decode("<meta charset=ascii>é".encode())
    assert page.text.endswith("é")
    assert page.noted[0].code == "wrong_encoding_declared"


def test_a_byte_that_does_not_fit_is_named() -> None:
    error = refusal(codecs.BOM_UTF8 + b"abc\xff")
    assert (error.code, error.position) == ("undecodable", 6)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04rest",
        b"%PDF-1.7 x",
        b"".join(hashlib.sha256(bytes([n])).digest() for n in range(150)),
        b"abc\0\0\0\0" * 100,
        bytes(100),
    ],
)
def test_what_is_no_text_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_page(Source.from_bytes(data, "notes.txt"))
    assert caught.value.code in {"binary_file", "undecodable"}
    assert caught.value.hint


def test_an_empty_file_is_refused_and_one_byte_is_not() -> None:
    assert refusal(b"").code == "empty_file"
    assert decode(b"x").text == "x"


def test_a_page_has_a_limit_that_is_named() -> None:
    with pytest.raises(UnreadableError, match="11 bytes") as caught:
        read_page(Source.from_bytes(b"12345678901"), limit=10)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_know_their_places_in_bytes_and_code_points(encoding: str) -> None:
    data = "é1\n\n\U0001f642 two\nthree".encode(encoding)
    found = list(lines(Source.from_bytes(data)))
    text = data.decode(encoding)
    assert [line.text for line in found] == ["é1", "", "\U0001f642 two", "three"]
    assert [line.number for line in found] == [1, 2, 3, 4]
    assert [line.blank for line in found] == [False, True, False, False]
    assert [text[line.start : line.end] for line in found] == [line.text for line in found]
    assert found[-1].after == len(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_reading_goes_on_where_it_stopped(encoding: str) -> None:
    data = "é1\n\U0001f642 two\nthree\n".encode(encoding)
    whole = list(lines(Source.from_bytes(data)))
    stop = whole[1]
    rest = list(
        lines(Source.from_bytes(data), Checkpoint(stop.position, stop.start, stop.number - 1))
    )
    assert rest == whole[1:]


def test_one_line_that_is_not_utf_8_costs_itself_only() -> None:
    found = list(lines(Source.from_bytes(b"one\ntw\xff\nthree\n")))
    assert [line.text for line in found] == ["one", None, "three"]
    assert "Byte 6" in found[1].fault
