"""Makes what a JSON or plain export says storable: no NULs, no lone surrogates, names on one line.

The HTML of a text, and how posts form a thread, are read elsewhere (`markup`, `assemble`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.ingest.events import Event
from corpus.ingest.exports.assemble import Draft, Frame, bad_date, thread_of
from corpus.ingest.markup import text_of
from corpus.joining import answers_flag
from corpus.text import canonical

TEXT_CHANGED = "text_changed"

_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STRINGS = ("external_id", "parent", "author", "url", "account", "author_url", "email", "ip")


def line(value: str | None) -> str | None:
    """Return a name, title or address on one line, storable; None when nothing is left of it."""
    if not value:
        return None
    if value.isprintable() and value[0] != " " != value[-1] and "  " not in value:
        return value
    return _SURROGATE.sub("\ufffd", _SPACES.sub(" ", value)).strip() or None


def set_html(draft: Draft, html: str | None) -> None:
    """Set the text of a draft to what HTML says; remember if that lost characters."""
    draft.text = text_of(html or "")
    if html and not html.isascii() and _SURROGATE.search(html):
        draft.flags = (*draft.flags, TEXT_CHANGED)


def shown_with_comments(entry: Draft, comments: Sequence[Draft]) -> None:
    """Let an entry that is gone stand, with its state as a flag, where its comments go on.

    Else nobody would see these: a thread whose entry is hidden is hidden as a whole.
    """
    if entry.status != "approved" and any(one.status == "approved" for one in comments):
        entry.flags = (*entry.flags, entry.status)
        entry.status = "approved"


def note_answered_elsewhere(entry: Draft, comments: Sequence[Draft]) -> None:
    """Keep the ids that comments answer and that are not here: what has them may come later."""
    here = {one.external_id for one in (entry, *comments)}
    for draft in comments:
        if draft.parent and draft.parent not in here:
            draft.flags += answers_flag(draft.parent)


def storable_thread(entry: Draft, comments: Sequence[Draft], frame: Frame) -> Iterator[Event]:
    """Yield the notes on a thread and the thread; `entry` and `comments` are made storable.

    A comment that answers the entry stands at the top level. Comments of the entry's author are
    marked as such where the names are equal and the source says nothing.
    """
    for draft in (entry, *comments):
        if _mend(draft):
            yield draft.noted(
                TEXT_CHANGED,
                "In the text, characters that cannot be stored were dropped or became U+FFFD.",
            )
        yield from bad_date(draft)
    entry.is_entry_author = entry.author is not None
    for draft in comments:
        if draft.parent == entry.external_id:
            draft.parent = None
        if entry.author is not None and draft.author == entry.author:
            draft.is_entry_author = True
    frame.title = line(frame.title) or ""
    frame.site = line(frame.site)
    frame.categories = tuple(filter(None, map(line, dict.fromkeys(frame.categories))))
    frame.attributes = _attributes(frame.attributes or {})
    yield from thread_of(entry, comments, frame)


def _mend(draft: Draft) -> bool:
    """Make a draft storable in place; say whether its text lost anything."""
    for name in _STRINGS:
        value = getattr(draft, name)
        if value is not None:
            setattr(draft, name, line(value))
    if draft.written.raw is not None and not draft.written.raw.isprintable():
        draft.written = replace(draft.written, raw=line(draft.written.raw))
    draft.text, changes = canonical(draft.text)
    return bool(changes.nuls or changes.surrogates) or TEXT_CHANGED in draft.flags


def _attributes(attributes: Mapping[str, object]) -> dict[str, object]:
    """Return attributes without what a database cannot store; empty ones are left out."""
    kept: dict[str, object] = {}
    for key, value in attributes.items():
        plain: object = value
        if isinstance(value, str):
            plain = canonical(value)[0]
        elif isinstance(value, (list, tuple)):
            plain = [line(one) if isinstance(one, str) else one for one in value]
        if plain not in (None, "", [], {}):
            kept[line(key) or "unnamed"] = plain
    return kept
