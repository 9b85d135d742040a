"""One captured page while it is read: its entry, its comments, their tiles, what there is to say.

Everything that is decided was decided by `choice`, `finish`, `entry`, `nesting`; here it becomes
events.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.ingest.capture import flatten, tiles
from corpus.ingest.captures.choice import Choice, choose_parting
from corpus.ingest.captures.counts import is_pagination
from corpus.ingest.captures.entry import Entry, read_entry
from corpus.ingest.captures.finish import finish
from corpus.ingest.captures.ground import Ground, ground_of
from corpus.ingest.captures.lines import page_of
from corpus.ingest.captures.parts import Comment
from corpus.ingest.captures.posts import comment_posts, entry_post, zone_of
from corpus.ingest.captures.scan import Printed, count_alike
from corpus.ingest.captures.tiling import marks_of_lines
from corpus.ingest.dates import numeric_order
from corpus.ingest.events import (
    Event,
    Failed,
    Found,
    Noted,
    PostRead,
    ReadOptions,
    Skipped,
    ThreadRead,
)
from corpus.ingest.source import HEAD_BYTES
from corpus.text import canonical

POST_CHARACTERS = 1_000_000


def look_at(flat: str) -> tuple[Ground, Choice]:
    """Recognise what stands on a flattened page and how its comments are parted.

    What a file is and what it holds are asked one after the other: the last answer is kept, unless
    the page is so large that only its head was looked at to tell what it is.
    """
    return _kept(flat) if len(flat) <= HEAD_BYTES else _looked(flat)


@lru_cache(maxsize=1)
def _kept(flat: str) -> tuple[Ground, Choice]:
    return _looked(flat)


def _looked(flat: str) -> tuple[Ground, Choice]:
    ground = ground_of(page_of(flat))
    return ground, choose_parting(ground)


@dataclass(slots=True)
class Reading:
    """One page while it is read: the file's text, the wishes of the person who uploaded it."""

    text: str
    options: ReadOptions
    notes: list[Event] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        """Yield what the page holds, what there is to say about it, and its tiles."""
        ground, choice = look_at(flatten(self.text))
        comments = finish(ground, choice.parting) if choice.parting else []
        limit = _limit(ground, choice, comments)
        entry = read_entry(ground, limit, choice.heading)
        posts = self._posts(ground, choice, entry, comments)
        again = self._count_again(ground, choice, comments)
        inner = choice.parting.inner if choice.parting else ()
        if again == len(comments) + len(inner):
            self.notes += [
                Skipped("A name and a date inside somebody's words.", one.text.strip(),
                        ground.page.bol(one.line), ground.page.ends[one.last], "quoted_header")
                for one in inner
            ]  # fmt: skip
        lost = 1 + len(comments) - len(posts)
        yield Found(1 + again)
        self._say(ground, choice, entry, comments, posts)
        yield from self.notes
        if lost == 0:
            yield self._thread(entry, choice, posts)
        marks = marks_of_lines(ground.page, entry, choice.heading_line, comments)
        yield from tiles(marks, len(self.text))

    def _posts(
        self, ground: Ground, choice: Choice, entry: Entry, comments: Sequence[Comment]
    ) -> list[PostRead]:
        zone = zone_of(self.options.timezone)
        raws = [one.item.anchor.dated.raw for one in comments if one.item.anchor]
        order = numeric_order([entry.raw_when, *raws] if entry.raw_when else raws)
        first = entry_post(ground, entry, zone=zone, order=order, url=self.options.url)
        posts = [
            first,
            *comment_posts(
                ground, comments, first, zone=zone, order=order, confidence=choice.confidence
            ),
        ]
        long = [post for post in posts if len(post.text) > POST_CHARACTERS]
        if not long:
            return posts
        reason = f"A text has {len(long[0].text):,} characters, more than {POST_CHARACTERS:,}."
        self.notes.append(Failed(reason, "", long[0].start, long[0].end, "bad_text", len(posts)))
        return []

    def _thread(self, entry: Entry, choice: Choice, posts: list[PostRead]) -> ThreadRead:
        return ThreadRead(
            title=self.options.title or entry.title or "Untitled",
            posts=tuple(posts),
            start=0,
            end=len(self.text),
            site=entry.site,
            url=self.options.url,
            author=entry.author,
            written=posts[0].written,
            declared=choice.declared,
        )

    def _count_again(self, ground: Ground, choice: Choice, comments: Sequence[Comment]) -> int:
        """Count the comments by the look of their dates; those without a date as they were read."""
        parting = choice.parting
        if parting is None:
            return 0
        dated = [one.item.anchor for one in comments if one.item.anchor]
        undated = len(comments) - len(dated)
        if not dated:
            return undated
        page = ground.page
        start = page.bol(min(one.line for one in dated))
        last = max(comments, key=lambda one: one.item.foot)
        end = page.after(max(last.item.foot, last.end - 1))
        printed = (
            Printed(
                one.text[: one.dated.start],
                one.dated.raw,
                one.text[one.dated.end :],
                one.grade == "relative",
            )
            for one in dated
        )
        return undated + count_alike(page.flat, start, end, printed)

    def _say(
        self,
        ground: Ground,
        choice: Choice,
        entry: Entry,
        comments: Sequence[Comment],
        posts: Sequence[PostRead],
    ) -> None:
        for comment, post in zip(comments, posts[1:], strict=False):
            self._say_of(ground, comment, post)
        for doubt in choice.doubts:
            self._note("low_confidence", doubt)
        if choice.parting is None:
            self._say_none(choice)
        elif choice.declared is not None:
            self._compare(ground, choice, comments)
        if entry.title is None and not self.options.title:
            self._note("missing_title", "No title was found.")
        if posts and not posts[0].text:
            self._say_no_text(choice, posts)
        changes = canonical(self.text)[1]
        if changes:
            message = (
                f"{changes.line_ends} line ends became LF, {changes.nuls} NULs were dropped, "
                f"{changes.surrogates} lone surrogates became U+FFFD."
            )
            self.notes.append(Noted("text_changed", "info", message))

    def _say_no_text(self, choice: Choice, posts: Sequence[PostRead]) -> None:
        self._note("missing_text", "The entry has no text.")
        if choice.parting and choice.heading_line is None and len(posts) > 1:
            self._note("low_confidence", "The first comment may be the entry: it has no text.")

    def _say_of(self, ground: Ground, comment: Comment, post: PostRead) -> None:
        item = f"comment {post.number}"
        for doubt in comment.doubts:
            self._note("uncertain_boundary", doubt, item, post.start, post.end)
        if "truncated" in post.flags:
            self._note("truncated_text", "The page shows only the beginning of this comment.",
                       item, post.start, post.end)  # fmt: skip
        if "cut" in post.flags:
            self._note("cut_comment", "The capture breaks off inside this comment.",
                       item, post.start, post.end)  # fmt: skip
        if post.written.precision == "none" and post.written.raw:
            self._note("bad_date", f"The date {post.written.raw!r} was not understood.",
                       item, post.start, post.end)  # fmt: skip

    def _say_none(self, choice: Choice) -> None:
        if choice.declared == 0:
            self.notes.append(Noted("no_comments", "info", "The page says that it has none."))
        elif choice.declared:
            self._note("declared_differs", f"The page says that it has {choice.declared} comments; "
                       "none was found.")  # fmt: skip
        else:
            self._note("no_comments_found", "No line names the author of a comment.")

    def _compare(self, ground: Ground, choice: Choice, comments: Sequence[Comment]) -> None:
        """Compare the page's own number with what was found; pings may be counted or not."""
        found = len(comments)
        pings = sum(comment.item.kind != "comment" for comment in comments)
        if choice.declared in {found, found - pings}:
            return
        message = f"The page says that it has {choice.declared} comments; {found} were found."
        more = choice.declared is not None and choice.declared > found
        if more and any(is_pagination(text.lower()) for text in ground.page.texts if text):
            hint = "The others stand on its other pages, to which it links."
            self.notes.append(Noted("declared_explained", "info", message, hint))
        else:
            self._note("declared_differs", message)

    def _note(
        self,
        code: str,
        message: str,
        item: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        hint = "Look at the preview before you load it."
        self.notes.append(Noted(code, "warning", message, hint, item, start, end))


def _limit(ground: Ground, choice: Choice, comments: Sequence[Comment]) -> int:
    """Return the line at which the comments begin: their heading, else the first of them."""
    if choice.heading_line is not None:
        return choice.heading_line
    if not comments:
        return len(ground.page)
    first = comments[0]
    lines = [first.item.head, first.begin if first.begin < first.end else first.item.head]
    if first.subject is not None:
        lines.append(first.subject)
    return min(lines)
