"""Tells whether elements of a page are of one kind: by tag and classes, less what varies.

What the kinds mean is `induction`'s matter.
"""

import re
from functools import lru_cache

from corpus.ingest.html.document import Element

Shape = tuple[str, ...]

_VARYING = re.compile(
    r"\d|(?:^|[-_])(?:even|odd|alt)(?:$|[-_])|^(?:comment-author|user|by)-|^(?:odd|even|alt|first|last|active|current|new|hidden|open|closed|selected|clearfix|"
    r"parent|top|reply|is-\w+|has-\w+|js-\w+|byuser|by\S*author|depth\S*|level\S*|indent\S*|"
    r"author|owner|op|highlight\S*|featured|unread|read|own|admin|staff|mod\w*)$"
)


# "Item_root__x9Fq2": what builders hang on a name, the same in the whole page.
_HASHED = re.compile(r"(?<=[A-Za-z])__(?=[\w-]*[\dA-Z])[\w-]{2,8}\Z")


def shape(element: Element) -> Shape:
    """Return an element's kind: tag, then the classes that do not vary from one to the next."""
    return _shape(str(element.tag), element.get("class") or "")


@lru_cache(maxsize=8192)
def _shape(tag: str, classes: str) -> Shape:
    names = (_HASHED.sub("", name).lower() for name in classes.split())
    kept = sorted({name for name in names if not _VARYING.search(name)})
    return (tag, *kept)


def same_kind(one: Element, other: Element) -> bool:
    """Say whether two elements are of one kind and stand in parents of one kind."""
    above, beyond = one.getparent(), other.getparent()
    if shape(one) != shape(other) or above is None or beyond is None:
        return False
    return shape(above) == shape(beyond)
