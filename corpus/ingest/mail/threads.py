"""Makes a thread of the messages that answer one another, with what there is to say about it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.ingest.events import Event, Found, Noted, Skipped
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.storable import line, storable_thread
from corpus.ingest.mail.message import (
    Message,
    Place,
    Reading,
    bare_subject,
    read_message,
    site_of,
    status_of,
    url_of,
)
from corpus.ingest.mail.words import header_values
from corpus.text import canonical

_FAULTS = {
    "charset_guessed": "Its encoding is not the one that it names, or it names none; it was read "
    "as Windows-1252.",
    "undecodable_bytes": "Single bytes do not fit its encoding and became U+FFFD.",
}


def thread_events(group: str, places: Sequence[Place], reading: Reading) -> Iterator[Event]:
    """Yield the thread that `group`, the id of its first message, names."""
    messages: list[Message] = []
    seen: dict[str, str] = {}
    for place in places:
        message = read_message(reading, place)
        own = message.links.own
        if (
            own
            and seen.setdefault(own, message.content.text) == message.content.text
            and any(own == one.links.own for one in messages)
        ):
            reason = "The same message stands earlier in the file."
            yield Skipped(reason, _item(place), place.start, place.end, "duplicate_message")
            continue
        messages.append(message)
    if not messages:
        return
    lead = next((one for one in messages if _leads(one, group)), None)
    yield from (note for one in messages for note in _notes(one))
    entry, title = _entry(lead, group, messages)
    if lead is None:
        # No message of the file: it counts as found where it was missed.
        yield Found(1)
        message_ = "The message that these answer is not in the file; its place is kept."
        yield entry.noted("thread_missing", message_, "Bring the file that holds it, too.")
    answers = [one for one in messages if one is not lead]
    known = {one.links.own for one in messages} | {group}
    drafts = [_draft(one, _parent(one, known)) for one in answers]
    for draft in drafts:
        if lead is not None and draft.external_id == entry.external_id:
            draft.external_id = None
            yield draft.noted("duplicate_id", "Another message has its id; it was left without.")
    yield from _changed_subjects(answers, title)
    yield from storable_thread(entry, drafts, _frame(title, messages))


def _item(place: Place) -> str:
    return f"message {place.number}"


def _leads(message: Message, group: str) -> bool:
    return group in {message.links.own, f"\n{message.place.number}"}


def _entry(lead: Message | None, group: str, messages: Sequence[Message]) -> tuple[Draft, str]:
    if lead is not None:
        entry = _draft(lead, None)
        entry.kind = "entry"
        return entry, lead.subject
    start = min(one.place.start for one in messages)
    end = max(one.place.end for one in messages)
    title = bare_subject(messages[0].subject)
    return Draft(_item(messages[0].place), start, end, kind="entry", external_id=group), title


def _parent(message: Message, known: set[str | None]) -> str | None:
    """Return the id of the message answered; of two that are named, the one that is there."""
    links = message.links
    if links.answered in known or not links.references:
        return links.answered
    return links.references[-1] if links.references[-1] in known else links.answered


def _draft(message: Message, parent: str | None) -> Draft:
    place, author = message.place, message.author
    text = canonical(message.content.text)[0].rstrip()
    flags = ("attachments",) if message.content.attachments else ()
    if message.content.encrypted:
        flags = (*flags, "encrypted")
    return Draft(
        _item(place), place.start, place.end, text=_without_blank_lines(text),
        external_id=message.links.own, parent=parent, author=author.name, written=message.written,
        url=url_of(message.head), status=status_of(message.head), flags=flags, email=author.email,
        ip=next(iter(header_values(message.head, "x-originating-ip", "x-sender-ip")), "").strip(
            "[] ") or None,
    )  # fmt: skip


def _without_blank_lines(text: str) -> str:
    """Return a text without the blank lines at its beginning; its first line keeps its indent."""
    lead = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, lead) + 1 :]


def _notes(message: Message) -> Iterator[Noted]:
    item, place = _item(message.place), message.place
    kinds = Counter(message.content.attachments)
    if kinds:
        named = ", ".join(f"{count:,} {kind}" if count > 1 else kind
                          for kind, count in kinds.most_common(5))  # fmt: skip
        said = f"{kinds.total():,} attachments were left out: {line(named)}."
        yield Noted("attachment_left_out", "info", said, "", item, place.start, place.end)
    for fault in sorted(message.content.faults - {""}):
        hint = "Look for odd characters."
        yield Noted(fault, "warning", _FAULTS[fault], hint, item, place.start, place.end)
    if message.shortened:
        said = "The message is so long that its end was left out."
        yield Noted("text_cut", "warning", said, "", item, place.start, place.end)
    if message.content.encrypted:
        said = "The message is encrypted: what it says cannot be read."
        yield Noted("encrypted", "warning", said, "", item, place.start, place.end)
    if not message.links.references and bare_subject(message.subject) != message.subject:
        said = "By its subject it is an answer, but it does not say to what."
        yield Noted("answers_unknown", "info", said, "It begins a thread of its own.", item,
                    place.start, place.end)  # fmt: skip


def _changed_subjects(answers: Sequence[Message], title: str) -> Iterator[Noted]:
    """Say which answers have a subject of their own: their posts have no place for it."""
    usual = bare_subject(title).casefold()
    for one in answers:
        own = bare_subject(one.subject)
        if own and own.casefold() != usual and "@" not in own:
            said = f"Its subject is {line(own)!r}."
            place = one.place
            yield Noted("other_subject", "info", said, "", _item(place), place.start, place.end)


def _frame(title: str, messages: Sequence[Message]) -> Frame:
    site = next((site for one in messages if (site := site_of(one.head))), None)
    return Frame(title if "@" not in title else _unaddressed(title), site)


def _unaddressed(title: str) -> str:
    """Return a title in which no address stands: titles are shown to everybody."""
    return " ".join("…" if "@" in word else word for word in title.split())
