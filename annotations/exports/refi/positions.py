"""One text per thread, put together from its posts, and positions in it. Pure Python."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotations.exports.refi.profiles import Profile
from annotations.exports.refi.xml import allowed
from annotations.exports.rows import PostRow

_KINDS = {
    "entry": "Entry", "comment": "Comment", "pingback": "Pingback", "trackback": "Trackback",
}  # fmt: skip
_LETTER = re.compile(r"\S")
# One more unit each, by (CRLF, UTF-16).
_WIDER = {
    (True, False): re.compile("\n"),
    (False, True): re.compile("[\U00010000-\U0010ffff]"),
    (True, True): re.compile("[\n\U00010000-\U0010ffff]"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where a post stands in its thread's text: its header line from `header`, its own text."""

    header: int
    start: int
    end: int

    @property
    def selected(self) -> tuple[int, int]:
        """What a selection of the whole post covers: an empty post's header line, else its text.

        A selection must not be empty.
        """
        return (self.start, self.end) if self.end > self.start else (self.header, self.start - 1)


@dataclass(slots=True)
class Assembled:
    """A thread's text with LF line ends; spans by post id, in code points; what was replaced."""

    text: str = ""
    spans: dict[int, Span] = field(default_factory=dict)
    replaced: list[tuple[int, int]] = field(default_factory=list)


def assembled(posts: Sequence[PostRow]) -> Assembled:
    """Put a thread's posts together, each under a line that says who, when and in reply to what.

    What XML forbids is replaced one for one: every quote is the same slice of this text.
    """
    made, parts, at = Assembled(), [], 0
    for post in posts:
        header, _ = allowed(header_of(post))
        text, replaced = allowed(post.text)
        start = at + len(header) + 1
        made.spans[post.id] = Span(at, start, start + len(text))
        made.replaced += [(start + place, character) for place, character in replaced]
        parts += [header, "\n", text, "\n\n"]
        at = start + len(text) + 2
    made.text = "".join(parts)
    return made


def masked(post: PostRow) -> PostRow:
    """Return a post that says nothing: an x for each character, blanks and line ends as they are.

    Positions in it are those of its text.
    """
    return post._replace(text=_LETTER.sub("x", post.text))


def header_of(post: PostRow) -> str:
    """Return the line above a post: `[2] Comment · Wren · 2031-05-02 09:00:00 · reply to [1]`."""
    said = [
        f"[{post.number}] {_KINDS.get(post.kind, post.kind)}",
        " ".join((post.author_name or "").split()),
        (post.written_at or "").replace("T", " "),
        "" if post.parent is None else f"reply to [{post.parent}]",
        "" if post.status == "approved" else post.status,
    ]
    return " · ".join(part for part in said if part)


class Ruler:
    """Counts a text in a program's units."""

    def __init__(self, text: str, profile: Profile) -> None:
        wider = _WIDER.get((profile.crlf, profile.utf16))
        self._wide = [found.start() for found in wider.finditer(text)] if wider else []

    def at(self, position: int) -> int:
        """Return where a position (in code points, LF) lies in the file's units."""
        return position + bisect_left(self._wide, position)
