"""Finds tags and texts in HTML source as people and programs leave it: broken, half escaped.

Every expression here takes time in proportion to the text. What the tags mean is `markup_tags`'.
"""

import html
import re
from bisect import bisect
from collections.abc import Iterator

from corpus.ingest.markup_tags import BARE, DROPPED, KNOWN, NOTHING, RAW, SIMPLE, VOID, Flow

_ASSIGNED = r"[\s/]++[\w:.@-]++\s*+="
_SIMPLE_TAG = re.compile(
    r"<(?:(/?[a-zA-Z]++[1-6]?)"
    rf"(?:{_ASSIGNED}[^<>\"']*+(?:\"[^<>\"]*+\"[^<>\"']*+|'[^<>']*+'[^<>\"']*+)*+|\s*+/?+)"
    r"|!--(?:[^<>-]|-(?!-))*+--)>"
)
_BARE = rf"(?:[\s/]++(?:{BARE})(?![^\s/>]))*+"
_QUOTED = r"(?:\"[^\"]{0,4096}+\"|'[^']{0,4096}+')[^<>\"']*+"
_TOKEN = re.compile(
    r"<!(?:\[(?:if|endif)|doctype\b)[^<>]*+>|<\?xml[\s:][^<>]*+>"
    rf"|<(?P<shut>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<attributes>{_BARE}(?:"
    rf"{_ASSIGNED}(?:[^<>\"']*+(?:{_QUOTED}){{0,60}}+|[^<>]*+)|[\s/]*+))>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:\A|[\s/\"'])(?:hidden(?=[\s/=]|\Z)"
    r"|style\s*=\s*(?:\"[^\"]*?|'[^']*?|[^\s\"']*?)display\s*:\s*none)",
    re.IGNORECASE,
)
_SHOWN = {None} | {mark + name for name in KNOWN - DROPPED - {"noscript"} for mark in ("", "/")}
_MAY_HIDE = ("hidden", "HIDDEN", "Hidden", "display", "DISPLAY", "Display")
_IMAGES = frozenset({"img", "IMG"})
_COMMENT = re.compile(r"<!--|<!\[CDATA\[")


def joined(fragment: str) -> str:
    """Return the texts and breaks of a fragment; the text still has its entities."""
    if "<" not in fragment:
        return fragment
    return _simple(fragment) or "".join(_pieces(fragment))


def _simple(fragment: str) -> str:
    """Join a fragment whose tags are all well formed and shown; empty when some are not."""
    if any(word in fragment for word in _MAY_HIDE):
        return ""
    parts = _SIMPLE_TAG.split(fragment)
    names = parts[1::2]
    if SIMPLE.keys() >= set(names):
        parts[1::2] = map(SIMPLE.__getitem__, names)
    elif set(names) <= _SHOWN:
        _flow(parts)
    else:
        return ""
    text = "".join(parts)
    return "" if "<" in text else text


def _flow(parts: list[str]) -> None:
    """Put breaks for the names of tags at the odd places, by what stands before them."""
    flow = Flow()
    for at in range(1, len(parts), 2):
        name = parts[at]
        mark = SIMPLE.get(name)
        if mark is None:
            mark = flow.closed(name[1:]) if name[0] == "/" else flow.opened(name)
        parts[at] = mark
        if flow.verbatim:
            parts[at + 1] = flow.text(parts[at + 1])


def _pieces(fragment: str) -> Iterator[str]:
    """Yield the texts and breaks of any fragment of source; text still has its entities."""
    fragment = _without_comments(fragment)
    tokens = [token for token in _TOKEN.finditer(fragment) if _is_markup(token["name"])]
    ends = _dropped(tokens)
    flow = Flow()
    at = passed = 0
    for index, token in enumerate(tokens):
        if index < passed:
            continue
        yield flow.text(fragment[at : token.start()])
        at = token.end()
        if index in ends:
            passed = ends[index] + 1
            at = tokens[ends[index]].end()
            yield NOTHING
        elif token["name"]:
            name = token["name"].lower()
            yield flow.closed(name) if token["shut"] else flow.opened(name)
    yield flow.text(fragment[at:])


def _is_markup(name: str | None) -> bool:
    return name is None or name.lower() in KNOWN or "-" in name or ":" in name


def _without_comments(fragment: str) -> str:
    """Cut comments out, and write what CDATA sections hold as text; those without end stay."""
    pieces: list[str] = []
    endless: set[str] = set()
    at = 0
    for found in _COMMENT.finditer(fragment):
        opening = found[0]
        if found.start() < at or opening in endless:
            continue
        shut = "-->" if opening == "<!--" else "]]>"
        end = fragment.find(shut, found.start() + 2)
        if end < 0:
            endless.add(opening)
            continue
        pieces.append(fragment[at : found.start()])
        inside = "" if opening == "<!--" else fragment[found.end() : end]
        pieces.append(html.escape(inside, quote=False) or NOTHING)
        at = end + 3
    return "".join([*pieces, fragment[at:]])


def _dropped(tokens: list[re.Match[str]]) -> dict[int, int]:
    """Find the elements that give no text: from the token that opens one to that which ends it.

    One that nothing ends is kept, for else all after it would be lost.
    """
    begins = {index for index, token in enumerate(tokens) if _begins_drop(token)}
    names = {tokens[index]["name"].lower() for index in begins}
    ends: dict[int, int] = {}
    open_now: dict[str, list[int]] = {name: [] for name in names}
    for index, token in enumerate(tokens):
        name = (token["name"] or "").lower()
        if name not in names:
            continue
        waiting = open_now[name]
        if name in VOID:
            ends[index] = index
        elif not token["shut"]:
            waiting.append(index)
        elif name in RAW:
            ends |= dict.fromkeys(waiting, index)
            waiting.clear()
        elif waiting:
            ends[waiting.pop()] = index
    images = [index for index, token in enumerate(tokens) if token["name"] in _IMAGES]
    return {
        index: end
        for index, end in ends.items()
        if index in begins
        and (not _is_noscript(tokens[index]) or bisect(images, index) < bisect(images, end))
    }


def _begins_drop(token: re.Match[str]) -> bool:
    name = (token["name"] or "").lower()
    if not name or token["shut"]:
        return False
    return name in DROPPED or name == "noscript" or bool(_HIDDEN.search(token["attributes"]))


def _is_noscript(token: re.Match[str]) -> bool:
    """Say whether what opens here is left out only if it stands in for a picture."""
    return token["name"].lower() == "noscript" and not _HIDDEN.search(token["attributes"])
