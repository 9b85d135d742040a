"""The words of mail headers: encoded words (RFC 2047), parameters (RFC 2231), names, ids, dates."""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from corpus.ingest.dates import written
from corpus.ingest.events import UNDATED, Written
from corpus.ingest.mail.charsets import decoded

_FOLD = re.compile(rb"\r?\n[ \t]+")
_NAME = re.compile(rb"([!-9;-~]{1,100})[ \t]{0,20}:")
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?[\w.:+*-]{1,50}\?[bBqQ]\?)")
_ID = re.compile(r"<([^<>]{1,900})>")
_PARAMETER = re.compile(r';\s*([\w-]{1,60})(\*\d{0,3}\*?|)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))')
_ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]]+(?:@| at )[^\s<>\"'(),:;\[\]]+")
_COMMENT = re.compile(r"\(((?:[^()\\]|\\.)*)\)")
_ZONE_NAME = re.compile(r"\s*\([^()]*\)\s*\Z")
_HEADERS = 500
HEADER_BYTES = 100_000
_NAME_CHARACTERS = 2_000
_DATE_CHARACTERS = 200
_ASKED = frozenset({
    "from", "sender", "subject", "date", "message-id", "in-reply-to", "references", "content-type",
    "content-transfer-encoding", "content-disposition", "list-id", "newsgroups", "archived-at",
    "x-gmail-labels", "x-spam-flag", "x-mozilla-status", "x-originating-ip", "x-sender-ip",
    "snapshot-content-location", "content-location",
})  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1900, 2999

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a From line has it: a name to show, never an address, and the address."""

    name: str | None = None
    email: str | None = None


def headers(block: bytes) -> dict[str, str]:
    """Return header lines by their lower-case names: the first of each, its white space folded.

    Of lines that nobody asks for only the names. Encoded words stay as they are written; `readable`
    reads them.
    """
    found: dict[str, str] = {}
    for line in _FOLD.sub(b" ", block).split(b"\n")[:_HEADERS]:
        match = _NAME.match(line)
        if match:
            name = match[1].decode("ascii", "replace").lower()
            if name not in found:
                found[name] = _value(line[match.end() :]) if name in _ASKED else ""
    return found


def _value(raw: bytes) -> str:
    return decoded(raw[:HEADER_BYTES].strip(b" \t\r"), None).text


def readable(value: str) -> str:
    """Read the encoded words of a header; what cannot be read stays as it is written."""
    if "=?" not in value:
        return value
    value = _BETWEEN.sub("", value)
    parts: list[str] = []
    waiting, charset, at = b"", "", 0
    for word in _WORD.finditer(value):
        data = _word_bytes(word[2], word[3])
        if waiting and (word.start() > at or word[1].lower() != charset or data is None):
            parts.append(decoded(waiting, charset).text)
            waiting = b""
        parts.append(value[at : word.start()])
        if data is None:
            parts.append(word[0])
        else:
            # Some mailers part a character between two words.
            waiting, charset = waiting + data, word[1].lower()
        at = word.end()
    if waiting:
        parts.append(decoded(waiting, charset).text)
    return "".join([*parts, value[at:]])


def _word_bytes(how: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "surrogateescape")
    try:
        if how in "qQ":
            return binascii.a2b_qp(raw, header=True)
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return None


def ids(value: str) -> list[str]:
    """Return the message ids that a header names, each once, in its order."""
    found = ("".join(one.split()) for one in _ID.findall(value))
    return list(dict.fromkeys(one for one in found if one))


def own_id(value: str) -> str | None:
    """Return the id of a Message-ID line; also one that lost its angle brackets."""
    found = ids(value)
    if found:
        return found[0]
    bare = value.strip(" <>\t")
    return bare if bare and len(bare) < 900 and not re.search(r"\s", bare) else None


def parameters(value: str) -> dict[str, str]:
    """Return the parameters behind a header's value, RFC 2231's pieces joined."""
    found: dict[str, str] = {}
    for name, mark, quoted, plain in _PARAMETER.findall(value[:20_000]):
        said = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        if mark.endswith("*"):
            charset, _, rest = said.partition("'")
            said = rest.partition("'")[2] if rest else said
            said = decoded(unquote_to_bytes(said), charset or None).text
        key = name.lower()
        found[key] = found.get(key, "") + said if mark else found.get(key) or said
    return found


def person(value: str) -> Person:
    """Read a From line. Where it has an address and no name, the part before the @ is the name."""
    value = value[:_NAME_CHARACTERS].strip()
    bracket = value.rfind("<")
    comment = ""
    if bracket >= 0:
        name, spoken = value[:bracket], value[bracket + 1 :].partition(">")[0]
    else:
        found = _COMMENT.search(value)
        comment = found[1] if found else ""
        name, spoken = "", _COMMENT.sub("", value)
    email = _address(spoken)
    name = readable((name or comment).strip().strip('"').replace('\\"', '"')).strip("\"' \t,")
    if not name and not email:
        name = readable(spoken).strip("\"' \t,")
    return Person(" ".join(_without_addresses(name).split()) or _local(email), email)


def _address(spoken: str) -> str | None:
    found = _ADDRESS.search(spoken)
    return found[0].replace(" at ", "@") if found else None


def _without_addresses(name: str) -> str:
    """Return a name; of an address that stands in its place, what is before the @."""
    return _ADDRESS.sub(lambda found: _local(found[0]) or "", name) if "@" in name else name


def _local(email: str | None) -> str | None:
    return re.split("@| at ", email)[0] if email else None


def dated(value: str, zone: tzinfo | None) -> Written:
    """Read a Date line as RFC 5322 has it, else as any printed date."""
    if not value:
        return UNDATED
    raw = " ".join(value[:_DATE_CHARACTERS].split())
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, TypeError, OverflowError, IndexError):
        return written(_ZONE_NAME.sub("", raw), zone)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return Written(raw=raw)
    if at.tzinfo is None and raw.rstrip().endswith("-0000"):
        at = at.replace(tzinfo=UTC)
    elif at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    return Written(at, raw, "second")


def header_values(head: Headers, *names: str) -> Iterator[str]:
    """Yield what the named lines say, where there are such."""
    for name in names:
        if value := head.get(name):
            yield value
