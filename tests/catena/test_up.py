"""`catena up` as a whole: one command, a private folder with a blank, a clean end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import httpx
import pytest

from catena.processes import command_of


def until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


class Running:
    """A `catena up` in a process of its own; `log` is what the terminal shows."""

    def __init__(self, home, log, port):
        self.home, self.port, self.log = home, port, log
        kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        self.environment = kept | {"CATENA_HOME": str(home), "CATENA_PORT": str(port)}
        self.process = None

    def start(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "catena", "up"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until(lambda: "Catena is ready" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def said(self):
        return self.log.read_text()

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    def health(self):
        with self.get("/api/v1/health/") as answer:
            return json.load(answer)

    def children(self):
        known = json.loads((self.home / "children.json").read_text())
        return {name: int(number) for name, (number, _) in known.items()}

    def again(self, *arguments, **environment):
        command = [sys.executable, "-m", "catena", *(arguments or ("up",))]
        return subprocess.run(
            command,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@contextmanager
def running(folder):
    catena = Running(folder / "a home", folder / "terminal.log", free_port())
    catena.start()
    try:
        yield catena
    finally:
        catena.process.send_signal(signal.SIGINT)
        catena.process.wait(60)


@pytest.fixture(scope="module")
def catena(tmp_path_factory):
    with running(tmp_path_factory.mktemp("up")) as catena:
        yield catena


def test_the_terminal_shows_a_one_time_link_for_the_first_account(catena):
    address = rf"http://127\.0\.0\.1:{catena.port}/setup\?key=[\w-]{{20,}}"
    until(lambda: re.search(f"Catena is ready.*\n.*first account: {address}", catena.said()), 5)


def test_a_worker_is_there_soon(catena):
    until(lambda: catena.health()["status"] == "ok", 10)


def test_pages_carry_a_strict_security_policy(catena):
    try:
        answer = catena.get("/threads/1")
    except urllib.error.HTTPError as error:
        answer = error  # the interface is not built here; the policy holds all the same
    with answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_missing_file_of_the_interface_is_no_page(catena):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        catena.get("/assets/gone-12345678.js")


def test_a_second_start_on_the_same_data_says_who_holds_them(catena):
    second = catena.again()
    assert second.returncode == 1
    assert f"already runs on {catena.home} (process {catena.process.pid})" in second.stderr


def test_a_taken_port_is_told_with_the_variable_to_change(catena, tmp_path):
    second = catena.again(CATENA_HOME=str(tmp_path / "other"))
    assert second.returncode == 1
    assert f"port {catena.port} (Address already in use)" in second.stderr
    assert "set CATENA_PORT" in second.stderr


@pytest.mark.crash
@pytest.mark.parametrize("name", ["web", "worker", "broker", "database"])
def test_whatever_is_killed_comes_back(catena, name):
    before = catena.children()[name]
    os.kill(before, signal.SIGKILL)
    until(lambda: catena.children().get(name) not in {None, before})
    until(lambda: _is_well(catena))


def test_live_streams_end_at_once_when_the_web_is_told_to_stop(catena):
    catena.again("user", "add", "ada", CATENA_PASSWORD="seven invented words for a test")
    key = catena.again("token", "create", "ada").stdout.strip()
    headers = {"Authorization": f"Bearer {key}"}
    address = f"http://127.0.0.1:{catena.port}"
    with httpx.Client(base_url=address, headers=headers, timeout=20) as client:
        corpus = client.post("/api/v1/corpora/", json={"title": "Gardens"}).json()["id"]
        with client.stream("GET", f"/live/corpora/{corpus}/") as stream:
            lines = stream.iter_lines()
            assert next(lines) == "retry: 1000"
            began = time.monotonic()
            os.kill(catena.children()["web"], signal.SIGTERM)
            list(lines)
    assert time.monotonic() - began < 5
    until(lambda: _is_well(catena))


def _is_well(catena):
    try:
        return catena.health()["status"] == "ok"
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.mark.crash
def test_a_killed_catena_leaves_nothing_and_starts_again(tmp_path):
    with running(tmp_path) as catena:
        left = catena.children()
        catena.process.kill()
        catena.process.wait()
        catena.start()
        assert not {number for number in left.values() if command_of(number)}
        numbers = catena.children().values()
    assert catena.process.returncode == 0
    assert catena.said().rstrip().endswith("Stopped.")
    assert not [number for number in numbers if command_of(number)]
