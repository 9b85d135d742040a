"""One running site for all crash tests."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.site import Site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="catena-crash-"))
    site = Site(folder / "home")
    yield site
    site.stop()
    shutil.rmtree(folder)
