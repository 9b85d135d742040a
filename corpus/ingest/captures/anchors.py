"""The lines of a page that state a date, taken apart: number, name, words between, date.

Looks at one line (or one that a margin broke) at a time. Which of them are author lines is told in
`layouts`, by repetition and place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus.ingest.captures.dated import Dated, find_dates
from corpus.ingest.captures.furniture import is_badge, is_button, is_member_field
from corpus.ingest.captures.lines import SHORT, Page, joint
from corpus.ingest.captures.names import Named, only_number, parse_name, skip_marks
from corpus.ingest.captures.words import HEAD, REPLY_TO, VERB_END, is_date_label

Grade = Literal["full", "day", "relative", "clock"]
Side = Literal["before", "after", "none"]

_URL = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_AFTER_WORDS = re.compile(
    r"[\s()\[\]|•·.,:;#–—-]*(?:(?:utc|gmt|local|permalink|link|edited|bearbeitet|edit|reply|"
    r"said|says|wrote|writes|sagt|sagte|schrieb|schreibt|a dit|a écrit|dijo|dice|escribió|disse|"
    r"ha detto|ha scritto|zei|schreef|napisał|napsal|написал|skrev|sa|sagde|kirjoitti|dedi|"
    r"modifié|editado|modificato|uhr|h|via \w+|in reply to.*|#?\d{1,6}(?!\d)|https?://\S++|"
    r"www\.\S++)"
    r"[\s()\[\]|•·.,:;#–—…-]*)*\Z",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]")


class Anchor(NamedTuple):
    """A line with a date. Spans are positions of the flattened file.

    `line` to `last` are the lines that it fills. `side` says where the name stands, if it holds
    one. `shape` is what repeats: the words and marks around name and date.
    """

    line: int
    last: int
    text: str
    dated: Dated
    grade: Grade
    side: Side
    shape: str
    named: Named | None
    verb_after: bool = False


def anchors(page: Page) -> Iterator[Anchor]:
    """Yield every line of a page that may be an author line, or part of one."""
    taken = -1
    for line, text in enumerate(page.texts):
        if line <= taken or not text or is_member_field(text):
            continue
        found = find_dates(text)
        anchor = _anchor(line, line, text, found) if found else None
        if page.margin is not None and len(text) > 20 and _may_go_on(page, line):
            anchor = _longer(page, line, anchor)
        if anchor is not None:
            taken = anchor.last
            yield anchor


def _longer(page: Page, line: int, anchor: Anchor | None) -> Anchor | None:
    """Read a line that the margin broke with the next one, if date or name goes on there."""
    joined = join(page, line)
    found = find_dates(joined) if len(joined) <= SHORT else []
    longer = _anchor(line, line + 1, joined, found) if found else None
    if longer is None:
        return anchor
    if anchor is None:
        return longer if longer.dated.end > len(page.texts[line]) else None
    goes_on = _RANK[longer.grade] > _RANK[anchor.grade] or anchor.side == longer.side == "after"
    return longer if goes_on else anchor


def join(page: Page, line: int) -> str:
    """Return a line with the one after it, as they stood before a margin broke them."""
    first, second = page.raw(line), page.raw(line + 1)
    return first + joint(first, second) + second


def _may_go_on(page: Page, line: int) -> bool:
    """Say whether the margin broke a line in or near a date."""
    if line + 1 >= len(page) or not page.texts[line + 1]:
        return False
    near = page.texts[line][-30:] + page.texts[line + 1][:30]
    return _FIGURE.search(near) is not None and page.broken(line)


def position(page: Page, anchor: Anchor, offset: int) -> int:
    """Return the position in the file of an offset in an anchor's text."""
    first = page.ends[anchor.line] - page.starts[anchor.line]
    if anchor.last == anchor.line or offset <= first:
        return page.starts[anchor.line] + offset
    gap = len(anchor.text) - first - (page.ends[anchor.last] - page.starts[anchor.last])
    return page.starts[anchor.last] + max(0, offset - first - gap)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A dated line in three: before its date, the date, behind it."""

    line: int
    last: int
    text: str
    dated: Dated
    grade: Grade

    @property
    def before(self) -> str:
        return self.text[: self.dated.start]

    @property
    def after(self) -> str:
        return self.text[self.dated.end :]

    def anchor(self, side: Side, shape: str, named: Named | None, *, verb: bool = False) -> Anchor:
        return Anchor(
            self.line, self.last, self.text, self.dated, self.grade, side, shape, named, verb
        )


def _anchor(line: int, last: int, text: str, found: list[Dated]) -> Anchor | None:
    best = max(found, key=lambda one: (_RANK[grade_of(one)], -one.start))
    parts = _Parts(line, last, text, best, grade_of(best))
    before = parts.before.strip()
    if is_date_label(before) or (_WORD.search(before) and is_button(before)):
        return _with_name_after(parts, None)
    start, number, span = skip_marks(parts.before)
    if number is not None and is_date_label(parts.before[start:]):
        return _with_name_after(parts, Named("", 0, 0, number=number, number_span=span))
    return _with_name_before(parts)


def _with_name_before(parts: _Parts) -> Anchor | None:
    """Read "NAME — DATE", "Comment by NAME on DATE | Reply", "#12 DATE"."""
    named = parse_name(parts.before, before_date=True) or only_number(parts.before)
    if named is None:
        return None
    reply = REPLY_TO.search(parts.after.strip(" ,|•·()"))
    if reply and named.name:
        named = named._replace(reply_to=reply["name"])
    elif not _is_idle_after(parts.after):
        return None
    after = _literal_after(parts.after)
    if not named.name:
        return parts.anchor("none", f"{_literal(named.lead)} {parts.grade} {after}", named)
    verb = bool(_WORD.search(parts.after)) and bool(
        VERB_END.search(f"x {parts.after.strip(' )]')}")
    )
    around = f"{_literal(named.lead)} N {named.verb:d} {_literal(named.tail)}"
    return parts.anchor("before", f"{around} {parts.grade} {after}", named, verb=verb)


def _with_name_after(parts: _Parts, numbered: Named | None) -> Anchor | None:
    """Read "DATE by NAME", "On DATE, NAME said:", or a date alone."""
    head = HEAD.match(parts.after)
    gap = head[0] if head else ""
    rest = parts.after[len(gap) :]
    before = _literal(parts.before)
    if _is_idle_after(rest):
        shape = f"{before} {parts.grade} {_literal_after(parts.after)}"
        return parts.anchor("none", shape, numbered)
    named = parse_name(rest, before_date=False)
    if named is None or not named.name:
        return None
    named = named.moved(len(parts.text) - len(rest))
    if numbered and named.number is None:
        named = named._replace(number=numbered.number, number_span=numbered.number_span)
    shape = f"{before} {parts.grade} {_literal(gap)} {_literal(named.lead)} N {named.verb:d}"
    return parts.anchor("after", shape, named, verb=named.verb)


def grade_of(dated: Dated) -> Grade:
    """Say how much a date states: day and time, day alone, how long ago, time alone."""
    moment = dated.moment
    if moment.relative:
        return "relative"
    if moment.dated:
        return "full" if moment.clock else "day"
    return "clock"


_RANK = {"full": 3, "day": 2, "relative": 1, "clock": 0}


def _is_idle_after(after: str) -> bool:
    """Say whether what follows a date is only buttons, marks, badges."""
    text = after.strip()
    if not text:
        return True
    if len(text) > 140:
        return False
    if is_button(text) or _URL.match(text.strip("()|• ")) or _AFTER_WORDS.match(text):
        return True
    bare = text.strip("()[]|•·,#*–— ")
    return not bare or is_badge(bare) or is_badge(text)


def _literal(text: str) -> str:
    return " ".join(re.sub(r"\d+", "9", text.casefold()).split())


def _literal_after(after: str) -> str:
    text = re.sub(r"\[[^\]\s]{1,40}\]", "", after).strip()
    return "" if not _WORD.search(text) or is_button(text) else _literal(text)[:30]
