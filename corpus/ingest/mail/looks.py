"""Does a file look like mail? Told by its first bytes."""

import re

from corpus.ingest.events import Detection
from corpus.ingest.mail.boundaries import is_mbox
from corpus.ingest.mail.message import head_of

FORMAT = "mail"
_SURE = frozenset({"from", "message-id", "received", "return-path", "delivered-to"})
_KNOWN = _SURE | frozenset({
    "to", "cc", "date", "subject", "mime-version", "content-type", "in-reply-to", "references",
    "sender", "reply-to", "list-id", "newsgroups", "path", "x-mailer", "content-transfer-encoding",
})  # fmt: skip
_SAVED_PAGE = re.compile(rb"(?i:^(?:Snapshot-Content-Location:|From: <Saved by ))", re.MULTILINE)


def sniff(head: bytes, name: str) -> Detection:
    """Tell by a line "From …" with header lines below it, or by the header lines of a message."""
    del name
    if is_mbox(head):
        return Detection(FORMAT, 0.97, "A line From, then the header lines of a message.")
    known = _KNOWN & head_of(head).keys()
    if _SAVED_PAGE.search(head[:4096]) or not known & _SURE:
        return Detection(FORMAT, 0.0, "It does not begin with the header lines of a message.")
    begins = re.match(rb"(?:\xef\xbb\xbf)?\s*[!-9;-~]{2,60}:[ \t\r\n]", head)
    if begins and len(known) >= 4:
        return Detection(FORMAT, 0.97, "It begins with the header lines of a message.")
    if begins and len(known) >= 3:
        return Detection(FORMAT, 0.8, "It begins with some header lines of a message.")
    return Detection(FORMAT, 0.2, "It has few header lines of a message.")
