"""HTML becomes the text a reader would see, and what only looks like HTML is not lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.ingest.markup import element_text, text_of
from corpus.text import canonical


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>two<br/>\nthree<BR />four", "One\ntwo\nthree\nfour"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<div>two</div>three", "One\ntwo\nthree"),
        ("<p>One<br></p><p>Two", "One\n\nTwo"),
        ("One<br><br><br>Two", "One\n\n\nTwo"),
        ("<p>I say:</p><ul><li>a<li>b<ul><li>c</ul></ul>so", "I say:\n\na\nb\nc\n\nso"),
        ("<ol><li>first</li><li>second</li></ol>", "first\nsecond"),
        ("He wrote<blockquote>that</blockquote>and this", "He wrote\n\nthat\n\nand this"),
        ("<h3>Head</h3>text", "Head\n\ntext"),
        ("  much   white\n space\t <b> here </b> ", "much white space here"),
        ("so<b>me</b>thing", "something"),
        ("10&nbsp;000\u00a0€", "10\u00a0000\u00a0€"),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "term\nmeaning"),
    ],
)
def test_blocks_become_lines_and_paragraphs(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<pre>\nif a:\n    b()\n\n    c()\n</pre>end", "if a:\n    b()\n\n    c()\n\nend"),
        ("see <code>a\n  b</code> there  now", "see a\n  b there now"),
        ("<pre>  indented</pre>", "  indented"),
        ("<pre>a<br>b\tc</pre>", "a\nb\tc"),
    ],
)
def test_code_keeps_its_white_space(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_a_table_becomes_lines_with_tabs_between_the_cells() -> None:
    rows = "<tr><th>name</th><th>age</th></tr><tr><td></td><td><p>7</p></td></tr>"
    assert text_of(f"As here:<table>{rows}</table>so") == "As here:\n\nname\tage\n\t7\n\nso"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<script>var b = '<p>c</p>';</script>d", "ad"),
        ("<STYLE>p {}</STYLE>a", "a"),
        ("<template><p>a</p></template>b", "b"),
        ("<noscript><img src='x'>a</noscript>b<noscript>c</noscript>", "bc"),
        ("<p hidden>a</p>b", "b"),
        ("<div class=x style='color:red; DISPLAY : none'>a<div>b</div></div>c", "c"),
        ("<p style='color: red'>a</p>", "a"),
        ("a<img src='x.png' alt='a > b'>b", "ab"),
        ("a<!-- b > c -->d<!---->e", "ade"),
        ("a<!--[if gte mso 9]><xml><o:x>b</o:x></xml><![endif]-->c", "ac"),
        ("<p class='x'>a<o:p></o:p></p><?xml:namespace prefix = o />", "a"),
    ],
)
def test_what_a_browser_does_not_show_is_left_out(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    "text",
    [
        "if x<y and y>z",
        "if a<b and c>d then",
        "I <3 this & that, R&D; AT&T",
        "mail <someone@example.org> or <https://example.org/x>",
        "<sarcasm>sure</sarcasm>",
        "a << b >> c <- d -> e <> f",
        'cut off <a href="https://example.org',
        "an end ]]> without begin",
        "a comment <!-- without end",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert text_of(text) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<script>b", "ab"),
        ("<div hidden>a", "a"),
        ("<b>a<i>b</b>c</i>", "abc"),
        ('<a href="x>link</a> on', "link on"),
        ("</p></div>a", "a"),
        ("<![CDATA[x<y && <b>]]> z", "x<y && <b> z"),
        ("&amp;amp; &amp;lt;b&gt; &#8217; &eacute; &copy 1", "&amp; &lt;b> ’ é © 1"),
        ("&am<b>p;</b>lt;", "&amp;lt;"),
        ("nul\0 and \x02 control", "nul and \ufffd control"),
        ("a\r\nb\rc", "a b c"),
        ("", ""),
        ("<p>&nbsp;</p>", ""),
        ("<p>&nbsp;</p><p>a</p><p> \u00a0</p>", "a"),
    ],
)
def test_broken_markup_loses_no_text(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_half_html_gets_its_paragraphs_as_wordpress_gives_them() -> None:
    body = (
        "One line\nand the <b>next</b>\r\n\r\nTwo<br />\nlines\n<blockquote>q</blockquote>\n\n\n"
        "<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\n<pre>x\n\n\n  y</pre>\nend"
    )
    assert text_of(body, autop=True) == (
        "One line\nand the next\n\nTwo\nlines\n\nq\n\na\nb\n\nx\n\n\n  y\n\nend"
    )


def test_a_body_of_wordpress_blocks_has_its_own_paragraphs() -> None:
    body = "<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n<p>Two</p>"
    assert text_of(body, autop=True) == "One line\n\nTwo"


def test_elements_can_be_left_out() -> None:
    tree = etree.fromstring("<div>a<p>b<i>c</i>d</p>e<!-- f -->g<ul><li>h</li></ul></div>")
    assert element_text(tree) == "a\n\nbcd\n\neg\n\nh"
    assert element_text(tree, without={tree[0][0], tree[2]}) == "a\n\nbd\n\neg"


NAMES = (
    "a b br em span p div ul ol li blockquote pre code table tr td th h2 dl dt dd img hr script "
    "noscript section tbody"
)
TEXT = st.text(alphabet="ab \n\t\u00a0&<>;é😀\"'", max_size=8)
TREE = st.recursive(
    st.tuples(
        st.sampled_from(NAMES.split()), TEXT, TEXT, st.just(()), st.sampled_from(["", "hidden"])
    ),
    lambda inner: st.tuples(
        st.sampled_from(NAMES.split()),
        TEXT,
        TEXT,
        st.lists(inner, max_size=4),
        st.sampled_from(["", "x"]),
    ),
    max_leaves=12,
)


def grown(shape) -> etree._Element:
    name, text, tail, children, mark = shape
    element = etree.Element(name)
    element.tail = tail
    if mark:
        element.set("class" if mark == "x" else "hidden", 'a "quoted" > value')
    if name in {"br", "img", "hr"}:
        return element
    if name == "script":
        element.text = "var a;"
        return element
    element.text = text
    element.extend(grown(child) for child in children)
    return element


@given(TREE)
def test_source_and_tree_give_the_same_text(shape) -> None:
    tree = etree.Element("div")
    tree.append(grown(shape))
    source = etree.tostring(tree, method="html", encoding="unicode")
    assert text_of(source) == element_text(tree)


@given(
    source=st.text(alphabet="<>!-/[]CDATA&;pbr \n\"'=hidden\x00\x02\u00a0", max_size=60),
    autop=st.booleans(),
)
def test_any_text_gives_a_canonical_one_without_blank_ends(source: str, *, autop: bool) -> None:
    text = text_of(source, autop=autop)
    assert canonical(text)[0] == text
    lines = text.split("\n")
    assert not text or (lines[0].strip() and lines[-1].strip())


@given(st.text(alphabet="xyz <>&=\"'/\n", max_size=60))
def test_letters_that_make_no_tag_of_html_survive_in_their_order(source: str) -> None:
    assert "".join(text_of(source).split()) == "".join(source.split())


@pytest.mark.parametrize(
    "piece", ["<", '<a b="', "<a b='x' ", "<!--", "<![CDATA[", "<script>", "<p hidden>", "&", " \n"]
)
def test_the_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    begun = time.process_time()
    text_of(piece * (1_000_000 // len(piece)), autop=True)
    assert time.process_time() - begun < 5


def test_a_reference_of_thousands_of_figures_is_one_unknown_character() -> None:
    assert text_of(f"a&#{'9' * 5_000};b &amp; c") == "a\ufffdb & c"
