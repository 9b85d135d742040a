"""Invented records of Reddit in the shapes in which they are collected, for tests."""

import json
from typing import Any

SUBMISSION = {
    "subreddit": "lamps", "selftext": "The oil came late &amp; cold.\n\n&gt; We waited.",
    "author_fullname": "t2_k1", "title": "Of oil &amp; wicks", "score": 41, "upvote_ratio": 0.93,
    "num_comments": 4, "created_utc": 1616238000.0, "id": "q1", "name": "t3_q1", "author": "keeper",
    "permalink": "/r/lamps/comments/q1/of_oil_wicks/", "is_self": True, "over_18": False,
    "url": "https://www.reddit.com/r/lamps/comments/q1/of_oil_wicks/", "stickied": False,
    "distinguished": None, "edited": False, "link_flair_text": "Question", "domain": "self.lamps",
}  # fmt: skip


def comment(number: int, parent: str = "t3_q1", **more: Any) -> dict[str, Any]:
    return {
        "subreddit": "lamps", "author": "Ada", "author_fullname": "t2_a1",
        "body": f"Comment *{number}*\n\n&gt; well lit", "created_utc": 1616238000 + number * 60,
        "id": f"c{number}", "name": f"t1_c{number}", "link_id": "t3_q1", "parent_id": parent,
        "permalink": f"/r/lamps/comments/q1/of_oil_wicks/c{number}/", "is_submitter": False,
        "distinguished": None, "stickied": False, "edited": False, "score": number, **more,
    }  # fmt: skip


COMMENTS = [
    comment(1),
    comment(2, "t1_c1", author="keeper", is_submitter=True, edited=1616239999.0),
    comment(3, "t1_c2", author="[deleted]", author_fullname=None, body="[deleted]"),
    comment(4, author="Bo", author_fullname="t2_b1", distinguished="moderator", stickied=True),
]
RECORDS = [SUBMISSION, *COMMENTS]
FOG = {**SUBMISSION, "id": "q2", "title": "Fog", "num_comments": 1}
TWO = [*RECORDS, FOG, comment(5, "t3_q2", link_id="t3_q2")]


def thing(data: dict[str, Any], *replies: dict[str, Any]) -> dict[str, Any]:
    """A thing as the site answers it: the replies stand in the midst of the comment's fields."""
    if "body" not in data:
        return {"kind": "t3", "data": data}
    first, *others = data.items()
    inside: Any = listing(*replies) if replies else ""
    return {"kind": "t1", "data": dict([first, ("replies", inside), *others])}


def listing(*things: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "Listing",
        "data": {"after": None, "dist": None, "children": list(things), "before": None},
    }


def more(parent: str, count: int, *ids: str) -> dict[str, Any]:
    data = {"count": count, "name": "t1__", "id": "_", "parent_id": parent, "depth": 1}
    return {"kind": "more", "data": {**data, "children": list(ids)}}


def page(*extra: dict[str, Any], **entry: Any) -> list[Any]:
    """What stands at a submission's address with .json behind it."""
    one, two, three, four = COMMENTS
    tree = [thing(one, thing(two, thing(three))), thing(four), *extra]
    return [listing(thing(SUBMISSION | entry)), listing(*tree)]


def pages() -> list[Any]:
    return [*page(), listing(thing(FOG)), listing(thing(TWO[-1]))]


def dump(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in records or (SUBMISSION, *COMMENTS))
