"""A Catena of its own for tests of the command line: an empty database, a data folder, `catena`."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

PASSWORD = "seven invented words make a password"


@dataclass(frozen=True, slots=True)
class Fresh:
    """A data folder and the address of a database that nobody else uses."""

    home: Path
    url: str

    def catena(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command as an operator does; its output is kept."""
        return self.python("-m", "catena", *arguments, **environment)

    def python(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python in this Catena's environment."""
        own = {"DATABASE_URL": self.url, "CATENA_HOME": str(self.home), "CATENA_PASSWORD": PASSWORD}
        return subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, **own, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def run(self, statements: str) -> None:
        """Run statements in the database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statements)


@contextmanager
def fresh(folder: Path) -> Iterator[Fresh]:
    """Make an empty database for the length of the block."""
    server = os.environ["DATABASE_URL"]
    name = f"fresh_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            parts = urlsplit(server)
            yield Fresh(folder, urlunsplit(parts._replace(path=f"/{name}")))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
