"""UIMA CAS: what dkpro-cassis, the reader beside INCEpTION, gets from our files."""

import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem

from annotations.exports.cas_rows import CODE, ORPHAN, POST, THREAD
from annotations.models import Annotation
from corpus.models import Post, Thread
from tests.exchange.nasty import Nasty

pytestmark = pytest.mark.django_db
FORMS = ["cas-json", "cas-xmi"]
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read(file: Any, form: str) -> dict[int, Any]:
    """Each thread's CAS by the thread's id."""
    with ZipFile(io.BytesIO(file.data)) as archive:
        names = [one for one in archive.namelist() if one.startswith("thread-")]
        if form == "cas-json":
            found = {one: load_cas_from_json(archive.read(one).decode()) for one in names}
        else:
            types = load_typesystem(archive.read("TypeSystem.xml").decode())
            found = {
                one: load_cas_from_xmi(io.BytesIO(archive.read(one)), typesystem=types)
                for one in names
            }
    return {int(re.findall(r"\d+", name)[0]): cas for name, cas in found.items()}


def as_held(text: str | None, form: str) -> str | None:
    return FORBIDDEN.sub("\ufffd", text) if text and form == "cas-xmi" else text


def coded(cases: dict[int, Any]) -> dict[str, Any]:
    return {one.id: (cas, one) for cas in cases.values() for one in cas.select(CODE)}


@pytest.mark.parametrize("form", FORMS)
class TestSpans:
    def test_each_covered_text_is_the_quote(self, corpus: Nasty, export, form):
        found = coded(read(export(form), form))
        rows = Annotation.objects.filter(pk__in=corpus.all, level="passage", state="live")
        assert rows.count() > 40
        for row in rows:
            _, span = found[str(row.pk)]
            assert span.get_covered_text() == as_held(row.quote, form)

    def test_positions_in_the_text_of_a_post_are_the_code_points_of_ours(
        self, corpus: Nasty, export, form
    ):
        cases = read(export(form), form)
        begins = {int(one.id): one.begin for cas in cases.values() for one in cas.select(POST)}
        for key, (_, span) in coded(cases).items():
            row = Annotation.objects.get(pk=key)
            if row.level == "passage":
                place = span.begin - begins[row.post_id], span.end - begins[row.post_id]
                assert place == (row.start, row.end)

    def test_in_the_file_they_count_utf_16_as_uima_does(self, corpus: Nasty, export, form):
        """Read without cassis: the plain numbers of the file against UTF-16 units."""
        thread = corpus.threads["lonely"]
        row = Annotation.objects.get(pk=corpus.annotations["lonely"])
        with ZipFile(io.BytesIO(export(form).data)) as archive:
            ending = form.split("-")[1]
            text = archive.read(f"thread-{thread}.{ending}").decode()
        if form == "cas-json":
            (span,) = [
                one for one in json.loads(text)["%FEATURE_STRUCTURES"] if one["%TYPE"] == CODE
            ]
            begin, end = span["begin"], span["end"]
        else:
            (element,) = re.findall(r"<custom:CatenaCode [^>]*>", text)
            begin, end = (
                int(re.search(f'{name}="(\\d+)"', element)[1]) for name in ("begin", "end")
            )
        assert (begin, end) == (row.start, row.start + 2)
        assert row.end == row.start + 1

    def test_whole_posts_and_threads_cover_them(self, corpus: Nasty, export, form):
        found = coded(read(export(form), form))
        _, post = found[str(corpus.annotations["post"])]
        assert (post.level, post.get_covered_text()) == ("post", corpus.text("dashed"))
        cas, thread = found[str(corpus.annotations["thread"])]
        assert thread.level == "thread"
        assert thread.get_covered_text() == cas.sofa_string


@pytest.mark.parametrize("form", FORMS)
class TestSaid:
    def test_every_annotation_leaves_once_and_says_what_it_says(self, corpus: Nasty, export, form):
        file = export(form)
        cases = read(file, form)
        orphans = [one for cas in cases.values() for one in cas.select(ORPHAN)]
        found = coded(cases)
        assert found.keys() | {one.id for one in orphans} == {str(one) for one in corpus.all}
        assert len(found) + len(orphans) == len(corpus.all) == file.manifest["rows"]
        for key, (_, span) in found.items():
            row = Annotation.objects.select_related("code", "coder").get(pk=key)
            assert span.code == row.code.name
            assert span.codePath.split(" > ")[-1] == row.code.name.replace(">", ">>")
            assert span.coder == row.coder.username
            assert (span.level, span.memo or "") == (row.level, as_held(row.memo, form))

    def test_an_orphan_has_no_span_but_its_quote_and_old_place(self, corpus: Nasty, export, form):
        file = export(form)
        (orphan,) = [one for cas in read(file, form).values() for one in cas.select(ORPHAN)]
        row = Annotation.objects.get(pk=corpus.annotations["orphan"])
        assert (orphan.id, orphan.quote, orphan.memo) == (str(row.pk), row.quote, "Where?")
        assert (orphan.start, orphan.stop, orphan.textVersion) == (row.start, row.end, 1)
        assert file.losses["orphans_unplaced"] == 1

    def test_posts_say_who_when_and_in_reply_to_what(self, corpus: Nasty, export, form):
        cases = read(export(form), form)
        shown = {int(one.id): one for cas in cases.values() for one in cas.select(POST)}
        assert corpus.posts["uncoded"] not in shown
        for post in Post.objects.filter(pk__in=shown).select_related("author"):
            said = shown[post.pk]
            assert said.get_covered_text() == as_held(post.text, form)
            assert (said.number, said.kind) == (post.number, post.kind)
            assert said.parent == (None if post.parent_number is None else str(post.parent_number))
            assert (said.author or "") == (post.author.name if post.author else "")
        for thread in Thread.objects.filter(corpus=corpus.corpus, deleted_at=None):
            (told,) = cases[thread.pk].select(THREAD)
            assert (told.title, told.url or "") == (thread.title, thread.url)

    def test_the_same_state_gives_the_same_bytes(self, export, form):
        assert export(form).data == export(form).data

    def test_one_thread_is_a_file_with_one(self, corpus: Nasty, export, form):
        scope = {"threads": [corpus.threads["lonely"]]}
        assert list(read(export(form, scope=scope), form)) == [corpus.threads["lonely"]]


def test_only_xml_replaces_characters_and_counts_them(corpus: Nasty, export):
    text = corpus.text("entry")
    here = corpus.threads["main"]
    assert read(export("cas-json"), "cas-json")[here].sofa_string.startswith(text)
    file = export("cas-xmi")
    held = read(file, "cas-xmi")[here].sofa_string
    assert held.startswith(FORBIDDEN.sub("\ufffd", text))
    assert file.losses["characters_replaced"] >= 3
    assert "characters_replaced" not in export("cas-json").losses


def test_without_texts_positions_stay_and_nothing_is_told(corpus: Nasty, export):
    file = export("cas-json", texts=False)
    for _, span in coded(read(file, "cas-json")).values():
        assert set(span.get_covered_text()) <= set("x \t\n\x85\u2028")
    assert file.losses["texts_masked"] > 6
