"""Which ids an archive's things get where it comes in, and the people whom it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection

from annotations.archive.package import DamagedError, Package
from annotations.archive.tables import NUMBERED, PEOPLE, TABLES
from corpus.models import User
from corpus.rules import Role

# Numbers of one corpus lie so far apart at most, by those of others between them.
_WIDEST = 10**10
_MOST_PEOPLE = 10_000
_BATCH = 5_000
_OF_KIND = {table.kinds["id"]: table.table for table in TABLES if table.kinds.get("id") in NUMBERED}


@dataclass(slots=True)
class Moved:
    """The ids that an archive's things have from now on; kept in the job's cursor.

    `ranges`: by kind the least and greatest old id and what is added to it. `salt`: what new
    UUIDs are made of; empty as long as the old ones are free.
    """

    corpus_id: int
    ranges: dict[str, list[int]]
    users: dict[str, int]
    salt: str = ""
    uploads: frozenset[str] = field(default_factory=frozenset)
    memos: frozenset[str] = field(default_factory=frozenset)

    def corpus(self) -> int:
        """Return the new corpus' id."""
        return self.corpus_id

    def number(self, kind: str, old: int) -> int:
        """Return a new number; in a range that is the archive's alone.

        Raises:
            ValueError: nothing in the archive has the old one.
        """
        least, greatest, more = self.ranges.get(kind, (1, 0, 0))
        # A forged archive may say anything.
        if type(old) is not int or not least <= old <= greatest:
            raise ValueError(f"it names {kind} {old}, which it does not hold")
        return old + more

    def uuid(self, kind: str, old: str) -> str:
        """Return the same UUID, or one that follows from it; raises ValueError as `number`."""
        held = {"upload": self.uploads, "memo": self.memos}.get(kind)
        plain = str(UUID(old))
        if held is not None and plain not in held:
            raise ValueError(f"it names {kind} {plain}, which it does not hold")
        return str(uuid5(UUID(self.salt), plain)) if self.salt else plain

    def user(self, old: int) -> int | None:
        """Return a person's id here; raises ValueError as `number`."""
        if str(old) not in self.users:
            raise ValueError(f"it names person {old}, whom it does not hold")
        return self.users[str(old)]


def reserve(package: Package) -> dict[str, list[int]]:
    """Take as many new numbers as the archive needs; nobody else gets any of them.

    Raises:
        DamagedError: its numbers cannot be those of a corpus.
    """
    ranges: dict[str, list[int]] = {}
    for table in TABLES:
        kind = table.kinds.get("id", "")
        if kind in NUMBERED and table.path in package.parts:
            least, greatest = _range(package, table.path)
            ranges[kind] = [least, greatest, _first(kind, greatest - least + 1) - least]
    return ranges


def _range(package: Package, path: str) -> tuple[int, int]:
    said = package.parts[path].get("ids")
    if not isinstance(said, list) or len(said) != 2 or not all(isinstance(x, int) for x in said):
        raise DamagedError(f"The archive's manifest does not say which ids {path} has.")
    least, greatest = said
    if not (0 <= greatest - least + 1 <= _WIDEST and least > 0):
        raise DamagedError(f"The ids that {path} is said to have cannot be.")
    return least, greatest


def _first(kind: str, many: int) -> int:
    """Advance a sequence; until the transaction ends nobody else takes a number from it."""
    table = _OF_KIND[kind]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        # Changes nothing, but holds it: `setval` alone could fall behind a colleague's import.
        cursor.execute(f"ALTER SEQUENCE {sequence} INCREMENT BY 1")
        cursor.execute(f"SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {sequence}")
        (first,) = cursor.fetchone()
        if many:
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + many - 1])
    return int(first)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom an archive names; `role` is empty of one who does not belong to it any more."""

    id: int
    username: str
    name: str
    role: str
    since: str | None


def people(package: Package) -> list[Person]:
    """Return the people of an archive.

    Raises:
        DamagedError: one has no possible user name or role, or there are too many.
    """
    found: list[Person] = []
    for row in package.lines(PEOPLE):
        name = row.get("username")
        if (
            not isinstance(row.get("id"), int)
            or not isinstance(name, str)
            or not 0 < len(name) <= 150
            or any(one.isspace() or one in "/\\" for one in name)
            or row.get("role") not in (None, *Role)
        ):
            raise DamagedError(f"{PEOPLE} has a line that describes nobody.")
        found.append(
            Person(
                row["id"], name, str(row.get("name") or name)[:200], row["role"] or "", row["since"]
            )
        )
        if len(found) > _MOST_PEOPLE:
            raise DamagedError(f"{PEOPLE} names more than {_MOST_PEOPLE:,} people.")
    return found


def accounts(named: Iterable[Person]) -> tuple[dict[str, int], list[int]]:
    """Return everybody's account by the old id, and those made: they rest, nobody can sign in.

    People are known by their user names, whatever the case of the letters.
    """
    users: dict[str, int] = {}
    made: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catena.username'))")
        for person in named:
            cursor.execute(
                "SELECT id FROM corpus_user WHERE lower(username) = lower(%s)", [person.username]
            )
            if known := cursor.fetchone():
                users[str(person.id)] = int(known[0])
                continue
            new = User(username=person.username, name=person.name, is_active=False)
            new.set_unusable_password()
            new.save(force_insert=True)
            made.append(new.pk)
            users[str(person.id)] = new.pk
    return users, made


def is_taken(package: Package) -> bool:
    """Say whether a UUID of the archive is in use here; then all get new ones."""
    for table in TABLES:
        if table.kinds.get("id") not in ("upload", "annotation", "memo"):
            continue
        waiting: list[str] = []
        for row in package.lines(table.path):
            waiting.append(row["id"])
            if len(waiting) >= _BATCH and _any(table.table, waiting):
                return True
            if len(waiting) >= _BATCH:
                waiting = []
        if _any(table.table, waiting):
            return True
    return False


def _any(table: str, ids: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {table} WHERE id = ANY(%s::uuid[]) LIMIT 1", [ids])
        return cursor.fetchone() is not None


def salt_of(import_id: UUID) -> str:
    """Return what the new UUIDs of one import are made of."""
    return str(uuid5(NAMESPACE_URL, f"catena:archive:{import_id}"))


def restored(cursor: Mapping[str, Any], package: Package) -> Moved:
    """Return the ids that were decided on, from the job's cursor."""
    held = {
        table.name: frozenset(str(UUID(row["id"])) for row in package.lines(table.path))
        for table in TABLES
        if table.name in ("uploads", "memos")
    }
    return Moved(
        cursor["corpus"], cursor["ranges"], cursor["users"], cursor["salt"],
        held["uploads"], held["memos"],
    )  # fmt: skip
