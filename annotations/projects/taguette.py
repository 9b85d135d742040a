"""Taguette projects: an SQLite file. Positions are bytes of UTF-8 in the text of the HTML."""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from typing import Any

from lxml import etree, html

from annotations.projects.model import CodeIn, ProjectIn, SelectionIn, SourceIn
from annotations.projects.refi_xml import stamp
from corpus.errors import UnreadableError

MAGIC = b"SQLite format 3\0"
_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "br",
     "blockquote", "pre", "section", "article", "hr", "dd", "dt")
)  # fmt: skip
# A file that makes the database compute for minutes is no project.
_MOST_STEPS = 5_000
_STEP = 1_000_000


def read(data: bytes) -> ProjectIn:
    """Read a project.

    Raises:
        UnreadableError: `unreadable_project`.
    """
    try:
        with sqlite3.connect(":memory:") as database:
            database.deserialize(data)
            database.execute("PRAGMA trusted_schema = OFF")
            left = [_MOST_STEPS]
            database.set_progress_handler(lambda: _tick(left), _STEP)
            return _read(database)
    except (sqlite3.Error, OverflowError, TypeError, ValueError) as error:
        raise UnreadableError(
            f"This is no Taguette project, or a damaged one: {error}.", code="unreadable_project"
        ) from None


def _tick(left: list[int]) -> int:
    left[0] -= 1
    return int(left[0] < 0)


def _read(database: sqlite3.Connection) -> ProjectIn:
    names = dict(database.execute("SELECT id, name FROM projects"))
    project = ProjectIn("; ".join(map(str, names.values())), "Taguette", fixed=True)
    for key, of, path, description in database.execute(
        "SELECT id, project_id, path, description FROM tags ORDER BY id"
    ):
        above = (str(names.get(of, of)),) if len(names) > 1 else ()
        project.codes.append(CodeIn(f"t{key}", (*above, str(path)), description=description or ""))
    texts: dict[int, _Text] = {}
    for key, name, description, contents in database.execute(
        "SELECT id, name, description, contents FROM documents ORDER BY id"
    ):
        texts[key] = _Text(str(contents))
        about = {"description": description} if description else {}
        project.sources.append(SourceIn(f"d{key}", str(name), texts[key].text, attributes=about))
    _highlights(database, project, texts)
    return project


def _highlights(
    database: sqlite3.Connection, project: ProjectIn, texts: "dict[int, _Text]"
) -> None:
    people = _people(database)
    project.coders = {name: name for name, _ in people.values()}
    coded = database.execute(
        "SELECT h.id, h.document_id, h.start_offset, h.end_offset, h.snippet, t.tag_id"
        " FROM highlights h LEFT JOIN highlight_tags t ON t.highlight_id = h.id"
        " ORDER BY h.id, t.tag_id"
    )
    for key, document, start, end, snippet, tag in coded:
        text = texts.get(document)
        span = text.span(start, end) if text else None
        if tag is None:
            project.lose("passages_without_code", "Highlights that carry no tag.")
        elif text is None or span is None or not _same(text.text[slice(*span)], str(snippet)):
            project.lose(
                "quote_mismatch", "Highlights whose text is not what stands at their place."
            )
        else:
            who, made = people.get(key, (None, None))
            project.selections.append(
                SelectionIn(f"d{document}", f"t{tag}", *span, who, stamp(made), key=f"h{key}")
            )


def _people(database: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """Return who made each highlight and when, as far as the log of commands says."""
    found: dict[int, tuple[str, str]] = {}
    try:
        told = database.execute("SELECT user_login, date, payload FROM commands ORDER BY id")
        rows = told.fetchall()
    except sqlite3.Error:
        return found
    for login, date, payload in rows:
        said: Any = json.loads(payload) if payload else {}
        if isinstance(said, dict) and said.get("type") == "highlight_add" and login:
            key = said.get("highlight_id")
            if isinstance(key, int):
                found.setdefault(key, (str(login), str(date)))
    return found


def _same(passage: str, snippet: str) -> bool:
    said = _Text(snippet).text
    return "".join(passage.split()) == "".join(said.split())


class _Text:
    """The text of a piece of HTML with lines, and where bytes of the bare text lie in it."""

    def __init__(self, contents: str) -> None:
        self._pieces: list[bytes] = []
        self._bytes: list[int] = []
        self._ours: list[int] = []
        self._length, self._size = 0, 0
        out: list[str] = []
        for piece in _walked(contents):
            if piece is None:
                if self._length and not out[-1].endswith("\n"):
                    out.append("\n")
                    self._length += 1
                continue
            data = piece.encode()
            self._pieces.append(data)
            self._bytes.append(self._size)
            self._ours.append(self._length)
            out.append(piece)
            self._length += len(piece)
            self._size += len(data)
        self.text = "".join(out).rstrip("\n")

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return a passage in code points, given in bytes; None where there is none."""
        if not self._pieces or not 0 <= start < end <= self._size:
            return None
        first = self._place(start, bisect_right(self._bytes, start) - 1)
        last = self._place(end, bisect_left(self._bytes, end) - 1)
        return (first, last) if first is not None and last is not None and first < last else None

    def _place(self, position: int, k: int) -> int | None:
        try:
            before = self._pieces[k][: position - self._bytes[k]].decode()
        except UnicodeDecodeError:
            return None
        return self._ours[k] + len(before)


def _walked(contents: str) -> list[str | None]:
    """Return the texts of HTML in order, None where a line begins or ends."""
    if not contents.strip():
        return []
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.fragment_fromstring(
            contents.lstrip().replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""),
            create_parent="div", parser=parser,
        )  # fmt: skip
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    found: list[str | None] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        is_block = node.tag in _BLOCKS
        if is_block:
            found.append(None)
        text = node.text if event == "start" else node.tail if node is not root else None
        if text:
            found.append(text)
    return found
