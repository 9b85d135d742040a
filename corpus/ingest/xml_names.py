"""What the elements of an export are called, whatever prefix or version of a namespace it uses.

A name here is a prefix that everybody knows (`wp:comment`), or a plain name for the format's own
elements (`item`, `post`). Reading elements is the matter of `xml_tree`.
"""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

# What a namespace's address contains, in this order, and the prefix by which it is known.
_KNOWN = (
    (re.compile(r"wordpress\.org/export/[^/]*/excerpt"), "excerpt:"),
    (re.compile(r"wordpress\.org/export/"), "wp:"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content"), "content:"),
    (re.compile(r"purl\.org/rss/1\.0/modules/slash"), "slash:"),
    (re.compile(r"purl\.org/rss/1\.0/?$|my\.netscape\.com/rdf|backend\.userland\.com/rss"), ""),
    (re.compile(r"purl\.org/dc/elements"), "dc:"),
    (re.compile(r"purl\.org/dc/terms"), "dcterms:"),
    (re.compile(r"purl\.org/syndication/thread"), "thr:"),
    (re.compile(r"wellformedweb\.org/CommentAPI"), "wfw:"),
    (re.compile(r"disqus\.com/disqus-internals|www\.disqus\.com"), "dsq:"),
    (re.compile(r"disqus\.com/?$"), ""),
    (re.compile(r"w3\.org/2005/Atom|purl\.org/atom/ns"), "atom:"),
    (re.compile(r"w3\.org/2007/app|purl\.org/atom/app"), "app:"),
    (re.compile(r"schemas\.google\.com/blogger/"), "blogger:"),
    (re.compile(r"schemas\.google\.com/g/"), "gd:"),
    (re.compile(r"tei-c\.org/ns"), ""),
    (re.compile(r"w3\.org/1999/xhtml"), "html:"),
    (re.compile(r"w3\.org/1999/02/22-rdf-syntax"), "rdf:"),
    (re.compile(r"w3\.org/XML/1998/namespace"), "xml:"),
)
# A broken file may hold any number of names.
_MOST_TAGS = 10_000
_DECLARATION = re.compile(rb"""\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


class _ByTag(dict[str, str]):
    """Remembers what elements are called, by lxml's tag or as the file writes."""

    def __init__(self, names: "Names") -> None:
        self._names = names

    def __missing__(self, tag: str) -> str:
        uri, brace, local = tag.rpartition("}")
        name = _prefix_of(uri[1:]) + local if brace else self._names.of_written(tag)
        if len(self) < _MOST_TAGS:
            self[tag] = name
        return name


class Names:
    """The namespaces that a file's head declares, and what its elements are called by them.

    `of_tag` names an element by lxml's tag, or by a name as the file writes it.
    """

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = dict(namespaces)
        declared = "".join(
            f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}"
            for prefix, uri in namespaces.items()
            if prefix not in {"xml", "xmlns"} and (uri or not prefix)
        )
        self.wrapper = f"<x{declared}>".encode()
        self.of_tag = _ByTag(self)
        self._prefixes = {prefix: _prefix_of(uri) for prefix, uri in self.namespaces.items()}

    @classmethod
    def of_attributes(cls, attributes: bytes) -> "Names":
        """Take the declarations among the attributes of a file's root element."""
        found: dict[str, str] = {}
        for prefix, double, single in _DECLARATION.findall(attributes):
            uri = (double or single).decode("utf-8", "replace")
            found.setdefault(prefix.decode("utf-8", "replace"), uri)
        return cls(found)

    def of_written(self, name: str) -> str:
        """Name an element by what the file writes; an undeclared prefix stands for itself."""
        prefix, colon, local = name.rpartition(":")
        known = self._prefixes.get(prefix)
        if known is not None:
            return known + local
        return f"{prefix}:{local}" if colon else local

    def of_attribute(self, key: str) -> str:
        """Name an attribute, which without a prefix is in no namespace."""
        return self.of_tag[key] if "}" in key or ":" in key else key

    def written(self, names: Iterable[str]) -> list[str]:
        """List all ways in which this file may write the names."""
        found: list[str] = []
        for name in names:
            prefix, colon, local = name.rpartition(":")
            ways = [own for own, known in self._prefixes.items() if known == prefix + colon]
            if not ways or (not colon and "" not in self._prefixes):
                ways.append(prefix)
            found += [f"{way}:{local}" if way else local for way in ways]
        return list(dict.fromkeys(found))

    def knows(self, prefix: str) -> bool:
        """Say whether a namespace known by `prefix` is declared."""
        return f"{prefix}:" in self._prefixes.values()


def _prefix_of(uri: str) -> str:
    for pattern, prefix in _KNOWN:
        if pattern.search(uri):
            return prefix
    return "" if not uri else "other:"
