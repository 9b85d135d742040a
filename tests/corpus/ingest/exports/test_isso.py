"""isso's generic JSON: threads with their comments, in the order that their ids give."""

import json
from typing import Any

from corpus.ingest.exports import isso
from tests.corpus.ingest.exports import json_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(value: Any, **options: str) -> Reading:
    return read_with(isso.read, json.dumps(value).encode(), **options)


def test_a_thread_is_read_whole() -> None:
    oil, fog = read(samples.isso()).threads
    assert (oil.title, oil.url, oil.external_id) == ("Of oil", "/of-oil", "/of-oil")
    assert fog.url == "https://log.example/fog"
    entry, first, second = oil.posts
    assert entry.flags == ("no_entry_text",)
    assert (first.external_id, second.external_id) == ("1", "2")
    assert (second.author, second.text) == ("Ada", "Comment *2*")
    assert (second.author_email, second.author_ip) == ("ada@lamp.example", "192.0.2.1")
    assert (first.author_email, first.author_url) == (None, None)
    assert second.written.at
    assert second.written.at.isoformat() == "2018-11-28T17:24:22"


def test_a_zone_is_given_to_the_times() -> None:
    at = read(samples.isso(), timezone="Europe/Paris").comments[0].written.at
    assert at
    assert at.isoformat().endswith("+01:00")


def test_ids_that_repeat_in_other_threads_or_in_one_are_no_loss() -> None:
    same = [{"id": 0, "text": "One", "created": "2005-02-24 04:03:37"}] * 2
    reading = read([{"id": "/a", "title": "a", "comments": same}, *samples.isso()])
    assert [post.text for post in reading.threads[0].posts] == ["", "One", "One"]
    assert reading.codes == ["duplicate_id"]


def test_an_address_that_was_wiped_is_none() -> None:
    thread = {"id": "/a", "title": "a", "comments": [{"id": 1, "remote_addr": "0.0.0.0"}]}  # noqa: S104 - as isso writes it
    assert read([thread]).comments[0].author_ip is None


def test_modes_and_parents_of_other_tools_are_read() -> None:
    comments = [
        {"id": 1, "text": "a", "mode": 1},
        {"id": 2, "text": "b", "mode": 2, "parent": 1},
        {"id": 3, "text": "", "mode": 4, "parent": 2},
    ]
    posts = read([{"id": "/a", "title": "a", "comments": comments}]).comments
    assert [post.status for post in posts] == ["approved", "pending", "deleted"]
    assert [post.depth for post in posts] == [0, 1, 2]


def test_a_thread_without_comments_is_skipped_and_counted() -> None:
    reading = read([{"id": "/a", "title": "a", "comments": []}, *samples.isso()])
    assert reading.codes == ["empty_item"]
    assert reading.account.accounted


def test_a_bad_date_costs_the_date_only() -> None:
    comments = [{"id": 1, "text": "a", "created": "in spring"}]
    reading = read([{"id": "/a", "title": "a", "comments": comments}])
    assert reading.codes == ["bad_date"]
    assert reading.comments[0].written.raw == "in spring"


def test_seconds_since_1970_are_read() -> None:
    comments = [{"id": 1, "text": "a", "created": 1543425864.5}]
    at = read([{"id": "/a", "title": "a", "comments": comments}]).comments[0].written.at
    assert at
    assert at.isoformat() == "2018-11-28T17:24:24.500000+00:00"


def test_an_id_of_thousands_of_figures_is_a_number_too() -> None:
    value = samples.isso()
    value[0]["comments"][0]["id"] = "9" * 5_000
    assert [len(one.external_id) for one in read(value).threads[0].posts[1:]] == [1, 5_000]
