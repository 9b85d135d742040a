"""Starts and stops the embedded pair (PostgreSQL and Valkey) for a while, in this process.

`catena up` watches the pair for long and restarts it: that lives in `catena.supervisor`. Run by
hand, `python -m catena.embedded --home FOLDER` keeps a pair up until Ctrl+C and prints its
addresses as shell exports.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from catena.folders import (
    AlreadyRunningError,
    SetUpError,
    claim_home,
    data_folder,
    drop_socket_folder,
    locked,
    private_folder,
    socket_folder,
)
from catena.postgres import Postgres
from catena.valkey import Valkey

if TYPE_CHECKING:
    from collections.abc import Iterator

RETRY_FOR = 30.0
"""Seconds during which a start is tried again while a killed server's memory is not yet free."""


class Server(Protocol):
    """What the launcher and the supervisor need to know of an embedded server."""

    name: str
    stop_signal: signal.Signals

    @property
    def url(self) -> str:
        """Its address, as the matching environment variable wants it."""

    def prepare(self) -> None:
        """Make its data and clear what a killed one left behind."""

    def command(self) -> list[str]:
        """Return what runs it in the foreground."""

    def is_ready(self) -> bool:
        """Say whether it answers."""

    def welcome(self) -> None:
        """Do what a new server needs once it answers."""

    def may_retry(self, output: str) -> bool:
        """Say whether a failed start, which said `output`, may be tried again."""


def servers_of(home: Path) -> tuple[Postgres, Valkey]:
    """Return the pair whose data lie in `home`; neither needs to run."""
    run = socket_folder(home)
    return Postgres(home, run), Valkey(home, run)


@contextmanager
def running(server: Server, *, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Keep one server up for the length of the block.

    There is no time-out: a database that replays a long log is given the time it needs.
    Raises `SetUpError` with the end of the log when the server gives up.
    """
    server.prepare()
    process = _start(server, log)
    try:
        server.welcome()
        yield process
    finally:
        process.send_signal(server.stop_signal)
        process.wait()


def _start(server: Server, log: Path) -> subprocess.Popen[bytes]:
    deadline = time.monotonic() + RETRY_FOR
    while True:
        with log.open("ab") as output:
            before = output.tell()
            process = subprocess.Popen(
                server.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while process.poll() is None:
            if server.is_ready():
                return process
            time.sleep(0.02)
        said = log.read_bytes()[before:].decode(errors="replace")
        if time.monotonic() > deadline or not server.may_retry(said):
            raise SetUpError(f"The {server.name} did not start:\n{said[-2000:]}")
        time.sleep(0.2)


@contextmanager
def pair(home: Path) -> Iterator[dict[str, str]]:
    """Keep the pair up for the length of the block; yields DATABASE_URL and REDIS_URL.

    Raises `AlreadyRunningError` when another process runs on this folder.
    """
    claim_home(home)
    logs = private_folder(home / "logs")
    with ExitStack() as stack:
        stack.enter_context(locked(home))
        stack.callback(drop_socket_folder, home)
        database, broker = servers_of(home)
        stack.enter_context(running(broker, log=logs / "broker.log"))
        stack.enter_context(running(database, log=logs / "database.log"))
        yield {"DATABASE_URL": database.url, "REDIS_URL": broker.url}


@contextmanager
def present() -> Iterator[None]:
    """Make DATABASE_URL and REDIS_URL name servers that answer, for the length of the block.

    These are one's own, those of the `catena up` that runs on this data folder, or a pair that
    is started for the while.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    home = data_folder()
    os.environ["CATENA_HOME"] = str(home)
    with ExitStack() as stack:
        try:
            addresses = stack.enter_context(pair(home))
        except AlreadyRunningError:
            database, broker = servers_of(home)
            addresses = {"DATABASE_URL": database.url, "REDIS_URL": broker.url}
        os.environ.update(addresses)
        yield


def main() -> int:
    """Run a pair in the foreground for development."""
    parser = argparse.ArgumentParser(prog="python -m catena.embedded", description=__doc__)
    parser.add_argument("--home", type=Path, default=data_folder(), help="the data folder")
    home = parser.parse_args().home.absolute()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        with pair(home) as addresses:
            for name, value in {**addresses, "CATENA_HOME": str(home)}.items():
                sys.stdout.write(f"export {name}='{value}'\n")
            sys.stdout.flush()
            while True:
                signal.pause()
    except KeyboardInterrupt:
        return 0
    except SetUpError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    os.umask(0o077)
    raise SystemExit(main())
