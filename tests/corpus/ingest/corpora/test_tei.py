"""TEI: posts become threads; formal replies are the source's, indented ones are marked."""

import re
import tracemalloc
from datetime import UTC, datetime

import pytest

from corpus.errors import UnreadableError
from corpus.ingest import registry
from corpus.ingest.corpora import tei
from corpus.ingest.events import Noted, PersonRead, ReadOptions
from corpus.ingest.source import Source
from tests.corpus.ingest.corpora.tei_samples import CORPUS, DOCUMENT, HEADER, document, post
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(text: str | bytes, resume=None, **options) -> Reading:
    return read_with(
        tei.read, text if isinstance(text, bytes) else text.encode(), resume, **options
    )


def text_of(inside: str) -> str:
    return read(document(post(inside))).posts[0].text


def test_a_division_is_a_thread_that_begins_with_its_entry() -> None:
    reading = read(DOCUMENT)
    oil, wicks = reading.threads
    assert [thread.title for thread in reading.threads] == ["Which oil?", "Wicks"]
    assert [post.kind for post in oil.posts] == ["entry", "comment", "comment"]
    assert oil.language == "en"
    assert dict(oil.attributes) == {"document": "Talk of lamps"}
    assert oil.external_id is None
    assert oil.posts[1].external_id == "m2"
    assert {post.external_id for post in wicks.posts} == {None}
    assert reading.codes == []
    assert reading.account.sure
    assert reading.account.found == 7


def test_formal_replies_are_the_sources_and_indented_ones_are_marked() -> None:
    oil, wicks = read(DOCUMENT).threads
    assert [(p.parent, p.parent_how, p.depth) for p in oil.posts[1:]] == [
        (None, None, 0), (1, "export", 1),
    ]  # fmt: skip
    assert [(p.parent, p.parent_how) for p in wicks.posts[1:]] == [
        (None, None), (1, "indent"), (None, None),
    ]  # fmt: skip


def test_a_post_says_who_wrote_it_when_and_what() -> None:
    first, second, third = read(DOCUMENT).threads[0].posts
    assert first.text == ("Comment 1: which oil burns\nlongest?\n\nAnd & why?\n\n10:00, 3 May 2012")
    assert second.text == "Comment 2: the whale's, I was told."
    assert [one.author for one in (first, second, third)] == ["Ada", "Bo Lund", "A03"]
    assert first.written.at == datetime.fromisoformat("2012-05-03T10:00:00+02:00")
    assert second.written.at == datetime(2012, 5, 3, 10, 5)  # noqa: DTZ001 - the source has no zone
    assert second.written.precision == "minute"
    assert third.flags == ("bot",)
    whole = DOCUMENT[first.start : second.end]
    assert whole.startswith('<post xml:id="m1"')


def test_people_have_the_attributes_that_the_header_gives_them_but_no_address() -> None:
    (ada,) = [one for one in read(DOCUMENT).events if isinstance(one, PersonRead)]
    assert (ada.name, ada.site) == ("Ada", None)
    assert ada.attributes == {"age": "44", "sex": "f", "hobby": "oil", "role": "keeper"}
    assert "lamp.example" not in repr(read(DOCUMENT).events)


def test_people_may_be_listed_after_their_posts_and_moments_in_a_timeline() -> None:
    body = (
        '<listPerson><person xml:id="x"><persName>Cy</persName></person></listPerson>'
        '<timeline><when xml:id="t7" absolute="2008-02-14T17:01:00"/></timeline>'
    )
    chat = post("<p>hi</p>", who="#x", synch="#t7")
    (thread,) = read(document(chat).replace("</body>", f"</body><back>{body}</back>")).threads
    assert thread.posts[0].author == "Cy"
    assert thread.posts[0].written.at == datetime(2008, 2, 14, 17, 1)  # noqa: DTZ001
    assert (thread.title, thread.url) == ("Talk of lamps", "https://lamps.example/talk")


@pytest.mark.parametrize(("inside", "text"), [
    ("<p>one\n   two</p>\n<p/>\n<p>three</p>", "one two\n\nthree"),
    ("plain words", "plain words"),
    ("<p>She said <quote>no oil</quote> twice.</p>", "She said no oil twice."),
    ("<quote><p>no oil</p></quote><p>Oh.</p>", "no oil\n\nOh."),
    ("<p>up <gap reason='name'/> down</p>", "up […] down"),
    ("<p>a<note>the editor</note> b<choice><sic>teh</sic><corr>the</corr></choice></p>", "a bteh"),
    ("<list><item>x</item><item>y</item></list>", "x\ny"),
    ("<p><w>Hello</w><pc join='left'>,</pc><w>you</w></p>", "Hello, you"),
    ("<p><w join='right'>Hello</w><pc>,</pc>\n <w>you</w></p>", "Hello, you"),
    ("<p><w>Hello</w> <w>you</w></p>", "Hello you"),
    ("<p><w>Hello</w><w>you</w></p>", "Hello you"),
    ("<p>&bogus; &lt;b&gt; <!-- no --><![CDATA[<i>]]></p>", "&bogus; <b> <i>"),
    ("<p>&#xD800;&#65;&#99999999999;</p>", "\ufffdA\ufffd"),
    ('<p xml:space="preserve">a\n  b</p>', "a\n  b"),
    ("<p>smile <c type='emoji'>\U0001f642</c>!</p>", "smile \U0001f642!"),
])  # fmt: skip
def test_a_text_is_what_its_author_wrote(inside: str, text: str) -> None:
    assert text_of(inside) == text


def test_posts_outside_of_divisions_are_one_thread_and_other_text_is_counted() -> None:
    reading = read(document(post("<p>a</p>") + "<p>Between.</p>" + post("<p>b</p>")))
    assert [len(thread.posts) for thread in reading.threads] == [2]
    (noted,) = [one for one in reading.events if isinstance(one, Noted)]
    assert (noted.code, "1 paragraphs" in noted.message) == ("text_outside", True)
    assert reading.account.sure


def test_text_before_the_first_post_may_be_the_entry_so_a_person_is_asked() -> None:
    entry = "<div type='blogpost'><p>It froze.</p><p>All of it.</p></div>"
    comments = f"<div type='comments'>{post('<p>a</p>')}{post('<p>b</p>')}</div>"
    reading = read(document(entry + comments))
    assert reading.codes == ["uncertain_boundary", "text_outside"]
    assert not reading.account.sure
    called = comments.replace("<post>", '<post type="entry">', 1)
    assert read(document(entry + called)).codes == ["text_outside"]
    assert read(document(comments + entry)).codes == ["text_outside"]


def test_sections_of_a_thread_belong_to_it_and_wrappers_do_not() -> None:
    inner = f"<div><head>Sub</head>{post('<p>b</p>')}</div>"
    thread = f"<div><head>One</head>{post('<p>a</p>')}{inner}</div>"
    body = f"<div type='board'>{thread}<div>{post('c')}</div></div>"
    reading = read(document(body))
    assert [[post.text for post in one.posts] for one in reading.threads] == [["a", "b"], ["c"]]
    assert [one.title for one in reading.threads] == ["One", "Talk of lamps"]


def test_a_post_that_is_called_an_entry_is_one_wherever_it_stands() -> None:
    body = post("<p>c</p>", replyTo="#e") + post("<p>e</p>", xml_id="e", type="blogpost")
    (thread,) = read(document(body)).threads
    assert [post.text for post in thread.posts] == ["e", "c"]


def test_a_first_post_that_answers_a_later_one_is_no_entry() -> None:
    body = post("<p>b</p>", xml_id="b", replyTo="#a") + post("<p>a</p>", xml_id="a")
    reading = read(document(body))
    assert [post.text for post in reading.threads[0].posts] == ["", "a", "b"]
    assert "thread_missing" in reading.codes
    assert reading.account.accounted


def test_what_somebody_inferred_in_our_own_export_stays_inferred() -> None:
    own = "".join(
        f'<post xml:id="p{n}" n="{n}" type="{kind}"{more}><p xml:id="t{n}">Said {n}.</p></post>'
        for n, kind, more in (
            (7, "entry", ""), (8, "comment", ""), (9, "comment", ' indentLevel="1"'),
            (10, "comment", ' status="spam"'), (11, "trackback", ' replyTo="#p8"'),
        )
    )  # fmt: skip
    links = (
        '<standOff><linkGrp type="inferred"><link type="reply" subtype="indent" target="#p9 #p8"/>'
        '<link type="reply" subtype="manual" target="#p10 #p9"/>'
        '<link type="quote" target="#string-range(t10,0,4) #p8" cert="0.9"/></linkGrp></standOff>'
    )
    text = document(own).replace("<text>", links + "<text>").replace("doc1", "thread-3")
    (thread,) = read(text).threads
    assert [(post.text, post.parent, post.parent_how) for post in thread.posts[1:]] == [
        ("Said 8.", None, None), ("Said 9.", 1, "indent"), ("Said 10.", 2, "manual"),
        ("Said 11.", 1, "export"),
    ]  # fmt: skip
    assert [post.kind for post in thread.posts][-1] == "trackback"
    assert thread.posts[3].status == "spam"
    assert thread.external_id == "catena/thread-3"


def test_a_date_that_is_none_costs_itself_only() -> None:
    reading = read(document(post("<p>a</p>", when_iso="in May")))
    assert reading.codes == ["bad_date"]
    signed = '<p>a</p><signed><time when="2012-05-03T10:00:00Z">then</time></signed>'
    assert read(document(post(signed))).posts[0].written.at == datetime(2012, 5, 3, 10, tzinfo=UTC)


def test_each_text_of_a_corpus_has_its_own_header() -> None:
    reading = read(CORPUS)
    assert [one.attributes["document"] for one in reading.threads] == [
        f"Talk {n} of lamps" for n in (1, 1, 2, 2, 3, 3)
    ]
    assert reading.account.found == 21
    assert reading.account.sure


def test_any_size_of_step_gives_the_same(monkeypatch) -> None:
    monkeypatch.setattr(tei, "CHECKPOINT_BYTES", 1)
    for text in (CORPUS, CORPUS.replace("Comment", "C\u00f6mment \U0001f642")):
        reading = read("\ufeff" + text)
        assert len(reading.checkpoints) >= 6
        for stop in reading.checkpoints:
            assert read("\ufeff" + text, stop).events == reading.after(stop)


def test_cut_anywhere_what_is_whole_survives() -> None:
    texts = [post.text for post in read(DOCUMENT).posts]
    ends = [post.end for post in read(DOCUMENT).comments]
    for stop in range(len(TEI_START), len(DOCUMENT), 7):
        reading = read(DOCUMENT[:stop])
        assert reading.account.accounted, (stop, reading.account.faults())
        assert len(reading.posts) >= sum(end <= stop for end in ends)
        whole = [post.text for post in reading.posts if "cut" not in post.flags]
        assert set(whole) <= set(texts)


TEI_START = DOCUMENT[: DOCUMENT.index("<teiHeader")]


@pytest.mark.parametrize("broken", [
    DOCUMENT.replace("</p></post>\n<post xml:id=\"m3\"", "</post>\n<post xml:id=\"m3\""),
    DOCUMENT.replace("</post>\n<post xml:id=\"m3\"", "<post xml:id=\"m3\""),
    DOCUMENT.replace("</head>\n<post xml:id=\"m1\"", "\n<post xml:id=\"m1\""),
    DOCUMENT.replace("</div>", ""),
    DOCUMENT.replace("</listPerson>", "<person xml:id='z'>"),
    DOCUMENT.replace("<body>", "<body><!-- <post> --><![CDATA[<post>]]>"),
])  # fmt: skip
def test_broken_markup_costs_no_post(broken: str) -> None:
    reading = read(broken)
    assert [post.text.split("\n")[0][:9] for post in reading.posts] == [
        f"Comment {n}" for n in range(1, 8)
    ]
    assert reading.account.accounted, reading.account.faults()


def test_any_prefix_of_the_namespace_is_read_and_older_names_of_posts() -> None:
    prefixed = re.sub(r"<(/?)(\w)", r"<\1t:\2", DOCUMENT).replace("xmlns=", "xmlns:t=")
    assert read(prefixed).posts == [
        one.__class__(**{**fields(one), "start": moved.start, "end": moved.end})
        for one, moved in zip(read(DOCUMENT).posts, read(prefixed).posts, strict=True)
    ]
    older = DOCUMENT.replace("<post ", "<posting ").replace("</post>", "</posting>")
    assert [post.text for post in read(older).posts] == [post.text for post in read(DOCUMENT).posts]


def fields(one) -> dict:
    return {name: getattr(one, name) for name in one.__slots__}


def test_it_is_told_by_content() -> None:
    for text in (DOCUMENT, CORPUS, "\ufeff" + CORPUS):
        best, second = registry.detect(text.encode())[:2]
        assert (best.format, best.confidence - second.confidence > registry.CLOSE) == ("tei", True)
    novel = document("<p>Once.</p>")
    assert tei.sniff(novel.encode(), "").confidence < registry.SURE
    assert tei.sniff(novel[:200].encode(), "").confidence > registry.SURE
    assert tei.sniff(b"<rss/>", "").confidence == 0


def test_a_document_without_posts_says_so() -> None:
    assert "no_threads" in read(document("<p>Once.</p>", HEADER)).codes
    with pytest.raises(UnreadableError):
        read(b"")


def test_memory_does_not_grow_with_the_file() -> None:
    talk = "".join(
        f"<div><head>Day {day}</head>"
        + "".join(post(f"<p>{'word ' * 200}</p>", who=f"#w{day}", replyTo="#x") for _ in range(8))
        + "</div>"
        for day in range(500)
    )
    people = "".join(
        f'<person xml:id="w{n}"><persName>Ada {n}</persName></person>' for n in range(5_000)
    )
    header = HEADER.replace("<listPerson>", f"<listPerson>{people}")
    source = Source.from_bytes(document(talk, header).encode())
    tracemalloc.start()
    try:
        count = sum(
            len(getattr(event, "posts", ())) for event in tei.read(source, ReadOptions(), None)
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4_000
    assert peak < 8_000_000, peak
