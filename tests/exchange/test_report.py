"""Reports: every quotation stands in them once, as readers of each format find it."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from lxml import html as lxml_html
from odfdo import Document as OpenDocument

from annotations.exports.report.blocks import Block, Run
from annotations.models import Annotation
from tests.exchange.archives import parts
from tests.exchange.nasty import FAMILY, Nasty

pytestmark = pytest.mark.django_db
FORMS = ("docx", "odt", "html")
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(text: str) -> str:
    return BAD.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def of_word(path: Path) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in WordDocument(str(path)).paragraphs]


def of_open(path: Path) -> list[tuple[str, str]]:
    body = OpenDocument(str(path)).body
    found = body.get_elements("//text:p|//text:h")
    return [(one.style or "", one.inner_text) for one in found]


def of_page(path: Path) -> list[tuple[str, str]]:
    page = lxml_html.fromstring(path.read_bytes())
    return [
        (one.get("class"), one.text_content())
        for one in page.iter()
        if one.get("class") and one.tag != "span"
    ]


READERS: dict[str, Callable[[Path], list[tuple[str, str]]]] = {
    "docx": of_word, "odt": of_open, "html": of_page,
}  # fmt: skip


def marked_in_word(path: Path) -> list[str]:
    runs = (run for one in WordDocument(str(path)).paragraphs for run in one.runs)
    return [run.text for run in runs if run._r.xpath("w:rPr/w:shd")]


def marked_in_open(path: Path) -> list[str]:
    spans = OpenDocument(str(path)).body.get_elements("//text:span")
    return [one.inner_text for one in spans if one.style == "Catena_mark"]


def marked_in_page(path: Path) -> list[str]:
    page = lxml_html.fromstring(path.read_bytes())
    return [one.text_content() for one in page.xpath("//blockquote/mark")]


MARKED: dict[str, Callable[[Path], list[str]]] = {
    "docx": marked_in_word, "odt": marked_in_open, "html": marked_in_page,
}  # fmt: skip


def role(style: str) -> str:
    """What a paragraph is, by the style that each format gives it."""
    name = re.sub(r"^Catena_?", "", style).split("_")[0].lower()
    return {"heading 1": "chapter", "heading 2": "code", "heading 3": "subcode"}.get(name, name)


def paragraphs(file: Any, form: str) -> list[tuple[str, str]]:
    return [(role(style), text) for style, text in READERS[form](file.path)]


def expected(corpus: Nasty) -> list[Annotation]:
    rows = Annotation.objects.filter(pk__in=corpus.all).select_related("post", "code", "coder")
    return list(rows)


@pytest.mark.parametrize("form", FORMS)
class TestReports:
    def test_every_passage_is_marked_once(self, corpus, export, form):
        file = export(form)
        live = [one for one in expected(corpus) if one.level == "passage" and one.state == "live"]
        orphans = [one for one in expected(corpus) if one.state == "orphan"]
        wanted = Counter(plain(one.quote) for one in [*live, *orphans])
        assert Counter(MARKED[form](file.path)) == wanted
        assert file.manifest["rows"] == len(corpus.all)

    def test_around_each_passage_stands_what_is_around_it(self, corpus, export, form):
        file = export(form)
        left = [text for kind, text in paragraphs(file, form) if kind == "quote"]
        for one in expected(corpus):
            if one.level != "thread":
                fitting = [text for text in left if _around(one, text)]
                left.remove(min(fitting, key=len))
        assert left == []

    def test_a_source_is_named_for_each_quotation(self, corpus, export, form):
        sources = [
            text for kind, text in paragraphs(export(form), form)
            if kind == "source" and "coded by" in text
        ]  # fmt: skip
        assert len(sources) == len(corpus.all)
        assert sum("the whole thread" in one for one in sources) == 1
        assert sum("not in the present text" in one for one in sources) == 1
        assert sum("unnamed" in one for one in sources) >= 1
        assert sum("coded by =Bo" in one for one in sources) == 3

    def test_the_codebook_has_each_code_with_its_counts(self, corpus, export, form):
        entries = [text for kind, text in paragraphs(export(form), form) if kind == "entry"]
        assert len(entries) == len(corpus.codes)
        weather = next(one for one in entries if "Weather > sky" in one)
        own = Annotation.objects.filter(pk__in=corpus.all, code=corpus.codes["weather"]).count()
        assert re.search(rf"Weather > sky\b.* · {own}, \d+ with the codes below", weather)

    def test_memos_stand_in_full(self, corpus, export, form):
        memos = [text for kind, text in paragraphs(export(form), form) if kind == "memo"]
        said = plain(corpus_memo(corpus))
        assert any(one == f"Memo: {said}" for one in memos)

    def test_control_characters_are_replaced_and_counted(self, corpus, export, form):
        file = export(form)
        text = "".join(text for _, text in paragraphs(file, form))
        assert not BAD.search(text)
        assert file.losses["characters_replaced"] == text.count("\ufffd")

    def test_what_is_beyond_the_limit_is_said(self, corpus, export, form):
        file = export(form, limit=5)
        found = paragraphs(file, form)
        assert len([1 for kind, _ in found if kind == "source" and _]) >= 5
        left = len(corpus.all) - 5
        assert file.losses["quotations_left_out"] == left
        assert (file.manifest["rows"], found[-1][0]) == (5, "note")
        assert f"{left} of {len(corpus.all)} quotations are not in it" in found[-1][1]

    def test_links_lead_to_the_passages(self, corpus, export, form):
        data = _all_of(export(form), form)
        one = Annotation.objects.get(pk=corpus.annotations["memo"])
        path = f"corpora/{corpus.corpus.pk}/threads/{one.thread_id}"
        assert f"{path}#p{one.post.number}@{one.start}-{one.end}".encode() in data
        orphan = Annotation.objects.get(pk=corpus.annotations["orphan"])
        assert f'{path}#p{orphan.post.number}"'.encode() in data

    def test_the_same_bytes_come_again(self, export, form):
        assert export(form).data == export(form).data

    def test_pseudonyms_stand_for_names(self, corpus, export, form):
        text = "".join(text for kind, text in paragraphs(export(form, pseudonymise=True), form)
                       if kind == "source")  # fmt: skip
        assert "O'Neil" not in text.replace("Ada <O'Neil>", "")
        assert re.search(r"· P[0-9A-F]{10}", text)

    def test_a_scope_is_kept_to_and_named(self, corpus, export, form):
        file = export(form, scope={"levels": ["post"]})
        found = paragraphs(file, form)
        assert file.manifest["rows"] == 1
        assert any(kind == "facts" and "levels post" in text for kind, text in found)

    def test_without_texts_only_places_are_told(self, corpus, export, form):
        quotes = {text for kind, text in paragraphs(export(form, texts=False), form)
                  if kind == "quote"}  # fmt: skip
        assert quotes == {"The text was left out."}


def _around(one: Annotation, quoted: str) -> bool:
    """Whether a quotation shows this passage where it is: with the letters on both sides."""
    text = plain(one.post.text)
    if one.state == "orphan":
        return quoted == plain(one.quote)
    if one.level == "post":
        return quoted == text[:600] + ("…" if len(text) > 600 else "")
    before, after = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 12]
    return f"{before}{plain(one.quote)}{after}" in quoted


def _all_of(file: Any, form: str) -> bytes:
    if form == "html":
        return file.data
    return parts(file.path)["word/document.xml" if form == "docx" else "content.xml"]


def corpus_memo(corpus: Nasty) -> str:
    return Annotation.objects.get(pk=corpus.annotations["thread"]).memo


class TestThePage:
    def test_needs_nothing_else_and_runs_nothing(self, export):
        page = lxml_html.fromstring(export("html").data)
        assert page.xpath("//script|//link|//img|//iframe|//object") == []
        assert not [name for one in page.iter() for name in one.attrib if name.startswith("on")]
        assert page.get("lang") == "en"
        hrefs = {one.get("href").split("/")[0] for one in page.xpath("//a")}
        assert all(one.startswith(("http", "#")) for one in hrefs)

    def test_marks_the_passage_and_turns_right_to_left(self, corpus, export):
        page = lxml_html.fromstring(export("html").data)
        marks = Counter(one.text_content() for one in page.xpath("//blockquote/mark"))
        assert marks[FAMILY] == 3
        names = [one.get("id") for one in page.xpath("//h3")]
        linked = {one.get("href")[1:] for one in page.xpath("//a[starts-with(@href, '#')]")}
        assert linked == set(names)
        assert set(page.xpath("//*[@dir]/@dir")) >= {"ltr"}


class TestDirection:
    @pytest.mark.parametrize(
        ("text", "rtl"),
        [("שלום world", True), ("1, 2: مرحبا", True), ("plain שלום", False), ("…", False)],
    )
    def test_follows_the_first_letter(self, text, rtl):
        assert Block("quote", (Run("… "), Run(text))).rtl is rtl
