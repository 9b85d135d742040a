"""Counts the items of an XML export by a scan of its own, to check the reading against.

Shares nothing with `elements`: another walk over another stream, that knows only where comments
and CDATA begin and end, and how the tags to count begin.
"""

import re
from collections.abc import Sequence

from corpus.ingest.xml_text import Cursor

_BLOCK = 1 << 20
_LONGEST_OPENING = 256
_SECTION = re.compile(
    rb"<!--(?:[^-]++|-(?!->))*+(?:-->|(?P<comment>\Z))"
    rb"|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>|(?P<data>\Z))"
)
_ENDS = {"comment": (b"<!--", b"-->"), "data": (b"<![CDATA[", b"]]>")}


class Census:
    """A running count of start tags; `unless` names an element inside which others do not count.

    Such an element also ends with one of those `around` it.
    Begins at an offset that stands outside all comments and CDATA.
    """

    def __init__(
        self,
        stream: Cursor,
        position: int,
        names: Sequence[str],
        *,
        unless: str = "",
        around: Sequence[str] = (),
    ) -> None:
        self._stream, self._at, self._rest = stream, position, b""
        stream.seek(position)
        ends = [f"/{name}" for name in (unless, *around)] if unless else []
        every = sorted({*names, *ends}, key=len, reverse=True)
        tags = "|".join(map(re.escape, every))
        self._tags = re.compile(rf"<({tags})[\s/>]".encode())
        self._unless, self._inside = unless.encode(), False
        self._until = b""

    def count_to(self, position: int) -> int:
        """Return how many items begin from where the last count ended up to `position`."""
        count = 0
        while self._at < position:
            block = self._stream.read(min(_BLOCK, position - self._at))
            if not block:
                break
            self._at += len(block)
            count += self._scan(self._rest + block, last=self._at >= position)
        return count

    def count_rest(self) -> int:
        """Return how many items begin up to the end of the stream."""
        count = 0
        while block := self._stream.read(_BLOCK):
            count += self._scan(self._rest + block, last=False)
        return count + self._scan(self._rest, last=True)

    def _scan(self, data: bytes, *, last: bool) -> int:
        """Count in a block; what may be the beginning of something is kept for the next."""
        self._rest = b""
        if self._until:
            at = self._skip(data)
            if at < 0:
                return 0
            data = data[at:]
        count, at = 0, 0
        for section in _SECTION.finditer(data):
            count += self._counted(data[at : section.start()])
            at = section.end()
            if section.lastgroup:
                # It goes on in the next block.
                opening, self._until = _ENDS[section.lastgroup]
                self._rest = data[section.start() + len(opening) :][-2:]
                return count
        stop = len(data) if last else data.rfind(b"<", at, max(at, len(data) - _LONGEST_OPENING))
        if not last:
            stop = max(stop, at)
            self._rest = data[stop:]
        return count + self._counted(data[at:stop])

    def _counted(self, markup: bytes) -> int:
        """Count in markup without sections."""
        found = self._tags.findall(markup)
        if not self._unless:
            return len(found)
        count = 0
        for name in found:
            if name == self._unless:
                self._inside = True
                count += 1
            elif name[:1] == b"/":
                self._inside = False
            elif not self._inside:
                count += 1
        return count

    def _skip(self, data: bytes) -> int:
        """Return where the section ends; -1 when not in these data, whose end is kept."""
        end = data.find(self._until)
        if end < 0:
            self._rest = data[-2:]
            return -1
        end += len(self._until)
        self._until = b""
        return end
