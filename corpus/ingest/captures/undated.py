"""Proposes author lines without dates: "NAME says:", where a capture lost the dates or has none."""

from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.labels import without_labels
from corpus.ingest.captures.parts import Item, Parting
from corpus.ingest.captures.words import VERB_LINE

_MOST = 20_000
_LENGTH = 100


def undated(ground: Ground) -> Parting | None:
    """Return the parting by lines that name somebody who says something; None if there are none."""
    lines = [
        line
        for line, text in enumerate(ground.page.texts)
        if text
        and len(text) <= _LENGTH
        and text[-1] in ":：….،"
        and VERB_LINE.search(text)
        and ground.named(line)
    ][:_MOST]
    if not lines:
        return None
    heading, declared = None, None
    for at, one in ground.headings:
        if at < lines[0]:
            heading, declared = at, one.declared
    stop = ground.first_ending(lines[-1] + 1)
    names = without_labels([ground.named(line) for line in lines])
    items = [
        Item(line, line, line + 1, max(line + 1, following), None, named, line)
        for line, following, named in zip(lines, [*lines[1:], stop], names, strict=True)
    ]
    return Parting("undated", items, heading, declared, stop, shape="undated")
