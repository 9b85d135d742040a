"""What one entry of a Movable Type export says: its fields, its bodies, its comments and pings.

A fault costs the field it stands in. How entries are found in a file lives in `movable_type`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.ingest.events import Event, Noted, PostStatus, Severity, Skipped
from corpus.ingest.exports.assemble import Draft, Frame, plain
from corpus.ingest.exports.movable_dates import Dates
from corpus.ingest.exports.storable import storable_thread
from corpus.ingest.markup import text_of

ENTRY_KEY = (
    "AUTHOR|TITLE|BASENAME|STATUS|ALLOW COMMENTS|ALLOW PINGS|CONVERT BREAKS|PRIMARY CATEGORY"
    "|CATEGORY|DATE|TAGS|UNIQUE URL|NO ENTRY|URL|IMAGE|AUTHOR NAME|FOLDER|ASSETS|PASSWORD"
)
_FIELD = re.compile(r"([A-Z][A-Z0-9_ ]{0,40}?)\s*:[ \t]*(.*)")
_RULE = re.compile(r"^-----[ \t]*\r?$", re.MULTILINE)
_HEADER = re.compile(
    r"\s*(?:(BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):"
    r"|([A-Z][A-Z0-9_ ]{1,40}):[ \t]*\r?$)",
    re.MULTILINE,
)
_BARE_BLOCK = re.compile(
    r"^(?=(?:COMMENT|PING):[ \t]*\r?\n(?:AUTHOR|TITLE|EMAIL|IP|URL|DATE|BLOG NAME):)",
    re.MULTILINE,
)
_BLOCK_KEYS = frozenset(
    ("AUTHOR", "EMAIL", "IP", "URL", "DATE", "TITLE", "BLOG NAME", "SECRET", "PASS", "STATUS")
)
_STATUSES: dict[str, PostStatus] = {
    "publish": "approved", "published": "approved", "2": "approved", "release": "approved",
    "draft": "draft", "1": "draft", "hold": "draft", "future": "draft", "scheduled": "draft",
    "4": "draft", "review": "pending", "3": "pending", "pending": "pending", "spam": "spam",
    "junk": "spam", "5": "spam", "private": "private", "trash": "trash", "unpublish": "draft",
}  # fmt: skip
_BREAKING_TAG = re.compile(r"<(?:p|br|div|ul|ol|blockquote|table|h\d)[\s/>]", re.IGNORECASE)
_ESCAPED = re.compile("[\udc80-\udcff]")


@dataclass(slots=True)
class _Section:
    """A section and its text; `start` and `end` in code points of the entry."""

    name: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Entry:
    """An entry while it is read; `base` is where it begins in the file."""

    name: str
    base: int
    length: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    sections: list[_Section] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)

    def first(self, key: str) -> str:
        """Return the first value of a field."""
        return next(iter(self.fields.get(key, ())), "")

    def body(self, name: str) -> str:
        """Return the text of a section that is no comment."""
        return "\n".join(section.text for section in self.sections if section.name == name)

    def note(
        self, code: str, message: str, *, severity: Severity = "warning", place: int | None = None
    ) -> None:
        """Note something about the entry, or one `place` in it."""
        start = self.base + (place or 0)
        end = self.base + self.length if place is None else start + len("-----")
        self.notes.append(Noted(code, severity, message, "", self.name, start, end))


class EntryReader:
    """Reads the entries of one file."""

    def __init__(self, dates: Dates) -> None:
        self._dates = dates

    def read(self, text: str, base: int, name: str) -> Iterator[Event]:
        """Yield the thread of an entry's `text`, which begins at code point `base` of the file."""
        entry = _Entry(name, base, len(text))
        if not text.isascii() and _ESCAPED.search(text):
            message = "Some bytes cannot be read in the file's encoding; they became U+FFFD."
            entry.note("undecodable_bytes", message)
        _take_sections(entry, text)
        mode = entry.first("CONVERT BREAKS").strip().lower()
        bodies = (prose(entry.body(one), mode) for one in ("BODY", "EXTENDED BODY"))
        body = "\n\n".join(part for part in bodies if part)
        comments = [
            self._comment(entry, section, f"{name}, {section.name.lower()} {number}")
            for number, section in enumerate(_blocks(entry), 1)
        ]
        if not body and not comments:
            yield from entry.notes
            end = base + len(text)
            yield Skipped("The entry has neither text nor comments.", name, base, end, "empty_item")
            return
        self._note(entry)
        yield from entry.notes
        frame = Frame(
            title=plain(entry.first("TITLE")) or "",
            categories=tuple(
                one for key in ("PRIMARY CATEGORY", "CATEGORY") for one in entry.fields.get(key, ())
            ),
            attributes=_attributes(entry),
        )
        yield from storable_thread(self._root(entry, body), comments, frame)

    def _root(self, entry: _Entry, body: str) -> Draft:
        return Draft(
            entry.name,
            entry.base,
            entry.base + entry.length,
            text=body,
            kind="entry",
            author=entry.first("AUTHOR"),
            written=self._dates.read(entry.first("DATE")),
            external_id=entry.first("BASENAME") or None,
            url=entry.first("UNIQUE URL") or None,
            status=_STATUSES.get(entry.first("STATUS").lower(), "approved"),
        )

    def _note(self, entry: _Entry) -> None:
        """Note what the fields of an entry leave in doubt."""
        status = entry.first("STATUS").lower()
        if status and status not in _STATUSES:
            message = f"The status {status[:80]!r} is not known; the entry is taken as published."
            entry.note("unknown_value", message)
        if entry.first("NO ENTRY") not in {"", "0"}:
            message = "The file holds the comments of this entry, not the entry (NO ENTRY)."
            entry.note("no_entry", message, severity="info")

    def _comment(self, entry: _Entry, section: _Section, name: str) -> Draft:
        fields, text = _block_fields(section.text)
        text = prose(text, "")
        ping = section.name == "PING"
        if ping and fields.get("TITLE"):
            text = "\n\n".join(part for part in (text_of(fields["TITLE"]), text) if part)
        return Draft(
            name,
            entry.base + section.start,
            entry.base + section.end,
            text=text,
            kind="trackback" if ping else "comment",
            author=plain(fields.get("BLOG NAME") or fields.get("AUTHOR")),
            written=self._dates.read(fields.get("DATE")),
            status=_block_status(fields),
            author_url=fields.get("URL"),
            email=fields.get("EMAIL"),
            ip=fields.get("IP"),
        )


def prose(text: str, mode: str) -> str:
    """Return a body's text; `mode` is the entry's CONVERT BREAKS, "" where nothing is said.

    Markdown and Textile stay as they stand.
    """
    text = text.strip("\r\n")
    if not text or text.isspace():
        return ""
    if mode.startswith(("markdown", "textile")):
        return text.strip()
    unsaid = mode in {"", "__default__", "1"}
    return text_of(text, autop=unsaid and not _BREAKING_TAG.search(text))


def _take_sections(entry: _Entry, text: str) -> None:
    """Split an entry at its rules of five dashes; one that no section follows is text."""
    places = [found.span() for found in _RULE.finditer(text)]
    head_end, begin = places.pop(0) if places else (len(text), len(text))
    if bare := _BARE_BLOCK.search(text, 0, head_end):
        places.insert(0, (head_end, begin))
        head_end = begin = bare.start()
        entry.note("uncertain_boundary", "A comment follows the fields without a rule between.")
    _take_fields(entry, text[:head_end])
    doubts: list[int] = []
    for place, after in [*places, (len(text), len(text))]:
        if place < len(text) and not _is_header(text, after):
            doubts.append(place)
            continue
        _take_block(entry, text, begin, place)
        begin = after
    if doubts:
        message = (
            f"Rules of five dashes that no section follows ({len(doubts)}) were taken as text."
        )
        entry.note("uncertain_boundary", message, place=doubts[0])


def _is_header(text: str, place: int) -> bool:
    """Say whether a section, or nothing but blank space, follows a rule."""
    return _HEADER.match(text, place) is not None or not text[place : place + 4000].strip()


def _take_block(entry: _Entry, text: str, begin: int, end: int) -> None:
    """Take the section between two rules; several, where comments follow without a rule."""
    block = text[begin:end]
    if not block.strip():
        return
    starts = [0, *(found.start() for found in _BARE_BLOCK.finditer(block))]
    first = _HEADER.match(block)
    if len(starts) > 1 and first and not block[: starts[1]].strip():
        starts.pop(0)
    for place, stop in zip(starts, [*starts[1:], len(block)], strict=True):
        piece = block[place:stop]
        header = _HEADER.match(piece)
        name = (header[1] or header[2]) if header else "BODY"
        if not header:
            entry.note("uncertain_boundary", "Text without a section was taken as the body.")
        elif header[2]:
            message = f"The section {name} is not known; it was kept with the entry."
            entry.note("unknown_section", message)
        lead = len(piece) - len(piece.lstrip())
        content = piece[header.end() :] if header else piece
        entry.sections.append(_Section(name, content, begin + place + lead, begin + stop))
    if len(starts) > 1:
        entry.note("uncertain_boundary", "Comments follow each other without a rule between.")


def _take_fields(entry: _Entry, head: str) -> None:
    for written in head.splitlines():
        found = _FIELD.match(written)
        if found:
            entry.fields.setdefault(found[1], []).append(found[2].strip())
        elif written.strip(" -\ufeff\x1a"):
            entry.note("unknown_line", "A line among the entry's fields is none.", severity="info")


def _blocks(entry: _Entry) -> Iterator[_Section]:
    return (section for section in entry.sections if section.name in {"COMMENT", "PING"})


def _block_fields(text: str) -> tuple[dict[str, str], str]:
    """Cut the fields off a comment: known names, each once, up to the first other line."""
    fields: dict[str, str] = {}
    rest = text.lstrip("\r\n \t")
    while rest:
        written, _, after = rest.partition("\n")
        found = _FIELD.match(written.strip())
        if not found or found[1] not in _BLOCK_KEYS or found[1] in fields:
            break
        fields[found[1]] = found[2].strip()
        rest = after
    return fields, rest


def _block_status(fields: dict[str, str]) -> PostStatus:
    if fields.get("SECRET", "0") not in {"", "0"}:
        return "private"
    return _STATUSES.get(fields.get("STATUS", "").lower(), "approved")


def _attributes(entry: _Entry) -> dict[str, object]:
    kept: dict[str, object] = {
        "excerpt": prose(entry.body("EXCERPT"), ""),
        "keywords": entry.body("KEYWORDS").strip(),
        "tags": _tags(entry.first("TAGS")),
        "basename": entry.first("BASENAME"),
    }
    known = {"BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS", "COMMENT", "PING"}
    for section in entry.sections:
        if section.name not in known:
            kept[section.name.lower().replace(" ", "_")] = section.text.strip()
    return kept


def _tags(value: str) -> list[str]:
    """Return the tags of a list such as `"two words",one`."""
    try:
        return [tag.strip() for row in csv.reader([value], skipinitialspace=True) for tag in row]
    except csv.Error:
        return [value]
