"""Counts the comments of a page in its source text, by patterns: shares nothing with the tree."""

import re

from corpus.ingest.html.document import Document
from corpus.ingest.html.items import CommentList

_HIDDEN = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+"
    r"|<(script|style|textarea)(?=[\s>])[^<]*+(?:<(?!/\1)[^<]*+)*+",
    re.IGNORECASE,
)
_ID = re.compile(
    r"""\s(?:id|name)\s*=\s*["']?(?:[a-z]{1,8}[-_])?"""
    r"""(?:comment|pingback|trackback|ping|cmt|wpd-comm|comm|kommentar|c(?=[-_]?\d{1,9}["'\s>]))"""
    r"""(?:[-_](?:id|item|container|wrap|wrapper))?[-_]?(\d{1,19}|[0-9a-f]{16,40})"""
    r"""(?:_0)?(?:["']?\s*/?>|["'\s](?:[^<>"']|"[^"]*"|'[^']*')*+>)""",
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
