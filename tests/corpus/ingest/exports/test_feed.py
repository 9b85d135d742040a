"""Feeds: entries and comments of RSS and Atom; comments come to the entry that they answer."""

from datetime import UTC, datetime

import pytest

from corpus.ingest import registry
from corpus.ingest.exports import feed
from tests.corpus.ingest.exports.reading import Reading, read_with

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>{title}</title><atom:link href="https://log.example/feed/" rel="self"/>
<link>https://log.example/</link>{items}</channel></rss>
"""
ENTRY = """<item><title>On lamps &amp; oil</title><link>https://log.example/lamps/</link>
<comments>https://log.example/lamps/#comments</comments><dc:creator>Kit</dc:creator>
<pubDate>Wed, 20 Mar 2019 10:00:00 +0100</pubDate><category><![CDATA[Oil]]></category>
<guid isPermaLink="false">https://log.example/?p=1</guid><description>Short […]</description>
<content:encoded><![CDATA[<p>The lamp was lit.</p>]]></content:encoded>
<wfw:commentRss>https://log.example/lamps/feed/</wfw:commentRss><slash:comments>{count}</slash:comments>
</item>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>The Lighthouse Log</title><id>https://log.example/</id>{entries}</feed>
"""


def read(data: str) -> Reading:
    return read_with(feed.read, data.encode())


def comment(number: int, *, page: str = "lamps", title: str = "By: Ada", at: int = 0) -> str:
    return f"""<item><title>{title}</title>
    <link>https://log.example/{page}/#comment-{number}</link>
    <dc:creator><![CDATA[Ada]]></dc:creator>
    <pubDate>Wed, 20 Mar 2019 11:{at or number:02d}:00 +0000</pubDate>
    <guid isPermaLink="false">https://log.example/?p=1#comment-{number}</guid>
    <description>Well lit {number}.</description>
    <content:encoded><![CDATA[<p>Well <b>lit</b> {number}.</p>]]></content:encoded></item>
    """


def entry(number: int, *, to: str = "", kind: str = "html", text: str = "&lt;p&gt;Lit.&lt;/p&gt;",
          extra: str = "") -> str:  # fmt: skip
    above = f'<thr:in-reply-to ref="{to}" href="https://log.example/a"/>' if to else ""
    return f"""<entry><id>tag:log.example,2019:{number}</id><title>Entry {number}</title>
    <link rel="alternate" href="https://log.example/{number}"/>{above}{extra}
    <author><name>Kit</name><uri>https://kit.example</uri></author>
    <published>2019-03-20T10:{number:02d}:00Z</published>
    <content type="{kind}">{text}</content></entry>
    """


def test_the_comments_feed_of_an_entry_is_one_thread_oldest_first() -> None:
    items = "".join(comment(number) for number in (3, 2, 1))
    reading = read(RSS.format(title="Comments on: On lamps", items=items))
    (thread,) = reading.threads
    assert (thread.title, thread.url) == ("On lamps", "https://log.example/lamps/")
    assert [post.text for post in thread.posts] == [
        "", "Well lit 1.", "Well lit 2.", "Well lit 3.",
    ]  # fmt: skip
    assert thread.posts[0].flags == ("no_entry_text",)
    assert [post.author for post in reading.comments] == ["Ada"] * 3
    assert reading.codes == ["feed_window"]
    assert reading.account.accounted


def test_the_comments_feed_of_a_site_is_a_thread_for_each_entry() -> None:
    items = "".join(
        comment(number, page=page, title=f"Comment on {page.title()} by Night by Ada")
        for number, page in ((1, "lamps"), (2, "oil"), (3, "lamps"))
    )
    reading = read(RSS.format(title="Comments for The Lighthouse Log", items=items))
    assert [(one.title, len(one.posts)) for one in reading.threads] == [
        ("Lamps by Night", 3), ("Oil by Night", 2),
    ]  # fmt: skip


def test_the_name_stands_in_the_title_where_it_stands_nowhere_else() -> None:
    item = comment(1).replace("<dc:creator><![CDATA[Ada]]></dc:creator>", "")
    assert read(RSS.format(title="x", items=item)).comments[0].author == "Ada"


def test_an_address_alone_is_nobodys_name() -> None:
    alone = ENTRY.replace("<dc:creator>Kit</dc:creator>", "<author>kit@log.example</author>")
    both = alone.replace("kit@log.example", "kit@log.example (Kit)")
    for items, author in ((alone, None), (both, "Kit")):
        (first,) = read(RSS.format(title="Log", items=items.format(count=0))).threads
        assert first.author == author
        assert first.posts[0].author_email == "kit@log.example"


def test_pages_of_comments_belong_to_one_entry() -> None:
    items = comment(1) + comment(2).replace("lamps/#", "lamps/comment-page-2/#")
    assert len(read(RSS.format(title="x", items=items)).threads) == 1


def test_an_entry_of_rss_is_a_thread_that_knows_of_its_comments() -> None:
    reading = read(RSS.format(title="The Lighthouse Log", items=ENTRY.format(count=5)))
    (thread,) = reading.threads
    assert (thread.title, thread.site, thread.author) == (
        "On lamps & oil", "The Lighthouse Log", "Kit",
    )  # fmt: skip
    assert (thread.declared, thread.categories) == (5, ("Oil",))
    assert thread.written.at == datetime(2019, 3, 20, 9, tzinfo=UTC)
    assert thread.posts[0].text == "The lamp was lit."
    assert thread.attributes["comments_feed"] == "https://log.example/lamps/feed/"
    assert "declared_explained" in reading.codes


def test_entries_and_comments_in_one_feed_come_together() -> None:
    items = ENTRY.format(count=2) + comment(1) + comment(2)
    reading = read(RSS.format(title="The Lighthouse Log", items=items))
    assert [len(one.posts) for one in reading.threads] == [3]
    assert "declared_explained" not in reading.codes
    assert reading.account.accounted


def test_answers_in_atom_find_entries_and_comments() -> None:
    base = "tag:log.example,2019:"
    entries = entry(3, to=f"{base}2") + entry(2, to=f"{base}1") + entry(1)
    reading = read(ATOM.format(entries=entries))
    (thread,) = reading.threads
    assert [post.external_id for post in thread.posts] == [f"{base}{n}" for n in (1, 2, 3)]
    assert [post.parent for post in thread.posts] == [None, None, 1]
    assert reading.account.accounted


def test_answers_to_an_entry_elsewhere_form_a_thread_with_its_address() -> None:
    reading = read(ATOM.format(entries=entry(1, to="tag:other") + entry(2, to="tag:other")))
    (thread,) = reading.threads
    assert (thread.url, thread.external_id, len(thread.posts)) == (
        "https://log.example/a", "tag:other", 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("html", "&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "a & b"),
        ("text", "a &lt;b&gt; c", "a <b> c"),
        ("xhtml", "<div xmlns='http://www.w3.org/1999/xhtml'>a <b>b</b><br/>c</div>", "a b\nc"),
    ],
)
def test_texts_of_atom_are_read_by_their_type(kind: str, text: str, shown: str) -> None:
    assert read(ATOM.format(entries=entry(1, kind=kind, text=text))).posts[0].text == shown


def test_rss_of_the_rdf_kind_is_read() -> None:
    data = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://log.example/"><title>The Lighthouse Log</title></channel>
    <item rdf:about="https://log.example/1"><title>On lamps</title>
    <link>https://log.example/1</link><description>Lit.</description>
    <dc:date>2004-03-20T10:00:00+01:00</dc:date></item></rdf:RDF>"""
    reading = read(data)
    assert (reading.threads[0].title, reading.posts[0].text) == ("On lamps", "Lit.")
    assert reading.threads[0].written.at == datetime(2004, 3, 20, 9, tzinfo=UTC)
    assert registry.detect(data.encode())[0].format == feed.FORMAT


def test_a_feed_with_a_broken_item_loses_only_what_is_broken() -> None:
    items = comment(1).replace("</dc:creator>", "</dc:maker>") + comment(2)
    reading = read(RSS.format(title="x", items=items))
    assert [post.text for post in reading.comments] == ["Well lit 1.", "Well lit 2."]
    assert "mended_markup" in reading.codes


def test_feeds_are_told_by_content() -> None:
    for data in (
        RSS.format(title="x", items=comment(1)), ATOM.format(entries=entry(1)),
    ):  # fmt: skip
        assert registry.detect(data.encode())[0].format == feed.FORMAT


def test_a_date_beyond_all_numbers_costs_the_date_only() -> None:
    raw = f"Wed, 20 Mar 2019 11:01:00 +{'9' * 30}"
    item = comment(1).replace("Wed, 20 Mar 2019 11:01:00 +0000", raw)
    (post,) = read(RSS.format(title="Comments on: On lamps", items=item)).posts[1:]
    assert (post.text, post.written.at, post.written.raw) == ("Well lit 1.", None, raw)


def test_a_count_of_thousands_of_figures_is_none() -> None:
    items = ENTRY.format(count="9" * 5_000) + comment(1)
    assert read(RSS.format(title="Log", items=items)).threads[0].declared is None
