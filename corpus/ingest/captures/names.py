"""A name taken out of what stands around it: numbers, "Posted by", "says:", marks, "in reply to".

Looks at a string beside a date, or at a line of its own.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from corpus.ingest.captures.furniture import is_button
from corpus.ingest.captures.words import (
    AFTER_LEAD,
    ARROW,
    LEAD,
    PING,
    PING_LINE,
    REPLY_TO,
    TAIL,
    VERB_END,
    VERB_START,
)
from corpus.ingest.events import PostKind

NAME_CHARACTERS = 90
NAME_WORDS = 10
_REMEMBERED = 8_192
_MARK = re.compile(
    r"(?:[*+o□☆•●◦▪■◆◇★○▫⁃–—~-][^\S\n]+|[+-]?\d{1,5}[^\S\n]+(?=#\d)"
    r"|\[(?!(?:deleted|removed|flagged|dead|suspended)\])[^\]\s]{1,24}\][^\S\n]*"
    r"|\[(?P<alt>[^\]\n]{1,60})\][^\S\n]*(?=(?P=alt))"
    r"|(?P<number>#[^\S\n]?\d{1,6}(?=\W|\Z)|\(?\d{1,6}[.)](?=[^\S\n]|\Z)|\[\d{1,6}\]|"
    r"№[^\S\n]?\d{1,6})[^\S\n:.)|–—-]*)"
)
# What boards print behind a name: "NAME 12 points", "NAME[S]".
_SCORE = re.compile(
    r"(?:\s*\[[A-Z]{1,2}\])?(?:\s+(?:[+-]?\d[\d.,]{0,6}k?|score hidden)\s*"
    r"(?:points?|pts|Punkte?|puntos?|pontos?|punti|очк\w+)?|\s*\[[A-Z]{1,2}\])\Z"
)
_MARKS = 12
_PICTURE = re.compile("[\U0001f300-\U0001faff]")
_TITLES = re.compile(r"\s[»>]\s")
_END = re.compile(r"[.!?。！？…]\Z")
_WORD = re.compile(r"[^\W\d_]")


class Named(NamedTuple):
    """A name taken out of a line: where it stands in the line's text, and what stood around it.

    `whole` is what was parted into name and `reply_to` at a mark that may be part of a title.
    """

    name: str
    start: int
    end: int
    lead: str = ""
    verb: bool = False
    tail: str = ""
    number: int | None = None
    number_span: tuple[int, int] | None = None
    reply_to: str | None = None
    kind: PostKind = "comment"
    whole: str = ""

    def moved(self, by: int) -> "Named":
        """Return the same name with its positions moved."""
        span = self.number_span
        return self._replace(
            start=self.start + by,
            end=self.end + by,
            number_span=(span[0] + by, span[1] + by) if span else None,
        )


@lru_cache(maxsize=_REMEMBERED)
def parse_name(text: str, *, before_date: bool) -> Named | None:
    """Take a name out of what stands beside a date, or out of a line of its own.

    Returns None when the rest is no name; a `Named` with an empty name when only numbers and words
    like "Posted on" stand there.
    """
    start, number, span = skip_marks(text)
    end = len(text.rstrip())
    lead = LEAD.match(text, start, end) or PING_LINE.match(text, start, end)
    if lead is None and not before_date:
        lead = AFTER_LEAD.match(text, start, end)
    kind: PostKind = "comment"
    if lead:
        if PING.match(text, start, end):
            kind = "trackback" if text[start].casefold() == "t" else "pingback"
        start = lead.end()
        mark = _MARK.match(text, start, end)
        start = mark.end() if mark and not mark["number"] else start
    opening = VERB_START.match(text, start, end)
    start = opening.end() if opening else start
    end = _cut_buttons(text, start, end)
    stop, verb = _cut_tail(text, start, end, before_date=before_date)
    stop = _cut_score(text, start, stop, before_date=before_date)
    name = text[start:stop].strip()
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    named = Named(
        name,
        start,
        start + len(name),
        lead[0] if lead else "",
        verb or opening is not None,
        text[stop:end],
        number,
        span,
        kind=kind,
    )
    if not name:
        return named
    marked = named.verb and 1 < len(name) <= _MARKS and not any(map(str.isspace, name))
    return _with_reply(named) if plausible(name) or marked else None


def skip_marks(text: str) -> tuple[int, int | None, tuple[int, int] | None]:
    """Skip list marks and avatars; return where they end, and the number among them."""
    start, number, span = 0, None, None
    while (mark := _MARK.match(text, start)) and mark.end() > start:
        if mark["number"]:
            number, span = int(re.sub(r"\D", "", mark["number"])), mark.span("number")
        start = mark.end()
    return start, number, span


def _cut_tail(text: str, start: int, end: int, *, before_date: bool) -> tuple[int, bool]:
    """Return where a name ends before "says:", "on", "—", and whether a verb stood there."""
    verb = False
    for _ in range(3):
        piece = text[start:end]
        found = VERB_END.search(piece[-60:])
        if found and len(piece) - len(piece[-60:]) + found.start() > 0:
            end = start + len(piece) - len(piece[-60:]) + found.start()
            verb = True
            continue
        tail = (
            TAIL.search(piece[-40:])
            if before_date or piece.endswith((":", "：", ",", "…"))
            else None
        )
        if tail is None or len(tail[0]) >= len(piece):
            break
        cut = len(piece[-40:]) - tail.start()
        if not before_date and _WORD.search(tail[0]):
            break
        end -= cut
    return end, verb


def _cut_score(text: str, start: int, stop: int, *, before_date: bool) -> int:
    """Return where "NAME[S] 12 points" ends without its score."""
    found = _SCORE.search(text[start:stop]) if before_date else None
    has_word = found and any(mark.isalpha() or mark in "[(" for mark in found[0])
    return start + found.start() if found and found.start() and has_word else stop


def _cut_buttons(text: str, start: int, end: int) -> int:
    """Return where "NAME | Email | Homepage |" ends without its buttons."""
    while (bar := text.rstrip(" |·•").rfind(" | ", start, end)) > start:
        if not is_button(text[bar:end].strip(" |")):
            break
        end = bar
    return end


def _with_reply(named: Named) -> Named:
    """Part "NAME → NAME" and "NAME in reply to NAME"."""
    reply = REPLY_TO.search(named.name)
    if reply and reply.start():
        name = named.name[: reply.start()].rstrip(" ,|•·(")
        verb = VERB_END.search(name)
        name = name[: verb.start()] if verb and verb.start() else name
        return named._replace(name=name, end=named.start + len(name), reply_to=reply["name"])
    parts = ARROW.split(named.name, maxsplit=1)
    if len(parts) == 2 and all(part.strip() for part in parts):
        name, other = parts[0].strip(), parts[1].strip()
        # "»" parts the titles of sites as well.
        whole = named.name if _TITLES.search(named.name) else ""
        return named._replace(name=name, end=named.start + len(name), reply_to=other, whole=whole)
    return named


def plausible(name: str) -> bool:
    """Say whether a string could be somebody's name or nickname."""
    if len(name) > NAME_CHARACTERS:
        return False
    if not any(mark.isalnum() for mark in name):
        return _PICTURE.search(name) is not None
    if len(name.split()) > NAME_WORDS or (len(name) > 40 and _END.search(name)):
        return False
    return not is_button(name) or name.isdigit()


def only_number(before: str) -> Named | None:
    """Read "#12" or "3." before a date as a number without a name."""
    mark = _MARK.match(before.strip())
    if mark is None or not mark["number"] or mark.end() < len(before.strip()):
        return None
    shift = len(before) - len(before.lstrip())
    span = mark.start("number") + shift, mark.end("number") + shift
    return Named("", 0, 0, number=int(re.sub(r"\D", "", mark["number"])), number_span=span)


def fold_name(name: str) -> str:
    """Return a name without regard to case, width and white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).lstrip("@")
