"""What the person who uploads may say of a file, checked before the file is kept."""

from typing import Any

from corpus.errors import UnsupportedError
from corpus.ingest.registry import READERS
from corpus.ingest.tables.mapping import parse, refusal
from corpus.services.corpora import check_timezone


def check_options(options: dict[str, Any]) -> None:
    """Refuse what is said of a file and cannot be; raises as `uploads.receive_all`."""
    check_timezone(options.get("timezone", ""))
    _, faults = parse(options["mapping"]) if options.get("mapping") else (None, [])
    if faults:
        raise refusal(faults)
    name = options.get("format")
    if name and name not in READERS:
        raise UnsupportedError(
            f"No reader is called {name}; there are: {', '.join(READERS)}.", code="unknown_format"
        )
