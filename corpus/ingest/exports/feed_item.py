"""What one item of a feed says, be it an entry of Atom or an item of RSS: RFC 4287, RFC 4685, RSS.

Which items form a thread is decided in `feed` and `blogger`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from email.utils import parsedate_to_datetime

from corpus.ingest.events import UNDATED, Written
from corpus.ingest.exports.assemble import body, moment, plain
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_tree import Node, inner
from corpus.text import canonical

_ATOM = (
    "id title content summary published issued created updated modified author link category "
    "source thr:in-reply-to thr:total app:control blogger:type blogger:status blogger:parent "
    "blogger:created blogger:filename blogger:trashed gd:extendedProperty"
)
_RSS = (
    "title link description content:encoded guid pubDate dc:creator dc:date author category "
    "comments slash:comments wfw:commentRss thr:in-reply-to"
)
_PERSON = "name uri url email"
ATOM_PARENTS = {
    prefix + name if ":" not in name else name: f"{prefix}{parent}"
    for prefix in ("", "atom:")
    for parent, names in (("entry", _ATOM), ("author", _PERSON))
    for name in names.split()
}
RSS_PARENTS = dict.fromkeys(_RSS.split(), "item")
_DATES = ("published", "issued", "created", "blogger:created", "updated", "modified")
# An address, with a name or (as RSS 2.0 has it) alone: then nobody is named.
_RSS_AUTHOR = re.compile(r"(?P<email>[^\s()]+@[^\s()]+)(?:\s*\((?P<name>[^()]+)\))?\s*\Z")
_MARKUP = re.compile(r"</[a-zA-Z]|<br|<p[\s>]|&lt;|&amp;|&#")


@dataclass(slots=True)
class FeedItem:
    """An item with its fields in words that Atom and RSS share; `links` by relation, first of each.

    `reply_to` is the id of what it answers, `reply_url` that one's address. `fields` are the texts
    of all elements without a place of their own, by name.
    """

    id: str | None = None
    title: str = ""
    text: str = ""
    written: Written = UNDATED
    author: str | None = None
    author_url: str | None = None
    email: str | None = None
    links: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str]] = field(default_factory=list)
    reply_to: str | None = None
    reply_url: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def time(self) -> float:
        """Seconds since 1970, to put items in order; those without a date come last."""
        at = self.written.at
        return 9e15 if at is None else (at.timestamp() if at.year > 1 else 0.0)


def attributes(node: Node, names: Names) -> dict[str, str]:
    """Return the attributes of an element by name."""
    return {names.of_attribute(key): value.strip() for key, value in node.attrib.items()}


def read_atom(node: Node, names: Names, zone: tzinfo | None) -> FeedItem:
    """Read an entry of Atom, 1.0 or 0.3."""
    item = FeedItem()
    for child in node:
        name = names.of_tag[child.tag].removeprefix("atom:")
        if name in _OF_ATOM:
            _OF_ATOM[name](item, child, names)
        elif name in {"content", "summary"}:
            item.fields[name] = _atom_text(child, names)
        else:
            item.fields.setdefault(name, inner(child).strip())
    item.id = item.fields.get("id") or None
    item.title = plain(item.fields.get("title")) or ""
    item.text = item.fields.pop("content", "") or item.fields.get("summary", "")
    dates = (moment(item.fields.get(name, ""), zone) for name in _DATES)
    item.written = _first(dates)
    return item


def read_rss(node: Node, names: Names, zone: tzinfo | None) -> FeedItem:
    """Read an item of RSS, 0.9 to 2.0."""
    item = FeedItem()
    for child in node:
        name = names.of_tag[child.tag]
        if name == "category":
            item.categories.append((attributes(child, names).get("domain", ""), inner(child)))
        elif name == "thr:in-reply-to":
            _read_reply(item, child, names)
        elif name == "atom:link":
            _read_link(item, child, names)
        else:
            item.fields.setdefault(name, inner(child).strip())
    fields = item.fields
    item.links["alternate"] = fields.get("link") or item.links.get("alternate", "")
    item.id = fields.get("guid") or fields.get("id") or item.links["alternate"] or None
    item.title = plain(fields.get("title")) or ""
    item.text = body(fields.get("content:encoded") or fields.get("description", ""))
    found = _RSS_AUTHOR.match(fields.get("author", ""))
    if found:
        item.author, item.email = plain(found["name"]), found["email"]
    named = item.author if found else plain(fields.get("author"))
    item.author = plain(fields.get("dc:creator")) or named
    item.written = _first(
        iter((rfc822(fields.get("pubDate", "")), moment(fields.get("dc:date", ""), zone)))
    )
    return item


def rfc822(raw: str) -> Written:
    """Read a date as mail and RSS write it; UNDATED for an empty one."""
    raw = raw.strip()
    if not raw or raw.endswith("-0001 00:00:00 +0000"):
        return UNDATED
    try:
        return Written(parsedate_to_datetime(raw), raw, "second")
    except (ValueError, OverflowError):
        return moment(raw[:200], None)


def _first(dates: Iterator[Written]) -> Written:
    """Return the first date that can be read, else the first that is written at all."""
    kept = UNDATED
    for one in dates:
        if one.at is not None:
            return one
        if kept is UNDATED:
            kept = one
    return kept


def _atom_text(node: Node, names: Names) -> str:
    kind = attributes(node, names).get("type", "")
    text = inner(node)
    if kind in {"", "text", "text/plain"} and not len(node) and not (
        kind == "" and _MARKUP.search(text)
    ):  # fmt: skip
        return canonical(text)[0].strip()
    return body(text)


def _read_person(item: FeedItem, node: Node, names: Names) -> None:
    if item.author is not None:
        return
    found = {names.of_tag[child.tag].removeprefix("atom:"): child.text or "" for child in node}
    item.author = plain(found.get("name")) or plain(node.text)
    item.author_url = (found.get("uri") or found.get("url") or "").strip() or None
    item.email = found.get("email", "").strip() or None
    item.properties["author.type"] = found.get("blogger:type", "").strip()


def _read_link(item: FeedItem, node: Node, names: Names) -> None:
    found = attributes(node, names)
    relation, href = found.get("rel") or "alternate", found.get("href", "")
    item.links.setdefault(relation, href)
    if found.get("thr:count"):
        item.fields.setdefault("thr:total", found["thr:count"])


def _read_reply(item: FeedItem, node: Node, names: Names) -> None:
    if item.reply_to is None and item.reply_url is None:
        found = attributes(node, names)
        item.reply_to = found.get("ref") or (node.text or "").strip() or None
        item.reply_url = found.get("href") or None


def _read_category(item: FeedItem, node: Node, names: Names) -> None:
    found = attributes(node, names)
    item.categories.append((found.get("scheme", ""), found.get("term", "")))


def _read_property(item: FeedItem, node: Node, names: Names) -> None:
    found = attributes(node, names)
    item.properties[found.get("name", "")] = found.get("value", "")


def _read_control(item: FeedItem, node: Node, names: Names) -> None:
    item.fields.update((names.of_tag[one.tag], one.text or "") for one in node)


def _pass(item: FeedItem, node: Node, names: Names) -> None:
    """The feed from which an entry was taken says nothing of the entry."""


_OF_ATOM: dict[str, Callable[[FeedItem, Node, Names], None]] = {
    "author": _read_person,
    "link": _read_link,
    "category": _read_category,
    "thr:in-reply-to": _read_reply,
    "gd:extendedProperty": _read_property,
    "app:control": _read_control,
    "source": _pass,
}
