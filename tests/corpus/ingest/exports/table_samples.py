"""Invented data sets as collecting tools write them: what people said of a lamp."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def written(rows: Sequence[Mapping[str, Any]], delimiter: str = ",") -> str:
    """Write rows as Python's own writer does; the first row's keys are the columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def lines(records: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


REDDIT = [
    {"thread_id": "abc1", "id": "abc1", "timestamp": "2021-03-02 10:00:00", "body":
     "The lamp was lit.\nIt shone, far and wide.", "subject": "Of the lamp", "author": "Keeper",
     "author_flair": "", "post_flair": "Light", "domain": "self.lamps", "url":
     "https://pictures.example/lamp.png", "subreddit": "lamps", "parent": "", "score": 12,
     "unix_timestamp": 1614679200},
    {"thread_id": "abc1", "id": "c1", "timestamp": "2021-03-02 10:05:00", "body":
     "Comment \"one\", well lit &amp; bright", "subject": "", "author": "Ada", "author_flair": "",
     "post_flair": "", "domain": "", "url": "", "subreddit": "lamps", "parent": "t3_abc1",
     "score": 3, "unix_timestamp": 1614679500},
    {"thread_id": "abc1", "id": "c2", "timestamp": "2021-03-02 10:06:00", "body":
     "Comment two", "subject": "", "author": "Keeper", "author_flair": "", "post_flair": "",
     "domain": "", "url": "", "subreddit": "lamps", "parent": "t1_c1", "score": 1,
     "unix_timestamp": 1614679560},
    {"thread_id": "abc1", "id": "c3", "timestamp": "2021-03-02 10:07:00", "body": "[deleted]",
     "subject": "", "author": "[deleted]", "author_flair": "", "post_flair": "", "domain": "",
     "url": "", "subreddit": "lamps", "parent": "t1_c2", "score": 1,
     "unix_timestamp": 1614679620},
]  # fmt: skip

CHAN = [
    {"thread_id": 700, "id": 700, "timestamp": "2020-01-01 00:00:00", "body": "lamps", "subject":
     "", "author": "Anonymous", "board": "lit", "unix_timestamp": 1577836800},
    {"thread_id": 700, "id": 703, "timestamp": "2020-01-01 00:01:00", "body":
     "&gt;&gt;700<br>no lamps", "subject": "", "author": "Anonymous", "board": "lit",
     "unix_timestamp": 1577836860},
    {"thread_id": 650, "id": 701, "timestamp": "2020-01-01 00:00:30", "body": "old one",
     "subject": "", "author": "Ada", "board": "lit", "unix_timestamp": 1577836830},
]  # fmt: skip

TELEGRAM = [
    {"id": "lamps-5", "thread_id": "lamps", "chat": "lamps", "author": "991", "author_username":
     "keeper", "author_name": "Kit Keeper", "body": "First", "reply_to": "", "timestamp":
     "2022-01-01 10:00:00", "unix_timestamp": 1641031200},
    {"id": "lamps-6", "thread_id": "lamps", "chat": "lamps", "author": "992", "author_username":
     "ada", "author_name": "", "body": "Second", "reply_to": "5", "timestamp":
     "2022-01-01 10:01:00", "unix_timestamp": 1641031260},
]  # fmt: skip

_ROOT = "at://did:plc:lamp/app.bsky.feed.post"
BLUESKY = [
    {"id": f"{_ROOT}/3aa", "thread_id": f"{_ROOT}/3aa", "created_at": "2024-05-01T10:00:00+00:00",
     "author": "keeper.example", "author_id": "did:plc:lamp", "body": "On lamps", "link":
     "https://bsky.example/profile/keeper.example/post/3aa", "replied_to_post": "", "timestamp":
     1714557600.5},
    {"id": f"{_ROOT}/3bb", "thread_id": f"{_ROOT}/3aa", "created_at": "2024-05-01T10:01:00+00:00",
     "author": "ada.example", "author_id": "did:plc:ada", "body": "Yes", "link":
     "https://bsky.example/profile/ada.example/post/3bb", "replied_to_post":
     "https://bsky.example/profile/keeper.example/post/3aa", "timestamp": 1714557660.0},
    {"id": f"{_ROOT}/3cc", "thread_id": f"{_ROOT}/3aa", "created_at": "2024-05-01T10:02:00+00:00",
     "author": "bo.example", "author_id": "did:plc:bo", "body": "No", "link":
     "https://bsky.example/profile/bo.example/post/3cc", "replied_to_post":
     "https://bsky.example/profile/ada.example/post/3bb", "timestamp": 1714557720.0},
]  # fmt: skip


def tiktok(own: str, text: str, parent: str = "0", **changes: Any) -> dict[str, Any]:
    """A comment as TikTok's own object, with what 4CAT adds."""
    return {
        "cid": own, "aweme_id": "77", "reply_id": parent, "text": text, "create_time":
        1650000000 + int(own), "digg_count": 2, "reply_comment_total": 0, "comment_language": "en",
        "user": {"uid": f"9{own}", "unique_id": "Ada" if own == "1" else f"user{own}",
                 "nickname": "Somebody"},
        "share_info": {"url": f"https://m.tiktok.example/v/77.html?c={own}", "title": "My lamp"},
        "stick_position": 0, "__import_meta": {"source_platform": "tiktok-comments"},
    } | changes  # fmt: skip


TIKTOK = [tiktok("1", "Comment one, lit"), tiktok("2", "Comment two", "1"), tiktok("3", "Three")]
ADDRESSED = [{**row, "email": "keeper@lamp.example", "ip": "192.0.2.1"} for row in REDDIT]
TWO_THREADS = [
    *REDDIT,
    {**REDDIT[0], "thread_id": "abc2", "id": "abc2"},
    {**REDDIT[1], "thread_id": "abc2", "id": "c9", "parent": "t3_abc2"},
]
