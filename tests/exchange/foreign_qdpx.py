"""Makes .qdpx files as other programs write them: each way of counting, each habit.

Positions are made from code points of the LF text, by rules that are written here once more.
"""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NS = "urn:QDA-XML:project:1.0"
TEXT = (
    "Wren 🐞 wrote:\nThe café lost its basil & thyme.\n\nRobin: ours 🌱🌱 froze on <Monday>,\n"
    "all of it. Nobody knows why.\nWren: cover them 🧣 with fleece next time!\n"
)


@dataclass(frozen=True)
class Habit:
    """How a program writes and counts."""

    unit: str = "codepoint"
    crlf: bool = False
    counts_crlf: int = 2
    bom: bool = False
    counts_bom: bool = False
    inside: bool = False
    names: str = "whole"
    folder: str = "sources"
    namespace: str = NS

    @property
    def convention(self) -> str:
        crlf = self.counts_crlf if self.crlf else 1
        return f"{self.unit}-crlf{crlf}-bom{int(self.counts_bom)}"

    def text(self, text: str) -> str:
        return text.replace("\n", "\r\n") if self.crlf else text

    def position(self, text: str, place: int) -> int:
        before = text[:place]
        if self.crlf and self.counts_crlf == 2:
            before = before.replace("\n", "\r\n")
        count = len(before.encode("utf-16-le")) // 2 if self.unit == "utf16" else len(before)
        return count + self.counts_bom + max(0, place - len(text))

    def name(self, quote: str) -> str:
        if self.names == "cut":
            return quote if len(quote) <= 8 else f"{quote[:8]}…"
        return {"whole": quote, "free": "important", "none": ""}[self.names]


# As qda.md lists them: what is written, and the convention that is right.
HABITS = {
    "base": Habit(),
    "bom": Habit(bom=True),
    "bom counted": Habit(bom=True, counts_bom=True),
    "crlf as two": Habit(crlf=True),
    "crlf as one": Habit(crlf=True, counts_crlf=1),
    "crlf and bom": Habit(crlf=True, bom=True),
    "utf-16": Habit(unit="utf16"),
    "nvivo": Habit(unit="utf16", crlf=True, bom=True, names="none", folder="Sources"),
    "inside the xml": Habit(inside=True),
    "names cut short": Habit(unit="utf16", names="cut"),
    "free names": Habit(unit="utf16", crlf=True, names="free"),
    "old namespace": Habit(namespace="urn:QDA-XML:project:0:4"),
}


@dataclass
class Foreign:
    """A project of a few texts: passages are (source, start, end, code, coder) in code points."""

    texts: list[str] = field(default_factory=lambda: [TEXT])
    codes: list[tuple[str, str, str | None]] = field(
        default_factory=lambda: [
            ("C1", "Weather", None),
            ("C2", "Frost", "C1"),
            ("C3", "Help", None),
        ]
    )
    coders: list[str] = field(default_factory=lambda: ["Kim Sample", "Lee Sample"])
    passages: list[tuple[int, int, int, str, int]] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    inner: str = "project.qde"

    def code(self, text: str, quote: str, code: str = "C2", coder: int = 0) -> None:
        at = text.index(quote)
        self.passages.append((self.texts.index(text), at, at + len(quote), code, coder))

    def file(self, habit: Habit) -> bytes:
        sources = "".join(self._source(n, habit) for n in range(len(self.texts)))
        users = "".join(
            f'<User guid="U{n}" name={quoteattr(name)}/>' for n, name in enumerate(self.coders)
        )
        xml = (
            f'<?xml version="1.0" encoding="utf-8"?>{self.more.get("doctype", "")}'
            f'<Project xmlns="{habit.namespace}" name="Allotments" origin="Elsewhere 1.0"'
            f' creatingUserGUID="U0"><Users>{users}</Users><CodeBook><Codes>{self._codes(None)}'
            f"</Codes></CodeBook>{self.more.get('cases', '')}<Sources>{sources}</Sources>"
            f"{self.more.get('end', '')}</Project>"
        )
        found = io.BytesIO()
        with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.inner, xml)
            for n, text in enumerate(self.texts):
                if not habit.inside:
                    data = habit.text(text).encode("utf-8-sig" if habit.bom else "utf-8")
                    archive.writestr(f"{habit.folder}/T{n}.txt", data)
            for name, content in self.more.items():
                if "/" in name:
                    archive.writestr(name, content)
        return found.getvalue()

    def _codes(self, above: str | None) -> str:
        return "".join(
            f'<Code guid="{guid}" name={quoteattr(name)} isCodable="true" color="#0a0">'
            f"<Description>On {escape(name)}.</Description>{self._codes(guid)}</Code>"
            for guid, name, parent in self.codes
            if parent == above
        )

    def _source(self, n: int, habit: Habit) -> str:
        text = self.texts[n]
        content, path = "", f' plainTextPath="internal://T{n}.txt"'
        if habit.inside:
            content, path = f"<PlainTextContent>{escape(text)}</PlainTextContent>", ""
        passages = "".join(
            self._passage(k, text, habit) for k, one in enumerate(self.passages) if one[0] == n
        )
        return (
            f'<TextSource guid="S{n}" name="Thread {n}"{path}>{content}{passages}'
            f"{self.more.get('in source', '')}</TextSource>"
        )

    def _passage(self, k: int, text: str, habit: Habit) -> str:
        _, start, end, code, coder = self.passages[k]
        name = habit.name(text[start:end])
        named = f" name={quoteattr(name)}" if name else ""
        return (
            f'<PlainTextSelection guid="P{k}"{named} startPosition="{habit.position(text, start)}"'
            f' endPosition="{habit.position(text, end)}" creatingUser="U{coder}"'
            f' creationDateTime="2031-05-0{k % 8 + 1}T10:00:00Z"><Coding guid="K{k}"'
            f' creatingUser="U{coder}"><CodeRef targetGUID="{code}"/></Coding>'
            "</PlainTextSelection>"
        )


def usual(**fields: Any) -> Foreign:
    """The project of most tests: seven codings, two coders on one passage."""
    project = Foreign(**fields)
    project.code(TEXT, "The café lost its basil")
    project.code(TEXT, "ours 🌱🌱 froze", coder=1)
    project.code(TEXT, "ours 🌱🌱 froze", coder=0)
    project.code(TEXT, "<Monday>,\nall of it.", "C1")
    project.code(TEXT, "cover them 🧣 with fleece", "C3", coder=1)
    project.code(TEXT, "fleece", "C3")
    project.code(TEXT, "next time!", "C1")
    return project
