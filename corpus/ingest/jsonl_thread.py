"""What one line of threads JSONL says: an object becomes a thread with its posts.

Fields are checked here, one by one, so that a fault costs no more than the field or the comment
it stands in. How lines are found in a file lives in `threads_jsonl`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from corpus.ingest.events import Event, Failed, Found, PersonRead, PostRead, ThreadRead
from corpus.ingest.jsonl_fields import HINTS, KINDS, STATUSES, Fields, clean_value, type_name
from corpus.ingest.source import Line
from corpus.ingest.tree import Tree, arrange

_THREAD_KEYS = frozenset({
    "id", "title", "url", "site", "author", "written_at", "language", "categories", "attributes",
    "text", "comments",
})  # fmt: skip
_COMMENT_KEYS = frozenset(("id", "parent", "author", "written_at", "url", "status", "kind", "text"))
_FAULTS = {
    "duplicate_id": "Its id stands earlier in the thread; the later one was left without an id.",
    "dangling_parent": "It answers an id that is not in the thread.",
    "self_parent": "It names itself as its parent.",
    "cyclic_parent": "It answers one of its own answers.",
}


class _Draft(NamedTuple):
    """A comment that can be read, and its own id."""

    comment: dict[str, Any]
    item: str
    external_id: str | None


class LineReader:
    """Reads the lines of one file; remembers which unknown keys were already reported."""

    def __init__(self, *, timezone: str | None = None) -> None:
        self._fields = Fields(ZoneInfo(timezone) if timezone else None)
        self._reported: set[str] = set()

    def read(self, value: Any, line: Line, *, clean: bool) -> Iterator[Event]:
        """Yield the thread on a line after what there is to say about it.

        `clean` promises that no string holds a NUL or a lone surrogate.
        """
        fields = self._fields
        fields.line, fields.notes = line, []
        item = f"line {line.number}"
        if not isinstance(value, dict):
            yield Found(1)
            yield Failed("The line is no JSON object.", item, line.start, line.end, "no_object")
            return
        if "participant" in value and "text" not in value:
            yield from self._person(value, item, clean=clean)
            return
        raw_comments = value.get("comments")
        comments = raw_comments if isinstance(raw_comments, list) else []
        yield Found(1 + len(comments))
        if not clean:
            self._clean(value, item)
        if raw_comments is not None and not isinstance(raw_comments, list):
            fields.note("wrong_type", f"“comments” is {type_name(raw_comments)}, not a list.", item)
        fault = fields.text_fault(value.get("text"))
        if fault:
            count = 1 + len(comments)
            yield from fields.notes
            yield Failed(f"The entry: {fault}", item, line.start, line.end, "bad_text", count)
            return
        thread = self._thread(value, comments, item)
        yield from fields.notes
        yield thread

    def _person(self, value: dict[str, Any], item: str, *, clean: bool) -> Iterator[Event]:
        """Yield what a line says of somebody; it is no item of the file."""
        fields = self._fields
        if not clean:
            self._clean(value, item)
        name, site = fields.string(value, "participant", item), fields.string(value, "site", item)
        attributes = value.get("attributes")
        if not name or not isinstance(attributes, dict):
            said = f"“attributes” is {type_name(attributes)}, not an object." if name else ""
            fields.note("wrong_type", said or "The participant has no name.", item)
        yield from fields.notes
        if name and isinstance(attributes, dict):
            yield PersonRead(name, attributes, site)

    def _thread(self, value: dict[str, Any], comments: list[Any], item: str) -> ThreadRead:
        fields = self._fields
        if not value.keys() <= _THREAD_KEYS:
            self._unknown(value.keys() - _THREAD_KEYS, "A thread", "kept as attributes")
        title = fields.string(value, "title", item)
        if not title:
            title = "Untitled"
            fields.note("missing_title", "The thread has no title.", item, "Give it one later.")
        written = fields.written(value.get("written_at"), item)
        author = fields.string(value, "author", item)
        url = fields.string(value, "url", item)
        external_id = fields.string(value, "id", item)
        text, words = fields.text(value.get("text"), item)
        if not text:
            fields.note("missing_text", "The entry has no text.", item)
        line = fields.line
        entry = PostRead(
            0, "entry", text, line.start, line.end, None, None, 0, author, author is not None,
            written, url, external_id, "approved", (), words,
        )  # fmt: skip
        posts = (
            (entry, *self._comments(comments, author, external_id, item)) if comments else (entry,)
        )
        return ThreadRead(
            title=title,
            posts=posts,
            start=line.start,
            end=line.end,
            site=fields.string(value, "site", item),
            url=url,
            external_id=external_id,
            author=author,
            written=written,
            language=fields.language(value, item),
            categories=fields.categories(value, item),
            attributes=self._attributes(value, item),
        )

    def _comments(
        self, comments: list[Any], entry_author: str | None, entry_id: str | None, item: str
    ) -> list[PostRead]:
        fields = self._fields
        drafts: list[_Draft] = []
        parents: list[str | None] = []
        for number, comment in enumerate(comments, 1):
            name = f"{item}, comment {number}"
            if not self._accept(comment, name):
                continue
            drafts.append(_Draft(comment, name, fields.string(comment, "id", name)))
            parent = fields.string(comment, "parent", name)
            parents.append(None if parent == entry_id else parent)
        tree = arrange([draft.external_id for draft in drafts], parents)
        for place, fault in tree.faults:
            fields.note(fault, _FAULTS[fault], drafts[place].item)
            if fault == "duplicate_id":
                drafts[place] = drafts[place]._replace(external_id=None)
        numbers = [0] * len(drafts)
        for number, place in enumerate(tree.order, 1):
            numbers[place] = number
        return [
            self._comment(drafts[place], place, tree, numbers, entry_author) for place in tree.order
        ]

    def _accept(self, comment: Any, item: str) -> bool:
        """Say whether a comment can be read at all; note its failure if not."""
        fields = self._fields
        line = fields.line
        if not isinstance(comment, dict):
            reason = f"The comment is {type_name(comment)}, not an object."
            fields.notes.append(Failed(reason, item, line.start, line.end, "no_object"))
            return False
        fault = fields.text_fault(comment.get("text"))
        if fault:
            fields.notes.append(Failed(fault, item, line.start, line.end, "bad_text"))
            return False
        if not comment.keys() <= _COMMENT_KEYS:
            self._unknown(comment.keys() - _COMMENT_KEYS, "A comment", "left out")
        return True

    def _comment(
        self,
        draft: "_Draft",
        place: int,
        tree: Tree,
        numbers: list[int],
        entry_author: str | None,
    ) -> PostRead:
        comment, item, external_id = draft
        fields = self._fields
        author = fields.string(comment, "author", item)
        text, words = fields.text(comment.get("text"), item)
        kind, status = comment.get("kind"), comment.get("status")
        above = tree.parent[place]
        line = fields.line
        return PostRead(
            numbers[place],
            "comment" if kind is None else fields.choice(kind, KINDS, "comment", "kind", item),
            text,
            line.start,
            line.end,
            None if above is None else numbers[above],
            None if above is None else "export",
            tree.depth[place],
            author,
            author is not None and author == entry_author,
            fields.written(comment.get("written_at"), item),
            fields.string(comment, "url", item),
            external_id,
            "approved" if status is None
            else fields.choice(status, STATUSES, "approved", "status", item),
            (),
            words,
        )  # fmt: skip

    def _attributes(self, value: dict[str, Any], item: str) -> dict[str, object]:
        fields = self._fields
        found = value.get("attributes")
        attributes: dict[str, object] = {}
        if isinstance(found, dict):
            attributes.update(found)
        elif found is not None:
            fields.note("wrong_type", f"“attributes” is {type_name(found)}, not an object.", item)
        if not value.keys() <= _THREAD_KEYS:
            for key in sorted(value.keys() - _THREAD_KEYS):
                attributes.setdefault(key, value[key])
        return attributes

    def _unknown(self, keys: set[str], what: str, fate: str) -> None:
        fields = self._fields
        for key in sorted(keys):
            name = f"{what} has the unknown key “{key}”; such values are {fate}."
            if name not in self._reported:
                self._reported.add(name)
                hint = HINTS.get(key, "")
                fields.note(
                    "unknown_key", name, f"line {fields.line.number}", hint, severity="info"
                )

    def _clean(self, value: dict[str, Any], item: str) -> None:
        changed = clean_value(value, skip="text")
        if changed:
            message = f"{changed} NULs or lone surrogates outside the texts were replaced."
            self._fields.note("text_changed", message, item, severity="info")
