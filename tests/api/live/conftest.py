"""The running site, its quick variant, and a database that may be killed."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import pytest
import uvicorn
from django.conf import settings

from api import hub, live
from catena.embedded import running, servers_of
from catena.folders import private_folder
from catena.postgres import Postgres
from corpus.models import Corpus, CorpusCounter
from tests.api.live.site import PATIENCE, Site, eventually, member


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


@pytest.fixture
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A database that may be killed; the server under test works on it."""
    short = Path(tempfile.mkdtemp(prefix="catena-crash-", dir="/tmp"))
    postgres = servers_of(private_folder(short / "home"))[0]
    with running(postgres, log=tmp_path / "log"):
        migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
        names = {"DATABASE_URL": postgres.url, "DJANGO_SETTINGS_MODULE": "catena.settings"}
        subprocess.run(migrate, check=True, env=os.environ | names)
    monkeypatch.setitem(settings.DATABASES, "default", dj_database_url.parse(postgres.url))
    yield postgres
    shutil.rmtree(short, ignore_errors=True)
