"""One running site for all tests of the client, and the client in both its forms."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from catena_client import AsyncCatena, Catena

from tests.clients.driven import Driven
from tests.clients.line import Line, line_to
from tests.crash.site import Site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="catena-client-"))
    site = Site(folder / "home")
    yield site
    site.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def address(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="session")
def token(site: Site) -> str:
    return site.headers["Authorization"].removeprefix("Bearer ")


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Makes clients of either form."""
    with ExitStack() as opened:
        runner = opened.enter_context(asyncio.Runner())

        def made(*args: Any, **kwargs: Any) -> Any:
            if request.param == "sync":
                client: Any = Catena(*args, **kwargs)
            else:
                client = Driven(runner, AsyncCatena(*args, **kwargs))
            opened.callback(client.close)
            return client

        yield made


@pytest.fixture
def catena(connect: Callable[..., Any], address: str, token: str) -> Any:
    return connect(address, token)


@pytest.fixture
def corpus(catena: Any) -> Any:
    return catena.make_corpus("Night watch", languages=["en"])


@pytest.fixture
def line(address: str) -> Iterator[Line]:
    with line_to(address) as line:
        yield line
