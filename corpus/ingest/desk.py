"""Where a reader puts away what it gathers on a first walk, so that its next step finds it there.

A folder of files. Without a place to keep it, it is a temporary one, and each step walks anew.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_KEPT = "gathered"


def is_laid(place: Path) -> bool:
    """Say whether all that a reader gathered lies at a place."""
    return (place / _KEPT).is_dir()


class Desk:
    """A folder to gather in; `is_laid` when an earlier step has left all of it there.

    `place` belongs to one file, read by one reader in one way. What is gathered appears in it only
    when it is whole: a reader killed before leaves nothing that another would take for it.
    """

    def __init__(self, place: Path | None, *, resuming: bool = False) -> None:
        self._place = place
        self.is_laid = resuming and place is not None and is_laid(place)
        self._draft: tempfile.TemporaryDirectory[str] | None = None
        if place is not None and self.is_laid:
            self.folder = place / _KEPT
            return
        if place is not None:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._draft = tempfile.TemporaryDirectory(
            prefix="catena-", dir=place, ignore_cleanup_errors=True
        )
        self.folder = Path(self._draft.name)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Delete what was not kept."""
        if self._draft is not None:
            self._draft.cleanup()

    def keep(self) -> None:
        """Leave what lies here to the next step; its files must be whole by now."""
        if self._place is None or self.is_laid:
            return
        for file in self.folder.iterdir():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        # Where another worker was quicker, its is as good.
        with suppress(OSError):
            self.folder.rename(self._place / _KEPT)
            self.folder = self._place / _KEPT
