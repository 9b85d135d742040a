"""A codebook alone, as `.qdc`: codes with colours and definitions, read by many programs."""

import io
from collections.abc import Sequence
from typing import IO

from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.refi.checking import CheckedXml
from annotations.exports.refi.codebook import code_elements, code_names
from annotations.exports.refi.losses import of_codes
from annotations.exports.refi.profiles import PROFILES
from annotations.exports.refi.xml import CODEBOOK, DECLARATION, Guids, value
from annotations.exports.rows import CodeRow
from corpus.version import VERSION


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the whole codebook; rows are codes."""
    codes = reading.codes()
    tally.total = len(codes)
    order = reading.order
    lower = PROFILES[order.profile or "standard"].lower_guids
    lost = _written(codes, file, Guids(order.pseudonym_key, lower=lower))
    tally.done = len(codes)
    return Written(rows=len(codes), losses=lost)


def codebook_file(codes: Sequence[CodeRow], key: str) -> bytes:
    """Return a codebook as a file; `key` is that of its corpus, for the GUIDs."""
    file = io.BytesIO()
    _written(codes, file, Guids(key))
    return file.getvalue()


def _written(codes: Sequence[CodeRow], file: IO[bytes], guids: Guids) -> list[Loss]:
    names, _ = code_names(codes)
    sink = CheckedXml(file, CODEBOOK)
    sink.write(f'{DECLARATION}<CodeBook xmlns="{CODEBOOK}" origin="{value(f"Catena {VERSION}")}">')
    sink.write("<Codes>\n")
    for part in code_elements(codes or [_NONE], names or {0: _NONE.name}, guids):
        sink.write(part)
    sink.write("</Codes></CodeBook>\n")
    sink.close()
    return of_codes(codes, names, sidecar=False)


# The schema wants at least one code.
_NONE = CodeRow(
    0, None, "No codes yet", ["No codes yet"], "#808080", "", "", "", "", [], 0,
    archived=False, locked=False, examples=[], created_at="",
)  # fmt: skip
