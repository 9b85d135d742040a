"""The report as a Word document (DOCX). python-docx makes the empty one with its styles."""

import io
import re
from collections.abc import Iterator
from itertools import count
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from annotations.exports.order import Counted, Written
from annotations.exports.reading import Reading
from annotations.exports.report.blocks import Block, Run
from annotations.exports.report.zipped import PLACE, Writing, filled

_STYLES = {
    "title": "Title", "facts": "CatenaFacts", "chapter": "Heading1", "code": "Heading2",
    "subcode": "Heading3", "entry": "CatenaEntry", "text": "CatenaText", "note": "CatenaNote",
    "quote": "CatenaQuote", "source": "CatenaSource", "memo": "CatenaMemo",
}  # fmt: skip
# Name: size, space before and after in points, indent in mm, grey, kept with what follows.
_OWN: dict[str, tuple[float, float, float, float, bool, bool]] = {
    "CatenaFacts": (10, 0, 2, 0, True, False),
    "CatenaEntry": (11, 8, 1, 0, False, False),
    "CatenaText": (10.5, 0, 2, 0, False, False),
    "CatenaNote": (10, 8, 8, 0, True, False),
    "CatenaQuote": (11, 10, 2, 0, False, True),
    "CatenaSource": (9, 0, 6, 0, True, False),
    "CatenaMemo": (10, 0, 6, 8, False, False),
}
_HEADINGS = {"Title": 24, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 12}
_INDENT = 360
_BREAKS = re.compile("([\n\t])")
_MARKED = '<w:shd w:val="clear" w:color="auto" w:fill="F6E7A8"/>'


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the document."""
    writing = Writing(reading, tally)
    body = _body(writing.blocks)
    filled(_empty(writing), file, part="word/document.xml", paragraph="w:p", body=body)
    return writing.written()


def _empty(writing: Writing) -> bytes:
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    _set_styles(document)
    _number_pages(section, writing.title)
    about = document.core_properties
    about.title, about.author, about.comments = writing.title[:255], "Catena", ""
    made = writing.report.reading.order.made_at
    if made is not None:
        about.created = about.modified = made.replace(tzinfo=None)
    document.add_paragraph(PLACE)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_styles(document: Any) -> None:
    _set_font(document.styles["Normal"], 11)
    for name, size in _HEADINGS.items():
        style = document.styles[name]
        _set_font(style, size)
        style.font.color.rgb = RGBColor(0x1D, 0x1B, 0x18)
        style.font.bold = True
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, (size, before, after, indent, grey, kept) in _OWN.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set_font(style, size, serif=name == "CatenaQuote")
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.left_indent, form.keep_with_next = Mm(indent), kept
        form.widow_control = True
        if grey:
            style.font.color.rgb = RGBColor(0x5A, 0x55, 0x4E)


def _set_font(style: Any, size: float, *, serif: bool = False) -> None:
    """Set a font that Word and LibreOffice have or replace by one of the same widths."""
    name = "Cambria" if serif else "Calibri"
    style.font.size, style.font.name = Pt(size), name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    # What is written from right to left has a size of its own.
    large = OxmlElement("w:szCs")
    large.set(qn("w:val"), str(int(size * 2)))
    style.element.get_or_add_rPr().append(large)


def _number_pages(section: Any, title: str) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{' '.join(title.split())[:80]} · ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - the library has no public way to a page's number
    for run in paragraph.runs:
        run.font.size = Pt(9)


def _body(blocks: Iterator[Block]) -> Iterator[str]:
    numbers = count(1)
    for block in blocks:
        yield _paragraph(block, numbers)


def _paragraph(block: Block, numbers: "count[int]") -> str:
    form = f'<w:pStyle w:val="{_STYLES[block.role]}"/>'
    if block.rtl:
        form += "<w:bidi/>"
    if block.depth:
        form += f'<w:ind w:left="{block.depth * _INDENT}"/>'
    runs = "".join(_linked(run, block) for run in block.runs)
    if block.anchor:
        number, name = next(numbers), _bookmark(block.anchor)
        runs = (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
    return f"<w:p><w:pPr>{form}</w:pPr>{runs}</w:p>"


def _bookmark(anchor: str) -> str:
    return anchor.replace("-", "_")


def _linked(run: Run, block: Block) -> str:
    said = _run(run, block)
    if run.link.startswith("#"):
        return f'<w:hyperlink w:anchor="{_bookmark(run.link[1:])}">{said}</w:hyperlink>'
    if not run.link:
        return said
    address = escape(run.link.replace("\\", "%5C").replace('"', "%22"))
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f' HYPERLINK "{address}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        f'</w:r>{said}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _run(run: Run, block: Block) -> str:
    form = "<w:b/><w:bCs/>" if run.strong else ""
    if run.colour:
        form += f'<w:color w:val="{run.colour.lstrip("#")}"/>'
    elif run.link:
        form += '<w:color w:val="0B5884"/>'
    if run.mark:
        form += _MARKED
    if block.rtl:
        form += "<w:rtl/>"
    if block.lang:
        script = "bidi" if block.rtl else "val"
        form += f"<w:lang w:{script}={quoteattr(block.lang)}/>"
    return f"<w:r><w:rPr>{form}</w:rPr>{_text(run.text)}</w:r>"


def _text(text: str) -> str:
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    pieces = _BREAKS.split(text)
    return "".join(
        marks.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in pieces
        if piece
    )
