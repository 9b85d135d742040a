"""Blogger's takeouts, old and new: posts, pages and comments, told from settings and templates."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.events import Skipped
from corpus.ingest.exports import blogger
from tests.corpus.ingest.exports.reading import Reading, read_with

_BLOG = "tag:blogger.com,1999:blog-5.post-"
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'
  xmlns:thr='http://purl.org/syndication/thread/1.0'>
<id>tag:blogger.com,1999:blog-5.archive</id><title type='text'>The Lighthouse Log</title>
"""
NEW_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<id>tag:blogger.com,1999:blog-5</id><title>The Lighthouse Log</title>
"""


def read(data: str) -> Reading:
    return read_with(blogger.read, data.encode())


def author(name: str, number: int = 0) -> str:
    address = f"<uri>http://www.blogger.com/profile/{number}</uri>" if number else ""
    return f"<author><name>{name}</name>{address}<email>noreply@blogger.com</email></author>"


def old(
    number: int, kind: str, text: str = "&lt;p&gt;The lamp &amp;amp; oil.&lt;/p&gt;",
    at: str = "2010-05-01T09:00:00.002+02:00", extra: str = "", name: str = author("Kit", 77),
) -> str:  # fmt: skip
    return f"""<entry><id>{_BLOG}{number}</id><published>{at}</published>
    <updated>2011-01-01T00:00:00Z</updated>
    <category scheme='http://schemas.google.com/g/2005#kind'
      term='http://schemas.google.com/blogger/2008/kind#{kind}'/>
    <title type='text'>On lamps</title><content type='html'>{text}</content>{extra}{name}</entry>
    """


def reply(number: int, post: int, *, at: str = "2010-05-02T10:00:00Z", to: int = 0,
          text: str = "Well lit.", extra: str = "", name: str = author("Ada", 8),
) -> str:  # fmt: skip
    link = (
        "<link rel='related' type='application/atom+xml' "
        f"href='http://www.blogger.com/feeds/5/{post}/comments/default/{to}'/>"
        if to
        else ""
    )
    above = f"<thr:in-reply-to ref='{_BLOG}{post}' href='http://log.example/{post}.html'/>"
    return old(number, "comment", text, at, extra + above + link, name)


def new(number: int, kind: str, status: str = "LIVE", parent: int = 0, text: str = "Lit.") -> str:
    above = f"<blogger:parent>{_BLOG}{parent}</blogger:parent>" if parent else ""
    return f"""<entry><id>{_BLOG}{number}</id>{above}<blogger:type>{kind}</blogger:type>
    <blogger:status>{status}</blogger:status>
    <author><name>Kit</name><uri></uri><blogger:type>BLOGGER</blogger:type></author>
    <title>On lamps</title><content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content>
    <blogger:created>2020-01-02T03:04:0{number % 10}Z</blogger:created>
    <published>2020-01-02T03:04:0{number % 10}Z</published>
    <category scheme='tag:blogger.com,1999:blog-5' term='Oil'/>
    <blogger:filename>/2020/01/lamps.html</blogger:filename></entry>
    """


LABEL = "<category scheme='http://www.blogger.com/atom/ns#' term='Oil'/>"
ADDRESS = "<link rel='alternate' type='text/html' href='http://log.example/1.html' title='x'/>"
SITE = (
    HEAD
    + old(900, "settings")
    + old(901, "template")
    + reply(13, 1, at="2010-05-04T10:00:00Z", to=12, name=author("Kit", 77))
    + reply(12, 1, at="2010-05-03T10:00:00Z")
    + old(1, "post", extra=LABEL + ADDRESS)
    + reply(11, 1, at="2010-05-02T10:00:00Z", name=author("Anonymous"))
    + "</feed>"
)


def test_comments_come_to_their_post_in_the_order_of_time() -> None:
    thread = read(SITE).threads[0]
    assert (thread.title, thread.site) == ("On lamps", "The Lighthouse Log")
    assert (thread.url, thread.categories) == ("http://log.example/1.html", ("Oil",))
    assert thread.written.raw == "2010-05-01T09:00:00.002+02:00"
    assert thread.posts[0].text == "The lamp & oil."
    assert [post.external_id for post in thread.posts] == [f"{_BLOG}{n}" for n in (1, 11, 12, 13)]


def test_an_answer_to_a_comment_is_known_by_its_address() -> None:
    thread = read(SITE).threads[0]
    assert [post.parent for post in thread.posts] == [None, None, None, 2]
    assert thread.posts[3].is_entry_author
    assert not thread.posts[2].is_entry_author


def test_the_address_that_stands_for_nobody_is_no_email() -> None:
    assert {post.author_email for post in read(SITE).posts} == {None}


def test_settings_and_templates_are_counted_only() -> None:
    reading = read(SITE)
    skipped = [(one.item, one.count) for one in reading.events if isinstance(one, Skipped)]
    assert skipped == [("settings", 1), ("template", 1)]
    assert reading.account.accounted


def test_a_removed_comment_stays_as_a_stub() -> None:
    gone = "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>"
    reading = read(HEAD + old(1, "post") + reply(2, 1, extra=gone) + reply(3, 1, to=2) + "</feed>")
    assert [post.status for post in reading.comments] == ["deleted", "approved"]
    assert reading.comments[1].parent == 1


@pytest.mark.parametrize("prefix", ["xmlns:app='http://purl.org/atom/app#'", ""])
def test_a_draft_is_known_even_if_its_prefix_is_declared_nowhere(prefix: str) -> None:
    control = f"<app:control {prefix}><app:draft>yes</app:draft></app:control>"
    assert read(HEAD + old(1, "post", extra=control) + "</feed>").posts[0].status == "draft"


def test_comments_without_their_post_form_a_thread_of_their_own() -> None:
    reading = read(HEAD + reply(2, 1) + reply(3, 1, to=2) + "</feed>")
    assert [thread.title for thread in reading.threads] == ["(thread missing)"]
    assert [post.parent for post in reading.comments] == [None, 1]
    assert "thread_missing" in reading.codes
    assert reading.account.accounted


def test_posts_without_text_and_comments_are_counted_only() -> None:
    reading = read(HEAD + old(1, "post", text="") + "</feed>")
    assert (reading.threads, reading.codes) == ([], ["skipped"])


def test_new_takeouts_are_read_too() -> None:
    reading = read(
        NEW_HEAD
        + new(3, "COMMENT", parent=2)
        + new(2, "COMMENT", parent=1)
        + new(1, "POST")
        + new(5, "PAGE", "DRAFT")
        + "</feed>"
    )
    post, page = reading.threads
    assert post.categories == ("Oil",)
    assert post.attributes["filename"] == "/2020/01/lamps.html"
    assert [(one.text, one.parent) for one in post.posts] == [
        ("Lit.", None), ("Lit.", None), ("Lit.", 1),
    ]  # fmt: skip
    assert (page.posts[0].status, page.attributes["post_type"]) == ("draft", "page")
    assert post.written.at == datetime(2020, 1, 2, 3, 4, 1, tzinfo=UTC)
    assert reading.account.accounted


@pytest.mark.parametrize(
    ("written", "status"),
    [("LIVE", "approved"), ("SPAM_COMMENT", "spam"), ("PENDING", "pending"),
     ("EMPTIED", "deleted"), ("SOFT_TRASHED", "trash"), ("UNHEARD_OF", "pending")],
)  # fmt: skip
def test_new_takeouts_say_in_which_state_a_comment_is(written: str, status: str) -> None:
    reading = read(NEW_HEAD + new(1, "POST") + new(2, "COMMENT", written, 1) + "</feed>")
    assert [post.status for post in reading.comments] == [status]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, len(SITE)))
def test_a_file_cut_anywhere_keeps_what_stands_before_the_cut(stop: int) -> None:
    reading = read(SITE[:stop])
    assert reading.account.accounted
    kept = {post.external_id for post in reading.posts}
    assert {one.external_id for one in read(SITE).comments if one.end <= stop} <= kept


def test_it_is_told_from_an_ordinary_feed_by_content() -> None:
    for data in (SITE, NEW_HEAD + new(1, "POST") + "</feed>"):
        found = registry.detect(data.encode())
        assert found[0].format == blogger.FORMAT
        assert found[0].confidence - found[1].confidence > registry.CLOSE


def test_taken_up_at_any_checkpoint_it_ends_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.ingest.exports.grouped.STEP_BYTES", 1_000)
    monkeypatch.setattr("corpus.ingest.exports.grouped.STEPS", 20)
    data = HEAD + "".join(
        reply(100 + n, n % 9) + (old(n, "post") if n < 12 else "") for n in range(40)
    ) + old(90, "settings") + "</feed>"  # fmt: skip
    whole = read(data)
    assert len(whole.checkpoints) > 3
    assert whole.account.accounted
    for stop in whole.checkpoints:
        assert read_with(blogger.read, data.encode(), stop).events == whole.after(stop)
