"""Parts one comment's elements into author, date and body, whatever theme they are written in.

Where a comment begins and ends in the page is decided by a family (`wordpress`, `blogger`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from corpus.ingest.html.document import Element
from corpus.ingest.html.moments import exact, find_date
from corpus.ingest.html.names import clean_name, fold, is_verb, name_beside_date
from corpus.ingest.html.roles import Roles, roles

_ASIDE_CHARACTERS = 200
_BUTTON = 24
_TO_COMMENT = re.compile(r"#(?:li-|div-)?comment-?\d+\Z|#respond\Z|#commentform\Z|\A#\Z")
_HEADER_LEFT = 40
_HEADER_CHARACTERS = 300
_NAME_TAGS = ("cite", "strong", "b", "a")
_HEADINGS = frozenset({"dt", "h1", "h2", "h3", "h4", "h5", "h6"})
_TEXTS = frozenset({"p", "blockquote", "pre", "ul", "ol"})
_FIGURE = re.compile(r"\d")
_LINES = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "small", "dt", "dd",
    "address", "span", "td", "th",
})  # fmt: skip


@dataclass(slots=True)
class Parts:
    """The parts of one comment; `body` less `without` is its text."""

    author: Element | None = None
    name: str | None = None
    url: str | None = None
    date_element: Element | None = None
    date: str | None = None
    machine_date: str | None = None
    body: tuple[Element, ...] = ()
    without: tuple[Element, ...] = ()
    pending: bool = False
    plain: bool = True


@dataclass(slots=True)
class _Parting:
    """One comment while it is parted: its own elements, nested comments left out."""

    roots: tuple[Element, ...]
    nested: Collection[Element]
    own: list[Element] = field(default_factory=list)
    says: dict[Element, Roles] = field(default_factory=dict)
    sealed: Element | None = None

    def run(self) -> Parts:
        self.own = list(own_elements(self.roots, self.nested))
        whole = frozenset(self.roots)
        self.says = {
            one: Roles() if one in whole and len(whole) == 1 else roles(one) for one in self.own
        }
        parts = Parts()
        asides = [one for one in self.own if self._is_aside(one)]
        self.sealed = self._sealed(minimum=10)
        self._author(parts)
        self._date(parts)
        if parts.name is None:
            self._author_beside_date(parts)
        body = self.sealed
        if body is None:
            body = self._sealed(minimum=5, author=parts.author)
        parts.pending = any("moderation" in (one.get("class") or "") for one in self.own)
        if body is not None:
            parts.body = (body,)
            parts.without = (*asides, *self.nested)
            return parts
        parts.plain = False
        heads = [one for one in self.roots[:1] if one.tag in _HEADINGS and self.roots[1:]]
        parts.body = tuple(one for one in self.roots if one not in heads)
        parts.without = (*asides, *self.nested, *self._header(parts))
        return parts

    def _is_aside(self, element: Element) -> bool:
        if element.tag == "a" and _is_button(element):
            return True
        if not self.says[element].aside:
            return False
        if element.tag in {"form", "script", "style", "textarea", "select", "nav"}:
            return True
        return len(text_within(element)) <= _ASIDE_CHARACTERS

    def _sealed(self, *, minimum: int, author: Element | None = None) -> Element | None:
        """Return the element that calls itself the body and holds neither author nor date."""
        best, weight, length = None, 0, -1
        for one in self.own:
            body = self.says[one].body
            if body < max(minimum, weight) or self._holds_header(one, author):
                continue
            size = len(text_within(one))
            if body > weight or size > length:
                best, weight, length = one, body, size
        return best

    def _holds_header(self, element: Element, author: Element | None) -> bool:
        for inner in element.iter():
            said = self.says.get(inner)
            if inner is author:
                return True
            if said and inner is not element and (said.author >= 8 or said.date >= 8):
                return True
        return False

    def _in_sealed(self, element: Element) -> bool:
        return self.sealed is not None and any(
            above is self.sealed for above in (element, *element.iterancestors())
        )

    def _author(self, parts: Parts) -> None:
        best, weight = None, 4
        for one in self.own:
            author = self.says[one].author
            if author > weight and not self._in_sealed(one) and _name_in(one, author):
                best, weight = one, author
        if best is None:
            best, weight = self._bold_name(), 4
        if best is None:
            return
        parts.author, parts.name = best, _name_in(best, weight)
        parts.url = _link(best)

    def _author_beside_date(self, parts: Parts) -> None:
        """Take a name that no element holds alone: the words beside the date, or a heading's."""
        lines = [root for root in self.roots if root.tag in _HEADINGS]
        if parts.date_element is not None:
            lines.append(parts.date_element)
            lines += [
                above
                for above in parts.date_element.iterancestors()
                if above in self.says and above not in self.roots
            ][:2]
        for line in lines:
            if self._in_sealed(line) or len(text_within(line)) > _HEADER_CHARACTERS:
                continue
            name = name_beside_date(self._without_asides(line), parts.date)
            if name:
                parts.author, parts.name = line, name
                return

    def _without_asides(self, line: Element) -> str:
        return "".join(_texts(line, lambda one: one is not line and self._is_aside(one)))

    def _bold_name(self) -> Element | None:
        """Return the first link, cite or bold words before the body, as in class-less themes."""
        for one in self.own:
            if one is self.sealed:
                return None
            if one.tag in _NAME_TAGS and not self._in_sealed(one) and not self.says[one].aside:
                name = clean_name(text_within(one))
                href = one.get("href") or ""
                if name and "#" not in href and "reply" not in href and not find_date(name):
                    return one
        return None

    def _date(self, parts: Parts) -> None:
        for one in self.own:
            stamp = _stamp(one)
            if stamp and not self._in_sealed(one):
                parts.date_element, parts.machine_date = one, stamp
                printed = find_date(text_within(one))
                parts.date = printed.raw if printed else fold(text_within(one)) or None
                return
        ranked = [one for one in self.own if self.says[one].date and not self._in_sealed(one)]
        ranked.sort(key=lambda one: -self.says[one].date)
        day = self._first_date(ranked, parts)
        if parts.date is None:
            day = self._first_date(self._around_author(parts), parts, any_date=True)
        if parts.date is None:
            day = self._first_date(self._rest(paragraphs=not ranked), parts)
        if day is not None:
            self._clock_around(parts, day)
        elif parts.date is None:
            self._unread_date(ranked, parts)

    def _unread_date(self, ranked: Iterable[Element], parts: Parts) -> None:
        """Keep the words of what calls itself a date and has a figure, though they are none."""
        for one in ranked:
            text = fold(text_within(one))
            if _FIGURE.search(text) and len(text) <= _ASIDE_CHARACTERS:
                parts.date_element, parts.date = one, text
                return

    def _rest(self, *, paragraphs: bool) -> Iterator[Element]:
        """Yield where else a date may stand; `paragraphs`: in those too that may be the text."""
        for one in self.own:
            if self._in_sealed(one):
                continue
            texts = one in self.roots or any(
                above.tag in _TEXTS
                for above in (one, *one.iterancestors())
                if above in self.says and above not in self.roots
            )
            if paragraphs or not texts:
                yield one

    def _around_author(self, parts: Parts) -> list[Element]:
        """Return headings, and the author's element with what holds little more than it."""
        around = [root for root in self.roots if root.tag in _HEADINGS]
        if parts.author is None:
            return around
        around.append(parts.author)
        for above in parts.author.iterancestors():
            if above not in self.says or above in self.roots:
                break
            if len(text_within(above)) > _HEADER_CHARACTERS:
                break
            around.append(above)
        return around

    def _first_date(
        self, elements: Iterable[Element], parts: Parts, *, any_date: bool = False
    ) -> Element | None:
        """Take the first full date; return the element of a date without time of day, else.

        `any_date`: take the first date, full or not.
        """
        day = None
        for one in elements:
            text = text_within(one)
            found = find_date(text) if len(text) <= _HEADER_CHARACTERS else None
            if found is None:
                continue
            if found.full:
                parts.date_element, parts.date = _innermost(one, found.raw), found.raw
                return None
            if day is None:
                day = parts.date_element = _innermost(one, found.raw)
                parts.date = found.raw
                if any_date:
                    break
        return day

    def _clock_around(self, parts: Parts, day: Element) -> None:
        """Take the date of an element around the day, if that has the time of day too."""
        for above in day.iterancestors():
            if above not in self.says or above in self.roots:
                return
            text = text_within(above)
            found = find_date(text) if len(text) <= _HEADER_CHARACTERS else None
            if found and found.full and (parts.date or "") in found.raw:
                parts.date_element, parts.date = above, found.raw
                return

    def _header(self, parts: Parts) -> list[Element]:
        """Return what is around author and date and holds nothing else: no part of the text."""
        found = []
        for part in (parts.author, parts.date_element):
            if part is None or part in self.roots:
                continue
            top = part
            for above in part.iterancestors():
                if above not in self.says or above in self.roots or above.tag not in _LINES:
                    break
                if not self._is_header(above, parts):
                    break
                top = above
            found.append(top)
        return found

    def _is_header(self, element: Element, parts: Parts) -> bool:
        """Say whether an element holds little besides author, date and what is set aside."""
        parts_of = {parts.author, parts.date_element}
        left = "".join(
            _texts(element, lambda one: one in parts_of or self.says.get(one, Roles()).aside)
        )
        return is_verb(fold(left)) or (
            len(fold(left)) <= _HEADER_LEFT
            and bool(self.says[element].date or self.says[element].author)
        )


def _innermost(element: Element, date: str) -> Element:
    """Return the smallest element in this one in which the date stands whole."""
    while True:
        for inner in element:
            found = find_date(text_within(inner))
            if found and found.raw == date:
                element = inner
                break
        else:
            return element


def _is_button(link: Element) -> bool:
    """Say whether a link answers, edits or names the comment by number: no text of it."""
    href = link.get("href") or ""
    if "replytocom=" in href or "moveForm(" in (link.get("onclick") or ""):
        return True
    if not _TO_COMMENT.search(href):
        return False
    return len(fold(text_within(link))) <= _BUTTON and not find_date(text_within(link))


def part(roots: tuple[Element, ...], nested: Collection[Element]) -> Parts:
    """Part the comment that `roots` hold, less the comments `nested` in it."""
    return _Parting(roots, nested).run()


def own_elements(roots: tuple[Element, ...], nested: Collection[Element]) -> Iterator[Element]:
    """Yield the elements of a comment in document order, those of nested comments left out."""
    stack = list(reversed(roots))
    while stack:
        one = stack.pop()
        yield one
        stack.extend(inner for inner in reversed(one) if inner not in nested)


def text_within(element: Element) -> str:
    """Return all text in an element, unfolded."""
    return "".join(element.itertext())


def _texts(element: Element, skip: Callable[[Element], bool]) -> Iterator[str]:
    """Yield the texts in an element but those inside what `skip` says."""
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:
        one, tail = stack.pop()
        if tail:
            yield one.tail or ""
            continue
        if one is not element:
            stack.append((one, True))
        if skip(one):
            continue
        yield one.text or ""
        stack.extend((inner, False) for inner in reversed(one))


def _name_in(element: Element, weight: int) -> str | None:
    """Return the name that an author element holds."""
    if weight < 10:
        for tag in ("cite", "a", "strong", "b"):
            for inner in element.iter(tag):
                name = clean_name(text_within(inner))
                if name and inner is not element and "#" not in (inner.get("href") or ""):
                    return name
    text = "".join(
        _texts(
            element, lambda one: one is not element and (roles(one).aside or roles(one).date >= 8)
        )
    )
    found = find_date(text) if weight < 10 else None
    if found:
        return name_beside_date(text, found.raw)
    return clean_name(text, plain=weight == 10)


def _link(author: Element) -> str | None:
    """Return where the author's name leads to."""
    around = (one for one, _ in zip(author.iterancestors("a"), range(1), strict=False))
    for one in (*author.iter("a"), *around):
        href = (one.get("href") or "").strip()
        if href and not href.startswith("#") and "#comment" not in href and ":" in href[:8]:
            return None if href.lower().startswith("javascript:") else href
    return None


def _stamp(element: Element) -> str | None:
    """Return the exact date in an element's attributes."""
    for name in ("datetime", "data-timestamp", "data-time", "data-date"):
        value = element.get(name)
        if value and exact(value):
            return value
    if element.get("itemprop") or element.tag in {"abbr", "time", "span", "a"}:
        for name in ("content", "title"):
            value = element.get(name)
            if value and len(value) >= 10 and exact(value):
                return value
    return None
