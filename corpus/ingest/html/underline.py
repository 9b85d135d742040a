"""Finds author and date of an entry in the short lines below its title, where no class names them.

A name is taken only after a word such as "by", or if somebody of that name comments; a date
always: between title and text stands no other.
"""

import re
from collections.abc import Collection, Iterator

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import fold
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.roles import roles

_LONGEST = 140
_REACH = 40
_LONGEST_NAME = 60
_BY = re.compile(
    r"(?:\A|[\s|·•—–(])(?:(?:posted|written|published|submitted|geschrieben|verfasst|publié|rédigé|"
    r"écrit|publicado|escrito|inviato|scritto|pubblicato|geschreven|geplaatst|napsal\(a\)|napsal|"
    r"gepostet|post[eé]|enviado)\s+)?"
    r"(?:by|von|par|por|da|di|door|av|af|tarafından|od|(?:autor|author|auteur|autore|автор|"
    r"συντάκτης|автора|作者|نویسنده|الكاتب)\s*:?|كتبه|نوشته شده توسط|γράφτηκε από)[:\s]\s*"
    r"(?P<name>[^\W\d_][^|·•—–,;:()\[\]\d]{1,60})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:on|in|at|am|um|le|el|il|dans|op|dne|den|vom|bei|kl\.?|a las|à|alle|u|about|under|w|"
    r"dnia|в|во|στις|בתאריך|بتاريخ|dans|nel|em|en|the)(?:\s.*)?\Z",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[|·•—–,;/]\s*|\s+-\s+")


def lines_below(
    document: Document, title: Element, body: Collection[Element], taken: Collection[Element]
) -> Iterator[tuple[Element, str]]:
    """Yield the short lines after the title up to the `body` of text, each with its element."""
    first = document.place(title) + 1 + sum(1 for _ in title.iterdescendants())
    for one in document.elements[first : first + _REACH]:
        if one in body or one in taken:
            return
        if not isinstance(one.tag, str) or one.tag in {"script", "style", "h1"}:
            continue
        own = fold(" ".join((one.text or "", *(inner.tail or "" for inner in one))))
        if len(own) > _LONGEST:
            return
        text = fold(text_within(one)) if len(one) <= _LONGEST else ""
        if 0 < len(text) <= _LONGEST and not roles(one).aside:
            yield one, text


def name_below(text: str, known: Collection[str]) -> str | None:
    """Return the author's name in a line below the title; `known` are the names of commenters."""
    found = find_date(text)
    rest = text.replace(found.raw, " ; ", 1) if found else text
    for piece in _SPLIT.split(rest):
        if fold(piece) in known:
            return fold(piece)
    match = _BY.search(rest)
    name = _ENDS.sub("", fold(match["name"])).strip(" .") if match else ""
    return name if name and len(name) <= _LONGEST_NAME and len(name.split()) <= 5 else None
