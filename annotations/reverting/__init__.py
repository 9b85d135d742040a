"""Turning changes round: one module per kind of target, in the order in which rows are held."""

from annotations.reverting.annotations import Annotations
from annotations.reverting.attributes import Attributes
from annotations.reverting.codes import Codes
from annotations.reverting.memos import Memos
from annotations.reverting.participants import Participants
from annotations.reverting.posts import Posts
from annotations.reverting.threads import Threads
from annotations.reverting.turns import Reverting

__all__ = ["KINDS"]

KINDS: dict[str, type[Reverting]] = {
    "participant": Participants,
    "thread": Threads,
    # After those who have the values.
    "attribute": Attributes,
    "post": Posts,
    "code": Codes,
    "annotation": Annotations,
    "memo": Memos,
}
