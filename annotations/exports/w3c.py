"""W3C Web Annotations as JSON-LD: one collection in one document, or one annotation a line."""

from collections.abc import Iterator
from typing import IO
from uuid import NAMESPACE_URL, uuid5

import orjson

from annotations.exports.columns import count_select
from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.rows import MemoRow
from annotations.exports.w3c_rows import CONTEXT, Describer, Site, Text, by_target
from corpus.written import stamp

_GATHERED_BYTES = 256 * 1024


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the annotations in reading order; the profile `jsonl` gives each its own context."""
    order = reading.order
    tally.total = reading.count(count_select(order.scope))
    memos = reading.memos()
    counts: dict[str, int] = {}
    annotations = _annotations(reading, memos, counts)
    if order.profile == "jsonl":
        _put(file, _lines(annotations), tally)
    else:
        head, tail = _frame(reading, tally.total)
        file.write(head)
        _put(file, _items(annotations), tally)
        file.write(tail)
    return Written(rows=tally.done, losses=_losses(reading, memos, counts))


def _annotations(
    reading: Reading, memos: list[MemoRow], counts: dict[str, int]
) -> Iterator[dict[str, object]]:
    order = reading.order
    describer = Describer(
        Site(order.base_url, order.corpus),
        codes=reading.codes(),
        coders=reading.coders(),
        unit=order.offset_unit,
        quotes=order.texts,
    )
    noted = by_target(memos, "annotation")
    for conversation in reading.conversations():
        texts = {post.id: Text(post.text_version, post.text) for post in conversation.posts}
        for row in conversation.annotations:
            text = None if row.post is None else texts.get(row.post)
            if row.state == "orphan":
                counts["orphans"] = counts.get("orphans", 0) + 1
            yield describer.says(row, text, noted.get(str(row.id), ()))


def _frame(reading: Reading, total: int) -> tuple[bytes, bytes]:
    """Return what stands before and after the items of the one page."""
    order = reading.order
    container = Site(order.base_url, order.corpus).container
    state = uuid5(NAMESPACE_URL, f"{container}#{reading.seq}")
    head = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{state}",
        "type": "AnnotationCollection",
        "label": reading.title,
        "via": container,
        **({"created": stamp(order.made_at)} if order.made_at else {}),
        "total": total,
    }
    page = {"id": f"urn:uuid:{uuid5(state, 'page')}", "type": "AnnotationPage", "startIndex": 0}
    begun = orjson.dumps(head)[:-1] + b',"first":' + orjson.dumps(page)[:-1]
    return begun + b',"items":[', b"\n]}}\n"


def _items(annotations: Iterator[dict[str, object]]) -> Iterator[bytes]:
    comma = b"\n"
    for one in annotations:
        yield comma + orjson.dumps(one)
        comma = b",\n"


def _lines(annotations: Iterator[dict[str, object]]) -> Iterator[bytes]:
    context = orjson.Fragment(orjson.dumps(CONTEXT))
    for one in annotations:
        yield orjson.dumps({"@context": context, **one}, option=orjson.OPT_APPEND_NEWLINE)


def _put(file: IO[bytes], pieces: Iterator[bytes], tally: Counted) -> None:
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        tally.done += 1
        if size >= _GATHERED_BYTES:
            file.write(b"".join(waiting))
            waiting, size = [], 0
    file.write(b"".join(waiting))


def _losses(reading: Reading, memos: list[MemoRow], counts: dict[str, int]) -> list[Loss]:
    losses = []
    elsewhere = sum(memo.target_type != "annotation" for memo in memos)
    if elsewhere:
        losses.append(
            Loss(
                "memos_not_written",
                elsewhere,
                "Web annotations hold what is said of passages, posts and threads by codes: memos"
                " on the corpus, threads, posts, codes and participants are not in this file.",
            )
        )
    if counts.get("orphans") and reading.order.offset_unit == "utf16":
        losses.append(
            Loss(
                "orphan_positions",
                counts["orphans"],
                "Annotations whose passage is gone from the present text keep their quote, but no"
                " position: only code points are known of the older text.",
            )
        )
    return losses
