"""Catena as others install it: from a package, and by the steps of its image."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest

from tests.crash.site import until
from tests.packaging.image import ROOT, Image, tracked

PASSWORD = "plum-orchard-77"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def running(
    command: list[str], *, log: Path, **surroundings: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, **surroundings)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def asked(base: str, path: str) -> httpx.Response | None:
    try:
        return httpx.get(f"{base}{path}", timeout=5)
    except httpx.TransportError:
        return None


def is_well(base: str, log: Path) -> Callable[[], bool]:
    def ask() -> bool:
        answer = asked(base, "/api/v1/health/")
        return answer is not None and answer.json()["status"] == "ok"

    return ask


def assert_serves_the_interface(base: str) -> None:
    page = httpx.get(f"{base}/", timeout=10)
    assert page.status_code == 200
    (script,) = re.findall(r'<script type="module"[^>]* src="(/assets/[^"]+)"', page.text)
    assert httpx.get(f"{base}{script}", timeout=10).status_code == 200
    assert httpx.get(f"{base}/api/v1/schema/", timeout=30).status_code == 200


def test_installed_as_a_package_into_an_empty_environment_it_starts_and_shows_its_pages(
    tmp_path: Path,
) -> None:
    source, venv, home = tracked(tmp_path / "source"), tmp_path / "venv", tmp_path / "home"
    built = ROOT / "frontend" / "dist"
    assert (built / "index.html").is_file(), "run “make frontend/dist/index.html” first"
    shutil.copytree(built, source / "frontend" / "dist")
    uv = [sys.executable, "-m", "uv", "--quiet"]
    subprocess.run([*uv, "venv", "--python", sys.executable, str(venv)], check=True)
    python = venv / "bin" / "python"
    install = [*uv, "pip", "install", "--python", str(python), f"{source}[embedded]"]
    subprocess.run(install, check=True)
    shutil.rmtree(source)
    port, log = free_port(), tmp_path / "up.log"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CATENA_", "DJANGO_"))}
    kept = {k: v for k, v in kept.items() if k not in ("DATABASE_URL", "REDIS_URL", "PYTHONPATH")}
    ours = {"CATENA_HOME": str(home), "CATENA_PORT": str(port)}
    (tmp_path / "empty").mkdir()
    command = [str(venv / "bin" / "catena"), "up"]
    with running(command, log=log, cwd=tmp_path / "empty", env=kept | ours):
        base = f"http://127.0.0.1:{port}"
        until(is_well(base, log), f"the start: {log.read_text()}")
        assert_serves_the_interface(base)


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database of the tests' server that nobody has used yet."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = "image_steps"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_steps_of_the_image_lead_to_a_site_that_is_well(
    tmp_path: Path, empty_database: str
) -> None:
    context = tracked(tmp_path / "context")
    image = Image(tmp_path / "image", context)
    stage = image.follow(context / "Dockerfile")
    shutil.rmtree(context)
    port = free_port()
    surroundings = stage.surroundings()
    surroundings["env"] |= {
        "DATABASE_URL": empty_database,
        "REDIS_URL": os.environ["REDIS_URL"],
        "CATENA_SECRET_KEY": "only-for-this-test",
        "CATENA_HOME": str(tmp_path / "data"),
        "CATENA_HOST": "127.0.0.1",
        "CATENA_PORT": str(port),
        "CATENA_ADMIN_USERNAME": "keeper",
        "CATENA_ADMIN_PASSWORD": PASSWORD,
    }
    subprocess.run(["python", "-m", "catena", "prepare"], check=True, **surroundings)
    worker = ["python", "-m", "celery", "--app=catena.celery", "worker", "--concurrency=1"]
    base, log = f"http://127.0.0.1:{port}", tmp_path / "web.log"
    with (
        running(stage.command, log=log, **surroundings),
        running(worker, log=tmp_path / "worker.log", **surroundings),
    ):
        until(is_well(base, log), "web, database, broker and worker")
        assert_serves_the_interface(base)
        who = {"username": "keeper", "password": PASSWORD, "name": "a script"}
        assert httpx.post(f"{base}/api/v1/tokens/", json=who, timeout=10).status_code == 201
