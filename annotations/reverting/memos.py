"""Memos turned round: written, changed, moved to another target, removed."""

from uuid import UUID

from django.utils import timezone

from annotations.memo_queries import memos_json
from annotations.memos import link, refuse_others, told
from annotations.models import Memo
from annotations.reverting.turns import Block, BlockedError, State, Step, Told, Turn

_FIELDS = ["target_type", "target_id", "kind", "text", "deleted_at", "updated_at", "version"]


class Memos:
    """The memos of a step."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.turns = step.turns("memo")
        self.rows: dict[str, Memo] = {}

    def check(self) -> None:
        """Hold them; refuse those that were changed since.

        Raises:
            ForbiddenError: they are others', and the actor does not adjudicate.
        """
        rows = Memo.objects.select_for_update(no_key=True)
        wanted = rows.filter(pk__in=[one.target for one in self.turns])
        self.rows = {str(one.pk): one for one in wanted.order_by("pk")}
        authors = {one.author_id for one in self.rows.values()}
        refuse_others(actor=self.step.actor, role=self.step.role, authors=authors)
        blocks = [Block("memo", one.target) for one in self.turns if self._changed(one)]
        if blocks:
            raise BlockedError(blocks)

    def _changed(self, turn: Turn) -> bool:
        row = self.rows.get(turn.target)
        if row is None:
            return True
        return self.step.strict and _said(row) != _content(turn.expected)

    def write(self) -> Told:
        """Let each say what it said, on what it was about."""
        ids = [UUID(one) for one in self.rows]
        before = memos_json(ids)
        there = {name for name, row in self.rows.items() if row.deleted_at is None}
        for turn in self.turns:
            _become(self.rows[turn.target], turn.goal)
        rows = list(self.rows.values())
        Memo.objects.bulk_update(rows, _FIELDS, batch_size=500)
        link(rows)
        after = memos_json(ids)
        return Told(
            [
                told(
                    row.pk,
                    before[row.pk] if name in there else None,
                    after[row.pk] if row.deleted_at is None else None,
                )
                for name, row in self.rows.items()
            ]
        )


def _said(row: Memo) -> list[str] | None:
    return None if row.deleted_at else [row.target_type, row.target_id, row.kind, row.text]


def _content(state: State) -> list[str] | None:
    if state is None:
        return None
    target = state["target"]
    return [target["type"], str(target["id"]), state["kind"], state["text"]]


def _become(row: Memo, goal: State) -> None:
    row.version += 1
    row.updated_at = timezone.now()
    row.deleted_at = row.updated_at if goal is None else None
    said = _content(goal)
    if said is not None:
        row.target_type, row.target_id, row.kind, row.text = said
