"""The text of a message: its parts (MIME, RFC 2045 to 2049), of which one or several are read.

Attachments are told by their types and left out. Any nesting: beyond a depth it is left out too.
"""

import binascii
import re
from dataclasses import dataclass, field

from corpus.ingest.mail.charsets import Fault, decoded
from corpus.ingest.mail.words import Headers, headers, parameters
from corpus.ingest.markup import text_of

DEPTH = 12
PARTS = 500
_LINE_END = ord("\n")
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_BASE64 = re.compile(rb"[ \t]*[A-Za-z0-9+/=]*[ \t]*\r?\Z")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_QUOTATION = re.compile(r"<(/?)blockquote\b[^<>]{0,2000}>", re.IGNORECASE)
_DEEPEST_QUOTATION = 50
# Texts that are no prose.
_DATA = frozenset({
    "text/calendar", "text/x-vcard", "text/vcard", "text/css", "text/rtf", "text/csv",
    "text/directory", "text/javascript", "text/xml",
})  # fmt: skip
_SIGNATURES = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
})  # fmt: skip


@dataclass(slots=True)
class Content:
    """What was found in a message's parts: its text, the types of attachments, faults of bytes."""

    text: str = ""
    attachments: list[str] = field(default_factory=list)
    faults: set[Fault] = field(default_factory=set)
    encrypted: bool = False


@dataclass(slots=True)
class _Left:
    """How many parts may still be looked at."""

    parts: int = PARTS


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Part a message or a part of one into its header lines and its body."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw.removeprefix(b"\r").removeprefix(b"\n")
    found = _BLANK_LINE.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def content(head: Headers, body: bytes) -> Content:
    """Read the text of a message; nothing in it raises."""
    found = Content()
    found.text = _text(head, body, found, _Left(), 0)
    return found


def kind_of(head: Headers) -> str:
    """Return the type of a part, lower-case; plain text where none is named."""
    kind = head.get("content-type", "").partition(";")[0].strip().lower()
    return kind if "/" in kind else "text/plain"


def _text(head: Headers, body: bytes, found: Content, left: _Left, depth: int) -> str:
    """Return the text of a part, whatever is in it; note in `found` what is left out."""
    kind = kind_of(head)
    left.parts -= 1
    if depth > DEPTH or left.parts < 0:
        found.attachments.append(kind)
        return ""
    if kind.startswith("multipart/"):
        if kind == "multipart/encrypted":
            found.encrypted = True
        said = parameters(head.get("content-type", "")).get("boundary", "")
        parts = _parts(body, said)
        if parts:
            return _joined(kind, parts, found, left, depth)
        kind = "text/plain"
    if kind in _SIGNATURES:
        return ""
    if depth and _is_attachment(head, kind):
        found.attachments.append(kind)
        return ""
    if not kind.startswith("text/"):
        found.attachments.append(kind)
        return ""
    return _leaf(head, kind, body, found)


def _is_attachment(head: Headers, kind: str) -> bool:
    placed = head.get("content-disposition", "").lower()
    named = "filename" in placed or "name" in parameters(head.get("content-type", ""))
    return placed.startswith("attachment") or kind in _DATA or (named and kind != "text/plain")


def _parts(body: bytes, boundary: str) -> list[bytes]:
    if not boundary:
        return []
    mark = re.escape(boundary.rstrip().encode("utf-8", "surrogateescape"))
    # What begins with a fixed string is found fast; that a line begins there is looked at then.
    rule = re.compile(rb"--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    parts: list[bytes] = []
    begin = -1
    for found in rule.finditer(body):
        if found.start() and body[found.start() - 1] != _LINE_END:
            continue
        if begin >= 0:
            parts.append(body[begin : found.start() - 1].removesuffix(b"\r"))
        begin = found.end()
        if found[1] or len(parts) > PARTS:
            return parts
    return [*parts, body[begin:]] if begin >= 0 else []


def _joined(kind: str, parts: list[bytes], found: Content, left: _Left, depth: int) -> str:
    """Return the text of several parts: of alternatives one, else one after another."""
    read: list[tuple[str, str]] = []
    for raw in parts:
        lines, body = split(raw.removeprefix(b"\r").removeprefix(b"\n"))
        head = headers(lines)
        inner = kind_of(head)
        if kind == "multipart/digest" and "content-type" not in head:
            inner = "message/rfc822"
            found.attachments.append(inner)
            continue
        wanted = inner.startswith(("text/", "multipart/")) or kind != "multipart/alternative"
        if wanted:
            read.append((inner, _text(head, body, found, left, depth + 1).strip("\n")))
    texts = [(inner, text) for inner, text in read if text.strip()]
    if kind == "multipart/alternative":
        plain = [text for inner, text in texts if inner == "text/plain"]
        return plain[0] if plain else texts[-1][1] if texts else ""
    return "\n\n".join(text for _, text in texts)


def _leaf(head: Headers, kind: str, body: bytes, found: Content) -> str:
    said = parameters(head.get("content-type", ""))
    data, footer = unpacked(body, head.get("content-transfer-encoding", "").strip().lower())
    text = decoded(data, said.get("charset"))
    found.faults.add(text.fault)
    plain = text.text
    if kind == "text/html":
        plain = html_text(plain)
    else:
        plain = plain.replace("\r\n", "\n")
        if said.get("format", "").lower() == "flowed":
            plain = flowed(plain, delete=said.get("delsp", "").lower() == "yes")
    if footer.strip():
        plain += "\n" + decoded(footer, None).text
    return plain


def unpacked(body: bytes, how: str) -> tuple[bytes, bytes]:
    """Undo a transfer encoding; second what a mailing list put below base64."""
    if how == "quoted-printable":
        return binascii.a2b_qp(body), b""
    if how != "base64":
        return body, b""
    lines = body.split(b"\n")
    end = next((n for n, line in enumerate(lines) if not _BASE64.match(line)), len(lines))
    packed = _NO_BASE64.sub(b"", b"".join(lines[:end]))
    packed = packed[: len(packed) - (len(packed) % 4 == 1)]
    data = binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    return data, b"\n".join(lines[end:])


def html_text(html: str) -> str:
    """Return the text of HTML; what stands in block quotations is marked as in plain mail."""
    if "<blockquote" not in html.lower():
        return text_of(html)
    html = _without_comments(html)
    parts: list[str] = []
    depth = at = 0
    for found in _QUOTATION.finditer(html):
        parts.append(_marked(text_of(html[at : found.start()]), depth))
        depth = max(0, depth - 1) if found[1] else min(depth + 1, _DEEPEST_QUOTATION)
        at = found.end()
    parts.append(_marked(text_of(html[at:]), depth))
    return "\n\n".join(part for part in parts if part)


def _marked(text: str, depth: int) -> str:
    if not depth or not text:
        return text
    return "\n".join(f"{'>' * depth} {line}".rstrip() for line in text.split("\n"))


def _without_comments(html: str) -> str:
    """Return HTML without comments, in which mail programs hide whole pages for each other."""
    kept: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join([*kept, html[at:]])


def flowed(text: str, *, delete: bool = False) -> str:
    """Join the lines of a text that a mailer broke softly (RFC 3676); quotations apart."""
    done: list[list[str]] = []
    flows, depth = False, ""
    for raw in text.split("\n"):
        found = re.match(r">+", raw)
        marks = found[0] if found else ""
        line = raw[len(marks) :].removeprefix(" ")
        goes_on = line.endswith(" ") and line != "-- "
        said = line[:-1] if goes_on and delete else line
        if flows and marks == depth and line != "-- ":
            done[-1].append(said)
        else:
            done.append([f"{marks} {said}" if marks else said])
        depth, flows = marks, goes_on
    lines = map("".join, done)
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)
