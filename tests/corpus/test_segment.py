"""Paragraphs and sentences, as a reader would part them."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.segment import paragraphs, sentences

PIECES = st.sampled_from(
    ["A word", ". ", "! ", "? ", "\n", "\n\n", "\n \n", " ", "\U0001f642",
     "\U0001f468\u200d\U0001f469", "e\u0301", "\u05e9\u05dc\u05d5\u05dd", "。", "日本", ":)", "• ",
     "1. ", "http://a.example/b.c?d=1 ",
     "a.b@c.example. ", "Dr. ", "…", "\u0301", "\ufe0f", "\u00a0", "\t", "“x”"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, "en")]


def test_a_paragraph_is_a_run_of_lines_that_are_not_blank() -> None:
    text = "\n one\ntwo \n \t\nthree\n\n\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["one\ntwo", "three"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two!", ["One.", "Two!"]),
        ("Dr. Vane came. He left.", ["Dr. Vane came.", "He left."]),
        ("No stop\n\nhere", ["No stop", "here"]),
        ("Wrapped\nline. Next.", ["Wrapped\nline.", "Next."]),
        ("So nice. :) Really.", ["So nice. :)", "Really."]),
        ("So nice! \U0001f642\U0001f44d Really.", ["So nice! \U0001f642\U0001f44d", "Really."]),
        ("See http://a.example/b.C?d. Then go.", ["See http://a.example/b.C?d.", "Then go."]),
        ("Ask a.b@c.example. Then go.", ["Ask a.b@c.example.", "Then go."]),
        ("My list:\n1. Oil\n2. Wick", ["My list:", "1. Oil", "2. Wick"]),
        ("My list:\n• Oil\n• Wick", ["My list:", "• Oil", "• Wick"]),
        ("これは文です。次の文。", ["これは文です。", "次の文。"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_an_unknown_language_is_cut_like_english() -> None:
    assert len(sentences("One. Two.", "xx")) == 2


@given(TEXTS)
def test_sentences_lie_in_paragraphs_and_hold_every_word(text: str) -> None:
    runs = paragraphs(text)
    found = sentences(text, "en")
    assert found == sorted(found)
    assert found == sentences(text, "en", within=runs)
    for start, end in found:
        assert any(first <= start < end <= last for first, last in runs)
        assert text[start:end] == text[start:end].strip()
    for (_, before), (after, _) in pairwise(found):
        assert before <= after
    held = "".join(text[start:end] for start, end in found)
    assert "".join(held.split()) == "".join(text.split())


@given(TEXTS)
def test_no_character_is_cut_from_its_marks(text: str) -> None:
    for start, _ in sentences(text, "en"):
        glued = start > 0 and not text[start - 1].isspace()
        assert not (glued and unicodedata.category(text[start])[0] == "M")
        assert not (glued and text[start] in "\u200d\ufe0f")


@given(st.lists(st.sampled_from(["a.example/x.Y?z=1!a", "b.example"]), min_size=1, max_size=4))
def test_no_address_is_cut(hosts: list[str]) -> None:
    text = " and ".join(f"see http://{host}" for host in hosts)
    assert cut(text) == [text]


@given(st.text(max_size=200))
def test_any_text_can_be_parted(text: str) -> None:
    for start, end in [*paragraphs(text), *sentences(text)]:
        assert 0 <= start < end <= len(text)


def test_a_long_blank_line_takes_no_time() -> None:
    text = (" " * 200_000 + "\n") * 5 + "word"
    assert paragraphs(text) == [(1_000_005, 1_000_009)]
