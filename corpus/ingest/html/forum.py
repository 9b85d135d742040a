"""Makes the first post of a forum's thread the entry of the thread.

Which systems are forums is said by their descriptions (`systems_forums`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.ingest.html.entry import Entry
from corpus.ingest.html.items import Item
from corpus.ingest.html.piece import text_within

_TEXT = 100
_LATER_PAGE = re.compile(r"[?&;](?:page|start|offset|st)=(?!0*1?(?:\D|\Z))\d|/page-?(?!1\b)\d+")


def has_own_text(entry: Entry, items: Sequence[Item]) -> bool:
    """Say whether a page has a longer text beside a forum's posts: an article with a discussion."""
    if not items or items[0].kind != "entry":
        return False
    around = set(items[0].element.iterancestors())
    size = sum(len(text_within(one).strip()) for one in entry.body)
    return size >= _TEXT and around.isdisjoint(entry.body)


def opened(entry: Entry, items: Sequence[Item]) -> tuple[Entry, list[Item]]:
    """Return the entry and its comments, where the first item may be the entry itself.

    On a later page of a thread the first post is a comment as all others, and the entry is empty.
    """
    if not items or items[0].kind != "entry":
        return entry, list(items)
    first, *others = items
    if _LATER_PAGE.search(entry.url or ""):
        bare = replace(entry, body=(), without=(), author=None, author_url=None, date=None,
                       machine_date=None, author_element=None, date_element=None)  # fmt: skip
        return bare, [replace(first, kind="comment"), *others]
    marks = dict(first.marks)
    headers = [*entry.headers[:1], *marks.values()]
    return (
        replace(
            entry,
            body=first.body,
            without=first.without,
            author=first.author or entry.author,
            author_url=first.author_url,
            date=first.date,
            machine_date=first.machine_date,
            headers=headers,
            author_element=marks.get("author"),
            date_element=marks.get("date"),
        ),
        others,
    )
