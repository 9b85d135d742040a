"""Threads turned round: fields that were set by hand, threads hidden, brought back, typed in."""

from annotations.editing import coded
from annotations.models import Annotation
from annotations.reverting.turns import Block, BlockedError, Step, Told, Turn, differs
from corpus.events import Change
from corpus.models import Event, Thread
from corpus.services import threads
from corpus.services.attributes import turned

_NO_CONTENT = frozenset({"id", "version"})


class Threads:
    """The threads of a step."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.turns = step.turns("thread")
        self.rows: dict[str, Thread] = {}

    def check(self) -> None:
        """Hold them; refuse what was changed since, or coded in by others when it shall go."""
        wanted = [int(one.target) for one in self.turns]
        rows = Thread.objects.select_for_update(no_key=True).filter(pk__in=wanted)
        self.rows = {str(one.pk): one for one in rows.order_by("pk")}
        blocks = [Block("thread", one.target) for one in self.turns if self._changed(one)]
        blocks += [
            Block("thread", one.target, "Somebody else has coded in it since.")
            for one in self.turns
            if one.goal is None and self._coded_by_others(one)
        ]
        if blocks:
            raise BlockedError(blocks)

    def _changed(self, turn: Turn) -> bool:
        row = self.rows.get(turn.target)
        if row is None:
            return True
        now = threads.shown(row) if row.deleted_at is None else None
        ignoring = _NO_CONTENT
        if turn.expected is not None and not turn.expected.get("language"):
            # Indexing fills in what nobody has said.
            ignoring |= {"language"}
        return self.step.strict and differs(now, turn.expected, ignoring=ignoring)

    def _coded_by_others(self, turn: Turn) -> bool:
        """Say whether others coded in a thread since the step; only then its hiding loses work."""
        if not self.step.strict:
            return False
        told = Event.objects.filter(
            corpus=self.step.corpus, seq__gt=self.step.since, target_type="annotation",
            after__thread=int(turn.target),
        )  # fmt: skip
        targets = told.exclude(actor=self.step.actor).values_list("target_id", flat=True)
        return Annotation.objects.filter(pk__in=set(targets), deleted_at=None).exists()

    def write(self) -> Told:
        """Hide, show and set fields."""
        told = Told(self._described())
        for turn in self.turns:
            row = self.rows[turn.target]
            if _is_described(turn):
                continue
            hidden = turn.goal is None
            if hidden != (row.deleted_at is not None):
                done = threads.set_hidden(row, annotations=coded(row), hidden=hidden)
                told.changes.append(done.change)
                told.tallies.update(done.tallies)
            change = None if turn.goal is None else threads.changed(row, turn.goal)
            if change is not None:
                told.changes.append(change)
        return told

    def _described(self) -> list[Change]:
        """Set attributes where nothing else is to be set: a second table has many threads."""
        rows = [
            (self.rows[one.target], one.goal["attributes"])
            for one in self.turns
            if one.goal is not None and _is_described(one)
        ]
        return turned(rows, owner="thread")


def _is_described(turn: Turn) -> bool:
    return turn.goal is not None and set(turn.goal) == {*_NO_CONTENT, "attributes"}
