"""`catena backup`: database, raw uploads, exports and the secret key as one checked file.

Works while Catena runs: the dump is one snapshot, and a raw file is on disk before the database
knows it and is never changed. Bringing it back is `catena.restore`'s matter.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings

from catena.archive import DATABASE, ArchiveWriter, check
from catena.folders import SetUpError
from catena.postgres import tool
from corpus.version import VERSION

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

# Kept in the manifest and compared after a restore.
COUNTED = (
    "corpus_user", "corpus_corpus", "corpus_upload", "corpus_thread", "corpus_post",
    "corpus_event", "annotations_code", "annotations_annotation",
)  # fmt: skip


def backup(given: argparse.Namespace) -> int:
    """Write the backup, read it back, and only then give it its name."""
    target = Path(given.file).expanduser().absolute()
    if target.exists():
        raise SetUpError(f"{target} exists already; name another file.")
    if not target.parent.is_dir():
        raise SetUpError(f"The folder {target.parent} does not exist.")
    draft = target.with_name(f".{target.name}.part")
    try:
        _write(draft)
        manifest = check(draft)
        draft.replace(target)
    except OSError as error:
        raise SetUpError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    size = target.stat().st_size
    rows = manifest["rows"]
    print(
        f"{target}: {size:,} bytes, checked. {rows['corpus_corpus']:,} corpora, "
        f"{rows['corpus_thread']:,} threads, {rows['corpus_post']:,} posts, "
        f"{rows['annotations_annotation']:,} annotations."
    )
    return 0


def _write(draft: Path) -> None:
    with (
        os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        tarfile.open(fileobj=file, mode="w:", format=tarfile.PAX_FORMAT) as archive,
    ):
        writer = ArchiveWriter(archive)
        facts = _add_database(writer, draft.parent)
        for path, name in _files():
            kept = writer.add(path, name)
            if name.startswith("blobs/") and kept != path.name:
                print(f"catena: {path} differs from its checksum.", file=sys.stderr)
        key = Path(settings.CATENA_HOME) / "secret.key"
        if key.exists():
            writer.add(key, "secret.key")
        writer.close(facts)
        file.flush()
        os.fsync(file.fileno())


def _add_database(writer: ArchiveWriter, beside: Path) -> dict[str, Any]:
    """Dump the database and count its rows in the dump's own snapshot."""
    url = os.environ["DATABASE_URL"]
    with tempfile.NamedTemporaryFile(dir=beside, prefix=".catena-dump-") as dump:
        with psycopg.connect(url) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            rows = {table: _count(connection, table) for table in COUNTED}
            command = [
                tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges",
                "--no-unlogged-table-data", f"--snapshot={snapshot}", f"--file={dump.name}", url,
            ]  # fmt: skip
            made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            raise SetUpError(f"The database could not be dumped: {made.stderr.strip()}")
        writer.add(Path(dump.name), DATABASE)
    return {
        "software_version": VERSION,
        "created_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "rows": rows,
    }


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _files() -> Iterator[tuple[Path, str]]:
    """Yield the raw files and finished exports; what is being received belongs to nobody yet."""
    for folder, name in ((Path(settings.BLOBS), "blobs"), (Path(settings.EXPORTS), "exports")):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and inside.parts[0] != "incoming":
                yield path, f"{name}/{inside.as_posix()}"
