"""Makes threads of the posts of TEI: which is the entry, who answers whom, what it is called.

A formal reply (`replyTo`) is one of the source; one told by indentation alone is marked as such.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo

from corpus.ingest.corpora.tei_around import Around
from corpus.ingest.corpora.tei_post import PostReader, Read
from corpus.ingest.corpora.tei_structure import Scope
from corpus.ingest.corpora.tei_text import content, parsed
from corpus.ingest.events import Event, Found, PostRead, ThreadRead
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.opening import Export
from corpus.ingest.exports.storable import storable_thread

# An id that a post gets while its thread is put together, because it has none.
_LENT = "#catena-"


class Threads:
    """Makes the threads of one document."""

    def __init__(self, export: Export, around: Around, zone: tzinfo | None) -> None:
        self._names, self._around = export.names, around
        self._posts = PostReader(export.names, around, zone)

    def events(self, scope: Scope) -> Iterator[Event]:
        """Yield the thread of a division or text after what there is to say of it."""
        read = [self._posts.read(element) for element in scope.posts]
        own = all(one.own for one in read)
        for one in read:
            yield from one.notes
        drafts = [one.draft for one in read]
        for number, draft in enumerate(drafts):
            draft.external_id = draft.external_id or f"{_LENT}{number}"
        if not own:
            _by_indentation(read)
        entry, comments = _parted(drafts)
        yield from _said_of(entry, drafts, scope.before)
        entry = entry or Draft("thread", drafts[0].start, drafts[-1].end)
        entry.kind, entry.parent = "entry", None
        entry.start, entry.end = drafts[0].start, drafts[-1].end
        if own or scope.in_text:
            entry.url = self._around.header(scope.begin).url
        # Ids of TEI are those of one document only: no thread is known again by them.
        key = f"catena/{scope.text_id}" if own else None
        for event in storable_thread(entry, comments, self._frame(scope, own=own)):
            if isinstance(event, ThreadRead):
                posts = tuple(map(_without_lent, event.posts))
                yield replace(event, external_id=key, posts=posts)
            else:
                yield event

    def _frame(self, scope: Scope, *, own: bool) -> Frame:
        header = self._around.header(scope.begin)
        if own:
            return Frame(
                header.title, header.site, header.categories, header.attributes,
                language=header.language,
            )  # fmt: skip
        heading = parsed(scope.heading.raw or b"", self._names) if scope.heading else None
        title = content(heading) if heading is not None else ""
        more = {"document": header.title} if title and header.title != title else {}
        return Frame(title or header.title, attributes=more, language=header.language)


def _parted(drafts: list[Draft]) -> tuple[Draft | None, list[Draft]]:
    """Return the entry and the comments: the post that is called so, else the first one."""
    place = next((n for n, one in enumerate(drafts) if one.kind == "entry"), 0)
    entry = drafts[place]
    known = {one.external_id for one in drafts}
    if entry.kind != "entry" and entry.parent in known and entry.parent != entry.external_id:
        return None, drafts
    comments = drafts[:place] + drafts[place + 1 :]
    for one in comments:
        one.kind = "comment" if one.kind == "entry" else one.kind
    return entry, comments


def _said_of(entry: Draft | None, drafts: list[Draft], before: int) -> Iterator[Event]:
    """Say what is odd about the entry of a thread."""
    if before and (entry is None or entry.kind != "entry"):
        message = f"{before:,} paragraphs before its first post may be the entry of this thread."
        hint = 'If they are, put them into <post type="entry"> in a copy.'
        yield drafts[0].noted("uncertain_boundary", message, hint)
    if entry is None:
        # No item of the file: it counts as found where it was missed.
        yield Found(1)
        message = "The first post answers another one of the thread."
        yield drafts[0].noted("thread_missing", message, "They stand below an empty entry.")
    elif entry.parent is not None:
        yield entry.noted("dangling_parent", "It answers a post that stands elsewhere.")


def _by_indentation(read: list[Read]) -> None:
    """Let each indented post without a formal reply answer the last one that stands further out."""
    stack: list[tuple[int, Draft]] = []
    for one in read:
        level = one.indent or 0
        while stack and stack[-1][0] >= level:
            stack.pop()
        if stack and level and one.draft.parent is None:
            one.draft.parent, one.draft.parent_how = stack[-1][1].external_id, "indent"
        stack.append((level, one.draft))


def _without_lent(post: PostRead) -> PostRead:
    """Return a post without an id that is not its own."""
    lent = post.external_id is not None and post.external_id.startswith(_LENT)
    return replace(post, external_id=None) if lent else post
