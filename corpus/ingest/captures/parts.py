"""One way of parting a page into comments: which lines name an author, which are the words.

Plain data between `layouts`, which proposes, `judge`, which compares, and `posts`, which reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.ingest.captures.anchors import Anchor
from corpus.ingest.captures.names import Named
from corpus.ingest.events import PostKind, PostStatus

Style = Literal[
    "inline-header",
    "inline-footer",
    "above-header",
    "below-header",
    "split",
    "above-footer",
    "below-footer",
    "undated",
]
FOOTERS = frozenset({"inline-footer", "above-footer", "below-footer"})


@dataclass(slots=True)
class Item:
    """One comment by lines: its author lines `head` to `foot`, its words `begin` up to `end`.

    `name_line` is where the name stands, if it stands apart from the date. In the style "split" the
    words stand between name line and date.
    """

    head: int
    foot: int
    begin: int
    end: int
    anchor: Anchor | None = None
    named: Named | None = None
    name_line: int | None = None
    kind: PostKind = "comment"

    def copied(self) -> "Item":
        """Return an item that can be trimmed while this one stays."""
        return Item(
            self.head,
            self.foot,
            self.begin,
            self.end,
            self.anchor,
            self.named,
            self.name_line,
            self.kind,
        )


@dataclass(slots=True)
class Parting:
    """A page's comments in one style. `heading` is the line that opens them, if any.

    `stop` is the first line after them that is furniture by its words, else the number of lines.
    `inner` are author lines that somebody copied into their words.
    `members` are all dated lines; `items` are fewer on a long page that is still being judged.
    """

    style: Style
    items: list[Item]
    heading: int | None
    declared: int | None
    stop: int
    members: Sequence[Anchor] = ()
    source: object = None
    shape: str = ""
    score: float = 0.0
    direction: float = 0.0
    evidence: dict[str, float] = field(default_factory=dict)
    inner: Sequence[Anchor] = ()

    @property
    def count(self) -> int:
        """How many comments there are."""
        return len(self.members) or len(self.items)

    @property
    def footed(self) -> bool:
        """Whether the words stand before the author line."""
        return self.style in FOOTERS


@dataclass(slots=True)
class Comment:
    """One comment as it is read: its author lines, its words as lines `begin` to `end`, its text.

    `subject` is the line of a title that stands above the author line, if any. `skip` are the
    characters of a list mark before its words.
    """

    item: Item
    begin: int
    end: int
    text: str
    status: PostStatus = "approved"
    flags: list[str] = field(default_factory=list)
    subject: int | None = None
    skip: int = 0
    reply_to: str | None = None
    doubts: list[str] = field(default_factory=list)
