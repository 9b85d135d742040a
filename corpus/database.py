"""A PostgreSQL connection of one's own, beside Django's: for heartbeats and long streams."""

from typing import Any

import psycopg
from django.db import connection

# What names the server; the rest of Django's parameters are its own cursors and type maps.
_NAMES = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "connect_timeout"}


def own_connection(*, autocommit: bool = True) -> "psycopg.Connection[tuple[Any, ...]]":
    """Open a connection to the same database; the caller closes it."""
    given = connection.get_connection_params()
    parameters = {name: value for name, value in given.items() if name in _NAMES and value}
    return psycopg.connect(**parameters, autocommit=autocommit)
