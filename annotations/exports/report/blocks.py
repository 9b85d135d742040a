"""What a report is made of: paragraphs with a role, of runs of text. Pure Python.

The three writers render the same blocks; what each cannot write is replaced here and counted.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal[
    "title", "facts", "chapter", "code", "subcode", "entry", "text", "note", "quote", "source",
    "memo",
]  # fmt: skip
# What XML 1.0 cannot hold, and HTML should not.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `link` an address, or `#name` for an anchor; `colour` #rrggbb."""

    text: str
    mark: bool = False
    strong: bool = False
    link: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `depth` counts codes above, `lang` is a BCP 47 tag or empty."""

    role: Role
    runs: tuple[Run, ...]
    anchor: str = ""
    lang: str = ""
    depth: int = 0

    @property
    def rtl(self) -> bool:
        """Say whether its first letter is of a script that runs from right to left."""
        for run in self.runs:
            for letter in run.text[:_LOOKED_AT]:
                kind = unicodedata.bidirectional(letter)
                if kind in ("L", "R", "AL"):
                    return kind != "L"
        return False


@dataclass(slots=True)
class Cleaner:
    """Replaces what no document can hold by U+FFFD and counts it."""

    replaced: int = 0

    def cleaned(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Yield the blocks as they can be written."""
        for block in blocks:
            yield replace(block, runs=tuple(self._run(run) for run in block.runs if run.text))

    def text(self, text: str) -> str:
        """Return a text as it can be written, with line feeds for line ends."""
        cleaned, found = _FORBIDDEN.subn("\ufffd", _LINE_ENDS.sub("\n", text))
        self.replaced += found
        return cleaned

    def _run(self, run: Run) -> Run:
        text = self.text(run.text)
        link = "" if _FORBIDDEN.search(run.link) else run.link
        return run if (text, link) == (run.text, run.link) else replace(run, text=text, link=link)
