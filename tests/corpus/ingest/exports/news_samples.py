"""Invented items of Hacker News in the shapes in which they are collected, for tests."""

import json
from typing import Any

_NOON = 1616241600


def item(number: int, parent: int | None = None, **more: Any) -> dict[str, Any]:
    """One of Algolia's items: a story, or a comment that answers `parent`; without answers."""
    made: dict[str, Any] = {
        "id": number, "created_at": f"2021-03-20T12:{number % 60:02}:00.000Z",
        "created_at_i": _NOON + number % 60 * 60, "type": "comment", "author": "Ada", "title": None,
        "url": None, "text": f"Comment {number}, well <i>lit</i><p>I&#x27;d say.", "points": None,
        "parent_id": parent, "story_id": 40, "children": [], "options": [],
    }  # fmt: skip
    if parent is None:
        made |= {"type": "story", "author": "keeper", "title": "Of oil & wicks", "text": None,
                 "url": "https://oil.example/7", "points": 41, "story_id": number}  # fmt: skip
    return made | more


GONE = {"author": None, "text": None}
ITEMS = [item(40), item(41, 40), item(42, 41, author="keeper"), item(43, 42, **GONE), item(44, 40)]
FOG = item(50, title="Fog", url=None, text="All day.")
MIST = item(51, 50, story_id=50, author="Bo")


def tree() -> dict[str, Any]:
    story, one, two, three, four = ITEMS
    two = two | {"children": [three]}
    return story | {"children": [one | {"children": [two]}, four]}


def trees() -> list[dict[str, Any]]:
    return [tree(), FOG | {"children": [MIST]}]


def hit(made: dict[str, Any]) -> dict[str, Any]:
    """The same as a search gives it."""
    story = made["type"] == "story"
    shared = {name: made[name] for name in ("created_at", "created_at_i", "author", "points")}
    named = {"value": made["text"], "matchLevel": "none", "matchedWords": []}
    return shared | {
        "title": made["title"], "url": made["url"], "num_comments": None, "objectID":
        str(made["id"]), "story_text" if story else "comment_text": made["text"], "parent_id":
        made["parent_id"], "story_id": made["story_id"], "story_title": "Of oil & wicks",
        "_tags": [made["type"], f"author_{made['author']}", f"story_{made['story_id']}"],
        "_highlightResult": {"author": named},
    }  # fmt: skip


def answer(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = [hit(one) for one in items]
    return {"exhaustive": {"nbHits": True}, "hits": found, "nbHits": len(found), "page": 0} | more


def plain(made: dict[str, Any], *kids: int, **more: Any) -> dict[str, Any]:
    """The same as the site's own interface gives it."""
    if made["author"] is None:
        return {"deleted": True, "id": made["id"], "parent": made["parent_id"],
                "time": made["created_at_i"], "type": made["type"]}  # fmt: skip
    own = {"by": made["author"], "id": made["id"], "kids": list(kids), "text": made["text"],
           "time": made["created_at_i"], "type": made["type"]}  # fmt: skip
    if made["type"] == "comment":
        return own | {"parent": made["parent_id"]} | more
    own = own | {"title": made["title"], "score": made["points"], "descendants": 3}
    return own | {"url": made["url"]} | more


def dump() -> str:
    below = {40: (41, 44), 41: (42,), 42: (43,), 50: (51,)}
    rows = [plain(one, *below.get(one["id"], ())) for one in (*ITEMS, FOG, MIST)]
    rows[5]["descendants"] = 1
    return "".join(json.dumps(one) + "\n" for one in rows)
