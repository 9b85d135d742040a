"""Cuts XML of any size into the elements that matter, in constant memory, well-formed or not.

Only boundaries are found here: outside comments and CDATA, by the names asked for. What an element
says is read in `xml_tree`; how many there should be is counted separately, in `census`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from corpus.ingest.events import Checkpoint
from corpus.ingest.window import Window
from corpus.ingest.xml_text import Cursor

ELEMENT_BYTES = 64 * 1024 * 1024
TAG_BYTES = 1 << 20

State = Literal["whole", "unclosed", "cut", "oversized"]
TAG_END = re.compile(rb"(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>")
_DOCTYPE = re.compile(
    rb"<!DOCTYPE"
    rb"(?:[^\[>\"']++|\"[^\"]*+\"|'[^']*+')*+"
    rb"(?:\[(?:<!--(?:[^-]++|-(?!->))*+-->|<(?!!--)|[^\]\"'<]++|\"[^\"]*+\"|'[^']*+')*+\]\s*+)?>"
)
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)")


class Element(NamedTuple):
    """An element as it stands: `raw` UTF-8 from its `<` on, None when it is too large to hold.

    `position` and `after` are offsets of the stream, `start` and `end` code points, `line` and
    `line_after` count lines. `inner` are offsets within the element of the inner ones, from their
    `<` to after their end. `nested` counts elements of its own name inside. One that is "unclosed"
    ends where the next one begins, one that is "cut" at the end of the file.
    """

    name: str
    raw: bytes | None
    position: int
    after: int
    start: int
    end: int
    line: int
    line_after: int
    inner: tuple[tuple[int, int], ...] = ()
    nested: int = 0
    state: State = "whole"


@dataclass(frozen=True, slots=True)
class Root:
    """The first start tag of a file: its name as written, its attributes, where it begins."""

    name: str
    attributes: bytes
    begin: int


def root_of(head: bytes) -> Root | None:
    """Find the root element in the first bytes of a file; None when there is no tag."""
    at = head.find(b"<")
    while at >= 0:
        if head.startswith(b"<?", at):
            at = head.find(b"?>", at)
        elif head.startswith(b"<!--", at):
            at = head.find(b"-->", at)
        elif found := _DOCTYPE.match(head, at):
            at = found.end() - 1
        elif found := _ROOT.match(head, at):
            return Root(found[1].decode("utf-8", "replace"), found[2], at)
        else:
            at += 1
        at = head.find(b"<", at) if at >= 0 else -1
    return None


@dataclass(slots=True)
class _Open:
    """Where an element began; `end` is set when its end was met inside another's."""

    begin: int
    inner: list[tuple[int, int]] = field(default_factory=list)
    end: int = -1

    def inner_ends(self, end: int) -> None:
        """The last inner element ends here, unless it has an end already."""
        if self.inner and not self.inner[-1][1]:
            self.inner[-1] = (self.inner[-1][0], end)


def _patterns(names: frozenset[bytes]) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return what passes over everything but the tags of `names` and sections; and those."""
    tag = rb"(" + b"|".join(map(re.escape, sorted(names, key=len, reverse=True))) + rb")(?=[\s/>])"
    passing = re.compile(
        rb"(?:[^<]++|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>"
        rb"|<(?!!--|!\[CDATA\[|/?" + tag + rb"))*+"
    )
    return passing, re.compile(rb"<(?:(!--|!\[CDATA\[)|(/?)" + tag + rb")")


def _whole(
    outside: tuple[re.Pattern[bytes], re.Pattern[bytes]],
    within: Mapping[bytes, tuple[re.Pattern[bytes], re.Pattern[bytes]]],
) -> re.Pattern[bytes]:
    """Return what passes on to the next element and takes it in, if nothing is wrong with it."""
    ways = b"|".join(
        rb"<(" + re.escape(name) + rb")(?=[\s/>])" + TAG_END.pattern + rb"(?<!/>)"
        + _uncaptured(passing.pattern) + rb"</" + re.escape(name) + rb"\s*+>"
        for name, (passing, _) in within.items()
    )  # fmt: skip
    return re.compile(_uncaptured(outside[0].pattern) + rb"(" + ways + rb")")


def _uncaptured(pattern: bytes) -> bytes:
    return re.sub(rb"(?<!\\)\((?!\?)", b"(?:", pattern)


@dataclass(frozen=True, slots=True)
class Tags:
    """Which elements to cut out, by their names as the file writes them, prefix and all.

    `inner` ones are only counted. `closing` are those around them: their end tag ends whatever is
    still open, as does the start tag of one of those that are `outermost`, which stand in no other;
    `nests`: unless it has the same name.
    """

    names: Sequence[str]
    inner: Sequence[str] = ()
    closing: Sequence[str] = ()
    outermost: Sequence[str] = ()
    nests: bool = True


class Splitter:
    """Iterates over the elements that `tags` names, the outermost of them, in the stream's order.

    An element in one of the same name is taken for nested once two ends follow, else the first has
    no end.
    """

    def __init__(
        self, stream: Cursor, at: Checkpoint, tags: Tags, *, limit: int = ELEMENT_BYTES
    ) -> None:
        self.window = Window(stream, at, limit)
        self._names, self._inner, self._closing, self._outermost = (
            frozenset(name.encode() for name in group)
            for group in (tags.names, tags.inner, tags.closing, tags.outermost)
        )
        self._outside = _patterns(self._names | self._closing)
        self._within = {
            name: _patterns(self._inner | self._closing | self._outermost | {name})
            for name in self._names
        }
        self._whole = None if tags.inner else _whole(self._outside, self._within)
        self._nests, self._name = tags.nests, b""
        self._at = at.position
        self._opens: list[_Open] = []
        self._from = (0, 0)
        self.closed: set[bytes] = set()
        self.endless_comment = -1

    def __iter__(self) -> Iterator[Element]:
        """Yield the elements; the last is "cut" when the stream ends inside it."""
        window = self.window
        while True:
            if self._whole and not self._opens and (whole := window.here(self._whole, self._at)):
                yield self._taken(whole)
                self._at = window.passed
                continue
            patterns = self._within[self._name] if self._opens else self._outside
            found = window.scan(*patterns, self._at)
            if found is not None:
                yield from self._token(*found)
            if found is None or self._at < 0:
                self._at = -1
                yield from self._close("cut", window.to_end())
                if self._at < 0:
                    return

    def _token(self, begin: int, token: re.Match[bytes]) -> Iterator[Element]:
        if token[1]:
            self._at = self._section(token[1], begin)
        elif token[2]:
            self._at = (self.window.find(b">", begin) + 1) or self.window.to_end()
            yield from self._end_tag(token[3], begin, self._at)
        else:
            self._at = self._tag_end(begin, len(token[3]))
            yield from self._start_tag(token[3], begin, self._at)

    def _taken(self, whole: re.Match[bytes]) -> Element:
        """Return an element of which nothing is wrong, and whose end was read already."""
        window = self.window
        begin, end = window.place(whole.start(1)), window.place(whole.end(1))
        window.pass_to(begin)
        characters, line = window.characters, window.line
        window.pass_to(end)
        name = next(filter(None, whole.groups()[1:])).decode()
        return Element(name, whole[1], begin, end, characters, window.characters, line, window.line)

    def _section(self, opening: bytes, begin: int) -> int:
        """Return where a comment or CDATA ends; -1 when it has no end."""
        inside = begin + 1 + len(opening)
        end = self.window.find(b"-->" if opening == b"!--" else b"]]>", inside)
        if end < 0 and opening == b"!--":
            self.endless_comment = begin
        return end + 3 if end >= 0 else -1

    def _tag_end(self, begin: int, length: int) -> int:
        inside = begin + 1 + length
        end = self.window.match(TAG_END, inside, most=TAG_BYTES)
        return end if end >= 0 else inside

    def _start_tag(self, name: bytes, begin: int, end: int) -> Iterator[Element]:
        if self._opens and name in self._inner and name != self._name:
            self._opens[-1].inner_ends(begin)
            self._opens[-1].inner.append((begin, 0))
        if self._opens and (name != self._name or not self._nests):
            if name != self._name and name not in self._outermost:
                return
            yield from self._close("unclosed", begin)
        if len(self._opens) == 2:
            yield from self._shift()
        if name not in self._names or self._at != end:
            return
        if not self._opens:
            self._name = name
            self._hold(begin)
        self._opens.append(_Open(begin))
        if self.window.held and self.window.slice(end - 2, end) == b"/>":
            yield from self._end_tag(name, begin, end)

    def _end_tag(self, name: bytes, begin: int, end: int) -> Iterator[Element]:
        if name in self._closing:
            self.closed.add(name)
            yield from self._close("unclosed", begin)
        elif self._opens and name != self._name:
            if name in self._inner:
                self._opens[-1].inner_ends(end)
        elif self._opens:
            if len(self._opens) == 2 and self._opens[1].end < 0:
                self._opens[1].end = end
            else:
                yield self._made(self._opens, end, "whole")
                self._opens = []

    def _hold(self, begin: int) -> None:
        self.window.pass_to(begin)
        self.window.held = True
        self._from = (self.window.characters, self.window.line)

    def _shift(self) -> Iterator[Element]:
        """A third element of the name begins: the first had no end, or the second is over too."""
        if not self.window.held:
            return
        first, second = self._opens
        yield self._made([first], second.begin, "unclosed")
        self._hold(second.begin)
        self._opens = [second]
        if second.end >= 0:
            yield self._made([second], second.end, "whole")
            self._opens = []
            # What followed was looked through for the end of the first only.
            self._at = second.end

    def _close(self, state: State, end: int) -> Iterator[Element]:
        """End whatever is open."""
        if len(self._opens) == 2:
            yield from self._shift()
        if self._opens:
            yield self._made(self._opens, end, state)
            self._opens = []

    def _made(self, opens: list[_Open], end: int, state: State) -> Element:
        window, first = self.window, opens[0]
        characters, line = self._from
        raw = window.slice(first.begin, end) if window.held else None
        window.pass_to(end)
        window.held = False
        for one in opens:
            one.inner_ends(end)
        inner = tuple(
            (at - first.begin, min(after, end) - first.begin)
            for one in opens
            for at, after in one.inner
            if at < end
        )
        return Element(
            self._name.decode(), raw, first.begin, end, characters, window.characters, line,
            window.line, inner, len(opens) - 1, "oversized" if raw is None else state,
        )  # fmt: skip
