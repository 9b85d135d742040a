"""Reads a saved web page: the entry and its comments as one thread, tiles that cover the file.

Registers the format. How comments are found is the matter of the families, the entry that of
`entry`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from corpus.ingest.dates.elapsed import counted
from corpus.ingest.events import (
    Checkpoint,
    Event,
    Found,
    Length,
    Noted,
    PostRead,
    ReadOptions,
    Skipped,
    ThreadRead,
)
from corpus.ingest.html.choosing import Choice, choose
from corpus.ingest.html.declared import Declared, read_declared
from corpus.ingest.html.document import Document
from corpus.ingest.html.edges import take_off_edges
from corpus.ingest.html.elsewhere import why_none
from corpus.ingest.html.entry import Entry, read_entry
from corpus.ingest.html.forum import has_own_text, opened
from corpus.ingest.html.head import original_url
from corpus.ingest.html.items import CommentList
from corpus.ingest.html.layout import lay_out
from corpus.ingest.html.leftovers import doubt
from corpus.ingest.html.looks import FORMAT, refuse_wrapped, sniff
from corpus.ingest.html.moments import Customs, when
from corpus.ingest.html.sequence import out_of_order
from corpus.ingest.html.weave import (
    POST_CHARACTERS,
    Woven,
    customs_of,
    span_of_elements,
    text_of_elements,
    weave,
)
from corpus.ingest.markup import text_of
from corpus.ingest.source import Source, read_page
from corpus.text import canonical, word_count

UNSURE = 0.6

__all__ = ["FORMAT", "page_cut", "read", "sniff"]


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of one saved page; a page is always read from its beginning.

    Raises UnreadableError for a file that is empty, no text, larger than a page may be, or a page
    wrapped in another format.
    """
    del resume
    page = read_page(source)
    refuse_wrapped(page.text)
    yield from page.noted
    yield Length(len(page.text))
    zone = ZoneInfo(options.timezone) if options.timezone else None
    yield from counted(_Reading(Document(page.text), options).events(), options.captured, zone)


def page_cut(source: Source, options: ReadOptions) -> Callable[[int, int], str]:
    """Return what cuts the text of a span out of a saved page.

    Raises UnreadableError as `read` does.
    """
    del options
    text = read_page(source).text
    return lambda start, end: text_of(text[start:end])


@dataclass(slots=True)
class _Reading:
    """One page while it is read, and what there is to say about it."""

    document: Document
    options: ReadOptions
    notes: list[Event] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        choice = choose(self.document)
        entry = read_entry(self.document, choice.chosen)
        zone = ZoneInfo(self.options.timezone) if self.options.timezone else None
        customs = Customs(zone, None, entry.language)
        found = choice.chosen.items if choice.chosen else []
        if has_own_text(entry, found):
            message = "The page has a text of its own beside the posts of a forum."
            self._note("low_confidence", message, 0, 0)
        entry, items = opened(entry, found)
        take_off_edges(items)
        customs = customs_of(items, customs)
        counted = self._counted(choice)
        woven = weave(self.document, items, customs, entry.author)
        first = self._entry_post(entry, customs)
        declared = Declared()
        if choice.chosen is not None:
            declared = read_declared(self.document, choice.chosen)
        posts = [] if first is None else [first, *woven.posts]
        read = len(woven.items) + woven.failed
        yield Found(1 + (read if counted is None else counted))
        self._notices(entry, choice, woven, declared)
        yield from woven.notes
        yield from self.notes
        if posts:
            yield self._thread(entry, posts, declared, choice)
        yield from lay_out(self.document, entry, woven.items)

    def _counted(self, choice: Choice) -> int | None:
        """Count the items of the page by the family's other way; say what of them is left out."""
        if choice.family is None or choice.chosen is None:
            return None
        counted = choice.family.count(self.document, choice.chosen)
        if counted is None:
            return None
        ids = [item.external_id for item in choice.chosen.items if item.external_id is not None]
        own = set(ids)
        counted += len(ids) - len(own)
        apart = {
            item.external_id
            for other in choice.others
            if other.family == choice.chosen.family
            for item in other.items
            if item.external_id is not None and item.external_id in (item.element.get("id") or "")
        } - own
        if apart:
            reason = f"{len(apart)} comments stand in a list of other posts or in a widget."
            self.notes.append(Skipped(reason, code="other_list", count=len(apart)))
        return counted

    def _entry_post(self, entry: Entry, customs: Customs) -> PostRead | None:
        without = (*entry.without, *entry.headers)
        text = text_of_elements(entry.body, without)
        start, end = span_of_elements(self.document, entry.body, without) or (0, 0)
        if len(text) > POST_CHARACTERS:
            reason = f"The entry has {len(text):,} characters, more than {POST_CHARACTERS:,}."
            hint = "The entry stands in the thread without its text."
            self.notes.append(Noted("bad_text", "error", reason, hint, "entry", start, end))
            text = ""
        written = when(entry.date, entry.machine_date, customs)
        if written.raw and written.precision == "none":
            message = f"The entry's date {written.raw[:80]!r} was not understood."
            self._note("bad_date", message, start, end, item="entry")
        return PostRead(
            number=0,
            kind="entry",
            text=text,
            start=start,
            end=end,
            author=entry.author,
            is_entry_author=entry.author is not None,
            written=written,
            url=self.options.url or entry.url,
            flags=() if text else ("no_entry_text",),
            words=word_count(text),
            author_url=original_url(entry.author_url) if entry.author_url else None,
        )

    def _thread(
        self, entry: Entry, posts: list[PostRead], declared: Declared, choice: Choice
    ) -> ThreadRead:
        attributes: dict[str, object] = {}
        if choice.chosen is not None:
            attributes["comment_markup"] = choice.chosen.family
        return ThreadRead(
            title=self.options.title or entry.title or "Untitled",
            posts=tuple(posts),
            start=0,
            end=len(self.document.text),
            site=entry.site,
            url=self.options.url or entry.url,
            author=entry.author,
            written=posts[0].written,
            language=entry.language,
            categories=entry.categories,
            attributes=attributes,
            declared=declared.count,
        )

    def _notices(self, entry: Entry, choice: Choice, woven: Woven, declared: Declared) -> None:
        if not entry.title and not self.options.title:
            self._note("missing_title", "No title was found.", 0, 0)
        if not entry.body:
            self._note("missing_text", "The entry's text was not found.", 0, 0)
        chosen = choice.chosen
        if chosen is None:
            self.notes.append(why_none(self.document))
            if not entry.body:
                message = "Neither an entry's text nor comments were found in the page."
                self._note("low_confidence", message, 0, 0)
        else:
            if chosen.confidence < UNSURE:
                message = f"The comments were found by {chosen.reason}, which is not sure."
                self._note("low_confidence", message, 0, 0)
            self._doubts(chosen, woven)
            self._compare(declared, woven)
        self._changes()

    def _doubts(self, chosen: CommentList, woven: Woven) -> None:
        """Say what speaks against the comments being whole and in their places."""
        missed = doubt(self.document, woven.items)
        if missed:
            message = f"Look whether the comments are whole: {missed}."
            self._note("uncertain_boundary", message, 0, 0)
        astray = out_of_order(woven.posts)
        if astray is not None:
            message = f"The date {astray.written.raw!r} stands out of the order of the others."
            self._note("uncertain_boundary", message, astray.start, astray.end)
        if "doubtful_nesting" in chosen.flags:
            message = "Who answers whom cannot be told from the markup for certain."
            self._note("uncertain_boundary", message, 0, 0)

    def _compare(self, declared: Declared, woven: Woven) -> None:
        """Say when the page states another number of comments than was found."""
        if declared.count is None:
            return
        posts = woven.posts
        pings = sum(post.kind != "comment" for post in posts)
        gone = sum(post.status != "approved" for post in posts)
        if declared.count in {len(posts), len(posts) - pings, len(posts) - gone,
                              len(posts) - pings - gone}:  # fmt: skip
            return
        message = f"The page says that it has {declared.count} comments; {len(posts)} were found."
        if declared.paginated and declared.count > len(posts):
            hint = "The rest stands on other pages of the thread: collect those too."
            self.notes.append(Noted("declared_explained", "info", message, hint))
        else:
            hint = "Look whether comments are missing, or were removed on the site."
            self.notes.append(Noted("declared_differs", "warning", message, hint))

    def _changes(self) -> None:
        changes = canonical(self.document.text)[1]
        if changes.nuls or changes.surrogates:
            message = (
                f"{changes.nuls} NULs and {changes.surrogates} lone surrogates were replaced "
                "by U+FFFD."
            )
            self.notes.append(Noted("text_changed", "info", message))
        if self.document.flattened:
            message = f"{self.document.flattened:,} tags were nested too deeply and left out."
            self.notes.append(Noted("deep_nesting", "warning", message))

    def _note(self, code: str, message: str, start: int, end: int, *, item: str = "") -> None:
        self.notes.append(Noted(code, "warning", message, "", item, start, end))
