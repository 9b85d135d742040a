"""A saved page as a tree that knows where each of its texts stands in the decoded file.

The tree is libxml2's, forgiving as browsers are; the positions are `tokens`'. What the elements
mean is the matter of the families.
"""

import re
from collections.abc import Container, Iterable, Iterator

from lxml import etree

from corpus.ingest.html.tokens import tokenize

Element = etree._Element  # noqa: SLF001  # The class of all elements has no public name.
Span = tuple[int, int]

HIDDEN = frozenset({"script", "style", "template"})
_MARK = re.compile(r"\{(\d+)\}")


class Document:
    """A parsed page. `text` is the decoded file; all positions are its code points, half-open.

    `elements` are all elements in document order, `comments` the spans of HTML comments, `lost`
    counts text tokens that the tree does not hold, `flattened` tags that were nested too deeply.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = tokenize(text)
        self.comments = tokens.comments
        self.flattened = tokens.flattened
        self.root = _parse(tokens.markup)
        self.elements: list[Element] = list(self.root.iter())
        self._starts, self._ends, self._texts = tokens.starts, tokens.ends, tokens.texts
        self._own: dict[Element, list[int]] = {}
        self._tail: dict[Element, list[int]] = {}
        self._classes: dict[str, list[Element]] = {}
        self._ids: dict[str, list[Element]] = {}
        self.lost = len(tokens.texts) - self._fill()
        self._order: dict[Element, int] = {}

    def _fill(self) -> int:
        """Put the texts into the tree and note whose they are; return how many were placed."""
        placed = 0
        for element in self.elements:
            marked = element.text
            if marked and "{" in marked:
                numbers, element.text = self._decoded(marked)
                self._own[element] = numbers
                placed += len(numbers)
            marked = element.tail
            if marked and "{" in marked:
                numbers, element.tail = self._decoded(marked)
                self._tail[element] = numbers
                placed += len(numbers)
            classes = element.get("class")
            if classes:
                for name in classes.lower().split():
                    self._classes.setdefault(name, []).append(element)
            identifier = element.get("id")
            if identifier:
                self._ids.setdefault(identifier.strip(), []).append(element)
        return placed

    def _decoded(self, marked: str) -> tuple[list[int], str]:
        texts = self._texts
        if marked[0] == "{" and marked[-1] == "}" and marked.count("{") == 1:
            number = int(marked[1:-1])
            return [number], texts[number]
        numbers = [int(number) for number in _MARK.findall(marked)]
        return numbers, _MARK.sub(lambda found: texts[int(found[1])], marked)

    def with_class(self, *names: str) -> list[Element]:
        """Return the elements of any of these classes (lower case), in document order."""
        if len(names) == 1:
            return list(self._classes.get(names[0], ()))
        found = {element: None for name in names for element in self._classes.get(name, ())}
        return sorted(found, key=self.place)

    def class_names(self) -> Iterable[str]:
        """Return all class names of the page, in lower case."""
        return self._classes.keys()

    def with_id(self, name: str) -> list[Element]:
        """Return the elements of this id, in document order: a page may hold it twice."""
        return list(self._ids.get(name, ()))

    def ids(self) -> Iterable[tuple[str, list[Element]]]:
        """Return all ids of the page with their elements."""
        return self._ids.items()

    def place(self, element: Element) -> int:
        """Return the element's place in document order."""
        if not self._order:
            self._order = {one: place for place, one in enumerate(self.elements)}
        return self._order[element]

    def tokens(self, element: Element, without: Container[Element] = ()) -> list[int]:
        """Return the numbers of the text tokens in an element, less those in `without`, in order.

        What no reader sees (scripts, styles) has none.
        """
        own, tail = self._own, self._tail
        found: list[int] = []
        stack: list[tuple[Element, bool]] = [(element, False)]
        while stack:
            inner, passed = stack.pop()
            if passed:
                found += tail[inner]
                continue
            if inner is not element and inner in tail:
                stack.append((inner, True))
            if inner in without or inner.tag in HIDDEN:
                continue
            if inner in own:
                found += own[inner]
            stack.extend((below, False) for below in reversed(inner))
        return found

    @property
    def token_count(self) -> int:
        """How many text tokens there are."""
        return len(self._starts)

    def ink(self, number: int) -> Span:
        """Return where a text token stands, less the white space around it."""
        start, end = self._starts[number], self._ends[number]
        source = self.text[start:end]
        end -= len(source) - len(source.rstrip())
        start += len(source) - len(source.lstrip())
        return (start, end) if start < end else (self._starts[number], self._ends[number])

    def span(self, element: Element, without: Container[Element] = ()) -> Span | None:
        """Return where the element's text begins and ends in the file; None if it has none."""
        numbers = self.tokens(element, without)
        if not numbers:
            return None
        return self.ink(min(numbers))[0], self.ink(max(numbers))[1]

    def nodes(self) -> Iterator[tuple[str, list[Span]]]:
        """Yield every text of the tree with the spans of the tokens it was made of."""
        for element in self.elements:
            for table, text in ((self._own, element.text), (self._tail, element.tail)):
                numbers = table.get(element)
                if numbers:
                    yield text or "", [(self._starts[n], self._ends[n]) for n in numbers]


def _parse(markup: str) -> Element:
    parser = etree.HTMLParser(
        recover=True,
        huge_tree=True,
        no_network=True,
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
    )
    data = markup.encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        root = None
    return root if root is not None else etree.fromstring(b"<html><body/></html>", parser)
