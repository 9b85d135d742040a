"""A thread of invented people, and how a page is put around its comments."""

from dataclasses import dataclass
from datetime import datetime

from corpus.ingest.dates import numeric_order
from corpus.ingest.html.items import CommentList
from corpus.ingest.html.moments import Customs, when
from corpus.ingest.html.weave import text_of_item


@dataclass(frozen=True)
class Said:
    """One comment: `answers` is the place of another in the thread."""

    name: str
    at: datetime
    text: str
    answers: int | None = None

    @property
    def paragraphs(self) -> str:
        return "".join(f"<p>{part}</p>" for part in self.text.split("\n\n"))


def at(printed: str) -> datetime:
    return datetime.fromisoformat(printed)


THREAD = (
    Said("Marit Vossen", at("2012-03-04 09:15"), "The pond froze in one night.\n\nAll of it."),
    Said("J. P. Okonjo", at("2012-03-04 10:02"), "And the carp? Mine went under the reeds.", 0),
    Said("Marit Vossen", at("2012-03-04 11:40"), "Below the ice, and well.", 1),
    Said("quiet_heron", at("2012-03-05 07:30"), "A thermometer helps: 4 degrees at the ground."),
    Said("Tomás Lindqvist", at("2012-03-16 18:05"), "We cut a hole and kept it open.", 3),
)
ENTRY = (
    "A pond in winter is a quiet place, and this one is quieter than most that I know of. "
    "Nothing moved on it for nine weeks but the wind and, twice, a fox in a hurry."
)


def page(comments: str, *, head: str = "", entry: str = ENTRY) -> str:
    """Return a page with an entry above the comments and furniture around both."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>The pond – Reed Notes</title>{head}</head>"
        "<body><div id='nav'><ul><li><a href='/'>Home</a></li><li><a href='/about'>About</a></li>"
        f"</ul></div><div id='content'><h1>The pond</h1><div class='post-body'><p>{entry}</p></div>"
        f"{comments}</div><div id='foot'><p>Reed Notes, since 2009</p></div></body></html>"
    )


def told(found: CommentList) -> list[tuple[str | None, str | None, str, int | None]]:
    """Return author, date, text and place of the parent of each item."""
    places = {item.element: place for place, item in enumerate(found.items)}
    ids = {item.external_id: place for place, item in enumerate(found.items) if item.external_id}
    customs = Customs(order=numeric_order([item.date for item in found.items if item.date]))
    rows = []
    for item in found.items:
        moment = when(item.date, item.machine_date, customs).at
        above = places.get(item.above) if item.above is not None else None
        if above is None and item.parent is not None:
            above = ids[item.parent]
        printed = moment.strftime("%Y-%m-%d %H:%M") if moment else None
        rows.append((item.author, printed, text_of_item(item), above))
    return rows


def expected(
    thread: tuple[Said, ...] = THREAD, *, nested: bool = True
) -> list[tuple[str | None, str | None, str, int | None]]:
    """Return what `told` should say of a thread."""
    return [
        (one.name, f"{one.at:%Y-%m-%d %H:%M}", one.text, one.answers if nested else None)
        for one in thread
    ]
