"""How fast files of collecting tools are read, alone: posts a second and memory.

A CSV of 4CAT as it exports Reddit (posts of five hundred threads at a time, texts with commas,
quotation marks and line breaks), or one JSON of videos with their comments as yt-dlp writes it. The
same bytes each time. The rate is in processor time.

usage: python bench/collected.py BYTES [PATH]            (writes a CSV, then reads it)
       python bench/collected.py BYTES PATH youtube
"""

import csv
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from figures import row
from threads import SEED, WORDS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.ingest.accounting import Account
from corpus.ingest.events import ReadOptions
from corpus.ingest.exports import fourcat, youtube
from corpus.ingest.source import Source

READERS = {"4cat": fourcat.read, "youtube": youtube.read}
OPEN, COMMENTS, TEXTS = 500, 40, 20_000
_BEGIN = 1_546_300_800
_COLUMNS = (
    "thread_id", "id", "timestamp", "body", "subject", "author", "author_flair", "post_flair",
    "domain", "url", "image_file", "image_md5", "subreddit", "parent", "score", "unix_timestamp",
)  # fmt: skip


def _texts() -> list[str]:
    rng = random.Random(SEED)
    joins = [" ", " ", " ", " ", ", ", ".\n", ' "', '" ']
    return [
        "".join(
            part
            for word in rng.choices(WORDS[:5000], k=max(3, int(rng.lognormvariate(3.4, 0.8))))
            for part in (word, rng.choice(joins))
        ).strip()
        for _ in range(TEXTS)
    ]


def _rows() -> Iterator[tuple[object, ...]]:
    """Yield rows by time; half answer the entry, the others a comment."""
    rng, texts, going = random.Random(SEED), _texts(), list[list[str]]()
    number = 0
    while True:
        number += 1
        text, at = texts[number * 7 % TEXTS], _BEGIN + number
        day, who = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at)), f"reader{number % 90_000}"
        if len(going) < OPEN or rng.random() < 1 / COMMENTS:
            if len(going) >= OPEN:
                going.pop(rng.randrange(OPEN))
            own = f"s{number}"
            going.append([own])
            yield (own, own, day, text, f"Of {text[:40]}", who, "", "Light", "self.lamps",
                   f"https://lamps.example/{own}", "", "", "lamps", "", 3, at)  # fmt: skip
            continue
        thread = rng.choice(going)
        above = f"t3_{thread[0]}" if rng.random() < 0.5 else f"t1_{rng.choice(thread[-20:])}"
        above = above.replace("t1_s", "t3_s")
        thread.append(f"c{number}")
        yield (thread[0], thread[-1], day, text, "", who, "", "", "", "", "", "", "lamps", above, 1,
               at)  # fmt: skip


def write(path: Path, size: int, kind: str) -> int:
    """Write an invented file of about `size` bytes; returns the number of posts."""
    with path.open("w", encoding="utf-8", newline="") as out:
        return _write_csv(out, size) if kind == "4cat" else _write_json(out, size)


def _write_csv(out: TextIO, size: int) -> int:
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    written = posts = 0
    for cells in _rows():
        written, posts = written + writer.writerow(cells), posts + 1
        if written >= size:
            break
    return posts


def _write_json(out: TextIO, size: int) -> int:
    texts, written, posts, video = _texts(), out.write("["), 0, 0
    while written < size:
        video += 1
        comments = [
            {"id": f"Ug{video}.{n}", "parent": "root" if n % 3 else f"Ug{video}.{max(0, n - 1)}",
             "text": texts[(video * 31 + n) % TEXTS], "like_count": n, "author_id": f"UC{n * 7}",
             "author": f"@reader{n * 7 % 9_000}", "author_thumbnail": "https://lamps.example/a.jpg",
             "author_is_uploader": False, "author_is_verified": False, "is_pinned": False,
             "author_url": f"https://www.youtube.com/@reader{n * 7 % 9_000}", "is_favorited": False,
             "_time_text": "2 years ago", "timestamp": _BEGIN}
            for n in range(1, 401)
        ]  # fmt: skip
        known = {
            "id": f"{video:011}",
            "title": f"Of {video}",
            "formats": [{"format_id": "sb0"}] * 20,
            "description": texts[video % TEXTS],
            "channel_id": "UCkeeper",
            "comment_count": 400,
        }
        written += out.write("," * (video > 1) + json.dumps(known | {"comments": comments}))
        posts += 401
    out.write("]")
    return posts


def main(size: int, path: Path, kind: str) -> None:
    """Write, read and print."""
    posts = write(path, size, kind)
    source = Source.from_path(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = Account()
    start = time.process_time()
    for event in READERS[kind](source, ReadOptions(), None):
        total.add(event)
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if total.imported != posts or not total.accounted:
        raise SystemExit(f"{total.imported:,} of {posts:,} were read. {' '.join(total.faults())}")
    row(f"{kind}, {source.size / 1e6:,.0f} MB, {posts:,} posts in {total.threads:,} threads", "")
    row("read", f"{posts / took:,.0f} posts/s, {source.size / took / 1e6:.1f} MB/s", "≥ 15,000/s")
    row("memory of the whole process", f"{peak:.0f} MB ({before:.0f} MB before)", "≤ 150 MB")


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory(prefix="catena-bench-") as folder:
        target = Path(given[1]) if len(given) > 1 else Path(folder) / "collected"
        main(int(given[0]), target, given[2] if len(given) > 2 else "4cat")
