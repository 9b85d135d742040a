"""`catena doctor`: looks at everything a running Catena needs and says what to do about it.

It changes nothing, except that it starts the embedded servers for the while when they are down.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import psycopg
import redis

from catena.addresses import host_and_port, listen, public_address
from catena.embedded import present
from catena.folders import SetUpError, claim_home, data_folder
from catena.places import front_end

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

OLDEST_NODE = (20, 19)
OLDEST_POSTGRES = 15
SLOW_COMMIT = 0.002
"""Seconds per commit above which many coders at once would wait for each other."""

LITTLE_SPACE = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` says what to do and is empty when all is well."""

    what: str
    found: str
    remedy: str = ""
    serious: bool = True

    def __str__(self) -> str:
        mark = "ok   " if not self.remedy else "WRONG" if self.serious else "note "
        advice = f"\n       {self.remedy}" if self.remedy else ""
        return f"{mark}  {self.what}: {self.found}{advice}"


def doctor(_: argparse.Namespace) -> int:
    """Print all findings; status 1 when one of them keeps Catena from working."""
    bad = 0
    for finding in _findings():
        print(finding, flush=True)
        bad += bool(finding.remedy and finding.serious)
    print("\nAll is well." if not bad else f"\nTo be mended: {bad}.")
    return int(bool(bad))


def _findings() -> Iterator[Finding]:
    for look in (_python, _node, _front_end, _port):
        yield look()
    try:
        yield _folder()
        yield _space()
        with ExitStack() as stack:
            stack.enter_context(present())
            for look in (_database, _commits, _migrations, _broker):
                yield _careful(look)
    except SetUpError as error:
        yield Finding("start", "not possible", str(error))


def _careful(look: Callable[[], Finding]) -> Finding:
    """Look; a server that does not answer is a finding, too."""
    try:
        return look()
    except (psycopg.Error, redis.RedisError) as error:
        what = look.__name__.strip("_")
        variable = "REDIS_URL" if isinstance(error, redis.RedisError) else "DATABASE_URL"
        remedy = f"Start the server, or correct {variable}. It said: {error}"
        return Finding(what, "does not answer", remedy)


def _python() -> Finding:
    return Finding("Python", sys.version.split()[0])


def _node() -> Finding:
    remedy = f"To build the interface, install Node {'.'.join(map(str, OLDEST_NODE))} or newer."
    program = shutil.which("node")
    if program is None:
        return Finding("Node", "not found", remedy, serious=not _is_built())
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    text = said.stdout.strip().removeprefix("v")
    numbers = tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
    return Finding("Node", text, "" if numbers >= OLDEST_NODE else remedy, serious=not _is_built())


def _is_built() -> bool:
    return (front_end() / "index.html").exists()


def _front_end() -> Finding:
    if _is_built():
        return Finding("interface", "built")
    return Finding("interface", "not built", "Run “make run” in Catena's folder.")


def _port() -> Finding:
    try:
        _, port = host_and_port()
    except SetUpError as error:
        return Finding("port", "not usable", str(error))
    try:
        listen().close()
    except SetUpError as error:
        remedy = f"Fine if that is Catena itself at {public_address()}. Otherwise: {error}"
        return Finding("port", f"{port}, in use", remedy, serious=False)
    return Finding("port", f"{port}, free")


def _folder() -> Finding:
    home = claim_home(data_folder())
    return Finding("data folder", f"{home}, readable by you only")


def _space() -> Finding:
    free = shutil.disk_usage(data_folder()).free
    remedy = "" if free > LITTLE_SPACE else "Uploads need room: free some, or move CATENA_HOME."
    return Finding("disk space", f"{free / 1024**3:.1f} GB free", remedy)


def _database() -> Finding:
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        number = connection.info.server_version // 10000
    wanted = f"Catena needs PostgreSQL {OLDEST_POSTGRES} or newer."
    return Finding("database", f"PostgreSQL {number}", "" if number >= OLDEST_POSTGRES else wanted)


def _commits() -> Finding:
    """Time small commits; a transactional message writes to the log and to no table."""
    spent = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for _ in range(30):
            began = time.perf_counter()
            connection.execute("SELECT pg_logical_emit_message(true, 'catena.doctor', '')")
            spent.append(time.perf_counter() - began)
    typical = statistics.median(spent)
    remedy = (
        "The disk is slow to confirm. One person notices nothing; for a busy team see "
        "docs/operate.md, “Slow disks”."
    )
    found = f"a commit takes {typical * 1000:.1f} ms"
    return Finding("disk speed", found, "" if typical < SLOW_COMMIT else remedy, serious=False)


def _migrations() -> Finding:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")
    if not import_module("django.apps").apps.ready:
        import_module("django").setup()
    connection = import_module("django.db").connection
    executor = import_module("django.db.migrations.executor").MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return Finding("tables", "up to date")
    remedy = "“catena up” brings them up to date by itself; “catena migrate” does only that."
    return Finding("tables", f"{len(plan)} migrations are to be applied", remedy, serious=False)


def _broker() -> Finding:
    url = os.environ.get("REDIS_URL", "")
    if not url:
        return Finding("broker", "not named", "Set REDIS_URL along with DATABASE_URL.")
    client = redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
    client.ping()
    return Finding("broker", "answers")
