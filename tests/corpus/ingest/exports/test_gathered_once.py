"""Large JSON exports: what a first walk gathered serves all steps of reading that follow."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.ingest.events import Checkpoint, Event, ReadOptions, Walked
from corpus.ingest.exports import feed, grouped, json_grouped, remark42
from corpus.ingest.source import Source
from tests.corpus.ingest.exports.reading import Read

DATA = json.dumps([
    {
        "id": f"c{n}", "pid": f"c{n - 7}" if n % 3 == 0 and n > 7 else "",
        "text": f"<p>Comment {n} from under the lamp.</p>", "user": {"name": "Ada", "id": "a"},
        "locator": {"site": "lamp", "url": f"https://lamp.example/{n % 7}"},
        "time": "2012-03-04T05:06:07Z",
    }
    for n in range(70)
]).encode()  # fmt: skip

FEED = (
    '<rss version="2.0" xmlns:thr="http://purl.org/syndication/thread/1.0"><channel>'
    "<title>Lamp</title><link>https://lamp.example/</link>"
    + "".join(
        f"<item><title>Day {n}</title><guid>https://lamp.example/{n}</guid>"
        f"<description>Of oil, day {n}.</description></item>"
        for n in range(9)
    )
    + "".join(
        f"<item><guid>c{n}</guid><description>Comment {n}.</description>"
        f'<thr:in-reply-to ref="https://lamp.example/{n % 9}"/></item>'
        for n in range(40)
    )
    + "</channel></rss>"
).encode()


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(grouped, "STEP_BYTES", 1)


def steps(source: Source, read: Read = remark42.read) -> Iterator[list[Event]]:
    """Read as workers do: each step begins anew at the last checkpoint and ends at the next."""
    resume = None
    while True:
        step: list[Event] = []
        for event in read(source, ReadOptions(), resume):
            step.append(event)
            if isinstance(event, Checkpoint):
                break
        yield step
        if not step or not isinstance(step[-1], Checkpoint):
            return
        resume = step[-1]


@pytest.mark.parametrize(("read", "data"), [(remark42.read, DATA), (feed.read, FEED)])
def test_the_steps_together_say_what_one_reading_says(
    tmp_path: Path, read: Read, data: bytes
) -> None:
    whole = list(read(Source.from_bytes(data), ReadOptions(), None))
    kept = Source(name="", size=len(data), open=Source.from_bytes(data).open, desk=tmp_path)
    # Without a place to keep it, a file so small is one step.
    told = [event for event in whole if not isinstance(event, Checkpoint)]
    parts = list(steps(kept, read))
    assert [one for part in parts for one in part if not isinstance(one, Checkpoint)] == told
    assert len(parts) > 3


def test_only_the_first_step_goes_through_the_file(tmp_path: Path) -> None:
    opened: list[int] = []

    def opening() -> object:
        opened.append(1)
        return Source.from_bytes(DATA).open()

    source = Source(name="", size=len(DATA), open=opening, desk=tmp_path)
    counts = []
    for _ in steps(source):
        counts.append(len(opened))
        opened.clear()
    assert counts[0] >= 2  # the walk, and the separate count
    # Each looks at the head, to know the format's shape.
    assert max(counts[1:]) <= 1


def test_a_step_that_finds_nothing_gathered_walks_again(tmp_path: Path) -> None:
    whole = list(remark42.read(Source.from_bytes(DATA), ReadOptions(), None))
    stop = next(event for event in whole if isinstance(event, Checkpoint))
    source = Source(name="", size=len(DATA), open=Source.from_bytes(DATA).open, desk=tmp_path)
    rest = [
        event
        for event in remark42.read(source, ReadOptions(), stop)
        if not isinstance(event, Walked)
    ]
    assert rest == whole[whole.index(stop) + 1 :]


def test_how_far_the_walk_has_come_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_grouped, "TOLD_CHARACTERS", 2_000)
    events = list(remark42.read(Source.from_bytes(DATA), ReadOptions(), None))
    told = [event.position for event in events if isinstance(event, Walked)]
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] <= len(DATA) // 2
    stops = [event.position for event in events if isinstance(event, Checkpoint)]
    assert told[-1] <= stops[0]
