"""What real pages do to a reader: lists of other pages, buttons, stubs, nesting, broken lines."""

import pytest

from tests.corpus.ingest.captures.reading import (
    ENTRY,
    FORM,
    HEAD,
    account_of,
    codes,
    events_of,
    page,
    said,
    thread_of,
    tiles_of,
)

ONE = "Ada Quill says:\nMarch 2, 2011 at 9:05 am\n\nI remember that lamp.\n\nReply\n"
TWO = "bo says:\nMarch 2, 2011 at 4:18 pm\n\nThanks!\n\nReply\n"
THREE = "keeper says:\nMarch 3, 2011 at 6:44 am\n\nNot so fast.\n\nReply"
ALL = ONE + TWO + THREE
SAID = [("Ada Quill", "I remember that lamp."), ("bo", "Thanks!"), ("keeper", "Not so fast.")]
COUNT = "3 thoughts on “On lamps”"


def test_comments_on_other_pages_are_furniture() -> None:
    widget = "Recent Comments\nAda Quill on On oil\nbo on On wicks\nCy on On glass\n"
    assert said(page(ALL, COUNT, tail=FORM + widget)) == SAID
    assert said(page(ALL, COUNT, head=widget + HEAD)) == SAID
    tile = [text for kind, text in tiles_of(page(ALL, COUNT, tail=FORM + widget))][-1]
    assert "Cy on On glass" in tile


def test_a_list_of_recent_posts_with_dates_is_no_list_of_comments() -> None:
    recent = "Recent Posts\n" + "".join(
        f"On {what}\nMarch {day}, 2011\n" for day, what in enumerate(("oil", "wicks", "glass"), 3)
    )
    assert said(page(ALL, COUNT, tail=FORM + recent)) == SAID


def test_the_entry_author_is_known_in_the_own_thread() -> None:
    posts = thread_of(page(ALL, COUNT)).posts
    assert [post.is_entry_author for post in posts] == [True, False, False, True]


def test_marks_say_where_number_author_and_date_stand() -> None:
    text = page("".join(f"{n}. {one}" for n, one in enumerate((ONE, TWO, THREE), 1)), COUNT)
    post = thread_of(text).posts[2]
    assert [(what, text[start:end]) for what, start, end in post.marks] == [
        ("number", "2."), ("author", "bo"), ("date", "March 2, 2011 at 4:18 pm"),
    ]  # fmt: skip


def test_a_count_that_differs_waits_for_a_person() -> None:
    text = page(ALL, "7 thoughts on “On lamps”")
    assert "declared_differs" in codes(text)
    assert not account_of(text).sure
    assert said(text) == SAID


def test_a_count_is_explained_by_older_pages_of_comments() -> None:
    text = page(ALL + "\n\n« Older Comments", "7 thoughts on “On lamps”")
    assert "declared_explained" in codes(text)
    assert "declared_differs" not in codes(text)


def test_a_body_that_names_a_day_and_somebody_who_said_something_opens_no_comment() -> None:
    body = (
        "Marta said on May 3, 1987 that the keeper left.\n\nbo wrote:\n\nOn May 4, 1987 she went."
    )
    text = page(ONE.replace("I remember that lamp.", body) + TWO + THREE, COUNT)
    assert said(text) == [("Ada Quill", body), *SAID[1:]]


@pytest.mark.parametrize("word", ["+1", "?", ":-)", "lol", "5"])
def test_a_comment_of_one_mark_is_still_a_comment(word: str) -> None:
    assert said(page(ONE + TWO.replace("Thanks!", word) + THREE, COUNT))[1] == ("bo", word)


def test_pings_without_a_date_stand_on_their_own() -> None:
    text = page(ALL + "\nPingback: On lamps elsewhere | Far Shore\n", "4 thoughts on “On lamps”")
    last = thread_of(text).posts[-1]
    assert (last.kind, last.author) == ("pingback", "On lamps elsewhere | Far Shore")
    assert said(text)[:3] == SAID
    assert account_of(text).other == 1


def test_a_comment_that_waits_is_pending_and_what_the_software_says_is_not_its_text() -> None:
    stub = "Your comment is awaiting moderation.\n\n"
    post = thread_of(page(ONE + TWO.replace("Thanks!", stub + "Thanks!") + THREE, COUNT)).posts[2]
    assert (post.status, post.text) == ("pending", "Thanks!")


def test_a_removed_comment_keeps_its_place() -> None:
    removed = "This comment has been removed by the author."
    post = thread_of(page(ONE + TWO.replace("Thanks!", removed) + THREE, COUNT)).posts[2]
    assert (post.status, post.author, post.text) == ("deleted", "bo", removed)


def test_a_comment_that_is_shown_in_part_says_so() -> None:
    cards = "".join(
        f"{name}\nMar {day}, 2022\n{words}\n{more}Reply\nShare\n"
        for name, day, words, more in (
            ("Ada Quill", 2, "I remember that lamp, and", "Expand full comment\n"),
            ("bo", 3, "Thanks!", ""),
            ("keeper", 4, "Not so fast.", ""),
        )
    )
    text = page(cards, "3 Comments")
    posts = thread_of(text).posts[1:]
    assert [post.flags for post in posts] == [("truncated",), (), ()]
    assert posts[0].text == "I remember that lamp, and"
    assert "truncated_text" in codes(text)


def test_buttons_that_copying_glued_to_words_are_taken_off() -> None:
    glued = ALL.replace("\n\nReply", "Reply")
    assert said(page(glued, COUNT)) == SAID


def test_a_date_that_copying_glued_to_a_name_is_parted() -> None:
    glued = ALL.replace(" says:\n", "").replace("Reply", "ReplyDelete")
    text = page(glued, "3 comments:")
    assert "Ada QuillMarch 2, 2011" in text
    assert said(text) == SAID


def test_a_narrow_blank_before_pm_is_read() -> None:
    text = page(ALL.replace(" am", "\u202fAM").replace(" pm", "\u202fPM"), COUNT)
    assert [post.written.at.hour for post in thread_of(text).posts[1:]] == [9, 16, 6]


def test_a_reply_to_somebody_by_name_stands_below_that_comment() -> None:
    text = page(
        "Ada Quill • 3 years ago\nI remember.\nReply • Share ›\n"
        "bo • 3 years ago\nThanks!\nReply • Share ›\n"
        "keeper → Ada Quill • 2 years ago\nNot so fast.\nReply • Share ›",
        "3 Comments",
    )
    posts = thread_of(text).posts
    assert [(post.author, post.parent, post.parent_how, post.depth) for post in posts[1:]] == [
        ("Ada Quill", None, None, 0), ("keeper", 1, "markup", 1), ("bo", None, None, 0),
    ]  # fmt: skip


NESTED = """\
   1. Ada Quill says:
      March 2, 2011 at 9:05 am
      I remember that lamp.
      Reply
         + bo says:
           March 2, 2011 at 4:18 pm
           Thanks!
           Reply
              o Cy says:
                March 2, 2011 at 5:00 pm
                For what?
                Reply
   2. keeper says:
      March 3, 2011 at 6:44 am
      Not so fast.
      Reply"""


def test_the_nested_lists_of_a_text_browser_tell_who_answers_whom() -> None:
    posts = thread_of(page(NESTED, "4 thoughts on “On lamps”")).posts
    assert [(post.author, post.parent, post.depth) for post in posts[1:]] == [
        ("Ada Quill", None, 0), ("bo", 1, 1), ("Cy", 2, 2), ("keeper", None, 0),
    ]  # fmt: skip
    assert {post.parent_how for post in posts[1:]} == {None, "indent"}


def test_a_flat_page_claims_no_replies() -> None:
    assert {post.parent for post in thread_of(page(ALL, COUNT)).posts} == {None}


def test_the_marks_of_links_and_their_list_are_no_words() -> None:
    linked = (
        NESTED.replace("Ada", "[7]Ada").replace("March", "[8]March").replace("Reply", "[9]Reply")
    )
    text = page(
        linked, "4 thoughts on “On lamps”", tail=FORM + "\nReferences\n\n   1. https://a.example/\n"
    )
    numbers = iter(range(1, 99))
    text = "".join(
        f"[{next(numbers)}]" + part[3:] if place else part
        for place, part in enumerate(text.replace("[", "\0[").split("\0"))
    )
    assert said(text)[0] == ("Ada Quill", "I remember that lamp.")
    assert len(said(text)) == 4


LONG = (
    "The glass was replaced twice, once after the storm and once, for reasons that nobody has ever "
    "explained to me, in the middle of a perfectly calm summer, when all the boats were away."
)
WRAPPED = """\
The lamp at the end of the pier was lit again last night, for the first
time in eleven years. A small crowd had gathered on the wet boards, and
nobody spoke while the keeper climbed the ladder to the lantern. It was
cold, and the wind came from the far shore, where the ferry once landed
in summer; now there is nothing there but a wall and a very old ladder.
"""


def wrapped(text: str, margin: int) -> str:
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= margin:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def test_lines_that_a_margin_broke_are_put_together_and_the_writers_are_not() -> None:
    body = wrapped(LONG, 71) + "\n\nRegards\nTilda"
    head = HEAD.replace(ENTRY, WRAPPED)
    post = thread_of(
        page(ONE.replace("I remember that lamp.", body) + TWO + THREE, COUNT, head=head)
    )
    assert post.posts[1].text == f"{LONG}\n\nRegards\nTilda"
    assert post.posts[1].flags == ("unwrapped",)
    assert post.posts[2].flags == ()


def test_an_author_line_that_the_margin_broke_is_read() -> None:
    name = "Bartholomew-Maximilian Featherstonehaugh-Cholmondeley of the Far Shore"
    items = ""
    for n, (who, words) in enumerate([("bo", "Thanks!"), (name, LONG), ("Cy", "Hm.")]):
        author = wrapped(f"{who} on March 2, 2011 at 9:0{n} am said:", 71)
        items += f"{author}\n\n{wrapped(words, 71)}\n\nReply\n"
    text = page(items, COUNT, head=HEAD.replace(ENTRY, WRAPPED))
    assert said(text) == [("bo", "Thanks!"), (name, LONG), ("Cy", "Hm.")]


def test_what_the_person_says_about_the_page_is_taken() -> None:
    thread = thread_of(page(ALL, COUNT), url="https://notes.example/lamps", title="Lamps!")
    assert (thread.url, thread.title) == ("https://notes.example/lamps", "Lamps!")


def test_line_ends_of_any_system_are_read_alike() -> None:
    text = page(ALL, COUNT)
    for ends in ("\r\n", "\r"):
        assert said(text.replace("\n", ends)) == SAID
    assert "text_changed" in codes(text.replace("\n", "\r\n"))


def test_a_very_long_text_fails_and_is_counted() -> None:
    text = page(ONE.replace("I remember", "remember " * 200_000) + TWO + THREE, COUNT)
    total = account_of(text)
    assert (total.failed, total.imported, total.accounted) == (4, 0, True)
    assert events_of(text)
