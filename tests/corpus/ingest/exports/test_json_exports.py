"""What holds for all JSON exports: nothing is lost in silence, any step can be taken up."""

import json
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableError
from corpus.ingest import registry
from corpus.ingest.corpora import convokit
from corpus.ingest.events import Failed
from corpus.ingest.exports import (
    commento,
    decoding,
    fourcat,
    ghost,
    hacker_news,
    isso,
    json_grouped,
    reddit,
    remark42,
    youtube,
)
from tests.corpus.ingest.corpora import convokit_samples
from tests.corpus.ingest.exports import json_samples as samples
from tests.corpus.ingest.exports import (
    news_samples,
    reddit_samples,
    table_samples,
    youtube_samples,
)
from tests.corpus.ingest.exports.reading import Reading, read_with

FORMATS = {
    "ghost": (ghost, json.dumps(samples.ghost())),
    "ghost on lines": (ghost, json.dumps(samples.ghost(), indent=2)),
    "commento": (commento, json.dumps(samples.commento())),
    "commento on lines": (commento, json.dumps(samples.commento(), indent=1)),
    "remark42 backup": (remark42, samples.remark_backup()),
    "remark42 list": (remark42, json.dumps(samples.REMARKS)),
    "isso": (isso, json.dumps(samples.isso())),
    "isso on lines": (isso, json.dumps(samples.isso(), indent=4)),
    "hacker news trees": (hacker_news, json.dumps(news_samples.trees())),
    "hacker news trees on lines": (hacker_news, json.dumps(news_samples.trees(), indent=1)),
    "hacker news items": (hacker_news, news_samples.dump()),
    "reddit dump": (reddit, reddit_samples.dump(*reddit_samples.TWO)),
    "reddit pages": (reddit, json.dumps(reddit_samples.pages())),
    "reddit pages on lines": (reddit, json.dumps(reddit_samples.pages(), indent=1, sort_keys=True)),
    "reddit answer": (reddit, json.dumps({"data": reddit_samples.TWO})),
    "youtube, yt-dlp": (youtube, json.dumps(youtube_samples.TWO_VIDEOS)),
    "youtube, api": (youtube, json.dumps(youtube_samples.TWO_ANSWERS, indent=1)),
    "4cat lines": (fourcat, table_samples.lines(table_samples.TWO_THREADS)),
    "convokit": (convokit, convokit_samples.lines(convokit_samples.plain())),
    "convokit list": (convokit, json.dumps(convokit_samples.plain(), indent=1)),
}
each = pytest.mark.parametrize(("reader", "text"), FORMATS.values(), ids=FORMATS)


def read(reader, text: str | bytes, resume=None, **options) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return read_with(reader.read, data, resume, **options)


@each
def test_a_sound_export_needs_no_look(reader, text: str) -> None:
    reading = read(reader, text)
    assert reading.codes == []
    assert reading.account.sure
    assert all(post.parent_how == "export" for post in reading.posts if post.parent)


@each
def test_it_is_told_by_content_from_all_others(reader, text: str) -> None:
    best, second = registry.detect(text.encode())[:2]
    assert best.format == reader.FORMAT
    assert best.confidence - second.confidence > registry.CLOSE


@each
def test_it_is_told_though_the_head_ends_in_the_middle(reader, text: str) -> None:
    filler = " " * 300_000
    data = (text[:-3] + filler + text[-3:]).encode()[:200_000]
    assert registry.detect(data[: len(text) - 40])[0].format == reader.FORMAT


@each
def test_each_comment_knows_its_place_in_the_file(reader, text: str) -> None:
    told = json.dumps("\u00e9\U0001f642", ensure_ascii=False)[1:-1]
    written = "\ufeff" + text.replace("Comment", told).replace("lit", told)
    plain = written[1:]
    for post in read(reader, written).comments:
        piece = json.loads(plain[post.start : post.end])
        piece = piece.get("data", piece)
        own = piece.get("id", piece.get("commentHex"))
        assert str(own) == post.external_id


@each
def test_any_size_of_step_gives_the_same(reader, text: str, monkeypatch) -> None:
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(json_grouped, "STEPS", 10**9)
    monkeypatch.setattr(isso, "CHECKPOINT_BYTES", 1)
    reading = read(reader, "\ufeff" + text)
    assert reading.checkpoints
    for stop in reading.checkpoints:
        assert read(reader, "\ufeff" + text, stop).events == reading.after(stop)


@each
def test_a_broken_item_fails_alone_and_is_counted(reader, text: str) -> None:
    whole = read(reader, text)
    post = whole.comments[1]
    lost = text[: post.start] + "{" + text[post.start + 1 : post.end].replace(":", " ", 1)
    reading = read(reader, lost + text[post.end :])
    gone = {one.external_id for one in whole.comments} - {
        one.external_id for one in reading.comments
    }
    assert gone <= {post.external_id}
    assert len(reading.comments) == len(whole.comments) - 1
    (failed,) = (event for event in reading.events if isinstance(event, Failed))
    assert failed.code == "broken_item"
    assert reading.account.accounted, reading.account.faults()


@each
def test_cut_at_any_byte_what_is_whole_survives(reader, text: str) -> None:
    whole = read(reader, text)
    texts = {post.external_id: post.text for post in whole.comments}
    ends = {post.external_id: post.end for post in whole.comments}
    for stop in range(2, len(text), 11):
        reading = read(reader, text[:stop])
        found = {post.external_id: post.text for post in reading.comments}
        assert found.items() <= texts.items()
        assert sum(end <= stop for end in ends.values()) <= len(reading.comments)
        assert reading.account.accounted, (stop, reading.account.faults())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_no_damage_raises_or_is_silent(name: str, draw) -> None:
    reader, text = FORMATS[name]
    data = bytearray(text.encode())
    for _ in range(draw.draw(st.integers(1, 5))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.sampled_from(b'\xff"{}[]:,0'))
    reading = read(reader, bytes(data))
    assert reading.account.accounted or reading.account.faults()
    lost = len(read(reader, text).posts) - len(reading.posts)
    assert lost <= 0 or reading.codes or not reading.account.accounted


@each
def test_one_bad_byte_costs_itself_only(reader, text: str) -> None:
    marked = text.replace("Comment", "Comm\u00fcent").replace("lit", "l\u00fct").encode()
    data = marked.replace(b"Comm\xc3\xbcent", b"Comm\xffent \xc3\xbc\xc3\xbc", 1)
    data = data.replace(b"l\xc3\xbct", b"l\xfft \xc3\xbc\xc3\xbc", 1)
    reading = read(reader, data)
    assert len(reading.posts) == len(read(reader, text).posts)
    assert any("\ufffd" in post.text for post in reading.posts)
    assert "text_changed" in reading.codes
    assert reading.account.accounted


@each
def test_a_file_in_utf_16_is_read(reader, text: str, monkeypatch) -> None:
    monkeypatch.setattr(isso, "CHECKPOINT_BYTES", 1)
    data = b"\xff\xfe" + text.replace("Comment", "C\u00e9\U0001f642").encode("utf-16-le")
    reading = read(reader, data)
    assert len(reading.posts) == len(read(reader, text).posts)
    assert reading.account.sure
    for stop in reading.checkpoints:
        assert read(reader, data, stop).events == reading.after(stop)


@each
def test_escaped_controls_and_half_characters_are_made_storable(reader, text: str) -> None:
    reading = read(reader, text.replace("Ada", "A\\u0000d\\ud83da").replace("Comment", "C\\u0000"))
    for post in reading.posts:
        for value in (post.text, post.author or "", post.external_id or ""):
            value.encode()
            assert "\0" not in value
    names = {(post.author or "").replace(" ", "") for post in reading.posts}
    assert "Ad\ufffda" in names


def test_files_of_spaces_or_of_nothing_are_refused_or_said_to_be_empty() -> None:
    for reader in (ghost, commento, remark42, isso, reddit, hacker_news):
        assert "no_threads" in read(reader, " \n ").codes
        with pytest.raises(UnreadableError):
            read(reader, b"")


@pytest.mark.parametrize(
    "text", ["[1, 2]", '{"a": 1}', "[]", "{}", "null", '"x"', "7", "[[[[", "]"]
)
def test_other_json_gives_no_thread_and_no_error(text: str) -> None:
    for reader in (ghost, commento, remark42, isso, reddit, hacker_news):
        assert reader.sniff(text.encode(), "comments.json").confidence < 0.5
        reading = read(reader, text)
        assert not reading.threads
        assert reading.account.accounted


LARGE: dict[str, tuple[object, Callable[[int], str]]] = {
    "youtube": (youtube, lambda n: json.dumps([youtube_samples.info(f"Lamp0Oil_{i:02}", comments=[
        {"id": f"u{j}", "parent": "root", "text": "word " * 200, "author": "Ada"}
        for j in range(8)]) for i in range(n // 8)])),
    "4cat": (fourcat, lambda n: table_samples.written([
        {"id": i, "thread_id": i % 500, "author": "Ada", "timestamp": "2020-01-01 10:00:00",
         "body": "word, " * 200} for i in range(n + 500)])),
    "ghost": (ghost, lambda n: json.dumps(samples.ghost(comments=[
        {"id": f"c{i}", "post_id": f"q{i % 500}", "html": "<p>" + "word " * 200 + "</p>"}
        for i in range(n)]))),
    "commento": (commento, lambda n: json.dumps(samples.commento(comments=[
        {"commentHex": f"c{i}", "url": f"/{i % 500}", "markdown": "word " * 200, "commenterHex":
         f"w{i}", "domain": "a.example"} for i in range(n)]))),
    "remark42": (remark42, lambda n: "\n".join(json.dumps(samples.remark(
        i, text="word " * 200, locator={"url": f"u{i % 500}"}, id=str(i))) for i in range(n))),
    "hacker news": (hacker_news, lambda n: "".join(
        json.dumps(news_samples.plain(news_samples.item(i, i % 500 - 1000, text="word " * 200)))
        + "\n" for i in range(1, n + 1))),
    "reddit": (reddit, lambda n: reddit_samples.dump(*(
        reddit_samples.comment(i, body="word " * 200, link_id=f"t3_q{i % 500}")
        for i in range(n)))),
    "isso": (isso, lambda n: json.dumps([
        {"id": f"/{i}", "title": "t", "comments": [
            {"id": 1, "text": "word " * 200, "created": "2018-11-28 17:24:23"}] * 4}
        for i in range(n // 4)])),
    "convokit": (convokit, convokit_samples.many),
}  # fmt: skip


@pytest.mark.parametrize(("reader", "made"), LARGE.values(), ids=LARGE)
def test_memory_does_not_grow_with_the_file(reader, made, monkeypatch) -> None:
    monkeypatch.setattr(decoding, "CHUNK", 65_536)
    data = made(4_000).encode()
    comments = 0
    tracemalloc.start()
    try:
        for event in reader.read(registry.Source.from_bytes(data), registry.ReadOptions(), None):
            comments += len(getattr(event, "posts", ())[1:])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert comments == 4_000
    assert peak < 5_000_000, peak
