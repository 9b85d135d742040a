"""Posts turned round: corrected texts. What was coded in them moves along once more."""

from annotations.editing import corrected, hold
from annotations.reverting.turns import Block, BlockedError, Step, Told, Turn
from corpus.models import Post, PostText


class Posts:
    """The posts of a step."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.turns = step.turns("post")
        self.rows: dict[str, Post] = {}

    def check(self) -> None:
        """Hold their threads and them; refuse those that have another text since."""
        wanted = [int(one.target) for one in self.turns]
        threads = Post.objects.filter(pk__in=wanted).values_list("thread_id", flat=True)
        hidden = [one for one in map(hold, sorted(set(threads))) if one.deleted_at is not None]
        rows = Post.objects.select_for_update(no_key=True).filter(pk__in=wanted)
        self.rows = {str(one.pk): one for one in rows.order_by("pk")}
        blocks = [Block("thread", str(one.pk)) for one in hidden]
        blocks += [Block("post", one.target) for one in self.turns if self._changed(one)]
        if blocks:
            raise BlockedError(blocks)

    def _changed(self, turn: Turn) -> bool:
        row = self.rows.get(turn.target)
        if row is None or turn.expected is None:
            return True
        return self.step.strict and row.text != _text(row, turn.expected["text_version"])

    def write(self) -> Told:
        """Give each its other text, as its next version."""
        told = Told()
        for turn in self.turns:
            post = self.rows[turn.target]
            text = _text(post, (turn.goal or {})["text_version"])
            if text is None:
                raise BlockedError([Block("post", turn.target, "That text is not kept.")])
            if text != post.text:
                told.changes += corrected(post, text, actor=self.step.actor)
        return told


def _text(post: Post, version: int) -> str | None:
    """Return the text that a post had in a version, or None."""
    if post.text_version == version:
        return post.text
    kept = PostText.objects.filter(post=post, text_version=version)
    return kept.values_list("text", flat=True).first()
