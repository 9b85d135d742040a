"""The live stream, over real sockets: nothing lost, nothing doubled."""

import threading
import time
from itertools import cycle

import pytest

from api import hub
from corpus.models import Corpus, CorpusCounter
from tests.api.live.site import PATIENCE, Listener, Site, Writer, eventually

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_arrives_with_number_actor_and_content(site: Site) -> None:
    listener = site.listen().opened()
    site.writer().write(after={"name": "Thanks 🐝\nand more"})
    listener.receives([1])
    assert listener.lines[-3] == "event: code.changed"
    [data] = listener.data
    assert data.pop("at").endswith("Z")
    assert data == {
        "seq": 1,
        "actor": {"id": site.owner.pk, "username": "ada", "name": "Ada"},
        "action": "code.changed",
        "target": {"type": "code", "id": 17},
        "before": None,
        "after": {"name": "Thanks 🐝\nand more"},
        "batch": 1,
        "undoes": None,
        "redoes": None,
    }
    assert listener.response is not None
    headers = listener.response.headers
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-cache"
    assert headers["x-accel-buffering"] == "no"


def test_a_change_without_an_actor_says_so(site: Site) -> None:
    writer = site.writer()
    writer.actor = None
    writer.write()
    listener = site.listen("?after=0").opened()
    listener.receives([1])
    assert listener.data[0]["actor"] is None


def test_a_new_stream_begins_now(site: Site) -> None:
    writer = site.writer()
    writer.write(5)
    listener = site.listen().opened()
    writer.write()
    listener.receives([6])


@pytest.mark.parametrize("way", ["header", "query", "header wins"])
def test_what_was_missed_is_replayed_exactly(site: Site, way: str) -> None:
    writer = site.writer()
    writer.write(1300)
    headers = site.token(site.owner)
    query = "?after=37" if way == "query" else "?after=2"
    if way != "query":
        headers["Last-Event-ID"] = "37"
    listener = site.listen(query, headers).opened()
    writer.write(3)
    listener.receives(list(range(38, 1304)))


def test_a_position_from_before_a_restore_does_not_silence_the_stream(site: Site) -> None:
    writer = site.writer()
    writer.write(3)
    listener = site.listen("?after=9000").opened()
    writer.write()
    listener.receives([4])


def test_other_corpora_stay_silent(site: Site) -> None:
    other = Corpus.objects.create(title="Bees")
    CorpusCounter.objects.create(corpus=other)
    listener = site.listen().opened()
    foreign = Writer(other)
    foreign.write(3, action="thread.changed")
    foreign.close()
    site.writer().write()
    listener.receives([1])


def test_concurrent_writers_and_returning_readers_miss_and_double_nothing(site: Site) -> None:
    total, writers = 600, 4
    headers = site.token(site.owner)
    seen: list[list[int]] = [[] for _ in range(6)]

    def write() -> None:
        writer = Writer(site.corpus, site.owner)
        for _ in range(total // writers):
            writer.write()
        writer.close()

    def read(mine: list[int]) -> None:
        quotas = cycle([1, 17, 3, 40, 8, 29])
        deadline = time.monotonic() + 4 * PATIENCE
        while (not mine or mine[-1] < total) and time.monotonic() < deadline:
            after = {"Last-Event-ID": str(mine[-1] if mine else 0)}
            quota = min(next(quotas), total - len(mine))
            listener = Listener(site.stream_url(), headers | after, quota=quota)
            listener.join(PATIENCE)
            mine += listener.seqs

    threads = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    threads += [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5 * PATIENCE)
    for mine in seen:
        # A reader that left in mid-page may have been sent more than it counted: no harm, but
        # what it took must go on without a seam.
        assert mine == list(range(1, len(mine) + 1))
        assert len(mine) >= total


def test_fifty_readers_get_the_same(site: Site) -> None:
    headers = site.token(site.owner)
    listeners = [site.listen("", headers) for _ in range(50)]
    for listener in listeners:
        listener.opened()
    writer = site.writer()
    for _ in range(30):
        writer.write()
    for listener in listeners:
        listener.receives(list(range(1, 31)))


def test_a_whole_import_reaches_a_reader(site: Site) -> None:
    listener = site.listen().opened()
    site.writer().write(5000)
    # A reader that is outrun is closed and comes back; either way it ends up with all.
    eventually(lambda: listener.seqs[-1:] == [5000] or not listener.is_alive(), "all events")
    if listener.seqs[-1:] != [5000]:
        rest = site.listen(f"?after={(listener.seqs or [0])[-1]}")
        eventually(lambda: rest.seqs[-1:] == [5000], "the rest")
        assert listener.seqs + rest.seqs == list(range(1, 5001))
    else:
        assert listener.seqs == list(range(1, 5001))


def test_news_pass_without_a_number(site: Site) -> None:
    listener = site.listen().opened()
    writer = site.writer()
    news = {"corpus": site.corpus.pk, "event": "upload.progress", "data": {"done": 3}}
    writer.news(news | {"corpus": -1})
    writer.news("no news")
    writer.news(news | {"event": "two\nlines"})
    writer.news(news)
    eventually(lambda: listener.data, "the news")
    at = listener.lines.index("event: upload.progress")
    assert listener.lines[at - 1] == ""
    assert listener.data == [{"done": 3}]
    assert listener.seqs == []


def test_an_idle_stream_sends_comments(site: Site, quick: None) -> None:
    listener = site.listen().opened()
    eventually(lambda: listener.lines.count(": heartbeat") >= 2, "heartbeats")
    assert not listener.data


def test_the_heartbeat_comes_before_proxies_lose_patience() -> None:
    assert hub.HEARTBEAT_SECONDS <= 20
