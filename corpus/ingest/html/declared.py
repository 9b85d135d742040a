"""Reads what a page says of its comments: how many there are, and whether there are more pages.

Numbers beside a word for "comment" in a heading or a link, in many languages. What it means when
they differ from what was found is decided in `thread`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import CommentList
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.places import in_widget

_LONGEST = 200
_STEMS = (
    r"comment|kommentar|kommentti|coment|commen|reac[tcçţ]|reakc|respon|répons|respuest|respost|rispost|"
    r"repl(?:y|ies)|antwort|svar|thought|gedanke|pens[éi]|opini|odpowied|komentar|komentář|"
    r"hozzászólás|коммент|комент|отзыв|yorum|σχόλι|comentári|discuss|remark|feedback|innlegg|"
    r"vastaus|bình\s+luận|komen|insight|talkback|note[sn]?\b|ping|trackback|mention|"
    r"コメント|نظر|دیدگاه|评论|評論|條留言|条留言|留言|回應|回复|댓글|ความคิดเห็น|تعليق|תגוב|טוקבק"
)
_WORD = rf"(?:[^\W\d]+\s+){{0,2}}?(?:leser|nutzer|user|lezers|läsar)?-?(?:{_STEMS})"
_NUMBER = r"(?<![\d.,:/-])(\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d{1,6})(?![\d:/]|[.,]\d)"
_BEFORE = re.compile(
    rf"{_NUMBER}\s*(?:[-–:]\s*)?(?:条|條|件の|個の|개의)?\s*{_WORD}", re.IGNORECASE
)
_AFTER = re.compile(rf"(?:{_STEMS})\w*\s*(?:[:(（\[-]\s*|\s){_NUMBER}", re.IGNORECASE)
_ONE = re.compile(
    rf"\A\W*(?:one|a|ein|eine|un|una|une|uno|um|uma|een|en|ett|et|jeden|один|один|bir)\s+(?:{_STEMS})",
    re.IGNORECASE,
)
_NONE = re.compile(
    rf"\A\W*(?:no|kein[e]?|aucun|sin|nessun|geen|nenhum|ingen|žádný)\s+(?:{_STEMS})", re.IGNORECASE
)
_ALONE = re.compile(rf"\W*\w{{0,8}}(?:{_STEMS})\w{{0,6}}\W*", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"})
_NAMED = re.compile(
    r"comment|respon|discussion|kommentar|comentario|reacti|count|thread-info", re.IGNORECASE
)
_PAGE = re.compile(r"(?:/comment-page-\d+/?|[?&;]cpage=\d+|[?&;]commentPage=\d+)(?:#comments)?\Z")
_OF_PAGE = re.compile(
    r"(?:/comment-page-|[?&;]cpage=)(\d+)/?(?:[?&][^#]*)?#(?:li-|div-)?comment-\d+\Z"
)
_MORE = re.compile(
    r"\A\W*(?:(?:older|newer|previous|next|more|earlier|load\s+more|show\s+more|view\s+more)\s+"
    r"(?:comments|replies|responses)"
    r"|load\s+(?:more|all)(?:\s+comments)?|(?:ältere|neuere|weitere|mehr|vorherige|nächste)\s+kommentare"
    r"|(?:commentaires?\s+(?:plus\s+)?(?:anciens|récents|précédents|suivants)|plus\s+de\s+commentaires)"
    r"|comentarios\s+(?:más\s+)?(?:antiguos|anteriores|recientes|siguientes|nuevos)|más\s+comentarios"
    r"|commenti\s+(?:più\s+)?(?:vecchi|recenti|precedenti|successivi|meno\s+recenti)"
    r"|(?:oudere|nieuwere|meer|vorige|volgende)\s+reacties"
    r"|comentários\s+(?:mais\s+)?(?:antigos|anteriores|recentes|novos)"
    r"|(?:starsze|nowsze|poprzednie|następne)\s+komentarze|(?:starší|novější)\s+komentáře"
    r"|(?:предыдущие|следующие|старые|новые|ещё)\s+комментарии|(?:äldre|nyare|eldre|nyere)\s+\w+)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says: `counts` it may mean (comments alone, all in all), `paginated`."""

    count: int | None = None
    paginated: bool = False


def read_declared(document: Document, chosen: CommentList) -> Declared:
    """Read the number of comments nearest before the list, else in a link to the comments."""
    count = chosen.declared
    if count is None:
        for element in _candidates(document, chosen):
            count = count_in(text_within(element))
            if count is not None:
                break
    return Declared(count, chosen.paginated or _is_paginated(document, chosen))


def count_in(text: str) -> int | None:
    """Return how many comments a short text states: the sum of what it names apart."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    found = [_number(match[1]) for match in _BEFORE.finditer(text)]
    if found:
        return sum(found) if len(found) == 2 and _names_apart(text) else found[0]
    after = _AFTER.search(text)
    if after:
        return _number(after[1])
    if _ONE.match(text):
        return 1
    return 0 if _NONE.match(text) else None


def is_comment_word(text: str) -> bool:
    """Say whether a line is nothing but a word for comments: "Comments:", "Leserkommentare"."""
    return _ALONE.fullmatch(text.strip()) is not None


def _names_apart(text: str) -> bool:
    low = text.lower()
    return ("ping" in low or "trackback" in low) and "comment" in low


def _number(printed: str) -> int:
    return int(re.sub(r"\D", "", printed))


def _candidates(document: Document, chosen: CommentList) -> Iterator[Element]:
    """Yield where a count may stand: headings before the list, nearest first, then links to it."""
    first = document.place(chosen.items[0].element) if chosen.items else len(document.elements)
    before = document.elements[:first]
    known: dict[Element, bool] = {}
    yield from count_places(document, before)
    for one in before:
        href = (one.get("href") or "") if one.tag == "a" else ""
        if href.endswith(("#comments", "#disqus_thread")) and not in_widget(one, known):
            yield one
            return


def count_places(
    document: Document, elements: Sequence[Element] | None = None
) -> Iterator[Element]:
    """Yield the headings and the elements named for it that may state a count, the last first."""
    known: dict[Element, bool] = {}
    for one in reversed(document.elements if elements is None else elements):
        heading = one.tag in _HEADINGS
        if not heading and not _is_named(one):
            continue
        text = text_within(one)
        short = heading or len(text) <= _LONGEST
        if short and text.strip() and not _is_link_away(one) and not in_widget(one, known):
            yield one


def _is_named(element: Element) -> bool:
    if element.tag in {"body", "html", "form", "input", "textarea", "script", "style", "link"}:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return names != " " and _NAMED.search(names) is not None


def _is_link_away(element: Element) -> bool:
    """Say whether the count is that of another page: a link to it in a list of posts."""
    return any(
        one.tag in {"li", "nav", "aside"} and "post" in (one.get("class") or "")
        for one in element.iterancestors()
    )


def _is_paginated(document: Document, chosen: CommentList) -> bool:
    roots = {root for item in chosen.items for root in (item.element, *item.others)}
    known: dict[Element, bool] = {}
    for link in document.root.iter("a", "button"):
        href = link.get("href") or ""
        own = _OF_PAGE.search(href) if "comment" in href else None
        if own and int(own[1]) > 1:
            return True
        if not _PAGE.search(href) and not _MORE.match(" ".join(text_within(link).split())[:80]):
            continue
        if not in_widget(link, known) and roots.isdisjoint(link.iterancestors()):
            return True
    return False
