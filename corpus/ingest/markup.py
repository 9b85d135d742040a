"""Turns HTML, a fragment of source or a parsed element, into the text that a reader would see.

Block structure becomes lines and blank lines. Which part of a page is a post's body, and where it
stands in the file, is decided elsewhere.
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Protocol, Self

from corpus.ingest.markup_source import joined
from corpus.ingest.markup_tags import (
    BR,
    CELL,
    DROPPED,
    KEPT,
    LINE,
    NEWLINE,
    NOTHING,
    PARAGRAPH,
    ROW,
    TABLE,
    VOID,
    Flow,
    unescaped,
    without_ours,
)
from corpus.text import canonical

_RUN = re.compile("([\x01-\x07\x0e\x12][\x01-\x07\x0e\x12 ]*)")
_BREAKS = " \x01\x02\x03\x04\x05\x06\x07\x0e"
_BREAKING = re.compile("[\x01-\x07\x0e]")
_UNSHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OF_BLOCKS = "<!-- wp:"


class Element(Protocol):
    """What is needed of an element of lxml; the `tag` of a comment is no string."""

    @property
    def tag(self) -> object:
        """The name."""

    @property
    def text(self) -> str | None:
        """The text before the first child."""

    @property
    def tail(self) -> str | None:
        """The text between its end and the next element."""

    def get(self, key: str, /) -> str | None:
        """Return an attribute."""

    def find(self, path: str, /) -> "Element | None":
        """Return the first element below that fits a path."""

    def __iter__(self) -> Iterator[Self]: ...


def text_of(fragment: str, *, autop: bool = False) -> str:
    """Return the text of a fragment of HTML, canonical, without blank lines at its ends.

    White space is folded as a browser does (no-break spaces stay) save in `pre` and `code`;
    entities are decoded once; scripts, styles, pictures and what is explicitly hidden give nothing.
    What only looks like a tag (`x<y`, an unknown name, a tag that never ends) stays as text.
    `autop`: a blank line makes a paragraph and a line end a `br`, as WordPress' wpautop has it;
    not in bodies made of WordPress' blocks.
    """
    autop = autop and _OF_BLOCKS not in fragment
    fragment = without_ours(canonical(fragment)[0])
    text = joined(fragment)
    if "&" in text:
        text = unescaped(text)
    return _finished(text, autop=autop)


def element_text(element: Element, *, without: Container[Element] = ()) -> str:
    """Return the text of a parsed element, as `text_of` would of its source.

    `without` are elements inside it that are left out, with all they hold.
    """
    return _finished("".join(_walk(element, without)), autop=False)


def _walk(element: Element, without: Container[Element]) -> Iterator[str]:
    """Yield the texts and breaks of a parsed element, without recursion."""
    flow = Flow()
    yield flow.opened(str(element.tag))
    yield flow.text(_clean(element.text))
    stack = [(element, iter(element))]
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if node.tag not in VOID:
                yield flow.closed(str(node.tag))
            if stack:
                yield flow.text(_clean(node.tail))
        elif child in without or _gives_nothing(child):
            yield flow.text(_clean(child.tail))
        else:
            yield flow.opened(str(child.tag))
            yield flow.text(_clean(child.text))
            stack.append((child, iter(child)))


def _clean(text: str | None) -> str | None:
    return without_ours(canonical(text)[0]) if text else text


def _gives_nothing(element: Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in DROPPED or element.get("hidden") is not None:
        return True
    if tag == "noscript":
        return element.find(".//img") is not None
    return bool(_UNSHOWN.search(element.get("style") or ""))


def _finished(text: str, *, autop: bool) -> str:
    """Fold white space, write the breaks as lines and blank lines, drop blank lines at the ends."""
    text = text.replace(NOTHING, "")
    text = text.replace("\n", NEWLINE if autop else " ")
    for blank in "\t\r\f":
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    parts = _RUN.split(text.strip(_BREAKS))
    parts[1::2] = map(_break, parts[1::2])
    text = "".join(parts).replace(" \n", "\n").replace(" \t", "\t")
    for plain, kept in KEPT:
        text = text.replace(kept, plain)
    return canonical(_without_blank_ends(text))[0]


@lru_cache(maxsize=4096)
def _break(run: str) -> str:
    """Write a run of breaks as one: the widest of them, not their sum."""
    if not _BREAKING.search(run):
        return run
    _, row, last_row = run.rpartition(ROW)
    if TABLE in run or row or CELL in run:
        cells = (last_row if row else run.rpartition(TABLE)[2]).count(CELL)
        if TABLE not in run and not row:
            return "\t" * cells
        return ("\n\n" if TABLE in run else "\n") + "\t" * max(0, cells - 1)
    lines = run.count(BR)
    if PARAGRAPH in run:
        return "\n" * max(2, lines)
    return "\n" * max(LINE in run, lines, 0 if LINE in run else min(2, run.count(NEWLINE)))


def _without_blank_ends(text: str) -> str:
    body = text.strip()
    if not body:
        return ""
    lead = len(text) - len(text.lstrip())
    tail = text.find("\n", len(text.rstrip()))
    return text[text.rfind("\n", 0, lead) + 1 : tail if tail >= 0 else None]
