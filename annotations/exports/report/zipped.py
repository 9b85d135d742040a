"""A document's ZIP file made of a small empty one, its long part written as it comes."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from annotations.exports.order import Counted, Written
from annotations.exports.reading import Reading
from annotations.exports.report.blocks import Cleaner
from annotations.exports.report.content import Report
from annotations.exports.report.html import replaced

# Stands in the empty document, in a paragraph of its own, where the report is to be.
PLACE = "THE REPORT STANDS HERE"
_DATED = (1980, 1, 1, 0, 0, 0)


def entry(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """Describe a member whose date says nothing."""
    made = zipfile.ZipInfo(name, _DATED)
    made.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


def filled(
    empty: bytes, file: IO[bytes], *, part: str, paragraph: str, body: Iterator[str]
) -> None:
    """Copy an empty document and put `body` into its `part`, instead of the paragraph of PLACE.

    `paragraph` is that element's name with its prefix.
    """
    pattern = rf"<{paragraph}(?: [^>]*)?>(?:(?!<{paragraph}[ >]).)*?{PLACE}.*?</{paragraph}>"
    with zipfile.ZipFile(io.BytesIO(empty)) as source, zipfile.ZipFile(file, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name != part:
                made.writestr(entry(name, stored=name == "mimetype"), data)
                continue
            before, after = re.split(pattern, data.decode(), maxsplit=1, flags=re.DOTALL)
            with made.open(entry(name), "w", force_zip64=True) as long:
                long.write(before.encode())
                for piece in body:
                    long.write(piece.encode())
                long.write(after.encode())


class Writing:
    """A report on its way into a document, with what was lost."""

    def __init__(self, reading: Reading, tally: Counted) -> None:
        self.report = Report(reading, tally)
        self.cleaner = Cleaner()
        self.blocks = self.cleaner.cleaned(self.report.blocks())
        self.title = Cleaner().text(self.report.title)

    def written(self) -> Written:
        """Return what a writer answers."""
        losses = [*self.report.losses, *replaced(self.cleaner)]
        return Written(rows=self.report.shown, losses=losses)
