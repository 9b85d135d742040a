"""The head of a classic WordPress page: site, date line, title, categories, author, time.

Also says where the entry's text begins. Comments are not looked at here.
"""

from dataclasses import dataclass, field

from corpus.ingest.capture import filled_lines, line_end, next_line, skip_blank
from corpus.ingest.dates import read_moment
from corpus.ingest.events import TileKind
from corpus.ingest.wordpress_lines import FiledLine, filed_line

_TOP_LINES = 40
_SITE_LINES = 4


@dataclass(slots=True)
class Header:
    """What the head of a page says. `body` is where the entry's text begins.

    `below` is the "Filed under" line when it stands below the entry. `raw_when` joins the date line
    and the time, both as printed. `marks` are where header and furniture tiles begin.
    """

    body: int = 0
    below: FiledLine | None = None
    site: str | None = None
    title: str | None = None
    author: str | None = None
    raw_when: str | None = None
    categories: tuple[str, ...] = ()
    marks: list[tuple[int, TileKind]] = field(default_factory=list)


def read_header(flat: str, end: int) -> Header:
    """Read the head of a page whose comments are closed from `end` on."""
    filed = filed_line(flat, end)
    tops = filled_lines(flat, 0, end, limit=_TOP_LINES)
    dated = next((at for at in tops if _is_day(flat, at)), None)
    if filed and dated is not None and dated > filed.start:
        dated = None
    header = Header()
    if filed:
        header.categories, header.author = filed.categories, filed.author
    _read_names(flat, tops, dated, filed, header)
    day = _line(flat, dated) if dated is not None else None
    clock = filed.raw_when if filed else None
    moment = read_moment(clock) if clock else None
    if clock and (day is None or (moment and moment.day)):
        header.raw_when = clock
    else:
        header.raw_when = f"{day} @ {clock}" if day and clock else day
    return header


def _is_day(flat: str, at: int) -> bool:
    moment = read_moment(_line(flat, at))
    return moment is not None and moment.day is not None


def _line(flat: str, at: int) -> str:
    return " ".join(flat[at : line_end(flat, at)][:1000].split())


def _read_names(
    flat: str, tops: list[int], dated: int | None, filed: FiledLine | None, header: Header
) -> None:
    """Find site and title around the date line and the "Filed under" line, then the body."""
    if not tops:
        header.body = len(flat)
        return
    title = _title_at(tops, dated, filed)
    site = tops[0] if tops[0] not in {title, dated} else None
    if filed and filed.start == site:
        site = None
    header.title = _line(flat, title) if title is not None else None
    header.site = _line(flat, site) if site is not None else None
    known = [at for at in (title, dated) if at is not None]
    last = max(known, default=None)
    if filed and _follows(tops, last, filed.start):
        header.body = skip_blank(flat, filed.after)
    else:
        header.body = skip_blank(flat, next_line(flat, last)) if last is not None else tops[0]
        if filed:
            header.below = filed
            header.marks.append((filed.start, "header"))
    first = min(known, default=header.body)
    header.marks.append((0, "header"))
    between = [at for at in tops if site is not None and site < at < first]
    if len(between) > _SITE_LINES:
        header.marks += [(between[0], "furniture"), (first, "header")]


def _title_at(tops: list[int], dated: int | None, filed: FiledLine | None) -> int | None:
    """Choose the title: below the date line, else above the "Filed under" line, else on top."""
    if dated is not None:
        below = [at for at in tops if at > dated]
        if below and (filed is None or below[0] < filed.start):
            return below[0]
        above = [at for at in tops if at < dated]
        return above[-1] if above else None
    if filed:
        above = [at for at in tops if at < filed.start]
        return above[-1] if above else None
    return tops[0]


def _follows(tops: list[int], last: int | None, filed: int) -> bool:
    """Say whether the "Filed under" line stands in the head, not below the entry."""
    return last is None or (filed in tops and not any(last < at < filed for at in tops))
