"""Tells when a page only embeds its comments: a service's script or frame stands where they'd be.

Saved pages do not hold them; the message says what to collect instead.
"""

import re
from collections.abc import Iterator

from corpus.ingest.events import Noted
from corpus.ingest.html.declared import count_in, count_places
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.selectors import select

_SERVICES = (
    (
        "Disqus",
        "#disqus_thread, #dsq-content",
        r"\.disqus\.com/(?:embed|count)\.js|disqus_shortname",
    ),
    ("Facebook", ".fb-comments", r"facebook\.com/plugins/comments"),
    ("IntenseDebate", "#idc-container, #IDCommentsPostTitle", r"intensedebate\.com/js"),
    ("Commento", "#commento", r"commento\S*/js/commento\.js"),
    ("isso", "#isso-thread", r"/embed\.min\.js[^>]*isso|data-isso"),
    ("remark42", "#remark42", r"remark_config|remark42"),
    ("Hyvor Talk", "hyvor-talk-comments, #hyvor-talk-view", r"talk\.hyvor\.com"),
    ("utterances", ".utterances", r"utteranc\.es/client\.js"),
    ("giscus", ".giscus", r"giscus\.app/client\.js"),
    ("Cusdis", "#cusdis_thread", r"cusdis"),
    ("Coral", "#coral_thread, #coral_talk_stream, #talk-stream", r"coral[\w.-]*/assets/js/embed"),
    ("Livefyre", "#livefyre-comments, .livefyre", r"livefyre\.com/.*\.js"),
    ("Spot.IM", "[data-spotim-module=conversation]", r"launcher\.spot\.im"),
    ("Viafoura", "viafoura, .viafoura", r"cdn\.viafoura"),
    ("Vuukle", "#vuukle-comments, .vuukle-comments", r"cdn\.vuukle\.com"),
    ("Google+", ".g-comments", r"widgets\.js[^>]*g-comments"),
    ("VK", "#vk_comments", r"VK\.Widgets\.Comments"),
    ("Waline", "#waline", r"Waline\.init"),
    ("Gitalk", "#gitalk-container", r"new Gitalk"),
    ("Ghost", "", r"data-ghost-comments|comments-ui"),
    ("Discourse", "#discourse-comments", r"DiscourseEmbed"),
    ("Talkyard", ".talkyard-comments", r"talkyardServerUrl"),
    ("Jetpack", "#jp-remote-comments-none, .jetpack_remote_comment_frame", r""),
    ("Substack", "", r"substackcdn\.com/bundle"),
)
_COUNTS = (
    ".disqus-comment-count, .fb-comments-count, .comment-count, .comments-count, "
    "a[data-disqus-identifier], .commento-count, .cusdis-count"
)
_LINE = 120
_FIGURE = re.compile(r"\A\W*(\d{1,6})\W*\Z")


def why_none(document: Document) -> Noted:
    """Say why no comments were found in a page: there are none, or they are elsewhere."""
    count = _stated(document)
    service = _service(document) if count != 0 else None
    if service:
        many = f"{count} comments" if count else "comments, if there are any,"
        return Noted(
            "no_comments_found" if count else "comments_elsewhere",
            "warning" if count else "info",
            f"The page's {many} are kept by {service} and are not in the saved file.",
            f"Save the page when its comments are shown, or bring the export of {service}.",
        )
    if count:
        message = f"The page says that it has {count} comments; none was found."
        hint = "Look whether the saved page holds them; if so, copy them as text."
        return Noted("no_comments_found", "warning", message, hint)
    return Noted("no_comments", "info", "The page holds an entry alone.")


def _service(document: Document) -> str | None:
    for name, selector, script in _SERVICES:
        if selector and select(document, selector):
            return name
        if script and re.search(script, document.text):
            return name
    return None


def _stated(document: Document) -> int | None:
    links = [
        link
        for link in document.root.iter("a")
        if (link.get("href") or "").endswith(("#disqus_thread", "#comments", "#commento"))
    ]
    for element in (*select(document, _COUNTS), *links):
        text = " ".join(text_within(element).split())
        figure = _FIGURE.match(text)
        count = int(figure[1]) if figure else count_in(text)
        if count is not None:
            return count
    places = (*count_places(document), *_short_lines(document))
    return next((count for one in places if (count := count_in(text_within(one)))), None)


def _short_lines(document: Document) -> Iterator[Element]:
    """Yield the innermost elements that hold a line: bylines say how many comments there are."""
    known: dict[Element, bool] = {}
    for one in document.root.iter("div", "span", "td", "font", "small", "header", "footer", "a"):
        href = one.get("href") or "#"
        short = len(one) == 0 and 0 < len((one.text or "").strip()) <= _LINE
        if short and href.startswith("#") and not in_widget(one, known):
            yield one
