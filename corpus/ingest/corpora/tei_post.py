"""What a post of TEI says: its text, author, moment, and what it answers.

Attributes by the Guidelines, P5, `att.cmc` and `post`: who, when-iso, replyTo, indentLevel,
modality, generatedBy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import get_args

from corpus.ingest.corpora.tei_around import Around, pointed
from corpus.ingest.corpora.tei_text import Found, parsed
from corpus.ingest.elements import Element
from corpus.ingest.events import UNDATED, Noted, PostKind, PostStatus, Written
from corpus.ingest.exports.assemble import CUT, Draft
from corpus.ingest.jsonl_fields import iso_written
from corpus.ingest.xml_names import Names

POSTS = ("post", "posting")
_KINDS: dict[str, PostKind] = {
    **{kind: kind for kind in get_args(PostKind)},
    "blogpost": "entry", "blog-post": "entry", "blog": "entry", "article": "entry",
}  # fmt: skip
_STATUSES: dict[str | None, PostStatus] = {one: one for one in get_args(PostStatus)}
_OWN = re.compile(r"p(\d+)\Z")
# What people write themselves is the rule.
_MADE_BY = frozenset({"template", "system", "bot"})
_SHOWN = 200


@dataclass(slots=True)
class Read:
    """A post, and how deep it stands by its indentation, where that is all the source says.

    `own`: of Catena's export.
    """

    draft: Draft
    indent: int | None
    own: bool
    notes: list[Noted]


class PostReader:
    """Reads the posts of one document."""

    def __init__(self, names: Names, around: Around, zone: tzinfo | None) -> None:
        self._names, self._around, self._zone = names, around, zone

    def read(self, element: Element) -> Read:
        """Return what a post says; a broken one as far as it can be read."""
        faults: list[str] = []
        node = parsed(element.raw or b"", self._names, faults)
        draft = Draft(f"post at line {element.line + 1:,}", element.start, element.end)
        if node is None:
            return Read(draft, None, own=False, notes=[])
        notes = list(self._mended(draft, faults))
        if element.state == "cut":
            draft.flags = (CUT,)
            notes.append(draft.noted("cut_comment", "The file ends inside this post."))
        self._fill(draft, node)
        own = self._is_own(node)
        if own:
            self._as_own(draft, node)
        level = node.get("indentLevel") or ""
        indent = int(level) if level.isdecimal() and len(level) < 4 and not own else None
        return Read(draft, indent, own=own, notes=notes)

    def _fill(self, draft: Draft, node: Found) -> None:
        draft.external_id = node.get("xml:id") or node.get("id")
        if draft.external_id:
            draft.item = f"post {draft.external_id}"
        draft.text = node.text()
        draft.author = self._around.name(node.get("who"))
        draft.written = self._written(node)
        draft.parent = pointed(node.get("replyTo"))
        draft.kind = _KINDS.get(node.get("type") or "", "comment")
        if node.get("modality") == "spoken":
            draft.flags += ("spoken",)
        if (maker := node.get("generatedBy")) in _MADE_BY and maker:
            draft.flags += (maker,)

    def _written(self, node: Found) -> Written:
        """Return when a post was written: by itself, by the timeline, by its signature."""
        raw = node.get("when-iso") or node.get("when") or self._around.moment(node.get("synch"))
        if raw is None and (signed := node.find("signed")) is not None:
            times = [*signed.all("time"), *signed.all("date")]
            stated = (one.get("when-iso") or one.get("when") for one in times)
            raw = next((one for one in stated if one), None)
        return iso_written(raw[:_SHOWN], self._zone) if raw else UNDATED

    def _is_own(self, node: Found) -> bool:
        """Say whether Catena wrote it: its paragraph has the same number."""
        own = _OWN.match(node.get("xml:id") or "")
        inside = next(node.children(), None)
        return own is not None and inside is not None and inside.get("xml:id") == f"t{own[1]}"

    def _as_own(self, draft: Draft, node: Found) -> None:
        inferred = self._around.inferred(draft.external_id)
        if draft.parent is None and inferred is not None:
            draft.parent = inferred[0]
            draft.parent_how = "manual" if inferred[1] == "manual" else "indent"
        draft.external_id = f"catena/{draft.external_id}"
        draft.parent = draft.parent and f"catena/{draft.parent}"
        draft.status = _STATUSES.get(node.get("status"), "approved")
        draft.url = node.get("source")

    def _mended(self, draft: Draft, faults: list[str]) -> Iterator[Noted]:
        if faults:
            message = f"Its XML is broken ({len(faults):,} places; first: {faults[0][:_SHOWN]})."
            hint = "Compare it with the original before you rely on it."
            yield draft.noted("mended_markup", message, hint)
