"""The formats in which coded data leave: names, endings, what each can hold, who writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any

from annotations.exports.order import Counted, Written

Writer = Callable[[Any, IO[bytes], Counted], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """A way out. `writer` is `module:function`, imported when first used.

    The function takes the Reading (its `order` says the rest), an empty file open for writing
    and reading, and the tally to fill; it answers Written. `whats`: what it can hold; `profiles`:
    for which programs it has dialects, the default first. `of_snapshots`: made of those only.
    `neutralises`: what a spreadsheet might run gets an apostrophe unless somebody says no.
    `whole`: it holds whole corpora as they stand, with all that is never shown; for those who
    manage the corpus.
    """

    name: str
    says: str
    extension: str
    media_type: str
    writer: str
    whats: tuple[str, ...] = ("annotations",)
    profiles: tuple[str, ...] = ()
    utf16: bool = False
    of_snapshots: bool = False
    neutralises: bool = False
    whole: bool = False

    def write(self, reading: Any, file: IO[bytes], tally: Counted) -> Written:
        """Write what `reading.order` asks for."""
        module, name = self.writer.split(":")
        write: Writer = getattr(import_module(f"annotations.exports.{module}"), name)
        return write(reading, file, tally)


_TABLES = ("annotations", "posts", "threads", "participants", "codebook")
_ALL = (
    Format("csv", "CSV", "csv", "text/csv; charset=utf-8", "tables:write", _TABLES, utf16=True),
    Format(
        "jsonl", "JSON lines", "jsonl", "application/x-ndjson; charset=utf-8", "tables:write",
        _TABLES, utf16=True,
    ),
    Format(
        "xlsx", "Excel workbook", "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx:write",
        _TABLES, utf16=True, neutralises=True,
    ),
    Format(
        "parquet", "Parquet", "parquet", "application/vnd.apache.parquet", "parquet:write",
        _TABLES, utf16=True,
    ),
    Format(
        "w3c", "W3C Web Annotation", "jsonld",
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', "w3c:write",
        profiles=("jsonld", "jsonl"), utf16=True,
    ),
    Format(
        "qdpx", "REFI-QDA project", "qdpx", "application/zip", "refi.project:write",
        profiles=("standard", "qualcoder", "nvivo", "maxqda", "atlasti"),
    ),
    Format(
        "qdc", "REFI-QDA codebook", "qdc", "application/xml", "refi.qdc:write",
        whats=("codebook",), profiles=("standard", "qualcoder", "nvivo", "maxqda", "atlasti"),
    ),
    Format("convokit", "ConvoKit corpus", "zip", "application/zip", "convokit:write"),
    Format("tei", "TEI P5", "xml", "application/tei+xml", "tei:write"),
    Format("cas-json", "UIMA CAS JSON", "zip", "application/zip", "cas:write"),
    Format("cas-xmi", "UIMA CAS XMI", "zip", "application/zip", "cas:write"),
    Format(
        "docx", "Report (Word)", "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "report.word:write",
    ),
    Format(
        "odt", "Report (OpenDocument)", "odt", "application/vnd.oasis.opendocument.text",
        "report.writer:write",
    ),
    Format("html", "Report (web page)", "html", "text/html; charset=utf-8", "report.html:write"),
    Format(
        "package", "Data package", "zip", "application/zip", "package:write", utf16=True,
        of_snapshots=True,
    ),
    Format(
        "catena", "Catena archive", "catena.zip", "application/zip", "archive:write", whole=True
    ),
)  # fmt: skip
FORMATS = {one.name: one for one in _ALL}
