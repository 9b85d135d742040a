"""What each HTML element does to the text around it.

How text and elements are found, in source or in a tree, is the matter of `markup_source` and
`markup`. Until a text is finished every break in it is one control character.
"""

import html
import re

LINE, PARAGRAPH, ROW, CELL, TABLE, LIST, BR = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x07"
# The line end that is a break under `autop`, and a tag that breaks nothing.
NEWLINE, NOTHING = "\x0e", "\x0f"
# White space that stays, and what stands for it until the text is finished.
KEPT = (("\n", "\x12"), (" ", "\x10"), ("\t", "\x11"))
# More figures than Python reads as a number; no character has so high a one.
_ENDLESS = re.compile(r"&#\d{4000,}+;?")
_OURS = re.compile("[\x01-\x07\x0e-\x12]")
_OUR_BYTES = bytes((*range(1, 8), *range(14, 19)))

_LINES = (
    "address article aside body caption center dd details dir div dt fieldset figcaption footer "
    "form header hgroup html legend li main nav optgroup option section summary title"
)
_PARAGRAPHS = "blockquote dl figure h1 h2 h3 h4 h5 h6 hr listing p pre xmp"
_INLINE = (
    "a abbr acronym applet area b base basefont bdi bdo big blink button cite code col colgroup "
    "command data datalist del dfn dialog em embed font frame frameset head i img input ins kbd "
    "keygen label link map mark marquee meta meter nobr noembed noframes noscript object output "
    "param picture progress q rb rp rt rtc ruby s samp select slot small source span strike "
    "strong sub sup tbody textarea tfoot thead time track tt u var wbr"
)

DROPPED = frozenset({"audio", "canvas", "iframe", "script", "style", "svg", "template", "video"})
RAW = frozenset({"iframe", "script", "style"})
VERBATIM = frozenset({"code", "listing", "pre", "textarea", "xmp"})
LISTS = frozenset({"dir", "menu", "ol", "ul"})
_VOID = "area base basefont br col embed frame hr img input keygen link meta param source track wbr"
VOID = frozenset(_VOID.split())

# Where an element begins and where it ends; the end of a cell says nothing.
BREAKS = (
    dict.fromkeys(_LINES.split(), LINE)
    | dict.fromkeys(_PARAGRAPHS.split(), PARAGRAPH)
    | dict.fromkeys(LISTS, LIST)
    | {"tr": ROW, "table": TABLE, "br": BR, "td": CELL, "th": CELL}
)
KNOWN = frozenset(BREAKS) | frozenset(_INLINE.split()) | DROPPED

# Tags of the commonest bodies, whose break depends on nothing around them.
_COMMON = (
    "a abbr b big blockquote center cite del div em font h1 h2 h3 h4 h5 h6 i img ins li p q s "
    "small span strike strong sub sup u"
)
SIMPLE: dict[str | None, str] = {None: NOTHING, "br": BR, "hr": PARAGRAPH}
for _name in _COMMON.split():
    SIMPLE |= {_name: BREAKS.get(_name, NOTHING), f"/{_name}": BREAKS.get(_name, NOTHING)}

# Attributes that stand without a value.
BARE = (
    "allowfullscreen|async|autofocus|autoplay|checked|compact|controls|default|defer|disabled|"
    "hidden|inert|ismap|itemscope|loop|multiple|muted|nohref|noshade|novalidate|nowrap|open|"
    "readonly|required|reversed|selected"
)


def without_ours(text: str) -> str:
    """Return a canonical text with the characters that mean something here made U+FFFD."""
    raw = text.encode()
    if len(raw.translate(None, _OUR_BYTES)) == len(raw):
        return text
    return _OURS.sub("\ufffd", text)


class Flow:
    """What the tags met so far make of the next tag and the next text."""

    def __init__(self) -> None:
        self.verbatim = 0
        self.lists = 0

    def text(self, text: str | None) -> str:
        """Return a text with the white space marked that has to stay."""
        if not text or not self.verbatim:
            return text or ""
        for plain, kept in KEPT:
            text = text.replace(plain, kept)
        return text

    def opened(self, name: str) -> str:
        """Return the break that the begin of an element makes."""
        if name in VERBATIM:
            self.verbatim += 1
        mark = self._mark(name)
        if name in LISTS:
            self.lists += 1
        return mark

    def closed(self, name: str) -> str:
        """Return the break that the end of an element makes."""
        if name in VERBATIM:
            self.verbatim = max(0, self.verbatim - 1)
        if name in LISTS:
            self.lists = max(0, self.lists - 1)
        mark = self._mark(name)
        return NOTHING if mark == CELL else mark

    def _mark(self, name: str) -> str:
        mark = BREAKS.get(name, NOTHING)
        if mark == LIST:
            return LINE if self.lists else PARAGRAPH
        return mark


def unescaped(text: str) -> str:
    """Decode the character references of HTML, whatever numbers they hold."""
    try:
        return html.unescape(text)
    except ValueError:
        return html.unescape(_ENDLESS.sub("\ufffd", text))
