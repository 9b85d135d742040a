"""How fast the readers of pages are, alone: MB/s over invented pages, beside plain decoding.

The rates are medians of runs in one process, in processor time, each over a page of its own: no run
can profit from what an earlier one remembered of the same lines. The pages are made in `pages`.

usage: python bench/readers.py
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pages
from figures import row
from threads import SEED

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.ingest.accounting import Account, account
from corpus.ingest.events import ReadOptions
from corpus.ingest.registry import choose
from corpus.ingest.source import Source

RUNS = 7
KINDS = (
    ("text, classic WordPress", pages.classic_text, "≥ 5 MB/s"),
    ("text, newer WordPress", pages.newer_text, "≥ 5 MB/s"),
    ("text, Blogger", pages.blogger_text, "≥ 5 MB/s"),
    ("text, comments of ten words", pages.tiny_text, ""),
    ("saved page, WordPress", pages.saved_page, "≥ 3 MB/s"),
    ("saved page, unknown system", pages.unknown_page, ""),
    ("threads JSONL", pages.jsonl, ""),
)


def _measure(name: str, make: Callable[[random.Random], str], goal: str) -> None:
    rates, plain, size, form = [], [], 0, ""
    for run in range(RUNS):
        data = make(random.Random(SEED + run)).encode()
        size = len(data)
        start = time.process_time()
        total, form = _read(Source.from_bytes(data, name))
        rates.append(size / (time.process_time() - start) / 1e6)
        if total.comments != pages.COMMENTS:
            raise SystemExit(f"{name}: {total.comments} of {pages.COMMENTS} comments were found")
        start = time.process_time()
        data.decode().split("\n")
        plain.append(size / (time.process_time() - start) / 1e6)
    ratio = statistics.median(plain) / statistics.median(rates)
    row(
        f"{name} ({size / 1e6:.2f} MB, read as {form})",
        f"{statistics.median(rates):.1f} MB/s; decoding alone is {ratio:,.0f} times faster",
        goal,
    )


def _read(source: Source) -> tuple[Account, str]:
    reader, detection, _ = choose(source, ReadOptions())
    return account(reader.read(source, ReadOptions(), None)), detection.format


def main() -> None:
    """Measure and print."""
    for name, make, goal in KINDS:
        _measure(name, make, goal)


if __name__ == "__main__":
    main()
