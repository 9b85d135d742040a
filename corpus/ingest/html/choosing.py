"""Chooses which of the comment lists found in a page are the thread's, and which are others'.

Recent-comments widgets and the like are kept apart; what is in them becomes furniture.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.families import FAMILIES
from corpus.ingest.html.items import CommentList, Family, Item
from corpus.ingest.html.places import in_widget

CERTAIN = 0.93
SURE = 0.7
LEAST = 0.25


@dataclass(frozen=True, slots=True)
class Choice:
    """The thread's list with its family, and the lists that share no item with it."""

    family: Family | None = None
    chosen: CommentList | None = None
    others: tuple[CommentList, ...] = ()


def choose(document: Document, families: Sequence[Family] = FAMILIES) -> Choice:
    """Choose among what the families find; the fallbacks are asked only if nothing is found."""
    found = _found(document, families)
    main = [pair for pair in found if not in_widget(pair[1].items[0].element)]
    if not main:
        return Choice(others=tuple(one for _, one in found))
    family, chosen = max(main, key=lambda pair: _score(pair[1]))
    if chosen.confidence < LEAST:
        return Choice(others=tuple(one for _, one in found))
    taken = set(elements_of(chosen.items))
    others = [
        one for _, one in found if one is not chosen and taken.isdisjoint(elements_of(one.items))
    ]
    return Choice(family, chosen, tuple(others))


def _found(document: Document, families: Sequence[Family]) -> list[tuple[Family, CommentList]]:
    """Ask the families in turn; who is certain spares the others, who is sure the fallbacks."""
    found: list[tuple[Family, CommentList]] = []
    for fallback in (False, True):
        for family in families:
            if family.fallback is not fallback:
                continue
            lists = [one for one in family.find(document) if one.items]
            found += [(family, one) for one in lists]
            if any(one.confidence >= CERTAIN and len(one.items) > 1 for one in lists):
                return found
        if any(one.confidence >= SURE for _, one in found):
            return found
    return found


def elements_of(items: Iterable[Item]) -> Iterable[Element]:
    """Yield the elements that items are made of, with all in them."""
    for item in items:
        for root in (item.element, *item.others):
            yield from root.iter()


def _score(found: CommentList) -> float:
    """Weigh how sure a list is by how many items bear it out."""
    count = len(found.items)
    return found.confidence * (count + 1) / (count + 2)
