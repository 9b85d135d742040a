"""A data package of a snapshot: its tables, how they are described and cited, their checksums."""

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotations.exports import citation
from annotations.exports.facts import Summed
from annotations.exports.formats import FORMATS
from annotations.exports.order import Counted, Loss, Tally, Written
from annotations.exports.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

SUMS = "SHA256SUMS"


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the ZIP file; its rows are the annotations."""
    order = reading.order
    about = order.options["about"]
    tables = FORMATS["csv"]
    files: list[dict[str, Any]] = []
    losses: list[Loss] = []
    rows = 0
    with ZipFile(file, "w") as archive:
        sums: list[str] = []
        for what in tables.whats:
            part = replace(reading, order=replace(order, format="csv", what=what))
            counted: Counted = tally if what == "annotations" else Tally()
            with _member(archive, f"{what}.csv", sums) as summed:
                written = tables.write(part, cast("IO[bytes]", summed), counted)
            rows = written.rows if what == "annotations" else rows
            losses += [loss for loss in written.losses if loss not in losses]
            files.append(
                {
                    "what": what,
                    "columns": written.columns,
                    "bytes": summed.size,
                    "sha256": summed.digest.hexdigest(),
                }
            )
        note = citation.methods(
            about, offset_unit=order.offset_unit, pseudonymised=order.pseudonymise
        )
        for name, text in (
            ("datapackage.json", as_json(citation.datapackage(about, files))),
            ("CITATION.cff", citation.cff(about)),
            ("datacite.json", as_json(citation.datacite(about))),
            ("methods.md", note),
        ):
            with _member(archive, name, sums) as summed:
                summed.write(text.encode())
        with _member(archive, SUMS, []) as summed:
            summed.write("".join(sums).encode())
    return Written(rows=rows, losses=losses)


def as_json(said: dict[str, Any]) -> str:
    """Return JSON for people to read, too."""
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


@contextmanager
def _member(archive: ZipFile, name: str, sums: list[str]) -> "Iterator[Summed]":
    """Open a member with a date that never changes; its checksum's line is added to `sums`."""
    info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=True) as member:
        summed = Summed(member)
        yield summed
    sums.append(f"{summed.digest.hexdigest()}  {name}\n")
