"""A stretch of a byte stream in memory, searched by offsets of the stream and moved along it.

Knows how many code points and lines stand before a place. What to look for is `elements`' matter.
"""

import codecs
import re

from corpus.ingest.events import Checkpoint
from corpus.ingest.xml_text import Cursor

CHUNK_BYTES = 1 << 20
# No name and no opening of a section is longer; a match nearer to the end of data may be cut short.
MARGIN = 512


class Window:
    """Reads a stream of UTF-8 on as it is searched, and forgets what was passed.

    All offsets are bytes of the stream. `characters` and `line` count what stands before the place
    last passed. While `held`, nothing after that place is forgotten, unless it grows beyond the
    limit: then `held` becomes False.
    """

    def __init__(self, stream: Cursor, at: Checkpoint, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._data, self._base, self._eof = b"", at.position, False
        self.passed, self.characters, self.line = at.position, at.characters, at.line
        self.held = False
        stream.seek(at.position)

    @property
    def end(self) -> int:
        """Where the data read so far end."""
        return self._base + len(self._data)

    def pass_to(self, offset: int) -> None:
        """Count what stands before `offset`; it may be forgotten from now on."""
        if offset > self.passed:
            gone = self._data[self.passed - self._base : offset - self._base]
            self.characters += len(self._decoder.decode(gone))
            self.line += gone.count(b"\n")
            self.passed = offset

    def slice(self, begin: int, end: int) -> bytes:
        """Return the bytes from `begin`, which must not have been passed, to `end`."""
        return self._data[begin - self._base : end - self._base]

    def here(self, pattern: re.Pattern[bytes], at: int) -> re.Match[bytes] | None:
        """Match a pattern in the data read so far; `place` says where it matched."""
        return pattern.match(self._data, at - self._base)

    def place(self, index: int) -> int:
        """Return the offset in the stream of a place in a match just made."""
        return self._base + index

    def scan(
        self, passing: re.Pattern[bytes], token: re.Pattern[bytes], at: int
    ) -> tuple[int, re.Match[bytes]] | None:
        """Find the next `token` from `at` on; return its offset and the match, None at the end.

        `passing` matches all that is none, as far as it can be seen to its end.
        """
        while True:
            data, begin = self._data, at - self._base
            # What begins near the end of the data may be anything; the last `<` before is sure.
            stop = len(data) if self._eof else data.rfind(b"<", begin, len(data) - MARGIN)
            if stop >= 0:
                passed = passing.match(data, begin, stop)
                end = passed.end() if passed else begin
                found = token.match(data, end) if end < stop else None
                if found:
                    return self._base + end, found
                at = self._base + (end + 1 if end < stop else stop)
                if end < stop:
                    continue
            elif not self._eof:
                at = max(at, self.end - MARGIN)
            if self._eof:
                return None
            self._grow(at)

    def find(self, needle: bytes, at: int) -> int:
        """Find bytes; return their offset, -1 when the stream ends before."""
        while True:
            found = self._data.find(needle, at - self._base)
            if found >= 0:
                return self._base + found
            at = max(at, self.end - len(needle) + 1)
            if not self._grow(at):
                return -1

    def match(self, pattern: re.Pattern[bytes], at: int, *, most: int) -> int:
        """Return where a pattern that begins at `at` ends, within `most` bytes; -1 if nowhere."""
        while True:
            found = pattern.match(self._data, at - self._base)
            if found:
                return self._base + found.end()
            if self.end - at > most or not self._grow(at):
                return -1

    def to_end(self) -> int:
        """Read to the end of the stream; return its offset."""
        while self._grow(self.end):
            pass
        return self.end

    def _grow(self, needed: int) -> bool:
        """Read on; `needed` and what follows it stays. False at the stream's end."""
        if self._eof:
            return False
        if self.held and self.end - self.passed > self._limit:
            self.held = False
        if not self.held:
            self.pass_to(needed)
        if self.passed > self._base:
            self._data = self._data[self.passed - self._base :]
            self._base = self.passed
        chunk = self._stream.read(max(CHUNK_BYTES, len(self._data)))
        self._eof = not chunk
        self._data += chunk
        return not self._eof
