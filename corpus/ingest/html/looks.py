"""Tells by its first bytes whether a file is a web page, and which pages cannot be read."""

import re

from corpus.errors import UnreadableError
from corpus.ingest.encoding import decode_head
from corpus.ingest.events import Detection

FORMAT = "html-page"

_TAGS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|span|li|ol|ul|article|section|table|a|h[1-6]|dl|"
    r"meta|title|script|link|td)\b[^<>]*>",
    re.IGNORECASE,
)
_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]{0,4000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_HTML = re.compile(r"<html\b", re.IGNORECASE)
_XML = re.compile(r"<\?xml\b|<(?:rss|feed|disqus|opml|rdf:RDF|urlset)\b", re.IGNORECASE)
_MHTML = re.compile(
    r"\A\s*(?:From:|MIME-Version:|Snapshot-Content-Location:|Subject:|Date:)[\s\S]{0,4000}?"
    r"multipart/related",
    re.IGNORECASE,
)
# Mail with pictures is wrapped the same way.
_MAIL = re.compile(r"^(?:To|Cc|Message-ID|Received|Delivered-To):", re.IGNORECASE | re.MULTILINE)
_VIEW_SOURCE = re.compile(
    r"""<body[^<>]{0,200}\sid=["']?viewsource\b"""
    r"""|class=["']?line-content["']?>\s*<span class=["']?html-""",
    re.IGNORECASE,
)
_NOT_ASCII = bytes(range(128, 256))
_BEGINNING = 1_000
_LOOKED_AT = 65_536


def sniff(head: bytes, name: str) -> Detection:
    """Tell by a document type, an html element, or the number of tags."""
    del name
    try:
        # A page may be one long line, whose last character the head may cut.
        text = decode_head(head.rstrip(_NOT_ASCII) + b"\n")
    except UnreadableError:
        return Detection(FORMAT, 0.0, "This is no text.")
    confidence, reason = _looks(text)
    return Detection(FORMAT, confidence, reason)


def _looks(text: str) -> tuple[float, str]:
    start = text.lstrip()[:1]
    count = len(_TAGS.findall(text[:_LOOKED_AT]))
    if _ROOT.match(text):
        return (0.9 if count > 2 else 0.4), "It begins as a web page does."
    if _is_mhtml(text):
        return 0.9, "It is a web page saved as an MHTML archive."
    if start in {"{", "["} or _XML.search(text[:_BEGINNING]):
        return 0.05, "It begins as data do, not as a page."
    for fits, confidence, reason in (
        (count > 3 and _HTML.search(text), 0.85, "An html element stands further down."),
        (count > 2 and start == "<", 0.8, f"It begins with a tag and has {count}: part of a page."),
        (count > 9, 0.6, f"It has {count} tags."),
        (count, 0.1, "It has hardly any tags."),
    ):
        if fits:
            return confidence, reason
    return 0.0, "It has no tags."


def _is_mhtml(text: str) -> bool:
    found = _MHTML.match(text)
    return found is not None and _MAIL.search(found[0]) is None


def refuse_wrapped(text: str) -> None:
    """Raise UnreadableError for a page inside another format.

    `mhtml`: an archive of page and pictures; `view_source`: the coloured source of a page.
    """
    if _is_mhtml(text):
        raise UnreadableError(
            "This is an MHTML archive (.mht), in which the page lies encoded.",
            code="mhtml",
            hint="Open it in a browser and save it as “Web page, HTML only”; upload that.",
        )
    if _VIEW_SOURCE.search(text[:_LOOKED_AT]):
        raise UnreadableError(
            "This is a browser's coloured view of a page's source, not the page.",
            code="view_source",
            hint="Save the page itself, or copy the source into a text file and upload that.",
        )
