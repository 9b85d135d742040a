"""The tree of a saved page and the positions of its texts, for any text whatever."""

from html import unescape
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.ingest.html.document import HIDDEN, Document
from corpus.ingest.html.tokens import DEPTH, clean

PIECES = (
    "<", ">", "</", "/>", "<!--", "-->", "<!", "<?", "]]>", "<![CDATA[", "=", '"', "'", " ", "\n",
    "&amp;", "&#0;", "&#x41;", "&nbsp", "&", "\0", "\ud800", "é", "😀", "{1}", "{", "}",
    "<div>", "</div>", "<p>", "</p>", "<li>", "<ul>", "</ul>", "<table>", "<td>", "</table>",
    "<script>", "</script>", "<title>", "</title>", "<textarea>", "<style>", "<br>", "<a href='",
    "<b>", "</b>", "<svg>", "<form>", "</body>", "<html>", "<head>", "text", "a<b", "<select>",
    "<option>", "<frameset>", "<plaintext>", "<template>", "<iframe>", "<o:p>", "<x-y>", "<dd>",
)  # fmt: skip
markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


def _ink(text: str) -> str:
    return "".join(clean(text).split())


@settings(deadline=None)
@given(markup)
@example("<p>x</p></html>y<p>z")
@example("<select><div>a</div></select>")
def test_every_text_of_the_tree_reads_as_its_place_in_the_file(text: str) -> None:
    document = Document(text)
    places: list[tuple[int, int]] = []
    for found, spans in document.nodes():
        source = [text[start:end] for start, end in spans]
        raw, decoded = "".join(source), "".join(unescape(one) for one in source)
        assert _ink(found) in {_ink(raw), _ink(decoded)}
        places += spans
    assert len(places) == len(set(places))
    assert all(before[1] <= after[0] for before, after in zip(sorted(places), sorted(places)[1:],
                                                               strict=False))  # fmt: skip


@settings(deadline=None)
@given(markup)
def test_no_text_is_lost(text: str) -> None:
    assert Document(text).lost == 0


@settings(deadline=None)
@given(markup)
def test_a_span_holds_the_spans_of_what_is_inside(text: str) -> None:
    document = Document(text)
    for element in document.elements:
        if any(above.tag in HIDDEN for above in element.iterancestors()):
            continue
        whole = document.span(element)
        for inner in element:
            part = document.span(inner)
            if part is not None and element.tag not in HIDDEN:
                assert whole is not None
                assert whole[0] <= part[0]
                assert part[1] <= whole[1]


def test_white_space_between_words_stays() -> None:
    document = Document("<p><b>one</b> <i>two</i>\n<u>three</u></p>")
    assert "".join(document.root.itertext()).split() == ["one", "two", "three"]


def test_scripts_and_comments_are_no_text_of_an_element() -> None:
    text = "<div>a<script>if (1 < 2) x('</div>')</script><!-- <p>b</p> -->c</div>"
    document = Document(text)
    div = next(document.root.iter("div"))
    assert document.span(div) == (text.index("a<"), text.index("</div>", 60))
    assert [text[start:end] for start, end in document.comments] == ["<!-- <p>b</p> -->"]


def test_tags_nested_ten_thousand_deep_are_read() -> None:
    text = "<div>x" * 10_000 + "</div>" * 10_000
    document = Document(text)
    assert document.lost == 0
    assert document.flattened == 10_000 - DEPTH
    assert document.span(document.root) == (5, text.rindex("x") + 1)


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a x=\"", "<a x='", "<", "<!--", "<title>", "<script>", "</p>", "<b>", "<p>", "&#",
     "<td>", "<div", "<!", "<?", "=\"", "<a =\"'>", "<li><div>", "<style></script>"],
)  # fmt: skip
def test_reading_takes_time_in_proportion_to_the_length(piece: str) -> None:
    def spent(count: int) -> float:
        start = process_time()
        Document(piece * count)
        return process_time() - start

    short, long = spent(5_000), spent(80_000)
    assert long < max(0.4, short * 16 * 4)
