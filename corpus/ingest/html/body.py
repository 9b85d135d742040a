"""Finds the text of a page's entry by what elements call themselves; else by a family's fallback.

What in it is no text of the entry (buttons to share, related posts, the comments) is named too.
"""

import re
from collections.abc import Collection, Iterator

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.main_text import main_text
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.places import in_widget

_BODIES = (
    "entry-content", "post-body", "wp-block-post-content", "td-post-content", "article-content",
    "post-content", "postcontent", "post_content", "entry-body", "article-body", "e-content",
    "articlebody", "storycontent", "post-entry", "entry-text", "post-text", "entrytext",
    "single-content", "blog-content", "postentry", "entry", "pf-content", "format_text",
    "content-post", "article-text", "snap_preview", "post-bodycopy", "entry_content",
    "entry-inner", "entrybody", "the-content", "thecontent", "articletext", "story",
)  # fmt: skip
_WHOLE = ("hentry", "post", "single-post", "type-post", "blog-post", "article")
_WHOLE_IDS = ("content", "main", "primary", "main-content")
_LABEL = 30
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:sharedaddy|sd-sharing\S*|jp-relatedposts|share|sharing|social\S*|related\S*|"
    r"yarpp\S*|postmetadata|entry-meta|entry-footer|post-meta|post-footer|post-header|byline|"
    r"post-info|entry-header|breadcrumbs?|"
    r"author-box|author-bio|about-author|post-navigation|nav-links|navigation|nav-single|comments|"
    r"comments-area|commentlist|comment-list|respond|comment-respond|comments-template|disqus\S*|"
    r"tweet\S*|twitter-\S*|fb-\S*|google-?plus\S*|share-\S*|wpcnt|adsbygoogle|advert\S*|print-link|printfriendly|post-tags|post-ratings|addtoany\S*|"
    r"a2a_kit|robots-nocontent|screen-reader-text|wp-block-post-comments|post-comments|"
    r"post-views|wpulike|rating\S*|cat-links|tags-links|edit-link|newsletter\S*|subscribe\S*)"
    r"(?:$|\s)"
)
_OTHER_IDS = frozenset({"comments", "respond", "disqus_thread", "commentsbox", "jp-post-flair"})
_TAGS = frozenset({"form", "nav", "aside", "script", "style", "noscript", "iframe", "button"})


def find_body(
    document: Document, taken: Collection[Element]
) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """Return the elements of the entry's text, and what inside them is left out."""
    known: dict[Element, bool] = {}
    for candidates in _candidates(document):
        best, most = None, 0
        for one in candidates:
            if one in taken or in_widget(one, known):
                continue
            size = len(text_within(one).strip())
            if size > most:
                best, most = one, size
        if best is not None:
            return (best,), tuple(others(best, taken))
    return main_text(document, taken)


def _candidates(document: Document) -> Iterator[list[Element]]:
    yield [one for one in document.elements if (one.get("itemprop") or "").lower() == "articlebody"]
    for name in _BODIES:
        yield document.with_class(name)
    yield list(document.root.iter("article"))
    for name in _WHOLE:
        yield [one for one in document.with_class(name) if one.tag not in {"body", "html"}]
    for name in _WHOLE_IDS:
        yield document.with_id(name)
    yield list(document.root.iter("main"))


def others(body: Element, taken: Collection[Element]) -> Iterator[Element]:
    """Yield what stands in a body and is no text of the entry."""
    stack = list(body)
    terms = set(_terms(body))
    while stack:
        one = stack.pop()
        names = (one.get("class") or "").lower()
        if (
            one in taken
            or one in terms
            or one.tag in _TAGS
            or (one.get("id") or "") in _OTHER_IDS
            or (names and _OTHER.search(names))
        ):
            yield one
        else:
            stack.extend(one)


def _terms(body: Element) -> Iterator[Element]:
    """Yield the lines in a body that hold links to categories and tags, and little else."""
    for link in body.iter("a"):
        if not {"category", "tag"} & set((link.get("rel") or "").lower().split()):
            continue
        line = link
        for above in link.iterancestors():
            linked = sum(len(text_within(one)) for one in above.iter("a"))
            if above is body or len(text_within(above).strip()) - linked > _LABEL + linked // 2:
                break
            line = above
        yield line
