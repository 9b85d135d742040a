"""Comments that stand in a page's data are read, with their exact places."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.html.choosing import choose
from corpus.ingest.html.document import Document
from corpus.ingest.html.json_text import Ground, Placed, read_json, unquoted
from tests.corpus.ingest.html.builders import children
from tests.corpus.ingest.html.threads import THREAD, expected, page, told


def linked(place: int | None = None, *, ids: bool = True) -> list[dict[str, object]]:
    made = []
    for number in children(THREAD, place):
        one = THREAD[number]
        made.append(
            {
                "@type": "Comment",
                **({"identifier": f"k{number}"} if ids else {}),
                "text": one.text,
                "author": {"@type": "Person", "name": one.name},
                "dateCreated": f"{one.at:%Y-%m-%dT%H:%M:%S}Z",
                "comment": linked(number, ids=ids),
            }
        )
    return made


def posting(*, ids: bool = True) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": "Reed Notes"},
                {
                    "@type": "DiscussionForumPosting",
                    "headline": "The pond",
                    "commentCount": len(THREAD),
                    "comment": linked(ids=ids),
                },
            ],
        },
        ensure_ascii=not ids,
    )


def data_block(content: str, kind: str = "application/ld+json") -> str:
    return f"<script type='{kind}'>{content}</script>"


def chosen(source: str):
    document = Document(source)
    found = choose(document).chosen
    assert found is not None
    return found


@pytest.mark.parametrize("ids", [True, False])
def test_json_ld_comments_are_read_with_their_answers(*, ids: bool) -> None:
    source = page(data_block(posting(ids=ids)))
    found = chosen(source)
    rows = told(found)
    assert [row[:3] for row in rows] == [row[:3] for row in expected()]
    answers = [item.answers.author if item.answers else None for item in found.items]
    assert answers == [None, "Marit Vossen", "J. P. Okonjo", None, "quiet_heron"]
    assert found.declared == len(THREAD)
    for item in found.items:
        assert item.span is not None
        assert json.loads(f'"{source[slice(*item.span)]}"') == item.text


def test_comments_that_the_page_shows_too_are_taken_from_where_they_are_seen() -> None:
    shown = "".join(f"<p class='q'>{one.text}</p>" for one in THREAD if "\n" not in one.text)
    shown += f"<p>{THREAD[0].text}</p>"
    found = chosen(page(shown + data_block(posting())))
    assert all(item.body and item.span is None for item in found.items)
    assert [row[:2] for row in told(found)] == [row[:2] for row in expected()]


def substack(place: int | None = None) -> list[dict[str, object]]:
    return [
        {
            "id": number + 500,
            "body": THREAD[number].text,
            "name": THREAD[number].name,
            "date": f"{THREAD[number].at:%Y-%m-%dT%H:%M:%S}.000Z",
            "deleted": False,
            "children": substack(number),
        }
        for number in children(THREAD, place)
    ]


def test_the_data_of_a_script_are_read_out_of_its_quotes() -> None:
    state = json.dumps({"post": {"title": "The pond"}, "comments": substack()})
    source = page(f"<script>window._preloads        = JSON.parse({json.dumps(state)})</script>")
    found = chosen(source)
    assert [row[:3] for row in told(found)] == [row[:3] for row in expected()]
    assert [item.external_id for item in found.items] == ["500", "501", "502", "503", "504"]
    first = found.items[0].span
    assert first is not None
    assert source[slice(*first)].startswith("The pond froze in one night.\\\\n")


def test_a_removed_comment_without_text_is_kept() -> None:
    rows = substack()
    rows[0] |= {"body": None, "name": None, "deleted": True}
    found = chosen(page(data_block(json.dumps({"comments": rows}), "application/json")))
    assert [item.status for item in found.items][:2] == ["deleted", "approved"]
    assert len(found.items) == len(THREAD)


def test_broken_data_leave_the_page_readable() -> None:
    source = page(data_block(posting()[:-40]))
    assert choose(Document(source)).chosen is None


def test_data_about_other_things_are_no_comments() -> None:
    recipe = {"@type": "Recipe", "name": "Soup", "text": "Boil.", "author": {"name": "Marit"}}
    posts = [{"id": 1, "title": "A", "body": "B", "author": "C", "date": "2012-03-04"}]
    source = page(data_block(json.dumps(recipe)) + data_block(json.dumps({"posts": posts})))
    assert choose(Document(source)).chosen is None


def plain(value: object) -> object:
    if isinstance(value, Placed):
        return str(value)
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def placed(value: object) -> list[Placed]:
    if isinstance(value, Placed):
        return [value]
    inner = (
        value
        if isinstance(value, list)
        else list(value.values())
        if isinstance(value, dict)
        else []
    )
    return [one for below in inner for one in placed(below)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(value=JSON, ascii_only=st.booleans(), quoted=st.booleans())
def test_any_json_is_read_and_every_string_is_where_it_is_said_to_be(
    *, value: object, ascii_only: bool, quoted: bool
) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only)
    source = "x = " + (json.dumps(written, ensure_ascii=ascii_only) if quoted else written)
    ground = Ground(source)
    read, _ = read_json(unquoted(ground, 4)) if quoted else read_json(ground, 4)
    assert plain(read) == value
    for one in placed(read):
        raw = source[one.start : one.end]
        said = json.loads(f'"{json.loads(f"{chr(34)}{raw}{chr(34)}")}"' if quoted else f'"{raw}"')
        assert said == one


@given(st.text(alphabet='{}[]",:\\u0dx19 tnrue', max_size=40))
def test_no_text_whatever_breaks_the_reading(source: str) -> None:
    for read in (read_json, lambda ground: read_json(unquoted(ground, 0))):
        try:
            read(Ground(source))
        except ValueError:
            continue
