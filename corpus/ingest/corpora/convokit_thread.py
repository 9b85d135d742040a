"""Makes a thread of the utterances of one conversation of ConvoKit.

The utterance that bears the conversation's id is the entry; else the only one that answers none.
What Catena's own export says in its metas comes back as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import get_args

from corpus.ingest.corpora.convokit_around import NOBODY, Around
from corpus.ingest.dates import written as printed
from corpus.ingest.events import (
    UNDATED,
    Event,
    Found,
    ParentHow,
    PostKind,
    PostStatus,
    Skipped,
    Written,
)
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.json_fields import Record, inner, string, when
from corpus.ingest.exports.json_grouped import Piece
from corpus.ingest.exports.storable import storable_thread
from corpus.ingest.jsonl_fields import iso_written

# Ids, by the names that they had in the versions of ConvoKit.
ALIASES = {
    "id": ("id",),
    "speaker": ("speaker", "user"),
    "conversation_id": ("conversation_id", "root"),
    "reply_to": ("reply_to", "reply-to"),
}
# The metas of Catena's own export have these.
OWN_POST = frozenset({"number", "kind", "status", "reply_how", "written_at", "written_raw"})
OWN_THREAD = frozenset({"thread", "title", "site", "url", "written_at", "attributes"})
# Smaller numbers count seconds from a beginning, or places, and no seconds since 1970.
_INSTANTS_FROM = 100_000_000
_TITLES = ("title", "thread_title", "page_title", "subject", "topic", "name")
_KINDS: frozenset[str] = frozenset(get_args(PostKind))
_STATUSES: frozenset[str] = frozenset(get_args(PostStatus))
_HOWS: frozenset[str] = frozenset(get_args(ParentHow))


@dataclass(frozen=True, slots=True)
class Told:
    """What the threads of a corpus share."""

    around: Around


def thread(group: str, pieces: list[Piece], told: Told) -> Iterator[Event]:
    """Yield a conversation as a thread after what there is to say of it."""
    own = all(piece.record.get("meta") for piece in pieces)
    start, end = min(one.start for one in pieces), max(one.end for one in pieces)
    lead, extra = _lead(pieces)
    for piece in extra:
        reason = f"An utterance with the id {group} stands before it."
        yield Skipped(reason, f"utterance {group}", piece.start, piece.end, "duplicate_thread")
    rest = [one for one in pieces if one is not lead and one not in extra]
    if lead is None:
        entry = Draft(f"conversation {group}", start, end, kind="entry", external_id=group)
        # No item of the file: it counts as found where it was missed.
        yield Found(1)
        message = (
            f"The {len(rest):,} utterances of the conversation {group!r} have no common first one."
        )
        yield entry.noted("thread_missing", message, "They stand below an entry without text.")
    else:
        entry = _draft(lead, told)
        entry.kind, entry.parent = "entry", None
        entry.start, entry.end = start, end
    meta = told.around.conversation(group)
    frame = _own_frame(meta) if own and meta.keys() >= OWN_THREAD else _frame(group, meta, told)
    if own:
        entry.external_id = f"catena/{group}"
        entry.url = _text(meta, "url") or entry.url
    comments = [_draft(piece, told) for piece in rest]
    yield from storable_thread(entry, comments, frame)


def _lead(pieces: list[Piece]) -> tuple[Piece | None, list[Piece]]:
    """Return the entry, and further utterances with its id."""
    leads = [piece for piece in pieces if piece.leads]
    if leads:
        return leads[0], leads[1:]
    roots = [piece for piece in pieces if not string(piece.record, "reply_to")]
    return (roots[0] if len(roots) == 1 else None), []


def _draft(piece: Piece, told: Told) -> Draft:
    """Return an utterance as a post."""
    row = piece.record
    own, text = string(row, "id"), row.get("text")
    draft = Draft(
        f"utterance {own}",
        piece.start,
        piece.end,
        text=text if isinstance(text, str) else "",
        external_id=own,
        parent=string(row, "reply_to"),
        written=_written(row),
    )
    if isinstance(text, str) and text.strip() in NOBODY:
        draft.status = "deleted"
    speaker = string(row, "speaker")
    if speaker is not None and speaker not in NOBODY:
        draft.author = told.around.name_of(speaker) or None
        draft.account = speaker
        contact = told.around.contact(speaker)
        draft.email, draft.ip = string(contact, "email"), string(contact, "ip")
    meta = inner(row, "meta")
    if meta:
        _as_own(draft, meta, speaker or "")
    return draft


def _written(row: Record) -> Written:
    """Return when an utterance was made: seconds since 1970, as a number or in digits."""
    value = row.get("timestamp")
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return when(row, "timestamp", UTC)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return UNDATED
    if abs(value) < _INSTANTS_FROM:
        return Written(None, str(row["timestamp"]), "relative")
    return when({"timestamp": value}, "timestamp", UTC)


def _as_own(draft: Draft, meta: Record, speaker: str) -> None:
    """Say of a post what Catena's export said of it."""
    if speaker.startswith("unknown-"):
        draft.author = None
    draft.account = None
    draft.external_id = f"catena/{draft.external_id}"
    how, kind, status = meta.get("reply_how"), meta.get("kind"), meta.get("status")
    if how in _HOWS:
        draft.parent_how = how
        draft.parent = draft.parent and f"catena/{draft.parent}"
    else:
        draft.parent = None
    if kind in _KINDS:
        draft.kind = kind
    if status in _STATUSES:
        draft.status = status
    draft.is_entry_author = meta.get("is_entry_author") is True
    draft.url = _text(meta, "url")
    draft.written = _own_written(_text(meta, "written_at"), _text(meta, "written_raw"))


def _own_written(at: str | None, raw: str | None) -> Written:
    """Return when a post of Catena's export was written; its own words tell how exactly."""
    if at is None:
        return Written(None, raw, "relative" if raw else "none")
    known = iso_written(at, None)
    if raw is None or known.at is None:
        return known
    for said in (iso_written(raw, None), printed(raw, None)):
        if said.at is not None and said.at.replace(tzinfo=None) == known.at.replace(tzinfo=None):
            return Written(known.at, raw, said.precision)
    return Written(known.at, raw, known.precision)


def _frame(group: str, meta: Record, told: Told) -> Frame:
    """Return what a conversation's meta says; without a title it goes by its id."""
    key = next((key for key in _TITLES if _text(meta, key)), None)
    title = _text(meta, key) if key else None
    attributes = {name: value for name, value in meta.items() if name != key}
    return Frame(title or f"Conversation {group}", told.around.site, attributes=attributes)


def _own_frame(meta: Record) -> Frame:
    categories = meta.get("categories")
    return Frame(
        _text(meta, "title") or "",
        _text(meta, "site"),
        tuple(map(str, categories)) if isinstance(categories, list) else (),
        inner(meta, "attributes"),
        language=_text(meta, "language"),
    )


def _text(meta: Record, key: str) -> str | None:
    value = meta.get(key)
    return value if isinstance(value, str) and value else None
