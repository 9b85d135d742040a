"""Attributes turned round: columns that were made, renamed, of another kind, taken away."""

from annotations.reverting.turns import Block, BlockedError, Step, Told, Turn, differs
from corpus.attributes import shown
from corpus.errors import ConflictError
from corpus.events import Change
from corpus.models import Attribute
from corpus.services import attributes

_NO_CONTENT = frozenset({"id", "version"})
_FIELDS = ("name", "kind", "position")


class Attributes:
    """The attributes of a step; their values are turned round with threads and participants."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.turns = step.turns("attribute")
        self.rows: dict[str, Attribute] = {}

    def check(self) -> None:
        """Hold them; refuse what was changed since."""
        wanted = [int(one.target) for one in self.turns]
        rows = Attribute.objects.select_for_update(no_key=True).filter(pk__in=wanted)
        self.rows = {str(one.pk): one for one in rows.order_by("pk")}
        blocks = [Block("attribute", one.target) for one in self.turns if self._changed(one)]
        if blocks:
            raise BlockedError(blocks)

    def _changed(self, turn: Turn) -> bool:
        row = self.rows.get(turn.target)
        now = shown(row) if row else None
        return self.step.strict and differs(now, turn.expected, ignoring=_NO_CONTENT)

    def write(self) -> Told:
        """Make, change or take away; after the values, so that none is left without its column."""
        told = Told()
        for turn in self.turns:
            change = self._turned(turn)
            if change is not None:
                told.changes.append(change)
        return told

    def _turned(self, turn: Turn) -> Change | None:
        row, goal = self.rows.get(turn.target), turn.goal
        before = shown(row) if row else None
        if goal is None:
            return self._without(row, turn.target)
        try:
            if row is None:
                row = attributes.added(
                    self.step.corpus, owner=goal["owner"], name=goal["name"], kind=goal["kind"],
                    number=int(turn.target) or None,
                )  # fmt: skip
                return Change("attribute.created", "attribute", row.pk, None, shown(row))
            fields = {one: goal[one] for one in _FIELDS if goal[one] != getattr(row, one)}
            attributes.set_fields(row, fields)
        except ConflictError as error:
            raise BlockedError([Block("attribute", turn.target, error.detail)]) from error
        return Change("attribute.changed", "attribute", row.pk, before, shown(row))

    def _without(self, row: Attribute | None, target: str) -> Change | None:
        if row is None:
            return None
        if attributes.has_values(row):
            raise BlockedError(
                [Block("attribute", target, "Values were given under its name since.")]
            )
        said = Change("attribute.deleted", "attribute", row.pk, shown(row), None)
        row.delete()
        return said
