"""What the files of collecting tools have in common: rows or lines in any order, texts of any kind.

Tools write texts as the platform answered them: now as HTML, now plain.
"""

import re
from collections.abc import Callable, Iterable

from corpus.ingest.exports.assemble import Draft
from corpus.ingest.exports.json_fields import Record, string
from corpus.ingest.exports.storable import set_html

_MARKUP = re.compile(r"<br ?/?>|</(?:a|p|span|s|div|b|i|em|strong|pre)>|&(?:gt|lt|amp|quot|#0?39);")


def set_text(draft: Draft, text: str) -> None:
    """Set the text of a draft: read as HTML where it has tags or entities of HTML, else plain."""
    if ("<" in text or "&" in text) and _MARKUP.search(text):
        set_html(draft, text)
    else:
        draft.text = text.strip("\r\n")


def by_date(comments: list[Draft]) -> list[Draft]:
    """Return comments by their dates where all have an exact one; else as the file has them."""
    dated = [
        one.written.at
        for one in comments
        if one.written.at is not None and one.written.precision in {"second", "minute"}
    ]
    if len(dated) < len(comments) or len({at.tzinfo is None for at in dated}) > 1:
        return comments
    return [comments[place] for place in sorted(range(len(dated)), key=dated.__getitem__)]


def first_of(
    record: Record, names: Iterable[str], fits: Callable[[str], bool] = bool
) -> str | None:
    """Return the first of several fields that says something fitting."""
    for name in names:
        if name in record and (value := string(record, name)) and fits(value):
            return value
    return None


def is_address(value: str) -> bool:
    """Say whether a value is an address of the web."""
    return value.startswith(("http://", "https://"))
