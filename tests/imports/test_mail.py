"""Mail goes in as threads: quotations are found, and later messages join their thread."""

from corpus.models import Post, Thread
from tests.corpus.ingest.mail.messages import TALK, mbox, message
from tests.imports.desk import Desk
from tests.imports.test_archives import zipped


def test_a_mail_file_is_loaded_and_who_quotes_whom_is_found(desk: Desk) -> None:
    upload = desk.imported(TALK, "talk.mbox")
    assert (upload["status"], upload["format"]["name"], upload["encoding"]) == (
        "done", "mail", "utf-8",
    )  # fmt: skip
    assert (upload["counts"]["threads"], upload["counts"]["imported"]) == (2, 6)
    thread = Thread.objects.get(posts__external_id="m2@post.example")
    entry, first = desk.client.get(f"/api/v1/threads/{thread.pk}/").json()["posts"][:2]
    (link,) = first["links"]
    assert (link["kind"], link["post"]) == ("quotes", entry["id"])
    assert first["text"][link["start"] :].startswith("The lamp was lit")


def test_later_messages_join_the_thread_that_they_answer(desk: Desk) -> None:
    desk.imported(mbox(message(1), message(2, answers=1)), "january.mbox")
    desk.imported(mbox(message(3, answers=2, References="<m1@post.example> <m2@post.example>"),
                       message(4)), "february.mbox")  # fmt: skip
    assert Thread.objects.count() == 2
    thread = Thread.objects.get(posts__external_id="m1@post.example")
    said = Post.objects.filter(thread=thread).values_list("text", flat=True)
    assert set(said) == {f"Comment {one}: it was lit." for one in (1, 2, 3)}


def test_a_zip_of_messages_is_one_upload(desk: Desk) -> None:
    files = [(f"cur/{one}", message(one, answers=one - 1 or None)) for one in range(1, 5)]
    upload = desk.imported(zipped(*files), "maildir.zip")
    assert (upload["status"], upload["format"]["name"], upload["members"]) == ("done", "mail", None)
    (thread,) = Thread.objects.all()
    assert [post.depth for post in thread.posts.order_by("number")] == [0, 0, 1, 2]
