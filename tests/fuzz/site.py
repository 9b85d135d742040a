"""A Catena of its own to ask nonsense: `catena up` with one corpus that has one of each thing."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server
from typing import Any

import httpx

PASSWORD = secrets.token_urlsafe(16)
PATIENCE = 60.0
TEXTS = ["The beans froze 🌱.", "Café owners lost their basil.", "A\n\nlong one. With sentences."]
# So many things that may be deleted for good, and so many tokens before the one that is used:
# made-up ids are mostly small, and must not hit it.
DOOMED, FORERUNNERS = 4, 300


@dataclass
class Ids:
    """Real ids by the name of the parameter that takes them."""

    known: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, name: str, value: Any) -> Any:
        self.known.setdefault(name, []).append(value)
        return value


@dataclass
class Site:
    """Where it is, how to sign in, and which ids there are."""

    url: str
    token: str
    log: Path
    ids: Ids
    process: "subprocess.Popen[bytes]"

    def alive(self) -> bool:
        reply = httpx.get(f"{self.url}/api/v1/health/", timeout=10)
        return reply.status_code == 200 and self.process.poll() is None


@contextmanager
def running() -> Iterator[Site]:
    """Start it, fill it, stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="catena-fuzz-") as folder:
        with create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        log = Path(folder) / "log"
        surroundings = kept | {
            "CATENA_HOME": str(Path(folder) / "home"),
            "CATENA_PORT": str(port),
            "CATENA_ADMIN_USERNAME": "fuzz",
            "CATENA_ADMIN_PASSWORD": PASSWORD,
            "CATENA_RATE_LIMIT": "0",
            "CATENA_RATE_LIMIT_ADDRESS": "0",
            "CATENA_UPLOAD_LIMIT": "1000000",
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "catena", "up"], env=surroundings, stdout=out, stderr=out
            )
        try:
            yield _filled(f"http://127.0.0.1:{port}", log, process)
        finally:
            process.terminate()
            process.wait(30)


def _filled(url: str, log: Path, process: "subprocess.Popen[bytes]") -> Site:
    api = httpx.Client(base_url=f"{url}/api/v1", timeout=60)
    _wait(lambda: process.poll() is not None or _says_ok(api), "the start")
    if process.poll() is not None:
        raise RuntimeError(log.read_text())
    token = _signed_in(api)
    ids = Ids()
    corpus = ids.add("corpus", _made(api, "/corpora/", {"title": "Allotments"})["id"])
    for number in range(DOOMED):
        ids.add("doomed_corpus", _made(api, "/corpora/", {"title": f"Doomed {number}"})["id"])
        ids.add("doomed_token", _made(api, "/tokens/", {"name": "doomed"})["id"])
    _threads(api, f"/corpora/{corpus}/", ids)
    _codes(api, f"/corpora/{corpus}/", ids)
    _others(api, f"/corpora/{corpus}/", ids)
    return Site(url, token, log, ids, process)


def _signed_in(api: httpx.Client) -> str:
    who = {"username": "fuzz", "password": PASSWORD}
    made = _made(api, "/tokens/", who)
    api.headers["Authorization"] = f"Bearer {made['token']}"
    for _ in range(FORERUNNERS):
        made = _made(api, "/tokens/", {"name": "used"})
    api.headers["Authorization"] = f"Bearer {made['token']}"
    return str(made["token"])


def _threads(api: httpx.Client, base: str, ids: Ids) -> None:
    for number in range(8):
        body = {
            "title": f"Frost {number}", "text": TEXTS[number % 3], "author": "Wren",
            "comments": [{"author": f"Reader {n}", "text": text} for n, text in enumerate(TEXTS)],
        }  # fmt: skip
        made = _made(api, f"{base}threads/", body)
        ids.add("thread", made["id"])
        for post in api.get(f"/threads/{made['id']}/").json()["posts"]:
            ids.add("post", post["id"])
    for number, options in enumerate(({}, {"confirm": "ask"}, {"confirm": "ask"})):
        line = f'{{"title": "{number}", "text": "Entry {number}", "comments": []}}\n'
        paste = {"name": "t.jsonl", "text": line, "options": options}
        upload = _made(api, f"{base}uploads/", paste)["results"][0]["id"]
        ids.add("upload", upload)
        _wait_for(api, f"{base}uploads/{upload}/", "done", "review")
    for person in api.get(f"{base}participants/").json()["results"]:
        ids.add("participant", person["id"])


def _codes(api: httpx.Client, base: str, ids: Ids) -> None:
    for number in range(6):
        parent = ids.known["code"][0] if number > 2 else None
        made = _made(api, f"{base}codes/", {"name": f"Code {number}", "parent": parent})
        ids.add("code", made["id"])
    for number in range(6):
        claim = {"post": ids.known["post"][number], "code": ids.known["code"][number]}
        path = f"{base}annotations/{uuid.uuid4()}/"
        ids.add("annotation", _made(api, path, claim, method="PUT")["id"])
    target = {"type": "thread", "id": ids.known["thread"][0]}
    for _ in range(3):
        path = f"{base}memos/{uuid.uuid4()}/"
        ids.add("memo", _made(api, path, {"target": target, "text": "m"}, method="PUT")["id"])
    _made(api, f"{base}codebook/versions/", {"name": "one"})


def _others(api: httpx.Client, base: str, ids: Ids) -> None:
    ids.add("user", api.get("/me/").json()["id"])
    for _ in range(3):
        ids.add("invitation", _made(api, f"{base}invitations/", {"role": "coder"})["id"])
        hook = _made(api, f"{base}webhooks/", {"url": "https://in.invalid/"})["id"]
        ids.add("webhook", hook)
        ids.add("delivery", _made(api, f"{base}webhooks/{hook}/test/", {})["id"])
        ids.add("export", _made(api, f"{base}exports/", {"format": "csv"})["id"])
        ids.add("snapshot", _made(api, f"{base}snapshots/", {"name": "s"})["id"])
    _wait_for(api, f"{base}exports/{ids.known['export'][-1]}/", "done")
    for number in (1, 5, 9):
        ids.add("seq", number)
        ids.add("number", number)


def _made(api: httpx.Client, path: str, body: Any, *, method: str = "POST") -> Any:
    reply = api.request(method, path, json=body)
    if reply.status_code >= 300:
        raise RuntimeError(f"{path}: {reply.status_code} {reply.text[:500]}")
    return reply.json()


def _wait_for(api: httpx.Client, path: str, *statuses: str) -> None:
    _wait(lambda: api.get(path).json().get("status") in statuses, path)


def _says_ok(api: httpx.Client) -> bool:
    try:
        return bool(api.get("/health/").json()["status"] == "ok")
    except (httpx.HTTPError, ValueError):
        return False


def _wait(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"waited in vain for {what}")
        time.sleep(0.1)
