"""A desk for each test, and files of its own."""

from pathlib import Path

import pytest

from corpus import jobs
from tests.imports.desk import Desk


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    # A heart beats on a connection of its own, to which the test's transaction does not show the
    # job: it would take it for lost in any step that lasts longer than a beat.
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 600.0)
    return Desk.new()


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings) -> None:
    settings.BLOBS = tmp_path / "blobs"
