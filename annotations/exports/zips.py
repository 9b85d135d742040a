"""ZIP files whose bytes follow from their contents alone: no clock, no owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


class Zip:
    """A ZIP file that is being written, member after member."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)

    def __enter__(self) -> "Zip":
        return self

    def __exit__(self, *failed: object) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes) -> None:
        """Write a member as a whole."""
        self._zip.writestr(_info(name), data)

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Write a member bit by bit."""
        with self._zip.open(_info(name), "w", force_zip64=True) as member:
            yield member


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _FIRST_DATE)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _PLAIN_FILE
    return info
