"""Cuts HTML into tags and text tokens with their positions, in one linear pass over the file.

Follows the tokenizer of the HTML standard where it matters (quotes, comments, raw text). Building
a tree is the matter of `document`.
"""

import re
from dataclasses import dataclass, field

from corpus.ingest.markup_tags import unescaped

# Tags nested deeper are left out of the tree (their text is kept): recursion stays harmless.
DEPTH = 600

# Possessive everywhere: each character is looked at once. A tag that never ends takes the rest.
_MARKUP = re.compile(
    r"""<(?:
        (/?[A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>
      | (!--)(?:-?>|[\s\S]*?(?:--!?>|\Z))
      | [!?/][^>]*+>
      | [A-Za-z/!?][\s\S]*+
    )""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+"""
)
_NAME = re.compile(r"/?[a-z][a-z0-9:._-]*\Z")
_SPACE = " \t\n\r\f"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_TITLES = frozenset({"title", "textarea"})
# The name "" stands for what is no name; its tag is left out, as that of `plaintext`.
_SPECIAL = _RAW | _TITLES | {"plaintext", ""}
_CLOSERS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW | _TITLES}
_VOID_NAMES = (
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr"
)
_VOID = frozenset(_VOID_NAMES.split())
_BLOCKS = (
    "address article aside blockquote center dir div dl fieldset footer form h1 h2 h3 h4 h5 h6 "
    "header hr main menu nav ol pre section table ul"
)
# What an element closes by beginning, if it stands at the top of what is open.
_CLOSES = {name: frozenset({"p"}) for name in _BLOCKS.split()} | {
    "p": frozenset({"p"}),
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
    "tbody": frozenset({"p", "td", "th", "tr", "thead", "tbody"}),
    "option": frozenset({"option"}),
    "a": frozenset({"a"}),
}


@dataclass(slots=True)
class Tokens:
    """The text tokens of a page and the markup around them.

    Token `n` stands at `starts[n]` to `ends[n]` and reads `texts[n]`, entities decoded. `markup`
    is the page with each token that is not blank replaced by "{n}", fit for any parser.
    `comments` are the spans of HTML comments. `flattened` counts tags nested too deeply.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    markup: str = ""
    flattened: int = 0


def tokenize(text: str) -> Tokens:
    """Cut a page into tokens; any text whatever is accepted."""
    tokens = _Tokenizer(text, deep=False).run() or _Tokenizer(text, deep=True).run()
    return tokens or Tokens()


def clean(text: str) -> str:
    """Return the text with what no XML tree may hold (controls, surrogates) made U+FFFD.

    A form feed is a blank, as in HTML.
    """
    text = text.replace("\f", " ")
    return _FORBIDDEN.sub("\ufffd", text) if _FORBIDDEN.search(text) else text


class _Tokenizer:
    """One pass over a page. `deep`: open elements are followed one by one, as deep pages need."""

    def __init__(self, text: str, *, deep: bool) -> None:
        self.text, self.deep = text, deep
        self.tokens = Tokens()
        self.pieces: list[str] = []
        self.dirty = "\f" in text or _FORBIDDEN.search(text) is not None
        self.names: dict[str, str] = {}
        self.open: list[str] = []
        self.depth = 0
        self.counts: dict[str, int] = {}
        self.unfinished: set[str] = set()
        self.dropped: dict[str, int] = {}

    def run(self) -> Tokens | None:
        """Return the tokens; None if the page may be nested too deeply for a shallow pass."""
        text, at, names = self.text, 0, self.names
        search, tag = _MARKUP.search, self._tag
        while found := search(text, at):
            start, end = found.span()
            if start > at:
                self._text(at, start)
            raw, attributes = found.group(1, 2)
            if raw is None:
                at = end
                if found[3]:
                    self.tokens.comments.append((start, end))
                continue
            name = names.get(raw)
            if name is None:
                name = names[raw] = _named(raw)
            at = tag(name, attributes, end)
            if self.depth > DEPTH:
                return None
        if at < len(text):
            self._text(at, len(text))
        markup = "".join(self.pieces)
        self.tokens.markup = clean(markup) if self.dirty else markup
        return self.tokens

    def _text(self, start: int, end: int, *, raw: bool = False) -> None:
        source = self.text[start:end]
        if not source.strip(_SPACE):
            self.pieces.append("\n" if "\n" in source else " ")
            return
        tokens = self.tokens
        self.pieces.append(f"{{{len(tokens.texts)}}}")
        tokens.starts.append(start)
        tokens.ends.append(end)
        if "&" in source and not raw:
            source = clean(unescaped(source))
        elif self.dirty:
            source = clean(source)
        tokens.texts.append(source)

    def _tag(self, name: str, attributes: str, end: int) -> int:
        """Put one tag into the markup; return where reading goes on."""
        if name[:1] == "/":
            if self._closes(name[1:]):
                self.pieces.append(f"<{name}>")
            return end
        special = name in _SPECIAL
        closer = self._closer(name, end) if special else None
        if special and closer is None and name not in _RAW:
            return end
        if name not in _VOID and attributes[-1:] != "/" and not self._opens(name):
            return end
        if attributes.count('"') & 1 or attributes.count("'") & 1 or "<" in attributes:
            attributes = _rewritten(attributes)
        self.pieces.append(f"<{name}{attributes}>")
        return self._raw(name, end, closer) if special else end

    def _opens(self, name: str) -> bool:
        """Say whether an element may be opened here; remember that it is open."""
        self.counts[name] = self.counts.get(name, 0) + 1
        if not self.deep:
            self.depth += 1
            return True
        closes = _CLOSES.get(name)
        while closes and self.open and self.open[-1] in closes:
            self.counts[self.open.pop()] -= 1
        if len(self.open) >= DEPTH:
            self.counts[name] -= 1
            self.dropped[name] = self.dropped.get(name, 0) + 1
            self.tokens.flattened += 1
            return False
        self.open.append(name)
        return True

    def _closes(self, name: str) -> bool:
        """Say whether the end tag closes something that was opened; close it."""
        if self.dropped.get(name):
            self.dropped[name] -= 1
            return False
        if not self.counts.get(name):
            return True
        if not self.deep:
            self.counts[name] -= 1
            self.depth -= 1
            return True
        while True:
            closed = self.open.pop()
            self.counts[closed] -= 1
            if closed == name:
                return True

    def _closer(self, name: str, start: int) -> int | None:
        """Return where the end tag of an element without markup begins; looked for in vain once."""
        if name in self.unfinished or name not in _CLOSERS:
            return None
        found = _CLOSERS[name].search(self.text, start)
        if found is None:
            self.unfinished.add(name)
            return None
        return found.start()

    def _raw(self, name: str, start: int, closer: int | None) -> int:
        """Take the content of an element that holds no markup as one token."""
        end = len(self.text) if closer is None else closer
        if end > start:
            self._text(start, end, raw=name in _RAW)
        return end


def _named(raw: str) -> str:
    """Return a tag's name in lower case, with the slash of an end tag; empty if it is none."""
    name = raw.lower()
    return name if _NAME.match(name) else ""


def _rewritten(attributes: str) -> str:
    """Write attributes anew so that every parser reads them alike."""
    written = []
    for found in _ATTRIBUTE.finditer(attributes):
        value = found[2] or found[3] or found[4] or ""
        quoted = value.replace('"', "&quot;")
        written.append(f' {found[1]}="{quoted}"')
    return "".join(written)
