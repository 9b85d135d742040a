"""Projects of other programs are read as they are written, and positions come out right."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.projects.conventions import BY_NAME, Rulers, text_of
from annotations.projects.registry import read_project
from annotations.projects.scoring import choose, samples
from corpus.errors import UnreadableError
from tests.exchange.foreign_qdpx import HABITS, TEXT, Foreign, Habit, usual

LETTERS = st.sampled_from("ab é\n\n 🌱😀\u0301\u200d👩\u05e9\u0645.,<&>'\"")
ANY = st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff")
NASTY = st.text(LETTERS | ANY, min_size=1, max_size=60)


def read(data: bytes):
    return read_project(io.BytesIO(data))[1]


def quotes(found, convention):
    rulers = Rulers.of(found.sources, convention)
    texts = {one.key: text_of(one) for one in found.sources}
    spans = [(one, rulers.span(one)) for one in found.selections]
    return [texts[one.source][slice(*span)] if span else None for one, span in spans]


@pytest.mark.parametrize("name", HABITS)
def test_each_habit_of_other_programs_is_found_out(name):
    habit, project = HABITS[name], usual()
    found = read(project.file(habit))
    choice = choose(found)
    right = [TEXT[start:end] for _, start, end, _, _ in project.passages]
    assert quotes(found, choice.chosen) == right
    chosen = {one.convention.name: one for one in choice.scores}
    assert chosen[habit.convention].same, choice.chosen.name
    assert text_of(found.sources[0]) == TEXT


def test_the_scores_say_by_what_they_were_found():
    found = read(usual().file(HABITS["utf-16"]))
    choice = choose(found)
    assert (choice.by, choice.chosen.name) == ("names", "utf16-crlf1-bom0")
    best = next(one for one in choice.scores if one.convention == choice.chosen)
    assert (best.score, best.matched, best.of) == (1, 7, 7)
    plain = next(one for one in choice.scores if one.convention.name == "codepoint-crlf1-bom0")
    assert (plain.matched < 7, plain.same, choice.no_difference) == (True, False, False)
    assert choose(read(usual().file(HABITS["nvivo"]))).by == "words"


def test_where_all_ways_of_counting_agree_that_is_said():
    text = "Plain words in one line."
    project = Foreign(texts=[text])
    project.passages = [(0, 0, 5, "C1", 0)]
    found = read(project.file(Habit()))
    choice = choose(found)
    assert choice.no_difference
    assert choice.chosen.name == "codepoint-crlf1-bom0"


def test_five_samples_show_the_passage_with_what_stands_around_it():
    found = read(usual().file(HABITS["crlf as two"]))
    shown = samples(found, BY_NAME["codepoint-crlf2-bom0"])
    assert len(shown) == 5
    for one in shown:
        assert one.passage == one.name
        assert one.before + one.passage + one.after in TEXT
    wrong = samples(found, BY_NAME["codepoint-crlf2-bom1"])
    assert [one.name for one in wrong] == [one.name for one in shown]
    assert all(one.passage != one.name for one in wrong)


HABIT = st.builds(
    Habit,
    unit=st.sampled_from(["codepoint", "utf16"]),
    crlf=st.booleans(),
    counts_crlf=st.sampled_from([1, 2]),
    bom=st.booleans(),
    counts_bom=st.booleans(),
)
PLACES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 59), st.integers(1, 12)), min_size=1, max_size=12
)


@given(texts=st.lists(NASTY, min_size=1, max_size=3), places=PLACES, habit=HABIT)
def test_whatever_the_text_every_passage_is_what_its_name_says(texts, places, habit):
    project = Foreign(texts=texts)
    for source, start, length in places:
        n = source % len(texts)
        at = start % len(texts[n])
        project.passages.append((n, at, min(len(texts[n]), at + length), "C1", 0))
    found = read(project.file(habit))
    choice = choose(found)
    named = [n for n, one in enumerate(found.selections) if one.name.strip()]
    said = quotes(found, choice.chosen)
    assert [(said[n] or "").split() for n in named] == [
        found.selections[n].name.split() for n in named
    ]
    # And the true one fits as well as the one that was chosen.
    scores = {one.convention.name: one.score for one in choice.scores}
    assert not named or scores[habit.convention] == max(scores.values())


def rezipped(data: bytes, **names: str | bytes) -> bytes:
    """Add files to a package."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(data)
    return caught.value.code


def test_what_would_harm_is_refused_with_clear_words():
    base = usual().file(Habit())
    assert refusal(rezipped(base, **{"../../etc/cron.d/x": "x"})) == "path_escape"
    entities = usual(more={"doctype": '<!DOCTYPE Project [<!ENTITY a "b">]>'})
    assert refusal(entities.file(Habit())) == "xml_entities"
    assert refusal(rezipped(base, **{"a.qde": b"<Project>" + b" " * 60_000_000})) == (
        "archive_limit"
    )
    out = base_with(base, b"internal://T0.txt", b"internal://../T0.txt")
    assert refusal(out) == "path_escape"
    assert refusal(b"<Project/>") == "unknown_project"
    assert refusal(base_with(base, b"</Project>", b"")) == "unreadable_project"


def base_with(data: bytes, old: bytes, new: bytes) -> bytes:
    """Change a package's XML."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(old, new))
    return target.getvalue()


def test_two_codes_of_one_name_stay_two_and_ids_need_not_be_any():
    twins = [("C1", "Frost", None), ("C2", "Frost", None), ("C3", "Help", "C2")]
    found = read(usual(codes=twins).file(Habit()))
    assert [code.path for code in found.codes] == [
        ("Frost",), ("Frost (2)",), ("Frost (2)", "Help"),
    ]  # fmt: skip
    assert found.losses["duplicate_code_names"].count == 1
    assert found.losses["invalid_guid"].count == 3
    assert [code.colour for code in found.codes] == ["#00aa00"] * 3
    assert len(found.selections) == 7


def test_what_cannot_be_taken_over_is_counted():
    more = {
        "in source": '<PlainTextSelection guid="Z" startPosition="3" endPosition="3"><Coding'
        ' guid="z"><CodeRef targetGUID="C1"/></Coding></PlainTextSelection>'
        '<PlainTextSelection guid="Y" startPosition="3" endPosition="9"/>',
        "end": '<Links><Link guid="L"/><Link guid="M"/></Links>'
        '<Sets><Set guid="X" name="Spring"><MemberSource targetGUID="s0"/></Set></Sets>',
        "cases": '<Variables><Variable guid="V" name="age"/></Variables><Cases><Case guid="A"'
        ' name="Wren"><VariableValue><VariableRef targetGUID="V"/><IntegerValue>41</IntegerValue>'
        '</VariableValue><SourceRef targetGUID="S0"/></Case><Case guid="B" name="Robin"/></Cases>',
    }
    found = read(usual(more=more).file(Habit()))
    lost = {code: one.count for code, one in found.losses.items()}
    del lost["invalid_guid"]
    assert lost == {"empty_passages": 1, "passages_without_code": 1, "links": 2, "cases": 1}
    assert found.sources[0].attributes == {"case": "Wren", "age": "41", "set": "Spring"}
    assert found.cases == 2


def test_a_missing_text_and_what_was_coded_in_it_are_counted():
    project = usual(texts=[TEXT, "Another text."])
    project.code("Another text.", "Another")
    data = base_with(project.file(Habit()), b"internal://T1.txt", b"relative:///C:/gone.txt")
    found = read(data)
    assert found.losses["text_missing"].count == found.losses["source_missing"].count == 1
    assert len(found.selections) == 7
