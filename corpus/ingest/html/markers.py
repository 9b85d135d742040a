"""Counts the comments of a page in its source text, by patterns: shares nothing with the tree."""

import re

from corpus.ingest.html.document import Document
from corpus.ingest.html.items import CommentList

_HIDDEN = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+"
    r"|<(script|style|textarea)(?=[\s>])[^<]*+(?:<(?!/\1)[^<]*+)*+",
    re.IGNORECASE,
)
# What ends the tag: one that is cut off in the middle is none.
_TO_END = r"""(?:["']?\s*/?>|["'\s](?:[^<>"']|"[^"]*"|'[^']*')*+>)"""
_ID = re.compile(
    r"""\s(?:id|name)\s*=\s*["']?(?:[a-z]{1,8}[-_])?"""
    r"""(?:comment|pingback|trackback|ping|cmt|wpd-comm|comm|kommentar|c(?=[-_]?\d{1,9}["'\s>]))"""
    r"""(?:[-_](?:id|item|container|wrap|wrapper))?[-_]?(\d{1,19}|[0-9a-f]{16,40})"""
    r"""(?:_0)?""" + _TO_END,
    re.IGNORECASE,
)


def shown(text: str) -> str:
    """Return the source without comments, scripts, styles and what stands in text areas."""
    return _HIDDEN.sub(" ", text)


def count_ids(document: Document, chosen: CommentList) -> int | None:
    """Count the different comment ids in the source; None when the list's items have no ids."""
    if any(item.external_id is None for item in chosen.items):
        return None
    return len(set(_ID.findall(shown(document.text))))


def count_ids_alike(document: Document, chosen: CommentList) -> int | None:
    """Count the different ids in the source that are made as those of the items.

    None when an item has no id of its own kind, and for forums, whose first post is the entry.
    """
    if "forum" in chosen.flags or not chosen.items:
        return None
    kinds = set()
    for item in chosen.items:
        name, number = item.element.get("id") or "", item.external_id
        if number is None or not name.endswith(number):
            return None
        kinds.add((name.removesuffix(number), number.isdecimal()))
    if len(kinds) != 1:
        return None
    prefix, decimal = kinds.pop()
    number = r"(\d+)" if decimal else r"([\w-]*\d[\w-]*)"
    named = rf"""\sid\s*=\s*["']?{re.escape(prefix)}{number}"""
    alike = re.compile(named + _TO_END, re.IGNORECASE)
    return len(set(alike.findall(shown(document.text))))
