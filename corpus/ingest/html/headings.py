"""Parts the entry's date from those of comments that look alike: a heading stands between them.

What a heading may say is `declared`'s matter.
"""

from collections.abc import Sequence
from itertools import pairwise

from corpus.ingest.html.declared import count_in, is_comment_word
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.piece import text_within

_LONGEST = 60
_LEAST = 3
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend"})
_SILENT = frozenset({"script", "style", "option", "textarea", "title"})


def after_heading(document: Document, dates: list[Element]) -> list[Element]:
    """Return the dates without the first if only the others stand below "5 comments"."""
    if len(dates) < _LEAST:
        return dates
    around, inner = _common(dates[:2]), _common(dates[1:])
    flat = around is inner
    if not flat and (around is None or inner is None or around not in inner.iterancestors()):
        return dates
    places = [document.place(date) for date in dates]
    told = [_is_headed(document, one, other, flat=flat) for one, other in pairwise(places)]
    return dates[1:] if told[0] and not any(told[1:]) else dates


def _common(elements: Sequence[Element]) -> Element | None:
    """Return the innermost element around all of these."""
    shared: list[Element] = list(elements[0].iterancestors())
    for one in elements[1:]:
        around = set(one.iterancestors())
        shared = [above for above in shared if above in around]
    return shared[0] if shared else None


def _is_headed(document: Document, first: int, last: int, *, flat: bool) -> bool:
    """Say whether a short line between two places says "comments", or how many there are.

    `flat`: nothing is around the comments alone, so that it has to be a heading.
    """
    for element in document.elements[first + 1 : last]:
        if not isinstance(element.tag, str) or element.tag in _SILENT or len(element) > 2:
            continue
        if flat and element.tag not in _HEADINGS:
            continue
        if len(element.text or "") > _LONGEST:
            continue
        words = " ".join(text_within(element).split())
        if 0 < len(words) <= _LONGEST and (is_comment_word(words) or count_in(words) is not None):
            return True
    return False
