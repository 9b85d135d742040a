"""Comments that the end of a capture cut off before their author line or date was complete.

Their words are kept, with the flag "cut"; without a name they also carry "no_author", so that a
person can give them one.
"""

from corpus.ingest.captures.furniture import is_reply_button
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Item, Parting
from corpus.ingest.captures.words import VERB_LINE

_NAMED = 0.6


def cut_item(ground: Ground, parting: Parting) -> Item | None:
    """Return the comment that the capture's end cut off, if what stands there can be one."""
    page = ground.page
    complete = parting.declared == parting.count
    if parting.stop < len(page) or not parting.items or complete:
        return None
    if not parting.footed and parting.style != "split":
        return _header_alone(ground, parting)
    begin = ground.next_words(parting.items[-1].foot + 1, len(page))
    if begin >= len(page):
        return None
    named = ground.named(begin) if parting.style == "split" else None
    if named and (named.verb or ground.likeness(begin) >= _NAMED):
        words = ground.next_words(begin + 1, len(page))
        closed = (line for line in range(words, len(page)) if is_reply_button(page.texts[line]))
        return Item(begin, begin, begin + 1, next(closed, len(page)), None, named, begin)
    return Item(begin, begin - 1, begin, len(page))


def _header_alone(ground: Ground, parting: Parting) -> Item | None:
    """Find "NAME says:" in the last line, where all comments have their date below it."""
    line = len(ground.page) - 1
    last = parting.items[-1]
    if parting.evidence.get("colons", 0.0) <= 0.5 or line <= last.foot:
        return None
    named = ground.named(line)
    if named is None or not VERB_LINE.search(ground.page.texts[line]):
        return None
    last.end = min(last.end, line)
    return Item(line, line, line + 1, line + 1, None, named, line)
