"""How much room a corpus' files take, and how much they may take.

What counts is what people sent: files of one content once, unpacked members of archives not, files
that were taken away no more, and those that are just being sent with their whole size.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from corpus.errors import TooLargeError
from corpus.models import Corpus

_USED = """
SELECT coalesce((SELECT sum(size) FROM (
        SELECT DISTINCT ON (sha256) size FROM corpus_upload
        WHERE corpus_id = %(corpus)s AND deleted_at IS NULL AND archive_id IS NULL
    ) AS kept), 0)::bigint,
    coalesce((SELECT sum(size) FROM corpus_partialupload
        WHERE corpus_id = %(corpus)s AND upload_id IS NULL AND received < size), 0)::bigint
"""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of kept files, of files on their way, and of all together at most (None: no limit)."""

    used: int
    reserved: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """Return how many bytes more may come; None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.used - self.reserved)


def room_of(corpus: Corpus) -> Room:
    """Return what a corpus' files take and may take."""
    with connection.cursor() as cursor:
        cursor.execute(_USED, {"corpus": corpus.pk})
        used, reserved = cursor.fetchone()
    limit = corpus.storage_limit
    return Room(used, reserved, (settings.STORAGE_LIMIT or None) if limit is None else limit)


def refuse_beyond(corpus: Corpus, size: int) -> None:
    """Refuse `size` more bytes where they go beyond what the corpus may take.

    Raises:
        TooLargeError: `quota_exceeded`.
    """
    room = room_of(corpus)
    if room.left is not None and size > room.left:
        raise beyond(room)


def beyond(room: Room) -> TooLargeError:
    """Return the refusal of files for which a corpus has no room left."""
    return TooLargeError(
        f"This corpus may keep files of {room.limit or 0:,} bytes; {room.used:,} are taken"
        + (f" and {room.reserved:,} on their way" if room.reserved else "")
        + f", so {room.left or 0:,} are left. Remove uploads that you do not need, or ask whoever "
        "runs this Catena for more.",
        code="quota_exceeded",
    )
