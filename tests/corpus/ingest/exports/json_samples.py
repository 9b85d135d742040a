"""Invented JSON exports of four kinds, for tests: who wrote them are lamps and keepers."""

import json
from typing import Any


def ghost(**tables: Any) -> dict[str, Any]:
    """A backup of Ghost with comments: the tables in the order in which a database lists them."""
    data = {
        "comments": [
            {"id": "c1", "post_id": "p1", "member_id": "m1", "parent_id": None, "status":
             "published", "html": "<p>Well <b>lit</b>.</p><p>Really.</p>", "edited_at": None,
             "created_at": "2022-09-01T10:00:00.000Z", "in_reply_to_id": None},
            {"id": "c2", "post_id": "p1", "member_id": "m2", "parent_id": "c1", "status": "hidden",
             "html": "<p>No.</p>", "edited_at": None, "created_at": "2022-09-01T10:05:00.000Z",
             "in_reply_to_id": None},
            {"id": "c3", "post_id": "p1", "member_id": None, "parent_id": "c1", "status":
             "deleted", "html": None, "edited_at": None, "created_at": "2022-09-01 10:06:00",
             "in_reply_to_id": "c2"},
        ],
        "members": [
            {"id": "m1", "name": "Ada", "email": "ada@lamp.example"},
            {"id": "m2", "name": "Bo", "email": "bo@lamp.example"},
        ],
        "posts": [
            {"id": "p1", "uuid": "u-1", "title": "Of oil", "slug": "of-oil", "status": "published",
             "type": "post", "html": "<p>The oil came late.</p><p>We waited.</p>", "plaintext":
             "The oil came late. We waited.", "lexical": None, "mobiledoc": None, "author_id": "1",
             "published_at": "2022-08-31T08:00:00.000Z", "created_at": "2022-08-30T08:00:00.000Z",
             "visibility": "public", "featured": 0},
            {"id": "p2", "uuid": "u-2", "title": "About", "slug": "about", "status": "draft",
             "type": "page", "html": "<p>A lighthouse.</p>", "author_id": "2", "published_at": None,
             "created_at": "2022-08-30T08:00:00.000Z", "visibility": "members", "featured": 0},
            {"id": "p3", "uuid": "u-3", "title": "Soon", "slug": "soon", "status": "scheduled",
             "type": "post", "html": "<p>Later.</p>", "author_id": "1",
             "published_at": "2032-08-31T08:00:00.000Z", "visibility": "public", "featured": 0},
        ],
        "posts_authors": [{"id": "a1", "post_id": "p1", "author_id": "1", "sort_order": 0},
                          {"id": "a2", "post_id": "p1", "author_id": "2", "sort_order": 1}],
        "posts_tags": [{"id": "pt1", "post_id": "p1", "tag_id": "t1", "sort_order": 0}],
        "settings": [{"id": "s1", "key": "title", "value": "The \"Lighthouse\" {Log}"}],
        "tags": [{"id": "t1", "name": "Oil", "slug": "oil"}],
        "users": [{"id": "1", "name": "Lamp Keeper", "slug": "keeper", "email": "k@lamp.example"},
                  {"id": "2", "name": "Mate", "slug": "mate", "email": "m@lamp.example"}],
    } | tables  # fmt: skip
    return {"db": [{"meta": {"exported_on": 1661900000000, "version": "5.14.1"}, "data": data}]}


def commento(**changes: Any) -> dict[str, Any]:
    def comment(number: int, parent: str, who: str, **more: Any) -> dict[str, Any]:
        return {
            "commentHex": f"hex{number}", "domain": "log.example", "url": "/of-oil",
            "commenterHex": who, "markdown": f"Comment *{number}*", "html": "",
            "parentHex": parent, "score": 0, "state": "approved",
            "creationDate": f"2021-03-12T11:2{number}:56.7477218Z", "direction": 0,
            "deleted": False, **more,
        }  # fmt: skip

    return {
        "version": 1,
        "comments": [
            comment(1, "root", "w1"),
            comment(2, "hex1", "anonymous", state="unapproved"),
            comment(3, "root", "w2", url="/fog", state="flagged"),
            comment(4, "hex2", "w2", deleted=True, markdown="", html="<p>Gone.</p>"),
        ],
        "commenters": [
            {"commenterHex": "w1", "email": "ada@lamp.example", "name": "Ada", "isModerator": True,
             "link": "https://ada.example/", "photo": "undefined", "provider": "commento"},
            {"commenterHex": "w2", "email": "bo@lamp.example", "name": "Bo", "link": "undefined",
             "photo": "undefined", "provider": "commento", "isModerator": False},
        ],
    } | changes  # fmt: skip


def remark(number: int, parent: str = "", **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}", "pid": parent, "text": f"<p>Comment <em>{number}</em></p>\n",
        "orig": f"Comment *{number}*", "user": {"name": "Ada", "id": "dev_ada", "picture": "",
        "ip": "0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d", "admin": number == 2},
        "locator": {"site": "log", "url": "https://log.example/of-oil"}, "score": 0, "votes": {},
        "time": f"2018-12-20T15:18:2{number}.123456789-06:00",
        "title": "Of oil &amp; wicks", **more,
    }  # fmt: skip


REMARKS = [
    remark(1),
    remark(2, "r1"),
    remark(3, "r2", delete=True, text="", orig=""),
    remark(4, locator={"site": "log", "url": "https://log.example/fog"}, title=""),
]


def remark_backup() -> str:
    header = {"version": 1, "users": [{"id": "dev_ada", "blocked": {}}], "posts": []}
    return "".join(json.dumps(one) + "\n" for one in [header, *REMARKS])


def isso(**changes: Any) -> list[dict[str, Any]]:
    def comment(number: int, **more: Any) -> dict[str, Any]:
        return {
            "author": "Ada", "created": f"2018-11-28 17:24:2{number}", "email": "ada@lamp.example",
            "id": str(number), "remote_addr": "192.0.2.1", "text": f"Comment *{number}*\n",
            "website": "https://ada.example", **more,
        }  # fmt: skip

    return [
        {"comments": [comment(2), comment(1, website="", email="")], "id": "/of-oil",
         "title": "Of oil"} | changes,
        {"id": "https://log.example/fog", "title": "Fog", "comments": [comment(1)]},
    ]  # fmt: skip
