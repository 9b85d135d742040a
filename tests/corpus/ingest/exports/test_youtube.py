"""YouTube comments of four programs: one video is one thread, whoever wrote the file."""

import json
from datetime import UTC, datetime

import pytest

from corpus.ingest import registry
from corpus.ingest.events import ReadOptions
from corpus.ingest.exports import json_grouped, youtube
from corpus.ingest.source import Source
from tests.corpus.ingest.exports import table_samples
from tests.corpus.ingest.exports import youtube_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with

each = pytest.mark.parametrize("text", samples.SHAPES.values(), ids=samples.SHAPES)


def read(data: str | bytes, resume=None, **options) -> Reading:
    data = data if isinstance(data, bytes) else data.encode()
    return read_with(youtube.read, data, resume, **options)


@each
def test_every_program_is_told_and_gives_the_same_thread(text: str) -> None:
    reader, _, close = registry.choose(Source.from_bytes(text.encode()), ReadOptions())
    assert (reader.format, close) == (youtube.FORMAT, ())
    reading = read(text)
    assert reading.account.sure, (reading.codes, reading.account.faults())
    (thread,) = reading.threads
    told = {
        post.external_id: (post.author, post.text.partition("\n")[0]) for post in thread.posts[1:]
    }
    assert told.keys() == {"Ugx1", "Ugx1.9a", "Ugx2"}
    assert told["Ugx1"] == ("Ada", "Comment one, well lit")
    assert told["Ugx2"][1] == "Comment three <3"
    numbers = {post.external_id: post.number for post in thread.posts}
    parents = {post.external_id: post.parent for post in thread.posts[1:]}
    assert parents == {"Ugx1": None, "Ugx2": None, "Ugx1.9a": numbers["Ugx1"]}


def test_yt_dlp_says_what_the_video_is() -> None:
    (thread,) = read(samples.SHAPES["yt-dlp"]).threads
    assert (thread.title, thread.external_id) == ("How a lamp is lit", samples.VIDEO)
    assert thread.url == f"https://www.youtube.com/watch?v={samples.VIDEO}"
    assert thread.posts[0].text == "The lamp.\n\nAnd the oil."
    assert (thread.author, thread.posts[0].author_account) == ("The Keeper", "UCkeeper")
    assert thread.written.at == datetime(2021, 3, 2, 10, tzinfo=UTC)
    assert thread.categories == ("Education",)
    assert thread.attributes == {"view_count": 12, "tags": "lamp, oil"}
    one, two, three = thread.posts[1:]
    assert one.flags == ("pinned", "hearted")
    assert two.is_entry_author
    assert (one.written.precision, one.written.raw) == ("relative", "2 years ago")
    assert three.written.precision == "second"


def test_several_videos_in_a_file_are_several_threads_also_without_comments() -> None:
    videos = [samples.info(), samples.info("Lamp0Oil_-8", comments=[], comment_count=0)]
    for text in (json.dumps(videos), table_samples.lines(videos)):
        reading = read(text)
        assert [(one.external_id, len(one.posts)) for one in reading.threads] == [
            (samples.VIDEO, 4), ("Lamp0Oil_-8", 1),
        ]  # fmt: skip
        assert reading.account.accounted


def test_comments_that_are_not_in_the_file_are_known_to_be_missing() -> None:
    reading = read(json.dumps(samples.info(comment_count=40)))
    assert reading.codes == ["known_missing"]
    (thread,) = reading.threads
    assert (thread.declared, thread.attributes["comments_missing"]) == (40, 37)
    reading = read(json.dumps(samples.answered(replies=6)))
    assert reading.codes == ["known_missing"]
    assert reading.threads[0].attributes["comments_missing"] == 5
    rows = [{**row, "replyCount": 2 * int(row["replyCount"])} for row in samples.TOOLS]
    assert read(table_samples.written(rows)).threads[0].attributes["comments_missing"] == 1


def test_an_answer_that_states_only_its_parent_comes_to_the_video() -> None:
    answers = {"kind": "youtube#commentListResponse", "items": [
        samples.comment("Ugx1.9b", "Comment four", "Bo", 9, parentId="Ugx1", videoId=None),
    ]}  # fmt: skip
    alone = read(json.dumps(answers))
    assert alone.account.accounted
    assert alone.codes == ["dangling_parent", "missing_title"]
    one = samples.comment("Ugx1", "Comment one", "Ada", 1)
    both = {"kind": "youtube#commentListResponse", "items": [*answers["items"], one]}
    (thread,) = read(json.dumps(both)).threads
    assert [(post.external_id, post.parent) for post in thread.posts] == [
        (samples.VIDEO, None), ("Ugx1", None), ("Ugx1.9b", 1),
    ]  # fmt: skip


def test_a_file_that_does_not_name_its_video_gets_it_from_the_upload_or_its_name() -> None:
    text = samples.SHAPES["tools"]
    (thread,) = read(text, url=f"https://youtu.be/{samples.VIDEO}", title="On lamps").threads
    assert (thread.external_id, thread.title) == (samples.VIDEO, "On lamps")
    name = f"videoinfo_{samples.VIDEO}_2021_03_04-10_00_00_comments.csv"
    source = Source.from_bytes(text.encode(), name)
    reading = Reading(list(youtube.read(source, ReadOptions(), None)))
    assert reading.threads[0].external_id == samples.VIDEO
    assert reading.codes == ["named_by_file"]
    assert read(text).threads[0].external_id is None
    source = Source.from_bytes(text.encode(), "lamps on film.csv")
    reading = Reading(list(youtube.read(source, ReadOptions(), None)))
    assert reading.threads[0].title == "lamps on film"


def test_a_list_that_went_through_4cat_is_read_as_what_it_is() -> None:
    name = f"videoinfo_{samples.VIDEO}_2021_03_04.csv"
    rows = [
        {"id": row["id"], "thread_id": row["isReplyTo"] or row["id"], "author": row["authorName"],
         "body": row["text"], "timestamp": row["publishedAt"], "unix_timestamp": 1, **row,
         "source_filename": name}
        for row in samples.TOOLS
    ]  # fmt: skip
    text = table_samples.written(rows)
    reader, _, close = registry.choose(Source.from_bytes(text.encode()), ReadOptions())
    assert (reader.format, close) == (youtube.FORMAT, ())
    (thread,) = read(text).threads
    assert (thread.external_id, len(thread.posts)) == (samples.VIDEO, 4)


@each
def test_comments_that_stand_there_twice_come_once(text: str) -> None:
    if text.startswith("["):
        doubled = json.dumps(2 * json.loads(text))
    elif text.startswith("{"):
        doubled = f"{text}\n{text}"
    else:
        doubled = text + text.partition("\n")[2]
    reading = read(doubled)
    assert len(reading.comments) == 3
    assert set(reading.codes) <= {"same_item", "duplicate_thread", "missing_title"}
    assert reading.account.accounted, reading.account.faults()


@each
def test_cut_at_any_byte_what_is_whole_survives(text: str) -> None:
    whole = {post.external_id: post for post in read(text).comments}
    for stop in range(200, len(text), 13):
        reading = read(text[:stop])
        assert reading.account.accounted, (stop, reading.account.faults())
        found = {post.external_id for post in reading.comments}
        assert {own for own, post in whole.items() if post.end <= stop} <= found


def test_any_size_of_step_gives_the_same(monkeypatch) -> None:
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(json_grouped, "STEPS", 10**9)
    text = json.dumps([samples.info(f"Lamp0Oil_-{n}") for n in range(6)])
    reading = read(text)
    assert len(reading.checkpoints) == 5
    for stop in reading.checkpoints:
        assert read(text, stop).events == reading.after(stop)


def test_dates_without_a_zone_get_the_uploads() -> None:
    at = read(samples.SHAPES["tools"], timezone="Europe/Berlin").comments[0].written.at
    assert at is not None
    assert at.isoformat() == "2021-03-03T00:01:00+01:00"


def test_relative_dates_that_nobody_reckoned_count_from_the_day_of_collecting() -> None:
    rows = [{**row, "time_parsed": None} for row in samples.downloaded()]
    assert {post.written.at for post in read(table_samples.lines(rows)).comments} == {None}
    reading = read(table_samples.lines(rows), captured="2024-03-03T00:00:00Z")
    told = {post.external_id: post.written for post in reading.comments}
    assert told["Ugx1"].at == datetime(2022, 3, 3, tzinfo=UTC)
    assert (told["Ugx1"].raw, told["Ugx1"].precision) == ("2 years ago", "relative")
