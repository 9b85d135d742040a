"""A ConvoKit corpus as a ZIP of its folder: utterances, speakers, conversations, corpus, index."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

import orjson

from annotations.exports.columns import count_select
from annotations.exports.convokit_rows import Teller, codebook, index, nobody, speaker
from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.withholding import Threads
from annotations.exports.zips import Zip

_WROTE = """
SELECT DISTINCT coalesce(w.merged_into_id, w.id) FROM corpus_post p
JOIN corpus_participant w ON w.id = p.author_id
JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
WHERE p.corpus_id = %(corpus)s AND p.thread_id = ANY (%(threads)s)
"""
_MERGED = """
SELECT id, merged_into_id FROM corpus_participant
WHERE corpus_id = %(corpus)s AND merged_into_id IS NOT NULL
"""


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the scope's threads, one at a time in memory; what comes later waits on disk."""
    order = reading.order
    tally.total = reading.count(count_select(order.scope))
    codes = {one.id: one for one in reading.codes()}
    coders = {one.id: one for one in reading.coders()}
    persons = dict(reading.connection.execute(_MERGED, reading.values).fetchall())
    teller, threads = Teller(codes, coders, persons), Threads(reading)
    folder = f"corpus-{order.corpus}"
    with Zip(file) as archive, TemporaryFile() as conversations, TemporaryFile() as unknown:
        with archive.opened(f"{folder}/utterances.jsonl") as member:
            for told in threads:
                for one in teller.utterances(told):
                    member.write(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE))
                for post in told.posts:
                    if post.author is None:
                        unknown.write(_entry(teller.speaker(post), nobody()))
                if told.posts:
                    key = str(told.posts[0].id)
                    conversations.write(_entry(key, teller.conversation(told)))
                tally.done += len(told.annotations)
        with archive.opened(f"{folder}/speakers.json") as member:
            _object(member, chain(_speakers(reading, persons), _lines(unknown)))
        with archive.opened(f"{folder}/conversations.json") as member:
            _object(member, _lines(conversations))
        about = {
            "name": reading.title,
            "codebook": codebook(codes),
            "made_by": "Catena",
            "offset_unit": "codepoint",
        }
        archive.add(f"{folder}/corpus.json", orjson.dumps(about))
        archive.add(f"{folder}/index.json", orjson.dumps(index()))
    return Written(rows=tally.done, losses=[*_losses(reading, teller), *threads.losses()])


def _speakers(reading: Reading, persons: Mapping[int, int]) -> Iterator[bytes]:
    """Yield who wrote in the scope's threads; of one person's names the one they go by."""
    here: set[int] | None = None
    if "threads" in reading.order.scope:
        here = {row[0] for row in reading.connection.execute(_WROTE, reading.values)}
    for row in reading.participants():
        if row.id not in persons and (here is None or row.id in here):
            yield _entry(f"participant-{row.id}", speaker(row))


def _entry(key: str, value: dict[str, Any]) -> bytes:
    return orjson.dumps(key) + b":" + orjson.dumps(value) + b"\n"


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    yield from file


def _object(member: IO[bytes], entries: Iterable[bytes]) -> None:
    """Write one JSON object from its entries, a line each."""
    between = b"{"
    for entry in entries:
        member.write(between + entry)
        between = b","
    member.write(b"{}" if between == b"{" else b"}")


def _losses(reading: Reading, teller: Teller) -> list[Loss]:
    found = (
        (
            "replies_attached",
            teller.attached,
            "A conversation is one tree: posts whose parent the source does not name, or whose"
            " parent is not here, reply to the first post; reply_how says attached_to_root.",
        ),
        (
            "times_unknown",
            teller.untimed,
            "Posts without a date have no timestamp; ConvoKit's tools that sort by time skip them.",
        ),
        (
            "orphans_unplaced",
            teller.orphans,
            "Annotations whose passage is gone from the present text have no start and end; `was`"
            " is their place in the older text.",
        ),
        (
            "memos_not_written",
            len(reading.memos()),
            "Memos that stand by themselves are not in this file; an annotation's own memo is.",
        ),
    )
    return [Loss(*one) for one in found if one[1]]
