"""Files as large as a page may be, and lines and threads longer than anybody writes: no hang."""

from collections.abc import Callable
from time import process_time

import pytest

from corpus.errors import UnreadableError, UnsupportedError
from corpus.ingest.accounting import account
from corpus.ingest.events import ReadOptions
from corpus.ingest.registry import READERS, choose
from corpus.ingest.source import Source
from tests.corpus.ingest.exports import xml_samples as made

MILLION = 1_000_000
LINES: dict[str, Callable[[], bytes]] = {
    "words": lambda: b"The lamp was lit again. " * (50 * MILLION // 24),
    "one letter": lambda: b"x" * 50 * MILLION,
    "brackets": lambda: b"[" * 50 * MILLION,
    "tags": lambda: b"<p>" * (50 * MILLION // 3),
}


@pytest.mark.parametrize("kind", LINES)
def test_fifty_megabytes_of_one_line_are_refused_in_words_and_at_once(kind: str) -> None:
    source, began = Source.from_bytes(LINES[kind]()), process_time()
    with pytest.raises((UnreadableError, UnsupportedError), match=r"20,971,520|like no format"):
        list(choose(source, ReadOptions())[0].read(source, ReadOptions(), None))
    assert process_time() - began < 10


def test_the_largest_page_with_comments_is_read_in_time() -> None:
    comment = (
        '<li id="comment-{n}" class="comment depth-1"><div class="comment-author vcard"><b '
        'class="fn">Ada {n}</b></div><div class="comment-metadata"><time datetime="2015-01-01T'
        '10:00:00+00:00">x</time></div><div class="comment-content"><p>{words}</p></div></li>\n'
    )
    count, words = 4_000, "The lamp was lit. " * 260
    listed = "".join(comment.format(n=n, words=words) for n in range(1, count + 1))
    page = (
        '<html><body><h1 class="entry-title">T</h1><div class="entry-content">Text.</div>'
        f'<ol class="comment-list">{listed}</ol></body></html>'
    )
    assert 19 * MILLION < len(page) < 20 * 2**20
    began = process_time()
    total = account(
        READERS["html-page"].read(Source.from_bytes(page.encode()), ReadOptions(), None)
    )
    assert (total.comments, total.faults()) == (count, [])
    assert process_time() - began < 30


def test_a_thread_of_a_hundred_thousand_comments_takes_time_by_its_length() -> None:
    def spent(count: int) -> float:
        comments = (made.comment(n, parent=n - 1 if n % 3 else 0) for n in range(1, count + 1))
        # An item may have 64 MiB.
        tight = ("".join(one.split("\n      ")) for one in comments)
        source = Source.from_bytes(made.wxr(made.item(1, *tight)))
        began = process_time()
        total = account(READERS["wxr"].read(source, ReadOptions(), None))
        assert (total.comments, total.accounted) == (count, True)
        return process_time() - began

    short, long = spent(10_000), spent(100_000)
    assert long < max(2.0, 10 * short * 3)
