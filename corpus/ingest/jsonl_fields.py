"""Values of threads JSONL, one at a time: dates, short strings, choices, characters to replace.

A faulty value is noted and costs itself only. Nothing here knows how posts form a thread.
"""

import re
from datetime import datetime, tzinfo
from typing import Any, get_args

from corpus.ingest.events import (
    UNDATED,
    Failed,
    Noted,
    PostKind,
    PostStatus,
    Precision,
    Severity,
    Written,
)
from corpus.ingest.source import Line
from corpus.text import canonical, word_count

POST_CHARACTERS = 1_000_000

KINDS: dict[str, PostKind] = {kind: kind for kind in get_args(PostKind) if kind != "entry"}
STATUSES: dict[str, PostStatus] = {status: status for status in get_args(PostStatus)}
HINTS = {
    "date": "The date of a post is called “written_at”.",
    "timestamp": "The date of a post is called “written_at”.",
    "created_at": "The date of a post is called “written_at”.",
    "body": "The words of a post are called “text”.",
    "content": "The words of a post are called “text”.",
    "post": "The words of the entry are called “text”.",
    "reply_to": "The comment answered is called “parent”.",
    "parent_id": "The comment answered is called “parent”.",
    "link": "The address is called “url”.",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_SPACES = re.compile(r"[\s\x00-\x1f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?:Z|[+-]\d\d(?::?\d\d)?)?\Z")


def iso_written(raw: str, zone: tzinfo | None) -> Written:
    """Read an ISO 8601 date; `zone` is given to times that state none.

    Precision "none" and no time when it cannot be read; the raw string is kept in any case.
    """
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        stripped = raw.strip()
        if stripped != raw:
            return iso_written(stripped, zone)
        return Written(raw=short_string(raw[:200]))
    precision: Precision = "second"
    if len(raw) != 19:
        if _DAY.match(raw):
            return Written(at, raw, "day")
        if _MINUTE.match(raw):
            precision = "minute"
    if zone is not None and at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    return Written(at, raw, precision)


def short_string(value: str) -> str | None:
    """Return a name or title on one line without outer blanks, None when nothing is left."""
    return _SPACES.sub(" ", value).strip() or None


def clean_value(value: Any, *, skip: str) -> int:
    """Drop NULs and replace lone surrogates inside a JSON value, in place; return how many.

    Values under the key `skip` are left as they are. Keys are cleaned as well. Does not recurse.
    """
    changed = 0
    stack: list[Any] = [value]
    while stack:
        holder = stack.pop()
        if isinstance(holder, dict):
            for key in list(holder):
                name, count = _clean_string(key)
                changed += count
                if count:
                    holder[name] = holder.pop(key)
        entries = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, inner in list(entries):
            if isinstance(inner, str) and key != skip:
                holder[key], count = _clean_string(inner)
                changed += count
            elif isinstance(inner, dict | list):
                stack.append(inner)
    return changed


def _clean_string(value: str) -> tuple[str, int]:
    nuls = value.count("\0")
    text, surrogates = _SURROGATE.subn("\ufffd", value.replace("\0", "") if nuls else value)
    return text, nuls + surrogates


class Fields:
    """Reads the values of one line and collects in `notes` what is wrong with them."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self.notes: list[Noted | Failed] = []
        self.line = Line(0, "", 0, 0, 0, 0)

    def note(
        self, code: str, message: str, item: str, hint: str = "", *, severity: Severity = "warning"
    ) -> None:
        """Note something about `item`."""
        line = self.line
        self.notes.append(Noted(code, severity, message, hint, item, line.start, line.end))

    def string(self, value: dict[str, Any], key: str, item: str) -> str | None:
        """Return a short string, None when it is absent or of a wrong type."""
        found = value.get(key)
        if found is None:
            return None
        if type(found) is str:
            plain = found.isprintable() and found and found[0] != " " != found[-1]
            return found if plain else short_string(found)
        if key in {"id", "parent"} and type(found) is int:
            return str(found)
        self.note("wrong_type", f"“{key}” is {type_name(found)}, not a string.", item)
        return None

    def text(self, value: str | None, item: str) -> tuple[str, int]:
        """Return a canonical text and its number of words."""
        if not value:
            return "", 0
        text, changes = canonical(value)
        if changes:
            done = [
                f"{count} {what}"
                for count, what in (
                    (changes.line_ends, "line ends became LF"),
                    (changes.nuls, "NULs were dropped"),
                    (changes.surrogates, "lone surrogates became U+FFFD"),
                )
                if count
            ]
            self.note("text_changed", f"In the text {', '.join(done)}.", item, severity="info")
        return text, word_count(text)

    def text_fault(self, value: Any) -> str:
        """Say why a text cannot be taken at all; empty when it can."""
        if value is None or isinstance(value, str):
            if value is not None and len(value) > POST_CHARACTERS:
                return f"The text has {len(value):,} characters, more than {POST_CHARACTERS:,}."
            return ""
        return f"“text” is {type_name(value)}, not a string."

    def written(self, value: Any, item: str) -> Written:
        """Return when it was written; None with the raw string when that cannot be read."""
        if value is None or value == "":
            return UNDATED
        if type(value) is str:
            written = iso_written(value, self._zone)
            if written.precision != "none":
                return written
        else:
            written = Written(raw=str(value)[:200])
        self.note("bad_date", f"The date {written.raw!r} is not ISO 8601.", item,
                   "Write YYYY-MM-DDTHH:MM:SS, with an offset if known.")  # fmt: skip
        return written

    def choice(self, value: Any, known: dict[str, Any], default: Any, key: str, item: str) -> Any:
        """Return a value of a closed list, `default` when it is none of them."""
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            allowed = ", ".join(known)
            message = f"“{key}” is {value!r}; taken as {default}."
            self.note("unknown_value", message, item, f"Known: {allowed}.")
            return default
        return found

    def language(self, value: dict[str, Any], item: str) -> str | None:
        """Return the language tag of a thread."""
        language = self.string(value, "language", item)
        if language and not (len(language) <= 35 and _LANGUAGE.match(language)):
            shown = language[:80]
            self.note("unknown_value", f"{shown!r} is no language tag; left out.", item)
            return None
        return language

    def categories(self, value: dict[str, Any], item: str) -> tuple[str, ...]:
        """Return the categories of a thread."""
        found = value.get("categories")
        if found is None:
            return ()
        if isinstance(found, list):
            kept = tuple(short_string(one) or "" for one in found if isinstance(one, str))
            if len(kept) == len(found):
                return tuple(one for one in kept if one)
            self.note("wrong_type", "“categories” holds more than strings.", item)
            return kept
        self.note("wrong_type", f"“categories” is {type_name(found)}, not a list.", item)
        return ()


def type_name(value: Any) -> str:
    """Name the JSON type of a value for people."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return names.get(type(value), "a number")
