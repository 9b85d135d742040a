"""`catena.json`, which lies in our own `.qdpx`: what REFI-QDA has no place for comes back with it.

`docs/exchange.md` says what stands in it. A file that is not as that says is not used.
"""

import json
from dataclasses import replace
from typing import Any

from annotations.projects.conventions import text_of
from annotations.projects.model import PostIn, ProjectIn, SourceIn
from corpus.text import canonical

NAME = "catena.json"
_OWN_FIELDS = ("definition", "include", "exclude", "key", "levels", "colour")
_POST_KINDS = ("entry", "comment", "pingback", "trackback")
_HOW = ("export", "markup", "indent", "manual")
_STATUSES = ("approved", "pending", "spam", "trash", "deleted", "draft", "private")


def restore(project: ProjectIn, data: bytes) -> None:
    """Give a project its threads, posts and codebook back; a faulty file is counted as a loss."""
    try:
        said = json.loads(data, object_pairs_hook=_clean)
        if said["format"] == "catena-refi" and said["version"] == 1:
            _restore(project, said)
            return
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        project.fixed = False
    project.lose(
        "sidecar", "catena.json in it could not be read: its threads come as single texts."
    )


def _clean(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: canonical(value)[0] if isinstance(value, str) else value for name, value in pairs}


def _restore(project: ProjectIn, said: Any) -> None:
    planned = [(one, _posts(one)) for one in said["sources"]]
    _codes(project, said)
    sources = {one.key: one for one in project.sources}
    for one, posts in planned:
        if (source := sources.get(_key(one["guid"]))) is not None:
            _source(project, source, one, posts)
    _levels(project, said)
    project.fixed = True
    orphans = sum(len(one.get("orphans") or ()) for one in said["sources"])
    if orphans:
        project.lose("orphans", "Codings of texts as they once were are left out.", orphans)


def _key(guid: Any) -> str:
    return str(guid).strip("{} ").casefold()


def _codes(project: ProjectIn, said: Any) -> None:
    """Drop the codes that only say what is a post, and give the others their own fields."""
    structure = said["structure"]
    said_posts = [structure.get("folder"), *structure["codes"].values()]
    ours = {_key(guid) for guid in [*said_posts, *structure.get("cases", ())] if guid}
    user = _key(structure["user"])
    own = {_key(one["guid"]): one for one in said["codes"]}
    told = [(code, own.get(code.key)) for code in project.codes if code.key not in ours]
    for code, one in told:
        if one is not None:
            code.path = tuple(map(str, one["path"])) or code.path
            code.fields = {name: one[name] for name in _OWN_FIELDS if one.get(name)}
            code.description = ""
    archived = sum(bool(one is not None and one.get("archived")) for _, one in told)
    if archived:
        project.lose("archived_codes", "Archived codes come in as codes in use.", archived)
    project.codes = [code for code, _ in told]
    project.selections = [one for one in project.selections if one.code not in ours]
    project.coders.pop(user, None)
    for one in said["coders"]:
        if _key(one["guid"]) in project.coders:
            project.usernames[project.coders[_key(one["guid"])]] = str(one["username"])


def _posts(one: Any) -> list[PostIn]:
    """Return the posts of a source, in order.

    Raises:
        ValueError: their numbers do not go up.
    """
    posts = [_post(post) for post in one["posts"]]
    numbers = [post.number for post in posts]
    if numbers != sorted(set(numbers)) or any(number < 0 for number in numbers):
        raise ValueError("The posts are out of order.")
    return [replace(post, parent=post.parent if post.parent in numbers else None) for post in posts]


def _post(post: Any) -> PostIn:
    number, parent, how = int(post["number"]), post.get("parent"), post.get("parent_how")
    answers = isinstance(parent, int) and parent < number
    return PostIn(
        int(post["start"]),
        int(post["end"]),
        number,
        post["kind"] if post["kind"] in _POST_KINDS else "comment",
        parent if answers else None,
        how if answers and how in _HOW else None,
        post.get("author_name"),
        post.get("written_at") or "",
        post.get("written_raw") or "",
        post.get("url") or "",
        post["status"] if post.get("status") in _STATUSES else "approved",
    )


def _source(project: ProjectIn, source: SourceIn, one: Any, posts: list[PostIn]) -> None:
    text = list(text_of(source))
    for place, number in one.get("replaced") or ():
        is_letter = 0 < number < 0xD800 or 0xE000 <= number < 0x110000
        if is_letter and 0 <= place < len(text) and text[place] == "\ufffd":
            text[place] = chr(number)
    source.raw, source.bom = "".join(text), False
    end = 0
    for post in posts:
        if not end <= post.start <= post.end <= len(text):
            project.lose("posts", "Threads whose posts are not where catena.json says.")
            return
        end = post.end
    source.posts = posts
    source.name = one.get("title") or source.name
    source.url, source.site = one.get("url") or "", one.get("site") or ""
    source.author, source.written = one.get("author_name"), one.get("written_at") or ""
    source.language = one.get("language") or ""
    source.categories = tuple(map(str, one.get("categories") or ()))
    source.attributes = dict(one.get("attributes") or {})


def _levels(project: ProjectIn, said: Any) -> None:
    """Make codings that are on a whole post or thread that again."""
    levels = {_key(guid): level for one in said["sources"] for guid, level in one["levels"].items()}
    posts = {one.key: one.posts for one in project.sources}
    for one in project.selections:
        level = levels.get(one.coding)
        if level == "post" and one.start is not None:
            start = one.start
            on = [
                post.number
                for post in posts.get(one.source, ())
                if post.start <= start < max(post.end, post.start + 1)
            ]
            one.post = on[0] if on else None
        if level == "thread" or one.post is not None:
            one.start = one.end = None
