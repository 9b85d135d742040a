"""What happens to a text at import, and how its passages are checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import Changes, canonical, quote_fits, sha256, span_fits, word_count

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("raw", "text", "changes"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd", Changes(line_ends=2)),
        ("a\0b", "ab", Changes(nuls=1)),
        ("a\ud800b", "a\ufffdb", Changes(surrogates=1)),
        ("e\u0301 é ﬁ \u200d \ufeff\u2028\x85", "e\u0301 é ﬁ \u200d \ufeff\u2028\x85", Changes()),
    ],
)
def test_only_line_ends_nuls_and_lone_surrogates_change(
    raw: str, text: str, changes: Changes
) -> None:
    assert canonical(raw) == (text, changes)


@given(ANY)
def test_a_canonical_text_stays_as_it_is(raw: str) -> None:
    text, _ = canonical(raw)
    assert canonical(text) == (text, Changes())
    text.encode()
    assert "\r" not in text
    assert "\0" not in text


def test_the_hash_is_of_the_utf_8_bytes() -> None:
    assert sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("  one two\nthree ", 3), ("schön “so” – ja", 4), ("日本語 is one", 5), ("ไทย", 3)],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert word_count(text) == count


def test_a_span_must_lie_in_the_text_and_the_quote_must_match() -> None:
    text = "a\U0001f642b"
    assert quote_fits(text, 1, 2, "\U0001f642")
    assert not quote_fits(text, 1, 3, "\U0001f642")
    assert not span_fits(text, 1, 4)
    assert not span_fits(text, 2, 2)
    assert not span_fits(text, -1, 2)
