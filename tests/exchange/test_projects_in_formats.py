"""Projects of Taguette, Label Studio, doccano, INCEpTION and brat are read as they write them."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from cassis import Cas, TypeSystem

from annotations.projects.conventions import Rulers, text_of
from annotations.projects.registry import read_project
from annotations.projects.scoring import choose
from corpus.errors import UnreadableError

TEXT = "Wren 🐞 wrote:\nThe café lost its basil."


def read(data: bytes, name: str):
    form, found = read_project(io.BytesIO(data))
    assert form.name == name
    return found


def coded(found):
    """What was coded, as text, with the code's path and the coder."""
    choice = choose(found)
    rulers = Rulers.of(found.sources, choice.chosen)
    texts = {one.key: text_of(one) for one in found.sources}
    paths = {one.key: " > ".join(one.path) for one in found.codes}
    spans = [(one, rulers.span(one)) for one in found.selections]
    return [
        (texts[one.source][slice(*span)] if span else None, paths[one.code], one.coder)
        for one, span in spans
    ]


def packed(files: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def lost(found) -> dict[str, int]:
    return {code: one.count for code, one in found.losses.items()}


# As Taguette's own models make them.
TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name, description, created);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name, description, filename, created, project_id,
    text_direction, contents);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date, user_login, project_id, document_id, payload);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id, start_offset, end_offset, snippet);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id, path, description);
CREATE TABLE highlight_tags (highlight_id, tag_id);
INSERT INTO projects VALUES (1, 'Allotments', '', '2031-05-01');
INSERT INTO tags VALUES (1, 1, 'frost', 'Ice.'), (2, 1, 'help', '');
"""


def taguette(*highlights: tuple[str, str, int], html: str, plain: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(TAGUETTE)
    database.execute(
        "INSERT INTO documents VALUES (1, 'On frost', '', 'x.html', '', 1, 'LEFT_TO_RIGHT', ?)",
        [html],
    )
    for key, (quote, snippet, tag) in enumerate(highlights, 1):
        start = len(plain[: plain.index(quote)].encode())
        place = (key, start, start + len(quote.encode()), snippet)
        database.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", place)
        database.execute("INSERT INTO highlight_tags VALUES (?, ?)", (key, tag))
        said = json.dumps({"type": "highlight_add", "highlight_id": key})
        database.execute(
            "INSERT INTO commands VALUES (?, '2031-05-02 10:00:00', ?, 1, 1, ?)",
            (key, ("kim", "lee")[key % 2], said),
        )
    return database.serialize()


def test_a_taguette_project_counts_bytes_of_the_text_without_its_tags():
    html = "<h1>On 🐞</h1><p>The <b>café</b> lost its basil.</p><p>Ours froze.</p>"
    plain = "On 🐞The café lost its basil.Ours froze."
    data = taguette(
        ("café lost", "<p><b>café</b> lost</p>", 1),
        ("basil.Ours", "<p>basil.</p><p>Ours</p>", 2),
        ("froze", "<p>thawed</p>", 1),
        html=html,
        plain=plain,
    )
    found = read(data, "taguette")
    assert text_of(found.sources[0]) == "On 🐞\nThe café lost its basil.\nOurs froze."
    assert coded(found) == [("café lost", "frost", "lee"), ("basil.\nOurs", "help", "kim")]
    assert lost(found) == {"quote_mismatch": 1}
    assert f"{found.selections[0].created:%d.%m. %H}" == "02.05. 10"
    assert [code.description for code in found.codes] == ["Ice.", ""]


def test_a_damaged_database_is_refused_with_words():
    data = taguette(html="<p>x</p>", plain="x")
    for broken in (data[:3000], data.replace(b"highlight_tags", b"highlight_tugs")):
        with pytest.raises(UnreadableError):
            read(broken, "taguette")


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_label_studio_says_its_passages_and_so_how_it_counts(unit):
    def span(quote: str, label: str) -> dict:
        at = TEXT.index(quote)
        units = len(TEXT[:at].encode("utf-16-le")) // 2 if unit == "utf16" else at
        value = {"start": units, "end": units + len(quote), "text": quote, "labels": [label]}
        return {"from_name": "label", "to_name": "text", "type": "labels", "value": value}

    choice = {"from_name": "mood", "type": "choices", "value": {"choices": ["Sad"]}}
    task = {
        "id": 7,
        "data": {"text": TEXT, "url": "https://plot.example/7"},
        "annotations": [
            {"completed_by": {"email": "kim@plot.example"}, "result": [span("café", "Place")]},
            {"completed_by": 2, "result": [span("basil", "Plant"), choice, {"type": "relation"}]},
            {"completed_by": 3, "was_cancelled": True, "result": [span("lost", "Place")]},
        ],
    }
    found = read(json.dumps([task]).encode(), "label-studio")
    assert coded(found) == [
        ("café", "label > Place", "kim@plot.example"),
        ("basil", "label > Plant", "2"),
        (None, "mood > Sad", "2"),
    ]
    assert choose(found).chosen.unit == unit
    assert lost(found) == {"other_results": 1}
    assert found.sources[0].attributes == {"url": "https://plot.example/7"}


def test_doccano_in_both_its_shapes_and_one_file_per_coder():
    at = TEXT.index("café")
    old = {"id": 1, "text": TEXT, "label": [[at, at + 4, "Place"]]}
    new = {
        "id": 1,
        "text": TEXT,
        "entities": [{"id": 4, "label": "Drink", "start_offset": at, "end_offset": at + 4}],
        "relations": [{"id": 1}],
    }
    whole = {"id": 2, "text": "Ours froze.", "label": ["Frost"]}
    lines = "\n".join(map(json.dumps, (old, whole)))
    found = read(lines.encode(), "doccano")
    assert coded(found) == [("café", "Place", None), (None, "Frost", None)]
    both = read(packed({"kim.jsonl": lines, "lee.jsonl": json.dumps(new)}), "doccano")
    assert len(both.sources) == 2
    assert coded(both)[2] == ("café", "Drink", "lee")
    assert lost(both) == {"relations": 1}


def cas() -> Cas:
    types = TypeSystem()
    layer = types.create_type("webanno.custom.Topic", supertypeName="uima.tcas.Annotation")
    types.create_feature(layer, "code", "uima.cas.String")
    made = Cas(typesystem=types)
    made.sofa_string = TEXT
    made.sofa_mime = "text/plain"
    at = TEXT.index("café")
    made.add(layer(begin=at, end=at + 4, code="Place"))
    made.add(layer(begin=0, end=4))
    return made


def test_inceptions_cas_comes_in_as_json_and_as_xmi_of_several_coders():
    one = cas()
    found = read(one.to_json().encode(), "cas")
    assert sorted(coded(found)) == [("Wren", "Topic", None), ("café", "Topic > Place", None)]
    xmi = one.to_xmi().encode()
    files = {
        "annotation/frost.txt/kim.xmi": xmi,
        "annotation/frost.txt/lee.xmi": xmi,
        "annotation/frost.txt/TypeSystem.xml": one.typesystem.to_xml(),
    }
    both = read(packed(files), "cas")
    assert len(both.sources) == 1
    assert {coder for _, _, coder in coded(both)} == {"kim", "lee"}
    assert len(both.selections) == 4
    del files["annotation/frost.txt/TypeSystem.xml"]
    with pytest.raises(UnreadableError, match="type system"):
        read(packed(files), "cas")


def test_brat_comes_in_with_its_notes_and_its_passages_in_parts():
    at, basil = TEXT.index("café"), TEXT.index("basil")
    ann = (
        f"T1\tPlace {at} {at + 4}\tcafé\n"
        f"T2\tLoss {at} {at + 4};{basil} {basil + 5}\tcafé basil\n"
        "A1\tNegated T1\n#1\tAnnotatorNotes T1\tLook again.\nR1\tOf Arg1:T1 Arg2:T2\t\n"
    )
    found = read(packed({"a/frost.txt": TEXT, "a/frost.ann": ann}), "brat")
    assert coded(found) == [
        ("café", "Place", None),
        ("café", "Loss", None),
        ("basil", "Loss", None),
    ]
    assert [one.text for one in found.memos] == ["Negated", "Look again."]
    assert {one.key for one in found.memos} == {found.selections[0].key}
    assert lost(found) == {"in_parts": 1, "relations": 1}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"[]", b"{}", b"a,b\n1,2", b"[1, 2]"])
def test_what_is_none_of_them_is_said_to_be_none(data):
    with pytest.raises(UnreadableError):
        read_project(io.BytesIO(data))


def test_no_reader_looks_at_a_files_name():
    folder = Path(read_project.__code__.co_filename).parent
    assert not [one for one in folder.glob("*.py") if "file.name" in one.read_text()]
