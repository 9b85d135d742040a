"""Words as they are searched for."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.tokens import fold, tokens, tsvector_literal, words

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "ab Z9é'’\u00ad\u200d\u0301ßÅ“”–_日本がไ\U0001f642\u0627\u064b\u0915\u093e"
        ),
    ),
    max_size=60,
)


def parse(literal: str) -> dict[str, list[int]]:
    """Read a tsvector literal as PostgreSQL does."""
    found: dict[str, list[int]] = {}
    at = 0
    entry = re.compile(r"'((?:[^'\\]|''|\\.)*)'(?::(\d+(?:,\d+)*))?(?: |\Z)")
    while at < len(literal):
        match = entry.match(literal, at)
        assert match, literal[at : at + 40]
        lexeme = match[1].replace("''", "'").replace("\\\\", "\\")
        found.setdefault(lexeme, []).extend(int(one) for one in (match[2] or "").split(",") if one)
        at = match.end()
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t stop, don't!", ["don't", "stop", "don't"]),
        ("‘quoted’ 'n' rock", ["quoted", "n", "rock"]),
        ("well-known foo_bar", ["well", "known", "foo", "bar"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Ångström e\u0301te\u0301 ÉTÉ", ["angstrom", "ete", "ete"]),
        ("Łódź Ærø İstanbul ΣΊΣΥΦΟΣ", ["lodz", "aero", "istanbul", "σισυφοσ"]),
        ("日本語が", ["日", "本", "語", "が"]),
        ("か が", ["か", "が"]),
        ("नहीं हिन्दी", ["नहीं", "हिन्दी"]),
        ("מֹשֶׁה مُحَمَّد", ["משה", "محمد"]),
        ("co\u00adoperate می\u200cخواهم", ["cooperate", "میخواهم"]),
        ("x² 3.14 \U0001f642", ["x2", "3", "14"]),
        ("", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert [token[0] for token in tokens(text)] == expected
    assert words(text) == expected


def test_places_are_code_points() -> None:
    text = "\U0001f642 e\u0301té — “ok”"
    assert [text[start:end] for _, start, end in tokens(text)] == ["e\u0301té", "ok"]


@given(TEXTS)
def test_both_ways_of_cutting_agree(text: str) -> None:
    found = tokens(text)
    assert words(text) == [token[0] for token in found]
    for folded, start, end in found:
        assert folded == fold(text[start:end])
    for (_, _, before), (_, after, _) in pairwise(found):
        assert before <= after


@given(TEXTS)
def test_every_letter_is_in_a_word(text: str) -> None:
    covered = {place for _, start, end in tokens(text) for place in range(start, end)}
    for place, mark in enumerate(text):
        if unicodedata.category(mark) in {"Lu", "Ll", "Lo", "Nd"}:
            assert place in covered


@given(TEXTS)
def test_words_do_not_depend_on_typography_elsewhere(text: str) -> None:
    assert words(f"{text} – “日”")[: len(words(text))] == words(text)


@given(TEXTS)
def test_a_vector_holds_every_word_at_its_place(text: str) -> None:
    expected: dict[str, list[int]] = {}
    for place, word in enumerate(words(text), 1):
        expected.setdefault(word, []).append(place)
    assert parse(tsvector_literal(text)) == expected


def test_a_word_that_stands_too_often_is_clipped_and_it_is_told() -> None:
    vector = parse(tsvector_literal("the " * 300 + "end"))
    assert vector["the"] == list(range(1, 256))
    assert vector["end"] == [301]
    assert "*" in vector


def test_places_beyond_the_last_are_left_out_and_it_is_told() -> None:
    vector = parse(tsvector_literal(" ".join(f"w{number}" for number in range(17_000))))
    assert vector["w16382"] == [16_383]
    assert vector["w16999"] == []
    assert "*" in vector


def test_a_vector_never_passes_a_megabyte() -> None:
    literal = tsvector_literal(" ".join(f"{'ж' * 40}{number}" for number in range(20_000)))
    vector = parse(literal)
    assert sum(len(lexeme.encode()) for lexeme in vector) < 1_000_000
    assert {"*", "**"} <= vector.keys()


def test_a_monstrous_word_is_shortened() -> None:
    (lexeme,) = parse(tsvector_literal("\U00010400" * 3_000))
    assert len(lexeme.encode()) <= 2_000
