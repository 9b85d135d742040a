"""A page copied as text: its lines by position, its tiles, the text cut out of a span.

Knows no blog software. All positions are code points of the decoded file.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from corpus.ingest.events import ReadOptions, Tile, TileKind
from corpus.ingest.source import Source, read_page
from corpus.text import canonical

_INK = re.compile(r"\S")


def flatten(text: str) -> str:
    """Return a view of the same length in which every line ends in LF: positions stay valid.

    A NUL, which no name or title can hold when it is stored, is a blank there.
    """
    if "\0" in text:
        text = text.replace("\0", " ")
    if "\r" not in text:
        return text
    return text.replace("\r\n", " \n").replace("\r", "\n")


def line_end(flat: str, at: int) -> int:
    """Return where the line that holds `at` ends, before its LF."""
    end = flat.find("\n", at)
    return len(flat) if end < 0 else end


def next_line(flat: str, at: int) -> int:
    """Return where the line after the one that holds `at` begins; the file's end at the last."""
    return min(len(flat), line_end(flat, at) + 1)


def skip_blank(flat: str, at: int) -> int:
    """Return where the first line that is not blank begins, from the line start `at` on."""
    ink = _INK.search(flat, at)
    return max(at, flat.rfind("\n", at, ink.start()) + 1) if ink else len(flat)


def line_starts(flat: str, start: int, end: int) -> Iterator[int]:
    """Yield where each line between two positions begins."""
    while start < end:
        yield start
        start = next_line(flat, start)


def filled_lines(flat: str, start: int, end: int, *, limit: int) -> list[int]:
    """Return where the first `limit` lines that are not blank begin."""
    found: list[int] = []
    start = skip_blank(flat, start)
    while start < end and len(found) < limit:
        found.append(start)
        start = skip_blank(flat, next_line(flat, start))
    return found


def indent_of(line: str) -> int:
    """Return the width of the white space that a line begins with."""
    return len(line) - len(line.lstrip())


def cut_text(source: str, *, first_hangs: bool = False, indent: int | None = None) -> str:
    """Return the canonical text of a span: outer blank lines and the common indent removed.

    `first_hangs`: the first line lost its list number already and has no say in the indent.
    `indent`: no more than this is removed.
    """
    source = source.rstrip()
    if not first_hangs:
        ink = _INK.search(source)
        source = source[source.rfind("\n", 0, ink.start()) + 1 if ink else 0 :]
    lines = canonical(source)[0].split("\n")
    first = lines[0].lstrip() if first_hangs else None
    rest = lines[1:] if first_hangs else lines
    widths = [indent_of(line) for line in rest if line.strip()]
    if indent is not None:
        widths.append(indent)
    common = min(widths, default=0)
    kept = [line[common:] if line.strip() else line[common:].strip() for line in rest]
    if first is not None:
        kept.insert(0, first)
    while kept and not kept[-1].strip():
        kept.pop()
    begin = next((i for i, line in enumerate(kept) if line.strip()), 0)
    return "\n".join(kept[begin:]).rstrip()


def has_wide_gap(source: str) -> bool:
    """Say whether two blank lines or more stand together before the last line of a text."""
    blanks = 0
    for line in canonical(source)[0].split("\n")[:-1]:
        blanks = 0 if line.strip() else blanks + 1
        if blanks == 2:
            return True
    return False


def page_cut(source: Source, options: ReadOptions) -> Callable[[int, int], str]:
    """Return what cuts the text of a span out of a captured page.

    Raises UnreadableError as `read_page` does.
    """
    del options
    text = read_page(source).text
    flat = flatten(text)

    def cut(start: int, end: int) -> str:
        begin = flat.rfind("\n", 0, start) + 1
        return cut_text(text[start:end], first_hangs=bool(text[begin:start].strip()))

    return cut


def tiles(marks: Iterable[tuple[int, TileKind]], end: int) -> Iterator[Tile]:
    """Yield the tiles of a file of `end` code points; each reaches from its mark to the next.

    Neighbouring tiles of header, furniture or unassigned text become one.
    """
    ordered = sorted(marks, key=lambda mark: mark[0])
    if not ordered or ordered[0][0] > 0:
        ordered.insert(0, (0, "furniture"))
    start, kind = ordered[0][0], ordered[0][1]
    for at, following in ordered[1:]:
        if at == start:
            kind = following
        elif following != kind or kind in {"comment", "entry"}:
            yield Tile(kind, start, at)
            start, kind = at, following
    if start < end:
        yield Tile(kind, start, end)
