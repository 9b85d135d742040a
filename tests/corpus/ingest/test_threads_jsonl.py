"""Threads JSONL: what goes in comes out, and a fault costs no more than itself."""

import json
import tracemalloc
from typing import Any

import pytest

from corpus.errors import UnreadableError
from corpus.ingest import threads_jsonl
from corpus.ingest.accounting import account
from corpus.ingest.events import Checkpoint, Event, Failed, Noted, ReadOptions, ThreadRead
from corpus.ingest.source import Source

THREAD: dict[str, Any] = {
    "id": "t1",
    "title": "On lamps",
    "url": "https://log.example/1",
    "site": "The Lighthouse Log",
    "author": "keeper",
    "written_at": "2019-03-02T08:15:00+01:00",
    "language": "en",
    "categories": ["Lamps", "#Oil"],
    "attributes": {"region": "north"},
    "text": "The lamp was lit.",
    "comments": [
        {"id": "c1", "author": "Ada", "written_at": "2019-03-02T09:00", "text": "Well lit."},
        {"id": "c2", "parent": None, "author": "Bo", "written_at": "2019-03-03", "text": "No."},
        {"id": "c3", "parent": "c1", "author": "keeper", "text": "Thank you!", "status": "pending"},
        {"id": "c4", "kind": "pingback", "text": "[…]"},
    ],
}


def dump(*threads: Any) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in threads).encode(
        "utf-8", "surrogatepass"
    )


def read(data: bytes, resume: Checkpoint | None = None, **options: str) -> list[Event]:
    source = Source.from_bytes(data)
    return list(threads_jsonl.read(source, ReadOptions(**options), resume))


def threads_of(events: list[Event]) -> list[ThreadRead]:
    return [event for event in events if isinstance(event, ThreadRead)]


def problems(events: list[Event]) -> list[tuple[str, str]]:
    return [(one.code, one.item) for one in events if isinstance(one, Noted | Failed)]


def changed(**fields: Any) -> dict[str, Any]:
    return {**THREAD, **fields}


def commented(**fields: Any) -> dict[str, Any]:
    return changed(comments=[{"text": "One."}, {"text": "Two.", **fields}, {"text": "Three."}])


def test_a_thread_is_read_whole() -> None:
    events = read(dump(THREAD))
    (thread,) = threads_of(events)
    assert problems(events) == []
    assert (thread.title, thread.site, thread.author) == (
        "On lamps",
        "The Lighthouse Log",
        "keeper",
    )
    assert thread.categories == ("Lamps", "#Oil")
    assert thread.attributes == {"region": "north"}
    assert thread.written.at is not None
    assert thread.written.at.isoformat() == "2019-03-02T08:15:00+01:00"
    assert [post.external_id for post in thread.posts] == ["t1", "c1", "c3", "c2", "c4"]
    assert [post.number for post in thread.posts] == [0, 1, 2, 3, 4]
    assert [post.depth for post in thread.posts] == [0, 0, 1, 0, 0]
    assert [post.parent for post in thread.posts] == [None, None, 1, None, None]
    assert [post.parent_how for post in thread.posts] == [None, None, "export", None, None]
    assert [post.written.precision for post in thread.posts] == [
        "second", "minute", "none", "day", "none",
    ]  # fmt: skip
    assert [post.is_entry_author for post in thread.posts] == [True, False, True, False, False]
    assert thread.posts[2].status == "pending"
    assert thread.posts[4].kind == "pingback"
    total = account(events)
    assert (total.entries, total.comments, total.other, total.found) == (1, 3, 1, 5)
    assert total.sure


def test_a_zone_is_given_only_to_times_that_have_none() -> None:
    (thread,) = threads_of(read(dump(THREAD), timezone="America/New_York"))
    ats = [post.written.at.isoformat() for post in thread.posts if post.written.at]
    assert ats == ["2019-03-02T08:15:00+01:00", "2019-03-02T09:00:00-05:00", "2019-03-03T00:00:00"]


def test_a_broken_line_is_named_and_the_rest_goes_in() -> None:
    data = dump(THREAD) + b'{"title": "cut off", "text\n\n' + dump(changed(id="t2"))
    events = read(data)
    assert [thread.external_id for thread in threads_of(events)] == ["t1", "t2"]
    assert problems(events) == [("broken_line", "line 2")]
    total = account(events)
    assert total.faults() == []
    assert (total.found, total.imported, total.failed) == (11, 10, 1)


@pytest.mark.parametrize("line", [b"[1, 2]", b'"text"', b"7", b"null", b"\xff\xfe{}", b"{" * 5_000])
def test_lines_that_are_no_object_fail_alone(line: bytes) -> None:
    events = read(dump(THREAD) + line + b"\n" + dump(THREAD))
    assert len(threads_of(events)) == 2
    assert account(events).failed == 1
    assert account(events).accounted


def test_a_bad_date_costs_the_date_only() -> None:
    events = read(dump(commented(written_at="the day before yesterday")))
    (thread,) = threads_of(events)
    assert thread.posts[2].written.at is None
    assert thread.posts[2].written.raw == "the day before yesterday"
    assert problems(events) == [("bad_date", "line 1, comment 2")]
    assert account(events).sure


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"author": 7}, "wrong_type"),
        ({"url": ["x"]}, "wrong_type"),
        ({"written_at": 1552000000}, "bad_date"),
        ({"status": "burnt"}, "unknown_value"),
        ({"kind": "entry"}, "unknown_value"),
        ({"parent": "nobody"}, "dangling_parent"),
        ({"id": "x", "parent": "x"}, "self_parent"),
        ({"likes": 3}, "unknown_key"),
    ],
)
def test_a_wrong_value_costs_itself_only(fields: dict[str, Any], code: str) -> None:
    events = read(dump(commented(**fields)))
    assert [post.text for post in threads_of(events)[0].posts[1:]] == ["One.", "Two.", "Three."]
    assert [code for code, _ in problems(events)] == [code]
    assert account(events).accounted


@pytest.mark.parametrize("text", [7, ["x"], {"a": 1}, True, "x" * 1_000_001])
def test_a_comment_whose_text_cannot_be_taken_fails_alone(text: Any) -> None:
    events = read(dump(commented(text=text)))
    assert [post.text for post in threads_of(events)[0].posts[1:]] == ["One.", "Three."]
    assert problems(events) == [("bad_text", "line 1, comment 2")]
    assert account(events).accounted


def test_the_longest_text_that_fits_goes_in() -> None:
    (thread,) = threads_of(read(dump(commented(text="é" * 1_000_000))))
    assert len(thread.posts[2].text) == 1_000_000


def test_an_entry_that_cannot_be_taken_fails_with_its_comments() -> None:
    events = read(dump(changed(text=7)))
    assert threads_of(events) == []
    assert (account(events).failed, account(events).found) == (5, 5)


def test_a_thread_without_a_title_is_called_untitled() -> None:
    events = read(dump({"text": "x"}))
    assert threads_of(events)[0].title == "Untitled"
    assert problems(events) == [("missing_title", "line 1")]


def test_unknown_keys_are_kept_with_the_thread_and_told_once() -> None:
    events = read(dump(changed(mood="calm"), changed(mood="wild")))
    assert [thread.attributes["mood"] for thread in threads_of(events)] == ["calm", "wild"]
    assert problems(events) == [("unknown_key", "line 1")]


def test_texts_are_made_canonical_and_it_is_told() -> None:
    line = (
        '{"title": "a\\u0000b", "text": "one\\r\\ntwo\\u0000",'
        ' "attributes": {"k\\u0000": "\\ud800"},'
        ' "comments": [{"author": "A\\ud83d", "text": "x\\udc00y"}]}\n'
    )
    events = read(line.encode())
    (thread,) = threads_of(events)
    assert thread.title == "ab"
    assert thread.posts[0].text == "one\ntwo"
    assert thread.posts[1].text == "x\ufffdy"
    assert thread.posts[1].author == "A\ufffd"
    assert thread.attributes == {"k": "\ufffd"}
    assert {code for code, _ in problems(events)} == {"text_changed"}
    assert account(events).sure


def test_composed_and_decomposed_letters_stay_as_they_are() -> None:
    text = "e\u0301 é \u200f\u05d0 \U0001f468\u200d\U0001f469\u200d\U0001f467 ﬁ"
    assert threads_of(read(dump(changed(text=text))))[0].posts[0].text == text


def test_a_post_knows_the_line_it_came_from() -> None:
    data = b"\xef\xbb\xbf" + dump(changed(text="é\U0001f642"), THREAD)
    text = data.decode("utf-8-sig")
    for thread, line in zip(threads_of(read(data)), text.splitlines(), strict=True):
        assert text[thread.start : thread.end] == line
        assert all(text[post.start : post.end] == line for post in thread.posts)


def test_reading_can_be_taken_up_at_every_checkpoint() -> None:
    data = dump(*(changed(id=f"t{number}") for number in range(1_000)))
    events = read(data)
    stops = [event for event in events if isinstance(event, Checkpoint)]
    assert len(stops) == 4
    for stop in stops:
        rest = read(data, stop)
        assert rest == events[events.index(stop) + 1 :]


def test_long_lines_bring_checkpoints_sooner() -> None:
    data = dump(*(changed(text="word " * 100_000) for _ in range(20)))
    assert sum(isinstance(event, Checkpoint) for event in read(data)) == 2


def test_memory_does_not_grow_with_the_file() -> None:
    data = dump(*(changed(id=f"t{number}", text="word " * 2_000) for number in range(2_000)))
    source = Source.from_bytes(data)
    tracemalloc.start()
    try:
        for _ in threads_jsonl.read(source, ReadOptions(), None):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_deeply_nested_answers_are_no_problem() -> None:
    comments = [{"id": 0, "text": "x"}]
    comments += [{"id": n, "parent": n - 1, "text": "x"} for n in range(1, 3_000)]
    (thread,) = threads_of(read(dump(changed(comments=comments))))
    assert thread.posts[-1].depth == 2_999


def test_a_file_of_blank_lines_holds_no_thread() -> None:
    assert problems(read(b"\n \n")) == [("no_threads", "")]
    with pytest.raises(UnreadableError):
        read(b"")
