"""One nasty corpus for all tests of exchange, committed: exports read on their own connections."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from annotations.exporting import Wanted, as_order
from annotations.exports.order import Order, Tally
from annotations.exports.writing import write_file
from tests.exchange.nasty import Nasty, nasty

MADE_AT = datetime(2031, 5, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Nasty]:
    with django_db_blocker.unblock():
        yield nasty()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def corpus(committed: Nasty, db: None) -> Nasty:
    """The nasty corpus; what a test changes in it is rolled back, and exports do not see it."""
    return committed


@dataclass(frozen=True, slots=True)
class File:
    """An exported file, its bytes, and its part of the manifest."""

    path: Path
    manifest: dict[str, Any]

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    @property
    def losses(self) -> dict[str, int]:
        return {one["code"]: one["count"] for one in self.manifest["losses"]}


Export = Callable[..., File]


@pytest.fixture
def export(corpus: Nasty, tmp_path: Path) -> Export:
    """Write the nasty corpus: `export("qdpx", profile="nvivo", scope={…}, pseudonymise=True)`."""

    def write(
        form: str, what: str = "annotations", profile: str = "", scope: Any = None, **options: Any
    ) -> File:
        wanted = Wanted(form, what, profile, scope or {}, options)
        order: Order = replace(as_order(corpus.corpus.pk, wanted), made_at=MADE_AT)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.{form}"
        return File(path, write_file(order, path, tally=Tally()))

    return write
