"""ConvoKit: conversations become threads, metas attributes, pickles stay shut."""

import json
from datetime import UTC, datetime

import pytest

from corpus.errors import UnreadableError
from corpus.ingest import registry
from corpus.ingest.corpora import convokit
from corpus.ingest.events import Noted, PersonRead, ThreadRead
from corpus.ingest.exports import json_grouped
from corpus.ingest.source import Source
from tests.corpus.ingest.corpora import convokit_samples as samples
from tests.corpus.ingest.corpora.convokit_samples import files, lines, utterance, zipped
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(data: bytes, resume=None) -> Reading:
    return read_with(convokit.read, data, resume)


def people(reading: Reading) -> dict[str, dict]:
    """What is said of each person, later values over earlier ones."""
    found: dict[str, dict] = {}
    for event in reading.events:
        if isinstance(event, PersonRead):
            found.setdefault(event.name, {}).update(event.attributes)
    return found


def alone(*rows: dict) -> bytes:
    return lines(list(rows)).encode()


def test_a_folder_in_a_zip_is_told_by_what_lies_in_it() -> None:
    reader, detection, _ = registry.choose(Source.from_bytes(zipped()), registry.ReadOptions())
    assert (reader.format, detection.confidence) == ("convokit", 0.98)
    for other in (
        {"utterances.jsonl": "{}"},
        {"a/utterances.jsonl": "{}", "b/utterances.jsonl": "{}", "a/index.json": "{}"},
        {"notes.txt": "lamps"},
    ):
        assert registry.packed(Source.from_bytes(zipped(other))) is None
    assert registry.packed(Source.from_bytes(zipped(folder="")))
    assert registry.packed(Source.from_bytes(zipped(folder="downloads/saved/lamps/")))
    assert registry.packed(Source.from_bytes(zipped()[:-40])) is None


def test_conversations_become_threads_whose_utterances_stand_anywhere() -> None:
    reading = read(zipped())
    lamps, lit = reading.threads
    assert (lamps.title, lamps.site, lamps.external_id) == ("On lamps", "lamp-corpus", "u1")
    assert [(p.number, p.parent, p.depth, p.external_id) for p in lamps.posts] == [
        (0, None, 0, "u1"), (1, None, 0, "u2"), (2, 1, 1, "u3"),
    ]  # fmt: skip
    assert lamps.posts[2].parent_how == "export"
    assert lamps.posts[0].written.at == datetime(2011, 3, 13, 7, 6, 41, tzinfo=UTC)
    assert lit.title == "Conversation u5"
    assert [post.text for post in lit.posts] == ["Who lit it?", "Comment 6 on lamps."]
    assert reading.account.sure
    assert reading.account.found == 5


def test_metas_of_conversations_and_speakers_are_attributes() -> None:
    reading = read(zipped())
    assert dict(reading.threads[0].attributes) == {"board": "light", "pinned": True}
    assert people(reading)["Ada"] == {"name": "Ada", "age": 44, "speaker": "s1", "trust": 0.5}
    assert {event.site for event in reading.events if isinstance(event, PersonRead)} == {
        "lamp-corpus"
    }


def test_a_speaker_whose_name_another_has_goes_by_the_id() -> None:
    reading = read(zipped())
    assert [post.author for post in reading.threads[0].posts] == ["Ada", "s2", "s3"]
    assert people(reading)["s2"] == {"name": "Bo", "trust": 0.25}
    assert people(reading)["s3"] == {"name": "bo", "born": "Kiel"}


def test_pickles_are_refused_with_words_and_what_is_left_out_is_named() -> None:
    made = files(README_md="Read me", vectors_bert_p=b"\x80\x04.", info_score_jsonl=lines(
        [{"id": "u1", "value": 4}]))  # fmt: skip
    reading = read(zipped(made))
    said = {event.message: event for event in reading.events if isinstance(event, Noted)}
    assert "2 files with Python objects were not opened." in said
    assert "1 values stand in pickles, which are not opened." in said
    assert "1 other files of the ZIP were left out." in said
    assert "“score” of 5 utterances is left out." in said
    pickles = said["2 files with Python objects were not opened."]
    assert "parse-speaker-bin.p" in pickles.item
    assert "can run any program" in pickles.hint
    assert reading.account.sure


def test_what_was_computed_of_conversations_is_told_by_their_ids_without_an_index() -> None:
    info = lines([{"id": "u1", "value": "calm"}, {"id": "u5", "value": "heated"}])
    reading = read(zipped(files(info_tone_jsonl=info, index_json="{}")))
    assert [thread.attributes["tone"] for thread in reading.threads] == ["calm", "heated"]
    assert people(reading)["Ada"]["trust"] == 0.5
    mixed = lines([{"id": "u1", "value": 1}, {"id": "u2", "value": 1}])
    reading = read(zipped(files(info_tone_jsonl=mixed, index_json="{}")))
    assert "tone" not in reading.threads[0].attributes
    assert any("info.tone.jsonl is about utterances" in str(event) for event in reading.events)


def test_older_corpora_call_speakers_users_and_conversations_roots() -> None:
    old = [
        {
            "id": "a",
            "root": "a",
            "user": "u",
            "text": "First",
            "reply_to": None,
            "timestamp": "12.5",
        },
        {"id": "b", "root": "a", "user": "u", "text": "Then", "reply_to": "a", "timestamp": None},
    ]
    made = {"utterances.json": json.dumps(old), "users.json": json.dumps({"u": {"age": 4}})}
    reading = read(zipped(made))
    (thread,) = reading.threads
    assert [post.author for post in thread.posts] == ["u", "u"]
    assert people(reading) == {"u": {"age": 4}}
    assert (thread.posts[0].written.at, thread.posts[0].written.raw) == (None, "12.5")
    assert thread.posts[0].written.precision == "relative"
    assert reading.account.sure


def test_utterances_alone_are_read_without_what_stands_around_them() -> None:
    for data in (alone(*samples.utterances()), json.dumps(samples.utterances()).encode()):
        assert registry.detect(data)[0].format == "convokit"
        reading = read(data)
        assert [post.author for post in reading.threads[0].posts] == ["s1", "s2", "s3"]
        assert reading.threads[0].site is None
        assert reading.account.sure


def test_without_a_conversation_id_replies_say_what_belongs_together() -> None:
    rows = [utterance(n, conversation_id=None) for n in (1, 2, 3)]
    rows[2]["reply-to"] = "u2"
    (thread,) = read(alone(*rows)).threads
    assert [post.external_id for post in thread.posts] == ["u1", "u2", "u3"]


def test_an_utterance_is_the_entry_when_it_alone_answers_none() -> None:
    rows = [utterance(1, conversation_id="c"), utterance(2, conversation_id="c")]
    (thread,) = read(alone(*rows)).threads
    assert [post.external_id for post in thread.posts] == ["u1", "u2"]
    assert thread.posts[0].kind == "entry"


def test_several_beginnings_stand_below_an_entry_that_is_said_to_be_missing() -> None:
    rows = [utterance(n, conversation_id="c", **{"reply-to": None}) for n in (1, 2)]
    reading = read(alone(*rows))
    (thread,) = reading.threads
    assert [post.text for post in thread.posts[1:]] == [row["text"] for row in rows]
    assert "thread_missing" in reading.codes
    assert (reading.account.found, reading.account.accounted) == (3, True)


def test_what_was_deleted_stays_as_a_node_of_nobody() -> None:
    gone = utterance(2, speaker="[deleted]", text="[removed]")
    (thread,) = read(alone(utterance(1), gone)).threads
    assert (thread.posts[1].author, thread.posts[1].status) == (None, "deleted")


def test_the_same_id_twice_is_said() -> None:
    reading = read(alone(utterance(1), utterance(1), utterance(2), utterance(2)))
    assert {"duplicate_thread", "duplicate_id"} <= set(reading.codes)
    assert reading.account.accounted


def test_a_value_of_a_wrong_kind_costs_itself_only() -> None:
    odd = utterance(2, text=7, speaker=["x"], timestamp="soon", **{"reply-to": {"a": 1}})
    reading = read(alone(utterance(1, meta=None), odd, 7, [], utterance(3)))
    assert len(reading.posts) == 3
    assert reading.codes.count("broken_item") == 2
    assert "bad_date" in reading.codes
    assert reading.account.accounted


def test_addresses_of_speakers_are_no_attributes() -> None:
    meta = {"name": "Ada", "E-Mail": "ada@lamp.example", "ip_address": "192.0.2.7", "zip": "24103"}
    reading = read(zipped(files(speakers_json=json.dumps({"s1": {"meta": meta}}))))
    first = reading.posts[0]
    assert (first.author_email, first.author_ip) == ("ada@lamp.example", "192.0.2.7")
    assert people(reading)["Ada"] == {"name": "Ada", "zip": "24103", "speaker": "s1", "trust": 0.5}
    assert "lamp.example" not in str([one for one in reading.events if isinstance(one, Noted)])


def test_any_size_of_step_gives_the_same(monkeypatch) -> None:
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(json_grouped, "STEPS", 10**9)
    data = zipped()
    reading = read(data)
    assert reading.checkpoints
    assert all(0 < stop.position < len(data) for stop in reading.checkpoints)
    for stop in reading.checkpoints:
        assert read(data, stop).events == reading.after(stop)


def test_a_damaged_folder_gives_what_comes_before_and_waits_for_a_look() -> None:
    made = files(utterances_jsonl=lines([utterance(n) for n in range(1, 3000)]))
    data = bytearray(zipped(made))
    at = data.find(b"PK\x01\x02") // 4
    data[at : at + 40] = bytes(40)
    reading = read(bytes(data))
    assert "cut_file" in reading.codes
    assert not reading.account.sure
    assert reading.account.accounted, reading.account.faults()


@pytest.mark.parametrize(
    "name", ["speakers.json", "conversations.json", "corpus.json", "index.json"]
)
@pytest.mark.parametrize(
    "text", ["", "[", "[1, 2]", "null", '{"s1": 7}', '{"a": {"meta": []}}', "\xff"]
)
def test_a_broken_file_around_costs_no_utterance(name: str, text: str) -> None:
    reading = read(zipped(files() | {name: text.encode("latin-1")}))
    assert len(reading.posts) == 5
    assert reading.account.accounted


def test_a_zip_that_is_no_corpus_is_refused_when_it_is_said_to_be_one() -> None:
    with pytest.raises(UnreadableError, match="no folder"):
        read(zipped({"notes.txt": "lamps"}))


def test_a_bomb_ends_at_the_limit() -> None:
    made = files(utterances_jsonl=lines(samples.utterances()) + " " * 40_000_000)
    reading = read(zipped(made))
    assert "cut_file" in reading.codes
    assert [type(event) for event in reading.events].count(ThreadRead) == 2
