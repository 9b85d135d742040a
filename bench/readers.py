"""How fast the readers of pages are, alone: MB/s over invented pages, beside plain decoding.

Each page holds an entry and 400 comments; the rates are medians of five runs in one process.

usage: python bench/readers.py
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from figures import row
from threads import SEED, WORDS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.ingest.accounting import account
from corpus.ingest.events import ReadOptions
from corpus.ingest.registry import choose
from corpus.ingest.source import Source

COMMENTS = 400
RUNS = 5
_START = datetime(2019, 3, 20, 9, 0, tzinfo=UTC)


def comments(rng: random.Random) -> Iterator[tuple[int, str, datetime, str]]:
    """Yield number, author, time and text of invented comments."""
    for number in range(1, COMMENTS + 1):
        words = rng.choices(WORDS, k=rng.randint(10, 150))
        half = len(words) // 2
        text = f"{' '.join(words[:half]).capitalize()}.\n\n{' '.join(words[half:]).capitalize()}."
        yield number, f"Reader {rng.randint(1, 90)}", _START + timedelta(hours=number), text


def _date(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at:%Y} at {at.hour % 12 or 12}:{at:%M} {_half(at)}"


def _half(at: datetime) -> str:
    return "am" if at.hour < 12 else "pm"


def classic_text(rng: random.Random) -> str:
    """A copied page of a classic WordPress theme: the author's line follows the text."""
    parts = ["The Lighthouse Log\n\nMarch 20, 2019\n\nFog\n\nFiled under: Sea — keeper @ 9:00 am\n"]
    parts.append("\n".join(rng.choices(WORDS, k=400)) + "\n\n\n")
    for number, author, at, text in comments(rng):
        body = text.replace("\n", "\n    ")
        date = _date(at).replace(" at ", " @ ")
        parts.append(f"  {number}. {body}\n\n    Comment by {author} — {date}\n\n")
    return "".join(parts) + "RSS feed for comments on this post. TrackBack URI\n"


def newer_text(rng: random.Random) -> str:
    """A copied page of a newer theme: author and date stand above the text."""
    parts = [f"The Lighthouse Log\n\nFog\n\n{' '.join(rng.choices(WORDS, k=400))}\n\n"]
    parts.append(f"{COMMENTS} thoughts on “Fog”\n\n")
    for _, author, at, text in comments(rng):
        parts.append(f"{author} says:\n{_date(at)}\n{text}\n\nReply\n\n")
    return "".join(parts) + "Leave a Reply\n"


def page(rng: random.Random) -> str:
    """A saved page as WordPress writes it."""
    parts = [
        "<!DOCTYPE html><html><head><title>Fog – The Lighthouse Log</title></head><body>"
        '<article><h1 class="entry-title">Fog</h1><div class="entry-content"><p>'
        f"{' '.join(rng.choices(WORDS, k=400))}</p></div></article>"
        f'<h2>{COMMENTS} thoughts on “Fog”</h2><ol class="comment-list">'
    ]
    for number, author, at, text in comments(rng):
        body = "".join(f"<p>{one}</p>" for one in text.split("\n\n"))
        parts.append(
            f'<li id="comment-{number}" class="comment depth-1"><article class="comment-body">'
            f'<footer class="comment-meta"><b class="fn">{author}</b> <span class="says">says:'
            f'</span><time datetime="{at.isoformat()}">{_date(at)}</time></footer>'
            f'<div class="comment-content">{body}</div><div class="reply"><a href="#r">Reply</a>'
            "</div></article></li>\n"
        )
    return "".join(parts) + "</ol></body></html>"


def jsonl(rng: random.Random) -> str:
    """The same as one line of threads JSONL."""
    said = [
        {"id": str(n), "author": a, "written_at": at.isoformat(), "text": text}
        for n, a, at, text in comments(rng)
    ]
    return json.dumps({"title": "Fog", "text": "Fog.", "comments": said}) + "\n"


def _measure(name: str, make: Callable[[random.Random], str], goal: str) -> None:
    data = make(random.Random(SEED)).encode()
    source = Source.from_bytes(data, name)
    rates, plain = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        reader, detection, _ = choose(source, ReadOptions())
        total = account(reader.read(source, ReadOptions(), None))
        rates.append(len(data) / (time.perf_counter() - start) / 1e6)
        start = time.perf_counter()
        data.decode().split("\n")
        plain.append(len(data) / (time.perf_counter() - start) / 1e6)
    if total.comments != COMMENTS:
        raise SystemExit(f"{name}: {total.comments} of {COMMENTS} comments were found")
    ratio = statistics.median(plain) / statistics.median(rates)
    row(
        f"{name} ({len(data) / 1e6:.2f} MB, read as {detection.format})",
        f"{statistics.median(rates):.1f} MB/s; decoding alone is {ratio:,.0f} times faster",
        goal,
    )


def main() -> None:
    """Measure and print."""
    _measure("text, classic WordPress", classic_text, "≥ 5 MB/s")
    _measure("text, newer WordPress", newer_text, "≥ 5 MB/s")
    _measure("saved page, WordPress", page, "≥ 3 MB/s")
    _measure("threads JSONL", jsonl, "")


if __name__ == "__main__":
    main()
