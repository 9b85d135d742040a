"""Values of JSON files: found in pieces of any size, with their places, broken ones alone lost."""

import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest.json_count import count_key, count_objects
from corpus.ingest.json_items import Element, JsonItems, Path

ROWS = [
    {"id": number, "text": 'a "word" \\ {in} [brackets] \u00e9\U0001f642\n', "more": {"x": [1, {}]}}
    for number in range(6)
]
DOCUMENT = {"version": 1, "skipped": [ROWS, "x"], "rows": ROWS, "after": {"rows": [7]}}


def rows(path: Path):
    if path == ("rows", "*"):
        return "take"
    return "enter" if path in {(), ("rows",)} else "skip"


def pieces(text: str, size: int):
    return (text[at : at + size] for at in range(0, len(text), size))


def walk(text: str, size: int = 1 << 20, wanted=rows, **options) -> list[Element]:
    return list(JsonItems(pieces(text, size), wanted, **options))


TEXTS = {
    "compact": json.dumps(DOCUMENT, separators=(",", ":")),
    "on lines": json.dumps(DOCUMENT, indent=2, ensure_ascii=False),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 17, 64, 10_000])
def test_the_same_values_come_in_pieces_of_any_size(text: str, size: int) -> None:
    found = walk(text, size)
    assert [element.value for element in found] == ROWS
    for element in found:
        assert json.loads(text[element.start : element.end]) == element.value
        assert element.path == ("rows", "*")
    assert count_objects(pieces(text, size), ("rows",))["", "rows", "*"] == len(ROWS)
    assert count_key(pieces(text, size), "text") == 2 * len(ROWS)


def test_lines_of_json_are_read_one_after_another() -> None:
    text = "\ufeff" + "\n".join(json.dumps(row) for row in ROWS) + "\n"
    found = walk(text, wanted=lambda _: "take")
    assert [element.value for element in found] == ROWS


def test_numbers_and_words_at_the_end_of_a_piece_are_read_whole() -> None:
    for size in (1, 2, 3):
        found = walk("[12345, true,null ,-1.5e3]", size, wanted=lambda p: "take" if p else "enter")
        assert [element.value for element in found] == [12345, True, None, -1500.0]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_broken_value_costs_itself_only(text: str) -> None:
    for place, broken in ((0, '"id": nonsense'), (3, '"id" 3'), (2, '"id": "a "quoted" word"')):
        written = text.replace('"id":', '"id": ').replace(" " * 2, " ")
        at = written.replace('"rows"', '"ROWS"', 0).rindex('"id": ' + str(place))
        damaged = written[:at] + broken + written[at + len('"id": ' + str(place)) :]
        found = walk(damaged)
        good = [element.value for element in found if not element.fault]
        assert good == [row for row in ROWS if row["id"] != place]
        (lost,) = (element for element in found if element.fault)
        assert broken in damaged[lost.start : lost.end]


def test_a_quote_that_does_not_end_costs_one_value() -> None:
    text = TEXTS["compact"]
    at = text.rindex('"id":3')
    found = walk(text[:at] + '"x":"open,' + text[at:])
    assert [element.value["id"] for element in found if not element.fault] == [0, 1, 2, 4, 5]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_cut_at_any_place_what_stands_before_is_found(text: str) -> None:
    ends = [element.end for element in walk(text)]
    for stop in range(1, len(text), 3):
        found = walk(text[:stop])
        good = [element.value for element in found if not element.fault]
        assert good == ROWS[: sum(end <= stop for end in ends)]
        assert any(element.fault for element in found)


def test_a_walk_can_be_taken_up_inside_an_array() -> None:
    text = json.dumps(ROWS)
    whole = walk(text, wanted=lambda p: "take" if p == ("*",) else "enter")
    at = whole[2].end
    rest = walk(
        text[at:], wanted=lambda p: "take" if p == ("*",) else "enter", begin=at, inside=((),)
    )
    assert rest == whole[3:]


def test_any_depth_of_what_is_passed_is_no_problem() -> None:
    deep = "[" * 50_000 + "]" * 50_000
    text = f'{{"skipped": {deep}, "rows": [{{"id": 1}}, {deep}, {{"id": 2}}]}}'
    found = walk(text, 1000)
    assert [element.value for element in found if not element.fault] == [{"id": 1}, {"id": 2}]
    (lost,) = (element for element in found if element.fault)
    assert text[lost.start : lost.end] == deep


def test_a_value_beyond_the_limit_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.ingest.json_items.VALUE_CHARACTERS", 5_000)
    text = json.dumps({"rows": [{"id": 1}, {"id": 2, "x": "y" * 50_000}, {"id": 3}]})
    found = walk(text, 1000)
    assert [element.value for element in found if not element.fault] == [{"id": 1}, {"id": 3}]
    assert "more than 5,000" in next(element.fault for element in found if element.fault)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='[]{}",:\\ \n1atrue"rows', max_size=60), st.integers(1, 9))
def test_no_text_raises_or_hangs(text: str, size: int) -> None:
    for element in walk(text, size, wanted=lambda p: "take" if len(p) > 1 else "enter"):
        assert 0 <= element.start <= element.end <= len(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(json_values, max_size=6), st.integers(1, 40))
def test_any_list_of_values_comes_out_as_it_is(values, size: int) -> None:
    text = json.dumps(values, ensure_ascii=bool(size % 2))
    found = walk(text, size, wanted=lambda p: "take" if p else "enter")
    assert [element.value for element in found] == values
    counted = count_objects(pieces(text, size), ())
    assert counted["*",] == 0
    assert counted["", "*"] == sum(isinstance(value, dict) for value in values)


def test_memory_does_not_grow_with_the_file() -> None:
    def endless():
        yield '{"rows": ['
        for number in range(400):
            yield ",".join(json.dumps({"id": number, "text": "word " * 500}) for _ in range(20))
            yield ","
        yield '{"id": 0}]}'

    tracemalloc.start()
    try:
        count = sum(1 for _ in JsonItems(endless(), rows))
        assert count_key(endless(), "id") == count == 8_001
        assert count_objects(endless(), ("rows",))["", "rows", "*"] == count
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_what_looks_like_a_key_inside_a_text_is_not_counted() -> None:
    text = json.dumps({"rows": [{"text": 'he wrote {"text": 1} and "rows": [{'}]})
    assert count_key([text], "text") == 1
    assert count_objects([text], ("rows",))["", "rows", "*"] == 1


def test_many_quotes_that_do_not_end_take_no_time() -> None:
    """Each would else be searched for to the end of the file."""
    broken = ['{"id": 1, "text": "a", "n": 2}', '{"id": 2, "text": "b" ", "n": 2}'] * 40
    filler = [json.dumps({"id": 3, "text": "word " * 9_000, "n": 2})] * 400
    found = walk('{"rows": [' + ",".join(broken + filler) + "]}")
    assert sum(not element.fault for element in found) == 440
