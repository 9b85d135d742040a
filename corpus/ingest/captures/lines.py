"""The filled lines of a captured page: where they stand, how deep, and whether a margin broke them.

Positions are code points of the flattened file (see `capture.flatten`). What lines say is not
looked at here.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from corpus.ingest.captures.linkmarks import without_links

MOST_LINES = 600_000
SHORT = 240
_LEAST_MARGIN, _MOST_MARGIN = 50, 220
_LEAST_WRAPPED = 6
_OPENING = 12
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BULLET = re.compile(
    r"(?:[*+o□☆•●◦▪■◆◇★○▫∘⁃‣–-]|\d{1,5}[.)])(?:[^\S\n]+|\Z)|#\d{1,6}(?:[^\S\n]+|\Z)"
)
_BREAK = re.compile(r"[/?&-]")
_WIDE = {"W", "F"}


@dataclass(slots=True)
class Page:
    """A page's filled lines, all in lists indexed by line.

    `starts` is where a line's first visible character stands, `ends` where its last one ends;
    `bols` is where the line itself begins. `blanks` counts the blank lines before it. `texts` holds
    lines of at most `SHORT` characters, without outer white space, and "" for longer ones.
    `margin` is the width in columns at which the copying program broke lines, None without one.
    """

    flat: str
    bols: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    margin: int | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def indent(self, line: int) -> int:
        """Return the columns before a line's first visible character."""
        return self.starts[line] - self.bols[line]

    def raw(self, line: int) -> str:
        """Return a line of any length without outer white space."""
        return self.flat[self.starts[line] : self.ends[line]]

    def opening(self, line: int) -> str:
        """Return the first characters of a line of any length: enough for a list's number."""
        start = self.starts[line]
        return self.flat[start : min(start + _OPENING, self.ends[line])]

    def at(self, position: int) -> int:
        """Return the first line that begins at a position or after it."""
        return bisect_left(self.bols, position)

    def bol(self, line: int) -> int:
        """Return where a line begins; the end of the file for the line after the last."""
        return self.bols[line] if line < len(self.bols) else len(self.flat)

    def after(self, line: int) -> int:
        """Return where the text after a line begins: behind its LF."""
        end = self.flat.find("\n", self.ends[line])
        return len(self.flat) if end < 0 else end + 1

    def broken(self, line: int) -> bool:
        """Say whether the margin, not the writer, ended a line: the next word did not fit."""
        if self.margin is None or line + 1 >= len(self):
            return False
        if self.blanks[line + 1]:
            return False
        return breaks(self.raw(line), self.indent(line), self.raw(line + 1), self.margin)


def page_of(flat: str) -> Page:
    """Find the filled lines of a page and the margin that broke them, if any."""
    flat = without_links(flat)
    page = Page(flat)
    at = blank = 0
    add_bol, add_start, add_end = page.bols.append, page.starts.append, page.ends.append
    add_blank, add_text = page.blanks.append, page.texts.append
    for line in flat.split("\n"):
        length = len(line)
        text = line.strip()
        if text and (text[0] in _INVISIBLE or text[-1] in _INVISIBLE):
            text = text.strip(_INVISIBLE + " \t\xa0")
        if text and text != "\0":
            begin = at + line.find(text)
            add_bol(at)
            add_start(begin)
            add_end(begin + len(text))
            add_blank(blank)
            add_text(text if len(text) <= SHORT else "")
            blank = 0
        else:
            blank += 1
        at += length + 1
        if len(page.bols) >= MOST_LINES:
            break
    page.margin = _margin(page)
    return page


def width(text: str) -> int:
    """Return the columns that a terminal gives to a text: two to wide characters, none to marks."""
    if text.isascii():
        return len(text)
    total = 0
    for mark in text:
        if mark < "\u0300":
            total += 1
        elif unicodedata.east_asian_width(mark) in _WIDE:
            total += 2
        elif not unicodedata.combining(mark):
            total += 1
    return total


def breaks(line: str, indent: int, following: str, margin: int) -> bool:
    """Say whether the first word of the next line would not have fitted behind a line."""
    if not following or not line:
        return False
    word = following.split(None, 1)[0][: margin + 1]
    gap = 0 if line[-1] in "/-?&=" or _is_wide(line[-1]) else 1
    cut = _BREAK.search(word)
    if _is_wide(word[0]):
        word = word[0]
    elif cut and gap == 0:
        word = word[: cut.end()]
    used = indent + width(line[-margin - 1 :])
    return used + gap + width(word) > margin and used <= margin + 1


def joint(line: str, following: str) -> str:
    """Return what stood between two parts of a broken line: nothing inside a URL or CJK text."""
    if _is_wide(line[-1]) and _is_wide(following[0]):
        return ""
    last = line.rsplit(None, 1)[-1]
    if last[-1] == "/" and len(last) > 1:
        return ""
    if "://" in last and last[-1] in "-?&=_.%#":
        return ""
    return " "


def _is_wide(mark: str) -> bool:
    return mark > "\u1100" and unicodedata.east_asian_width(mark) in _WIDE


def _margin(page: Page) -> int | None:
    """Find the column at which lines were broken: many end right before it, next to none after."""
    widths: Counter[int] = Counter()
    longest = 0
    sample = range(len(page)) if len(page) <= 20_000 else range(0, len(page), len(page) // 20_000)
    for line in sample:
        length = page.ends[line] - page.bols[line]
        if length > _MOST_MARGIN:
            longest += 1
        else:
            widths[width(page.flat[page.bols[line] : page.ends[line]])] += 1
    total = sum(widths.values()) + longest
    if longest * 50 > total or total < _LEAST_WRAPPED:
        return None
    over = longest
    for margin in range(max(widths, default=0), _LEAST_MARGIN, -1):
        near = sum(widths[margin - k] for k in range(8))
        fit = sum(widths[k] for k in range(40, margin + 1))
        if (
            widths[margin] * 20 >= near >= _LEAST_WRAPPED
            and near * 4 >= fit
            and _confirmed(page, margin)
        ):
            return margin
        over += widths[margin]
        if over * 50 > total:
            return None
    return None


def _confirmed(page: Page, margin: int) -> bool:
    """Confirm a margin: lines followed at once by another are almost never short without reason."""
    broken = paired = 0
    for line in range(min(len(page) - 1, 20_000)):
        long = page.ends[line] - page.bols[line] > margin - 25
        if long and not page.blanks[line + 1]:
            paired += 1
            following = page.raw(line + 1)
            broken += breaks(page.raw(line), page.indent(line), following, margin)
    return broken >= _LEAST_WRAPPED and broken * 4 >= paired * 3


def bullet(text: str) -> int:
    """Return the length of a list mark at the beginning of a line ("3. ", "* "), else 0."""
    found = _BULLET.match(text)
    return found.end() if found else 0
