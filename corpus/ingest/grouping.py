"""Gathers the pieces of a file by the group they belong to, on disk, in constant memory.

For exports whose comments stand far from their entries. A temporary SQLite database, gone when
closed; what the pieces are is not known here.
"""

import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from corpus.ingest.desk import Desk

_BATCH = 1_000
_GENERATIONS = 200
_ADOPT = """
UPDATE piece SET name = (
    SELECT other.name FROM piece AS other
    WHERE other.item = piece.name AND other.name <> piece.name ORDER BY other.id LIMIT 1)
WHERE name NOT IN (SELECT name FROM led) AND EXISTS (
    SELECT 1 FROM piece AS other WHERE other.item = piece.name AND other.name <> piece.name)
"""

Order = int | float | str


class Grouping:
    """Takes pieces in any order; gives them back group by group, in constant memory.

    Groups come in the order in which they were first named, pieces by their `order`, equals as they
    came. The same pieces in the same order give the same result, so a number of groups says where
    to go on. They lie on `desk`, else on one of its own; on one that is laid nothing can be put.
    """

    def __init__(self, desk: Desk | None = None) -> None:
        self._is_own = desk is None
        self._desk = Desk(None) if desk is None else desk
        path = self._desk.folder / "pieces"
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-8000"):
            self._db.execute(f"PRAGMA {setting}")
        self._waiting: list[tuple[str, Order, bool, str | None, bytes]] = []
        self._is_arranged = self._desk.is_laid
        if self._is_arranged:
            return
        self._db.execute(
            "CREATE TABLE piece (id INTEGER PRIMARY KEY, name TEXT, place, lead INT, item TEXT, "
            "payload BLOB)"
        )
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Delete all that was gathered, unless its desk was kept."""
        self._db.close()
        if self._is_own:
            self._desk.__exit__(kind, error, trace)

    def put(
        self, group: str, order: Order, payload: bytes, *, item: str | None = None,
        leads: bool = False,
    ) -> None:  # fmt: skip
        """Add a piece to a group. `item` is its own id; one that `leads` its group names it."""
        self._waiting.append((group, order, leads, item, payload))
        if len(self._waiting) >= _BATCH:
            self._store()

    def adopt(self) -> None:
        """Move pieces whose group is led by nothing, but is the id of a piece, into its group.

        So an answer to an answer comes to the thread, however long the chain (within reason).
        """
        self._store()
        run = self._db.execute
        run("CREATE INDEX piece_item ON piece (item) WHERE item IS NOT NULL")
        run("CREATE TEMP TABLE led (name TEXT PRIMARY KEY)")
        run("INSERT OR IGNORE INTO led SELECT name FROM piece WHERE lead")
        for _ in range(_GENERATIONS):
            if not run(_ADOPT).rowcount:
                return

    def arrange(self) -> int:
        """Make ready for `groups`; nothing can be put after it. Returns how many there are."""
        run = self._db.execute
        if self._is_arranged:
            return int(run("SELECT count(*) FROM first").fetchone()[0])
        self._is_arranged = True
        self._store()
        run("CREATE INDEX piece_name ON piece (name, place, id)")
        run("CREATE TABLE first (id INTEGER PRIMARY KEY, name TEXT)")
        run("INSERT INTO first SELECT min(id), name FROM piece GROUP BY name")
        run("COMMIT")
        return int(run("SELECT count(*) FROM first").fetchone()[0])

    def groups(self, *, skip: int = 0) -> Iterator[tuple[str, list[bytes]]]:
        """Yield the groups and their pieces, without the first `skip` groups."""
        names = self._db.execute("SELECT name FROM first ORDER BY id LIMIT -1 OFFSET ?", [skip])
        for (name,) in names:
            found = self._db.execute(
                "SELECT payload FROM piece WHERE name = ? ORDER BY place, id", [name]
            )
            yield name, [payload for (payload,) in found]

    def _store(self) -> None:
        self._db.executemany(
            "INSERT INTO piece (name, place, lead, item, payload) VALUES (?, ?, ?, ?, ?)",
            self._waiting,
        )
        self._waiting.clear()
