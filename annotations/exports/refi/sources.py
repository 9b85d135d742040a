"""A thread as a TextSource: its posts and everything coded in it as selections. Pure Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from annotations.exports.refi.book import Book, note_refs
from annotations.exports.refi.positions import Assembled, Ruler
from annotations.exports.refi.values import variable_value
from annotations.exports.refi.xml import content, value
from annotations.exports.rows import AnnotationRow, Conversation, PostRow

# A longer quote is left to the reader to cut from the text: parsers refuse endless attributes.
LONGEST_NAME = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """One thread on its way into a project; `name` is its own within it."""

    talk: Conversation
    made: Assembled
    book: Book
    name: str
    ruler: Ruler

    @property
    def guid(self) -> str:
        """Its GUID."""
        return self.book.guids.of("thread", self.talk.thread.id)

    def elements(self) -> Iterator[str]:
        """Yield the TextSource, its children in the order that the schema wants."""
        book, thread = self.book, self.talk.thread
        yield (
            f'<TextSource guid="{self.guid}" name="{value(self.name)}"'
            f' plainTextPath="internal://{self.guid}.txt" creatingUser="{book.user}"'
            f' creationDateTime="{book.made_at}">'
        )
        if thread.url:
            yield f"<Description>{content(thread.url)}</Description>"
        yield "\n"
        coded = {
            post: list(rows) for post, rows in groupby(self.talk.annotations, lambda one: one.post)
        }
        for post in self.talk.posts:
            yield self._post(post)
            yield from self._passages(post, coded.get(post.id, ()))
        yield from self._on_thread(coded.get(None, ()))
        notes = self._orphaned()
        notes += book.notes.place("thread", thread.id, f"the thread “{self.name}”")
        yield "" if book.profile.journals else note_refs(notes)
        yield from self._variables()
        yield "</TextSource>\n"

    def links(self) -> Iterator[str]:
        """Yield a Link from each post to the one that it formally answers."""
        guids = self.book.guids
        by_number = {post.number: post.id for post in self.talk.posts}
        for post in self.talk.posts:
            if post.parent is None:
                continue
            if (parent := by_number.get(post.parent)) is None:
                self.book.met["reply_to_hidden"] += 1
                continue
            self.book.met["replies"] += 1
            yield (
                f'<Link guid="{guids.of("reply", post.id)}" name="replies to" direction="OneWay"'
                f' originGUID="{guids.of("post", post.id)}"'
                f' targetGUID="{guids.of("post", parent)}"/>\n'
            )

    def _post(self, post: PostRow) -> str:
        """Return the selection of a whole post, coded with what kind of post it is."""
        book, guids = self.book, self.book.guids
        span = self.made.spans[post.id].selected
        label = f"post {post.number} of “{self.name}”"
        notes = book.notes.refs("post", post.id, label)
        found = self._selection(
            guids.of("post", post.id), span, book.user, book.made_at,
            _coding(guids.of("is", post.id), book.user, book.made_at, book.kind(post.kind)) + notes,
        )  # fmt: skip
        if book.case_codes and post.author is not None:
            coding = _coding(
                guids.of("by", post.id), book.user, book.made_at, book.case(post.author)
            )
            place = guids.of("of-case", post.id)
            found += self._selection(place, span, book.user, book.made_at, coding)
        return found

    def _passages(self, post: PostRow, annotations: Iterable[AnnotationRow]) -> Iterator[str]:
        """Yield a selection for each claim on a post or a passage of it."""
        book, span = self.book, self.made.spans[post.id]
        claims = set()
        for one in annotations:
            if one.state == "orphan":
                continue
            at = span.selected
            if one.start is not None and one.end is not None:
                at = (span.start + one.start, span.start + one.end)
            yield self._claim(one, at)
            claims.add((one.code, one.coder, at))
            book.met["same_claim"] += 1
        book.met["same_claim"] -= len(claims)

    def _on_thread(self, annotations: Iterable[AnnotationRow]) -> Iterator[str]:
        """Yield codes on the whole thread: as codings of the source, or of its whole text."""
        book = self.book
        for one in annotations:
            if one.state == "orphan":
                continue
            if self._as_whole_span:
                book.met["whole_spans"] += 1
                yield self._claim(one, (0, len(self.made.text)))
                continue
            notes = book.notes.place("annotation", one.id, self._label(one))
            if one.memo:
                notes.append(book.guids.of("memo-of", one.id))
            when, coder = book.profile.moment(one.created_at), book.users[one.coder]
            guid = book.guids.same(one.id)
            yield _coding(guid, coder, when, book.codes[one.code], note_refs(notes))

    @property
    def _as_whole_span(self) -> bool:
        return self.book.profile.whole_spans and bool(self.made.text)

    def memos(self) -> Iterator[tuple[str, AnnotationRow, str]]:
        """Yield what coders noted on codings of the whole thread: a Coding has no words itself.

        Each with the GUID of its note and what it is on.
        """
        for one in self.talk.annotations:
            if one.post is None and one.memo and one.state != "orphan" and not self._as_whole_span:
                yield self.book.guids.of("memo-of", one.id), one, self._label(one)

    def _claim(self, one: AnnotationRow, span: tuple[int, int]) -> str:
        """Return a claim as a selection of its own with one coding: so no coder is mixed up."""
        book = self.book
        coder, when = book.users[one.coder], book.profile.moment(one.created_at)
        inner = f"<Description>{content(one.memo)}</Description>" if one.memo else ""
        claim = str(one.id)
        inner += _coding(book.guids.same(claim), coder, when, book.codes[one.code])
        if book.notes.of:
            inner += book.notes.refs("annotation", claim, self._label(one))
        return self._selection(book.guids.of("annotation", claim), span, coder, when, inner)

    def _selection(self, guid: str, span: tuple[int, int], user: str, when: str, inner: str) -> str:
        start, end = span
        name = ""
        if end - start <= LONGEST_NAME:
            quote = self.made.text[start:end]
            quote = quote.replace("\n", "\r\n") if self.book.profile.crlf else quote
            name = f' name="{value(quote)}"'
        at = self.ruler.at
        return (
            f'<PlainTextSelection guid="{guid}"{name} startPosition="{at(start)}"'
            f' endPosition="{at(end)}" creatingUser="{user}" creationDateTime="{when}">'
            f"{inner}</PlainTextSelection>\n"
        )

    def _label(self, one: AnnotationRow) -> str:
        return f"a coding with “{self.book.code_names[one.code]}” in “{self.name}”"

    def _orphaned(self) -> list[str]:
        """Return the GUIDs of memos on codings that have no place any more."""
        found: list[str] = []
        for one in self.talk.annotations:
            if one.state == "orphan":
                self.book.met["orphans"] += 1
                found += self.book.notes.place("annotation", one.id, f"{self._label(one)} (lost)")
        return found

    def _variables(self) -> Iterator[str]:
        thread, known = self.talk.thread, self.book.variables
        said: dict[tuple[str, str], Any] = {
            ("thread", "Site"): thread.site,
            ("thread", "Author"): thread.author_name,
            ("thread", "Written at"): thread.written_at,
            ("thread", "Language"): thread.language,
            ("thread", "Categories"): "; ".join(thread.categories),
            **{("attribute", name): one for name, one in thread.attributes.items()},
        }
        for key, one in said.items():
            if one not in (None, "") and key in known:
                yield variable_value(known[key], one)


def _coding(guid: str, user: str, when: str, code: str, notes: str = "") -> str:
    return (
        f'<Coding guid="{guid}" creatingUser="{user}" creationDateTime="{when}">'
        f'<CodeRef targetGUID="{code}"/>{notes}</Coding>'
    )
