"""Where each comment of a classic WordPress page begins and ends.

A comment is closed by its author line only; the list number in front of it has to agree. What the
lines look like is `wordpress_lines`' matter, what becomes of the comments `wordpress_classic`'s.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.ingest.capture import indent_of, line_end, line_starts, next_line, skip_blank
from corpus.ingest.wordpress_lines import AuthorLine, feed_lines, heading, is_button

_NUMBER = re.compile(r"^([^\S\n]*+)(\d{1,6})\.(?:[^\S\n]+|$)", re.MULTILINE)
_CANDIDATES = 200
_GAP = re.compile(r"\n(\s*+)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a list number. `content` is where the words after it begin."""

    start: int
    content: int
    indent: int
    number: int
    digits: int

    def stands_like(self, other: "Numbered") -> bool:
        """Say whether two numbers are aligned, at the left or at the right."""
        return self.indent == other.indent or (
            self.indent + self.digits == other.indent + other.digits
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A comment's own lines: from `start` (with its number) to `end`, its words from `content`.

    `line` is the author line that closes it, None when the capture lost it.
    """

    start: int
    content: int
    end: int
    number: int | None
    line: AuthorLine | None


@dataclass(slots=True)
class Parted:
    """The comments of a page in order, where they `begin`, and what is not sure about them."""

    begin: int
    pieces: list[Piece] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    unassigned: list[tuple[int, int]] = field(default_factory=list)
    declared: int | None = None


@dataclass(slots=True)
class _Region:
    """What stands before one author line: from `start`, with the list number `head` if any."""

    start: int
    head: Numbered | None
    line: AuthorLine


def part(flat: str, start: int, lines: Sequence[AuthorLine], end: int) -> Parted:
    """Part the text from `start` (the entry's begin) to `end` (the furniture) into comments."""
    parted = Parted(begin=end)
    regions = _regions(flat, lines, parted)
    step = _step(regions)
    if regions:
        _open_first(flat, start, regions, step, parted)
    for place, region in enumerate(regions):
        following = regions[place + 1].head if place + 1 < len(regions) else None
        parted.pieces += _pieces(flat, region, following, step)
    _check_series(parted, step)
    if regions:
        _read_tail(flat, regions[-1].line.after, end, parted)
    else:
        _read_without_lines(flat, start, end, parted)
    if parted.pieces:
        parted.begin = min(parted.begin, parted.pieces[0].start)
    return parted


def _regions(flat: str, lines: Sequence[AuthorLine], parted: Parted) -> list[_Region]:
    regions: list[_Region] = []
    for place, line in enumerate(lines):
        begin = line.start
        if place:
            begin = min(_skip_buttons(flat, lines[place - 1].after, parted), line.start)
        regions.append(_Region(begin, _number_at(flat, begin) if place else None, line))
    heads = [region.head for region in regions[1:] if region.head]
    if regions and len(heads) * 2 < len(regions) - 1:
        # Most have none: what looks like a list number belongs to somebody's own list.
        for region in regions:
            region.head = None
    return regions


def _skip_buttons(flat: str, at: int, parted: Parted) -> int:
    at = skip_blank(flat, at)
    while at < len(flat) and is_button(flat[at : line_end(flat, at)]):
        parted.furniture.append((at, next_line(flat, at)))
        at = skip_blank(flat, next_line(flat, at))
    return at


def _number_at(flat: str, at: int) -> Numbered | None:
    found = _NUMBER.match(flat, at)
    return _numbered(found) if found else None


def _numbered(found: re.Match[str]) -> Numbered:
    return Numbered(found.start(), found.end(), len(found[1]), int(found[2]), len(found[2]))


def _step(regions: Sequence[_Region]) -> int:
    """Tell by most of the numbers whether they count up or down."""
    numbers = [region.head.number for region in regions if region.head]
    falls = sum(later < earlier for earlier, later in pairwise(numbers))
    return -1 if falls * 2 > len(numbers) - 1 > 0 else 1


def _open_first(flat: str, start: int, regions: list[_Region], step: int, parted: Parted) -> None:
    """Find where the first comment begins and the entry ends."""
    first = regions[0]
    limit = first.line.start
    known = next((region.head for region in regions[1:] if region.head), None)
    top = heading(flat, start, limit)
    feeds = feed_lines(flat, start, limit)
    parted.declared = top[2] if top else None
    parted.furniture += [(at, next_line(flat, at)) for at, _ in feeds]
    if top:
        parted.furniture.append((top[0], next_line(flat, top[0])))
    floor = max([start, *(end for _, end in parted.furniture if end <= limit)])
    wanted = regions[1].head.number - step if len(regions) > 1 and regions[1].head else 1
    if first.line.number is not None:
        first.start = limit
        return
    if known is not None or len(regions) == 1:
        found, sure = _first_number(flat, floor, limit, wanted, known)
        if found:
            first.start, first.head = found.start, found
            if not sure:
                parted.doubts.append((found.start, "Several lines could begin the first comment."))
            return
        if known is not None:
            reason = f"No line with the number {wanted} was found before the first author line."
            parted.doubts.append((limit, reason))
    first.start = _first_unnumbered(flat, start, floor, limit, parted)


def _first_number(
    flat: str, start: int, end: int, wanted: int, known: Numbered | None
) -> tuple[Numbered | None, bool]:
    """Choose the line that begins the first comment; say whether no other could."""
    found = [_numbered(match) for match in _NUMBER.finditer(flat, start, end)]
    found = [
        one for one in found if one.number == wanted and (known is None or one.stands_like(known))
    ][-_CANDIDATES:]
    opening = [
        one for one in found if _gap_before(flat, one.start) or not flat[start : one.start].strip()
    ]
    candidates = [one for one in opening if _hangs(flat, one, end)] or opening
    if len(candidates) > 1:
        apart = [one for one in candidates if _gap_before(flat, one.start, blank_lines=2)]
        if len(apart) == 1:
            return apart[0], True
        return (apart or candidates)[-1], False
    return (candidates[0], True) if candidates else (None, True)


def _hangs(flat: str, one: Numbered, end: int) -> bool:
    """Say whether all that follows a number is indented deeper, but for other numbers."""
    deeper = False
    for at in line_starts(flat, next_line(flat, one.start), end):
        line = flat[at : line_end(flat, at)]
        if not line.strip():
            continue
        if indent_of(line) <= one.indent:
            return False
        deeper = True
    closing = flat[end : line_end(flat, end)]
    return deeper or indent_of(closing) > one.indent


def _gap_before(flat: str, at: int, *, blank_lines: int = 1) -> bool:
    """Say whether at least so many blank lines stand before a line."""
    before = flat[max(0, at - 400) : at]
    trailing = before[len(before.rstrip()) :]
    return trailing.count("\n") > blank_lines or at == 0


def _first_unnumbered(flat: str, start: int, floor: int, limit: int, parted: Parted) -> int:
    """Find the first comment's begin where the capture has no numbers."""
    if floor > start:
        return skip_blank(flat, next_line(flat, floor - 1))
    # Blank lines right before the author line are where something embedded was lost.
    last = start + len(flat[start:limit].rstrip())
    gaps = [
        (found[1].count("\n"), found.start(1) + found[1].rfind("\n") + 1)
        for found in _GAP.finditer(flat, start, last)
        if found[1].count("\n") > 1
    ]
    widest = max((gap[0] for gap in gaps), default=0)
    at = next((gap[1] for gap in gaps if gap[0] == widest), None)
    if at is None:
        at = flat.rfind("\n\n", start, last) + 2 if "\n\n" in flat[start:last] else limit
    if widest < 3 or sum(gap[0] == widest for gap in gaps) > 1:
        parted.doubts.append((at, "Nothing marks where the entry ends and the comments begin."))
    return at


def _pieces(flat: str, region: _Region, following: Numbered | None, step: int) -> list[Piece]:
    """Return the comment before an author line, after those that lost their author line."""
    head, line = region.head, region.line
    chain = [head] if head else []
    if head:
        for match in _NUMBER.finditer(flat, head.content, line.start):
            one = _numbered(match)
            expected = one.number == chain[-1].number + step and one.stands_like(chain[-1])
            if expected and _gap_before(flat, one.start):
                chain.append(one)
        # Only the next comment's number, else the indent, tells them from a list of one's own.
        closed = following.number == chain[-1].number + step if following else None
        if not (line.indent > head.indent if closed is None else closed):
            chain = chain[:1]
    pieces = [
        Piece(one.start, one.content, after.start, one.number, None)
        for one, after in pairwise(chain)
    ]
    last = chain[-1] if chain else None
    number = last.number if last else line.number
    content = min(last.content, line.start) if last else region.start
    start = last.start if last else region.start
    return [*pieces, Piece(start, content, line.start, number, line)]


def _check_series(parted: Parted, step: int) -> None:
    """Doubt numbers that do not follow each other, and comments that lack one."""
    numbered = [piece for piece in parted.pieces if piece.number is not None]
    if not numbered:
        return
    previous: int | None = None
    for piece in parted.pieces:
        if piece.number is None:
            parted.doubts.append((piece.start, "A comment has no number where others have one."))
        elif previous is not None and piece.number != previous + step:
            reason = f"Number {piece.number} follows {previous}."
            parted.doubts.append((piece.start, reason))
        previous = piece.number if piece.number is not None else previous
        if piece.line is None:
            parted.doubts.append((piece.start, f"Comment {piece.number} has no author line."))


def _read_tail(flat: str, at: int, end: int, parted: Parted) -> None:
    """Look for a comment that the capture cut off before its author line."""
    at = _skip_buttons(flat, at, parted)
    if at >= end or not flat[at:end].strip():
        return
    head = _number_at(flat, at) if parted.pieces[-1].number is not None else None
    content, number = (head.content, head.number) if head else (at, None)
    parted.pieces.append(Piece(at, content, end, number, None))
    parted.doubts.append((at, "The text after the last author line has no author."))


def _read_without_lines(flat: str, start: int, end: int, parted: Parted) -> None:
    """Look for what a page without any author line says of its comments."""
    top = heading(flat, start, end)
    floor = start
    if top:
        parted.declared, floor = top[2], next_line(flat, top[0])
        parted.furniture.append((top[0], floor))
        parted.begin = top[0]
    found, _ = _first_number(flat, floor, end, 1, None)
    if found and (top or _gap_before(flat, found.start, blank_lines=2)):
        parted.pieces.append(Piece(found.start, found.content, end, 1, None))
        parted.doubts.append((found.start, "A comment seems to begin here, but none is closed."))
