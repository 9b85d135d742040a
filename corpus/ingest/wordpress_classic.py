"""Reads text captures of classic WordPress pages ("Comment by NAME — DATE @ TIME").

Puts together what `wordpress_lines` recognises and `wordpress_comments` parts: one thread, and
tiles that cover the capture. Reads by shape, not by theme or language.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.errors import UnreadableError
from corpus.ingest.capture import cut_text, flatten, has_wide_gap, tiles
from corpus.ingest.captures.linkmarks import without_links
from corpus.ingest.captures.posts import zone_of
from corpus.ingest.dates import written
from corpus.ingest.encoding import decode_head
from corpus.ingest.events import (
    Checkpoint,
    Detection,
    Event,
    Failed,
    Found,
    Length,
    Mark,
    MarkKind,
    Noted,
    PostRead,
    ReadOptions,
    Skipped,
    ThreadRead,
    TileKind,
    Written,
)
from corpus.ingest.naming import same_name
from corpus.ingest.source import Source, read_page
from corpus.ingest.wordpress_comments import Parted, Piece, part
from corpus.ingest.wordpress_header import Header, read_header
from corpus.ingest.wordpress_lines import (
    AuthorLine,
    author_lines,
    count_author_lines,
    filed_line,
    furniture,
)
from corpus.text import canonical, word_count

FORMAT = "wordpress-classic-text"
POST_CHARACTERS = 1_000_000


def sniff(head: bytes, name: str) -> Detection:
    """Tell by author lines and the "Filed under" line."""
    del name
    try:
        flat = flatten(decode_head(head))
    except UnreadableError:
        return Detection(FORMAT, 0.0, "This is no text.")
    if flat.lstrip()[:1] in {"<", "{", "["}:
        return Detection(FORMAT, 0.05, "This is markup or data, not a copied page.")
    count = sum(isinstance(line, AuthorLine) for line in author_lines(flat))
    filed = filed_line(flat, len(flat))
    if count and without_links(flat) != flat:
        return Detection(FORMAT, 0.4, "Its links are numbered, as lynx does.")
    if count:
        confidence = 0.9 + 0.05 * (count > 1) + 0.03 * (filed is not None)
        return Detection(FORMAT, confidence, f"{count} lines read “Comment by … — date”.")
    if filed and filed.author:
        return Detection(FORMAT, 0.7, "A line reads “Filed under: … — author @ time”.")
    return Detection(FORMAT, 0.3 if filed else 0.0, "No line reads “Comment by … — date”.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of one captured page; a page is always read from its beginning.

    Raises UnreadableError for a file that is empty, no text, or larger than a page may be.
    """
    del resume
    page = read_page(source)
    yield from page.noted
    reading = _Reading(page.text, options)
    yield Length(len(page.text))
    yield from reading.events()


@dataclass(slots=True)
class _Reading:
    """One page while it is read: what was found so far, and what there is to say about it."""

    text: str
    options: ReadOptions
    notes: list[Event] = field(default_factory=list)
    marks: list[tuple[int, TileKind]] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        flat = flatten(self.text)
        lines = []
        for line in author_lines(flat):
            if isinstance(line, AuthorLine):
                lines.append(line)
            else:
                message = "A line begins as an author line does, but was taken as text."
                self.notes.append(
                    Skipped(message, "", line.start, line.end, "doubtful_author_line")
                )
        header = read_header(flat, lines[0].start if lines else len(flat))
        start = header.below.after if header.below else header.body
        end = furniture(flat, lines[-1].after if lines else start)
        parted = part(flat, start, lines, end)
        posts, kept = self._posts(header, parted)
        yield Found(1 + count_author_lines(flat) + kept)
        self._notices(header, parted, posts)
        self._mark(header, parted, end)
        yield from self.notes
        if posts:
            yield self._thread(header, parted, posts)
        yield from tiles(self.marks, len(self.text))

    def _posts(self, header: Header, parted: Parted) -> tuple[list[PostRead], int]:
        """Make the posts; return them and how many are comments that lost their author line."""
        entry = self._entry(header, parted)
        posts, kept = [entry], 0
        if len(entry.text) > POST_CHARACTERS:
            reason = f"The entry has {len(entry.text):,} characters, more than {POST_CHARACTERS:,}."
            count = 1 + sum(piece.line is not None for piece in parted.pieces)
            self.notes.append(Failed(reason, "entry", entry.start, entry.end, "bad_text", count))
            posts = []
        gaps = sum(self._lost_embed(piece) for piece in parted.pieces)
        flag_gaps = gaps * 2 < len(parted.pieces) or gaps == 1
        for piece in parted.pieces:
            if piece.line is None:
                kept += self._unclosed(piece, posts)
            elif posts:
                self._comment(piece, piece.line, posts, flag_gaps=flag_gaps)
        return posts, kept

    def _unclosed(self, piece: Piece, posts: list[PostRead]) -> int:
        """Keep a comment without author line if its number is known; return how many were kept."""
        text = cut_text(self.text[piece.content : piece.end], first_hangs=True)
        if piece.number is None or not posts or not text or len(text) > POST_CHARACTERS:
            self.marks.append((piece.start, "unassigned"))
            return 0
        item = f"comment {len(posts)}"
        message = "The comment's author line is missing: its end and author are not known."
        self._note("cut_comment", message, piece.start, piece.end, item=item)
        numbered = [] if piece.number == len(posts) else [f"number:{piece.number}"]
        posts.append(
            PostRead(
                number=len(posts),
                kind="comment",
                text=text,
                start=piece.start,
                end=piece.end,
                flags=(*numbered, "no_author"),
                words=word_count(text),
                confidence=0.3,
            )
        )
        return 1

    def _entry(self, header: Header, parted: Parted) -> PostRead:
        end = _entry_end(header, parted)
        text = cut_text(self.text[header.body : end])
        return PostRead(
            number=0,
            kind="entry",
            text=text,
            start=header.body,
            end=end,
            author=header.author,
            is_entry_author=header.author is not None,
            written=self._written_entry(header),
            url=self.options.url,
            words=word_count(text),
        )

    def _written_entry(self, header: Header) -> Written:
        if not header.raw_when:
            return Written()
        when = written(header.raw_when, zone_of(self.options.timezone))
        if when.precision == "none":
            self._note("bad_date", f"The entry's date {when.raw!r} was not understood.",
                       0, header.body, item="entry")  # fmt: skip
        return when

    def _comment(
        self, piece: Piece, line: AuthorLine, posts: list[PostRead], *, flag_gaps: bool
    ) -> None:
        number = len(posts)
        item = f"comment {number}"
        numbered = piece.content > piece.start
        source = self.text[piece.content : piece.end]
        text = cut_text(source, first_hangs=numbered, indent=line.indent)
        if len(text) > POST_CHARACTERS:
            reason = f"The text has {len(text):,} characters, more than {POST_CHARACTERS:,}."
            self.notes.append(Failed(reason, item, piece.start, piece.end, "bad_text"))
            self.marks.append((piece.start, "unassigned"))
            return
        when = written(line.raw, zone_of(self.options.timezone))
        if when.precision == "none":
            self._note("bad_date", f"The date {line.raw!r} was not understood.",
                       line.start, line.after, item=item)  # fmt: skip
        flags = [f"number:{piece.number}"] if piece.number not in {None, number} else []
        if (flag_gaps and self._lost_embed(piece)) or "Click to access " in text:
            flags.append("stripped_embed")
        posts.append(
            PostRead(
                number=number,
                kind=line.kind,
                text=text,
                start=piece.start,
                end=piece.end,
                author=line.name,
                is_entry_author=same_name(line.name, posts[0].author),
                written=when,
                flags=tuple(flags),
                words=word_count(text),
                marks=_marks(self.text, piece, line),
            )
        )

    def _lost_embed(self, piece: Piece) -> bool:
        """Say whether two blank lines stand together: where a preview was lost in copying."""
        return has_wide_gap(self.text[piece.content : piece.end])

    def _thread(self, header: Header, parted: Parted, posts: list[PostRead]) -> ThreadRead:
        return ThreadRead(
            title=self.options.title or header.title or "Untitled",
            posts=tuple(posts),
            start=0,
            end=len(self.text),
            site=header.site,
            url=self.options.url,
            author=header.author,
            written=posts[0].written,
            categories=header.categories,
            declared=parted.declared,
        )

    def _notices(self, header: Header, parted: Parted, posts: list[PostRead]) -> None:
        for at, reason in parted.doubts:
            self._note("uncertain_boundary", reason, at, at)
        comments = len(posts) - 1
        if posts and not header.title and not self.options.title:
            self._note("missing_title", "No title was found.", 0, header.body)
        if posts and not posts[0].text:
            self._note("missing_text", "The entry has no text.", header.body, header.body)
        if not parted.pieces:
            self.notes.append(Noted("no_comments", "info", "The page holds an entry alone."))
        if parted.declared is not None and posts and parted.declared != comments:
            self._note("declared_differs", f"The page says that it has {parted.declared} comments; "
                       f"{comments} were found.", 0, 0)  # fmt: skip
        changes = canonical(self.text)[1]
        if changes:
            message = (
                f"{changes.line_ends} line ends became LF, {changes.nuls} NULs were dropped, "
                f"{changes.surrogates} lone surrogates became U+FFFD."
            )
            self.notes.append(Noted("text_changed", "info", message))

    def _mark(self, header: Header, parted: Parted, end: int) -> None:
        marks = self.marks
        marks += header.marks
        entry_end = _entry_end(header, parted)
        if entry_end > header.body:
            marks.append((header.body, "entry"))
        taken = {at for at, kind in marks if kind == "unassigned"}
        for piece in parted.pieces:
            if piece.start not in taken and piece.end > piece.start:
                marks.append((piece.start, "comment"))
            if piece.line:
                marks.append((piece.line.start, "header"))
        for at, _ in parted.furniture:
            marks.append((at, "furniture"))
        if end < len(self.text):
            marks.append((end, "furniture"))

    def _note(self, code: str, message: str, start: int, end: int, *, item: str = "") -> None:
        hint = "Look at the preview before you load it." if code.startswith("uncertain") else ""
        self.notes.append(Noted(code, "warning", message, hint, item, start, end))


def _marks(text: str, piece: Piece, line: AuthorLine) -> tuple[Mark, ...]:
    """Return where a comment's number, author and date stand."""
    found: list[Mark] = []
    if piece.content > piece.start:
        digits = text[piece.start : piece.content].strip()
        begin = text.index(digits, piece.start)
        found.append(("number", begin, begin + len(digits)))
    places: tuple[tuple[MarkKind, str], ...] = ("author", line.name), ("date", line.raw)
    for what, words in places:
        at = text.find(words, line.start, line.after) if words else -1
        if at >= line.start:
            found.append((what, at, at + len(words)))
    return tuple(found)


def _entry_end(header: Header, parted: Parted) -> int:
    ends = [at for at, _ in parted.furniture if at >= header.body]
    if header.below:
        ends.append(header.below.start)
    return max(header.body, min([parted.begin, *ends]))
