"""One comment's elements laid open: what each calls itself, which is the text, what its words are.

Author and date are looked for in `bylines` and `datelines`, put together in `parts`.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice

from corpus.ingest.html.document import Element
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import fold, folded_up_to
from corpus.ingest.html.roles import Roles, roles

HEADINGS = frozenset({"dt", "h1", "h2", "h3", "h4", "h5", "h6"})
HEADER_CHARACTERS = 300
ASIDE_CHARACTERS = 200
LONGEST_LINE = 400
_ALWAYS_ASIDE = frozenset({"form", "script", "style", "textarea", "select", "nav"})
# No author line is so deep or has so many parts; broken pages nest by the thousand.
_MOST_INSIDE = 300
_BUTTON = 24
_TO_COMMENT = re.compile(r"#(?:li-|div-)?comment-?\d+\Z|#respond\Z|#commentform\Z|\A#\Z")
_BUTTON_WORDS = re.compile(
    r"[\W\d_]*(?:reply|quote|zitieren|zitat|antworten|répondre|citer|responder|citar|rispondi|cita|"
    r"beantwoorden|reageer|svara|svar|odpowiedz|cytuj|odpovědět|ответить|цитировать|cevapla|返信|回复|"
    r"回覆|permalink|permanent link|link|edit|bearbeiten|delete|report|melden|like|flag|share|"
    r"gefällt mir|j’aime|me gusta|mi piace)[\W\d_]*\Z",
    re.IGNORECASE,
)
_NOTHING = Roles()


@dataclass(slots=True)
class Piece:
    """A comment made of `roots`, less the comments `nested` in it.

    `own` are its elements in document order, `says` what each calls itself, `sealed` the element
    that calls itself the text and holds neither author nor date.
    """

    roots: tuple[Element, ...]
    nested: Collection[Element]
    own: list[Element] = field(default_factory=list)
    says: dict[Element, Roles] = field(default_factory=dict)
    sealed: Element | None = None
    _inside: frozenset[Element] = frozenset()
    _words: dict[Element, str] = field(default_factory=dict)
    _lines: dict[Element, str | None] = field(default_factory=dict)
    _asides: dict[Element, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: tuple[Element, ...], nested: Collection[Element]) -> "Piece":
        """Lay a comment open."""
        piece = cls(roots, nested)
        piece.own = list(own_elements(roots, nested))
        alone = roots[0] if len(roots) == 1 else None
        piece.says = {one: _NOTHING if one is alone else roles(one) for one in piece.own}
        return piece

    def seal(self, element: Element | None) -> None:
        """Take an element for the text: nothing in it is author or date."""
        self.sealed = element
        self._inside = frozenset() if element is None else frozenset(element.iter())

    def open_elements(self) -> Iterator[Element]:
        """Yield the comment's elements outside its text."""
        inside = self._inside
        return (one for one in self.own if one not in inside)

    def is_sealed(self, element: Element) -> bool:
        """Say whether an element is the text or a part of it."""
        return element in self._inside

    def words(self, element: Element) -> str:
        """Return the words of an element, folded; where elements meet there is a blank."""
        known = self._words.get(element)
        if known is None:
            nested = self.nested
            texts = texts_in(element, lambda one: one in nested) if nested else element.itertext()
            known = self._words[element] = fold(" ".join(texts))
        return known

    def line(self, element: Element) -> str | None:
        """Return the words of an element as `words` does; None if no line is so long."""
        if element not in self._lines:
            words = self._words.get(element)
            if words is None:
                nested = self.nested
                texts = texts_in(element, lambda one: one in nested) if nested else None
                words = folded_up_to(element.itertext() if texts is None else texts, LONGEST_LINE)
            elif len(words) > LONGEST_LINE:
                words = None
            self._lines[element] = words
        return self._lines[element]

    def words_without_asides(self, element: Element) -> str:
        """Return the words of an element less buttons, counters and the like."""
        return fold(
            " ".join(texts_in(element, lambda one: one is not element and self._apart(one)))
        )

    def _apart(self, element: Element) -> bool:
        return element in self.nested or self.is_aside(element)

    def is_large(self, element: Element) -> bool:
        """Say whether an element holds more than any line of a header does."""
        return (
            next(islice(own_elements((element,), self.nested), _MOST_INSIDE, None), None)
            is not None
        )

    def above(self, element: Element) -> Iterator[Element]:
        """Yield what holds an element, within the comment, its roots left out."""
        for one in islice(element.iterancestors(), _MOST_INSIDE):
            if one not in self.says or one in self.roots:
                return
            yield one

    def is_aside(self, element: Element) -> bool:
        """Say whether an element is a button, a counter, a picture: no text of the comment."""
        known = self._asides.get(element)
        if known is None:
            known = self._asides[element] = self._looks_aside(element)
        return known

    def _looks_aside(self, element: Element) -> bool:
        if element.tag == "a" and self._is_button(element):
            return True
        if not self.says.get(element, _NOTHING).aside:
            return False
        if element.tag in _ALWAYS_ASIDE:
            return True
        words = self.line(element)
        return words is not None and len(words) <= ASIDE_CHARACTERS

    def _is_button(self, link: Element) -> bool:
        """Say whether a link answers, edits or names the comment by number."""
        href = link.get("href") or ""
        if "replytocom=" in href or "moveForm(" in (link.get("onclick") or ""):
            return True
        words = self.line(link)
        if words is None or len(words) > _BUTTON:
            return False
        if _BUTTON_WORDS.match(words):
            return True
        return _TO_COMMENT.search(href) is not None and not find_date(words)

    def body(self, *, minimum: int, author: Element | None = None) -> Element | None:
        """Return the element that most plainly calls itself the text and holds no header."""
        best, weight, length = None, 0, -1
        for one in self.own:
            body = self.says[one].body
            if body < max(minimum, weight) or self._holds_header(one, author):
                continue
            size = len(self.words(one))
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


def own_elements(roots: tuple[Element, ...], nested: Collection[Element]) -> Iterator[Element]:
    """Yield the elements of a comment in document order, those of nested comments left out."""
    stack = list(reversed(roots))
    while stack:
        one = stack.pop()
        yield one
        if nested:
            stack.extend(inner for inner in reversed(one) if inner not in nested)
        else:
            stack.extend(reversed(one))


def text_within(element: Element) -> str:
    """Return all text in an element, unfolded."""
    return "".join(element.itertext())


def texts_in(element: Element, skip: Callable[[Element], bool]) -> Iterator[str]:
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
