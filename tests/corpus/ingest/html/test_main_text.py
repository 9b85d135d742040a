"""The entry of a page that names nothing is found, without the menus around it."""

import subprocess
import sys

from corpus.ingest.html.document import Document
from corpus.ingest.html.main_text import main_text
from corpus.ingest.html.weave import span_of_elements, text_of_elements

FIRST = (
    "The pond was dug by hand in the spring of that year, and it took us eleven weeks to reach "
    "the clay, most of which we carried away in two wheelbarrows."
)
SECOND = (
    "Nobody had told us that clay weighs more than it seems to. By May the heap behind the shed "
    "was as high as the shed, and the shed leaned away from it, as we all did."
)
MENU = "".join(
    f"<li><a href='/{word}'>{word.title()}</a></li>" for word in ("home", "about", "pond")
)
PAGE = (
    "<html><head><title>Pond</title></head><body><table><tr><td><ul>" + MENU + "</ul></td><td>"
    f"<h1>Digging</h1><p>{FIRST}</p><p>Ah!</p><p>{SECOND}</p><p><b>Anna</b>, 3 May 2012, 9:00</p>"
    "<p>A comment about the clay, which was quite heavy indeed.</p></td></tr></table>"
    "<p><a href='/'>Back</a> | <a href='/up'>Up</a></p></body></html>"
)


def comment_of(document: Document):
    paragraphs = list(document.root.iter("p"))
    return {inner for one in paragraphs[3:5] for inner in one.iter()}


def test_the_text_is_cut_from_the_page_itself() -> None:
    document = Document(PAGE)
    body, without = main_text(document, comment_of(document))
    text = text_of_elements(body, without)
    assert text.removeprefix("Digging\n\n") == f"{FIRST}\n\nAh!\n\n{SECOND}"
    span = span_of_elements(document, body, without)
    assert span is not None
    assert PAGE[slice(*span)].endswith(SECOND)


def test_a_page_without_text_has_no_body() -> None:
    assert main_text(Document("<html><body><ul>" + MENU + "</ul></body></html>"), ()) == ((), ())
    assert main_text(Document(""), ()) == ((), ())


def test_reading_pages_that_name_their_parts_does_not_load_the_extractor() -> None:
    code = (
        "import sys; from corpus.ingest.html import reader\n"
        "from corpus.ingest.source import Source\n"
        "from corpus.ingest.events import ReadOptions\n"
        "page = b\"<html><div class='entry-content'><p>Text of an entry.</p></div>\"\n"
        "list(reader.read(Source.from_bytes(page), ReadOptions(), None))\n"
        "sys.exit('trafilatura' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
