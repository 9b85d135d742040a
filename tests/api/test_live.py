"""The live stream, over real sockets: nothing lost, nothing doubled, nothing to strangers."""

import hashlib
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx
import psycopg
import pytest
import uvicorn
from django.test import Client

from api import hub, live
from api.hub_queries import connection_parameters
from corpus.models import ApiToken, Corpus, CorpusCounter, Membership, User

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 15.0


def eventually(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain: {what}"
        threading.Event().wait(0.01)


def database() -> psycopg.Connection:
    return psycopg.connect(autocommit=True, **connection_parameters())


WRITE = """
WITH counted AS (
    UPDATE corpus_corpuscounter SET seq = seq + %(n)s WHERE corpus_id = %(corpus)s RETURNING seq
), added AS (
    INSERT INTO corpus_event (corpus_id, seq, actor_id, action, target_type, target_id, after)
    SELECT %(corpus)s, seq - %(n)s + i, %(actor)s, %(action)s, 'code', '17', %(after)s
    FROM counted, generate_series(1, %(n)s) i RETURNING seq
)
SELECT max(seq), pg_notify('catena_event', %(channel)s) FROM added
"""


class Writer:
    """Writes events the way all services do: counter last, in the transaction of the event."""

    def __init__(self, corpus: Corpus, actor: User | None = None) -> None:
        self.corpus, self.actor = corpus.pk, actor.pk if actor else None
        self.connection = database()

    def write(self, n: int = 1, *, action: str = "code.changed", after: object = None) -> int:
        values = {"corpus": self.corpus, "actor": self.actor, "action": action, "n": n}
        values |= {"after": json.dumps(after), "channel": str(self.corpus)}
        row = self.connection.execute(WRITE, values).fetchone()
        assert row is not None
        return row[0]

    def news(self, news: object) -> None:
        self.connection.execute("SELECT pg_notify('catena_news', %s)", (json.dumps(news),))

    def close(self) -> None:
        self.connection.close()


class Listener(threading.Thread):
    """A client that reads a stream to its end and keeps all lines, as EventSource would."""

    def __init__(self, url: str, headers: dict[str, str], *, quota: int | None = None) -> None:
        super().__init__(daemon=True)
        self.url, self.headers, self.quota = url, headers, quota
        self.lines: list[str] = []
        self.response: httpx.Response | None = None
        self.ended_cleanly = False
        self.leave = threading.Event()
        self.start()

    def run(self) -> None:
        with (
            suppress(httpx.RemoteProtocolError, httpx.ReadError),
            httpx.Client(timeout=PATIENCE) as client,
            client.stream("GET", self.url, headers=self.headers) as response,
        ):
            self.response = response
            for line in response.iter_lines():
                self.lines.append(line)
                full = self.quota is not None and len(self.seqs) >= self.quota
                if (full and line == "") or self.leave.is_set():
                    return
            self.ended_cleanly = True

    @property
    def seqs(self) -> list[int]:
        return [int(line[4:]) for line in self.lines if line.startswith("id: ")]

    @property
    def data(self) -> list[dict]:
        return [json.loads(line[6:]) for line in self.lines if line.startswith("data: ")]

    def opened(self) -> "Listener":
        eventually(lambda: "retry: 1000" in self.lines, "the stream to open")
        return self

    def receives(self, seqs: list[int]) -> None:
        eventually(lambda: self.seqs[-1:] == seqs[-1:], f"event {seqs[-1]}, have {self.seqs[-3:]}")
        assert self.seqs == seqs


class Site:
    """A running server with one corpus and the ways of signing in to it."""

    def __init__(self, url: str, corpus: Corpus, owner: User) -> None:
        self.url, self.corpus, self.owner = url, corpus, owner
        self.stack = ExitStack()

    def stream_url(self, query: str = "") -> str:
        return f"{self.url}/live/corpora/{self.corpus.pk}/{query}"

    def session(self, user: User) -> dict[str, str]:
        client = Client()
        client.force_login(user)
        return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}

    def token(self, user: User, scopes: tuple[str, ...] = ("read",)) -> dict[str, str]:
        secret = f"secret-{random.getrandbits(64):x}"
        digest = hashlib.sha256(secret.encode()).hexdigest()
        ApiToken.objects.create(user=user, name="test", digest=digest, scopes=list(scopes))
        return {"Authorization": f"Bearer {secret}"}

    def listen(self, query: str = "", headers: dict[str, str] | None = None) -> Listener:
        listener = Listener(self.stream_url(query), headers or self.session(self.owner))
        self.stack.callback(listener.leave.set)
        return listener

    def writer(self) -> Writer:
        writer = Writer(self.corpus, self.owner)
        self.stack.callback(writer.close)
        return writer

    def refused(self, headers: dict[str, str], query: str = "") -> tuple[int, str]:
        reply = httpx.get(self.stream_url(query), headers=headers)
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["status"] == reply.status_code
        return reply.status_code, reply.json()["code"]


def member(corpus: Corpus, name: str, role: str = "coder") -> User:
    user = User.objects.create(username=name, name=name.title())
    Membership.objects.create(corpus=corpus, user=user, role=role)
    return user


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the hub's intervals, so that what takes 15 s takes a moment."""
    monkeypatch.setattr(hub, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(hub, "RECHECK_SECONDS", 0.1)
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 0.2)


@pytest.fixture
def site() -> Iterator[Site]:
    corpus = Corpus.objects.create(title="Allotments")
    CorpusCounter.objects.create(corpus=corpus)
    owner = member(corpus, "ada", "owner")
    config = uvicorn.Config(live.application, port=0, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started, "the server to start")
    port = server.servers[0].sockets[0].getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", corpus, owner)
    yield site
    site.stack.close()
    live.close_streams()
    server.should_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive()


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
        chance = random.Random(id(mine))  # noqa: S311 (it cuts streams, it keeps no secret)
        deadline = time.monotonic() + 4 * PATIENCE
        while (not mine or mine[-1] < total) and time.monotonic() < deadline:
            after = {"Last-Event-ID": str(mine[-1] if mine else 0)}
            quota = min(chance.randint(1, 40), total - len(mine))
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


def test_a_gap_is_never_passed_over(site: Site, quick: None) -> None:
    listener = site.listen().opened()
    writer = site.writer()
    with writer.connection.transaction():
        writer.write(3)
        writer.connection.execute("UPDATE corpus_event SET seq = 40 WHERE seq = 2")
    eventually(lambda: listener.seqs == [1], "the first event")
    writer.write()
    writer.news({"corpus": site.corpus.pk, "event": "later", "data": {}})
    eventually(lambda: "event: later" in listener.lines, "what was sent after the event")
    assert listener.seqs == [1]
    writer.connection.execute("UPDATE corpus_event SET seq = 2 WHERE seq = 40")
    listener.receives([1, 2, 3, 4])


def test_a_replay_ends_at_a_gap(site: Site) -> None:
    writer = site.writer()
    writer.write(5)
    writer.connection.execute("DELETE FROM corpus_event WHERE seq = 3")
    returned = site.listen("?after=0")
    eventually(lambda: not returned.is_alive(), "the replay to end")
    assert returned.seqs in ([], [1, 2])


def test_without_a_notification_the_poll_finds_the_event(site: Site, quick: None) -> None:
    listener = site.listen().opened()
    writer = site.writer()
    sql = WRITE.replace("pg_notify('catena_event', %(channel)s)", "%(channel)s::text")
    values = {"corpus": site.corpus.pk, "actor": None, "action": "code.changed", "n": 2}
    writer.connection.execute(sql, values | {"after": None, "channel": ""})
    listener.receives([1, 2])


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


def test_strangers_are_told_to_sign_in(site: Site) -> None:
    expired = site.token(site.owner)
    ApiToken.objects.update(expires_at="2001-01-01T00:00:00Z")
    revoked = site.token(site.owner)
    ApiToken.objects.filter(expires_at=None).update(revoked_at="2001-01-01T00:00:00Z")
    assert site.refused({}) == (401, "not_authenticated")
    assert site.refused({"Cookie": "sessionid=nonsense"}) == (401, "not_authenticated")
    assert site.refused({"Authorization": "Bearer nonsense"}) == (401, "not_authenticated")
    assert site.refused(expired) == (401, "not_authenticated")
    assert site.refused(revoked) == (401, "not_authenticated")


def test_a_new_password_ends_old_sessions(site: Site) -> None:
    headers = site.session(site.owner)
    site.owner.set_password("a longer secret than before")
    site.owner.save()
    assert site.refused(headers) == (401, "not_authenticated")


def test_to_others_the_corpus_does_not_exist(site: Site) -> None:
    stranger = User.objects.create(username="eve", name="Eve")
    assert site.refused(site.session(stranger)) == (404, "not_found")
    assert site.refused(site.token(stranger)) == (404, "not_found")
    site.corpus.deleted_at = "2001-01-01T00:00:00Z"
    site.corpus.save()
    assert site.refused(site.session(site.owner)) == (404, "not_found")


def test_a_token_needs_the_scope_to_read(site: Site) -> None:
    headers = site.token(site.owner, scopes=("export",))
    assert site.refused(headers) == (403, "scope_missing")


def test_a_position_that_is_no_number_is_refused(site: Site) -> None:
    assert site.refused(site.session(site.owner), "?after=yesterday") == (400, "malformed")


def test_a_removed_member_hears_no_more(site: Site) -> None:
    guest = member(site.corpus, "grace")
    removed = site.listen("", site.session(guest)).opened()
    staying = site.listen().opened()
    writer = site.writer()
    writer.write()
    removed.receives([1])
    Membership.objects.filter(user=guest).delete()
    writer.write(action="member.removed")
    writer.write()
    staying.receives([1, 2, 3])
    eventually(lambda: not removed.is_alive(), "the removed member's stream to end")
    assert removed.seqs == [1]
    assert removed.ended_cleanly


@pytest.mark.parametrize("how", ["signed out", "revoked", "deactivated"])
def test_whoever_is_signed_out_hears_no_more(site: Site, quick: None, how: str) -> None:
    headers = site.session(site.owner) if how == "signed out" else site.token(site.owner)
    listener = site.listen("", headers).opened()
    with database() as connection:
        if how == "signed out":
            connection.execute("DELETE FROM django_session")
        elif how == "revoked":
            connection.execute("UPDATE corpus_apitoken SET revoked_at = now()")
        else:
            connection.execute("UPDATE corpus_user SET is_active = false")
    eventually(lambda: not listener.is_alive(), "the stream to end")
    assert listener.ended_cleanly


def test_streams_survive_lost_database_connections(site: Site) -> None:
    listener = site.listen().opened()
    writer = site.writer()
    for round_ in range(3):
        writer.write()
        cut = writer.connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'catena-live'"
        ).fetchone()
        assert cut is not None
        assert cut[0] >= 1, round_
        writer.write()
        listener.receives(list(range(1, 2 * round_ + 3)))


def test_a_reader_that_reads_nothing_is_dropped_and_may_return(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BUFFER", 20)
    headers = site.session(site.owner)
    other = site.listen().opened()
    writer = site.writer()
    with httpx.Client(timeout=PATIENCE) as client:
        request = client.build_request("GET", site.stream_url(), headers=headers)
        stuck = client.send(request, stream=True)
        sent = 0
        while live_streams() == 2:
            sent = writer.write(after="x" * 50_000)
            eventually(lambda sent=sent: other.seqs[-1:] == [sent], "the other reader")
            assert sent < 2_000
        stuck.close()
    returned = site.listen("?after=0")
    returned.receives(list(range(1, sent + 1)))


def live_streams() -> int:
    return sum(len(feed.streams) for h in list(live._hubs.values()) for feed in h._feeds.values())


def test_a_reader_that_leaves_is_forgotten(site: Site) -> None:
    listener = site.listen().opened()
    assert live_streams() == 1
    listener.leave.set()
    site.writer().write()
    eventually(lambda: live_streams() == 0, "the stream to be forgotten")


def test_stopping_ends_all_streams_at_once_and_opens_no_more(site: Site) -> None:
    headers = site.session(site.owner)
    listeners = [site.listen("", headers).opened() for _ in range(5)]
    began = time.monotonic()
    live.close_streams()
    for listener in listeners:
        listener.join(PATIENCE)
        assert listener.ended_cleanly
    assert time.monotonic() - began < 1
    assert site.refused(headers) == (503, "closing")
