"""What a family finds in a saved page: lists of comments, not yet in reading order.

Plain data. How lists are chosen and become a thread is the matter of `thread`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.ingest.events import MarkKind, PostKind, PostStatus
from corpus.ingest.html.document import Document, Element, Span


@dataclass(slots=True)
class Item:
    """One comment as the markup has it.

    `element` is what wraps the whole comment (with `others`, when it lies in several neighbours:
    dt and dd). `body` holds the elements of its text; what lies in `without` is left out of them,
    as are nested items. A family whose text is no markup of the page gives `text` and `span`.
    `external_id` and `parent` are ids as the site counts ("12" for id="li-comment-12"); a family
    that knows the parent's element rather than its id gives `above`, or the parent as `answers`.
    `depth` counts from 0, None if unknown; it makes no parent. `date` is what the page prints,
    `machine_date` what an attribute or id says exactly (ISO 8601, or milliseconds since 1970 as
    decimal digits).
    `rest`: the body is what is left of the comment after author, date and buttons, so that words
    like "says:" may stand at its edges. `marks` are elements in which author, date or number stand.
    """

    element: Element
    external_id: str | None = None
    parent: str | None = None
    above: Element | None = None
    answers: "Item | None" = None
    depth: int | None = None
    author: str | None = None
    author_url: str | None = None
    date: str | None = None
    machine_date: str | None = None
    body: tuple[Element, ...] = ()
    kind: PostKind = "comment"
    status: PostStatus = "approved"
    permalink: str | None = None
    is_entry_author: bool = False
    flags: tuple[str, ...] = ()
    marks: tuple[tuple[MarkKind, Element], ...] = ()
    confidence: float = 1.0
    others: tuple[Element, ...] = ()
    without: tuple[Element, ...] = ()
    text: str | None = None
    span: Span | None = None
    rest: bool = False


@dataclass(slots=True)
class CommentList:
    """Comments that belong together, in the order of the source.

    `container` is the element around them. `confidence` (0 to 1) says how sure the family is that
    these are the page's own comments, each whole; `reason` says why, for a person. `declared` is
    the number of comments that the page states, `paginated` that it says there are more pages.
    """

    family: str
    confidence: float
    reason: str
    items: list[Item]
    container: Element | None = None
    declared: int | None = None
    paginated: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A way of writing comments in HTML.

    `find` returns the lists of a page; empty when it is none of this family's. `count` counts the
    comments of the page by another way (ids in the source text, for one) for the account: None
    when the family has no second way. `fallback` families are asked only when no other has found
    a list.
    """

    name: str
    find: Callable[[Document], list[CommentList]]
    count: Callable[[Document, CommentList], int | None] = field(default=lambda _page, _list: None)
    fallback: bool = False
