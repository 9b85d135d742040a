"""The report as an OpenDocument text (ODT). odfdo makes the empty one with its styles."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element, Paragraph

from annotations.exports.order import Counted, Written
from annotations.exports.reading import Reading
from annotations.exports.report.blocks import Block, Run
from annotations.exports.report.zipped import PLACE, Writing, filled
from annotations.pigments import tone as _tone

_SANS, _SERIF = "Carlito, Calibri, sans-serif", "Caladea, Cambria, serif"
# Role: size in points, space before and after in mm, grey, kept with what follows.
_ROLES: dict[str, tuple[float, float, float, bool, bool]] = {
    "title": (24, 0, 8, False, True),
    "facts": (10, 0, 0.7, True, False),
    "chapter": (17, 0, 5, False, True),
    "code": (13.5, 7, 2, False, True),
    "subcode": (12, 6, 1.5, False, True),
    "entry": (11, 3, 0.4, False, False),
    "text": (10.5, 0, 0.7, False, False),
    "note": (10, 3, 3, True, False),
    "quote": (11, 3.5, 0.7, False, True),
    "source": (9, 0, 2.2, True, False),
    "memo": (10, 0, 2.2, False, False),
}
_LEVELS = {"title": 1, "chapter": 1, "code": 2, "subcode": 3}
_BOLD = frozenset(_LEVELS)
_INDENT = 6
# Blanks at the ends of a line, and more than one, would vanish.
_PIECES = re.compile("(\n|\t|^ +| +$| {2,})", re.MULTILINE)


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the document."""
    writing = Writing(reading, tally)
    body = (_paragraph(block) for block in writing.blocks)
    filled(_empty(writing), file, part="content.xml", paragraph="text:p", body=body)
    return writing.written()


def _empty(writing: Writing) -> bytes:
    document: Any = Document("text")
    codes = writing.report.codes
    deepest = max((len(code.path) for code in codes), default=1)
    for style in (*_paragraph_styles(deepest), *_run_styles(code.colour for code in codes)):
        document.insert_style(Element.from_tag(style), automatic=True)
    document.meta.title = writing.title
    made = writing.report.reading.order.made_at
    if made is not None:
        document.meta.creation_date = document.meta.date = made.replace(tzinfo=None)
    document.meta.generator = "Catena"
    document.body.clear()
    document.body.append(Paragraph(PLACE))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _paragraph_styles(deepest: int) -> Iterator[str]:
    for role, (size, before, after, grey, kept) in _ROLES.items():
        font = _SERIF if role == "quote" else _SANS
        letters = (
            f'fo:font-size="{size}pt" style:font-size-complex="{size}pt"'
            f' fo:font-family="{font}" style:font-family-complex="{font}"'
        )
        if grey:
            letters += ' fo:color="#5a554e"'
        if role in _BOLD:
            letters += ' fo:font-weight="bold" style:font-weight-complex="bold"'
        depths = deepest if role in ("entry", "text", "memo") else 1
        for depth in range(depths):
            for rtl in (False, True):
                form = (
                    f'fo:margin-top="{before}mm" fo:margin-bottom="{after}mm" fo:orphans="3"'
                    f' fo:widows="3" style:writing-mode="{"rl-tb" if rtl else "lr-tb"}"'
                    f' fo:text-align="start"'
                )
                side = "right" if rtl else "left"
                indent = depth * _INDENT + (8 if role == "memo" else 0)
                form += f' fo:margin-{side}="{indent}mm"'
                form += ' fo:keep-with-next="always"' if kept else ""
                form += ' fo:break-before="page"' if role == "chapter" else ""
                yield (
                    f'<style:style style:name="{_style(role, depth, rtl=rtl)}"'
                    f' style:family="paragraph"><style:paragraph-properties {form}/>'
                    f"<style:text-properties {letters}/></style:style>"
                )


def _style(role: str, depth: int, *, rtl: bool) -> str:
    return f"Catena_{role}_{depth}{'_rtl' if rtl else ''}"


def _run_styles(colours: Iterable[str]) -> Iterator[str]:
    looks = {
        "Catena_mark": 'fo:background-color="#f6e7a8"',
        "Catena_link": 'fo:color="#0b5884" style:text-underline-style="none"',
        "Catena_strong": 'fo:font-weight="bold" style:font-weight-complex="bold"',
        **{f"Catena_{tone[1:]}": f'fo:color="{tone}"' for tone in sorted(set(map(_tone, colours)))},
    }
    for name, look in looks.items():
        yield (
            f'<style:style style:name="{name}" style:family="text">'
            f"<style:text-properties {look}/></style:style>"
        )


def _paragraph(block: Block) -> str:
    said = "".join(_linked(run) for run in block.runs)
    if block.anchor:
        said = f'<text:bookmark text:name="{block.anchor}"/>{said}'
    depth = block.depth if block.role in ("entry", "text", "memo") else 0
    style = f'text:style-name="{_style(block.role, depth, rtl=block.rtl)}"'
    if level := _LEVELS.get(block.role):
        return f'<text:h {style} text:outline-level="{level}">{said}</text:h>'
    return f"<text:p {style}>{said}</text:p>"


def _linked(run: Run) -> str:
    said = _run(run)
    if not run.link:
        return said
    look = 'text:style-name="Catena_link" text:visited-style-name="Catena_link"'
    return f'<text:a xlink:type="simple" {look} xlink:href={quoteattr(run.link)}>{said}</text:a>'


def _run(run: Run) -> str:
    look = "mark" if run.mark else "strong" if run.strong else ""
    look = run.colour.lstrip("#") if run.colour else look
    said = _text(run.text)
    return f'<text:span text:style-name="Catena_{look}">{said}</text:span>' if look else said


def _text(text: str) -> str:
    marks = {"\n": "<text:line-break/>", "\t": "<text:tab/>"}
    said = []
    for piece in _PIECES.split(text):
        if piece in marks:
            said.append(marks[piece])
        elif piece and not piece.strip(" "):
            said.append(f'<text:s text:c="{len(piece)}"/>' if piece != " " else "<text:s/>")
        else:
            said.append(escape(piece))
    return "".join(said)
