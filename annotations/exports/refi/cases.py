"""Participants as Cases with their variables, and what threads have as variables of sources."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from annotations.exports import selects
from annotations.exports.reading import Reading
from annotations.exports.refi.book import Book, Variable
from annotations.exports.refi.codebook import Names
from annotations.exports.refi.values import type_of, variable, variable_value
from annotations.exports.refi.xml import content, value
from annotations.exports.rows import ParticipantRow

# What every thread may have, and its type.
_OF_THREADS = {
    "Site": "Text", "Author": "Text", "Written at": "DateTime", "Language": "Text",
    "Categories": "Text",
}  # fmt: skip
_KEYS = """
SELECT k.key, array_agg(DISTINCT CASE
    WHEN jsonb_typeof(k.value) = 'number' AND k.value::text ~ '^-?[0-9]+$' THEN 'integer'
    ELSE jsonb_typeof(k.value) END)
FROM {table} w, jsonb_each(w.attributes) AS k(key, value)
WHERE w.corpus_id = %(corpus)s{some} GROUP BY k.key ORDER BY k.key COLLATE "C"
"""
# QualCoder compares each coding with each code: with more cases it would not come to an end.
MOST_CASE_CODES = 2_000


class Attribute(NamedTuple):
    """A key that somebody's attributes have, and the JSON types of its values."""

    key: str
    kinds: list[str]


class Wrote(NamedTuple):
    """A post of a participant, after merging."""

    person: int
    thread: int
    post: int


def variables(reading: Reading, book: Book) -> Iterator[str]:
    """Yield the Variables, which the book then knows."""
    names = Names()
    found: dict[tuple[str, str], str] = {
        ("thread", name): kind for name, kind in _OF_THREADS.items()
    }
    for group, table in (("attribute", "corpus_thread"), ("participant", "corpus_participant")):
        some = ""
        if group == "attribute":
            some = f" AND w.deleted_at IS NULL{_of_scope(reading, 'w.id')}"
        for one in reading.all(_KEYS.format(table=table, some=some), Attribute._make):
            found[group, one.key] = type_of(one.kinds)
    found["participant", "Sites"] = found["participant", "Also wrote as"] = "Text"
    yield "<Variables>\n"
    for (group, key), kind in found.items():
        guid = book.guids.of(f"variable-{group}", key)
        book.variables[group, key] = (guid, kind)
        of = "participants" if group == "participant" else "threads"
        yield variable(guid, names.unique(key or "(no name)", f"{key} ({of})"), kind, of=of)
    yield "</Variables>\n"


def merged(reading: Reading) -> list[ParticipantRow]:
    """Return the names that belong to somebody's other name."""
    every = selects.participants(pseudonymise=reading.order.pseudonymise)
    sql = f"SELECT * FROM ({every}) AS every WHERE merged_into_id IS NOT NULL"
    return reading.all(sql, ParticipantRow._make)


def people(reading: Reading) -> Iterator[tuple[ParticipantRow, list[Wrote]]]:
    """Yield everybody with what they wrote; of some threads, only who wrote in these."""
    some = "threads" in reading.order.scope
    posts = groupby(reading.stream(_posts(reading), Wrote._make, "wrote"), lambda one: one.person)
    person, wrote = next(posts, (None, None))
    for one in reading.participants():
        own: list[Wrote] = []
        if one.id == person and wrote is not None:
            own = list(wrote)
            person, wrote = next(posts, (None, None))
        if one.merged_into is None and (own or not some):
            yield one, own


def case_elements(
    reading: Reading, book: Book, also: dict[int, list[ParticipantRow]]
) -> Iterator[str]:
    """Yield a Case for everybody; `also` are the other names under which they wrote."""
    names, opened = Names(), False
    for one, wrote in people(reading):
        yield "" if opened else "<Cases>\n"
        opened = True
        book.met["cases"] += 1
        name = case_name(one, names)
        book.met["case_names"] += name != one.name
        yield f'<Case guid="{book.case(one.id)}" name="{value(name)}">'
        yield _description(one, book, name, also.get(one.id, []))
        for of, said in _values(one, book, also.get(one.id, [])):
            yield variable_value(of, said)
        for thread in dict.fromkeys(post.thread for post in wrote):
            yield f'<SourceRef targetGUID="{book.guids.of("thread", thread)}"/>'
        for post in wrote:
            yield f'<SelectionRef targetGUID="{book.guids.of("post", post.post)}"/>'
        yield "</Case>\n"
    yield "</Cases>\n" if opened else ""


def case_name(one: ParticipantRow, names: Names) -> str:
    """Return a name that no other case has: some programs know cases by names."""
    name = one.name.strip() or f"(no name) {one.id}"
    return names.unique(name, *(f"{name} ({site})" for site in one.sites[:1]))


def _description(one: ParticipantRow, book: Book, name: str, also: list[ParticipantRow]) -> str:
    ids = [one.id, *(other.id for other in also)]
    said = [text for each in ids for text in book.notes.on_people.get(each, ())]
    for each in ids:
        placed = book.notes.place("participant", each, f"the participant “{name}”")
        book.met["memos_on_people"] += len(placed)
    return f"<Description>{content(chr(10).join(said))}</Description>" if said else ""


def _values(
    one: ParticipantRow, book: Book, also: list[ParticipantRow]
) -> Iterator[tuple[Variable, Any]]:
    others = [other.name for other in also if other.name != one.name]
    given = {**one.attributes, "Sites": "; ".join(one.sites), "Also wrote as": "; ".join(others)}
    for key, said in given.items():
        if said not in (None, ""):
            yield book.variables["participant", key], said


def _posts(reading: Reading) -> str:
    some = _of_scope(reading, "p.thread_id")
    return f"""
SELECT coalesce(w.merged_into_id, w.id) AS person, p.thread_id, p.id
FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
JOIN corpus_participant w ON w.id = p.author_id
WHERE p.corpus_id = %(corpus)s{some}
    AND (p.status = 'approved' OR EXISTS (SELECT FROM annotations_annotation a
        WHERE a.post_id = p.id AND a.deleted_at IS NULL))
ORDER BY person, p.thread_id, p.number"""


def _of_scope(reading: Reading, column: str) -> str:
    return f" AND {column} = ANY (%(threads)s)" if "threads" in reading.order.scope else ""
