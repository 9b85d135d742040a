"""Finds the entry of a saved page: its title, author, date, text and what else it says of itself.

Comments were found before; what lies in them is never the entry's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.ingest.html.body import find_body
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.head import Head, read_head
from corpus.ingest.html.items import CommentList
from corpus.ingest.html.moments import exact, find_date
from corpus.ingest.html.names import clean_name, fold
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.roles import roles
from corpus.ingest.html.underline import lines_below, name_below

_TITLES = (
    "entry-title", "post-title", "article-title", "wp-block-post-title", "p-name", "headline",
    "posttitle", "post_title", "entrytitle", "single-title", "storytitle", "page-title", "title",
)  # fmt: skip
_SITES = ("site-title", "site-name", "blog-title", "blogtitle", "site_title")
_SITE_IDS = ("site-title", "blog-title", "blogtitle", "site-name", "logo")
_AUTHORS = (
    "entry-author", "post-author", "author-name", "byline", "entry-author-name", "posted-by",
    "article-author", "wp-block-post-author__name", "author", "post-byline", "p-author", "vcard",
)  # fmt: skip
_DATES = (
    "entry-date", "post-date", "published", "posted-on", "wp-block-post-date", "date-header",
    "entry-meta", "post-meta", "dt-published", "post-timestamp", "postdate", "post_date", "date",
    "timestamp", "postmetadata", "meta", "byline", "single-post-head", "entry-info", "post-info",
    "headline_meta", "postmeta", "post_meta",
)  # fmt: skip
_TERMS = ("cat-links", "tags-links", "tag-links", "post-labels", "entry-categories", "entry-tags")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_CATEGORIES = 100
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "td", "th"})


@dataclass(slots=True)
class Entry:
    """What a page says of its entry. `title_element`, `marks` and `headers` are where it stands."""

    title: str | None = None
    site: str | None = None
    url: str | None = None
    author: str | None = None
    author_url: str | None = None
    date: str | None = None
    machine_date: str | None = None
    body: tuple[Element, ...] = ()
    without: tuple[Element, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    headers: list[Element] = field(default_factory=list)
    author_element: Element | None = None
    date_element: Element | None = None


def read_entry(document: Document, chosen: CommentList | None) -> Entry:
    """Read the entry of a page whose comments are known."""
    return _Reading(document, chosen).run()


class _Reading:
    """One page while its entry is looked for."""

    def __init__(self, document: Document, chosen: CommentList | None) -> None:
        self.document = document
        self.items = chosen.items if chosen else []
        self.taken: set[Element] = set()
        for item in self.items:
            for root in (item.element, *item.others):
                self.taken.update(root.iter())
        self.head: Head = read_head(document)

    def run(self) -> Entry:
        entry, head = Entry(), self.head
        entry.body, entry.without = find_body(self.document, self.taken)
        entry.site = head.site or self._text_of(_SITES, _SITE_IDS)
        self._title(entry)
        entry.site = entry.site or head.site_in_title(entry.title)
        entry.url = head.url
        self._author(entry)
        self._date(entry)
        self._below_title(entry)
        entry.categories = self._categories()
        language = (self.document.root.get("lang") or "").strip()
        entry.language = language if _LANGUAGE.match(language) else None
        return entry

    def _free(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Yield the elements that belong neither to a comment nor to a widget."""
        for one in elements:
            if one not in self.taken and not in_widget(one):
                yield one

    def _text_of(self, classes: tuple[str, ...], ids: tuple[str, ...]) -> str | None:
        found = [*self.document.with_class(*classes)]
        for name in ids:
            found += self.document.with_id(name)
        return next(
            (text for one in found if (text := fold(text_within(one))) and len(text) < 200), None
        )

    def _title(self, entry: Entry) -> None:
        element = self._title_element(entry)
        printed = fold(text_within(element)) if element is not None else None
        entry.title = printed or self.head.title(entry.site)
        if element is not None:
            entry.headers.append(element)

    def _title_element(self, entry: Entry) -> Element | None:
        head = self.head.title(entry.site)
        places = self.document.place
        end = places(entry.body[0]) if entry.body else len(self.document.elements)
        named = []
        for name in _TITLES:
            named += [one for one in self._free(self.document.with_class(name)) if _is_title(one)]
        headings = [
            one
            for one in self._free(self.document.root.iter("h1", "h2", "h3"))
            if _is_title(one) and places(one) <= end
        ]
        for one in (*named, *headings):
            if head and fold(text_within(one)).casefold() == fold(head).casefold():
                return one
        for one in named:
            if places(one) <= end and not _same(one, entry.site):
                return one
        inner = [one for body in entry.body for one in body.iter("h1")]
        for one in (*reversed([one for one in headings if one.tag == "h1"]), *inner):
            if not _same(one, entry.site) and (head is None or _shares(one, head)):
                return one
        return None

    def _author(self, entry: Entry) -> None:
        for one in self._free(self._near(self._authors())):
            name = clean_name(text_within(one), plain="fn" in (one.get("class") or "").split())
            inner = next(iter(one.iter("a")), None)
            if inner is not None and not (one.get("class") or "").startswith("fn"):
                name = clean_name(text_within(inner)) or name
            if name and len(name) <= 80 and not find_date(name):
                entry.author, entry.author_element = name, one
                link = one if one.tag == "a" else inner
                entry.author_url = link.get("href") if link is not None else None
                entry.headers.append(one)
                return
        entry.author = self.head.author

    def _authors(self) -> Iterator[Element]:
        for name in ("author", "vcard", "post-author", "byline"):
            for one in self.document.with_class(name):
                yield from (
                    inner for inner in one.iter() if "fn" in (inner.get("class") or "").split()
                )
        for link in self.document.root.iter("a"):
            if "author" in (link.get("rel") or "").lower().split():
                yield link
        for one in self.document.elements:
            if (one.get("itemprop") or "").lower() == "author":
                yield next((i for i in one.iter() if i.get("itemprop") == "name"), one)
        for name in _AUTHORS:
            yield from self.document.with_class(name)

    def _near(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Yield what stands in the entry's surroundings, before the comments."""
        last = len(self.document.elements)
        if self.items:
            last = self.document.place(self.items[0].element)
        for one in elements:
            if self.document.place(one) < last:
                yield one

    def _date(self, entry: Entry) -> None:
        entry.machine_date = self.head.published
        times = list(self.document.root.iter("time", "abbr"))
        for one in self._free(self._near(times)):
            value = one.get("datetime") or one.get("title")
            if value and exact(value):
                entry.machine_date = entry.machine_date or value
                entry.date_element = one
                entry.date = fold(text_within(one)) or None
                entry.headers.append(one)
                return
        for name in _DATES:
            for one in self._free(self._near(self.document.with_class(name))):
                found = find_date(text_within(one))
                if found:
                    entry.date, entry.date_element = found.raw, one
                    entry.headers.append(one)
                    return

    def _below_title(self, entry: Entry) -> None:
        """Look in the lines below the title for what is named nowhere."""
        title = entry.headers[0] if entry.headers else None
        if title is None or title.tag not in _HEADINGS:
            return
        known = {item.author for item in self.items if item.author}
        for one, text in lines_below(self.document, title, entry.body, self.taken):
            if in_widget(one):
                continue
            name = None if entry.author else name_below(text, known)
            if name:
                entry.author, entry.author_element = name, one
                entry.headers.append(one)
            if not entry.date and not entry.machine_date and (found := find_date(text)):
                entry.date, entry.date_element = found.raw, one
                entry.headers.append(one)

    def _categories(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        links = [
            link
            for link in self.document.root.iter("a")
            if {"category", "tag"} & set((link.get("rel") or "").lower().split())
        ]
        for name in _TERMS:
            for one in self.document.with_class(name):
                links += one.iter("a")
        for link in self._free(links):
            name = fold(text_within(link)).strip(" ,#")
            if name and len(name) <= 200:
                found[name] = None
        for name in self.head.terms if not found else ():
            found[name] = None
        return tuple(found)[:_CATEGORIES]


def _is_title(element: Element) -> bool:
    text = fold(text_within(element))
    return 0 < len(text) <= 300 and not roles(element).aside


def _same(element: Element, text: str | None) -> bool:
    return bool(text) and fold(text_within(element)).casefold() == fold(text or "").casefold()


def _shares(element: Element, title: str) -> bool:
    """Say whether a heading and the page's title have most words in common."""
    words = set(fold(text_within(element)).casefold().split())
    return len(words & set(title.casefold().split())) * 2 >= len(words)
