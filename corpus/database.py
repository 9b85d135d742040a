"""A PostgreSQL connection of one's own, beside Django's: for heartbeats and long streams."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

# What names the server; the rest of Django's parameters are its own cursors and type maps.
_NAMES = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "connect_timeout"}

# Of two processes that want the same processor, this leaves the other about nine tenths of it.
_COURTEOUS = 10
_HERE = {"127.0.0.1", "::1"}


def own_connection(*, autocommit: bool = True) -> "psycopg.Connection[tuple[Any, ...]]":
    """Open a connection to the same database; the caller closes it."""
    given = connection.get_connection_params()
    parameters = {name: value for name, value in given.items() if name in _NAMES and value}
    return psycopg.connect(**parameters, autocommit=autocommit)


def give_way(own: "psycopg.Connection[tuple[Any, ...]]") -> None:
    """Let the server's process behind a connection step back for those who wait for an answer.

    Only where that process is seen to run on this machine and may be told so; else it stays as it
    is. It ends with the connection.
    """
    info = own.info
    if info.hostaddr not in _HERE and not info.host.startswith("/"):
        return
    with suppress(OSError):
        if Path(f"/proc/{info.backend_pid}/comm").read_text().strip() == "postgres":
            os.setpriority(os.PRIO_PROCESS, info.backend_pid, _COURTEOUS)
