"""Which post of a thread is which in a newer reading of it, and the order of both together.

Pure Python; what is done with the result is `corpus/revising.py`. By what a single thread or post
is known is `corpus/identity.py`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.identity import content_key, date_key, name_key, text_key
from corpus.joining import joined

What = Literal["same", "changed", "new", "missing"]
# So large a part of the longer text's words must be common where the date does not tell enough.
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A post as one reading has it; `parent` is a number in the same reading.

    `former` are SHA-256 of texts that a person has replaced: the source may go on saying them.
    `place` is where the post begins in the file that both readings are of, if it is one file.
    `answers` is the id of what it answers, where that is not in the same reading.
    """

    number: int
    parent: int | None
    kind: str
    external_id: str
    identity: str
    author: str
    raw: str
    precision: str
    sha256: str
    text: str
    status: str
    former: frozenset[str] = frozenset()
    place: int | None = None
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A post's place in both readings together: `old` and `new` are numbers there, or None."""

    what: What
    old: int | None
    new: int | None
    number: int
    parent: int | None
    depth: int


def plan(old: Sequence[Item], new: Sequence[Item]) -> list[Row]:
    """Return all posts of two readings in reading order, numbered, with what became of each.

    Posts of the old reading that the new one lacks stay where they stood. Where the new reading
    knows of no answers at all, those of the old one hold.
    """
    pairs = pair(old, new)
    olds = {item.number: item for item in old}
    by_new = {item.number: item for item in new}
    order, parent = _arranged(old, new, pairs)
    number = {node: place for place, node in enumerate(order)}
    depth: dict[_Node, int] = {}
    rows = []
    for node in order:
        above = parent[node]
        depth[node] = 0 if above is None else depth[above] + 1
        is_new, at = node
        first, second = (pairs.get(at), at) if is_new else (at, None)
        what = _what(
            None if first is None else olds[first], None if second is None else by_new[second]
        )
        above_number = None if above is None else number[above]
        rows.append(Row(what, first, second, number[node], above_number, depth[node]))
    return rows


def _what(old: Item | None, new: Item | None) -> What:
    if old is None:
        return "new"
    if new is None:
        return "missing"
    if new.sha256 == old.sha256 or new.sha256 in old.former:
        return "same"
    if not new.text.strip():
        return "same" if old.kind == "entry" else "missing"
    # A stub ("this comment was removed") is no new text of what stood there.
    if new.status == "deleted" and old.status != "deleted":
        return "missing"
    return "changed"


def pair(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Return, by the new number, the old number of the same post.

    Known by the site's own id; by the place in the file, where it is the same file; by author,
    date and text; by author and text; by author and date where these are nobody else's; by author
    and most of the words. The entry is the entry.
    """
    found = _Pairs(list(old), list(new))
    found.take(lambda item: item.kind if item.number == 0 and item.kind == "entry" else None)
    before = len(found.pairs)
    found.take(lambda item: item.external_id or None)
    found.take(lambda item: item.place, single=True)
    # Ids of messages are the same wherever they stand (RFC 5322); others may be another site's.
    mail = any("@" in item.external_id for item in new)
    shared = mail or _one_entry(old, new) or len(found.pairs) > before
    for both in _rounds(found, shared=shared):
        both.take(_content)
        both.take(_words, single=True)
        both.take(_moment, single=True, fits=_plausible)
        both.take(_name, single=True, fits=_alike)
    return found.pairs


def _one_entry(old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Say whether both entries have the same id: then all ids are the same site's."""
    ids = [one.external_id for one in (*old[:1], *new[:1]) if one.kind == "entry"]
    return len(ids) == 2 and ids[0] == ids[1] != ""


@dataclass(slots=True)
class _Pairs:
    """The posts of both readings that are still alone, and the pairs that were found."""

    old: list[Item]
    new: list[Item]
    pairs: dict[int, int]

    def __init__(
        self, old: list[Item], new: list[Item], pairs: dict[int, int] | None = None
    ) -> None:
        self.old, self.new = old, new
        self.pairs = {} if pairs is None else pairs

    def take(
        self,
        key: Callable[[Item], object],
        *,
        single: bool = False,
        fits: Callable[[Item, Item], bool] = lambda _old, _new: True,
    ) -> None:
        """Pair what has the same key, in order; with `single` only where each side has one."""
        alone = _grouped(self.old, key)
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        for name, news in _grouped(self.new, key).items():
            olds = alone.get(name, [])
            if single and (len(olds) != 1 or len(news) != 1):
                continue
            for first, second in zip(olds, news, strict=False):
                if fits(first, second):
                    self.pairs[second.number] = first.number
                    taken_old.add(first.number)
                    taken_new.add(second.number)
        self.old = [item for item in self.old if item.number not in taken_old]
        self.new = [item for item in self.new if item.number not in taken_new]


def _rounds(found: _Pairs, *, shared: bool) -> Iterable[_Pairs]:
    """Where ids are known to mean the same in both, two different ones are two posts."""
    if not shared:
        yield found
        return
    named = [item for item in found.new if item.external_id]
    rest = _Pairs(found.old, [item for item in found.new if not item.external_id], found.pairs)
    yield rest
    yield _Pairs([item for item in rest.old if not item.external_id], named, found.pairs)


def _grouped(items: list[Item], key: Callable[[Item], object]) -> dict[object, list[Item]]:
    groups: dict[object, list[Item]] = {}
    for item in items:
        name = key(item)
        if name is not None:
            groups.setdefault(name, []).append(item)
    return groups


def _content(item: Item) -> object:
    """Who said when what; of a post whose text a person corrected, what the source said."""
    if item.identity.startswith("by:"):
        return item.kind, item.identity
    return item.kind, content_key(item.author, date_key(item.raw, item.precision), item.text)


def _words(item: Item) -> object:
    key = text_key(item.text)
    return (item.kind, name_key(item.author), key) if key else None


def _moment(item: Item) -> object:
    author, date = name_key(item.author), date_key(item.raw, item.precision)
    return (item.kind, author, date) if author and date else None


def _name(item: Item) -> object:
    author = name_key(item.author)
    return (item.kind, author) if author else None


def _plausible(old: Item, new: Item) -> bool:
    """A date to the minute tells enough; of a day's date the words must be alike, too."""
    return {old.precision, new.precision} <= {"second", "minute"} or _alike(old, new)


def _alike(old: Item, new: Item) -> bool:
    first, second = set(old.text.casefold().split()), set(new.text.casefold().split())
    return len(first & second) >= _LIKE * max(1, len(first), len(second))


# A post of the new reading (True, number) or one that only the old reading has (False, number).
_Node = tuple[bool, int]


def _arranged(
    old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int]
) -> tuple[list[_Node], dict[_Node, _Node | None]]:
    """Return all posts, depth first, and whom each answers."""
    place: dict[int, _Node] = {first: (True, second) for second, first in pairs.items()}
    missing = [item for item in old if item.number not in place]
    place |= {item.number: (False, item.number) for item in missing}
    before = {item.number: None if item.parent is None else place[item.parent] for item in old}
    flat = all(item.parent is None for item in new)
    parent: dict[_Node, _Node | None] = {}
    for item in new:
        above = None if item.parent is None else (True, item.parent)
        if flat and item.number in pairs:
            above = before[pairs[item.number]]
        parent[True, item.number] = above
    parent |= {(False, item.number): before[item.number] for item in missing}
    nodes = [
        *((place[one.number], one) for one in old),
        *(((True, one.number), one) for one in new),
    ]
    if answers := {node: one.answers for node, one in nodes if one.answers}:
        ids = {one.external_id: node for node, one in nodes if one.kind != "entry"}
        parent |= joined(parent, answers, ids)
    return _depth_first(_siblings(old, new, place, parent)), parent


def _siblings(
    old: Sequence[Item],
    new: Sequence[Item],
    place: dict[int, _Node],
    parent: dict[_Node, _Node | None],
) -> dict[_Node | None, list[_Node]]:
    """Return the answers to each post: in the new order, the missing ones after their elders."""
    after: dict[tuple[_Node | None, _Node | None], list[_Node]] = {}
    elder: dict[_Node | None, _Node] = {}
    for item in old:
        node = place[item.number]
        above = parent[node]
        if not node[0]:
            after.setdefault((above, elder.get(above)), []).append(node)
        elder[above] = node
    children: dict[_Node | None, list[_Node]] = {}
    for above, first in [key for key in after if key[1] is None]:
        children[above] = _with_followers(after[above, first], above, after)
    for item in new:
        node = (True, item.number)
        above = parent[node]
        children.setdefault(above, []).extend(_with_followers([node], above, after))
    return children


def _with_followers(
    nodes: Iterable[_Node],
    above: _Node | None,
    after: dict[tuple[_Node | None, _Node | None], list[_Node]],
) -> list[_Node]:
    found: list[_Node] = []
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(after.get((above, node), [])[::-1])
    return found


def _depth_first(children: dict[_Node | None, list[_Node]]) -> list[_Node]:
    order: list[_Node] = []
    stack = children.get(None, [])[::-1]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(children.get(node, [])[::-1])
    return order
