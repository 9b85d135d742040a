"""Commenters' e-mail and IP addresses stop at the door, unless the corpus' owner ticked them."""

import json
import logging
import re
from typing import Any

import pytest
from django.db import connection

from corpus import privacy
from corpus.ingest import registry
from corpus.ingest.events import Failed, Noted, ReadOptions, Skipped, ThreadRead
from corpus.ingest.preview import preview
from corpus.ingest.source import Source
from corpus.models import Contact, Corpus, CorpusKey, Event, Participant, Post
from tests.corpus.ingest.corpora import tei_samples
from tests.corpus.ingest.exports import json_samples, table_samples, xml_samples
from tests.corpus.ingest.exports.test_movable_type import ENTRY as MOVABLE
from tests.corpus.ingest.mail.messages import TALK
from tests.imports.desk import Desk, work

EMAIL, IP = "Quiet.Person@Hidden.Example", "203.0.113.77"
SECRET = re.compile(r"quiet\.person|hidden\.example|203\.0\.113\.77", re.IGNORECASE)

BLOGGER = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>
<id>tag:blogger.com,1999:blog-1.archive</id><title>Log</title>
<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>
<entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2011-03-02T08:15:00Z</published>
<category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#post'/>
<title>On lamps</title><content type='html'>The lamp was lit.</content>
<author><name>keeper</name><email>{EMAIL}</email></author></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-3</id><published>2011-03-02T09:15:00Z</published>
<category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#comment'/>
<title>Hm</title><content type='html'>A remark.</content>
<author><name>Ada</name><email>{EMAIL}</email></author>
<thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-2'/></entry>
</feed>
"""
FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Comments on: On lamps</title><link>https://log.example/lamps</link>
<item><title>By: Ada</title><link>https://log.example/lamps#c1</link><guid>c1</guid>
<author>{EMAIL} (Ada)</author><pubDate>Wed, 02 Mar 2011 09:00:00 +0000</pubDate>
<description>A remark.</description></item></channel></rss>
"""
WXR = xml_samples.wxr(xml_samples.item(1, xml_samples.comment(5), xml_samples.comment(6)))
DISQUS = xml_samples.disqus(xml_samples.dsq_thread(1), xml_samples.dsq_post(2, 1))
_ADDRESS = re.compile(r"[\w.]+@(?:mail|lamp)\.example")
_IP = re.compile(r"192\.0\.2\.\d+")
_REMARK_IP = re.compile(r'(?<="ip": ")[^"]+')


def marked(data: str | bytes) -> str:
    """Put the addresses that must not be seen in the places of a sample's own."""
    text = data.decode() if isinstance(data, bytes) else data
    return _IP.sub(IP, _ADDRESS.sub(EMAIL, text))


EXPORTS = {
    "wxr": marked(WXR),
    "disqus": marked(DISQUS),
    "movable type": marked(MOVABLE),
    "blogger": BLOGGER,
    "feed": FEED,
    "ghost": marked(json.dumps(json_samples.ghost())),
    "commento": marked(json.dumps(json_samples.commento())),
    "isso": marked(json.dumps(json_samples.isso())),
    "mail": marked(TALK),
    "tei": marked(tei_samples.DOCUMENT),
    "4cat": marked(table_samples.written(table_samples.ADDRESSED)),
    "4cat lines": marked(table_samples.lines(table_samples.ADDRESSED)),
    "remark42": _REMARK_IP.sub(IP, json_samples.remark_backup()),
}


def broken(text: str) -> str:
    """Spoil every date and number, so that a reader has much to say."""
    return re.sub(r"\b(?:19|20)\d\d", "in spring", re.sub(r"(?<=id>)\d+", "0", text))


VARIANTS = {
    **EXPORTS,
    **{f"{name}, spoilt": broken(text) for name, text in EXPORTS.items()},
    **{f"{name}, cut off": text[:-70] for name, text in EXPORTS.items()},
}


@pytest.mark.parametrize("name", VARIANTS)
def test_no_reader_says_an_address_in_a_problem_a_title_or_a_preview(name: str) -> None:
    text = VARIANTS[name]
    assert SECRET.search(text), name
    source, options = Source.from_bytes(text.encode(), "export"), ReadOptions()
    reader, detection, notes = registry.choose(source, options)
    events = [*notes, *reader.read(source, options, None)]
    said = [one for one in events if isinstance(one, Noted | Skipped | Failed)]
    assert not [one for one in said if SECRET.search(repr(one))]
    for thread in (one for one in events if isinstance(one, ThreadRead)):
        shown = (thread.title, thread.site, thread.url, thread.author, dict(thread.attributes))
        assert not SECRET.search(repr(shown))
        for post in thread.posts:
            assert not SECRET.search(repr((post.author, post.url, post.external_id, post.flags)))
    assert not SECRET.search(json.dumps(preview(events, detection), default=str))


def everywhere() -> dict[str, int]:
    """Return in which tables of the database an address stands, and how often."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND"
                       " relnamespace = 'public'::regnamespace")  # fmt: skip
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s', [SECRET.pattern]
            )
            (count,) = cursor.fetchone()
            if count:
                found[table] = count
    return found


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_of_an_address_is_stored_logged_or_shown_unless_it_was_ticked(
    desk: Desk, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    upload = desk.imported(EXPORTS[name], "export", confirm="ask")
    shown = desk.get(f"uploads/{upload['id']}/preview/")
    assert not SECRET.search(json.dumps(shown))
    assert everywhere() == {}
    desk.act(upload, "confirm")
    work()
    assert desk.shown(upload)["status"] == "done", desk.problems(upload)
    assert everywhere() == {}
    assert not SECRET.search(caplog.text)
    assert not SECRET.search(json.dumps(desk.threads(upload)))
    assert Contact.objects.count() == 0


def test_an_address_is_kept_as_its_keyed_hash(desk: Desk) -> None:
    desk.imported(EXPORTS["wxr"])
    key = bytes(CorpusKey.objects.get(corpus=desk.corpus).secret)
    assert len(key) == privacy.KEY_BYTES
    hashes = set(Post.objects.exclude(author_hash="").values_list("author_hash", flat=True))
    assert hashes == {privacy.hashed(f"  {EMAIL.upper()} ", key)}
    assert privacy.hashed(EMAIL, b"another key") not in hashes
    assert privacy.hashed("  ", key) == ""


def test_two_corpora_hash_the_same_address_differently(desk: Desk) -> None:
    other = Desk.new("Strangers", "bo")
    desk.imported(EXPORTS["wxr"])
    other.imported(EXPORTS["wxr"])
    hashes = set(Post.objects.exclude(author_hash="").values_list("author_hash", flat=True))
    assert len(hashes) == 2


def tick(desk: Desk, **fields: bool) -> Any:
    version = desk.get("")["version"]
    return desk.client.patch(
        desk.url, json.dumps(fields), content_type="application/json",
        headers={"If-Match": f'"{version}"'},
    )  # fmt: skip


def test_what_the_owner_ticked_is_kept_apart_and_erased_when_unticked(desk: Desk) -> None:
    assert tick(desk, keep_emails=True).json()["keep_emails"] is True
    desk.imported(EXPORTS["wxr"])
    assert set(Contact.objects.values_list("email", "ip")) == {(EMAIL, "")}
    assert everywhere() == {"corpus_contact": 2}
    assert tick(desk, keep_ips=True, keep_emails=False).status_code == 200
    assert everywhere() == {}
    desk.imported(EXPORTS["disqus"])
    assert set(Contact.objects.values_list("email", "ip")) <= {("", IP)}
    changed = Event.objects.filter(action="corpus.changed").order_by("seq").values_list("after")
    assert [one[0]["keep_emails"] for one in changed] == [True, False]


def test_only_an_owner_may_tick_and_a_manager_is_told_why(desk: Desk) -> None:
    desk.corpus.memberships.update(role="manager")
    for field in ("keep_emails", "keep_ips"):
        refused = tick(desk, **{field: True})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert "owner" in refused.json()["detail"]
    assert tick(desk, keep_emails=False, load_without_asking=True).status_code == 200
    corpus = Corpus.objects.get(pk=desk.corpus.pk)
    assert (corpus.keep_emails, corpus.load_without_asking) == (False, True)


def test_two_names_with_one_address_are_a_hint_and_nothing_merges_by_itself(desk: Desk) -> None:
    items = xml_samples.item(
        1, xml_samples.comment(5, author="Ada Oil"), xml_samples.comment(6, author="A. O.")
    )
    desk.imported(xml_samples.wxr(items))
    one, two = Participant.objects.filter(name__in=["Ada Oil", "A. O."]).order_by("name")
    shown = desk.client.get(f"/api/v1/participants/{one.pk}/").json()
    assert shown["same_hash"] == [{"id": two.pk, "name": "Ada Oil"}]
    assert (shown["merged_into"], shown["merged"]) == (None, [])
