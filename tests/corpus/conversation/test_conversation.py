"""Who quotes, mentions and addresses whom: what a reader of the thread would say."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.conversation.likeness import fingerprint
from corpus.conversation.mentions import mentions
from corpus.conversation.posts import Link, Said
from corpus.conversation.quotations import quotations
from corpus.conversation.urls import addresses


def thread(*said: tuple[str | None, str]) -> list[Said]:
    return [Said(number, author, text) for number, (author, text) in enumerate(said)]


def quoted(posts: list[Said], link: Link) -> tuple[str, str]:
    assert link.target_start is not None
    return (
        posts[link.post].text[link.start : link.end],
        posts[link.target].text[link.target_start : link.target_end],
    )


LONG = "the pier was closed because nobody had paid the man who paints it"


def test_a_repeated_run_of_eight_words_is_a_quotation_of_who_said_it_first() -> None:
    posts = thread(
        ("Ines", f"As I wrote: {LONG}. Sad."),
        ("Bo", "I liked the pier."),
        ("Kit", f"“{LONG.upper()}”, 😀 you say. Who says so?"),
    )
    (link,) = quotations(posts)
    assert (link.kind, link.post, link.target) == ("quotes", 2, 0)
    assert quoted(posts, link) == (LONG.upper(), LONG)
    assert link.confidence > 0.85


def test_forty_characters_are_enough_and_seven_short_words_are_not() -> None:
    few = "internationalisation misunderstandings notwithstanding acknowledgements seven eight"
    posts = thread(("Ines", f"{few}."), ("Bo", f"> {few[:60]}"), ("Kit", "so it is as it is he"))
    assert [link.post for link in quotations(posts)] == []
    six = "internationalisation misunderstandings notwithstanding acknowledgements seven eight nine"
    assert quotations(thread(("Ines", six), ("Bo", six)))
    assert not quotations(thread(("Ines", "so it is as it is he"), ("Bo", "so it is as it is he")))


def test_nobody_quotes_themselves_and_a_signature_of_many_is_no_quotation() -> None:
    assert not quotations(thread(("Ines", LONG), ("ines", LONG)))
    names = [(f"Person {n}", f"{LONG} {n}") for n in range(12)]
    assert len(quotations(thread(*names))) < 10


def test_what_was_written_earlier_is_quoted_though_it_stands_later() -> None:
    posts = [
        Said(0, "Ines", "It blew.", datetime(2020, 1, 1, tzinfo=UTC)),
        Said(1, "Bo", f"You said {LONG}", datetime(2020, 1, 5, tzinfo=UTC)),
        Said(2, "Kit", LONG, datetime(2020, 1, 2, tzinfo=UTC)),
    ]
    (link,) = quotations(posts)
    assert (link.post, link.target) == (1, 2)


def test_texts_without_spaces_are_quoted_by_their_characters() -> None:
    said = "桟橋は誰も塗装の代金を払わなかったので閉鎖されましたと聞きました"
    posts = thread(("Ines", said), ("Bo", f"「{said}」本当ですか"))
    (link,) = quotations(posts)
    assert quoted(posts, link) == (said, said)


@given(st.lists(st.text("ab cdé😀日本\n\"'.,>", max_size=120), min_size=1, max_size=8))
def test_what_is_quoted_reads_the_same_in_both_posts(texts: list[str]) -> None:
    posts = [Said(n, f"P{n}", text) for n, text in enumerate(texts)]
    for link in [*quotations(posts), *mentions(posts)]:
        assert 0 <= link.start < link.end <= len(posts[link.post].text)
        assert link.target != link.post
        assert 0 <= link.confidence <= 1


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("@Kit Harrow nonsense", "mentions", "@Kit Harrow"),
        ("I think @kitharrow is right", "mentions", "@kitharrow"),
        ("Kit, that is not so.", "addresses", "Kit"),
        ("Dear Kit Harrow: no.", "addresses", "Kit Harrow"),
        ("No.\n\nThanks Kit, I see.", "addresses", "Kit"),
        ("Liebe Kit – nein", "addresses", "Kit"),
        ("see #1 for that", "mentions", "#1"),
        ("@1: no", "mentions", "@1"),
    ],
)
def test_names_and_numbers_of_earlier_posts_are_found(text: str, kind: str, words: str) -> None:
    posts = thread(("Ines", "It blew."), ("Kit Harrow", "Did it?"), ("Bo", text))
    (link,) = mentions(posts)
    assert (link.kind, link.target) == (kind, 1)
    assert text[link.start : link.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "Kitten, come here.",
        "A kit of parts",
        "mail me at bo@kit.example",
        "Anonymous, you are wrong",
        "https://pier.example/#1 and &#1;",
        "colour #123456",
        "Bo, I am talking to myself",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    posts = thread(
        ("Ines", "It blew."), ("Kit", "Did it?"), ("Anonymous", "Yes."), ("Bo", "Eh."), ("Bo", text)
    )
    assert mentions(posts) == []


def test_nobody_can_be_named_before_they_wrote() -> None:
    assert mentions(thread(("Ines", "Kit, hello"), ("Kit", "Hello"))) == []


def test_the_sources_own_numbers_count() -> None:
    posts = [
        Said(0, "Ines", "It blew."),
        Said(1, "Kit", "Yes", own_number=41),
        Said(2, "Bo", "as in #41"),
    ]
    (link,) = mentions(posts)
    assert link.target == 1


@pytest.mark.parametrize(
    ("text", "url", "domain"),
    [
        ("See http://www.pier.example/a_(b).", "http://www.pier.example/a_(b)", "pier.example"),
        ("(https://pier.example/x?y=1)", "https://pier.example/x?y=1", "pier.example"),
        ("www.pier.example, I say", "www.pier.example", "pier.example"),
        ("“https://pier.example/…”", "https://pier.example/", "pier.example"),
    ],
)
def test_punctuation_after_an_address_is_not_part_of_it(text: str, url: str, domain: str) -> None:
    (found,) = addresses(text)
    assert (found.url, found.domain) == (url, domain)
    assert text[found.start : found.end] == url


def test_a_text_is_known_again_however_it_was_wrapped() -> None:
    text = f"“It is so”, she said – {LONG} …"
    wrapped = f'"It is so", she said --\n   {LONG.replace(" ", chr(10))}...'
    assert fingerprint(text) == fingerprint(wrapped) is not None
    assert fingerprint("Thanks!") is None
    assert fingerprint(text) != fingerprint(f"{text} Not!")
