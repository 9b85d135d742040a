"""A captured page with all that was recognised on it, line by line, for proposals to look up."""

from bisect import bisect_left
from dataclasses import dataclass, field

from corpus.ingest.captures.anchors import Anchor, anchors
from corpus.ingest.captures.counts import Heading, heading_of
from corpus.ingest.captures.endings import ending_of
from corpus.ingest.captures.furniture import (
    addressee,
    is_badge,
    is_button,
    is_closing_button,
    is_marks,
    is_reply_button,
    is_waiting,
)
from corpus.ingest.captures.lines import Page, bullet
from corpus.ingest.captures.names import Named, parse_name
from corpus.ingest.captures.words import LEADS_ON, PROSE_END, VERB_LINE

_MOST_HEADINGS = 400
_REMEMBERED = 100_000


@dataclass(slots=True)
class Ground:
    """What a page holds: dated lines, headings and endings, each in the page's order, by line.

    `forms` are endings that no reader writes ("Leave a Reply"), `endings` all of them.
    """

    page: Page
    anchors: list[Anchor]
    headings: list[tuple[int, Heading]]
    forms: list[int]
    endings: list[int]
    _idle: dict[int, bool] = field(default_factory=dict)
    _named: dict[int, Named | None] = field(default_factory=dict)
    _leads_on: dict[int, bool] = field(default_factory=dict)

    def idle(self, line: int) -> bool:
        """Say whether a line carries nobody's words: buttons, badges, marks, bare numbers."""
        known = self._idle.get(line)
        if known is None:
            text = self.page.texts[line]
            known = 0 < len(text) <= 120 and (
                is_marks(text)
                or is_button(text)
                or is_badge(text)
                or is_waiting(text)
                or addressee(text) is not None
                or (bullet(text) > 0 and _is_theme(text[bullet(text) :]))
            )
            self._idle[line] = known
        return known

    def named(self, line: int) -> Named | None:
        """Read a line as a name of its own ("NAME says:"); None if it is longer than names are."""
        if line not in self._named:
            text = self.page.texts[line]
            named = parse_name(text, before_date=False) if 0 < len(text) <= 140 else None
            self._named[line] = named if named and named.name else None
        return self._named[line]

    def leads_on(self, line: int) -> bool:
        """Say whether a line is a name and a verb that lead on to what follows: "NAME says:"."""
        known = self._leads_on.get(line)
        if known is None:
            text = self.page.texts[line]
            known = text.rstrip().endswith(LEADS_ON) and VERB_LINE.search(text) is not None
            self._leads_on[line] = known
        return known

    def likeness(self, line: int) -> float:
        """Say from 0 to 1 how much a line looks like a name alone."""
        named = self.named(line)
        if named is None:
            return 0.0
        if named.verb or named.lead:
            return 1.0
        if PROSE_END.search(named.name) or "http" in named.name:
            return 0.1
        words = len(named.name.split())
        return 0.85 if words <= 3 else 0.6 if words <= 5 else 0.25

    def next_words(self, line: int, stop: int) -> int:
        """Return the first line from `line` on that carries words; `stop` if there is none."""
        while line < stop and self.idle(line):
            line += 1
        return line

    def last_words(self, line: int, floor: int) -> int:
        """Return the line after the last one before `line` that carries words; at least `floor`."""
        while line > floor and self.idle(line - 1):
            if line > floor + 1 and self._goes_on(line - 1):
                break
            line -= 1
        return line

    def _goes_on(self, line: int) -> bool:
        """Say whether a line that could be marks or numbers is the rest of a broken one."""
        text = self.page.texts[line]
        return self.page.broken(line - 1) and not is_closing_button(text)

    def is_ending(self, line: int) -> bool:
        """Say whether a line is furniture by its words."""
        place = bisect_left(self.endings, line)
        return place < len(self.endings) and self.endings[place] == line

    def first_ending(self, line: int, *, form: bool = False) -> int:
        """Return the first line from `line` on that is furniture by its words."""
        known = self.forms if form else self.endings
        place = bisect_left(known, line)
        return known[place] if place < len(known) else len(self.page)

    def declared_at(self, line: int) -> int | None:
        """Return the number of comments that a line states, if it is a heading that does."""
        return next((one.declared for at, one in self.headings if at == line), None)

    def is_heading(self, line: int) -> bool:
        """Say whether a line names the comments and their number."""
        place = bisect_left(self.headings, line, key=lambda one: one[0])
        return place < len(self.headings) and self.headings[place][0] == line


def _is_theme(text: str) -> bool:
    return is_badge(text) or (is_button(text) and not is_marks(text) and not text.isdigit())


def ground_of(page: Page) -> Ground:
    """Recognise the dated lines, headings and endings of a page."""
    ground = Ground(page, list(anchors(page)), [], [], [])
    known: dict[str, tuple[str, Heading | None]] = {}
    for line, text in enumerate(page.texts):
        if not text:
            continue
        said = known.get(text)
        if said is None:
            said = _said(text)
            if len(known) < _REMEMBERED:
                known[text] = said
        ending, heading = said
        if ending:
            ground.endings.append(line)
            if ending == "form":
                ground.forms.append(line)
        if heading and len(ground.headings) < _MOST_HEADINGS:
            ground.headings.append((line, heading))
    return ground


def _said(text: str) -> tuple[str, Heading | None]:
    """Look up what ends at a line, and whether it is the heading of the comments."""
    low = text.lower()
    ending, heading = ending_of(low), heading_of(text, low)
    if (ending or (heading and heading.bare)) and is_reply_button(text[bullet(text) :]):
        return "", None
    return ending, heading
