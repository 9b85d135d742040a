"""Writing an export to a file, or sending it as a direct stream; memory stays flat."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from annotations.exports import tables
from annotations.exports.columns import SCHEMA_VERSION
from annotations.exports.formats import FORMATS
from annotations.exports.order import Counted, Loss, Order
from annotations.exports.reading import Reading, reading
from corpus.version import VERSION

_HASHED_BYTES = 1024 * 1024
NAMED_STILL = (
    "Names are pseudonyms where a post or thread says who wrote it. Texts, quotes, titles, "
    "categories, memos, addresses and attributes of threads are as they were written and may name "
    "people: read them before you share the file, or leave texts out (option texts: false). Who "
    "coded is named, too."
)


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
    with_draft: dict[str, Any] = {}

    def keep(manifest: dict[str, Any], take: Callable[[], None]) -> None:
        with_draft.update(manifest)
        take()

    write_draft(order, path, tally=tally, keep=keep)
    return with_draft


def write_draft(
    order: Order,
    path: Path,
    *,
    tally: Counted,
    keep: Callable[[dict[str, Any], Callable[[], None]], None],
) -> None:
    """Write the file under a name of its own, flushed; `keep` gets manifest and a way to name it.

    So a caller can name the file in the same breath in which it stores the manifest: two workers
    that write one export (the first was taken for dead) never mix file and manifest. What is not
    named is removed, also what a killed worker left.

    Raises:
        OSError: the disk is full or cannot be written; no half file is left.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in path.parent.glob(f"{path.name}.*.part*"):
        _remove(left)
    draft = path.with_name(f"{path.name}.{uuid4().hex[:12]}.part")
    try:
        manifest = _written(order, draft, tally)
        keep(manifest, lambda: _name(draft, path))
    finally:
        with suppress(OSError):
            _remove(draft)


def _written(order: Order, draft: Path, tally: Counted) -> dict[str, Any]:
    with draft.open("x+b") as file:
        with reading(order) as held:
            written = FORMATS[order.format].write(held, file, tally)
            losses = [*written.losses, *_named_still(held)]
        file.flush()
        os.fsync(file.fileno())
        digest, size = _digest(file)
    return {
        "sha256": digest,
        "size": size,
        "rows": written.rows,
        "columns": written.columns,
        "losses": [asdict(loss) for loss in losses],
        "as_of_seq": held.seq,
        "schema_version": SCHEMA_VERSION,
        "software_version": VERSION,
    }


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def _name(draft: Path, path: Path) -> None:
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _named_still(held: Reading) -> list[Loss]:
    """Say that pseudonyms do not reach into texts; `count`: posts whose text is in question."""
    if not held.order.pseudonymise:
        return []
    posts = (
        "SELECT count(*) FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id"
        " AND t.deleted_at IS NULL WHERE p.corpus_id = %(corpus)s"
    )
    within = " AND p.thread_id = ANY (%(threads)s)" if "threads" in held.order.scope else ""
    return [Loss("texts_not_pseudonymised", held.count(posts + within), NAMED_STILL)]


def _digest(file: Any) -> tuple[str, int]:
    """Return SHA-256 and size of what was written: some formats go back to fill in their heads."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := file.read(_HASHED_BYTES):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
