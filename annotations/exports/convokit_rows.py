"""Threads as ConvoKit's utterances, speakers and conversations: plain values, no database.

A conversation is a tree with one root, its first post: a post whose source names no parent (or
one that is not here) replies to the root, and `reply_how` in its meta says so. Positions in
`annotations` are half-open code points of the utterance's text.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from annotations.exports.rows import (
    AnnotationRow,
    CodeRow,
    CoderRow,
    Conversation,
    ParticipantRow,
    PostRow,
)

# Python's names of the types, as ConvoKit's own index writes them.
_STR, _INT, _BOOL, _LIST, _DICT = (
    f"<class '{name}'>" for name in ("str", "int", "bool", "list", "dict")
)
_UTTERANCES = {
    "number": _INT, "kind": _STR, "status": _STR, "depth": _INT, "reply_how": _STR,
    "is_entry_author": _BOOL, "written_at": _STR, "written_raw": _STR, "url": _STR,
    "language": _STR, "text_version": _INT, "annotations": _LIST,
}  # fmt: skip
_SPEAKERS = {"name": _STR, "sites": _LIST, "attributes": _DICT, "known": _BOOL}
_CONVERSATIONS = {
    "thread": _INT, "title": _STR, "site": _STR, "url": _STR, "language": _STR,
    "written_at": _STR, "categories": _LIST, "attributes": _DICT, "annotations": _LIST,
    "inferred_links": _LIST,
}  # fmt: skip
_CORPUS = {"name": _STR, "codebook": _LIST, "made_by": _STR, "offset_unit": _STR}


def index() -> dict[str, Any]:
    """Return index.json: which keys the metas have, and of which types."""
    return {
        **{
            f"{kind}-index": {key: [value] for key, value in keys.items()}
            for kind, keys in (
                ("utterances", _UTTERANCES), ("speakers", _SPEAKERS),
                ("conversations", _CONVERSATIONS), ("overall", _CORPUS),
            )
        },
        "version": 1,
        "vectors": [],
    }  # fmt: skip


class Teller:
    """Says threads of one corpus; `persons` names for a merged participant who they are."""

    def __init__(
        self,
        codes: Mapping[int, CodeRow],
        coders: Mapping[int, CoderRow],
        persons: Mapping[int, int],
    ) -> None:
        self._codes, self._coders, self._persons = codes, coders, persons
        self.attached = self.untimed = self.orphans = 0

    def speaker(self, post: PostRow) -> str:
        """Return who wrote a post; a post without a name has a speaker of its own."""
        if post.author is None:
            return f"unknown-{post.id}"
        return f"participant-{self._persons.get(post.author, post.author)}"

    def utterances(self, told: Conversation) -> list[dict[str, Any]]:
        """Return the posts of a thread."""
        if not told.posts:
            return []
        root = told.posts[0]
        ids = {post.number: post.id for post in told.posts}
        coded: dict[int | None, list[dict[str, Any]]] = {}
        for row in told.annotations:
            coded.setdefault(row.post, []).append(self._annotation(row))
        return [self._utterance(post, root, ids, coded.get(post.id, [])) for post in told.posts]

    def conversation(self, told: Conversation) -> dict[str, Any]:
        """Return what ConvoKit holds of a thread as a whole."""
        thread = told.thread
        meta = {
            "thread": thread.id,
            "title": thread.title,
            "site": thread.site,
            "url": thread.url,
            "language": thread.language,
            "written_at": thread.written_at,
            "categories": thread.categories,
            "attributes": thread.attributes,
            "annotations": [self._annotation(r) for r in told.annotations if r.post is None],
            "inferred_links": [
                {
                    "from": str(link.post),
                    "to": str(link.target),
                    "kind": link.kind,
                    "start": link.start,
                    "end": link.end,
                    "confidence": link.confidence,
                }
                for link in told.links
            ],
        }
        return {"meta": meta, "vectors": []}

    def _utterance(
        self, post: PostRow, root: PostRow, ids: Mapping[int, int], coded: list[dict[str, Any]]
    ) -> dict[str, Any]:
        parent = ids.get(post.parent) if post.parent is not None else None
        how: str | None = post.parent_how
        if post is root:
            reply, how = None, "root"
        elif parent is None:
            reply, how = str(root.id), "attached_to_root"
            self.attached += 1
        else:
            reply = str(parent)
        seconds = timestamp(post.written_at)
        self.untimed += seconds is None
        self.orphans += sum(one["state"] == "orphan" for one in coded)
        return {
            "id": str(post.id),
            "conversation_id": str(root.id),
            "text": post.text,
            "speaker": self.speaker(post),
            "meta": {
                "number": post.number,
                "kind": post.kind,
                "status": post.status,
                "depth": post.depth,
                "reply_how": how,
                "is_entry_author": post.is_entry_author,
                "written_at": post.written_at,
                "written_raw": post.written_raw,
                "url": post.url,
                "language": post.language,
                "text_version": post.text_version,
                "annotations": coded,
            },
            "reply-to": reply,
            "timestamp": seconds,
            "vectors": [],
        }

    def _annotation(self, row: AnnotationRow) -> dict[str, Any]:
        code, orphan = self._codes[row.code], row.state == "orphan"
        said: dict[str, Any] = {
            "id": str(row.id),
            "code": code.name,
            "code_path": code.path,
            "coder": self._coders[row.coder].username,
            "level": row.level,
            "start": None if orphan else row.start,
            "end": None if orphan else row.end,
            "quote": row.quote,
            "memo": row.memo,
            "state": row.state,
            "created_at": row.created_at,
        }
        if orphan:
            said |= {"was": [row.start, row.end], "text_version": row.text_version}
        return said


def speaker(row: ParticipantRow) -> dict[str, Any]:
    """Return what ConvoKit holds of a participant."""
    meta = {"name": row.name, "sites": row.sites, "attributes": row.attributes, "known": True}
    return {"meta": meta, "vectors": []}


def nobody() -> dict[str, Any]:
    """Return the speaker of a post that bears no name."""
    return {"meta": {"name": None, "sites": [], "attributes": {}, "known": False}, "vectors": []}


def codebook(codes: Mapping[int, CodeRow]) -> list[dict[str, Any]]:
    """Return the codes with what they mean."""
    fields = ("name", "path", "definition", "include", "exclude", "levels", "archived")
    return [{name: getattr(code, name) for name in fields} for code in codes.values()]


def timestamp(written_at: str | None) -> int | None:
    """Return seconds since 1970; a time without an offset is taken as UTC."""
    if written_at is None:
        return None
    moment = datetime.fromisoformat(written_at)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp())
