"""Twenty coders on one corpus, each with an annotation a second and a live stream.

Prints how long saving takes, how soon colleagues know, what was lost or came twice, and whether
every coder's picture, folded from the stream alone, equals the database at the end.

usage: python bench/together.py [SECONDS [CODERS]]      (300 and 20 by default)
"""

import http.client
import json
import random
import secrets
import statistics
import sys
import time
import uuid
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from figures import row
from running import Client, Site, site
from threads import thread

THREADS, PATIENCE = 20, 30.0
CHANGED, DELETED = 0.1, 0.05


@dataclass
class Listener:
    """One coder's stream: the picture that it draws, and when each annotation came."""

    port: int
    token: str
    corpus: int
    picture: dict[str, Any] = field(default_factory=dict)
    came: dict[str, float] = field(default_factory=dict)
    twice: int = 0
    seq: int = 0
    opened: Event = field(default_factory=Event)

    def run(self) -> None:
        """Read until the server ends the stream."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self.token}"}
        connection.request("GET", f"/live/corpora/{self.corpus}/?after=0", headers=headers)
        name, seq = "", 0
        for raw in connection.getresponse():
            line = raw.decode().rstrip("\n")
            if line.startswith("retry:"):
                self.opened.set()
            elif line.startswith("id: "):
                seq = int(line[4:])
            elif line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: ") and name.startswith("annotation."):
                self._take(json.loads(line[6:]), name, seq)
            elif not line and name:
                self.seq, name = max(self.seq, seq), ""

    def _take(self, event: dict[str, Any], name: str, seq: int) -> None:
        key = event["target"]["id"]
        if seq <= self.seq or (name == "annotation.created" and key in self.came):
            self.twice += 1
        if name == "annotation.deleted":
            self.picture.pop(key, None)
        else:
            self.picture[key] = event["after"]
        self.came.setdefault(key, time.perf_counter())


@dataclass
class Coder:
    """Somebody who codes a passage every second, and now and then changes or removes one."""

    client: Client
    listener: Listener
    posts: list[dict[str, Any]]
    codes: list[int]
    place: int
    times: list[float] = field(default_factory=list)
    saved: dict[str, float] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    drawn: set[tuple[int, ...]] = field(default_factory=set)
    refused: int = 0

    def run(self, begin: float, seconds: int) -> None:
        """Work until the seconds are over."""
        rng = random.Random(self.place)
        for second in range(seconds):
            time.sleep(max(0.0, begin + second - time.perf_counter()))
            chance = rng.random()
            if self.saved and chance < CHANGED + DELETED:
                self._again(rng.choice(list(self.saved)), remove=chance < DELETED)
            else:
                self._create(rng)

    def _claim(self, rng: random.Random) -> dict[str, Any]:
        """Draw a passage and a code; nobody gives the same code to the same passage twice."""
        while True:
            post = rng.choice(self.posts)
            start = rng.randrange(max(1, len(post["text"]) - 160))
            end = min(len(post["text"]), start + rng.randrange(20, 160))
            drawn = (post["id"], start, end, rng.choice(self.codes))
            if drawn not in self.drawn:
                self.drawn.add(drawn)
                quote = post["text"][start:end]
                return dict(zip(("post", "start", "end", "code"), drawn, strict=True), quote=quote)

    def _create(self, rng: random.Random) -> None:
        key, claim = str(uuid.uuid4()), self._claim(rng)
        path = f"/corpora/{self.listener.corpus}/annotations/{key}/"
        sent = time.perf_counter()
        status, _ = self.client.ask("PUT", path, claim)
        done = time.perf_counter()
        if status == 201:
            self.times.append((done - sent) * 1000)
            self.saved[key] = done
        else:
            self.refused += 1

    def _again(self, key: str, *, remove: bool) -> None:
        headers, path = {"If-Match": "*"}, f"/annotations/{key}/"
        if remove:
            status, _ = self.client.ask("DELETE", path, headers=headers)
            self.removed.add(key)
        else:
            memo = {"memo": secrets.token_hex(4)}
            status, _ = self.client.ask("PATCH", path, memo, headers)
        self.refused += status >= 300 and key not in self.removed


def main(seconds: int, count: int) -> None:
    """Measure and print."""
    with site() as running:
        owner = running.client()
        corpus = owner.make("/corpora/", {"title": "Together"})["id"]
        posts = _posts(owner, corpus)
        codes = [
            owner.make(f"/corpora/{corpus}/codes/", {"name": f"Code {n}"})["id"] for n in range(30)
        ]
        coders = [_coder(running, owner, corpus, posts, codes, place) for place in range(count)]
        listening = [Thread(target=one.listener.run, daemon=True) for one in coders]
        for thread_ in listening:
            thread_.start()
        for one in coders:
            one.listener.opened.wait(PATIENCE)
        begin = time.perf_counter() + 1
        working = [
            Thread(target=one.run, args=(begin + place / count, seconds))
            for place, one in enumerate(coders)
        ]
        for thread_ in working:
            thread_.start()
        for thread_ in working:
            thread_.join()
        _wait_for_streams(owner, corpus, coders)
        _report(owner, corpus, coders, seconds)


def _coder(
    running: Site, owner: Client, corpus: int, posts: list[Any], codes: list[int], place: int
) -> Coder:
    invited = owner.make(f"/corpora/{corpus}/invitations/", {"role": "coder"})
    account = {"username": f"coder{place}", "password": secrets.token_urlsafe(16)}
    Client(running.port).make(f"/invitations/{invited['key']}/accept/", account)
    made = Client(running.port).make("/tokens/", {**account, "name": "bench"})
    listener = Listener(running.port, made["token"], corpus)
    return Coder(Client(running.port, made["token"]), listener, posts, codes, place)


def _posts(owner: Client, corpus: int) -> list[dict[str, Any]]:
    found = []
    for number in range(THREADS):
        one = thread(number)
        body = {"title": one["title"], "text": one["text"]}
        body["comments"] = [{"text": comment["text"]} for comment in one["comments"]]
        made = owner.make(f"/corpora/{corpus}/threads/", body)["id"]
        found += owner.get(f"/threads/{made}/")["posts"]
    return found


def _wait_for_streams(owner: Client, corpus: int, coders: list[Coder]) -> None:
    last = owner.get(f"/corpora/{corpus}/history/?page_size=1")["results"][0]["seq"]
    end = time.monotonic() + PATIENCE
    while min(one.listener.seq for one in coders) < last and time.monotonic() < end:
        time.sleep(0.05)


def _stored(owner: Client, corpus: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    path = f"/corpora/{corpus}/annotations/?page_size=1000"
    while path:
        page = owner.get(path)
        found |= {one["id"]: one for one in page["results"]}
        path = (page["next"] or "").partition("/api/v1")[2]
    return found


def _report(owner: Client, corpus: int, coders: list[Coder], seconds: int) -> None:
    stored = _stored(owner, corpus)
    saved = {key: at for one in coders for key, at in one.saved.items()}
    removed = set().union(*(one.removed for one in coders))
    delays = [
        max(0.0, one.listener.came[key] - at) * 1000
        for one in coders
        for key, at in saved.items()
        if key in one.listener.came and key not in one.saved
    ]
    unheard = sum(key not in one.listener.came for one in coders for key in saved)
    equal = sum(one.listener.picture == stored for one in coders)
    row("coders, seconds, annotations", f"{len(coders)}, {seconds}, {len(saved):,}")
    row("save", _quantiles([time_ for one in coders for time_ in one.times]), "p95 < 50 ms")
    row("from the save to a colleague", _quantiles(delays), "< 300 ms")
    row("refused", str(sum(one.refused for one in coders)), "0")
    row("saved and lost", str(len(saved.keys() - removed - stored.keys())), "0")
    row("saved and not told to somebody", str(unheard), "0")
    row("stored or told twice", str(sum(one.listener.twice for one in coders)), "0")
    row("stored and never saved", str(len(stored.keys() - saved.keys())), "0")
    row("pictures that equal the database", f"{equal} of {len(coders)}", "all")


def _quantiles(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, max {max(times):.0f} ms"


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [300, 20][len(given) :]))
