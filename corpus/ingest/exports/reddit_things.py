"""The things of Reddit's API: a kind and its data, in listings, in trees of replies, one by one.

Finds them in a file. What their data say is read in `reddit_posts`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from corpus.ingest.exports.json_fields import Record
from corpus.ingest.exports.json_frames import BETWEEN, framed
from corpus.ingest.exports.reddit_posts import COMMENT_FIELDS, ENTRY_FIELDS
from corpus.ingest.json_items import Element, JsonItems, Path

THING = re.compile(r'"kind"(?<!\\"kind")\s{0,99}:\s{0,99}"(?:t[13]|more|Listing)"')
ITEM = re.compile(r'"kind"(?<!\\"kind")\s{0,99}:\s{0,99}"t[13]"')

_KEPT = frozenset({f"data.{name}" for name in (*COMMENT_FIELDS, *ENTRY_FIELDS, "count")})
_INNER = frozenset({"replies", "children", "things"})
_WALKED = _INNER | {"data", "json"}


def wanted_of_things(path: Path) -> Literal["take", "enter", "frame", "skip"]:
    """Walk through lists and trees; each thing is a frame."""
    last = path[-1] if path else "*"
    if last == "*":
        return "frame"
    if last in _WALKED:
        return "enter"
    return "take" if last == "kind" or ".".join(path[-2:]) in _KEPT else "skip"


def things(items: JsonItems) -> Iterator[Element]:
    """Yield the records of things; those of other kinds as broken, those around others not."""
    for one in framed(items, _is_item, _INNER):
        record = one.value
        if one.fault or not isinstance(record, dict):
            yield one
            continue
        kind = _thing(record)
        if kind in {"t1", "t3", "more"}:
            inner = {key[5:]: value for key, value in record.items() if key.startswith("data.")}
            yield replace(one, value={**inner, "kind": kind})
        elif kind not in {"Listing", ""}:
            fault = f"Its kind is {kind!r}: neither a submission nor a comment."
            yield replace(one, path=(*one.path, BETWEEN), fault=fault)


def _is_item(record: Record) -> bool:
    return _thing(record) in {"t1", "t3"}


def _thing(record: Record) -> str:
    """Return the kind of a thing; of one that lost it, what its fields tell."""
    kind = record.get("kind")
    if isinstance(kind, str):
        return kind
    return "t1" if "data.body" in record else "t3" if "data.title" in record else ""
