"""The bytes of one PATCH of a resumable upload: written to its draft while they come.

What has come when a line breaks stays, unless its sender gave a checksum for the whole of it.
"""

import time
from typing import Any

from django.http import HttpResponse

from api.problems import plain, problem
from corpus import drafts
from corpus.blobs import is_full
from corpus.errors import DamagedError, StorageFullError, TooLargeError
from corpus.models import PartialUpload
from corpus.services import partials

# So much may come again after this machine lost its power: bytes, and seconds of them.
NOTE_BYTES = 32 * 1024 * 1024
NOTE_SECONDS = 3.0
_NO_ROOM = (
    "No room is left on the server's disk. What has arrived so far is kept; go on when there is "
    "room again."
)


class Incoming:
    """Takes a body in (see `api.taking`) from `at` on; `checksum` is the algorithm and digest.

    Raises:
        BusyError: another request is sending the same file.
    """

    def __init__(
        self, partial: PartialUpload, *, at: int, checksum: tuple[Any, bytes] | None
    ) -> None:
        self.partial = partial
        self.start = self.noted = at
        self.noted_at = time.monotonic()
        self.sum: Any = checksum[0] if checksum else None
        self.expected = checksum[1] if checksum else b""
        self.draft = drafts.OpenDraft(partial.pk, at=at)

    def take(self, block: bytes) -> None:
        """Write some bytes.

        Raises:
            TooLargeError: more than the whole file came.
            StorageFullError: no room is left; what came before stays.
        """
        if self.draft.position + len(block) > self.partial.size:
            raise TooLargeError("More came than the Upload-Length that was said at first.")
        if self.sum is not None:
            self.sum.update(block)
        try:
            self.draft.write(block)
        except OSError as error:
            if is_full(error):
                raise StorageFullError(_NO_ROOM) from error
            raise

    def is_due(self) -> bool:
        """Say whether enough came since the last note; what may prove damaged is not noted."""
        came = self.draft.position - self.noted
        late = time.monotonic() - self.noted_at > NOTE_SECONDS
        # The last byte is told by what becomes of the file, or not at all.
        is_open = self.sum is None and self.draft.position < self.partial.size
        return is_open and (came >= NOTE_BYTES or (late and came > 0))

    def note(self) -> None:
        """Bring what came to the disk and remember how far it reaches."""
        partials.note(self.partial.pk, self.draft.flush())
        self.noted, self.noted_at = self.draft.position, time.monotonic()

    def end(self, *, whole: bool) -> HttpResponse:
        """Keep what came; make an upload of it if that was all.

        Raises:
            DamagedError: it does not fit its checksum; nothing of this request is kept.
        """
        try:
            return self._end(whole=whole)
        except BaseException:
            drafts.forget(self.partial.pk)
            raise
        finally:
            self.draft.close()

    def _end(self, *, whole: bool) -> HttpResponse:
        if self.sum is not None and not (whole and self.sum.digest() == self.expected):
            self.draft.cut(self.start)
            if whole:
                raise DamagedError("What came does not fit its checksum. Send it again.")
        if self.draft.position > self.noted:
            self.draft.flush()
            if self.draft.position == self.partial.size:
                partials.finish(self.partial, self.draft)
            else:
                self.note()
        if not whole and self.draft.position < self.partial.size:
            answer = plain(problem(408, "cut_short", "The line broke. Go on where it did."))
        else:
            answer = HttpResponse(status=204)
        answer["Upload-Offset"] = str(self.draft.position)
        return answer
