"""Comments are found in markup that nobody described, and what only looks like comments isn't."""

import re

import pytest

from corpus.ingest.html.document import Document
from corpus.ingest.html.induction import find
from corpus.ingest.html.reader import UNSURE
from tests.corpus.ingest.html.builders import FORUMS, LISTS, TREES
from tests.corpus.ingest.html.threads import THREAD, expected, page, told

_CLASS = re.compile(r"""\sclass=(?:"([^"]*)"|'([^']*)')""")
_ID = re.compile(r"""\sid=(?:"[^"]*"|'[^']*')""")

# What gives away no indent or nesting when its classes say nothing.
FLAT = {"Dreamwidth", "Hacker News", "Serendipity"}


def disguised(source: str) -> str:
    """Return a page whose classes are names that mean nothing, without ids."""
    names: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        words = (found[1] or found[2] or "").split()
        words = [word for word in words if not word[-1].isdigit()]
        said = " ".join(names.setdefault(word, f"q{'x' * len(names)}") for word in words)
        return f" class='{said}'"

    return _CLASS.sub(renamed, _ID.sub("", source))


def best(source: str):
    found = find(Document(source))
    assert found
    return found[0]


@pytest.mark.parametrize("system", [*TREES, *LISTS, *FORUMS])
def test_names_dates_and_texts_are_told_without_the_help_of_classes(system: str) -> None:
    build = {**TREES, **LISTS, **FORUMS}[system]
    rows = told(best(page(disguised(build(THREAD)))))
    assert [row[1] for row in rows] == [row[1] for row in expected()]
    if system != "LiveJournal":
        assert [row[0] for row in rows] == [row[0] for row in expected()]
    for row, wanted in zip(rows, expected(), strict=True):
        assert row[2].endswith(wanted[2])
        assert len(row[2]) <= len(wanted[2]) + 30


@pytest.mark.parametrize("system", [name for name in TREES if name not in FLAT])
def test_answers_are_told_by_how_the_parts_are_nested(system: str) -> None:
    rows = told(best(page(disguised(TREES[system](THREAD)))))
    assert [row[3] for row in rows] == [row[3] for row in expected()]


def flat(rows: str) -> str:
    return page(f"<h3>{len(THREAD)} comments</h3><div>{rows}</div>")


@pytest.mark.parametrize(
    "row",
    [
        "<h4>{name}</h4><p class='d'>{date}</p>{text}",
        "<dt>{name} said on {date}</dt><dd>{text}</dd>",
        "<p><b>{name}</b>, {date}</p>{text}<hr>",
        "{text}<p class='w'>Posted by {name} on {date}</p>",
        "<div><span>{name}</span> <span>{date}</span><div>{text}</div><a>Reply</a></div>",
        "<tr><td>{name}<br>{date}</td><td>{text}</td></tr>",
    ],
)
def test_comments_without_an_element_of_their_own_are_told_apart(row: str) -> None:
    rows = "".join(
        row.format(name=one.name, date=f"{one.at:%d %B %Y, %H:%M}", text=one.paragraphs)
        for one in THREAD
    )
    if row.startswith("<tr"):
        rows = f"<table>{rows}</table>"
    found = best(flat(rows))
    assert told(found) == expected(nested=False)
    assert found.confidence >= UNSURE


def test_a_list_of_posts_is_not_taken_for_comments_without_a_look() -> None:
    posts = "".join(
        f"<div class='post'><h2><a href='/{place}'>Post {place} of mine</a></h2><span class='date'>"
        f"{one.at:%d %B %Y}</span> <span class='by'>{one.name}</span>{one.paragraphs}</div>"
        for place, one in enumerate(THREAD)
    )
    found = find(Document(page(posts)))
    assert all(one.confidence < UNSURE for one in found)


def test_what_recurs_in_a_place_not_named_for_comments_is_unsure() -> None:
    rows = "".join(
        f"<section><b>{one.name}</b> <time datetime='{one.at:%Y-%m-%d}'>x</time>"
        f"{one.paragraphs}</section>"
        for one in THREAD
    )
    assert best(page(rows)).confidence < UNSURE


def test_one_dated_part_is_no_list() -> None:
    assert (
        find(Document(page("<div><b>Marit</b> <i>4 March 2012, 9:15</i><p>Alone.</p></div>"))) == []
    )
