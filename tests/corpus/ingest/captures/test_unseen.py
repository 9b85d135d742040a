"""Captures that the reader's authors had not seen: read exactly, or left to a person.

What is in each of them, and where the pages come from, is told in `unseen_pages`.
"""

import pytest

from tests.corpus.ingest.captures.unseen_pages import Page, judge, pages

PAGES = pages()
# Pages whose comments are not all found: dates of a month alone, notes without dates, another
# calendar, a forum whose first post looks like the others.
UNREAD = frozenset(("discourse-en", "persian-blogfa", "second-forum-xenforo-en", "tumblr-notes-en"))
# Pages whose comments are all found, but some of them with another's name or lines too many.
ROUGH = frozenset(
    ("hn-like-en", "naver-ko", "second-hatena-ja", "squarespace-en", "youtube-like-pt")
)


@pytest.mark.parametrize("one", PAGES, ids=[one.name for one in PAGES])
def test_a_page_never_seen_before_is_read_exactly_or_waits_for_a_person(one: Page) -> None:
    seen = judge(one)
    count = len(one.comments)
    if one.name in UNREAD | ROUGH:
        assert not seen.sure
    if one.name in UNREAD:
        return
    assert seen.exact, f"{seen.posts} comments for {count}"
    if one.name in ROUGH:
        return
    assert (seen.authors, seen.dates, seen.texts) == (count, count, count), seen.wrong


def test_of_pages_never_seen_before_nine_in_ten_are_counted_exactly_and_the_rest_is_doubted() -> (
    None
):
    seen = [judge(one) for one in PAGES]
    assert sum(one.exact for one in seen) * 10 >= len(seen) * 9
    assert not any(one.sure for one in seen if not one.exact)
