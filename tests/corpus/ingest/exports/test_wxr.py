"""WXR: every comment of a WordPress site comes in, whatever state it or the file is in."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.events import Failed, Noted, Skipped
from corpus.ingest.exports import wxr
from tests.corpus.ingest.exports import xml_samples as made
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(data: bytes, **options: object) -> Reading:
    return read_with(wxr.read, data, **options)


def notes(reading: Reading, code: str) -> list[Noted | Failed | Skipped]:
    said = (Noted, Failed, Skipped)
    return [one for one in reading.events if isinstance(one, said) and one.code == code]


SITE = made.wxr(
    made.item(1, made.comment(11), made.comment(12, "Aye.", parent=11, author="Bo Wick")),
    made.item(2, made.comment(21, user=7, author="Kit Keeper"), kind="page"),
)


def test_an_item_becomes_a_thread_with_all_that_it_says() -> None:
    thread = read(SITE).threads[0]
    entry, first, second = thread.posts
    assert (thread.title, thread.site, thread.url) == (
        "On lamps", "The Lighthouse Log", "https://log.example/?p=1",
    )  # fmt: skip
    assert (thread.author, thread.external_id) == ("Kit Keeper", "1")
    assert thread.categories == ("Oil & wicks", "Night")
    assert thread.written.at == datetime(2019, 3, 20, 10, tzinfo=UTC)
    assert (entry.kind, entry.text, entry.is_entry_author) == ("entry", "The lamp was lit.", True)
    assert (first.author, first.external_id, first.parent) == ("Ada Oil", "11", None)
    assert (first.author_email, first.author_ip) == ("ada@mail.example", "192.0.2.7")
    assert first.author_url == "https://ada.example/"
    assert first.written.at == datetime(2019, 3, 20, 11, 5, tzinfo=UTC)
    assert (second.parent, second.parent_how, second.depth) == (1, "export", 1)


def test_the_spans_of_posts_hold_their_comments() -> None:
    text = SITE.decode()
    for thread in read(SITE).threads:
        assert text[thread.start :].startswith("<item>")
        assert text[: thread.end].endswith("</item>")
        for post in thread.posts[1:]:
            cut = text[post.start : post.end]
            assert cut.startswith("<wp:comment>")
            assert cut.endswith("</wp:comment>")
            assert f"<wp:comment_id>{post.external_id}<" in cut


def test_spans_count_code_points_not_bytes() -> None:
    data = made.wxr(made.item(1, made.comment(1, "ö😀"), made.comment(2, "ä", author="Žofie")))
    text = data.decode()
    for post in read(data).comments:
        assert text[post.start : post.end].startswith("<wp:comment>")


def test_the_entry_author_is_known_by_the_account() -> None:
    own, other = read(
        made.wxr(
            made.item(
                1,
                made.comment(1, user=7, author="kit on the phone"),
                made.comment(2, user=9, author="Kit Keeper"),
            )
        )
    ).comments
    assert (own.is_entry_author, own.author_account) == (True, "7")
    assert (other.is_entry_author, other.author_account) == (False, "9")


@pytest.mark.parametrize(
    ("approved", "status"),
    [("1", "approved"), ("0", "pending"), ("spam", "spam"), ("trash", "trash"),
     ("post-trashed", "trash")],
)  # fmt: skip
def test_unapproved_comments_come_in_with_their_state(approved: str, status: str) -> None:
    reading = read(made.wxr(made.item(1, made.comment(1, approved=approved))))
    assert [post.status for post in reading.comments] == [status]
    assert reading.account.accounted


def test_pings_are_told_apart_and_other_types_flagged() -> None:
    reading = read(
        made.wxr(
            made.item(1, *(made.comment(n, kind=kind) for n, kind in
                           enumerate(("comment", "pingback", "trackback", "review"), 1)))
        )
    )  # fmt: skip
    assert [post.kind for post in reading.comments] == [
        "comment", "pingback", "trackback", "comment",
    ]  # fmt: skip
    assert reading.comments[3].flags == ("review",)


@pytest.mark.parametrize(
    ("written", "status"),
    [("draft", "draft"), ("private", "private"), ("pending", "pending"), ("trash", "trash"),
     ("future", "draft")],
)  # fmt: skip
def test_unpublished_entries_come_in_with_their_state(written: str, status: str) -> None:
    assert read(made.wxr(made.item(1, status=written))).posts[0].status == status


def test_what_nobody_wrote_is_skipped_and_counted_unless_somebody_commented_on_it() -> None:
    reading = read(
        made.wxr(
            made.item(1, kind="attachment"),
            made.item(2, kind="attachment"),
            made.item(3, kind="nav_menu_item", text=""),
            made.item(4, text=""),
            made.item(5, made.comment(51), kind="attachment", text=""),
        )
    )
    assert [(one.item, one.count) for one in notes(reading, "skipped")] == [
        ("attachment", 2), ("nav_menu_item", 1), ("post", 1),
    ]  # fmt: skip
    assert [thread.external_id for thread in reading.threads] == ["5"]
    assert reading.posts[0].flags == ("no_entry_text",)
    assert reading.account.accounted


def test_a_date_that_is_none_costs_only_itself() -> None:
    broken = made.comment(1).replace("2019-03-20 11:05:00", "the day after").replace(
        "2019-03-20 12:05:00", "the day after"
    )  # fmt: skip
    reading = read(made.wxr(made.item(1, broken, made.comment(2))))
    assert (reading.comments[0].written.at, reading.comments[0].written.raw) == (
        None, "the day after",
    )  # fmt: skip
    assert [one.item for one in notes(reading, "bad_date")] == ["comment 1"]


def test_a_draft_without_a_date_in_utc_keeps_its_local_one() -> None:
    draft = made.item(1, status="draft").replace("2019-03-20 10:00:00", "0000-00-00 00:00:00")
    written = read(made.wxr(draft)).threads[0].written
    assert (written.raw, str(written.at)) == ("2019-03-20 11:00:00",) * 2


def test_doubled_ids_are_both_kept() -> None:
    reading = read(made.wxr(made.item(1, made.comment(1), made.comment(1, "Again."))))
    assert [post.external_id for post in reading.comments] == ["1", None]
    assert notes(reading, "duplicate_id")


@pytest.mark.parametrize(
    ("parents", "code"),
    [((99, 0), "dangling_parent"), ((1, 0), "self_parent"), ((2, 1), "cyclic_parent")],
)
def test_an_impossible_parent_leaves_the_comment_at_the_top(
    parents: tuple[int, int], code: str
) -> None:
    comments = [made.comment(n, parent=parent) for n, parent in enumerate(parents, 1)]
    reading = read(made.wxr(made.item(1, *comments)))
    assert len(reading.comments) == 2
    assert reading.comments[0].parent is None
    assert notes(reading, code)


def test_serialised_meta_gives_no_text() -> None:
    meta = "<wp:commentmeta><wp:meta_value><![CDATA[a:1:{s:3}]]></wp:meta_value></wp:commentmeta>"
    reading = read(made.wxr(made.item(1, made.comment(1, extra=meta))))
    assert reading.comments[0].text == "Well lit."


def test_lines_without_markup_become_paragraphs_and_lines() -> None:
    reading = read(
        made.wxr(made.item(1, made.comment(1, "One.\nTwo.\n\nThree &amp; <b>four</b>.")))
    )
    assert reading.comments[0].text == "One.\nTwo.\n\nThree & four."


def test_every_version_of_the_namespace_is_read() -> None:
    for address in ("http://wordpress.org/export/1.0/", "https://wordpress.org/export/1.1/"):
        data = SITE.replace(b"http://wordpress.org/export/1.2/", address.encode())
        assert len(read(data).comments) == 3


def test_any_prefix_of_the_namespace_is_read() -> None:
    data = SITE.replace(b"wp:", b"press:").replace(b"xmlns:wp=", b"xmlns:press=")
    assert len(read(data).comments) == 3
    assert read(data).account.accounted


def test_prefixes_that_are_declared_nowhere_lose_nothing() -> None:
    head = "<rss><channel><title>Log</title><atom:link href='x'/>"
    reading = read(made.wxr(made.item(1, made.comment(1)), head=head))
    assert reading.comments[0].text == "Well lit."
    assert reading.codes == []


def test_items_inside_an_xml_comment_are_none() -> None:
    hidden = "<!-- " + made.item(2, made.comment(2)).replace("--", "") + " -->"
    reading = read(made.wxr(made.item(1, made.comment(1)), hidden))
    assert len(reading.threads) == 1
    assert reading.account.accounted


def test_tags_inside_cdata_are_text() -> None:
    data = made.wxr(made.item(1, made.comment(1, "use &lt;item&gt; or <item> here </item>")))
    reading = read(data)
    assert (len(reading.threads), len(reading.comments)) == (1, 1)
    assert "<item>" in reading.comments[0].text
    assert reading.account.accounted


def test_a_split_cdata_section_is_one_text() -> None:
    reading = read(made.wxr(made.item(1, made.comment(1, "a ]]]]><![CDATA[> b"))))
    assert reading.comments[0].text == "a ]]> b"


def test_a_cdata_section_closed_too_early_costs_nothing_else() -> None:
    data = made.wxr(made.item(1, made.comment(1, "a ]]> b"), made.comment(2)), made.item(2))
    reading = read(data)
    assert [post.text for post in reading.comments] == ["a ]]> b", "Well lit."]
    assert len(reading.threads) == 2


def test_a_broken_tag_costs_nothing_beside_it() -> None:
    broken = made.comment(2).replace("</wp:comment_author>", "</wp:comment_authr>")
    reading = read(made.wxr(made.item(1, made.comment(1), broken, made.comment(3)), made.item(2)))
    assert [post.external_id for post in reading.comments] == ["1", "2", "3"]
    assert [post.author for post in reading.comments] == ["Ada Oil"] * 3
    assert [post.text for post in reading.comments] == ["Well lit."] * 3
    assert [one.item for one in notes(reading, "mended_markup")] == ["item 1"]
    assert reading.account.accounted


def test_a_comment_without_an_end_tag_keeps_its_neighbours_whole() -> None:
    broken = made.comment(1, "First.").replace("</wp:comment>", "")
    reading = read(made.wxr(made.item(1, broken, made.comment(2, "Second."))))
    assert [post.text for post in reading.comments] == ["First.", "Second."]
    assert reading.account.accounted


def test_an_item_without_an_end_tag_ends_where_the_next_begins() -> None:
    broken = made.item(1, made.comment(1)).replace("</item>", "")
    reading = read(made.wxr(broken, made.item(2, made.comment(2)), made.item(3)))
    assert [thread.external_id for thread in reading.threads] == ["1", "2", "3"]
    assert notes(reading, "unclosed_element")
    assert reading.account.accounted


def test_an_ampersand_by_itself_is_text() -> None:
    reading = read(made.wxr(made.item(1, title="Oil & wicks < lamps")))
    assert reading.threads[0].title == "Oil & wicks < lamps"


def test_comments_outside_all_items_form_a_thread_of_their_own() -> None:
    reading = read(made.wxr(made.item(1), made.comment(1), made.comment(2, parent=1)))
    assert [thread.title for thread in reading.threads] == ["On lamps", "(thread missing)"]
    assert [post.parent for post in reading.comments] == [None, 1]
    assert notes(reading, "thread_missing")
    assert reading.account.accounted


BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [
  <!ENTITY a "aaaaaaaaaa"><!-- don't expand -->
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c "<item>&b;&b;&b;&b;&b;&b;&b;&b;</item>">
  <!ENTITY file SYSTEM "file:///etc/hostname">
]>
"""


def test_an_entity_bomb_and_an_external_entity_stay_as_they_are_written() -> None:
    head = BOMB + made.WXR_HEAD.partition("?>")[2]
    data = made.wxr(made.item(1, title="a &c; &file; z"), made.item(2), head=head)
    reading = read(data)
    assert [thread.title for thread in reading.threads] == ["a &c; &file; z", "On lamps"]
    assert "doctype_ignored" in reading.codes
    assert notes(reading, "unknown_entity")[0].item == "item 1"
    assert reading.account.accounted


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_every_encoding_gives_the_same(encoding: str) -> None:
    text = made.wxr(made.item(1, made.comment(1, "Öl, größer.")), made.item(2)).decode()
    data = text.replace("UTF-8", encoding.removesuffix("-sig").replace("latin-1", "ISO-8859-1"))
    reading = read(data.encode(encoding))
    assert reading.comments[0].text == "Öl, größer."
    first = reading.comments[0]
    assert data[first.start : first.end].startswith("<wp:comment>")
    assert reading.account.accounted


def test_a_wrong_declaration_is_said() -> None:
    text = made.wxr(made.item(1, made.comment(1, "Öl, größer, früher."))).decode()
    reading = read(text.replace("UTF-8", "ISO-8859-1").encode())
    assert reading.comments[0].text == "Öl, größer, früher."
    assert "wrong_encoding_declared" in reading.codes


def test_single_bytes_of_another_encoding_are_read_and_said() -> None:
    many = made.item(2, made.comment(2, "Öl, größer, früher."))
    data = made.wxr(made.item(1, made.comment(1, "na@ve")), many).replace(b"@v", b"\xefv")
    reading = read(data)
    assert [post.text for post in reading.comments] == ["naïve", "Öl, größer, früher."]
    assert [one.item for one in notes(reading, "encoding_guessed")] == ["item 1"]


def test_control_characters_cost_only_themselves() -> None:
    data = made.wxr(made.item(1, made.comment(1, "a@b#c"), made.comment(2)), made.item(2))
    reading = read(data.replace(b"a@b#c", b"a\0b\x0bc"))
    assert [post.text for post in reading.comments] == ["ab\ufffdc", "Well lit."]
    assert "text_changed" in reading.codes


def test_characters_before_the_declaration_are_passed_over_and_said() -> None:
    reading = read(b"`oops\n" + SITE)
    assert len(reading.comments) == 3
    assert "leading_text" in reading.codes


def test_a_file_without_items_is_said_to_have_no_threads() -> None:
    reading = read(made.wxr())
    assert "no_threads" in reading.codes


def test_an_item_too_large_to_hold_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.ingest.window.CHUNK_BYTES", 4_000)
    monkeypatch.setattr("corpus.ingest.exports.opening.ELEMENT_BYTES", 20_000)
    large = made.item(2, made.comment(1, "x" * 50_000), made.comment(2))
    reading = read(made.wxr(made.item(1), large, made.item(3, made.comment(3))))
    assert [thread.external_id for thread in reading.threads] == ["1", "3"]
    assert [one.count for one in notes(reading, "too_large")] == [3]
    assert reading.account.accounted


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SITE)))
def test_a_file_cut_anywhere_keeps_what_stands_before_the_cut(stop: int) -> None:
    whole = read(SITE)
    if not SITE[:stop].strip():
        return
    reading = read(SITE[:stop])
    assert reading.account.accounted
    complete = [thread for thread in whole.threads if thread.end <= stop]
    assert reading.threads[: len(complete)] == complete
    kept = {post.external_id: post for post in reading.comments}
    for post in whole.comments:
        if post.end <= stop:
            assert kept[post.external_id].text == post.text
    if stop < SITE.rindex(b"</rss>"):
        assert {"cut_file", "no_threads"} & set(reading.codes)


def test_the_last_comment_is_kept_as_far_as_it_goes() -> None:
    stop = SITE.index(b"Aye.") + 2
    reading = read(SITE[:stop])
    assert (reading.comments[-1].text, reading.comments[-1].flags) == ("Ay", ("cut",))
    assert "cut_comment" in reading.codes


_TOKENS = [
    "<item>", "</item>", "<item/>", "<item a='>'>", "<wp:comment>", "</wp:comment>", "<![CDATA[",
    "]]>", "<!--", "-->", "<title>", "</title>", "x", " ", "&amp;", "&lol;", '"', "'", "<", ">",
    "<wp:comment_content>", "</wp:comment_content>", "<content:encoded>", "</content:encoded>",
    "<wp:comment_id>1</wp:comment_id>", "</channel>", "<p>", "</p>", "é", "<wp:comment",
    "<!DOCTYPE", "[", "]",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=40).map("".join))
def test_no_heap_of_tags_loses_an_item_in_silence(heap: str) -> None:
    assert read((made.WXR_HEAD + heap).encode()).account.accounted


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(SITE)))
def test_any_bytes_anywhere_never_raise(junk: bytes, at: int) -> None:
    reading = read(SITE[:at] + junk + SITE[at:] if at else SITE + junk)
    assert reading.events


def large_site() -> bytes:
    items = (
        made.item(n, made.comment(10 * n, "Oil. " * 40), made.comment(10 * n + 1, "ö" * 90))
        for n in range(1, 60)
    )
    skipped = made.item(99, kind="attachment")
    return made.wxr(*items, skipped, made.comment(7), made.item(100))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_taken_up_at_any_checkpoint_it_ends_the_same(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(wxr, "CHECKPOINT_BYTES", 10_000)
    data = large_site().decode().replace("UTF-8", encoding).encode(encoding)
    whole = read(data)
    assert len(whole.checkpoints) > 5
    assert whole.account.accounted
    for stop in whole.checkpoints:
        assert read_with(wxr.read, data, stop).events == whole.after(stop)


def test_the_same_file_gives_the_same_events() -> None:
    assert read(SITE).events == read(SITE).events


def test_small_chunks_give_what_large_ones_give(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(large_site()).events
    for size in (1, 700, 5_000):
        monkeypatch.setattr("corpus.ingest.window.CHUNK_BYTES", size)
        assert read(large_site()).events == whole


def test_it_is_told_by_content() -> None:
    for data in (SITE, SITE.decode().encode("utf-16"), b"`" + SITE):
        best = registry.detect(data)[0]
        assert best.format == wxr.FORMAT
        assert best.confidence > 0.8


def test_the_form_that_disqus_imports_is_read_too() -> None:
    data = made.wxr(
        f"""<item><title>Foo</title><link>https://log.example/a</link>
        <content:encoded><![CDATA[Hello]]></content:encoded>
        <dsq:thread_identifier>lamp-1</dsq:thread_identifier>
        <wp:post_date_gmt>2010-09-20 09:13:44</wp:post_date_gmt>{made.comment(65)}</item>""",
        head=made.WXR_HEAD.replace("<rss", '<rss xmlns:dsq="http://www.disqus.com/"'),
    )
    reading = read(data)
    assert reading.threads[0].external_id == "lamp-1"
    assert len(reading.comments) == 1
    assert reading.codes == []


def test_a_reference_to_nothing_known_in_the_head_costs_nothing() -> None:
    data = SITE.replace(b"<wp:author_id>", b"&oil;<wp:author_id>", 1)
    assert [one.author for one in read(data).posts] == [one.author for one in read(SITE).posts]
