"""What the cells of a row say: a draft of a post, by a mapping. Choices are told by their words."""

from collections.abc import Iterator, Mapping
from typing import get_args

from corpus.ingest.events import UNDATED, Noted, PostKind, PostStatus
from corpus.ingest.exports.assemble import Draft
from corpus.ingest.exports.storable import set_html
from corpus.ingest.tables.dating import Dating
from corpus.ingest.tables.gathering import Piece
from corpus.ingest.tables.mapping import TableMapping

_STATUSES: dict[str, PostStatus] = {
    **{status: status for status in get_args(PostStatus)},
    "": "approved", "publish": "approved", "published": "approved", "public": "approved",
    "visible": "approved", "active": "approved", "ok": "approved", "1": "approved",
    "true": "approved", "normal": "approved",
    "hold": "pending", "held": "pending", "moderated": "pending", "0": "pending",
    "unapproved": "pending", "waiting": "pending", "false": "pending",
    "junk": "spam", "trashed": "trash", "removed": "deleted", "hidden": "private",
}  # fmt: skip
_KINDS: dict[str, PostKind] = {"pingback": "pingback", "trackback": "trackback", "ping": "pingback"}
_COMMENT_KINDS = frozenset(
    {"", "comment", "reply", "answer", "response", "post", "message", "kommentar", "comentario"}
)
# What sites leave where a text was.
_REMOVED = frozenset({"[deleted]", "[removed]", "[gelöscht]", "<deleted>", "<removed>"})


class Cells:
    """Reads pieces by a mapping; remembers which unknown words were said already."""

    def __init__(self, mapping: TableMapping, dating: Dating) -> None:
        self.mapping = mapping
        self.dating = dating
        self._place = {name: at for at, (name, _) in enumerate(mapping.columns())}
        self._told: set[tuple[str, str]] = set()

    def of(self, piece: Piece, name: str) -> str:
        """Return what a piece says of a field, "" if nothing or if it is not mapped."""
        place = self._place.get(f"fields.{name}")
        return "" if place is None else piece.cells[place]

    def is_mapped(self, name: str) -> bool:
        """Say whether a field is mapped."""
        return f"fields.{name}" in self._place

    def rule_cell(self, piece: Piece) -> str:
        """Return what stands in the column that tells entries."""
        return piece.cells[self._place["entry.where"]]

    def attributes(self, piece: Piece, owner: str) -> dict[str, str]:
        """Return a piece's attributes of the thread or the participant; empty ones are left out."""
        named: Mapping[str, str] = (
            self.mapping.thread_attributes
            if owner == "thread"
            else self.mapping.participant_attributes
        )
        found = {name: piece.cells[self._place[f"attributes.{owner}.{name}"]] for name in named}
        return {name: value for name, value in found.items() if value}

    def draft(self, piece: Piece) -> Draft:
        """Return what a piece says as a post; its place in the thread is not yet known."""
        of = self.of
        made = Draft(
            piece.item, piece.start, piece.end,
            external_id=of(piece, "id") or None,
            author=of(piece, "author") or None,
            written=self.dating.written(of(piece, "written_at")) if of(piece, "written_at")
            else UNDATED,
            url=of(piece, "url") or None,
            account=of(piece, "account") or None,
            author_url=of(piece, "author_url") or None,
            email=of(piece, "email") or None,
            ip=of(piece, "ip") or None,
        )  # fmt: skip
        self.set_text(made, of(piece, "text"))
        kind = of(piece, "kind").casefold()
        made.kind = _KINDS.get(kind, "comment")
        made.status = _STATUSES.get(of(piece, "status").casefold(), "approved")
        if made.text.casefold() in _REMOVED:
            made.status = "deleted"
        return made

    def set_text(self, draft: Draft, text: str) -> None:
        """Set a draft's text, plain or of HTML as the mapping says."""
        if self.mapping.text_as == "html":
            set_html(draft, text)
        else:
            draft.text = text.strip("\r\n")

    def noted(self, piece: Piece) -> Iterator[Noted]:
        """Say which words of a choice are not known, each once."""
        status = self.of(piece, "status")
        if status.casefold() not in _STATUSES and ("status", status) not in self._told:
            self._told.add(("status", status))
            yield _unknown(piece, "status", status, "approved")
        kind = self.of(piece, "kind")
        known = kind.casefold() in _COMMENT_KINDS or kind.casefold() in _KINDS
        if not known and ("kind", kind) not in self._told and not self._tells_entries():
            self._told.add(("kind", kind))
            yield _unknown(piece, "kind", kind, "comment")

    def _tells_entries(self) -> bool:
        rule = self.mapping.entry
        return rule.rule == "where" and rule.column == self.mapping.fields.get("kind")


def _unknown(piece: Piece, name: str, value: str, taken: str) -> Noted:
    message = f"The {name} {value[:100]!r} is not known; it was taken as {taken}."
    return Noted("unknown_value", "warning", message, "", piece.item, piece.start, piece.end)
