"""Words found as they stand, without regard to case, diacritics and kinds of blank."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.literal import Needle, _folded, _width

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def found(needle: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Needle(needle).hits(text)]


@pytest.mark.parametrize(
    ("needle", "text", "hits"),
    [
        ("cafe", "Café CAFE\u0301 cafe", ["Café", "CAFE\u0301", "cafe"]),
        ("strasse", "Straße, STRASSE", ["Straße", "STRASSE"]),
        ("stras", "Straße", ["Straß"]),
        ("A B", "a\nb a\u00a0b a  b", ["a\nb", "a\u00a0b"]),
        ("fi", "ﬁne", ["ﬁ"]),
        ("on't", "Don’t", ["on’t"]),
        ("하", "한국", ["한"]),
        ("は", "ばは", ["は"]),
        ("כתב", "כְּתָב", ["כְּתָב"]),
        ("e", "e\u0301e", ["e\u0301", "e"]),
        ("aa", "aaaaa", ["aa", "aa"]),
        (".*", "a.*b", [".*"]),
        ("\u0301", "e\u0301", []),
        ("x", "", []),
    ],
)
def test_words_are_found_as_a_reader_would(needle, text, hits):
    assert found(needle, text) == hits


@given(anything, st.data())
def test_every_part_of_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = text[start:end].strip()
    needle = Needle(part)
    spans = needle.hits(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    for a, b in spans:
        assert needle.folded in _folded(text[a:b])
    if part.isascii() and part and text.isascii():
        assert spans


@given(anything)
def test_each_character_folds_by_itself(text):
    assert sum(map(_width, text)) == len(_folded(text))
