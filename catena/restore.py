"""`catena restore`: brings a backup into an empty Catena, checked before and after.

The database comes back in one transaction after all files lie in their places: a restore that was
interrupted left an empty Catena and can be begun again.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.sql import SQL, Identifier

from catena.archive import DATABASE, MANIFEST, check, parts
from catena.folders import SetUpError, claim_home, data_folder, private_folder
from catena.postgres import tool

if TYPE_CHECKING:
    import argparse


def restore(given: argparse.Namespace) -> int:
    """Check the archive, put its files in place, restore the database, count its rows."""
    path = Path(given.file).expanduser().absolute()
    manifest = check(path)
    url, home = os.environ["DATABASE_URL"], claim_home(data_folder())
    _require_empty(url, home)
    with tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
        _place_files(path, home, Path(folder))
        _restore_database(Path(folder) / DATABASE, url)
    _compare(url, manifest["rows"])
    (home / "migrated").unlink(missing_ok=True)
    print(
        f"Restored what was saved at {manifest['created_at']} by Catena "
        f"{manifest['software_version']}. Start it with: catena up"
    )
    return 0


def _require_empty(url: str, home: Path) -> None:
    """Refuse to write over anything: a restore goes into a Catena without accounts."""
    with psycopg.connect(url, autocommit=True) as connection:
        made = connection.execute("SELECT to_regclass('corpus_user') IS NOT NULL").fetchone()
        used = made and made[0] and connection.execute("SELECT FROM corpus_user LIMIT 1").fetchone()
        if used is not None and used is not False:
            raise SetUpError(
                f"The Catena in {home} already has accounts. Nothing was changed. Restore into a "
                "new folder: CATENA_HOME=/a/new/folder catena restore FILE"
            )


def _place_files(path: Path, home: Path, folder: Path) -> None:
    for name, stream in parts(path):
        if name == MANIFEST:
            continue
        target = folder / DATABASE if name == DATABASE else home / name
        private_folder(target.parent)
        draft = target.with_name(f"{target.name}.part")
        with draft.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(target)


def _snapshots(dump: Path) -> list[str]:
    """Return the schemas of snapshots in a dump; with `--schema` none but the named ones come."""
    command = [tool("pg_restore"), "--list", str(dump)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    return sorted(set(re.findall(r" SCHEMA - (snapshot_[0-9a-f]{32}) ", listed.stdout)))


def _restore_database(dump: Path, url: str) -> None:
    schemas = _snapshots(dump)
    with psycopg.connect(url, autocommit=True) as connection:
        # Only tables without any account can be there; they may be of another version.
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        for name in map(Identifier, schemas):
            connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
            connection.execute(SQL("CREATE SCHEMA {}").format(name))
    command = [
        tool("pg_restore"), "--no-owner", "--no-privileges", "--single-transaction",
        "--exit-on-error", *(f"--schema={name}" for name in ("public", *schemas)),
        f"--dbname={url}", str(dump),
    ]  # fmt: skip
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise SetUpError(f"The database could not be restored: {made.stderr.strip()[-2000:]}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _compare(url: str, wanted: dict[str, Any]) -> None:
    """Count every table that the backup counted."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table, rows in wanted.items():
            found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            if not found or found[0] != rows:
                raise SetUpError(f"After restoring, {table} does not have its {rows:,} rows.")
