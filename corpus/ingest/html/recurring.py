"""Finds the parts of a page that recur with a date of one kind in each, and how they are nested.

Whether they are comments is judged elsewhere (`regularity`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.headings import after_heading
from corpus.ingest.html.moments import exact, find_date
from corpus.ingest.html.picked import line_of, nested_in
from corpus.ingest.html.piece import own_elements
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.shapes import Shape, shape

_LONGEST_LINE = 240
_BARE = 60
_SHARE = 0.7
_LEAST = 2
_CHAIN = 8
_SKIPPED = frozenset(
    {"script", "style", "template", "head", "title", "option", "textarea", "svg", "nav", "form"}
)
_ROOTS = frozenset({"body", "html"})
_STOPS = frozenset({"form", "script", "h1", "nav", "footer", "aside"})


@dataclass(slots=True, eq=False)
class Dated:
    """One dated part: its `roots` are neighbours. `chain` leads up from the element of the date.

    `nested` are the roots of other parts in it, `own` its elements without those.
    """

    date: Element
    chain: list[Element]
    roots: tuple[Element, ...] = ()
    above: "Dated | None" = None
    nested: frozenset[Element] = frozenset()
    own: list[Element] = field(default_factory=list)

    @property
    def top(self) -> Element:
        """Return the first of its elements."""
        return self.roots[0]


def find_parts(document: Document) -> Iterator[list[Dated]]:
    """Yield the families of dated parts of a page."""
    for dates in _kinds(document):
        parts = _around(after_heading(document, dates))
        if len(parts) < _LEAST:
            continue
        _level(parts)
        if sum(_is_bare(part) for part in parts) >= _SHARE * len(parts):
            _extend(parts)
        else:
            _complete(parts)
        _nest(parts)
        _survey(parts)
        yield parts


def _survey(parts: Sequence[Dated]) -> None:
    nested = nested_in([part.roots for part in parts])
    for part in parts:
        part.nested = frozenset(nested.get(part.top, ()))
        part.own = list(own_elements(part.roots, part.nested))


def _kinds(document: Document) -> list[list[Element]]:
    """Group the elements that hold a date by their kind and that of what they stand in."""
    kinds: dict[tuple[Shape, ...], list[Element]] = defaultdict(list)
    known: dict[Element, bool] = {}
    for element in document.elements:
        if not isinstance(element.tag, str) or not _is_dated(element):
            continue
        around = list(element.iterancestors())
        if in_widget(element, known) or any(one.tag in _SKIPPED for one in (element, *around)):
            continue
        kinds[shape(element), shape(around[0]) if around else ()].append(element)
    return [dates for dates in kinds.values() if len(dates) >= _LEAST]


def _is_dated(element: Element) -> bool:
    """Say whether a date stands in an element itself, not in one further in."""
    if element.tag == "time" or _has_stamp(element):
        return True
    own = [element.text or "", *(inner.tail or "" for inner in element)]
    line = " ".join(text for text in own if text.strip())
    return 0 < len(line) <= _LONGEST_LINE and find_date(line) is not None


def _has_stamp(element: Element) -> bool:
    for name in ("datetime", "data-timestamp", "data-time", "title"):
        value = element.get(name)
        if value and len(value) >= 10 and (exact(value) or (name == "title" and find_date(value))):
            return True
    return False


def _around(dates: list[Element]) -> list[Dated]:
    """Return a part for each date: all around it that holds no other."""
    known = set(dates)
    dates = [one for one in dates if known.isdisjoint(one.iterancestors())]
    holders = Counter(above for one in dates for above in one.iterancestors())
    parts = []
    for date in dates:
        chain = [date]
        for above in date.iterancestors():
            if holders[above] > 1 or above.tag in _ROOTS:
                break
            chain.append(above)
        parts.append(Dated(date, chain, (chain[-1],)))
    return parts


def _level(parts: Sequence[Dated]) -> None:
    """Cut each part where most are of one kind: a lone one may have climbed too high."""
    counted = Counter(kind for part in parts for kind in {shape(one) for one in part.chain})
    agreed = {kind for kind, count in counted.items() if count >= _SHARE * len(parts)}
    for part in parts:
        tops = [one for one in part.chain if shape(one) in agreed]
        if tops:
            part.roots = (tops[-1],)


def _is_bare(part: Dated) -> bool:
    """Say whether a part holds hardly more than its date: the text stands beside it."""
    line = line_of(part.top, _LONGEST_LINE)
    found = find_date(line) if line else None
    return line is not None and found is not None and len(line) - len(found.raw) <= _BARE


def _extend(parts: Sequence[Dated]) -> None:
    """Give each part what stands between it and the next, or the one before: never both."""
    starts = {part.top for part in parts}
    after = [_beside(part.top, starts, forward=True) for part in parts]
    before = [_beside(part.top, starts, forward=False) for part in parts]
    if _is_footed(before, after):
        before[0] = _alike_run(before[0][::-1], before[1:])[::-1]
        for part, beside in zip(parts, before, strict=True):
            part.roots = (*beside, part.top)
        return
    lead = _lead(before)
    after[-1] = _alike_run(after[-1], [beside[: len(beside) - lead] for beside in after[:-1]])
    for place, part in enumerate(parts):
        following = after[place]
        if place + 1 < len(parts) and lead and len(following) >= lead:
            following = following[:-lead]
        leading = before[place][len(before[place]) - lead :] if lead else []
        part.roots = (*leading, part.top, *following)


def _complete(parts: Sequence[Dated]) -> None:
    """Give a part that holds answers all of its own: the others of its kind stand alone."""
    usual = Counter(shape(part.top) for part in parts).most_common(1)[0][0]
    held = {above for part in parts for above in (part.date, *part.date.iterancestors())}
    for part in parts:
        if shape(part.top) == usual or not _is_bare(part):
            continue
        inner = part.top
        for above in part.top.iterancestors():
            if shape(above) == usual:
                own = [one for one in above if one is inner or one not in held]
                part.roots = tuple(one for one in own if isinstance(one.tag, str))
                break
            if above.tag in _ROOTS:
                break
            inner = above


def _alike_run(beside: list[Element], others: Sequence[list[Element]]) -> list[Element]:
    """Cut what stands at the open end of a list where it is no more like what stands between."""
    kinds = {shape(one) for group in others for one in group}
    run = list(takewhile(lambda one: shape(one) in kinds, beside))
    most = max((len(group) for group in others), default=1)
    return run if len(run) <= 2 * most + 2 else run[:most]


def _is_footed(before: Sequence[list[Element]], after: Sequence[list[Element]]) -> bool:
    """Say whether the text stands before the date: nothing of its kind comes after the last."""
    between = Counter(shape(one) for beside in after[:-1] for one in beside)
    first = sum(between[shape(one)] for one in before[0][-1:])
    last = sum(between[shape(one)] for one in after[-1][:1])
    return bool(first) and not last


def _lead(before: Sequence[list[Element]]) -> int:
    """Count the elements that stand before every date in the same kinds: the head of a comment."""
    lead = 0
    while all(len(beside) > lead for beside in before):
        kinds = {shape(beside[-1 - lead]) for beside in before}
        if len(kinds) > 1 or (lead and kinds == {("p",)}):
            break
        lead += 1
    return lead


def _beside(element: Element, starts: set[Element], *, forward: bool) -> list[Element]:
    found: list[Element] = []
    for one in element.itersiblings(preceding=not forward):
        if one in starts or one.tag in _STOPS or any(inner in starts for inner in one.iter()):
            break
        if isinstance(one.tag, str):
            found.append(one)
    return found if forward else found[::-1]


def _nest(parts: Sequence[Dated]) -> None:
    """Find the parts that stand in what another part begins: its answers."""
    kinds = {shape(one) for part in parts for one in part.chain}
    siblings = Counter(one.getparent() for part in parts for one in part.chain)
    owner: dict[Element, Dated] = {}
    taken: set[Element] = set()
    lists = _lists(parts)
    for part in parts:
        for above in part.top.iterancestors():
            if above in taken or above in lists or above.tag in _ROOTS:
                break
            taken.add(above)
            if shape(above) in kinds and _is_wrapper(above, siblings):
                owner[above] = part
    for part in parts:
        holders = (owner.get(one) for one in part.top.iterancestors())
        part.above = next((one for one in holders if one is not None and one is not part), None)
    _nest_beside(parts)
    chained = sum(part.above is before for before, part in pairwise(parts))
    if chained >= max(_CHAIN, len(parts) - 1):
        for part in parts:
            part.above = None


def _lists(parts: Sequence[Dated]) -> set[Element]:
    """Return the elements that hold several comments in a row, as the list of all does."""
    within: dict[Element, Counter[Shape]] = defaultdict(Counter)
    known: set[Element] = set()
    for part in parts:
        inner = part.top
        for above in part.top.iterancestors():
            if inner in known:
                break
            known.add(inner)
            within[above][shape(inner)] += 1
            inner = above
    around = [one for one, kinds in within.items() if sum(kinds.values()) > 1]
    if not around:
        return set()
    top = min(around, key=lambda one: sum(1 for _ in one.iterancestors()))
    usual = {kind for kind, count in within[top].items() if count > 1}
    return {
        one
        for one in around
        if any(count > 1 and (kind in usual) for kind, count in within[one].items())
    }


def _nest_beside(parts: Sequence[Dated]) -> None:
    """Find the parts whose surroundings stand directly after another part: its answers too."""
    tops = {part.top: part for part in parts}
    for part in parts:
        if part.above is not None or len(part.roots) > 1:
            continue
        for above in part.top.iterancestors():
            before = above.getprevious()
            while before is not None and line_of(before, 1) == "":
                before = before.getprevious()
            other = tops.get(before) if before is not None else None
            if other is not None and other is not part and _answers(part, other, above):
                part.above = other
                break
            if before is not None:
                break


def _answers(part: Dated, other: Dated, around: Element) -> bool:
    """Say whether what is around a part is a list of answers: no comment, but holding such."""
    kind = shape(other.top)
    return shape(part.top) == kind and shape(around) != kind


def _is_wrapper(element: Element, siblings: Counter[Element | None]) -> bool:
    """Say whether an element may be a comment with its answers, not the list of all."""
    if len(shape(element)) > 1 or element.tag in {"li", "article", "dd"}:
        return True
    return siblings[element.getparent()] > 0
