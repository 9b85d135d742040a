"""Reads text captures of blog pages by shape: one thread, and tiles that cover the capture.

Puts together what the modules beside it recognise, propose, judge and trim.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from corpus.errors import UnreadableError
from corpus.ingest import wordpress_lines
from corpus.ingest.capture import flatten
from corpus.ingest.captures.bodies import words_between
from corpus.ingest.captures.choice import Choice
from corpus.ingest.captures.kinds import kind_of_text
from corpus.ingest.captures.lines import page_of
from corpus.ingest.captures.linkmarks import without_links
from corpus.ingest.captures.reading import Reading, look_at
from corpus.ingest.dates.elapsed import counted
from corpus.ingest.encoding import decode_head
from corpus.ingest.events import Checkpoint, Detection, Event, Length, ReadOptions
from corpus.ingest.source import HEAD_BYTES, Source, read_page

FORMAT = "text-capture"
_FALLBACK = 0.5
# Letters and figures without which nothing is a page, and where to look for them.
_LEAST, _LOOK = 10, 65_536
# Of a longer file so much shows what it is, if it shows any comments.
_GLANCE = 32_768


def sniff(head: bytes, name: str) -> Detection:
    """Tell by repeated author lines; any text that is no markup and no data may be a capture."""
    del name
    try:
        text = decode_head(head)
    except UnreadableError:
        return Detection(FORMAT, 0.0, "This is no text.")
    other = kind_of_text(text)
    if other:
        return Detection(FORMAT, 0.05, f"This is {other}, not a copied page.")
    if len(list(islice(filter(str.isalnum, text[:_LOOK]), _LEAST))) < _LEAST:
        return Detection(FORMAT, 0.1, "There is next to no text in it.")
    flat, choice = _glance(flatten(text), whole=len(head) < HEAD_BYTES)
    if choice.parting is None:
        return Detection(FORMAT, _FALLBACK, "Text, but no line names a comment's author.")
    count = len(choice.parting.items)
    reason = f"{count} lines name an author and a date, in one shape." if count > 1 else (
        "One line names a comment's author."
    )  # fmt: skip
    classic = sum(
        isinstance(line, wordpress_lines.AuthorLine) for line in wordpress_lines.author_lines(flat)
    )
    if classic * 10 >= count * 9 and without_links(flat) == flat:
        # What the reader of classic WordPress reads exactly is left to it.
        return Detection(FORMAT, 0.7, reason)
    return Detection(FORMAT, max(_FALLBACK, round(0.6 + 0.35 * choice.confidence, 2)), reason)


def _glance(flat: str, *, whole: bool) -> tuple[str, Choice]:
    """Look at a file's head, or at the beginning of that; return what was looked at, and how.

    A file that is its own head is looked at as a whole: its reading goes on from there.
    """
    if not whole:
        short = flat[:_GLANCE]
        _, choice = look_at(short)
        if choice.parting is not None:
            return short, choice
    return flat, look_at(flat)[1]


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of one captured page; a page is always read from its beginning.

    Raises UnreadableError for a file that is empty, no text, or larger than a page may be.
    """
    del resume
    page = read_page(source)
    yield from page.noted
    yield Length(len(page.text))
    zone = ZoneInfo(options.timezone) if options.timezone else None
    yield from counted(Reading(page.text, options).events(), options.captured, zone)


def page_cut(source: Source, options: ReadOptions) -> Callable[[int, int], str]:
    """Return what cuts the text of a span out of a capture, as `read` does.

    Raises UnreadableError as `read` does.
    """
    del options
    page = page_of(flatten(read_page(source).text))

    def cut(start: int, end: int) -> str:
        return words_between(page, start, end)[0]

    return cut
