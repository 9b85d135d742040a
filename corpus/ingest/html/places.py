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
# A comment service's own box may be called a widget too.
_OWN_COMMENTS = re.compile(r"\A(?!.*(?:widget|recent|latest|last|sidebar))[a-z]+[_-]comments\Z")
# The posts of a Blogger page are a widget too.
_BLOGGER = re.compile(r"(?:^|\s)blog\d*(?:\s|$)")


def in_widget(element: Element, known: dict[Element, bool] | None = None) -> bool:
    """Say whether an element stands in a sidebar or a widget, not in the page's main part.

    `known` keeps what was found of elements on the way up, for the next question.
    """
    passed: list[Element] = []
    verdict = False
    for above in (element, *element.iterancestors()):
        if known is not None and above in known:
            verdict = known[above]
            break
        passed.append(above)
        decided = _decides(above)
        if decided is not None:
            verdict = decided
            break
    if known is not None:
        known.update(dict.fromkeys(passed, verdict))
    return verdict


def _decides(element: Element) -> bool | None:
    """Say whether what lies in an element is in a widget; None if it does not tell."""
    tag = element.tag
    if tag in {"aside", "nav"}:
        return True
    if tag in {"body", "html"}:
        return False
    identifier, classes = element.get("id"), element.get("class")
    if not identifier and not classes:
        return None
    names = f"{identifier or ''} {classes or ''}".lower()
    if _WIDGET.search(names) and not _BLOGGER.search(names):
        return not any(_OWN_COMMENTS.match(name) for name in names.split())
    return False if identifier == "comments" and tag in {"section", "div"} else None
