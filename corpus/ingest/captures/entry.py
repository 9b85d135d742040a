"""The entry of a captured page: its site, title, author, date, and where its words stand.

Works on the lines before the comments. Menus above and share buttons below are left out by shape.
"""

import re
from dataclasses import dataclass, field

from corpus.ingest.captures.anchors import Anchor, position
from corpus.ingest.captures.counts import Heading
from corpus.ingest.captures.endings import ENTRY_META
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.names import Named, parse_name
from corpus.ingest.captures.words import LEAD, PROSE_END

_META_LINES = 6
_PROSE = 70
_HEAD_LINES = 4
_SITE = 80
_MENU = re.compile(r"[#\[*•□»«+]|(?:skip to|zum inhalt|aller au|saltar al|vai al)\b", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """What the lines before the comments say. All numbers are lines; `begin` to `end` its words."""

    begin: int = 0
    end: int = 0
    title: str | None = None
    site: str | None = None
    author: str | None = None
    raw_when: str | None = None
    head: list[int] = field(default_factory=list)
    author_span: tuple[int, int] | None = None
    date_span: tuple[int, int] | None = None
    sure: bool = True


def read_entry(ground: Ground, limit: int, heading: Heading | None) -> Entry:
    """Read the entry that stands before the line `limit`, where the comments begin."""
    page = ground.page
    entry = Entry(0, limit)
    if not limit:
        return entry
    prose = [
        _is_prose(page.raw(line) if not page.texts[line] else page.texts[line])
        for line in range(limit)
    ]
    named = _line_of_title(ground, limit, heading.title if heading else None)
    anchor = _own_date(ground, limit, prose, named)
    signed = anchor is not None and _is_signed_below(anchor, prose, named)
    until = anchor.line if anchor and signed else limit
    above = None if signed else anchor
    title = named if named is not None else _title(ground, until, prose, above)
    known = [line for line in (title, above.last if above else None) if line is not None]
    entry.begin = max(known, default=-1) + 1
    if title is None and anchor is None:
        entry.sure = False
    if title is not None:
        entry.title = page.raw(title).lstrip("#* ")[:500]
        entry.head.append(title)
    if anchor is not None:
        _take_date(ground, entry, anchor)
    _skip_meta(ground, entry, until)
    entry.end = _end(ground, entry.begin, until, prose[:until])
    if entry.author is None:
        _find_author(ground, entry, limit)
    entry.site = _site(ground, entry, title)
    return entry


def _is_signed_below(anchor: Anchor, prose: list[bool], title: int | None) -> bool:
    """Say whether the entry's author and date stand below its words: no words follow them."""
    top = 0 if title is None else title + 1
    return not any(prose[anchor.last + 1 :]) and any(prose[top : anchor.line])


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE or (len(text) >= 30 and bool(PROSE_END.search(text)))


def _fold(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def _line_of_title(ground: Ground, limit: int, stated: str | None) -> int | None:
    """Find the line that repeats the title which the comments' heading states."""
    if not stated:
        return None
    wanted = _fold(stated)
    if len(wanted) < 2:
        return None
    for line in range(limit - 1, -1, -1):
        text = ground.page.texts[line]
        if text and len(text) < len(stated) * 2 + 10 and _fold(text) == wanted:
            return line
    return None


def _own_date(ground: Ground, limit: int, prose: list[bool], title: int | None) -> Anchor | None:
    """Choose the date line of the entry: near its title, else the one that most prose follows."""
    found = [
        anchor
        for anchor in ground.anchors
        if anchor.last < limit and anchor.grade in {"full", "day"} and len(anchor.text) <= 200
    ]
    if title is not None:
        near = [one for one in found if -_HEAD_LINES <= one.line - title <= _HEAD_LINES]
        return min(near, key=lambda one: abs(one.line - title)) if near else None
    best: Anchor | None = None
    most = 0
    for place, anchor in enumerate(found):
        until = found[place + 1].line if place + 1 < len(found) else limit
        following = sum(
            ground.page.ends[line] - ground.page.starts[line]
            for line in range(anchor.last + 1, until)
            if prose[line]
        )
        if following > most:
            best, most = anchor, following
    if best is None and len(found) == 1:
        return found[0]
    return best


def _title(ground: Ground, limit: int, prose: list[bool], anchor: Anchor | None) -> int | None:
    """Choose the title beside the date line, else above the first long stretch of prose."""
    page = ground.page
    if anchor is not None:
        above = ground.last_words(anchor.line, 0) - 1
        below = ground.next_words(anchor.last + 1, limit)
        above_fits = above >= 0 and not prose[above] and anchor.line - above <= _HEAD_LINES
        below_fits = (
            below < limit
            and not prose[below]
            and below + 1 < limit
            and any(prose[below + 1 : below + 4])
            and not _is_meta(ground, below)
        )
        if above_fits and not (below_fits and (above == 0 or _in_menu(ground, above))):
            return above
        return below if below_fits else above if above_fits else None
    first = next((line for line in range(limit) if prose[line]), None)
    if first is None:
        words = ground.next_words(0, limit)
        return words if words < limit else None
    for line in range(first - 1, max(-1, first - 6), -1):
        if not ground.idle(line) and page.texts[line] and not _is_meta(ground, line):
            return line
    return None


def _in_menu(ground: Ground, line: int) -> bool:
    """Say whether a line closes a run of short lines, as a menu's last item does."""
    page = ground.page
    run = 0
    while line - run > 0 and not page.blanks[line - run] and len(page.texts[line - run]) < 40:
        run += 1
    return run >= 3


def _is_meta(ground: Ground, line: int) -> bool:
    text = ground.page.texts[line]
    return bool(text) and (
        bool(ENTRY_META.match(text.lower())) or ground.is_heading(line) or ground.is_ending(line)
    )


def _take_date(ground: Ground, entry: Entry, anchor: Anchor) -> None:
    entry.raw_when = anchor.dated.raw
    entry.head += range(anchor.line, anchor.last + 1)
    entry.date_span = (
        position(ground.page, anchor, anchor.dated.start),
        position(ground.page, anchor, anchor.dated.end),
    )
    if anchor.named and anchor.named.name and _is_author(anchor.named, anchor):
        entry.author = anchor.named.name
        entry.author_span = (
            position(ground.page, anchor, anchor.named.start),
            position(ground.page, anchor, anchor.named.end),
        )


def _is_author(named: Named, anchor: Anchor) -> bool:
    """Say whether the name beside the entry's date is its author, not a title or a category."""
    return bool(named.lead) or (
        len(named.name.split()) <= 4 and "|" not in named.name and not named.name.endswith(":")
    )


def _skip_meta(ground: Ground, entry: Entry, limit: int) -> None:
    """Move the entry's begin past what stands under its title: author, categories, counters."""
    page = ground.page
    for _ in range(_META_LINES):
        line = entry.begin
        if line >= limit:
            return
        text = page.texts[line]
        lead = LEAD.match(text) if 0 < len(text) <= 100 else None
        if lead and entry.author is None and (named := parse_name(text, before_date=False)):
            entry.author = named.name
            entry.author_span = (
                page.starts[line] + named.start,
                page.starts[line] + named.end,
            )
        elif not (lead or ground.idle(line) or _is_meta(ground, line)):
            return
        entry.head.append(line)
        entry.begin += 1


def _end(ground: Ground, begin: int, limit: int, prose: list[bool]) -> int:
    """Find where the entry's words end: before tags, share buttons and lists of other pages."""
    page = ground.page
    following = sum(prose[begin:limit])
    for line in range(begin, limit):
        following -= prose[line]
        text = page.texts[line]
        if not text or following > 1 or line == begin:
            continue
        if ground.is_ending(line) or ENTRY_META.match(text.lower()):
            return ground.last_words(line, begin)
    end = limit
    while end > begin and (ground.idle(end - 1) or _is_meta(ground, end - 1)):
        end -= 1
    return end


def _find_author(ground: Ground, entry: Entry, limit: int) -> None:
    """Look for "Posted by NAME" in the lines around the entry's words."""
    page = ground.page
    near = [
        *range(entry.end, min(limit, entry.end + 12)),
        *range(entry.begin - 1, max(-1, entry.begin - 5), -1),
    ]
    for line in near:
        text = page.texts[line]
        if not 0 < len(text) <= 120 or not (lead := LEAD.match(text)):
            continue
        rest = text[lead.end() :]
        for stop in (
            " at ",
            " on ",
            " am ",
            " um ",
            " le ",
            " à ",
            " a las ",
            " alle ",
            " | ",
            " in ",
            " – ",
            " · ",
        ):
            rest = rest.split(stop, 1)[0]
        named = parse_name(rest, before_date=False)
        if named and named.name and len(named.name.split()) <= 5:
            start = page.starts[line] + lead.end() + named.start
            entry.author, entry.author_span = named.name, (start, start + len(named.name))
            return


def _site(ground: Ground, entry: Entry, title: int | None) -> str | None:
    """Return the site's name: the first line that is neither a menu's nor the title."""
    for line in range(min(3, entry.begin)):
        text = ground.page.texts[line]
        if line == title:
            return None
        if text and len(text) <= _SITE and not ground.idle(line) and not _MENU.match(text):
            return text
    return None
