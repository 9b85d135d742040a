"""Participants turned round: names said to be one person's or not, and what was said of them."""

from annotations.reverting.turns import Block, BlockedError, Step, Told, Turn, differs
from corpus.models import Participant
from corpus.services.attributes import turned
from corpus.services.participants import set_merged


class Participants:
    """The participants of a step."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.turns = step.turns("participant")
        self.rows: dict[str, Participant] = {}

    def check(self) -> None:
        """Hold them; refuse those who go by another name since."""
        wanted = [int(one.target) for one in self.turns]
        rows = Participant.objects.select_for_update(no_key=True).filter(pk__in=wanted)
        self.rows = {str(one.pk): one for one in rows.order_by("pk")}
        blocks = [Block("participant", one.target) for one in self.turns if self._changed(one)]
        if blocks:
            raise BlockedError(blocks)

    def _changed(self, turn: Turn) -> bool:
        row = self.rows.get(turn.target)
        if row is None:
            return True
        if not self.step.strict:
            return False
        now = {"merged_into": row.merged_into_id, "attributes": row.attributes}
        return differs(now, turn.expected, ignoring=frozenset())

    def write(self) -> Told:
        """Let each go by the name it went by, and say of each what was said."""
        goals = [(self.rows[one.target], one.goal or {}) for one in self.turns]
        said = [(row, goal["attributes"]) for row, goal in goals if "attributes" in goal]
        told = Told(turned(said, owner="participant"))
        for row, goal in goals:
            if "merged_into" in goal:
                told.changes.append(set_merged(row, goal["merged_into"]))
        if not told.changes:
            return told
        chained = Participant.objects.filter(
            corpus=self.step.corpus, merged_into__merged_into__isnull=False
        )
        if blocks := [
            Block("participant", str(one.pk), f"{one.name} would go by another's other name.")
            for one in chained[:10]
        ]:
            raise BlockedError(blocks)
        return told
