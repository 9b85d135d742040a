"""The families of comment markup that saved pages are searched for, each a module of its own.

A new family is added in `FAMILIES`: the surest first. Which of their lists is the thread's is
decided in `choosing`.
"""

from corpus.ingest.html import blogger, embedded, induction, known, wordpress
from corpus.ingest.html.items import Family

FAMILIES: tuple[Family, ...] = (
    blogger.FAMILY,
    *known.FAMILIES,
    wordpress.FAMILY,
    embedded.LINKED,
    induction.FAMILY,
    embedded.STATE,
)
