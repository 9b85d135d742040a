"""The tiles of a page while a person mends them: paint a span, look what a span holds.

Whatever is painted, the tiles cover the page from its first to its last code point without gap.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator

from corpus.ingest.events import Tile, TileKind

Piece = tuple[int, int]
POSTS: frozenset[TileKind] = frozenset({"entry", "comment"})


class Tiling:
    """A page of `length` code points as runs: `starts[n]` to `starts[n + 1]` is `kinds[n]`."""

    def __init__(self, tiles: Iterable[Tile], length: int) -> None:
        self.starts: list[int] = []
        self.kinds: list[TileKind] = []
        self.length = length
        for tile in tiles:
            self.starts.append(tile.start)
            self.kinds.append(tile.kind)

    def kind_at(self, at: int) -> TileKind:
        """Return what the code point at `at` belongs to."""
        return self.kinds[bisect_right(self.starts, at) - 1]

    def part(self, at: int) -> None:
        """Let a run begin at `at`."""
        place = bisect_left(self.starts, at)
        if at < self.length and (place == len(self.starts) or self.starts[place] != at):
            self.starts.insert(place, at)
            self.kinds.insert(place, self.kinds[place - 1])

    def paint(self, start: int, end: int, kind: TileKind) -> None:
        """Make one run of the span."""
        if start >= end:
            return
        self.part(start)
        self.part(end)
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        self.starts[first:last] = [start]
        self.kinds[first:last] = [kind]

    def repaint(self, start: int, end: int, old: Collection[TileKind], new: TileKind) -> None:
        """Change the kind of those parts of the span that are one of `old`."""
        for begin, stop, kind in list(self.runs(start, end)):
            if kind in old:
                self.paint(begin, stop, new)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, TileKind]]:
        """Yield the runs of a span, cut off at its ends."""
        place = max(0, bisect_right(self.starts, start) - 1)
        while place < len(self.starts) and self.starts[place] < end:
            stop = self.starts[place + 1] if place + 1 < len(self.starts) else self.length
            begin, stop = max(start, self.starts[place]), min(end, stop)
            if begin < stop:
                yield begin, stop, self.kinds[place]
            place += 1

    def pieces(self, start: int, end: int) -> list[Piece]:
        """Return the parts of a span that are text of posts, neighbours as one."""
        found: list[Piece] = []
        for begin, stop, kind in self.runs(start, end):
            if kind not in POSTS:
                continue
            if found and found[-1][1] == begin:
                found[-1] = (found[-1][0], stop)
            else:
                found.append((begin, stop))
        return found

    def tiles(self, posts: Collection[int]) -> Iterator[Tile]:
        """Yield the tiles; runs of one kind become one, but for where one of `posts` begins."""
        if not self.starts:
            return
        start, kind = self.starts[0], self.kinds[0]
        for at, following in zip(self.starts[1:], self.kinds[1:], strict=True):
            if following != kind or (kind in POSTS and at in posts):
                yield Tile(kind, start, at)
                start, kind = at, following
        yield Tile(kind, start, self.length)
