"""Chooses where in a file the records are that look most like posts, when nobody has said it."""

from collections import Counter
from collections.abc import Callable

from corpus.ingest.tables import records
from corpus.ingest.tables.guessing import Column, guess
from corpus.ingest.tables.records import Nest, Path
from corpus.ingest.tables.table import plain

_LOOKED_AT = 50
# A text and somebody who wrote it.
_LIKE_POSTS = 7


def likest(places: Counter[Path], sample: Callable[[Path], list[Nest]]) -> Path:
    """Return the place whose records look most like posts; of equals the outermost.

    Where threads hold their comments that is the place of the comments: what is said of the
    threads can be had from there as well. Answers in answers are part of the outer ones.
    """
    scores = {path: _score(sample(path)[:_LOOKED_AT]) for path in places}
    best = max(places, key=lambda one: (scores[one], -len(one), places[one]), default=())
    deeper = [
        one for one in places if scores[one] >= _LIKE_POSTS and one[: len(best)] == best != one
    ]
    nested = records.nested_in([nest.record for nest in sample(best)])
    deeper = [one for one in deeper if not (nested and records.is_repeated(one, best, nested))]
    return max(deeper, key=lambda one: (scores[one], -len(one), places[one]), default=best)


def _score(nests: list[Nest]) -> int:
    """Say how much records look like posts by what their own columns may mean."""
    if all(len(nest.record) < 2 for nest in nests):
        # What only holds others is none itself.
        return 0
    named = [name for name in records.columns_of(nests, None) if not name.startswith(records.UP)]
    columns = []
    for name in named:
        take = records.getter(name)
        columns.append(Column(name, [plain(take(nest)) for nest in nests]))
    fields = guess(columns)
    return len(fields) + 5 * ("text" in fields) + 2 * ("author" in fields)
