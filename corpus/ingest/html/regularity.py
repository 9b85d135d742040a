"""Judges how sure it is that recurring parts of a page are comments, from how they agree.

A list of posts, of links or of table rows recurs too: what speaks for those counts against.
"""

import re
from collections.abc import Sequence

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import Item
from corpus.ingest.html.names import fold
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.weave import text_of_elements

_COMMENT = re.compile(
    r"comment|kommentar|comentari|coment[aá]rio|commentaire|commento|komment|reply|replies|"
    r"respon|reacti|discuss|talkback|feedback|\bcmt|yorum|коммент|评论|評論|留言|コメント|댓글|guestbook",
    re.IGNORECASE,
)
_LEAD = re.compile(r"read more|continue reading|weiterlesen|lire la suite|seguir leyendo|leggi")
_ENOUGH = 20
# Without a word for comments around, or with gaps in some items, a person has to look.
_UNSURE = 0.55
_WHOLE = 0.95
_LINKED = 0.7


def judge(document: Document, items: Sequence[Item]) -> tuple[float, str]:
    """Return how sure it is that the items are the page's comments (0 to 1), and why."""
    count = len(items)
    named = sum(item.author is not None for item in items) / count
    dated = sum(bool(item.date or item.machine_date) for item in items) / count
    texts = [_text(item) for item in items]
    told = sum(bool(text) for text in texts) / count
    hinted = _is_hinted(items)
    heads = sum(_is_post(item) for item in items) / count
    sure = 0.1 + 0.2 * named + 0.15 * dated + 0.15 * told
    sure += 0.25 if hinted else 0.0
    sure += 0.1 * min(1.0, count / 5)
    sure += 0.05 if _differ(texts) else -0.15
    sure += 0.05 if _is_after_text(document, items) else -0.05
    sure -= 0.5 * heads
    if sum(len(text) for text in texts) < _ENOUGH * count:
        sure -= 0.15
    if named < 0.5:
        sure -= 0.2
    if not hinted or min(named, dated, told) < _WHOLE:
        sure = min(sure, _UNSURE)
    reason = f"{count} parts of one kind, each with a date"
    if named > 0.5:
        reason += " and a name"
    return max(0.05, min(0.92, sure)), reason + (
        ", in a place named for comments" if hinted else ""
    )


def _text(item: Item) -> str:
    left_out = set(item.without)
    if item.body and all(one in left_out for one in item.body):
        return ""
    return fold(" ".join(text_within(one) for one in item.body))


def _is_hinted(items: Sequence[Item]) -> bool:
    """Say whether the items, or what is around them, call themselves comments."""
    first = items[0].element
    around: list[Element] = [first]
    for above in first.iterancestors():
        if above.tag in {"body", "html"}:
            break
        around.append(above)
    for one in around:
        names = f"{one.get('id') or ''} {one.get('class') or ''}"
        if _COMMENT.search(names):
            return True
    return any(_COMMENT.search(text) for text in _headings(around))


def _headings(around: Sequence[Element]) -> list[str]:
    """Return the headings that stand directly before what the items are in."""
    found = []
    for one in around[:5]:
        for before in one.itersiblings(preceding=True):
            if before.tag in {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "header", "legend"}:
                text = fold(text_within(before))
                if text:
                    if len(text) <= 80:
                        found.append(text)
                    break
    return found


def _is_post(item: Item) -> bool:
    """Say whether an item is headed by a link to another page, or invites to read on."""
    for one in item.element.iter("h1", "h2", "h3"):
        for link in one.iter("a"):
            href = link.get("href") or ""
            if href and not href.startswith("#") and "#" not in href:
                return True
    text = fold(text_within(item.element))[-200:].casefold()
    return bool(_LEAD.search(text)) or _is_linked(item)


def _is_linked(item: Item) -> bool:
    """Say whether nearly all that an item says is a link to another page: a teaser."""
    left_out = set(item.without)
    whole = len(fold(text_of_elements(item.body, item.without)))
    links = [
        link
        for one in item.body
        for link in one.iter("a")
        if left_out.isdisjoint((link, *link.iterancestors()))
    ]
    away = [one for one in links if "#" not in (one.get("href") or "#")]
    linked = sum(len(fold(text_within(one))) for one in away)
    return whole > 0 and linked >= _LINKED * whole


def _differ(texts: Sequence[str]) -> bool:
    return len(set(texts)) >= 0.8 * len(texts)


def _is_after_text(document: Document, items: Sequence[Item]) -> bool:
    """Say whether a longer text stands before the first item: the entry."""
    first = document.place(items[0].element)
    longest = 0
    for element in document.elements[:first]:
        if element.tag in {"p", "div", "article", "section", "td"}:
            own = len((element.text or "").strip())
            longest = max(longest, own)
    return longest > 80
