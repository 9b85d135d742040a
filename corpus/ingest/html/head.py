"""Reads what a page's head says of it: title, site, address, date, author, terms.

Meta tags, links and JSON-LD; nothing of what is shown in the page.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.ingest.html.document import Document
from corpus.ingest.html.moments import exact
from corpus.ingest.html.names import clean_name, fold

_WAYBACK = re.compile(r"\Ahttps?://web\.archive\.org/web/\d+(?:[a-z]{2}_)?/", re.IGNORECASE)
_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->|Page saved with SingleFile\s+url:\s*(\S+)"
)
_SEPARATOR = re.compile(r"\s+[|»«·•:–—~/-]\s+|\s*[|»«]\s*|:\s+")
_ARTICLES = frozenset({
    "article", "blogposting", "newsarticle", "posting", "webpage", "socialmediaposting", "report",
    "techarticle", "scholarlyarticle", "recipe", "discussionforumposting",
})  # fmt: skip
_DEEP = 6


@dataclass(slots=True)
class Head:
    """What the head says; every field None where it says nothing."""

    titles: list[str] = field(default_factory=list)
    whole_title: str | None = None
    site: str | None = None
    url: str | None = None
    author: str | None = None
    published: str | None = None
    terms: list[str] = field(default_factory=list)

    def title(self, site: str | None) -> str | None:
        """Return the entry's title without the site's name."""
        for title in (*self.titles, *([self.whole_title] if self.whole_title else ())):
            return _without_site(title, site)
        return None

    def site_in_title(self, title: str | None) -> str | None:
        """Return the site's name from the page's title, if the entry's title is the other part."""
        whole = self.whole_title
        if not whole or not title:
            return None
        parts = [part for part in _SEPARATOR.split(whole) if part]
        if len(parts) == 2 and title.casefold() in {part.casefold() for part in parts}:
            return next((part for part in parts if part.casefold() != title.casefold()), None)
        return None


def original_url(url: str) -> str:
    """Return the address that a page had before an archive kept it."""
    return _WAYBACK.sub("", url)


def read_head(document: Document) -> Head:
    """Read the head of a page."""
    head = Head()
    title = next(iter(document.root.iter("title")), None)
    head.whole_title = fold("".join(title.itertext())) or None if title is not None else None
    metas = _metas(document)
    head.titles = [fold(metas[name]) for name in ("og:title", "twitter:title") if metas.get(name)]
    head.site = metas.get("og:site_name") or metas.get("application-name")
    head.author = clean_name(metas.get("author") or metas.get("article:author") or "")
    if head.author and "://" in head.author:
        head.author = None
    for name in ("article:published_time", "datepublished", "dc.date", "date", "dcterms.created"):
        if metas.get(name) and exact(metas[name]):
            head.published = head.published or metas[name]
    head.terms = [name for name in metas.get("article:tag", "").split("\n") if name]
    _json(document, head)
    head.url = _url(document, metas)
    return head


def _metas(document: Document) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in document.root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if not name or not content:
            continue
        if name == "article:tag" and name in metas:
            metas[name] += "\n" + content
        else:
            metas.setdefault(name, content)
    return metas


def _url(document: Document, metas: dict[str, str]) -> str | None:
    for link in document.root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            found = (link.get("href") or "").strip()
            if "://" in found:
                return original_url(found)
    if "://" in metas.get("og:url", ""):
        return original_url(metas["og:url"])
    saved = _SAVED.search(document.text[:4096])
    if saved:
        found = saved[1] or saved[2]
        return original_url(found) if "://" in found else None
    return None


def _json(document: Document, head: Head) -> None:
    """Take what JSON-LD says of the article where the meta tags say nothing."""
    for script in document.root.iter("script"):
        if (script.get("type") or "").lower().strip() != "application/ld+json":
            continue
        try:
            value = json.loads("".join(script.itertext()))
        except (ValueError, RecursionError):
            continue
        for article in _articles(value, 0):
            published, title = article.get("datePublished"), article.get("headline")
            if isinstance(published, str) and exact(published):
                head.published = head.published or published
            if isinstance(title, str) and title.strip():
                head.titles.append(fold(title))
            head.author = head.author or _person(article.get("author"))


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEP:
        return
    if isinstance(value, list):
        for one in value:
            yield from _articles(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name.lower() in _ARTICLES for name in names):
            yield value
        yield from _articles(value.get("@graph"), depth + 1)


def _person(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return clean_name(value) if isinstance(value, str) and "://" not in value else None


def _without_site(title: str, site: str | None) -> str:
    parts = _SEPARATOR.split(title)
    if site and len(parts) > 1:
        folded = fold(site).casefold()
        for piece in (parts[0], parts[-1]):
            if piece.casefold() == folded:
                rest = title.removeprefix(piece) if piece is parts[0] else title.removesuffix(piece)
                return re.sub(r"\A[\s|»«·•:–—~/-]+|[\s|»«·•:–—~/-]+\Z", "", rest) or title
    return title
