"""Whether the database already has all migrations of this code, found out without Django.

Loading Django only to learn that nothing is to be done would double the time of a start.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg

from catena.places import ROOT

PACKAGES = ("corpus", "annotations")


def fingerprint_of_code() -> str:
    """Return a hash of all migrations: ours by content, Django's by its version."""
    digest = hashlib.sha256(version("Django").encode())
    for package in PACKAGES:
        for file in sorted((ROOT / package / "migrations").glob("*.py")):
            digest.update(f"{package}/{file.name}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def is_migrated(stamp: Path, database_url: str) -> bool:
    """Say whether the stamp of the last start fits both the code and the database."""
    try:
        return stamp.read_text() == _stamp_text(database_url)
    except (OSError, psycopg.Error):
        return False


def remember(stamp: Path, database_url: str) -> None:
    """Write the stamp after the migrations were applied."""
    stamp.write_text(_stamp_text(database_url))


def has_accounts(database_url: str) -> bool:
    """Say whether anybody can sign in; the tables must be there."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        found = connection.execute("SELECT EXISTS (SELECT FROM corpus_user)").fetchone()
    return bool(found and found[0])


def _stamp_text(database_url: str) -> str:
    """Code and database together: a restored or exchanged database gives another text."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        applied = connection.execute(
            "SELECT string_agg(id || app || name || applied, ',' ORDER BY id)"
            " FROM django_migrations"
        ).fetchone()
    return hashlib.sha256(f"{fingerprint_of_code()} {applied}".encode()).hexdigest()
