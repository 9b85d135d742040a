"""`catena up`: which processes make a running Catena, in which order they start and stop."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from contextlib import ExitStack
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

import psycopg

from catena.addresses import host_and_port, listen, public_address
from catena.embedded import Server, servers_of
from catena.folders import (
    SetUpError,
    claim_home,
    data_folder,
    drop_socket_folder,
    locked,
    private_folder,
)
from catena.migrated import has_accounts, is_migrated, remember
from catena.processes import dies_with_parent
from catena.supervisor import Child, StoppedError, Supervisor

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WAIT_FOR_OWN_SERVER = 60.0
"""Seconds that a database of one's own gets to answer at the start."""

LEAN = {"MALLOC_ARENA_MAX": "2"}
"""Fewer memory pools per thread: saves some megabytes, costs nothing measurable here."""


def up(_: argparse.Namespace) -> int:
    """Run everything until Ctrl+C."""
    os.umask(0o077)
    home = claim_home(data_folder())
    os.environ["CATENA_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")
    with ExitStack() as stack:
        stack.enter_context(locked(home))
        stack.callback(drop_socket_folder, home)
        _use_own_temporary_folder(home)
        door = stack.enter_context(listen())
        log = open_log(private_folder(home / "logs") / "catena.log")
        asyncio.run(_run(home, door, log))
    return 0


def _use_own_temporary_folder(home: Path) -> None:
    """Collect uploads on the disk they will lie on; the system's folder may be in memory."""
    shutil.rmtree(home / "tmp", ignore_errors=True)
    os.environ["TMPDIR"] = str(private_folder(home / "tmp"))


def open_log(file: Path) -> logging.Logger:
    """Return the one log of everything: to the terminal and to a file of at most 5 × 5 MB."""
    log = logging.getLogger("catena.up")
    log.setLevel(logging.INFO)
    log.propagate = False
    kept = RotatingFileHandler(file, maxBytes=5_000_000, backupCount=4, encoding="utf-8")
    for handler in (logging.StreamHandler(sys.stdout), kept):
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
        log.addHandler(handler)
    return log


async def _run(home: Path, door: socket.socket, log: logging.Logger) -> None:
    supervisor = Supervisor(log, home / "children.json")
    supervisor.end_leftovers()
    loop = asyncio.get_running_loop()
    for number in STOPS:
        loop.add_signal_handler(number, supervisor.stopping.set)
    try:
        await _start(supervisor, home, door)
        await supervisor.until(asyncio.Event().wait())
    except StoppedError:
        pass
    finally:
        for number in STOPS:
            loop.remove_signal_handler(number)
            # A second Ctrl+C must not interrupt the orderly stop of the database.
            loop.add_signal_handler(number, log.info, "Stopping; please wait.")
        log.info("Stopping …")
        # The servers go last: a worker hands its job back, a request is answered.
        await supervisor.stop(*(c.name for c in supervisor.children if c.name not in SERVERS))
        await supervisor.stop()
        log.info("Stopped.")


SERVERS = {"database", "broker"}


async def _start(supervisor: Supervisor, home: Path, door: socket.socket) -> None:
    servers = _servers(home)
    for server in servers:
        supervisor.start(server)
    await supervisor.until_ready(*servers)
    stamp = home / "migrated"
    url = os.environ["DATABASE_URL"]
    key = None
    await supervisor.until(_reachable(url))
    if not (is_migrated(stamp, url) and has_accounts(url)):
        supervisor.log.info("Preparing the database …")
        key = await supervisor.until(_prepare(supervisor.log))
        remember(stamp, url)
    web, worker = _web(door), _worker()
    for child in (*web, worker):
        supervisor.start(child)
    await supervisor.until_ready(*web, worker)
    supervisor.log.info("Catena is ready: %s (Ctrl+C stops it)", public_address())
    if key is not None:
        supervisor.log.info("Make the first account: %s/setup?key=%s", public_address(), key)


def _servers(home: Path) -> list[Child]:
    """Return the embedded servers that no environment variable replaces."""
    database, broker = servers_of(home)
    wanted: tuple[tuple[str, Server], ...] = (("DATABASE_URL", database), ("REDIS_URL", broker))
    children = []
    for variable, server in wanted:
        if not os.environ.get(variable):
            os.environ[variable] = server.url
            children.append(
                Child(
                    server.name,
                    server.command,
                    is_ready=server.is_ready,
                    prepare=server.prepare,
                    welcome=server.welcome,
                    may_retry=server.may_retry,
                    stop_signal=server.stop_signal,
                    patience=30.0,
                )
            )
    return children


def _web(door: socket.socket) -> list[Child]:
    count = _how_many("CATENA_WEB_PROCESSES", default=1)
    descriptor = str(door.fileno())
    prefix = dies_with_parent(signal.SIGTERM)
    return [
        Child(
            "web" if number == 1 else f"web-{number}",
            lambda: [*prefix, sys.executable, "-m", "catena.web", "--fd", descriptor],
            is_ready=_web_answers,
            patience=12.0,
            environment=LEAN,
            descriptors=(door.fileno(),),
        )
        for number in range(1, count + 1)
    ]


def _worker() -> Child:
    count = str(_how_many("CATENA_WORKER_PROCESSES", default=2))
    command = [
        *dies_with_parent(signal.SIGTERM),
        *(sys.executable, "-m", "celery", "--quiet", "-A", "catena.celery", "worker"),
        *("--pool", "prefork", "--concurrency", count, "--loglevel", "INFO"),
        # For fleets of workers; here they only cost memory and a slower start.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    # A task that is cut off goes on from its last chunk, so nobody has to wait for its end.
    worker = Child("worker", lambda: command, patience=5.0, environment=LEAN)
    worker.is_ready = lambda: any(line.endswith(" ready.") for line in worker.said)
    return worker


def _how_many(variable: str, *, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise SetUpError(f"{variable} is “{text}”. Take a whole number from 1.")
    return int(text)


def _web_answers() -> bool:
    host, port = host_and_port()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - nothing is bound
    request = b"GET /api/v1/health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(request)
            return connection.recv(12).startswith(b"HTTP/1.1")
    except OSError:
        return False


async def _reachable(url: str) -> None:
    """Wait for a server of one's own; `SetUpError` when it does not answer in time."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + WAIT_FOR_OWN_SERVER
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(url, connect_timeout=5)
        except psycopg.OperationalError as error:
            if loop.time() > deadline:
                raise SetUpError(
                    f"The database that DATABASE_URL names does not answer: {error}"
                ) from error
            await asyncio.sleep(1)
        else:
            await connection.close()
            return


async def _prepare(log: logging.Logger) -> str | None:
    """Migrate in a process of its own; return the key for the first account, if one is due."""
    command = [*dies_with_parent(signal.SIGTERM), sys.executable, "-m", "catena", "prepare"]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, start_new_session=True
    )
    output, _ = await process.communicate()
    lines = output.decode(errors="replace").rstrip().splitlines()
    if process.returncode:
        raise SetUpError("The database could not be prepared:\n" + "\n".join(lines[-30:]))
    applied = sum(line.endswith("OK") for line in lines)
    log.info("%d migrations applied", applied)
    key: str | None = json.loads(lines[-1])["setup_key"]
    return key
