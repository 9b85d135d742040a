"""How fast dumps of JSON lines are read, alone: posts a second and memory over an invented dump.

A dump is what Pushshift and Arctic Shift give away: submissions and comments, one a line, by time,
with the fields that nobody asked for; the comments of a thread stand far apart. The same bytes each
time. The rate is in processor time.

usage: python bench/dumps.py BYTES [PATH]            (writes a dump of Reddit, then reads it)
       python bench/dumps.py BYTES PATH hacker-news  (the same threads as items of Hacker News)
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figures import row
from threads import SEED, WORDS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.ingest.accounting import Account
from corpus.ingest.events import ReadOptions
from corpus.ingest.exports import hacker_news, reddit
from corpus.ingest.source import Source

READERS = {"reddit": reddit.read, "hacker-news": hacker_news.read}
COMMENTS = 40
OPEN = 500
_BEGIN = 1_546_300_800
_UNUSED = {
    "all_awardings": [], "associated_award": None, "author_flair_background_color": None,
    "author_flair_css_class": None, "author_flair_richtext": [], "author_flair_template_id": None,
    "author_flair_text": None, "author_flair_text_color": None, "author_flair_type": "text",
    "author_patreon_flair": False, "author_premium": False, "can_gild": True, "can_mod_post": False,
    "collapsed": False, "collapsed_reason": None, "controversiality": 0, "gilded": 0, "gildings":
    {}, "is_submitter": False, "locked": False, "no_follow": True, "quarantined": False,
    "removal_reason": None, "retrieved_on": 1_577_836_800, "score": 1, "score_hidden": False,
    "send_replies": True, "stickied": False, "subreddit": "lamps", "subreddit_id": "t5_1amps",
    "subreddit_name_prefixed": "r/lamps", "subreddit_type": "public", "total_awards_received": 0,
    "treatment_tags": [], "distinguished": None, "edited": False,
}  # fmt: skip


def write(path: Path, size: int, kind: str) -> int:
    """Write an invented dump of about `size` bytes; returns the number of posts."""
    written = posts = 0
    make = _reddit if kind == "reddit" else _news
    with path.open("w", encoding="utf-8") as out:
        for number, thread, parent in _items():
            line = json.dumps(make(number, thread, parent)) + "\n"
            out.write(line)
            posts, written = posts + 1, written + len(line)
            if written >= size:
                break
    return posts


def _items() -> Iterator[tuple[int, int, int | None]]:
    """Yield ids with their thread and what they answer: some hundred threads go on at a time."""
    rng = random.Random(SEED)
    going: list[list[int]] = []
    number = 0
    while True:
        number += 1
        if len(going) < OPEN or rng.random() < 1 / COMMENTS:
            if len(going) >= OPEN:
                going.pop(rng.randrange(OPEN))
            going.append([number])
            yield number, number, None
            continue
        thread = rng.choice(going)
        # Half answer the entry, the others one of the last few.
        parent = thread[0] if rng.random() < 0.5 else rng.choice(thread[-20:])
        thread.append(number)
        yield number, thread[0], parent


def _text(number: int) -> str:
    rng = random.Random(number)
    return " ".join(rng.choices(WORDS[:5000], k=max(3, int(rng.lognormvariate(3.4, 0.8)))))


def _reddit(number: int, thread: int, parent: int | None) -> dict[str, Any]:
    own, link = f"c{number}", f"s{thread}"
    shared = _UNUSED | {
        "author": f"reader{number % 90_000}", "author_fullname": f"t2_r{number % 90_000}",
        "created_utc": _BEGIN + number, "permalink": f"/r/lamps/comments/{link}/a_title/{own}/",
    }  # fmt: skip
    if parent is None:
        return shared | {
            "id": link, "title": f"Of {_text(number)[:60]}", "selftext": _text(number),
            "num_comments": 0, "is_self": True, "domain": "self.lamps", "url":
            f"https://www.reddit.com/r/lamps/comments/{link}/a_title/", "upvote_ratio": 1.0,
            "permalink": f"/r/lamps/comments/{link}/a_title/", "over_18": False,
        }  # fmt: skip
    answered = f"t3_{link}" if parent == thread else f"t1_c{parent}"
    return shared | {
        "id": own, "link_id": f"t3_{link}", "parent_id": answered, "body": _text(number),
    }  # fmt: skip


def _news(number: int, thread: int, parent: int | None) -> dict[str, Any]:
    shared = {"by": f"reader{number % 90_000}", "id": number, "time": _BEGIN + number}
    if parent is None:
        return shared | {
            "type": "story", "title": f"Of {thread}", "text": _text(number), "score": 1,
            "descendants": 0,
        }  # fmt: skip
    return shared | {"type": "comment", "parent": parent, "text": "<p>".join([_text(number)] * 2)}


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
    told = total.imported - total.codes["thread_missing"]
    if told != posts or not total.accounted:
        raise SystemExit(f"{told:,} of {posts:,} posts were read. {' '.join(total.faults())}")
    row(f"{kind}, {source.size / 1e6:,.0f} MB, {posts:,} posts in {total.threads:,} threads", "")
    row("read", f"{posts / took:,.0f} posts/s, {source.size / took / 1e6:.1f} MB/s", "≥ 15,000/s")
    row("memory of the whole process", f"{peak:.0f} MB ({before:.0f} MB before)", "≤ 150 MB")


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory(prefix="catena-bench-") as folder:
        place = Path(given[1]) if len(given) > 1 else Path(folder) / "dump.jsonl"
        main(int(given[0]), place, given[2] if len(given) > 2 else "reddit")
