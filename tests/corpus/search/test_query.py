"""The search language, and where exactly a query matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.hits import context, hits, matches
from corpus.search.syntax import And, Not, Or, Phrase, Query, QueryError, Word, parse, to_tsquery
from corpus.search.tokens import tokens

WORDS = st.sampled_from(["a", "ab", "abc", "b", "ba", "c"])
WORD = st.builds(Word, WORDS, st.booleans())
PHRASE = st.lists(WORD, min_size=2, max_size=3).map(lambda found: Phrase(tuple(found)))


def _combined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, inner), st.builds(And, several), st.builds(Or, several))


QUERIES: st.SearchStrategy[Query] = st.recursive(st.one_of(WORD, PHRASE), _combined, max_leaves=5)
TEXTS = st.lists(st.sampled_from(["a", "ab", "abc", "b", "ba", "c", "."]), max_size=8).map(" ".join)


def oracle(query: Query, text: str) -> set[tuple[int, int]] | None:
    """The plainest way to say where a query matches."""
    match query:
        case Word():
            return runs((query,), text) or None
        case Phrase():
            return runs(query.words, text) or None
        case Not():
            return set() if oracle(query.query, text) is None else None
    parts = [oracle(one, text) for one in query.queries]
    met = [part for part in parts if part is not None]
    enough = len(met) == len(parts) if isinstance(query, And) else met
    return set().union(*met) if enough else None


def runs(wanted: tuple[Word, ...], text: str) -> set[tuple[int, int]]:
    found = tokens(text)
    spans = set()
    for at in range(len(found) - len(wanted) + 1):
        run = found[at : at + len(wanted)]
        if all(map(fits, wanted, run)):
            spans.add((run[0][1], run[-1][2]))
    return spans


def fits(word: Word, token: tuple[str, int, int]) -> bool:
    return token[0].startswith(word.text) if word.prefix else token[0] == word.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lamp", Word("lamp")),
        ("  Lámp  ", Word("lamp")),
        ("lamp oil", And((Word("lamp"), Word("oil")))),
        ('"the lamp"', Phrase((Word("the"), Word("lamp")))),
        ("“the lamp”", Phrase((Word("the"), Word("lamp")))),
        ("well-known", Phrase((Word("well"), Word("known")))),
        ("lamp -oil", And((Word("lamp"), Not(Word("oil"))))),
        ('lamp -"whale oil"', And((Word("lamp"), Not(Phrase((Word("whale"), Word("oil"))))))),
        ("lamp OR oil", Or((Word("lamp"), Word("oil")))),
        ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("lamp*", Word("lamp", prefix=True)),
        ('"the lamp*"', Phrase((Word("the"), Word("lamp", prefix=True)))),
        ("or ORB", And((Word("or"), Word("orb")))),
        ("日本", Phrase((Word("日"), Word("本")))),
        ("don’t", Word("don't")),
    ],
)
def test_what_a_query_means(query: str, expected: Query) -> None:
    assert parse(query) == expected


@pytest.mark.parametrize(
    ("query", "code", "position"),
    [
        ("", "empty_query", 0),
        ("   ", "empty_query", 0),
        ("-lamp", "only_negative", 0),
        ("lamp OR -oil", "only_negative", 0),
        ('lamp "oil', "unclosed_quote", 5),
        ("(lamp", "unbalanced_parenthesis", 0),
        ("lamp)", "unbalanced_parenthesis", 4),
        ("OR lamp", "dangling_operator", 0),
        ("lamp OR", "dangling_operator", 6),
        ("()", "dangling_operator", 1),
        ("lamp \U0001f642", "no_word", 5),
        ('""', "no_word", 0),
        ("*", "no_word", 0),
        ("(" * 30 + "a" + ")" * 30, "query_too_deep", 21),
        ("a " * 600, "query_too_long", 0),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_place(
    query: str, code: str, position: int
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert caught.value.fields[0][0] == "q"


@given(st.text(st.sampled_from("ab -()\"*OR“日'\\&|!:<>"), max_size=30))
def test_any_query_is_either_understood_or_refused(query: str) -> None:
    position = 0
    try:
        parse(query)
    except QueryError as error:
        position = error.position
    assert 0 <= position <= len(query)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("lamp", "The Lamp, the LÁMP; lamps.", ["Lamp", "LÁMP"]),
        ("lamp*", "The lamp and lamps, no clamp.", ["lamp", "lamps"]),
        ('"the lamp"', "The lamp. The… lamp! Lamp the.", ["The lamp", "The… lamp"]),
        ("lamp -oil", "lamp oil", []),
        ("lamp -oil", "lamp wick", ["lamp"]),
        ("lamp wick", "wick of a lamp", ["wick", "lamp"]),
        ("lamp wick", "lamp", []),
        ("(lamp wick) OR glass", "lamp glass", ["glass"]),
        ("日本", "日本語、日 本", ["日本", "日 本"]),
        ("strasse", "\U0001f642 Straße", ["Straße"]),
    ],
)
def test_hits_are_the_exact_places(query: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in hits(parse(query), text)] == found


@given(QUERIES, TEXTS)
def test_hits_agree_with_the_plainest_way(query: Query, text: str) -> None:
    expected = oracle(query, text)
    assert matches(query, text) == (expected is not None)
    assert hits(query, text) == sorted(expected or set())


def test_a_tsquery_asks_for_enough() -> None:
    assert to_tsquery(parse("lamp")) == "('lamp') | '**'"
    assert to_tsquery(parse("o'neil*")) == "('o''neil':*) | '**'"
    assert to_tsquery(parse("a -b")) == "(('a' & !'b')) | '**'"
    assert to_tsquery(parse('a -"b c"')) == "(('a')) | '**'"
    phrase = to_tsquery(parse('"a b"'))
    assert phrase == "((('a' <-> 'b') | ('a' & 'b' & '*'))) | '**'"


def test_context_has_the_width_asked_for() -> None:
    text = "abcdefghij"
    assert context(text, 4, 6, 3) == ("bcd", "ef", "ghi")
    assert context(text, 1, 2, 99) == ("a", "b", "cdefghij")


@given(st.text(st.sampled_from("ae\u0301 \U0001f468\u200d\U0001f469\U0001f3fd\ufe0f"), min_size=3))
def test_context_cuts_no_character_from_its_marks(text: str) -> None:
    left, hit, right = context(text, 1, 2, 2)
    assert (left + hit + right) in text
    assert hit == text[1]
    assert len(left) <= 2 >= len(right)
