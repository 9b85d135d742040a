"""Picks elements by a small part of CSS: enough to write down how a comment system marks things.

"li.post, div#p* > nothing else": names, classes, ids (a final * means "begins with"), attributes
(`[name]`, `[name=value]`), a space for "inside". Case of classes is ignored.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.ingest.html.document import Document, Element

_STEP = re.compile(
    r"(?P<tag>[a-z][a-z0-9-]*)|\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)(?P<open>\*?)"
    r"|\[(?P<name>[\w:-]+)(?:=(?P<value>[^\]]*))?\]"
)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one element must be."""

    tag: str | None
    classes: frozenset[str]
    id: str | None
    open_id: bool
    attributes: tuple[tuple[str, str | None], ...]

    def fits(self, element: Element) -> bool:
        if self.tag is not None and element.tag != self.tag:
            return False
        if self.classes:
            said = element.get("class")
            if not said or not self.classes.issubset(said.lower().split()):
                return False
        if self.id is not None:
            name = (element.get("id") or "").strip()
            if not (name.startswith(self.id) if self.open_id else name == self.id):
                return False
        for name, value in self.attributes:
            found = element.get(name)
            if found is None or (value is not None and found != value):
                return False
        return True


_Path = tuple[_Step, ...]


@lru_cache(maxsize=2048)
def _paths(selector: str) -> tuple[_Path, ...]:
    return tuple(
        tuple(_step(word) for word in path.split()) for path in selector.split(",") if path.strip()
    )


def _step(word: str) -> _Step:
    tag, name, begins = None, None, False
    classes: list[str] = []
    attributes: list[tuple[str, str | None]] = []
    at = 0
    while found := _STEP.match(word, at):
        at = found.end()
        if found["tag"]:
            tag = found["tag"]
        elif found["class"]:
            classes.append(found["class"].lower())
        elif found["id"]:
            name, begins = found["id"], bool(found["open"])
        else:
            attributes.append((found["name"], found["value"]))
    if at != len(word):
        raise ValueError(f"No selector: {word!r}")
    return _Step(tag, frozenset(classes), name, begins, tuple(attributes))


def _fits(path: _Path, element: Element) -> bool:
    if not path[-1].fits(element):
        return False
    wanted = len(path) - 2
    for above in element.iterancestors() if wanted >= 0 else ():
        if path[wanted].fits(above):
            wanted -= 1
            if wanted < 0:
                break
    return wanted < 0


def fits(selector: str, element: Element) -> bool:
    """Say whether a selector picks an element. Raises ValueError if it is none."""
    return isinstance(element.tag, str) and any(_fits(path, element) for path in _paths(selector))


class Pool:
    """Some elements, in order, of which selectors pick: known by their classes for speed."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.elements = [one for one in elements if isinstance(one.tag, str)]
        self._classes: dict[str, list[Element]] = {}
        self._tags: dict[str, list[Element]] = {}
        self._attributes: dict[str, list[Element]] = {}
        for one in self.elements:
            self._tags.setdefault(str(one.tag), []).append(one)
            for name in (one.get("class") or "").lower().split():
                self._classes.setdefault(name, []).append(one)

    def first(self, selector: str) -> Element | None:
        """Return the first element that the selector picks: its first path goes first."""
        for path in _paths(selector):
            for element in self._candidates(path[-1]):
                if _fits(path, element):
                    return element
        return None

    def every(self, selector: str) -> list[Element]:
        """Return all elements that the selector picks, in the order of the pool."""
        found = {
            element: None
            for path in _paths(selector)
            for element in self._candidates(path[-1])
            if _fits(path, element)
        }
        return [one for one in self.elements if one in found] if len(found) > 1 else list(found)

    def each(self, selector: str) -> Iterator[list[Element]]:
        """Yield what each path of a selector picks, in turn."""
        for path in _paths(selector):
            yield [one for one in self._candidates(path[-1]) if _fits(path, one)]

    def _candidates(self, step: _Step) -> Sequence[Element]:
        if step.classes:
            return self._classes.get(next(iter(step.classes)), ())
        if step.tag is not None:
            return self._tags.get(step.tag, ())
        return self._with(step.attributes[0][0]) if step.attributes else self.elements

    def _with(self, name: str) -> Sequence[Element]:
        if name not in self._attributes:
            self._attributes[name] = [one for one in self.elements if one.get(name) is not None]
        return self._attributes[name]


def select(document: Document, selector: str) -> list[Element]:
    """Return the elements of a page that a selector picks, in document order."""
    found = {
        element: None
        for path in _paths(selector)
        for element in _candidates(document, path[-1])
        if isinstance(element.tag, str) and _fits(path, element)
    }
    return sorted(found, key=document.place) if len(found) > 1 else list(found)


def select_apart(document: Document, selector: str) -> list[Element]:
    """Return what a selector picks, but nothing around or in what an earlier path has picked."""
    chosen: dict[Element, None] = {}
    around: set[Element] = set()
    for path in selector.split(","):
        earlier = frozenset(chosen)
        for one in select(document, path):
            above = list(one.iterancestors())
            if one not in around and earlier.isdisjoint((one, *above)):
                chosen[one] = None
        around.update(above for one in chosen for above in one.iterancestors())
    return sorted(chosen, key=document.place)


def _candidates(document: Document, step: _Step) -> Iterator[Element]:
    if step.classes:
        yield from document.with_class(next(iter(step.classes)))
    elif step.id is not None and not step.open_id:
        yield from document.with_id(step.id)
    elif step.id is not None:
        for name, elements in document.ids():
            if name.startswith(step.id):
                yield from elements
    else:
        names = [name for name, _ in step.attributes]
        if all(name in document.text for name in names):
            yield from document.root.iter(step.tag or "*")
