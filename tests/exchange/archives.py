"""Archives for tests: written, read, brought in, and put into a form that no id decides.

In the canonical form things are called by their place in the archive and people by their user
names. What the import itself adds is left out: the event that tells of it, and whose corpus it is.
"""

import json
import re
import zipfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection

from annotations.archive import receiving
from annotations.archive.ids import Renamer
from annotations.archive.tables import CORPUS, MANIFEST, NUMBERED, PEOPLE, TABLES
from annotations.exporting import Wanted, as_order
from annotations.exports.order import Tally
from annotations.exports.writing import write_file
from annotations.models import ProjectImport
from corpus.models import Corpus, User
from tests.factories import work_off

MADE_AT = datetime(2031, 5, 3, 12, tzinfo=UTC)
UUIDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# So many numbers for each corpus.
FAR = 20_000
_far = count()
Rows = dict[str, list[dict[str, Any]]]


def archive(corpus: Corpus, path: Path) -> dict[str, Any]:
    """Write a corpus' archive; returns its part of the export's manifest."""
    order = replace(as_order(corpus.pk, Wanted("catena")), made_at=MADE_AT)
    return write_file(order, path, tally=Tally())


def bring_in(path: Path, actor: User) -> ProjectImport:
    """Import an archive to its end, however that is."""
    project = receiving.receive(actor=actor, name=path.name, chunks=[path.read_bytes()])
    work_off()
    project.refresh_from_db()
    return project


def brought_in(path: Path, actor: User) -> Corpus:
    project = bring_in(path, actor)
    assert project.status == "done", project.error
    return Corpus.objects.get(pk=project.corpus_id)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def repacked(path: Path, changed: dict[str, bytes | None], *, to: Path) -> Path:
    """Copy an archive with other parts; None: without them."""
    with zipfile.ZipFile(to, "w") as made:
        for name, data in {**parts(path), **changed}.items():
            if data is not None:
                made.writestr(name, data)
    return to


def rows(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


@dataclass
class Places:
    """Calls things by their places."""

    numbers: dict[str, dict[int, int]]
    names: dict[int, str]
    seen: dict[str, str] = field(default_factory=dict)

    def corpus(self) -> int:
        return 0

    def number(self, kind: str, old: int) -> int:
        if old not in self.numbers[kind]:
            raise ValueError(old)
        return self.numbers[kind][old]

    def uuid(self, kind: str, old: str) -> str:
        return self.seen.setdefault(old, f"{kind} {len(self.seen)}")

    def user(self, old: int) -> Any:
        return self.names[old]


def canonical(path: Path) -> Rows:
    """Return all that an archive says, whatever ids it uses."""
    there = parts(path)
    tables = {table.name: rows(there[table.path]) for table in TABLES}
    people = rows(there[PEOPLE])
    numbers = {
        table.kinds["id"]: {row["id"]: n for n, row in enumerate(tables[table.name], 1)}
        for table in TABLES
        if table.kinds.get("id") in NUMBERED
    }
    renamer = Renamer(Places(numbers, {one["id"]: one["username"] for one in people}))
    found = {
        table.name: [renamer.row(table, row) for row in tables[table.name]] for table in TABLES
    }
    found["events"] = [one for one in found["events"] if one["action"] != "corpus.imported"]
    corpus = json.loads(there[CORPUS])
    corpus |= {"id": 0, "seq": max((one["seq"] for one in found["events"]), default=0)}
    who = [
        {"username": one["username"], "name": one["name"], "role": one["role"]} for one in people
    ]
    files = [{"name": name} for name in sorted(there) if name.startswith("files/")]
    return {**found, "corpus": [corpus], "people": who, "files": files}


def far_numbers() -> int:
    """Let the next things have numbers that stand nowhere yet; returns the first of them.

    Those of people are in the upper half.
    """
    first = 10_000_000 + FAR * next(_far)
    with connection.cursor() as cursor:
        for table in ("corpus_participant", "corpus_thread", "corpus_post", "annotations_code",
                      "corpus_attribute", "corpus_user", "corpus_corpus"):  # fmt: skip
            start = first + (FAR // 2 if table == "corpus_user" else 0)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [start])
    return first


def said(path: Path) -> bytes:
    """Everything of an archive in which an id can stand."""
    return b"".join(data for name, data in sorted(parts(path).items()) if "files/" not in name
                    and name != MANIFEST)  # fmt: skip
