"""What an item of WXR says: an entry with its comments becomes a thread, or is skipped.

How items are found in a file lives in `wxr`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo

from corpus.ingest.elements import Element
from corpus.ingest.events import UNDATED, Event, Failed, Found, PostKind, PostStatus, Written
from corpus.ingest.exports.assemble import (
    CUT,
    NO_ENTRY_TEXT,
    Draft,
    Frame,
    bad_date,
    body,
    fault_notes,
    moment,
    plain,
    thread_of,
)
from corpus.ingest.exports.feed_item import rfc822
from corpus.ingest.exports.opening import Tally, unreadable
from corpus.ingest.exports.wxr_site import Site
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_tree import Mended, Node, Parsed, attribute, below, inner, parse

_OF_COMMENT = (
    "comment_id comment_author comment_author_email comment_author_url comment_author_IP "
    "comment_date comment_date_gmt comment_content comment_approved comment_type comment_parent "
    "comment_user_id commentmeta"
)
_OF_ITEM = (
    "title link pubDate dc:creator guid description content:encoded excerpt:encoded wp:post_id "
    "wp:post_date wp:post_date_gmt wp:post_modified wp:post_modified_gmt wp:comment_status "
    "wp:ping_status wp:post_name wp:status wp:post_parent wp:menu_order wp:post_type "
    "wp:post_password wp:is_sticky wp:attachment_url wp:postmeta category dsq:thread_identifier "
    "wp:comment"
)
PARENTS = {f"wp:{name}": "wp:comment" for name in _OF_COMMENT.split()} | dict.fromkeys(
    _OF_ITEM.split(), "item"
)
_KINDS: dict[str, PostKind] = {
    "": "comment", "comment": "comment", "pingback": "pingback", "trackback": "trackback",
}  # fmt: skip
_APPROVED: dict[str, PostStatus] = {
    "": "approved", "1": "approved", "approve": "approved", "approved": "approved",
    "0": "pending", "hold": "pending", "spam": "spam", "trash": "trash", "post-trashed": "trash",
}  # fmt: skip
_STATUSES: dict[str, PostStatus] = {
    "": "approved", "publish": "approved", "inherit": "approved", "static": "approved",
    "open": "approved", "closed": "approved", "draft": "draft", "auto-draft": "draft",
    "future": "draft", "pending": "pending", "private": "private", "trash": "trash",
}  # fmt: skip
# Rows that WordPress and its plug-ins keep as posts, though nobody wrote them as such.
_SYSTEM = re.compile(
    r"attachment|nav_menu_item|revision|custom_css|customize_changeset|oembed_cache|user_request"
    r"|wp_(?:block|template|template_part|global_styles|navigation|font_family|font_face)"
    r"|acf-.*|elementor_.*|.*_log|scheduled-action|shop_.*|wpcf7_.*|mc4wp-form|feedback"
)


class ItemReader:
    """Reads the items of one file."""

    def __init__(self, names: Names, site: Site, zone: tzinfo | None, tally: Tally) -> None:
        self._name, self._names = names.of_tag, names
        self._site, self._zone, self._tally = site, zone, tally

    def read(self, element: Element, parsed: Parsed) -> Iterator[Event]:
        """Yield the thread of an item after what there is to say about it, or what it lacks."""
        node = parsed.node
        fields, categories, comments = self._fields(node)
        if len(comments) != len(element.inner):
            comments = [one for one in below(node) if self._name[one.tag] == "wp:comment"]
        own = fields.get("wp:post_id", "").strip()
        entry = self._entry(fields, element, f"item {own or f'at line {element.line + 1:,}'}")
        yield from fault_notes(parsed.faults, entry.item, entry.start, entry.end)
        lost = len(element.inner) - len(comments)
        if lost > 0:
            reason = "Tags of comments are broken beyond repair."
            yield Failed(reason, entry.item, entry.start, entry.end, "broken_comment", lost)
        if element.state == CUT and isinstance(node, Mended):
            self._mark_cut(entry, node)
        drafts: list[Draft] = []
        for draft in self._comments(comments, element, entry, fields):
            if isinstance(draft, Draft):
                drafts.append(draft)
            else:
                yield draft
        kind = fields.get("wp:post_type", "").strip()
        reason = "" if comments else _reason_to_skip(kind, entry)
        if not reason:
            yield from bad_date(entry)
            yield from thread_of(entry, drafts, self._frame(fields, categories, kind))
        elif element.state == CUT:
            yield Failed("The file ends inside it.", entry.item, entry.start, entry.end, CUT)
        else:
            self._tally.skip(kind or "item", reason)

    def read_orphans(self, elements: list[Element]) -> Iterator[Event]:
        """Yield a thread of comments that stand outside all items."""
        first, last = elements[0], elements[-1]
        entry = Draft(f"comments at line {first.line + 1:,}", first.start, last.end, kind="entry")
        entry.flags = (NO_ENTRY_TEXT,)
        drafts: list[Draft] = []
        for element in elements:
            yield from unreadable(element, f"comment at line {element.line + 1:,}")
            if element.raw is None:
                continue
            parsed = parse(element.raw, self._names, PARENTS)
            draft = self._comment(parsed.node, element.start, element.end)
            yield from fault_notes(parsed.faults, draft.item, element.start, element.end)
            yield from self._notes_on(draft, parsed.node)
            drafts.append(draft)
        if not drafts:
            return
        # The entry is no element of the file, so it counts as found where it was missed.
        yield Found(1)
        message = f"{len(drafts):,} comments stand in no item; they form a thread of their own."
        yield entry.noted("thread_missing", message)
        yield from thread_of(entry, drafts, Frame("(thread missing)", self._site.title))

    def _fields(self, node: Node) -> tuple[dict[str, str], list[Node], list[Node]]:
        fields: dict[str, str] = {}
        categories: list[Node] = []
        comments: list[Node] = []
        for child in node:
            name = self._name[child.tag]
            if name == "wp:comment":
                comments.append(child)
            elif name == "category":
                categories.append(child)
            elif name != "wp:postmeta":
                fields.setdefault(name, inner(child))
        return fields, categories, comments

    def _entry(self, fields: dict[str, str], element: Element, what: str) -> Draft:
        login = fields.get("dc:creator", "").strip()
        status = fields.get("wp:status", "").strip()
        entry = Draft(what, element.start, element.end, kind="entry")
        entry.text = body(fields.get("content:encoded", ""), autop=True)
        entry.external_id = (
            fields.get("wp:post_id") or fields.get("dsq:thread_identifier")
            or fields.get("guid") or ""
        ).strip() or None  # fmt: skip
        entry.author = self._site.names.get(login) or plain(login)
        entry.account = login or None
        entry.is_entry_author = entry.author is not None
        entry.url = fields.get("link", "").strip() or None
        entry.status = _STATUSES.get(status, "approved")
        if status == "future":
            entry.flags = (*entry.flags, "scheduled")
        if fields.get("wp:post_password", "").strip():
            entry.flags = (*entry.flags, "password")
        entry.written = self._written(
            fields.get("wp:post_date_gmt", ""), fields.get("wp:post_date", "")
        )
        if entry.written is UNDATED:
            entry.written = rfc822(fields.get("pubDate", ""))
        return entry

    def _written(self, gmt: str, local: str) -> Written:
        written = moment(gmt, UTC)
        if written.at is None:
            other = moment(local, self._zone)
            return other if other is not UNDATED else written
        return written

    def _comments(
        self, nodes: list[Node], element: Element, entry: Draft, fields: dict[str, str]
    ) -> Iterator[Draft | Event]:
        """Yield the comments of an item, and what there is to say of them."""
        spans = _spans(element)
        for place, node in enumerate(nodes):
            start, end = spans[place] if len(spans) == len(nodes) else (element.start, element.end)
            draft = self._comment(node, start, end)
            draft.is_entry_author = self._is_entry_author(draft, entry, fields)
            yield from self._notes_on(draft, node)
            if isinstance(node, Mended) and element.state == "cut" and not node.complete:
                if not (draft.text or draft.author or draft.external_id):
                    yield Failed("The file ends inside it.", draft.item, start, end, CUT)
                    continue
                draft.flags = (*draft.flags, CUT)
                yield draft.noted("cut_comment", "The file ends inside this comment.")
            yield draft

    def _comment(self, node: Node, start: int, end: int) -> Draft:
        name = self._name
        fields: dict[str, str] = {}
        for child in node:
            key = name[child.tag]
            fields[key] = inner(child) if key == "wp:comment_content" else child.text or ""
        get = fields.get
        external_id = get("wp:comment_id", "").strip()
        draft = Draft(f"comment {external_id}", start, end)
        draft.text = body(get("wp:comment_content", ""), autop=True)
        draft.external_id = external_id or None
        parent = get("wp:comment_parent", "").strip()
        draft.parent = parent if parent and parent != "0" else None
        draft.author = plain(get("wp:comment_author"))
        draft.written = self._written(get("wp:comment_date_gmt", ""), get("wp:comment_date", ""))
        kind = get("wp:comment_type", "").strip()
        draft.kind = _KINDS.get(kind, "comment")
        if kind not in _KINDS:
            draft.flags = (kind[:40],)
        draft.status = _APPROVED.get(get("wp:comment_approved", "").strip(), "pending")
        account = get("wp:comment_user_id", "").strip()
        draft.account = account if account and account != "0" else None
        draft.author_url = get("wp:comment_author_url", "").strip() or None
        draft.email = get("wp:comment_author_email", "").strip() or None
        draft.ip = get("wp:comment_author_IP", "").strip() or None
        return draft

    def _notes_on(self, draft: Draft, node: Node) -> Iterator[Event]:
        if draft.written.at is None:
            yield from bad_date(draft)
        if draft.status == "pending":
            value = next(
                (c.text or "" for c in node if self._name[c.tag] == "wp:comment_approved"), ""
            )
            if value.strip() not in _APPROVED:
                message = f"Its state is {value.strip()[:40]!r}; taken as pending."
                yield draft.noted("unknown_value", message)

    def _is_entry_author(self, draft: Draft, entry: Draft, fields: dict[str, str]) -> bool:
        """By the account, where accounts are given; else by the same name."""
        login = fields.get("dc:creator", "").strip()
        own = self._site.ids.get(login)
        if own and draft.account:
            return own == draft.account
        return draft.author is not None and draft.author in {entry.author, login}

    def _frame(self, fields: dict[str, str], categories: list[Node], kind: str) -> Frame:
        labels: dict[str, None] = {}
        for node in categories:
            domain = attribute(node, "domain", self._names)
            label = plain(inner(node))
            if label and domain in {"", "category", "post_tag", "tag"}:
                labels[label] = None
        attributes: dict[str, object] = {}
        if kind not in {"", "post"}:
            attributes["post_type"] = kind
        guid = fields.get("guid", "").strip()
        if guid and guid != fields.get("link", "").strip():
            attributes["guid"] = guid
        return Frame(plain(fields.get("title")) or "", self._site.title, tuple(labels), attributes)

    def _mark_cut(self, entry: Draft, node: Mended) -> None:
        content = [c for c in node if self._name[c.tag] == "content:encoded"]
        if not content or not content[0].complete:
            entry.flags = (*entry.flags, CUT)


def _reason_to_skip(kind: str, entry: Draft) -> str:
    """Say why an item without comments is left out; empty when it is not."""
    if _SYSTEM.fullmatch(kind):
        return f"Items of the type {kind} without comments are no entries."
    return "" if entry.text else "Items without text and without comments are no threads."


def _spans(element: Element) -> list[tuple[int, int]]:
    """Return the code points at which the inner elements begin and end."""
    raw = element.raw or b""
    if raw.isascii():
        return [(element.start + begin, element.start + end) for begin, end in element.inner]
    spans: list[tuple[int, int]] = []
    at, characters = 0, element.start
    for begin, end in element.inner:
        characters += len(raw[at:begin].decode("utf-8", "replace"))
        length = len(raw[begin:end].decode("utf-8", "replace"))
        spans.append((characters, characters + length))
        characters += length
        at = end
    return spans
