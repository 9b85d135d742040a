"""A pytest plugin (`-p tests.servers`) that gives every run its own PostgreSQL and Valkey.

Whoever sets DATABASE_URL and REDIS_URL tests against those servers instead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catena.embedded import running, servers_of
from catena.folders import private_folder

if TYPE_CHECKING:
    from collections.abc import Generator

_open = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Start the servers before pytest-django reads the settings (a wrapper comes first)."""
    home = Path(tempfile.mkdtemp(prefix="catena-test-"))
    _open.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["CATENA_HOME"] = str(private_folder(home / "home"))
    os.environ.setdefault("CATENA_SECRET_KEY", "only-for-tests")
    for name, server in zip(("DATABASE_URL", "REDIS_URL"), servers_of(home), strict=True):
        if not os.environ.get(name):
            _open.enter_context(running(server, log=home / f"{server.name}.log"))
            os.environ[name] = server.url
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the servers and remove their folder."""
    _open.close()
