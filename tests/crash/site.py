"""A real `catena up` whose processes may be killed, and the people who work on it meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 180.0
PASSWORD = "lamp-oil-and-wicks"


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain: {what}"
        threading.Event().wait(0.02)
    return found


def family(first: int) -> list[int]:
    """A process and all that came from it, whatever groups they made."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            parents.setdefault(int(parent), []).append(int(folder.name))
    found = [first]
    for one in found:
        found += parents.get(one, [])
    return found


class Site:
    """A running Catena with one corpus, its owner, and a code to code with."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
        kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        self.log = home.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "catena", "up"],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=kept
                | {
                    "CATENA_HOME": str(home),
                    "CATENA_PORT": str(self.port),
                    "CATENA_ADMIN_USERNAME": "keeper",
                    "CATENA_ADMIN_PASSWORD": PASSWORD,
                },
            )
        until(lambda: self.is_ready() or self.process.poll() is not None, "the start")
        assert self.process.poll() is None, self.log.read_text()
        self.base = f"http://127.0.0.1:{self.port}/api/v1"
        who = {"username": "keeper", "password": PASSWORD}
        token = httpx.post(f"{self.base}/tokens/", json=who, timeout=30).json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = self.new_client()
        self.corpus = self.made("/corpora/", {"title": "Allotments"})["id"]
        self.code = self.made(f"/corpora/{self.corpus}/codes/", {"name": "Praise"})["id"]

    def is_ready(self) -> bool:
        return "Catena is ready" in self.log.read_text()

    def new_client(self) -> httpx.Client:
        return httpx.Client(base_url=self.base, headers=self.headers, timeout=10)

    def made(self, path: str, body: dict) -> dict:
        reply = self.client.post(path, json=body)
        assert reply.status_code == 201, reply.text
        return reply.json()

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask as a patient client does: again while nobody answers or the database is away."""

        def answered() -> httpx.Response | None:
            with suppress(httpx.TransportError):
                reply = self.client.request(method, path, **more)
                if reply.status_code != 503:
                    return reply
            return None

        return until(answered, f"an answer to {method} {path}", 30)

    def get(self, path: str = "") -> Any:
        reply = self.ask("GET", f"/corpora/{self.corpus}/{path}")
        assert reply.status_code == 200, (path, reply.text)
        return reply.json()

    def pages(self, path: str) -> Iterator[dict]:
        page = self.get(f"{path}?page_size=1000")
        yield from page["results"]
        while page["next"]:
            page = self.ask("GET", page["next"]).json()
            yield from page["results"]

    def upload(self, data: bytes, **options: Any) -> str:
        reply = self.ask(
            "POST",
            f"/corpora/{self.corpus}/uploads/",
            files={"file": ("threads.jsonl", data)},
            data={"options": json.dumps(options)} if options else None,
        )
        assert reply.status_code == 202, reply.text
        return reply.json()["results"][0]["id"]

    def kill(self, name: str) -> float:
        """Kill a child with all its children by SIGKILL; returns when."""
        known = json.loads((self.home / "children.json").read_text())
        at = time.monotonic()
        for number in family(int(known[name][0])):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return at

    def wait_for_children(self) -> None:
        until(lambda: self.get_health() == "ok", "everything to be well")

    def get_health(self) -> str:
        return str(self.ask("GET", "/health/").json()["status"])

    def stop(self) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


class Import(threading.Thread):
    """Watches an upload to its end; keeps when its state was seen to change."""

    def __init__(self, site: Site, data: bytes, **options: Any) -> None:
        super().__init__(daemon=True)
        self.site, self.upload = site, site.upload(data, **options)
        self.began = time.monotonic()
        self.changes: list[tuple[float, tuple[str, int]]] = []
        self.last: dict = {}
        self.start()

    def run(self) -> None:
        path = f"/corpora/{self.site.corpus}/uploads/{self.upload}/"
        with self.site.new_client() as client:
            while self.last.get("status") not in {"done", "failed", "review"}:
                threading.Event().wait(0.02)
                with suppress(httpx.TransportError):
                    reply = client.get(path)
                    if reply.status_code == 200:
                        self.note(reply.json())

    def note(self, shown: dict) -> None:
        self.last = shown
        state = (shown["status"], shown["progress"]["done"])
        if not self.changes or self.changes[-1][1] != state:
            self.changes.append((time.monotonic(), state))

    def reaches(self, status: str) -> None:
        """Wait until it is in a phase, or already beyond it."""
        phases = ["queued", "reading", "loading", "indexing", "done", "failed"]
        late = set(phases[phases.index(status) :])
        until(lambda: self.last.get("status") in late, f"the import to be {status}")

    def goes_on_after(self, killed: float) -> float:
        """Seconds from a kill to the first progress that was not made before it.

        0 where the last step was over when the kill came.
        """
        shown = self.site.get(f"uploads/{self.upload}/")
        left = (shown["status"], shown["progress"]["done"])
        if shown["status"] == "done":
            return 0.0
        seen = until(
            lambda: [at for at, state in self.changes if at > killed and state != left],
            f"the import to go on; it is {self.last}",
        )
        return seen[0] - killed

    def ends(self) -> dict:
        self.join(PATIENCE)
        assert not self.is_alive(), self.last
        return self.last


@dataclass
class Coder(threading.Thread):
    """Codes words of a post with ids of its own and repeats what was not answered."""

    site: Site
    post: dict
    places: range
    leave: threading.Event
    acknowledged: dict[str, int] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)
    longest: float = 0.0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.start()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        with self.site.new_client() as client:
            for place in self.places:
                if self.leave.is_set():
                    return
                self.code(client, place)
                self.leave.wait(0.03)  # people think; the import needs the processor, too

    def code(self, client: httpx.Client, place: int) -> None:
        name, began = str(uuid.uuid4()), time.monotonic()
        path = f"/corpora/{self.site.corpus}/annotations/{name}/"
        span = {"start": place, "end": place + 3, "quote": self.post["text"][place : place + 3]}
        body = {"post": self.post["id"], "code": self.site.code, **span}
        while True:
            with suppress(httpx.TransportError):
                reply = client.put(path, json=body)
                if reply.status_code in {200, 201}:
                    break
                if reply.status_code != 503:
                    self.surprises.append(f"{reply.status_code} {reply.text[:200]}")
                    return
            threading.Event().wait(0.05)
        self.acknowledged[name] = place
        self.longest = max(self.longest, time.monotonic() - began)


@contextmanager
def coders(site: Site, post: dict, count: int = 8) -> Iterator[list[Coder]]:
    """Let so many people code different places of one post until the block ends."""
    leave = threading.Event()
    share = (len(post["text"]) - 3) // count
    people = [Coder(site, post, range(n * share, (n + 1) * share), leave) for n in range(count)]
    try:
        until(lambda: all(one.acknowledged for one in people), "everybody to code")
        yield people
    finally:
        leave.set()
        for one in people:
            one.join(30)
