"""What is true of the coded data that an export reads: who coded how much, counts, checksums."""

import hashlib
from dataclasses import replace
from typing import IO, Any, cast

from annotations.exports.formats import FORMATS
from annotations.exports.order import Tally
from annotations.exports.reading import Reading

_CODERS = """
SELECT u.id, u.username, coalesce(nullif(u.name, ''), u.username), count(a.id)
FROM corpus_user u LEFT JOIN annotations_annotation a ON a.coder_id = u.id
    AND a.corpus_id = %(corpus)s AND a.deleted_at IS NULL
WHERE u.id IN (SELECT coder_id FROM annotations_annotation
    WHERE corpus_id = %(corpus)s AND deleted_at IS NULL)
GROUP BY u.id, u.username, u.name ORDER BY count(a.id) DESC, u.id
"""
_COUNTS = """
SELECT n.threads, n.posts, n.comments, n.participants, n.codes, n.annotations,
    (SELECT count(*) FROM annotations_memo m
        WHERE m.corpus_id = %(corpus)s AND m.deleted_at IS NULL),
    (SELECT count(*) FROM annotations_annotation a JOIN corpus_thread t ON t.id = a.thread_id
        WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL AND t.deleted_at IS NULL
        AND a.state = 'orphan')
FROM corpus_corpuscounter n WHERE n.corpus_id = %(corpus)s
"""
_COUNTED = (
    "threads", "posts", "comments", "participants", "codes", "annotations", "memos", "orphans",
)  # fmt: skip
_DAYS = """
SELECT to_char(min(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
    to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
FROM annotations_annotation WHERE corpus_id = %(corpus)s AND deleted_at IS NULL
"""


def of(reading: Reading) -> dict[str, Any]:
    """Return the coders with their numbers of annotations, the counts, days and codebook."""
    connection, values = reading.connection, reading.values
    coders = [
        dict(zip(("id", "username", "name", "annotations"), row, strict=True))
        for row in connection.execute(_CODERS.encode(), values)
    ]
    counts = connection.execute(_COUNTS.encode(), values).fetchone()
    days = connection.execute(_DAYS.encode(), values).fetchone() or (None, None)
    numbers = dict(zip(_COUNTED, counts or [0] * len(_COUNTED), strict=True))
    return {
        "coders": coders,
        "counts": numbers,
        "coded_from": days[0],
        "coded_until": days[1],
        "rounds": [],
        "codebook": {"codes": numbers["codes"]},
    }


def files(reading: Reading) -> list[dict[str, Any]]:
    """Return rows, columns, size and SHA-256 of the CSV file of each kind of rows.

    Written for that and not kept: exporting them again must give these very bytes.
    """
    there = FORMATS["csv"]
    found = []
    for what in there.whats:
        order = replace(reading.order, format="csv", what=what)
        summed = Summed()
        written = there.write(replace(reading, order=order), cast("IO[bytes]", summed), Tally())
        found.append(
            {
                "what": what,
                "rows": written.rows,
                "columns": written.columns,
                "bytes": summed.size,
                "sha256": summed.digest.hexdigest(),
            }
        )
    return found


class Summed:
    """A file whose size and SHA-256 are wanted; what is written goes on to `file`, if any."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self.digest = hashlib.sha256()
        self.size = 0
        self._file = file

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self.digest.update(data)
        self.size += len(data)
        if self._file is not None:
            self._file.write(data)
        return len(data)
