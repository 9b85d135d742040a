"""Puts what an export says about an entry and its comments together as a thread.

Shared by all readers of exports. How an export writes a field is its reader's matter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from corpus.ingest.events import (
    UNDATED,
    Event,
    Noted,
    ParentHow,
    PostKind,
    PostRead,
    PostStatus,
    ThreadRead,
    Written,
)
from corpus.ingest.jsonl_fields import POST_CHARACTERS, iso_written, short_string
from corpus.ingest.markup import text_of
from corpus.ingest.tree import Tree, arrange
from corpus.ingest.xml_tree import Faults
from corpus.text import word_count

NO_ENTRY_TEXT = "no_entry_text"
CUT = "cut"
# Of an entry that was made up for comments whose own is not in the file.
ENTRY_MISSING = "entry_missing"

_FAULTS = {
    "duplicate_id": "Its id stands earlier in the thread; the later one was left without an id.",
    "dangling_parent": "It answers a comment that is not in the thread; it stands at the top.",
    "self_parent": "It names itself as the comment that it answers; it stands at the top.",
    "cyclic_parent": "It answers one of its own answers; it stands at the top.",
}


@dataclass(slots=True)
class Draft:
    """A contribution as the export states it; `item` names it in the source's words.

    `parent` is the external id of the comment that it answers, `parent_how` who says so. `start`
    and `end` are code points.
    """

    item: str
    start: int
    end: int
    text: str = ""
    kind: PostKind = "comment"
    external_id: str | None = None
    parent: str | None = None
    parent_how: ParentHow = "export"
    author: str | None = None
    is_entry_author: bool = False
    written: Written = UNDATED
    url: str | None = None
    status: PostStatus = "approved"
    flags: tuple[str, ...] = ()
    account: str | None = None
    author_url: str | None = None
    email: str | None = None
    ip: str | None = None

    def noted(self, code: str, message: str, hint: str = "") -> Noted:
        """Return a warning about this contribution."""
        return Noted(code, "warning", message, hint, self.item, self.start, self.end)


@dataclass(slots=True)
class Frame:
    """What is said about a thread apart from its posts."""

    title: str
    site: str | None = None
    categories: tuple[str, ...] = ()
    attributes: Mapping[str, object] | None = None
    declared: int | None = None
    language: str | None = None


def thread_of(entry: Draft, comments: Sequence[Draft], frame: Frame) -> Iterator[Event]:
    """Yield the thread after what there is to say about its structure."""
    tree = arrange([one.external_id for one in comments], [one.parent for one in comments])
    for place, fault in tree.faults:
        draft = comments[place]
        yield draft.noted(fault, _FAULTS[fault])
        if fault == "duplicate_id":
            draft.external_id = None
    title = short_string(frame.title)
    if not title:
        message, hint = "The thread has no title.", "Give it one later."
        yield Noted("missing_title", "info", message, hint, entry.item, entry.start, entry.end)
    yield from _shortened((entry, *comments))
    if not entry.text and NO_ENTRY_TEXT not in entry.flags:
        entry.flags = (*entry.flags, NO_ENTRY_TEXT)
    yield ThreadRead(
        title or "Untitled", tuple(_posts(entry, comments, tree)), entry.start, entry.end,
        frame.site, entry.url, entry.external_id, entry.author, entry.written, frame.language,
        frame.categories, frame.attributes or {}, frame.declared,
    )  # fmt: skip


def _shortened(drafts: Iterable[Draft]) -> Iterator[Noted]:
    for draft in drafts:
        if len(draft.text) > POST_CHARACTERS:
            draft.text, draft.flags = draft.text[:POST_CHARACTERS], (*draft.flags, CUT)
            message = f"The text has more than {POST_CHARACTERS:,} characters; the rest is cut."
            yield draft.noted("text_cut", message)


def _posts(entry: Draft, comments: Sequence[Draft], tree: Tree) -> Iterator[PostRead]:
    """Yield the posts in reading order."""
    yield _post(entry, 0, None, 0)
    numbers = [0] * len(comments)
    for number, place in enumerate(tree.order, 1):
        numbers[place] = number
    for place in tree.order:
        above = tree.parent[place]
        parent = None if above is None else numbers[above]
        yield _post(comments[place], numbers[place], parent, tree.depth[place])


def _post(draft: Draft, number: int, parent: int | None, depth: int) -> PostRead:
    return PostRead(
        number, draft.kind, draft.text, draft.start, draft.end, parent,
        None if parent is None else draft.parent_how, depth, draft.author, draft.is_entry_author,
        draft.written, draft.url, draft.external_id, draft.status, draft.flags,
        word_count(draft.text), (), 1.0, draft.account, draft.author_url, draft.email, draft.ip,
    )  # fmt: skip


def body(fragment: str, *, autop: bool = False) -> str:
    """Return the text of a post's HTML, as `text_of` does, at once where it has no markup."""
    plain = fragment.strip(" \n")
    if plain.startswith("<p>") and plain.endswith("</p>"):
        paragraphs = plain[3:-4].split("</p><p>")
    else:
        paragraphs = plain.split("\n\n") if autop else [plain]
    for paragraph in paragraphs:
        # What is not printable are line ends, controls, and all blanks but the plain one.
        if (
            not paragraph.isprintable() or "<" in paragraph or "&" in paragraph
            or "  " in paragraph or paragraph.strip(" ") != paragraph or not paragraph
        ):  # fmt: skip
            return text_of(fragment, autop=autop)
    return "\n\n".join(paragraphs)


def moment(raw: str, zone: tzinfo | None) -> Written:
    """Read the ISO date of a field; UNDATED for an empty one and for WordPress' row of zeros."""
    raw = raw.strip()
    if not raw or raw.startswith("0000-00-00"):
        return UNDATED
    return iso_written(raw, zone)


def bad_date(draft: Draft) -> Iterator[Noted]:
    """Note a date that could not be read; a relative one is no such."""
    written = draft.written
    if written.at is None and written.raw and written.precision != "relative":
        message = f"The date {written.raw!r} could not be read; it is kept as it is written."
        yield draft.noted("bad_date", message)


def plain(value: str | None) -> str | None:
    """Return a name or title in one line: what HTML it has is read, white space folded."""
    if not value:
        return None
    if "&" in value or "<" in value:
        value = text_of(value)
    if value.isprintable() and value[:1] != " " != value[-1:]:
        return value or None
    return short_string(value)


def fault_notes(faults: Faults | None, item: str, start: int, end: int) -> Iterator[Noted]:
    """Say what had to be mended in an element."""
    if faults is None:
        return
    if faults.tags:
        message = f"Its XML is broken ({faults.tags:,} places; first: {faults.first}); mended."
        hint = "Compare it with the original before you rely on it."
        yield Noted("mended_markup", "warning", message, hint, item, start, end)
    if faults.entities:
        message = f"{faults.entities:,} entities are not resolved; they stay as they are written."
        yield Noted("unknown_entity", "info", message, "", item, start, end)
    if faults.controls:
        message = f"{faults.controls:,} control characters were dropped or became U+FFFD."
        yield Noted("text_changed", "info", message, "", item, start, end)
    if faults.bytes:
        message = f"{faults.bytes:,} bytes are no UTF-8; they were read as Windows-1252."
        hint = "Look for odd characters before you load it."
        yield Noted("encoding_guessed", "warning", message, hint, item, start, end)
