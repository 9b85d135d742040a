"""A running live server with its corpus, writers and listeners, for the tests beside."""

import hashlib
import json
import random
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

import httpx
import psycopg
from django.test import Client

from api import live
from api.hub_queries import connection_parameters
from corpus.models import ApiToken, Corpus, Membership, User

PATIENCE = 15.0
# Making one takes longer than opening a stream.
TLS = ssl.create_default_context()


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
    INSERT INTO corpus_event
        (corpus_id, seq, actor_id, action, target_type, target_id, after, batch)
    SELECT %(corpus)s, seq - %(n)s + i, %(actor)s, %(action)s, 'code', '17', %(after)s,
        seq - %(n)s + 1
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

    def write_in_silence(self, n: int) -> None:
        """Write as if the notification were lost on its way."""
        sql = WRITE.replace("pg_notify('catena_event', %(channel)s)", "%(channel)s::text")
        values = {"corpus": self.corpus, "actor": None, "action": "code.changed", "n": n}
        self.connection.execute(sql, values | {"after": None, "channel": ""})

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
            httpx.Client(timeout=PATIENCE, verify=TLS) as client,
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
    def told(self) -> list[tuple[str, dict]]:
        """All events, as (name, data)."""
        names = [line[7:] for line in self.lines if line.startswith("event: ")]
        data = [json.loads(line[6:]) for line in self.lines if line.startswith("data: ")]
        return list(zip(names, data, strict=False))

    @property
    def data(self) -> list[dict]:
        return [data for name, data in self.told if name != "presence"]

    @property
    def people(self) -> list[dict] | None:
        """Who is there by the last that was told; None before anything was."""
        lists = [data["people"] for name, data in self.told if name == "presence"]
        return lists[-1] if lists else None

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
        reply = httpx.get(self.stream_url(query), headers=headers, verify=TLS)
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["status"] == reply.status_code
        return reply.status_code, reply.json()["code"]


def member(corpus: Corpus, name: str, role: str = "coder") -> User:
    user = User.objects.create(username=name, name=name.title())
    Membership.objects.create(corpus=corpus, user=user, role=role)
    return user


def live_streams() -> int:
    return sum(len(feed.streams) for h in list(live._hubs.values()) for feed in h._feeds.values())
