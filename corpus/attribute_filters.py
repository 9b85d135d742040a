"""Filters by attributes, `Age:>=30`, as conditions in SQL. Pure Python.

A name, a colon, and a value, heeding no capitals; `>`, `>=`, `<`, `<=` compare numbers, dates (as
exactly as the filter gives them) or else words; `!` before it: anything else; no value at all:
where there is none; `*`: where there is one.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import MalformedError

MOST = 20
# A number that is one: what begins with a zero is a code or an area.
NUMBER = r"^-?(0|[1-9][0-9]{0,14})([.][0-9]{1,15})?$"
DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])([T ][0-2][0-9]:[0-5][0-9].*)?)?$"
_OPERATOR = re.compile(r"(>=|<=|>|<|!|)(.*)", re.DOTALL)
_NUMBER = re.compile(NUMBER)
# A date, or its beginning: a year, a month.
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d.*)?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filter:
    """What an attribute shall be: `operator` is "", "!", ">", …, "none" or "any"."""

    name: str
    operator: str
    value: str


def parsed(given: Sequence[str], known: Collection[str]) -> list[Filter]:
    """Return what filters mean; where a name has a colon itself, the longest known one counts.

    Raises:
        MalformedError: one without a colon or name, or too many.
    """
    if len(given) > MOST:
        raise _malformed(f"There are at most {MOST} filters by attributes.")
    return [_parsed(one, known) for one in given]


def _parsed(given: str, known: Collection[str]) -> Filter:
    ends = [place for place, character in enumerate(given) if character == ":" and place]
    if not ends:
        raise _malformed("A filter is a name, a colon and a value, e.g. Age:>=30.")
    end = max((one for one in ends if given[:one] in known), default=ends[0])
    name, said = given[:end], given[end + 1 :].strip()
    if said in ("", "*"):
        return Filter(name, "any" if said else "none", "")
    found = _OPERATOR.fullmatch(said)
    operator, value = (found[1], found[2].strip()) if found else ("", said)
    return Filter(name, operator, value)


def _malformed(message: str) -> MalformedError:
    return MalformedError(message, fields=[("attribute", "invalid", message)])


def conditions(
    filters: Sequence[Filter], column: str, *, prefix: str = "attribute"
) -> tuple[str, dict[str, Any]]:
    """Return the conditions on a JSON column, each after an AND, and what they bind."""
    sql = ""
    values: dict[str, Any] = {}
    for number, one in enumerate(filters):
        name, value = f"{prefix}_{number}_name", f"{prefix}_{number}_value"
        values |= {name: one.name, value: one.value}
        sql += f" AND {_condition(one, column, f'%({name})s', f'%({value})s')}"
    return sql, values


def _condition(one: Filter, column: str, name: str, value: str) -> str:
    text = f"({column} ->> {name})"
    if one.operator in ("none", "any"):
        absent = f"coalesce({text}, '') IN ('', '[]')"
        return absent if one.operator == "none" else f"NOT {absent}"
    if one.operator in ("", "!"):
        equal = _equal(one, column, text, name, value)
        return f"NOT coalesce({equal}, false)" if one.operator else equal
    cases = []
    if _NUMBER.fullmatch(one.value):
        cases.append(
            f"WHEN {text} ~ '{NUMBER}' THEN {text}::numeric {one.operator} {value}::numeric"
        )
    if _DATE.fullmatch(one.value):
        cut = f"replace(left({text}, length({value})), ' ', 'T')"
        cases.append(
            f"WHEN {text} ~ '{DATE}' THEN {cut} COLLATE \"C\" {one.operator}"
            f" replace({value}, ' ', 'T')"
        )
    if not cases:
        cases.append(f'WHEN true THEN lower({text}) COLLATE "C" {one.operator} lower({value})')
    return f"(CASE {' '.join(cases)} ELSE false END)"


def _equal(one: Filter, column: str, text: str, name: str, value: str) -> str:
    """Return the condition that a value, or one of a list, is as the filter says."""
    member = f"""EXISTS (SELECT FROM jsonb_array_elements_text(
        CASE WHEN jsonb_typeof({column} -> {name}) = 'array' THEN {column} -> {name} ELSE '[]' END)
        AS e(value) WHERE lower(e.value) = lower({value}))"""
    same = f"lower({text}) = lower({value})"
    if _NUMBER.fullmatch(one.value):
        same = (
            f"CASE WHEN {text} ~ '{NUMBER}' THEN {text}::numeric = {value}::numeric ELSE {same} END"
        )
    return f"({same} OR {member})"


def of_author(filters: Sequence[Filter], post: str) -> tuple[str, dict[str, Any]]:
    """Return the conditions on whoever wrote the post with this alias, as `conditions`.

    What is said of the person whose name it is counts as well as what is said of the name.
    """
    sql, values = conditions(filters, "w.attributes", prefix="author_attribute")
    if not sql:
        return "", {}
    return (
        " AND EXISTS (SELECT FROM corpus_participant o JOIN corpus_participant w"
        f" ON w.id IN (o.id, o.merged_into_id) WHERE o.id = {post}.author_id{sql})"
    ), values
