"""Web annotations and CAS of any text: whatever people write, a passage stays the same words."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.exports.cas_rows import CODE, Names, Seen, cas_of, type_system
from annotations.exports.refi.xml import allowed
from annotations.exports.rows import (
    AnnotationRow,
    CodeRow,
    CoderRow,
    Conversation,
    PostRow,
    ThreadRow,
)
from annotations.exports.w3c_rows import Describer, Site, Text
from annotations.w3c_claims import placed, wanted
from corpus.errors import ImpossibleError

WRITTEN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
NASTY = st.text(st.sampled_from("a \n\t\u0301\u200d\u2028\x85🌱👩\U0010ffff\x01\ufffe<&>\"'"))
TEXTS = st.lists(WRITTEN | NASTY, min_size=1, max_size=5)
SITE = Site("https://catena.example", 7)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            ["type", "body", "target", "source", "selector", "id", "value", "start", "end", "exact"]
        ), inner, max_size=4,
    ),
)  # fmt: skip


def code(number: int = 3) -> CodeRow:
    return CodeRow(
        number, None, "Frost", ["Weather > sky", "Frost"], "", "", "", "", "", [], 0,
        bool(0), bool(0), [], "",
    )  # fmt: skip


def post(number: int, text: str) -> PostRow:
    return PostRow(
        number + 50, 1, "comment", number, None, None, 0, None, None, bool(0),
        None, "", "", "approved", None, text, 1,
    )  # fmt: skip


def passage(number: int, at: PostRow, start: int, end: int) -> AnnotationRow:
    return AnnotationRow(
        f"annotation-{number}", 1, at.id, 3, 4, "passage", start, end, at.text[start:end], 1,
        "live", "", "2031-05-02T08:00:00.000000Z", "2031-05-02T08:00:00.000000Z",
    )  # fmt: skip


def passages(data: Any, posts: list[PostRow]) -> list[AnnotationRow]:
    found = []
    for one in posts:
        if one.text:
            start = data.draw(st.integers(0, len(one.text) - 1))
            end = data.draw(st.integers(start + 1, len(one.text)))
            found.append(passage(len(found), one, start, end))
    return found


def answered(ask: Callable[[], Any]) -> Any:
    """What was answered, or the code of the refusal."""
    try:
        return ask()
    except ImpossibleError as refused:
        return refused.code


@pytest.mark.parametrize("xml", [True, False])
@given(texts=TEXTS, data=st.data())
def test_each_span_of_a_cas_covers_its_quote(xml, texts, data):
    posts = [post(number, text) for number, text in enumerate(texts)]
    rows = passages(data, posts)
    thread = ThreadRow(1, texts[0], "", "", None, None, None, "", [], {}, None)
    names = Names({3: code()}, {4: CoderRow(4, "ada", "Ada")})
    seen, types = Seen(), type_system()
    cas = cas_of(Conversation(thread, posts, rows), names, types, seen, xml=xml)
    if xml:
        file = io.BytesIO(cas.to_xmi().encode())
        read = load_cas_from_xmi(file, typesystem=load_typesystem(types.to_xml()))
    else:
        read = load_cas_from_json(cas.to_json())
    spans = {one.id: one for one in read.select(CODE)}
    assert len(spans) == len(rows)
    for row in rows:
        quote = allowed(row.quote or "")[0] if xml else row.quote
        assert spans[row.id].get_covered_text() == quote


@given(text=WRITTEN | NASTY, data=st.data())
def test_a_web_annotation_that_comes_back_claims_what_it_said(text, data):
    assume(text)
    (row,) = passages(data, [post(0, text)])
    describer = Describer(SITE, codes=[code()], coders=[CoderRow(4, "ada", "Ada")])
    said = describer.says(row, Text(1, text))
    said["body"] = [{"id": SITE.code(3)}]
    claim = wanted(said, bases=[SITE.base])
    assert (claim.code, claim.post, claim.version) == (3, 50, 1)
    assert placed(claim, text) == (row.start, row.end, row.quote)


@given(text=WRITTEN | NASTY, data=st.data())
def test_a_quote_with_its_surroundings_is_found_where_it_stood_or_said_to_be_ambiguous(text, data):
    assume(text)
    (row,) = passages(data, [post(0, text)])
    describer = Describer(SITE, codes=[code()], coders=[CoderRow(4, "ada", "Ada")])
    said = describer.says(row, Text(1, text))
    said["body"] = SITE.code(3)
    said["target"]["selector"] = said["target"]["selector"][1]
    found = answered(lambda: placed(wanted(said, bases=[SITE.base]), text))
    assert found in ((row.start, row.end, row.quote), "ambiguous_quote")


@given(JSON)
def test_whatever_comes_in_is_a_claim_or_refused(document):
    found = answered(lambda: wanted(document, bases=[SITE.base]).code)
    assert found == "unsupported_annotation" or found > 0
