"""Reads an invented page and says in words what differs from the truth; measures nothing else."""

from dataclasses import dataclass, field
from datetime import datetime

from corpus.ingest import registry
from corpus.ingest.accounting import Account, account
from corpus.ingest.events import Noted, PostRead, ReadOptions, ThreadRead, Written
from corpus.ingest.source import Source
from tests.corpus.ingest.html.unseen_truth import Page, Said, in_order


@dataclass(slots=True)
class Reading:
    """What came out of a page, and how it differs from the truth, by what differs."""

    account: Account
    format: str
    threads: list[ThreadRead]
    notes: list[Noted]
    count: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Every comment is there, in order, with author, date, answer, kind and text."""
        return not any(key in self.wrong for key in COMMENT_KEYS)

    def say(self, what: str, detail: str) -> None:
        """Note a difference."""
        self.wrong.setdefault(what, []).append(detail)


COMMENT_KEYS = ("count", "order", "author", "date", "parent", "kind", "status", "text")


def fold(text: str | None) -> str:
    """The text with its white space folded."""
    return " ".join((text or "").split())


def read(page: Page) -> Reading:
    """Read a page as an upload would and compare it with its truth."""
    source = Source.from_bytes(page.source, f"{page.name}.html")
    reader, detection, _ = registry.choose(source, ReadOptions())
    events = list(reader.read(source, ReadOptions(), None))
    threads = [e for e in events if isinstance(e, ThreadRead)]
    notes = [e for e in events if isinstance(e, Noted)]
    reading = Reading(account(events), detection.format, threads, notes)
    if len(threads) != 1:
        reading.say("count", f"{len(threads)} threads")
        return reading
    _compare_entry(page, reading, threads[0])
    _compare_comments(page, reading, threads[0].posts[1:])
    return reading


def _compare_entry(page: Page, reading: Reading, thread: ThreadRead) -> None:
    entry = thread.posts[0]
    if fold(thread.title) != page.title:
        reading.say("title", thread.title)
    if page.author and fold(entry.author) != page.author:
        reading.say("entry_author", repr(entry.author))
    if page.written and (
        entry.written.at is None or entry.written.at.date() != page.written.date()
    ):
        reading.say("entry_date", repr(entry.written))
    text = fold(entry.text)
    if page.entry[0] not in text or fold(page.entry[-1]) not in text:
        reading.say("entry_text", text[:80])
    elif len(text) > 1.15 * len(fold(" ".join(page.entry))) + 20:
        reading.say("entry_more", text)
    if thread.declared != page.declared:
        reading.say("declared", f"{thread.declared} for {page.declared}")


def _compare_comments(page: Page, reading: Reading, posts: tuple[PostRead, ...]) -> None:
    truth = list(in_order(page.said)) if page.parents else list(page.said)
    reading.count = len(posts)
    if len(posts) != len(truth):
        reading.say("count", f"{len(posts)} for {len(truth)}")
        return
    if [fold(p.text)[:20] for p in posts] != [fold(s.text)[:20] for s in truth]:
        same = sorted(fold(p.text)[:20] for p in posts) == sorted(fold(s.text)[:20] for s in truth)
        reading.say("order" if same else "texts", "")
    places = {s.n: i + 1 for i, s in enumerate(truth)}
    for said, post in zip(truth, posts, strict=True):
        _compare_one(page, reading, said, post, places)


def _compare_one(
    page: Page, reading: Reading, said: Said, post: PostRead, places: dict[int, int]
) -> None:
    if f"author{said.n}" not in page.untold and fold(post.author) != fold(said.author):
        reading.say("author", f"{post.author!r} for {said.author!r}")
    if f"date{said.n}" not in page.untold and not _same_time(page, said.at, post.written):
        reading.say("date", f"{post.written} for {said.at}")
    if page.parents:
        parent = None if said.parent is None else places[said.parent]
        if post.parent != parent:
            reading.say("parent", f"{said.n}: {post.parent} for {parent}")
    if post.kind != said.kind:
        reading.say("kind", f"{post.kind} for {said.kind}")
    if post.status != said.status:
        reading.say("status", f"{post.status} for {said.status}")
    if fold(post.text) != fold(said.text) and said.status != "deleted":
        reading.say("text", f"{fold(post.text)[:60]!r} for {fold(said.text)[:40]!r}")


def _same_time(page: Page, at: datetime, written: Written) -> bool:
    got = written.at
    if page.shows in ("relative", "none"):
        return got is None and bool(written.raw)
    if got is None:
        return False
    got = got.replace(tzinfo=None)
    if page.shows == "day":
        return got.date() == at.date()
    return got.replace(second=0, microsecond=0) == at
