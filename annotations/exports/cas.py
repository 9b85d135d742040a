"""UIMA CAS as INCEpTION reads it: a ZIP with one JSON or XMI file for each thread."""

from typing import IO

from annotations.exports.cas_rows import Names, Seen, cas_of, type_system
from annotations.exports.columns import count_select
from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.withholding import Threads
from annotations.exports.zips import Zip


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the scope's threads, one at a time in memory; JSON files carry their type system."""
    order = reading.order
    xml = order.format == "cas-xmi"
    tally.total = reading.count(count_select(order.scope))
    names = Names(
        {one.id: one for one in reading.codes()}, {one.id: one for one in reading.coders()}
    )
    seen, threads = Seen(), Threads(reading)
    with Zip(file) as archive:
        if xml:
            archive.add("TypeSystem.xml", type_system().to_xml().encode())
        for conversation in threads:
            cas = cas_of(conversation, names, type_system(), seen, xml=xml)
            name = f"thread-{conversation.thread.id}"
            if xml:
                archive.add(f"{name}.xmi", (cas.to_xmi() or "").encode())
            else:
                archive.add(f"{name}.json", (cas.to_json() or "").encode())
            tally.done += len(conversation.annotations)
    return Written(rows=tally.done, losses=[*_losses(reading, seen), *threads.losses()])


def _losses(reading: Reading, seen: Seen) -> list[Loss]:
    found = (
        (
            "characters_replaced",
            seen.replaced,
            "Characters that XML forbids stand as U+FFFD, one for one: no position moves.",
        ),
        (
            "orphans_unplaced",
            seen.orphans,
            "Annotations whose passage is gone from the present text have no span: they stand in"
            " the layer CatenaOrphan, with quote and old position.",
        ),
        (
            "memos_not_written",
            len(reading.memos()),
            "Memos that stand by themselves are not in this file; an annotation's own memo is.",
        ),
    )
    return [Loss(*one) for one in found if one[1]]
