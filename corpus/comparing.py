"""What reading a file again would change, thread by thread. Pure Python.

Which post is which is told by `pairing`; where both readings come from is `rereading`'s matter.
What a newer reading does not know is no change: it leaves what is stored as it is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.pairing import Item, Row, plan

Aspect = Literal["text", "author", "date", "parent", "kind", "status", "title", "new", "missing"]
MOST_ITEMS = 200
SHOWN = 160
WHATS = ("same", "changed", "new", "missing")


@dataclass(frozen=True, slots=True)
class Side:
    """A thread as one reading has it; `dates` are its posts' dates in one form, by number.

    `gone` are the numbers of posts that an earlier reading missed already. A reading that only
    `adds` to its thread, for it has no entry, misses nothing.
    """

    title: str
    posts: Sequence[Item]
    dates: dict[int, str]
    gone: frozenset[int] = frozenset()
    adds: bool = False


@dataclass(slots=True)
class Difference:
    """How many threads and posts stay, change, come and are missing, and the first changes."""

    threads: Counter[str] = field(default_factory=Counter)
    posts: Counter[str] = field(default_factory=Counter)
    items: list[dict[str, Any]] = field(default_factory=list)

    def add(self, old: Side | None, new: Side | None) -> None:
        """Count one thread; one side is None where a reading lacks it."""
        if old is None or new is None:
            side, what = (new, "new") if old is None else (old, "missing")
            self.threads[what] += 1
            self.posts[what] += len(side.posts) if side else 0
            self._say("thread", what, None, old.title if old else "", new.title if new else "")
            return
        retitled = bool(new.title) and new.title != old.title and not new.adds
        before = self.posts["same"]
        if retitled:
            self._say("thread", "title", None, old.title, new.title)
        for row, found in _compared(old, new):
            if row.what == "missing" and (new.adds or row.old in old.gone):
                self.posts["same"] += 1
                continue
            self.posts["changed" if found else row.what] += 1
            for aspect, was, now in found or _whole(row, old, new):
                number = row.new if row.new is not None else row.old
                self._say("post", aspect, number, was, now)
        untouched = self.posts["same"] - before == max(len(old.posts), len(new.posts))
        self.threads["same" if untouched and not retitled else "changed"] += 1

    def _say(self, what: str, aspect: str, number: int | None, was: str, now: str) -> None:
        if len(self.items) < MOST_ITEMS:
            self.items.append({
                "what": what, "change": aspect, "number": number,
                "before": was[:SHOWN], "after": now[:SHOWN],
            })  # fmt: skip

    def shown(self) -> dict[str, Any]:
        """Return it as a JSON value."""
        return {
            "threads": {what: self.threads[what] for what in WHATS},
            "posts": {what: self.posts[what] for what in WHATS},
            "items": self.items,
        }


def _compared(old: Side, new: Side) -> Iterator[tuple[Row, list[tuple[Aspect, str, str]]]]:
    """Yield each post's place in both readings and how they differ, where both have it."""
    olds = {item.number: item for item in old.posts}
    news = {item.number: item for item in new.posts}
    rows = plan(old.posts, new.posts)
    places = {row.old: row.number for row in rows if row.old is not None}
    by_place = {row.number: row for row in rows}
    for row in rows:
        if row.what in {"new", "missing"} or row.old is None or row.new is None:
            yield row, []
            continue
        was, now = olds[row.old], news[row.new]
        found: list[tuple[Aspect, str, str]] = []
        if row.what == "changed":
            found.append(("text", was.text, now.text))
        if now.author and now.author != was.author:
            found.append(("author", was.author, now.author))
        if new.dates[row.new] and new.dates[row.new] != old.dates[row.old]:
            found.append(("date", old.dates[row.old], new.dates[row.new]))
        parent = None if was.parent is None else places[was.parent]
        if row.parent != parent:
            found.append(("parent", _named(by_place, parent), _named(by_place, row.parent)))
        found += _plain(was, now)
        yield row, found


def _plain(was: Item, now: Item) -> Iterator[tuple[Aspect, str, str]]:
    if now.kind != was.kind:
        yield "kind", was.kind, now.kind
    if now.status != was.status:
        yield "status", was.status, now.status


def _named(rows: dict[int, Row], place: int | None) -> str:
    if place is None:
        return ""
    row = rows[place]
    return f"#{row.new if row.new is not None else row.old}"


def _whole(row: Row, old: Side, new: Side) -> Iterator[tuple[Aspect, str, str]]:
    """Yield a post that only one reading has, with its text."""
    if row.what == "new":
        text = next(item.text for item in new.posts if item.number == row.new)
        yield "new", "", text
    elif row.what == "missing":
        text = next(item.text for item in old.posts if item.number == row.old)
        yield "missing", text, ""
