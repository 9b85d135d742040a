"""Pages as blocks, and the programs that turn them into text: browsers' copies, lynx, w3m.

Written from the programs' behaviour, not from the reader's expectations: nothing here knows how a
capture is read.
"""

import textwrap
import unicodedata
from dataclasses import dataclass, field


@dataclass
class Block:
    """A block of a page; `kind` is the HTML element it stands for."""

    kind: str
    text: str = ""
    inner: list["Block"] = field(default_factory=list)


def para(text):
    return Block("p", text)


def line(text):
    return Block("div", text)


def head(text, level=3):
    return Block(f"h{level}", text)


def image(alt):
    return Block("img", alt)


def entry(label):
    """Return a labelled field of a form."""
    return Block("field", label)


def box(*inner):
    return Block("box", inner=list(inner))


def bullets(*items):
    return Block("ul", inner=[Block("li", inner=list(item)) for item in items])


def numbers(*items):
    return Block("ol", inner=[Block("li", inner=list(item)) for item in items])


class Copy:
    """A program at work on one page. Subclasses say how it sets what."""

    width = None
    field_look = ""

    def __init__(self, blocks):
        self.lines = []
        self.images = []
        for block in blocks:
            start = len(self.lines)
            self.walk(block, self.edge(), 0)
            self.set_images(start)

    def text(self):
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def edge(self):
        return 0

    def walk(self, block, indent, depth):
        if block.kind == "p" or block.kind.startswith("h"):
            self.paragraph(block, indent, depth)
        elif block.kind == "div":
            self.put(block.text, indent, blank=False)
        elif block.kind == "field":
            self.put(block.text + self.field_look, indent, blank=False)
        elif block.kind == "img":
            self.images += [f"[{block.text}]"] if block.text else []
        elif block.kind in {"ol", "ul"}:
            self.list(block, indent, depth)
        else:
            for inner in block.inner:
                self.walk(inner, indent, depth)

    def paragraph(self, block, indent, depth):
        self.put(block.text, indent, blank=True)

    def put(self, text, indent, *, blank):
        if blank and self.lines and self.lines[-1].strip():
            self.lines.append("")
        for each in self.wrap(text, indent):
            self.lines.append(" " * indent + each if each else "")
        if blank:
            self.lines.append("")

    def wrap(self, text, indent):
        if not text.strip():
            return [""]
        return wrapped(text, max(20, self.width - indent)) if self.width else [text]

    def list(self, block, indent, depth):
        for number, item in enumerate(block.inner, 1):
            start = len(self.lines)
            for inner in item.inner:
                self.walk(inner, indent + self.step(depth), depth + 1)
                self.set_images(start)
            marker = self.marker(block.kind, number, depth)
            self.mark(start, self.column(indent, depth, marker), marker)

    def step(self, depth):
        return 4

    def column(self, indent, depth, marker):
        return max(0, indent + self.step(depth) - len(marker))

    def mark(self, start, indent, marker):
        """Set a list marker before the first filled line of an item."""
        for place in range(start, len(self.lines)):
            if self.lines[place].strip():
                self.lines[place] = " " * indent + marker + self.lines[place].strip()
                return

    def set_images(self, start):
        """Set pictures' names before the line in which they stand."""
        for place in range(start, len(self.lines)):
            if self.images and self.lines[place].strip():
                bare = self.lines[place].lstrip()
                indent = len(self.lines[place]) - len(bare)
                self.lines[place] = " " * indent + f"{self.images.pop()} {bare}"


class Firefox(Copy):
    """Numbers two blanks in, bodies four; no pictures."""

    def set_images(self, start):
        self.images.clear()

    def marker(self, kind, number, depth):
        return f"{number}. " if kind == "ol" else "* "

    def column(self, indent, depth, marker):
        return indent + 2


class Lynx(Copy):
    """`lynx -dump`: three blanks in, numbers right-aligned, no blank lines inside lists."""

    width = 79
    field_look = " ______________________________"

    def edge(self):
        return 3

    def paragraph(self, block, indent, depth):
        if block.kind == "p" or depth:
            self.put(block.text, indent, blank=depth == 0)
            return
        centred = (self.width - columns(block.text)) // 2 if block.kind == "h1" else 0
        self.put(block.text, max(0, centred), blank=True)

    def list(self, block, indent, depth):
        if not depth and self.lines and self.lines[-1]:
            self.lines.append("")
        super().list(block, indent, depth)
        if not depth:
            self.lines.append("")

    def step(self, depth):
        return 5 if depth else 4

    def marker(self, kind, number, depth):
        return f"{number:>2}. " if kind == "ol" else " " + "*+-x"[min(depth, 3)] + " "


class W3m(Copy):
    """`w3m -dump`: hard-wrapped, pictures' names in brackets."""

    width = 78
    field_look = " [                    ]"

    def marker(self, kind, number, depth):
        return f"{number:>2}. " if kind == "ol" else f"  {'•□■'[min(depth, 2)]} "


def chrome(blocks):
    """Return the text of a page as a browser's `innerText` has it: no markers, no indent."""
    text, owed = "", 0
    for block in _leaves(blocks):
        breaks = 2 if block.kind == "p" else 1
        text += "\n" * max(owed, breaks) if text else ""
        text += block.text
        owed = breaks
    return text + "\n"


def _leaves(blocks):
    for block in blocks:
        if block.inner:
            yield from _leaves(block.inner)
        elif block.kind not in {"img", "ol", "ul", "box", "li"}:
            yield block


def columns(text):
    """Return the columns that a terminal gives to a text."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def wrapped(text, width):
    """Wrap at a column; wide letters count two and may be parted anywhere, as may long words."""
    if text.isascii():
        return textwrap.wrap(text, width, break_on_hyphens=False) or [""]
    lines = [""]
    for word in text.split():
        rest = word
        while columns(f"{lines[-1]} {rest}".strip()) > width:
            if lines[-1] and columns(rest) <= width:
                lines.append("")
                continue
            room = width - columns(lines[-1]) - bool(lines[-1])
            cut = _fitting(rest, room)
            lines[-1] = f"{lines[-1]} {rest[:cut]}".strip()
            lines.append("")
            rest = rest[cut:]
        lines[-1] = f"{lines[-1]} {rest}".strip()
    return lines


def _fitting(word, room):
    cut = len(word)
    while cut and columns(word[:cut]) > room:
        cut -= 1
    return cut


TOOLS = {
    "chrome": chrome,
    "firefox": lambda blocks: Firefox(blocks).text(),
    "lynx": lambda blocks: Lynx(blocks).text(),
    "w3m": lambda blocks: W3m(blocks).text(),
}
