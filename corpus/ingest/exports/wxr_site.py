"""What the head of a WXR file says of the site: its title, and who has an account there.

What its items say is read in `wxr_item`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.ingest.exports.assemble import plain
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_tree import Node, below


@dataclass(slots=True)
class Site:
    """What the head of a file says: the site's title, its accounts by login."""

    title: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_head(cls, head: Node | None, names: Names) -> "Site":
        """Read the head of a channel."""
        site = cls()
        address = ""
        for node in below(head) if head is not None else ():
            name = names.of_tag[node.tag]
            if name == "title" and site.title is None:
                site.title = plain(node.text)
            elif name in {"wp:base_blog_url", "wp:base_site_url"}:
                address = node.text or address
            elif name in {"wp:author", "wp:wp_author"}:
                site._add({names.of_tag[child.tag]: child.text or "" for child in below(node)})
        if not site.title:
            site.title = urlsplit(address.strip()).hostname
        return site

    def _add(self, author: Mapping[str, str]) -> None:
        login = author.get("wp:author_login", "").strip()
        if login:
            self.names[login] = plain(author.get("wp:author_display_name")) or login
            self.ids[login] = author.get("wp:author_id", "").strip()
