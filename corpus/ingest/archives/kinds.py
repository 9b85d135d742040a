"""Which archive a file is, which entries hold nothing to read, and how names are shown.

Looks at first bytes and names only; opens nothing.
"""

import re
import tarfile
import zlib
from typing import Literal

Kind = Literal["zip", "tar", "gzip", "bzip2", "xz", "warc", "mhtml"]

HEAD_BYTES = 4096
LABEL_CHARACTERS = 255

# Documents that happen to be ZIP archives begin with one of these entries.
_DOCUMENTS = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels", b"META-INF/")
_ASSET_NAME = re.compile(
    r"\.(?:css|m?js|map|png|apng|jpe?g|jfif|gif|webp|avif|heic|svgz?|ico|cur|bmp|tiff?|psd"
    r"|woff2?|ttf|otf|eot|mp[34]|m4[av]|mov|avi|mkv|webm|og[gav]|opus|wav|flac|swf|wasm)"
    r"(?:\.download|[?@;#][^/]*)?\Z",
    re.IGNORECASE,
)
_ASSET_MAGIC = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....(?:WEBP|WAVE|AVI )|wOF[F2][\x00\x01Ot]"
    rb"|\x00\x01\x00\x00\x00|OTTO\x00|\x00\x00\x01\x00|\x00\x00\x00.ftyp|ID3[\x02-\x04]|OggS\x00|\x1aE\xdf\xa3"
    rb"|[FC]WS[\x01-\x20]|BM....\x00\x00\x00\x00|II\*\x00|MM\x00\*",
    re.DOTALL,
)
_MHTML = re.compile(
    rb"\s{0,20}(?:From|MIME-Version|Snapshot-Content-Location|Subject|Date|Content-Type|X-[\w-]+):",
    re.IGNORECASE,
)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(rb"^(?:To|Cc|Message-ID|Received|Delivered-To):", re.IGNORECASE | re.MULTILINE)
_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory", "ehthumbs.db"})
# Controls, and the marks that turn the direction of writing: "\u202egpj.exe" reads as "exe.jpg".
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")


def is_archive(head: bytes) -> Kind | None:
    """Say which archive a file is by its first bytes (300 are enough), None when it is none.

    Office documents and e-books are ZIP archives too, but documents to people: None.
    """
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")):
        first = head[head.find(b"PK\x03\x04") + 30 :]
        return None if first.startswith(_DOCUMENTS) else "zip"
    told: tuple[tuple[Kind, bool], ...] = (
        ("gzip", head.startswith(b"\x1f\x8b\x08")),
        ("bzip2", head.startswith(b"BZh") and head[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}),
        ("xz", head.startswith(b"\xfd7zXZ\0")),
        ("warc", is_warc(head)),
        ("mhtml", is_mhtml(head)),
        ("tar", is_tar(head)),
    )
    return next((kind for kind, fits in told if fits), None)


def is_warc(head: bytes) -> bool:
    """Say whether a file begins as a web archive does."""
    return head.startswith((b"WARC/0.", b"WARC/1.", b"WARC/2."))


def is_mhtml(head: bytes) -> bool:
    """Say whether a file is a page that a browser saved with its pictures: like mail to nobody."""
    if not _MHTML.match(head):
        return False
    lines = head[: head.find(b"\n\n") if b"\n\n" in head else len(head)].split(b"\r\n\r\n")[0]
    return bool(_RELATED.search(lines)) and not _MAIL.search(lines)


def shown_kind(head: bytes) -> str | None:
    """Name the archive that a file is, as people know it: a packed WARC is a WARC."""
    kind = is_archive(head)
    if kind != "gzip":
        return kind
    try:
        inside = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 64)
    except zlib.error:
        return kind
    return "warc" if is_warc(inside) else kind


def is_tar(head: bytes) -> bool:
    """Say whether a file begins with the header of a tar entry: its checksum must be right."""
    if len(head) < tarfile.BLOCKSIZE or not head[0]:
        return False
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def is_asset_name(name: str) -> bool:
    """Say whether a name is that of a picture, style, script, font, sound or film."""
    return _ASSET_NAME.search(name) is not None


def is_asset(head: bytes) -> bool:
    """Say whether a file begins like a picture, a font, a sound or a film, whatever its name."""
    return _ASSET_MAGIC.match(head) is not None


def is_system_file(name: str) -> bool:
    """Say whether an entry was put into the archive by an operating system."""
    parts = name.split("/")
    base = parts[-1]
    return "__MACOSX" in parts or base.lower() in _SYSTEM_NAMES or base.startswith("._")


def leaves_archive(name: str) -> bool:
    """Say whether a name, taken as a path, would lead out of a folder it is unpacked in."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or bool(_DRIVE.match(plain))


def label(name: str) -> str:
    """Return a name for display: forward slashes, no control characters, its end if too long."""
    plain = _UNSHOWN.sub("\ufffd", name.replace("\\", "/"))
    if len(plain) > LABEL_CHARACTERS:
        plain = "…" + plain[1 - LABEL_CHARACTERS :]
    return plain or "unnamed"


def decoded_name(raw: bytes, otherwise: str) -> str:
    """Decode a name that claims no encoding: as UTF-8 where it is that, else as `otherwise`."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(otherwise, "replace")
