"""By what a thread is known again: never by less than tells it from all others."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity import canonical_address, post_identities, text_key, thread_identity
from corpus.ingest.events import PostRead, ThreadRead, Written

LONG_TEXT = "The lamp went out at nine, and the keeper lit it again before the fog came in. " * 4


def post(text: str = "Hm.", **fields) -> PostRead:
    return PostRead(fields.pop("number", 1), fields.pop("kind", "comment"), text, 0, 0, **fields)


def thread(text: str = LONG_TEXT, *comments: PostRead, **fields) -> ThreadRead:
    entry = post(text, number=0, kind="entry", author=fields.pop("author", "keeper"))
    return ThreadRead(fields.pop("title", "A night"), (entry, *comments), 0, 0, **fields)


def identity(read: ThreadRead, host: str = "") -> str:
    return thread_identity(read, host)


class TestThreads:
    def test_the_sites_own_id_goes_before_everything(self):
        first = thread(external_id="7", url="https://www.light.example/a?utm_source=mail")
        again = thread("Other words.", external_id="7", url="http://light.example/b", title="New")
        assert identity(first) == identity(again)
        assert identity(first) != identity(replace(first, url="https://pier.example/a"))

    def test_an_id_without_a_site_counts_with_the_title_only(self):
        first = thread(external_id="7")
        assert identity(first) == identity(thread("Other.", external_id="7"))
        assert identity(first) != identity(thread(external_id="7", title="Another night"))

    def test_without_an_id_the_address_counts(self):
        first = thread(url="https://light.example/2011/03/night/?utm_source=x#comment-12")
        again = thread("Other words.", url="http://www.light.example/2011/03/night")
        assert identity(first) == identity(again)
        assert identity(first) != identity(thread(url="https://light.example/2011/03/day/"))

    def test_the_front_page_of_a_site_is_no_threads_own(self):
        first = thread(url="https://light.example/")
        assert identity(first) != identity(thread(url="https://light.example/", title="Another"))

    def test_without_an_address_title_author_and_date_count(self):
        dated = Written(raw="March 2, 2011 at 8:15 am", precision="minute")
        first = thread("Short.", written=dated)
        assert identity(first) == identity(thread("Mended.", written=dated, title="A  NIGHT"))
        assert identity(first) != identity(thread("Short.", written=dated, author="Bo"))

    def test_a_relative_date_tells_nothing(self):
        ago = Written(raw="2 days ago", precision="relative")
        one = [thread("Short.", post(str(n)), written=ago) for n in range(2)]
        assert identity(one[0]) != identity(one[1])

    def test_open_threads_without_a_date_are_told_apart_by_their_comments(self):
        first, second = thread("Go on.", post("One.")), thread("Go on.", post("Two."))
        assert identity(first) != identity(second)
        assert identity(first) == identity(thread("Go on.", post("One.")))

    def test_of_a_thread_that_says_nothing_nothing_tells(self):
        assert identity(thread("", title="", author=None)) == ""


class TestAddresses:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://light.example/a", "http://www.LIGHT.example/a/"),
            ("https://light.example/a?b=1&a=2", "https://light.example/a?a=2&b=1"),
            ("https://light.example/a?m=1", "https://light.example/a"),
            ("https://light.example/a?replytocom=12#respond", "https://light.example/a"),
            ("https://light.example:443/a/index.html", "https://light.example/a"),
            ("https://light.example/%7Eada", "https://light.example/~ada"),
        ],
    )
    def test_two_addresses_of_one_page(self, one, other):
        assert canonical_address(one) == canonical_address(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://light.example/?p=12", "https://light.example/?p=13"),
            ("https://light.example/a", "https://light.example/A"),
            ("https://light.example/a", "https://light.example/a/comment-page-2"),
            ("https://light.example:8000/a", "https://light.example/a"),
            ("https://light.example/#!/a", "https://light.example/#!/b"),
        ],
    )
    def test_addresses_of_two_pages(self, one, other):
        assert canonical_address(one) != canonical_address(other)

    @pytest.mark.parametrize("junk", ["", "nowhere", "mailto:", "http://[", "http://a:port/"])
    def test_what_is_no_address_is_none(self, junk):
        assert canonical_address(junk) == ""

    @given(st.text(max_size=200))
    def test_nothing_makes_it_stumble(self, url):
        canonical_address(url)


class TestPosts:
    def test_the_sites_own_id_tells_and_nothing_else_before_it_is_needed(self):
        posts = [post("+1", author="Ada", external_id="7"), post("+1", author="Ada")]
        assert post_identities(posts) == ["id:7", ""]

    @given(st.text(max_size=80))
    def test_case_and_white_space_do_not_count(self, text):
        text = "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)
        assert text_key(text) == text_key(f"\n{text} ".replace(" ", " \n "))
