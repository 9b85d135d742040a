"""Threads between reading and loading: written by COPY into unlogged tables.

A killed worker leaves them as its last transaction did; a killed database leaves them empty, and
the import reads the kept file again.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from corpus import text
from corpus.identity import thread_identity
from corpus.ingest.events import PersonRead, PostRead, ThreadRead, Written

_WRITTEN = ("written_at", "written_offset", "written_raw", "written_precision")
THREAD_COLUMNS = (
    "upload_id", "ordinal", "title", "site", "url", "external_id", "author", "author_key",
    "language", "categories", "attributes", "comments", "words", "identity", *_WRITTEN,
)  # fmt: skip
POST_COLUMNS = (
    "upload_id", "ordinal", "number", "kind", "parent_number", "parent_how", "depth", "author",
    "author_key", "is_entry_author", "url", "external_id", "status", "text", "text_sha256", "words",
    "flags", "source_start", "source_end", "identity", "confidence", "author_hash", "email", "ip",
    *_WRITTEN,
)  # fmt: skip
PERSON_COLUMNS = ("upload_id", "key", "attributes")
NULL = "\\N"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Stands for any site in the key of a person of whom a source does not say one.
ANYWHERE = "*"
_BLOCK = 64 * 1024
# Code points: an entry of an index in PostgreSQL has 2,700 bytes at most.
_KEY = 400


@contextmanager
def copying(table: str, columns: Iterable[str]) -> Iterator[Callable[[str], None]]:
    """COPY lines that are formatted already into a table, while they come.

    Yields what takes a line. The server stores a block while the next one is made.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    waiting: list[str] = []
    size = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:

        def write(row: str) -> None:
            nonlocal size
            waiting.append(row)
            size += len(row)
            if size >= _BLOCK:
                copy.write("".join(waiting).encode())
                waiting.clear()
                size = 0

        yield write
        copy.write("".join(waiting).encode())


def copy_rows(table: str, columns: Iterable[str], rows: Iterable[str]) -> None:
    """COPY lines that are formatted already into a table."""
    with copying(table, columns) as write:
        for row in rows:
            write(row)


def copied(value: str | None) -> str:
    """Write a text as a cell of COPY's text format."""
    if value is None:
        return NULL
    # Four searches for one character each: many times faster than `translate`.
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\n" in value:
        value = value.replace("\n", "\\n")
    if "\t" in value:
        value = value.replace("\t", "\\t")
    if "\r" in value:
        value = value.replace("\r", "\\r")
    return value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread stands: its upload, its place in that, its site; `zone` is for bare times."""

    upload_id: str
    ordinal: int
    site: str
    zone: ZoneInfo | None


@dataclass(frozen=True, slots=True)
class Contact:
    """What may be kept of how to reach an author: a keyed hash, and what the owner ticked."""

    author_hash: str = ""
    email: str = ""
    ip: str = ""


NO_CONTACT = Contact()


def thread_row(place: Place, thread: ThreadRead) -> str:
    """Format a thread for COPY into `corpus_stagedthread`."""
    return (
        "\t".join(
            [
                place.upload_id,
                str(place.ordinal),
                copied(thread.title),
                copied(place.site),
                copied(thread.url or ""),
                copied(thread.external_id or ""),
                copied(thread.author),
                copied(_key(place.site, thread.author)),
                copied(thread.language or ""),
                copied(_array(thread.categories)),
                _json(thread.attributes),
                str(sum(post.kind == "comment" for post in thread.posts)),
                str(sum(post.words for post in thread.posts)),
                copied(thread_identity(thread, place.site)),
                *written_cells(thread.written, place.zone),
            ]
        )
        + "\n"
    )


def post_row(place: Place, post: PostRead, *, identity: str, contact: Contact = NO_CONTACT) -> str:
    """Format a post for COPY into `corpus_stagedpost`."""
    return (
        "\t".join(
            [
                place.upload_id,
                str(place.ordinal),
                str(post.number),
                post.kind,
                NULL if post.parent is None else str(post.parent),
                post.parent_how or NULL,
                str(post.depth),
                copied(post.author),
                copied(_key(place.site, post.author)),
                "t" if post.is_entry_author else "f",
                copied(post.url or ""),
                copied(post.external_id or ""),
                post.status,
                copied(post.text),
                text.sha256(post.text),
                str(post.words),
                copied(_array(post.flags)) if post.flags else "{}",
                str(post.start),
                str(post.end),
                copied(identity),
                str(post.confidence),
                contact.author_hash,
                copied(contact.email),
                copied(contact.ip),
                *written_cells(post.written, place.zone),
            ]
        )
        + "\n"
    )


def person_row(upload_id: str, person: PersonRead) -> str:
    """Format what is said of a person for COPY into `corpus_stagedperson`; "" if nothing can be.

    Without a site it is said of whoever has the name in this upload.
    """
    key = _key(ANYWHERE if person.site is None else person.site, person.name)
    if key is None or not person.attributes:
        return ""
    return f"{upload_id}\t{copied(key)}\t{_json(person.attributes)}\n"


def _json(attributes: Mapping[str, object]) -> str:
    """Write attributes as a cell; what the database cannot store is replaced in them."""
    if not attributes:
        return "{}"
    return copied(json.dumps(_storable(attributes), ensure_ascii=False, default=str))


def _storable(value: object) -> object:
    match value:
        case str():
            return value if value.isprintable() else _UNSTORABLE.sub("\ufffd", value)
        case float():
            return value if isfinite(value) else str(value)
        case Mapping():
            return {str(_storable(name)): _storable(one) for name, one in value.items()}
        case list() | tuple():
            return [_storable(one) for one in value]
        case _:
            return value


def site_of(thread: ThreadRead) -> str:
    """Return the site on which a thread stands: as named, else its address' host."""
    return thread.site or _host(thread.url)


def written_cells(written: Written, zone: ZoneInfo | None) -> tuple[str, str, str, str]:
    """Return instant, offset in minutes, the source's words and the precision as cells.

    A clock time without a zone gets the upload's, if one was given; else it is kept as it stands.
    """
    at, offset = written.at, NULL
    raw = copied(written.raw or "")
    if at is None:
        return NULL, NULL, raw, written.precision
    if at.tzinfo is None and zone is not None:
        at = at.replace(tzinfo=zone)
    if at.tzinfo is not None:
        offset = str(round((at.utcoffset() or timedelta()).total_seconds() / 60))
        try:
            at = at.astimezone(UTC)
        except OverflowError:
            return NULL, NULL, raw, "none"
    return f"{_instant(at)}+00", offset, raw, written.precision


def _instant(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(sep=" ")


def _key(site: str, name: str | None) -> str | None:
    """Return what makes two names of a corpus one participant: the site and the folded name."""
    if not name:
        return None
    folded = name.casefold() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()
    key = f"{site.casefold()}\n{' '.join(folded.split())}"
    return key if len(key) <= _KEY else f"{key[:_KEY]}\n{text.sha256(key)}"


def _host(url: str | None) -> str:
    if not url:
        return ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _array(values: Iterable[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def staged_threads(upload_id: UUID) -> int:
    """Return how many threads of an upload are staged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM corpus_stagedthread WHERE upload_id = %s", [upload_id])
        return int(cursor.fetchone()[0])
