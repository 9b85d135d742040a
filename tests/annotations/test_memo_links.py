"""What a memo's Markdown links to."""

import pytest

from annotations.memo_links import MOST, links

UUID = "0190a8c2-1111-7222-8333-444455556666"


def test_a_link_names_a_thing_of_the_corpus_by_its_type_and_id():
    text = f"See [Frost](catena:code/12) and [the words](catena:annotation/{UUID})."
    assert links(text) == [("code", "12"), ("annotation", UUID)]


def test_each_thing_is_linked_to_once():
    assert links("[a](catena:post/7) [b](catena:post/7)") == [("post", "7")]


@pytest.mark.parametrize("kind", ["corpus", "thread", "post", "code", "participant"])
def test_all_that_has_a_number_can_be_linked_to(kind):
    assert links(f'[x]( <catena:{kind}/1> "title" )') == [(kind, "1")]


@pytest.mark.parametrize(
    "text",
    [
        "catena:code/12",
        "[x](https://plots.example/code/12)",
        "[x](catena:code/0)",
        "[x](catena:code/-1)",
        "[x](catena:code/12345678901234567890)",
        "[x](catena:annotation/12)",
        "[x](catena:memo/12)",
        "`[x](catena:code/12)`",
        "```\n[x](catena:code/12)\n```\n",
        "~~~ md\n[x](catena:code/12)",
    ],
)
def test_nothing_else_is_a_link(text):
    assert links(text) == []


def test_text_between_two_code_blocks_is_read():
    assert links("```\na\n```\n[x](catena:code/1)\n```\nb\n```") == [("code", "1")]


def test_a_memo_has_a_thousand_links_at_most():
    assert len(links("".join(f"[x](catena:post/{n})" for n in range(1, 2000)))) == MOST
