"""Writing an export to a file, or sending it as a direct stream; memory stays flat."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotations.exports import tables
from annotations.exports.columns import SCHEMA_VERSION
from annotations.exports.formats import FORMATS
from annotations.exports.order import Counted, Order
from annotations.exports.reading import reading
from corpus.version import VERSION

_HASHED_BYTES = 1024 * 1024


def stream(order: Order, tally: Counted) -> Iterator[bytes]:
    """Yield a CSV or JSONL file in chunks. Closing the iterator ends the transaction."""
    with reading(order) as held:
        yield from tables.chunks(held, tally)


def write_file(order: Order, path: Path, *, tally: Counted) -> dict[str, Any]:
    """Write the file, flushed to disk, and return its part of the manifest.

    Under its name the file is whole or not there: it is written beside it and renamed.

    Raises:
        OSError: the disk is full or cannot be written; no half file is left.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w+b") as file:
            with reading(order) as held:
                written = FORMATS[order.format].write(held, file, tally)
            file.flush()
            os.fsync(file.fileno())
            digest, size = _digest(file)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return {
        "sha256": digest,
        "size": size,
        "rows": written.rows,
        "columns": written.columns,
        "losses": [asdict(loss) for loss in written.losses],
        "as_of_seq": held.seq,
        "schema_version": SCHEMA_VERSION,
        "software_version": VERSION,
    }


def _digest(file: Any) -> tuple[str, int]:
    """Return SHA-256 and size of what was written: some formats go back to fill in their heads."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := file.read(_HASHED_BYTES):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
