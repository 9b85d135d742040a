"""A desk for each test, and files of its own."""

from pathlib import Path

import pytest

from tests.imports.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk.new()


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings) -> None:
    settings.BLOBS = tmp_path / "blobs"
