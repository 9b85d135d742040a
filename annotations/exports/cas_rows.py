"""A thread as a UIMA CAS: one text put together from its posts, codes as spans. No database.

Positions are code points here; cassis writes them as the UTF-16 units that UIMA counts in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cassis import Cas, TypeSystem

from annotations.exports.refi.xml import allowed
from annotations.exports.rows import AnnotationRow, CodeRow, CoderRow, Conversation, PostRow

CODE, POST, ORPHAN, THREAD = (
    f"custom.Catena{name}" for name in ("Code", "Post", "Orphan", "Thread")
)
BETWEEN = "\n\n"
_SAID = ("id", "code", "codePath", "coder", "level", "memo")
_FEATURES = {
    CODE: dict.fromkeys(_SAID, "String"),
    POST: {
        "number": "Integer", "parent": "String", "parentHow": "String", "author": "String",
        "date": "String", "kind": "String", "url": "String", "id": "String",
    },
    ORPHAN: {
        **dict.fromkeys((*_SAID, "quote"), "String"),
        **dict.fromkeys(("post", "start", "stop", "textVersion"), "Integer"),
    },
    THREAD: dict.fromkeys(("id", "title", "url", "site", "author", "date"), "String"),
}  # fmt: skip
_WITHOUT_PLACE = {ORPHAN, THREAD}


@dataclass(slots=True)
class Seen:
    """What could not be written as it was."""

    replaced: int = 0
    orphans: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """The codes and coders of a corpus, by id."""

    codes: Mapping[int, CodeRow]
    coders: Mapping[int, CoderRow]


@dataclass(slots=True)
class Assembled:
    """A thread's text and where its posts stand in it, by post id."""

    text: str = ""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)


def type_system() -> TypeSystem:
    """Return our layers: codes and posts are spans, orphans and threads have no place."""
    types = TypeSystem()
    for name, features in _FEATURES.items():
        base = "uima.cas.AnnotationBase" if name in _WITHOUT_PLACE else "uima.tcas.Annotation"
        layer = types.create_type(name, base)
        for feature, kind in features.items():
            types.create_feature(layer, feature, f"uima.cas.{kind}")
    return types


def cas_of(
    conversation: Conversation, names: Names, types: TypeSystem, seen: Seen, *, xml: bool
) -> Cas:
    """Return a thread as a CAS; with `xml`, what XML forbids becomes U+FFFD, one for one."""
    made = _Thread(conversation, names, types, seen, xml=xml)
    return made.cas


def assembled(posts: Sequence[PostRow]) -> Assembled:
    """Put the posts' texts together in reading order, an empty line between them."""
    made, at = Assembled(), 0
    for post in posts:
        made.spans[post.id] = (at, at + len(post.text))
        at += len(post.text) + len(BETWEEN)
    made.text = BETWEEN.join(post.text for post in posts)
    return made


class _Thread:
    """One CAS in the making."""

    def __init__(
        self, told: Conversation, names: Names, types: TypeSystem, seen: Seen, *, xml: bool
    ) -> None:
        self._names, self._types, self._seen, self._xml = names, types, seen, xml
        self._numbers = {post.id: post.number for post in told.posts}
        self._whole = assembled(told.posts)
        self.cas = Cas(types)
        self.cas.sofa_string = self._held(self._whole.text)
        self.cas.sofa_mime = "text/plain"
        self.cas.document_language = told.thread.language or "x-unspecified"
        self._tell_thread(told)
        for post in told.posts:
            self._tell_post(post)
        for row in told.annotations:
            self._tell(row)

    def _held(self, text: str) -> str:
        if not self._xml:
            return text
        plain, replaced = allowed(text)
        self._seen.replaced += len(replaced)
        return plain

    def _add(self, layer: str, **features: Any) -> None:
        said = {
            name: self._held(value) if isinstance(value, str) else value
            for name, value in features.items()
        }
        self.cas.add(self._types.get_type(layer)(**said))

    def _tell_thread(self, told: Conversation) -> None:
        thread = told.thread
        self._add(
            THREAD, id=str(thread.id), title=thread.title, url=thread.url, site=thread.site,
            author=thread.author_name, date=thread.written_at,
        )  # fmt: skip

    def _tell_post(self, post: PostRow) -> None:
        begin, end = self._whole.spans[post.id]
        self._add(
            POST, begin=begin, end=end, id=str(post.id), number=post.number, kind=post.kind,
            parent=None if post.parent is None else str(post.parent), parentHow=post.parent_how,
            author=post.author_name, date=post.written_at, url=post.url,
        )  # fmt: skip

    def _tell(self, row: AnnotationRow) -> None:
        code = self._names.codes[row.code]
        said = {
            "id": str(row.id), "code": code.name, "level": row.level, "memo": row.memo or None,
            "codePath": " > ".join(step.replace(">", ">>") for step in code.path),
            "coder": self._names.coders[row.coder].username,
        }  # fmt: skip
        if row.state == "orphan":
            self._seen.orphans += 1
            self._add(
                ORPHAN, **said, quote=row.quote, start=row.start, stop=row.end,
                textVersion=row.text_version, post=self._numbers[row.post] if row.post else None,
            )  # fmt: skip
            return
        begin, end = 0, len(self._whole.text)
        if row.post is not None:
            begin, end = self._whole.spans[row.post]
        if row.level == "passage":
            begin, end = begin + (row.start or 0), begin + (row.end or 0)
        self._add(CODE, begin=begin, end=end, **said)
