"""A web archive's pages are read with their addresses, and their relative dates get their day."""

from corpus.models import Post, Upload
from tests.corpus.ingest.test_mhtml import saved
from tests.corpus.ingest.web_archives import ADDRESS, Crawl
from tests.imports.desk import Desk
from tests.imports.test_archives import figures, members, zipped

THREAD = """<!DOCTYPE html><html><head><title>On lamps</title></head><body><article>
<h1>On lamps</h1><p>The lamp was lit at dusk and it shone over the whole harbour wall.</p></article>
<ol class="commentlist">
<li id="comment-1" class="comment depth-1"><cite class="fn">Ada</cite>
<div class="comment-meta">2 days ago</div>
<div class="comment-content"><p>It was lit by the keeper, NUMBER.</p></div></li>
<li id="comment-2" class="comment depth-1"><cite class="fn">Bo</cite>
<div class="comment-meta">3 hours ago</div>
<div class="comment-content"><p>With what oil?</p></div></li></ol></body></html>"""


def crawl() -> Crawl:
    made = Crawl(packed=True)
    for number in (1, 2):
        made.add(f"posts/{number}", THREAD.replace("NUMBER", str(number)).encode())
    return made.add("lamp.png", b"\x89PNG", kind="image/png")


def test_each_page_of_a_crawl_is_a_thread_with_its_address_and_its_dates(desk: Desk) -> None:
    upload = desk.imported(crawl().data, "crawl.warc.gz")
    assert (upload["format"]["name"], upload["status"]) == ("warc", "done")
    assert upload["members"] == {"total": 2, "done": 2, "review": 0, "failed": 0}
    assert figures(upload) == (6 + 2, 6, 2, 0)
    found = members(desk, upload)
    assert [one["name"] for one in found] == [f"{ADDRESS}posts/{one}" for one in (1, 2)]
    assert found[0]["options"]["captured"] == "2026-11-30T18:30:00Z"
    (thread,) = desk.threads(found[0])
    assert thread["url"] == f"{ADDRESS}posts/1"
    first, second = Post.objects.filter(thread=thread["id"], kind="comment").order_by("number")
    assert first.written_at.isoformat() == "2026-11-28T18:30:00+00:00"
    assert second.written_at.isoformat() == "2026-11-30T15:30:00+00:00"
    assert (first.written_precision, first.written_raw) == ("relative", "2 days ago")


def test_the_same_crawl_twice_adds_nothing(desk: Desk) -> None:
    desk.imported(crawl().data, "crawl.warc.gz")
    before = desk.counts()
    again = desk.imported(crawl().add("more", b"<html>", kind="text/css").data, "later.warc.gz")
    assert again["status"] == "done"
    assert desk.counts()["threads"] == before["threads"]
    assert desk.counts()["posts"] == before["posts"]


def test_a_zip_of_web_archives_is_opened_too(desk: Desk) -> None:
    upload = desk.imported(zipped(("archive/data.warc.gz", crawl().data)), "crawl.wacz")
    assert (upload["status"], upload["members"]["total"]) == ("done", 2)
    assert Upload.objects.get(pk=members(desk, upload)[0]["id"]).options["url"].endswith("/posts/1")


def test_a_page_of_ones_own_may_say_when_it_was_saved(desk: Desk) -> None:
    upload = desk.imported(THREAD, "page.html", captured="2026-11-30T20:30:00+02:00")
    post = Post.objects.get(thread__upload=upload["id"], number=1)
    assert post.written_at.isoformat() == "2026-11-28T18:30:00+00:00"
    refused = desk.post(("page.html", THREAD.encode()), captured="on Monday")
    assert refused.status_code == 400


def test_a_page_saved_as_mhtml_is_read_with_its_address_and_its_dates(desk: Desk) -> None:
    upload = desk.imported(saved(THREAD.replace("=", "=3D")), "page.mhtml")
    assert (upload["status"], upload["format"]["name"]) == ("done", "mhtml")
    (thread,) = desk.threads(members(desk, upload)[0])
    assert thread["url"] == "https://lamp.example/one"
    post = Post.objects.get(thread=thread["id"], number=1)
    assert post.written_at.isoformat() == "2026-11-28T18:30:00+00:00"
