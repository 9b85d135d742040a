"""A running Catena to measure: `catena up` in a folder of its own, and a thin client."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

PASSWORD = secrets.token_urlsafe(16)
PATIENCE = 600.0


class Client:
    """One keep-alive connection with a token."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Content-Type": "application/json"}
        self._used = 0.0
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request to the API; returns status and body."""
        if self._connection.sock and time.monotonic() - self._used > 3:
            self._connection.close()  # before the server closes an idle connection
        self._used = time.monotonic()
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        self._connection.request(
            method, f"/api/v1{path}", data, {**self._headers, **(headers or {})}
        )
        reply = self._connection.getresponse()
        return reply.status, reply.read()

    def get(self, path: str) -> Any:
        """Read JSON."""
        status, body = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:300]!r}")
        return json.loads(body)

    def make(self, path: str, body: Any) -> Any:
        """Create something."""
        status, reply = self.ask("POST", path, body)
        if status >= 300:
            raise RuntimeError(f"{path}: {status} {reply[:300]!r}")
        return json.loads(reply)


@dataclass
class Peak:
    """By how many MB the memory of all processes rose at most above its level before."""

    above: float = 0.0


@dataclass
class Site:
    """A site that is up: its port, a token, the supervisor's process id, its data folder."""

    port: int
    token: str
    pid: int
    home: Path

    def client(self) -> Client:
        """Open a connection of its own."""
        return Client(self.port, self.token)

    def memory(self) -> dict[str, float]:
        """Return the proportional memory (PSS, MB) of all processes by what they are."""
        shares: dict[str, float] = {}
        for pid in _family(self.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except (OSError, ProcessLookupError):
                continue
            size = next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
            kind = _kind(command)
            shares[kind] = shares.get(kind, 0.0) + size / 1024
        return shares

    def processor(self) -> float:
        """Return the seconds of processor time that all processes have taken."""
        ticks = 0
        for pid in _family(self.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def watched(self) -> Iterator[Peak]:
        """Sample the memory of all processes while the block runs."""
        peak, before, over = Peak(), sum(self.memory().values()), Event()

        def watch() -> None:
            while not over.wait(0.02):
                peak.above = max(peak.above, sum(self.memory().values()) - before)

        watcher = Thread(target=watch)
        watcher.start()
        try:
            yield peak
        finally:
            over.set()
            watcher.join()


def _kind(command: str) -> str:
    for mark, kind in (
        ("postgres", "database"),
        ("valkey", "broker"),
        ("celery", "worker"),
        ("catena.web", "web"),
        ("uvicorn", "web"),
        ("catena", "supervisor"),
    ):
        if mark in command:
            return kind
    return "other"


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


@contextmanager
def site() -> Iterator[Site]:
    """Start Catena and wait until it is well; stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="catena-bench-") as folder:
        port = _free_port()
        surroundings = {
            **os.environ,
            "CATENA_HOME": str(Path(folder) / "home"),
            "CATENA_PORT": str(port),
            "CATENA_ADMIN_USERNAME": "bench",
            "CATENA_ADMIN_PASSWORD": PASSWORD,
        }
        for name in ("DATABASE_URL", "REDIS_URL"):
            surroundings.pop(name, None)
        with (Path(folder) / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "catena", "up"], env=surroundings, stdout=log, stderr=log
            )
        try:
            _wait_until_well(port)
            token = Client(port).make(
                "/tokens/", {"username": "bench", "password": PASSWORD, "name": "bench"}
            )["token"]
            yield Site(port, token, process.pid, Path(folder) / "home")
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_well(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if Client(port).get("/health/")["status"] == "ok":
                return
        except (OSError, RuntimeError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    raise RuntimeError("Catena did not come up.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
