"""Finds comments in markup that nobody described: what recurs, is dated and holds a text each time.

Dates of one kind are gathered, and around each the largest part of the page that holds no other
(`recurring`). What a part's author, date and text are is told by `slots`, how sure it all is by
`regularity`.
"""

from corpus.ingest.html.document import Document
from corpus.ingest.html.items import CommentList, Family
from corpus.ingest.html.recurring import find_parts
from corpus.ingest.html.regularity import judge
from corpus.ingest.html.slots import read_parts

NAME = "recurring parts"
_LEAST = 2


def find(document: Document) -> list[CommentList]:
    """Return the lists of comments that a page seems to hold, the likeliest first."""
    lists = []
    for parts in find_parts(document):
        items = read_parts(parts)
        if len(items) >= _LEAST:
            confidence, reason = judge(document, items)
            lists.append(CommentList(NAME, confidence, reason, items))
    return sorted(lists, key=lambda one: -one.confidence * len(one.items) / (len(one.items) + 1))


FAMILY = Family(NAME, find, fallback=True)
