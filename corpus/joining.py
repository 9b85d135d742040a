"""Joins posts to what they answer where that came, or comes, in another file.

Pure Python. A reader that does not find what a post answers puts its id into a flag of the post.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

# Of a post: "answers:ID", where the post with that id is not in the same file.
ANSWERS = "answers:"

Node = TypeVar("Node", bound=Hashable)

_PLAIN = re.compile(r"[\w.:@<>+-]{1,100}\Z", re.ASCII)


def answers_flag(external_id: str) -> tuple[str, ...]:
    """Return the flag of a post that answers one that is not there; none for an odd id."""
    return (ANSWERS + external_id,) if _PLAIN.match(external_id) else ()


def answered_elsewhere(flags: Iterable[str]) -> str:
    """Return the id that the flags of a post name, "" if they name none."""
    found = (flag.removeprefix(ANSWERS) for flag in flags if flag.startswith(ANSWERS))
    return next(found, "")


def joined(
    parents: Mapping[Node, Node | None], answers: Mapping[Node, str], ids: Mapping[str, Node]
) -> dict[Node, Node]:
    """Return what posts at the top answer by the ids that they name; never in a circle."""
    found: dict[Node, Node] = {}
    for node, external_id in answers.items():
        above = ids.get(external_id)
        if above is None or parents.get(node) is not None:
            continue
        at: Node | None = above
        while at is not None and at != node:
            at = found.get(at) or parents.get(at)
        if at is None:
            found[node] = above
    return found
