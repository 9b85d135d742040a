"""The archive of a corpus: a ZIP file with every table as JSON lines and all raw files.

It passes through as PostgreSQL writes it, so that memory stays flat. Never in it: passwords,
keys, tokens, e-mail and IP addresses. What it holds is listed in `annotations/archive/tables.py`.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from annotations.archive.tables import (
    CORPUS,
    FILES,
    FORMAT,
    MANIFEST,
    NUMBERED,
    PEOPLE,
    README,
    TABLES,
    UNFINISHED,
    Table,
)
from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from corpus.blobs import path_of
from corpus.errors import ImpossibleError
from corpus.version import VERSION

_BLOCK = 1 << 20
_LEVEL = 3
_DATED = (1980, 1, 1, 0, 0, 0)
# JSON escapes control characters, so as quote and delimiter they never meet one: no byte changes.
_LINES = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02', ENCODING 'UTF8')"
_INDEX = """(SELECT row_to_json(i) FROM (
    SELECT text_version, sentences, paragraphs, language, fingerprint FROM corpus_postindex
    WHERE post_id = x.id) AS i) AS index"""
_CORPUS = """
SELECT row_to_json(r) FROM (
    SELECT x.id, x.title, x.description, x.languages, x.timezone, x.licence, x.ethics_note,
        x.coders_create_codes, x.load_without_asking, x.keep_emails, x.keep_ips, x.version,
        x.created_at, n.seq, n.uploads, n.threads, n.posts, n.comments, n.participants, n.codes,
        n.annotations
    FROM corpus_corpus x JOIN corpus_corpuscounter n ON n.corpus_id = x.id
    WHERE x.id = %(corpus)s
) AS r
"""
# Whoever belongs to the corpus, and whoever did something in it.
_PEOPLE = """
SELECT row_to_json(r) FROM (
    SELECT u.id, u.username, u.name, coalesce(m.role, g.role) AS role,
        m.id IS NULL AS resting, coalesce(m.created_at, g.created_at) AS since
    FROM corpus_user u
    LEFT JOIN corpus_membership m ON m.user_id = u.id AND m.corpus_id = %(corpus)s
    LEFT JOIN corpus_restingmembership g ON g.user_id = u.id AND g.corpus_id = %(corpus)s
    WHERE coalesce(m.id, g.id) IS NOT NULL OR u.id IN (
        SELECT actor_id FROM corpus_event WHERE corpus_id = %(corpus)s
        UNION SELECT target_id::bigint FROM corpus_event
            WHERE corpus_id = %(corpus)s AND target_type = 'member'
        UNION SELECT coder_id FROM annotations_annotation WHERE corpus_id = %(corpus)s
        UNION SELECT author_id FROM annotations_memo WHERE corpus_id = %(corpus)s
        UNION SELECT created_by_id FROM annotations_code WHERE corpus_id = %(corpus)s
        UNION SELECT created_by_id FROM annotations_codebookversion WHERE corpus_id = %(corpus)s
        UNION SELECT created_by_id FROM corpus_upload WHERE corpus_id = %(corpus)s
        UNION SELECT decided_by_id FROM corpus_twin WHERE corpus_id = %(corpus)s
        UNION SELECT actor_id FROM annotations_undone WHERE corpus_id = %(corpus)s
        UNION SELECT c.made_by_id FROM corpus_correction c JOIN corpus_upload p
            ON p.id = c.upload_id WHERE p.corpus_id = %(corpus)s
        UNION SELECT o.replaced_by_id FROM corpus_posttext o JOIN corpus_post p
            ON p.id = o.post_id WHERE p.corpus_id = %(corpus)s
        UNION SELECT g.coder_id FROM annotations_threadprogress g JOIN corpus_thread t
            ON t.id = g.thread_id WHERE t.corpus_id = %(corpus)s)
    ORDER BY u.username
) AS r
"""
_FILES = """
SELECT DISTINCT sha256 FROM corpus_upload WHERE corpus_id = %(corpus)s ORDER BY sha256
"""
_ABOUT = """A corpus of Catena, with everything in it.

manifest.json says what each part is: its SHA-256, its bytes, its rows and columns.
corpus.json holds the corpus' settings, people.jsonl who worked in it.
tables/*.jsonl hold its rows, one JSON object a line; files/ the raw files under their SHA-256.
Ids are those of the Catena that wrote it. Times are UTC; positions are half-open [start, end) in
code points of one post's text. Passwords, keys, e-mail and IP addresses are in none of it, but in
raw files there is whatever was in them.
To bring it back: catena import-archive FILE
"""


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the archive; counts rows of all tables and files.

    Raises:
        ImpossibleError: `not_available`, a snapshot has no history and no raw files.
    """
    if reading.order.schema:
        raise ImpossibleError(
            "An archive is made of the corpus as it stands, not of a snapshot.",
            code="not_available",
        )
    reading.connection.execute("SET LOCAL TIME ZONE 'UTC'")
    files = [row[0] for row in reading.connection.execute(_FILES, reading.values)]
    tally.total = len(files) + sum(reading.count(_count(table)) for table in TABLES)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        packing = _Packing(archive, tally)
        missing = _pack(packing, reading, files)
        head = {
            "kind": "catena-corpus", "format": FORMAT, "software_version": VERSION,
            "corpus": reading.title, "as_of_seq": reading.seq,
            "made_at": reading.order.made_at and f"{reading.order.made_at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "parts": packing.parts,
        }  # fmt: skip
        said = json.dumps(head, ensure_ascii=False, indent=1).encode()
        archive.writestr(_entry(MANIFEST), said, compresslevel=_LEVEL)
    rows = packing.parts["tables/annotations.jsonl"]["rows"]
    return Written(rows=rows, losses=_losses(reading, missing))


def _pack(packing: "_Packing", reading: Reading, files: Iterable[str]) -> int:
    """Put everything but the manifest in; returns how many raw files are not on disk."""
    packing.add(README, [_ABOUT.encode()])
    packing.add(CORPUS, reading.copy(_CORPUS, _LINES))
    packing.add(PEOPLE, reading.copy(_PEOPLE, _LINES), rows=True)
    for table in TABLES:
        packing.add(table.path, reading.copy(_select(table), _LINES), rows=True)
        packing.parts[table.path]["columns"] = list(table.kinds)
        if table.kinds.get("id") in NUMBERED:
            packing.parts[table.path]["ids"] = _range(reading, table)
    missing = 0
    for sha256 in files:
        if path_of(sha256).exists():
            packing.add(f"{FILES}{sha256}", _blocks(sha256))
            packing.tally.done += 1
        else:
            missing += 1
    return missing


class _Packing:
    """Parts on their way into the ZIP file, with what the manifest says of them."""

    def __init__(self, archive: zipfile.ZipFile, tally: Counted) -> None:
        self._archive = archive
        self.tally = tally
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, rows: bool = False) -> None:
        """Write one part; of `rows`, each chunk is one."""
        digest, size, number = hashlib.sha256(), 0, 0
        entry = _entry(name)
        if name.startswith(FILES):
            # Mostly compressed already, and to be read at the speed of the disk.
            entry.compress_type = zipfile.ZIP_STORED
        with self._archive.open(entry, "w", force_zip64=True) as part:
            for chunk in _gathered(chunks):
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                lines = chunk.count(b"\n") if rows else 0
                number += lines
                self.tally.done += lines if name != PEOPLE else 0
        self.parts[name] = {"sha256": digest.hexdigest(), "bytes": size}
        if rows:
            self.parts[name]["rows"] = number


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gather lines into blocks: hashing and packing each by itself takes thrice as long."""
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _blocks(sha256: str) -> Iterator[bytes]:
    with path_of(sha256).open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _select(table: Table) -> str:
    columns = ", ".join(_column(table, name) for name in table.kinds)
    return (
        f"SELECT row_to_json(r) FROM (SELECT {columns} FROM {table.table} x {table.source}"
        f" ORDER BY {table.order}) AS r"
    )


def _column(table: Table, name: str) -> str:
    if (table.name, name) == ("posts", "index"):
        return _INDEX
    if (table.name, name) == ("uploads", "status"):
        states = ", ".join(f"'{one}'" for one in UNFINISHED)
        return f"CASE WHEN x.status IN ({states}) THEN 'cancelled' ELSE x.status END AS status"
    return f'x."{name}"'


def _range(reading: Reading, table: Table) -> list[int]:
    """Return the least and the greatest id; [1, 0] of no rows."""
    least = f"SELECT coalesce(min(x.id), 1) FROM {table.table} x {table.source}"
    greatest = f"SELECT coalesce(max(x.id), 0) FROM {table.table} x {table.source}"
    return [reading.count(least), reading.count(greatest)]


def _count(table: Table) -> str:
    return f"SELECT count(*) FROM {table.table} x {table.source}"


def _losses(reading: Reading, missing: int) -> list[Loss]:
    states = ", ".join(f"'{one}'" for one in UNFINISHED)
    unfinished = reading.count(
        f"SELECT count(*) FROM corpus_upload WHERE corpus_id = %(corpus)s AND status IN ({states})"
    )
    contacts = reading.count(
        "SELECT count(*) FROM corpus_contact c JOIN corpus_post p ON p.id = c.post_id"
        " WHERE p.corpus_id = %(corpus)s"
    )
    every = (
        Loss(
            "unfinished_uploads", unfinished,
            "These uploads were not loaded yet: their files are in the archive, as cancelled.",
        ),
        Loss(
            "contacts_left_out", contacts,
            "E-mail and IP addresses that the corpus keeps are never written into an archive.",
        ),
        Loss("files_missing", missing, "These raw files are not on the server's disk any more."),
    )  # fmt: skip
    return [loss for loss in every if loss.count]
