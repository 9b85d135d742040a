"""Codes turned round: made, changed, moved, archived, merged. The whole codebook is held."""

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from annotations.codes import shown
from annotations.models import Code
from annotations.reverting.turns import Block, BlockedError, Step, Told, Turn, differs, plain
from corpus.events import Change

_NO_CONTENT = frozenset({"id", "version", "defined_at"})
# The log's names of fields that are called otherwise in the table.
_COLUMNS = {"parent": "parent_id", "merged_into": "merged_into_id"}
_WRITTEN = [
    "parent", "name", "colour", "definition", "include", "exclude", "examples", "key", "levels",
    "position", "archived", "locked", "merged_into", "defined_at", "deleted_at", "version",
]  # fmt: skip


class Codes:
    """The codes of a step."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.turns = step.turns("code")
        self.every: dict[int, Code] = {}

    def check(self) -> None:
        """Hold the codebook; refuse codes that were changed, used or built upon since."""
        if not self.turns:
            return
        rows = Code.objects.select_for_update(no_key=True).filter(corpus=self.step.corpus)
        self.every = {one.pk: one for one in rows.order_by("id")}
        blocks = [Block("code", one.target) for one in self.turns if self._changed(one)]
        if blocks:
            raise BlockedError(blocks)

    def _changed(self, turn: Turn) -> bool:
        row = self.every.get(int(turn.target))
        if row is None:
            return True
        now = None if row.deleted_at else plain(shown(row))
        ignoring = _NO_CONTENT
        kept = [(state or {}).get("position") for state in (turn.expected, turn.goal)]
        if kept[0] == kept[1]:
            # Its siblings may have changed places around it.
            ignoring |= {"position"}
        return self.step.strict and differs(now, turn.expected, ignoring=ignoring)

    def write(self) -> Told:
        """Set what was kept of each; the tree stays one."""
        if not self.turns:
            return Told()
        told = Told()
        rows = {turn.target: self.every[int(turn.target)] for turn in self.turns}
        before = {name: _state(row) for name, row in rows.items()}
        in_use = self._in_use()
        for turn in self.turns:
            _become(rows[turn.target], turn.goal)
        self._close([row for row in rows.values() if row.deleted_at or row.merged_into_id])
        self._refuse_a_broken_tree()
        self._save(list(rows.values()))
        for turn in self.turns:
            row = rows[turn.target]
            told.changes.append(_change(row, before[turn.target], _state(row)))
        told.tallies["codes"] += self._in_use() - in_use
        return told

    def _close(self, going: list[Code]) -> None:
        """Let nobody code with these any more: who is about to waits until we are through."""
        rows = Code.objects.select_for_update().filter(pk__in=[one.pk for one in going])
        list(rows.order_by("pk").values_list("pk"))

    def _in_use(self) -> int:
        return sum(not one.archived and one.deleted_at is None for one in self.every.values())

    def _refuse_a_broken_tree(self) -> None:
        parents = {one.pk: one.parent_id for one in self.every.values()}
        blocks = [
            Block("code", one.target, why)
            for one in self.turns
            if (why := self._why_not(self.every[int(one.target)], parents))
        ]
        if blocks:
            raise BlockedError(blocks)

    def _why_not(self, code: Code, parents: dict[int, int | None]) -> str:
        """Say why a code cannot become what it now says, or nothing."""
        if (code.deleted_at or code.merged_into_id) and self._used(code):
            return f"“{code.name}” has been coded with."
        if code.deleted_at is not None:
            below = [one for one in self.every.values() if one.parent_id == code.pk]
            return "Other codes stand below it." if any(not x.deleted_at for x in below) else ""
        for other in (code.parent_id, code.merged_into_id):
            if other is not None and self.every[other].deleted_at:
                return f"“{self.every[other].name}” is no more."
        return self._why_not_there(code, parents)

    def _why_not_there(self, code: Code, parents: dict[int, int | None]) -> str:
        """Say why a code cannot stand below its parent, or nothing."""
        if code.parent_id is None:
            return ""
        above = self.every[code.parent_id]
        if above.archived and not code.archived:
            return f"“{above.name}”, above it, is archived."
        return "It would stand below itself." if code.pk in _above(above.pk, parents) else ""

    def _used(self, code: Code) -> bool:
        """Say whether annotations carry the code that this step does not take along."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM annotations_annotation a WHERE a.code_id = %(code)s"
                " AND a.deleted_at IS NULL AND NOT EXISTS (SELECT FROM corpus_event e"
                f" WHERE {self.step.where} AND e.target_type = 'annotation'"
                " AND e.target_id = a.id::text))",
                {**self.step.values, "code": code.pk},
            )
            return bool(cursor.fetchone()[0])

    def _save(self, rows: list[Code]) -> None:
        ids = [one.pk for one in rows]
        try:
            with transaction.atomic():
                # Out of use for a moment: two of them may exchange their names.
                Code.objects.filter(pk__in=ids).update(archived=True)
                Code.objects.bulk_update(rows, _WRITTEN, batch_size=500)
        except IntegrityError as error:
            raise BlockedError(
                [Block("code", str(one.pk), f"“{one.name}” is another code's name now.")
                 for one in rows if self._taken(one)]
                or [Block("code", str(ids[0]))]
            ) from error  # fmt: skip

    def _taken(self, code: Code) -> bool:
        return any(
            one is not code and not one.archived and one.deleted_at is None
            and (one.parent_id, one.name) == (code.parent_id, code.name)
            for one in self.every.values()
        )  # fmt: skip


def _above(code: int | None, parents: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    while code is not None and code not in found:
        found.add(code)
        code = parents.get(code)
    return found


def _state(code: Code) -> dict[str, Any] | None:
    return None if code.deleted_at else shown(code)


def _become(code: Code, goal: Any) -> None:
    code.version += 1
    if goal is None:
        code.deleted_at = timezone.now()
        return
    code.deleted_at = None
    for name in _WRITTEN:
        if name in goal and name != "version":
            value = parse_datetime(goal[name]) if name == "defined_at" else goal[name]
            setattr(code, _COLUMNS.get(name, name), value)


def _change(code: Code, before: Any, after: Any) -> Change:
    what = "deleted" if after is None else "created" if before is None else "changed"
    return Change(f"code.{what}", "code", code.pk, before, after)
