"""Disqus: posts find their threads wherever both stand in the file, and none is lost."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.exports import disqus
from tests.corpus.ingest.exports import xml_samples as made
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(data: bytes) -> Reading:
    return read_with(disqus.read, data)


SITE = made.disqus(
    made.dsq_thread(1),
    made.dsq_thread(2, "On oil"),
    made.dsq_post(11, 1),
    made.dsq_post(21, 2, "<p>Oil &amp; <b>wicks</b>.</p><p>More.</p>", author="Bo", username="bo"),
    made.dsq_post(12, 1, parent=11, author="Kit Keeper", username="kit"),
)


def test_posts_come_to_their_threads_in_the_files_order() -> None:
    reading = read(SITE)
    assert [(one.title, len(one.posts)) for one in reading.threads] == [
        ("On lamps", 3), ("On oil", 2),
    ]  # fmt: skip
    assert reading.account.accounted
    assert reading.codes == []


def test_a_thread_has_what_the_export_says_and_no_text() -> None:
    thread = read(SITE).threads[0]
    assert (thread.external_id, thread.site, thread.url) == (
        "1", "lighthouse", "https://log.example/1",
    )  # fmt: skip
    assert thread.attributes == {"identifier": "log-1", "closed": True}
    assert (thread.posts[0].text, thread.posts[0].flags) == ("", ("no_entry_text",))
    assert thread.written.at == datetime(2019, 3, 20, 10, tzinfo=UTC)


def test_a_post_has_all_that_the_export_says() -> None:
    first, second, other = read(SITE).comments
    assert (first.author, first.author_account) == ("Ada Oil", "ada")
    assert (first.author_email, first.author_ip) == ("ada@mail.example", "192.0.2.7")
    assert first.written.at == datetime(2019, 3, 20, 11, 5, tzinfo=UTC)
    assert (second.parent, second.depth, second.is_entry_author) == (1, 1, True)
    assert other.text == "Oil & wicks.\n\nMore."


def test_the_spans_of_posts_hold_them() -> None:
    text = SITE.decode()
    for post in read(SITE).comments:
        assert text[post.start : post.end].startswith(f'<post dsq:id="{post.external_id}">')
        assert text[post.start : post.end].endswith("</post>")


@pytest.mark.parametrize(
    ("deleted", "spam", "status"),
    [("false", "false", "approved"), ("true", "false", "deleted"), ("false", "true", "spam"),
     ("true", "true", "spam")],
)  # fmt: skip
def test_deleted_posts_and_spam_come_in_with_their_state(
    deleted: str, spam: str, status: str
) -> None:
    data = made.disqus(made.dsq_thread(1), made.dsq_post(2, 1, deleted=deleted, spam=spam))
    assert [post.status for post in read(data).comments] == [status]


def test_guests_have_no_account() -> None:
    data = made.disqus(made.dsq_thread(1), made.dsq_post(2, 1, anonymous="true"))
    assert (read(data).comments[0].author_account, read(data).comments[0].flags) == (
        None, ("anonymous",),
    )  # fmt: skip


def test_threads_without_posts_are_counted_only() -> None:
    reading = read(made.disqus(made.dsq_thread(1), made.dsq_thread(2), made.dsq_post(3, 2)))
    assert [thread.external_id for thread in reading.threads] == ["2"]
    assert reading.codes == ["skipped"]
    assert reading.account.accounted


def test_posts_without_their_thread_form_one_of_their_own() -> None:
    data = made.disqus(made.dsq_thread(1), made.dsq_post(2, 99), made.dsq_post(3, 99, parent=2))
    reading = read(data)
    assert [thread.title for thread in reading.threads] == ["(thread missing)"]
    assert [post.parent for post in reading.comments] == [None, 1]
    assert "thread_missing" in reading.codes
    assert reading.account.accounted


def test_an_impossible_date_costs_only_itself() -> None:
    data = made.disqus(made.dsq_thread(1), made.dsq_post(2, 1, at="2019-x3-20T11:05:00Z"))
    reading = read(data)
    assert (reading.comments[0].written.at, reading.comments[0].written.raw) == (
        None, "2019-x3-20T11:05:00Z",
    )  # fmt: skip
    assert "bad_date" in reading.codes


def test_a_broken_attribute_costs_nothing() -> None:
    broken = made.dsq_post(2, 1).replace('<thread dsq:id="1"/>', "<thread dsq:id=1/>")
    reading = read(made.disqus(made.dsq_thread(1), broken, made.dsq_post(3, 1)))
    assert len(reading.threads) == 1
    assert [post.external_id for post in reading.comments] == ["2", "3"]
    assert reading.codes == ["mended_markup"]
    assert reading.account.accounted


def test_a_post_without_an_end_tag_ends_where_the_next_begins() -> None:
    broken = made.dsq_post(2, 1).replace("</post>", "")
    reading = read(made.disqus(made.dsq_thread(1), broken, made.dsq_post(3, 1)))
    assert [post.external_id for post in reading.comments] == ["2", "3"]
    assert reading.account.accounted


def test_a_second_thread_with_an_id_is_skipped_and_said() -> None:
    reading = read(made.disqus(made.dsq_thread(1), made.dsq_thread(1), made.dsq_post(2, 1)))
    assert len(reading.threads) == 1
    assert "duplicate_thread" in reading.codes
    assert reading.account.accounted


def test_any_prefix_of_the_namespaces_is_read() -> None:
    text = SITE.decode().replace("dsq:", "ns1:").replace("xmlns:dsq", "xmlns:ns1")
    for tag in ("disqus", "thread", "post", "message", "author", "name", "parent"):
        text = text.replace(f"<{tag}", f"<ns0:{tag}").replace(f"</{tag}", f"</ns0:{tag}")
    data = text.replace('xmlns="', 'xmlns:ns0="').encode()
    assert [len(one.posts) for one in read(data).threads] == [3, 2]
    assert read(data).threads[0].posts[1].text == "Well lit."


@settings(max_examples=100, deadline=None)
@given(st.integers(1, len(SITE)))
def test_a_file_cut_anywhere_keeps_what_stands_before_the_cut(stop: int) -> None:
    reading = read(SITE[:stop])
    assert reading.account.accounted
    kept = {post.external_id: post for post in reading.comments}
    for post in read(SITE).comments:
        if post.end <= stop:
            assert kept[post.external_id].text == post.text


_TOKENS = [
    "<post>", "</post>", '<post dsq:id="1">', '<thread dsq:id="1"/>', "<thread>", "</thread>",
    '<thread dsq:id="2">', "<![CDATA[", "]]>", "<!--", "-->", "x", "&amp;", "&lol;", '"', "<", ">",
    "<message>", "</message>", "</disqus>", "<p>", "é", "<parent dsq:id='1'/>", "<author>",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=30).map("".join))
def test_no_heap_of_tags_loses_a_post_in_silence(heap: str) -> None:
    assert read((made.DISQUS_HEAD + heap).encode()).account.accounted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_taken_up_at_any_checkpoint_it_ends_the_same(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr("corpus.ingest.exports.grouped.STEP_BYTES", 2_000)
    monkeypatch.setattr("corpus.ingest.exports.grouped.STEPS", 20)
    data = made.disqus(
        *(made.dsq_thread(n) for n in range(30)),
        *(made.dsq_post(100 + n, n * 7 % 33, f"<p>ö {n}</p>") for n in range(90)),
    )
    data = data.decode().replace("utf-8", encoding).encode(encoding)
    whole = read(data)
    assert len(whole.checkpoints) > 5
    assert whole.account.accounted
    for stop in whole.checkpoints:
        assert read_with(disqus.read, data, stop).events == whole.after(stop)


def test_it_is_told_by_content() -> None:
    for data in (SITE, b"`" + SITE, SITE.decode().encode("utf-16")):
        assert registry.detect(data)[0].format == disqus.FORMAT


def test_tags_that_are_opened_and_closed_without_end_take_time_by_their_number_only() -> None:
    tags = "<table><tr><td>" * 20_000
    began = time.process_time()
    site = SITE.replace(
        b"<![CDATA[<p>Well lit.</p>]]>", f"{tags}{tags.replace('<', '</')}".encode()
    )
    assert read(site).account.accounted
    assert time.process_time() - began < 5
