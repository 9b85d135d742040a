"""TEI P5: the rules of the Guidelines on what we write, and every quote by its pointer.

No package brings the schema, so what it says of the elements that we use stands here: which
elements each may hold, which attributes it has, and the prose of the chapter on computer-mediated
communication (P5 4.9) on `replyTo`.
"""

import re
from typing import Any

import pytest
from lxml import etree

from annotations.models import Annotation, Code
from corpus.database import own_connection
from corpus.models import Participant, Post, PostLink, Thread
from tests.exchange.nasty import MEMO, TITLE, Nasty

pytestmark = pytest.mark.django_db
TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Element: what it holds in this order, as a pattern over the names of its children; its attributes
# besides xml:id, xml:lang, xml:space, n. "text" allows character data.
RULES: dict[str, tuple[str, str]] = {
    "teiCorpus": ("teiHeader (TEI )+", ""),
    "TEI": ("teiHeader (standOff )?text ", ""),
    "teiHeader": ("fileDesc (encodingDesc )?(profileDesc )?", ""),
    "fileDesc": ("titleStmt publicationStmt sourceDesc ", ""),
    "titleStmt": ("(title )+(respStmt )*", ""),
    "publicationStmt": ("(p )+|authority (availability |date )*", ""),
    "availability": ("licence |(p )+", ""),
    "licence": ("text", "target"),
    "sourceDesc": ("(p )+|bibl ", ""),
    "bibl": ("(title |author |publisher |date |ref |note )+", ""),
    "encodingDesc": ("(projectDesc |classDecl )+", ""),
    "projectDesc": ("(p )+", ""),
    "classDecl": ("(taxonomy )+", ""),
    "taxonomy": ("(category )+", ""),
    "category": ("(gloss |desc )*(category )*", ""),
    "profileDesc": ("(langUsage |particDesc )*", ""),
    "langUsage": ("(language )+", ""),
    "language": ("text", "ident"),
    "particDesc": ("listPerson ", ""),
    "listPerson": ("(person )+", ""),
    "person": ("(persName |note )*", "sameAs"),
    "standOff": ("(listAnnotation |linkGrp )+", ""),
    "listAnnotation": ("(annotation )+", ""),
    "annotation": ("(respStmt )*(revisionDesc )*(licence )*(ptr |note )*", "motivation target"),
    "respStmt": ("resp name ", ""),
    "revisionDesc": ("(change )+", ""),
    "linkGrp": ("(link )+", "type"),
    "link": ("", "type subtype target cert"),
    "text": ("body ", ""),
    "body": ("(div )+|(p )+", ""),
    "div": ("(post |p )+", "type"),
    "post": ("p ", "type who when-iso modality replyTo indentLevel status source"),
    "ptr": ("", "target"),
    "name": ("text", "ref"),
    "author": ("text", "ref"),
    "date": ("text", "when when-iso"),
    "change": ("text", "status when"),
    **dict.fromkeys(("desc", "note", "ref"), ("text", "type")),
    **dict.fromkeys(
        ("title", "resp", "p", "gloss", "persName", "publisher", "authority"), ("text", "")
    ),
}
ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")


def parsed(file: Any) -> Any:
    return etree.fromstring(file.data)


def every(root: Any, name: str) -> list[Any]:
    return list(root.iter(TEI + name))


def by_id(root: Any) -> dict[str, Any]:
    found = [one for one in root.iter() if one.get(f"{XML}id")]
    made = {one.get(f"{XML}id"): one for one in found}
    assert len(made) == len(found), "an xml:id stands twice"
    return made


def pointed(root: Any, pointer: str) -> str:
    """What a pointer points to: the characters of a string-range."""
    there = by_id(root)
    part = re.fullmatch(r"#string-range\((\w+),(\d+),(\d+)\)", pointer)
    assert part, pointer
    start = int(part[2])
    return there[part[1]].text[start : start + int(part[3])]


def held(text: str | None) -> str:
    return FORBIDDEN.sub("\ufffd", text or "")


class TestRules:
    def test_every_element_holds_what_the_guidelines_allow(self, export):
        for one in parsed(export("tei")).iter():
            name = one.tag.removeprefix(TEI)
            inside, attributes = RULES[name]
            children = "".join(f"{child.tag.removeprefix(TEI)} " for child in one)
            assert re.fullmatch("" if inside == "text" else inside, children), (name, children)
            if inside != "text":
                assert not (one.text or "").strip(), name
            global_ones = {f"{XML}id", f"{XML}lang", f"{XML}space", "n"}
            assert set(one.attrib) <= {*attributes.split(), *global_ones}, name

    def test_values_have_the_forms_that_the_guidelines_give_them(self, export):
        root = parsed(export("tei"))
        there = by_id(root)
        for one in root.iter():
            for name in ("when", "when-iso"):
                assert one.get(name) is None or ISO.fullmatch(one.get(name))
            for name in ("target", "who", "replyTo", "ref", "sameAs"):
                for pointer in (one.get(name) or "").split():
                    inner = re.sub(r"^#string-range\((\w+),\d+,\d+\)$", r"#\1", pointer)
                    assert inner[0] == "#"
                    assert inner[1:] in there, pointer
            if one.get(f"{XML}id"):
                assert re.fullmatch(r"[A-Za-z][\w.-]*", one.get(f"{XML}id"))
        assert {one.get("modality") for one in every(root, "post")} == {"written"}
        allowed = {"classifying", "commenting"}
        assert {one.get("motivation") for one in every(root, "annotation")} <= allowed

    def test_only_replies_that_the_source_states_are_reply_to(self, corpus: Nasty, export):
        root = parsed(export("tei"))
        shown = {one.get(f"{XML}id"): one for one in every(root, "post")}
        formal = Post.objects.filter(
            thread=corpus.threads["main"], parent_how__in=["export", "markup"]
        ).exclude(pk=corpus.posts["uncoded"])
        assert formal
        for post in Post.objects.filter(pk__in=[int(one[1:]) for one in shown]):
            parent = Post.objects.filter(thread=post.thread_id, number=post.parent_number).first()
            said = f"#p{parent.pk}" if parent else None
            assert shown[f"p{post.pk}"].get("replyTo") in (None, said)

    def test_what_was_inferred_is_a_layer_of_its_own(self, committed_inference, export):
        corpus = committed_inference
        root = parsed(export("tei"))
        dashed, formula = (f"p{corpus.posts[name]}" for name in ("dashed", "formula"))
        assert by_id(root)[dashed].get("replyTo") is None
        (group,) = every(root, "linkGrp")
        assert group.get("type") == "inferred"
        reply = [one for one in group if one.get("type") == "reply"]
        assert [(one.get("subtype"), one.get("target")) for one in reply] == [
            ("manual", f"#{dashed} #{formula}")
        ]
        for link in PostLink.objects.filter(post__thread=corpus.threads["main"]):
            targets = [one.get("target") for one in group if one.get("type") == link.kind]
            assert any(f"#p{link.target_id}" in one.split()[-1] for one in targets)


class TestAnnotations:
    def test_each_quote_is_what_its_pointer_points_to(self, corpus: Nasty, export):
        root = parsed(export("tei"))
        there = by_id(root)
        rows = Annotation.objects.filter(pk__in=corpus.all, level="passage", state="live")
        assert rows.count() > 40
        for row in rows:
            target = there[f"a-{row.pk}"].get("target")
            assert target == f"#string-range(t{row.post_id},{row.start},{row.end - row.start})"
            assert pointed(root, target) == held(row.quote)

    def test_every_annotation_leaves_once_with_code_coder_and_memo(self, corpus: Nasty, export):
        file = export("tei")
        root = parsed(file)
        claims = {
            one.get(f"{XML}id"): one
            for one in every(root, "annotation")
            if one.get("motivation") == "classifying"
        }
        assert claims.keys() == {f"a-{one}" for one in corpus.all}
        assert file.manifest["rows"] == len(claims)
        there = by_id(root)
        for row in Annotation.objects.filter(pk__in=corpus.all).select_related("code", "coder"):
            one = claims[f"a-{row.pk}"]
            code = there[one.find(f"{TEI}ptr").get("target")[1:]]
            assert code.find(f"{TEI}gloss").text == row.code.name
            coder = there[one.find(f"{TEI}respStmt/{TEI}name").get("ref")[1:]]
            assert coder.get("n") == row.coder.username
            memo = one.find(f"{TEI}note[@type='memo']")
            assert (memo.text if memo is not None else "") == held(row.memo)

    def test_an_orphan_points_to_its_post_and_keeps_its_quote(self, corpus: Nasty, export):
        file = export("tei")
        row = Annotation.objects.get(pk=corpus.annotations["orphan"])
        one = by_id(parsed(file))[f"a-{row.pk}"]
        note = one.find(f"{TEI}note[@type='orphan']")
        assert one.get("target") == f"#p{row.post_id}"
        assert (note.text, note.get("n")) == (row.quote, f"{row.start} {row.end} 1")
        assert file.losses["orphans_unplaced"] == 1

    def test_memos_stand_on_what_they_are_about(self, corpus: Nasty, export):
        file = export("tei")
        root = parsed(file)
        on = {
            one.get("target"): one.find(f"{TEI}note").text
            for one in every(root, "annotation")
            if one.get("motivation") == "commenting"
        }
        assert on == {
            f"#thread-{corpus.threads['main']}": held(f"thread: {MEMO}"),
            f"#p{corpus.posts['entry']}": held(f"post: {MEMO}"),
            f"#a-{corpus.annotations['memo']}": held(f"annotation: {MEMO}"),
        }
        assert held(f"code: {MEMO}") in [one.text for one in every(root, "desc")]
        assert file.losses["memos_not_written"] == 2


class TestCorpus:
    def test_posts_are_their_texts_by_their_authors(self, corpus: Nasty, export):
        file = export("tei")
        there = by_id(parsed(file))
        shown = [one for one in corpus.posts if f"p{corpus.posts[one]}" in there]
        assert {"entry", "spam", "moved", "lonely"} <= set(shown)
        assert not {"uncoded", "gone"} & set(shown)
        for name in shown:
            post = Post.objects.select_related("author").get(pk=corpus.posts[name])
            one = there[f"p{post.pk}"]
            assert one[0].text == held(post.text)
            assert one.get("n") == str(post.number)
            assert one.get("status") == (None if post.status == "approved" else post.status)
            assert one.get("who") == (f"#u{post.author_id}" if post.author else None)
            if post.author:
                assert (there[f"u{post.author_id}"][0].text or "") == post.author.name
        assert file.losses["characters_replaced"] >= 3

    def test_the_codebook_is_a_taxonomy_with_its_tree(self, corpus: Nasty, export):
        there = by_id(parsed(export("tei")))
        for code in Code.objects.filter(corpus=corpus.corpus):
            above = there[f"code-{code.pk}"].getparent().get(f"{XML}id")
            assert above == (f"code-{code.parent_id}" if code.parent_id else "codebook")

    def test_titles_and_addresses_come_as_they_were(self, corpus: Nasty, export):
        root = parsed(export("tei"))
        thread = Thread.objects.get(pk=corpus.threads["main"])
        bibl = by_id(root)[f"thread-{thread.pk}"].find(f".//{TEI}bibl")
        assert bibl.find(f"{TEI}title").text == TITLE
        assert bibl.find(f"{TEI}ref").text == thread.url
        assert root.find(f".//{TEI}title").text == corpus.corpus.title

    def test_the_same_state_gives_the_same_bytes(self, export):
        assert export("tei").data == export("tei").data

    def test_a_scope_of_one_thread_names_only_who_wrote_there(self, corpus: Nasty, export):
        root = parsed(export("tei", scope={"threads": [corpus.threads["lonely"]]}))
        assert len(every(root, "TEI")) == 1
        wrote = Participant.objects.filter(posts__thread=corpus.threads["lonely"])
        named = {one.get(f"{XML}id") for one in every(root, "person")}
        assert named == {f"u{one.pk}" for one in wrote}

    def test_names_are_pseudonyms_where_that_is_asked_for(self, export):
        names = [one.text for one in every(parsed(export("tei", pseudonymise=True)), "persName")]
        assert names
        assert [one for one in names if not re.fullmatch("P[0-9A-F]{10,}", one)] == []

    def test_without_texts_positions_stay_and_nothing_is_told(self, corpus: Nasty, export):
        file = export("tei", texts=False)
        there = by_id(parsed(file))
        text = there[f"t{corpus.posts['entry']}"].text
        assert len(text) == len(corpus.text("entry"))
        assert "pear tree" not in file.data.decode()
        assert file.losses["texts_masked"] > 6


@pytest.fixture
def committed_inference(corpus: Nasty) -> Any:
    """A reply that a person inferred, seen by exports; taken back afterwards."""

    def say(how: str) -> None:
        with own_connection() as connection:
            connection.execute(
                "UPDATE corpus_post SET parent_how = %s WHERE id = %s",
                [how, corpus.posts["dashed"]],
            )

    before = Post.objects.get(pk=corpus.posts["dashed"]).parent_how
    say("manual")
    yield corpus
    say(before)
