"""Tells the main part of a page from what stands beside it: sidebars, widgets, toolbars.

Where the entry is decides `entry`, which list of comments is the thread's `choosing`.
"""

import re

from corpus.ingest.html.document import Element

_WIDGET = re.compile(
    r"(?:^|[\s_-])(?:widgets?|sidebar\d*|recentcomments|recent-comments|recent_comments|"
    r"latest-comments|wp-block-latest-comments|textwidget|blogroll|wm-ipp(?:-base)?|wm-ipp-inside)"
    r"(?:$|[\s_-])"
)
# The posts of a Blogger page are a widget too.
_BLOGGER = re.compile(r"(?:^|\s)blog\d*(?:\s|$)")
_MAIN = re.compile(r"(?:^|[\s_-])(?:comments?-area|comments|commentlist|comment-list)(?:$|[\s_-])")


def in_widget(element: Element) -> bool:
    """Say whether an element stands in a sidebar or a widget, not in the page's main part."""
    for above in (element, *element.iterancestors()):
        if above.tag in {"aside", "nav"}:
            return True
        names = f"{above.get('id') or ''} {above.get('class') or ''}".lower()
        if above.tag in {"body", "html"}:
            return False
        if names != " " and _WIDGET.search(names) and not _BLOGGER.search(names):
            return True
        if (
            _MAIN.search(names)
            and above.tag in {"section", "div"}
            and above.get("id") == "comments"
        ):
            return False
    return False
