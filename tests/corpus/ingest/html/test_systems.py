"""Comments of systems whose markup is known come out whole, whoever wrote the page around them."""

import pytest

from corpus.ingest.html.choosing import choose
from corpus.ingest.html.document import Document
from corpus.ingest.html.known import FAMILIES
from tests.corpus.ingest.html.builders import FORUMS, LISTS, TREES, disqus, disqus_static
from tests.corpus.ingest.html.threads import THREAD, expected, page, told


def chosen(source: str):
    found = choose(Document(source), FAMILIES).chosen
    assert found is not None
    return found


@pytest.mark.parametrize("system", TREES)
def test_a_tree_of_comments_is_read_from_the_markup_of(system: str) -> None:
    found = chosen(page(TREES[system](THREAD)))
    rows = told(found)
    if system == "Drupal 9":
        rows = [(*row[:2], row[2].removeprefix("Cold\n\n"), row[3]) for row in rows]
    assert rows == expected()
    assert found.family in system
    assert len({item.external_id for item in found.items} - {None}) == len(THREAD)


@pytest.mark.parametrize("system", LISTS)
def test_a_flat_list_of_comments_is_read_from_the_markup_of(system: str) -> None:
    found = chosen(page(LISTS[system](THREAD)))
    assert told(found) == expected(nested=False)


@pytest.mark.parametrize("system", FORUMS)
def test_the_first_post_of_a_forum_is_the_entry(system: str) -> None:
    found = chosen(page(FORUMS[system](THREAD)))
    assert told(found) == expected(nested=False)
    assert [item.kind for item in found.items] == ["entry", *["comment"] * (len(THREAD) - 1)]


def test_disqus_without_dates_keeps_names_and_texts() -> None:
    rows = told(chosen(page(disqus_static(THREAD))))
    assert rows == [(name, None, text, None) for name, _, text, _ in expected()]


def test_disqus_says_how_many_comments_there_are() -> None:
    assert chosen(page(disqus(THREAD))).declared == len(THREAD)


def test_a_deleted_comment_is_kept_as_a_stub() -> None:
    source = disqus(THREAD).replace(THREAD[3].paragraphs, "This comment was deleted.")
    assert [item.status for item in chosen(page(source)).items] == [
        "approved", "approved", "approved", "deleted", "approved",
    ]  # fmt: skip


def test_a_comment_without_the_usual_body_is_not_lost() -> None:
    source = disqus(THREAD).replace("class='post-message'", "class='odd-one'", 1)
    found = chosen(page(source))
    assert len(found.items) == len(THREAD)
    assert "The pond froze in one night." in told(found)[0][2]
    assert found.items[0].confidence < 0.6


def test_a_subject_that_the_text_does_not_begin_with_is_part_of_it() -> None:
    found = chosen(page(TREES["Drupal 9"](THREAD)))
    assert told(found)[0][2] == f"Cold\n\n{THREAD[0].text}"


def test_a_page_of_none_of_these_systems_has_no_list() -> None:
    source = page("<div class='post'><p>A post</p></div><div class='comment'>no comment</div>")
    assert not [one for family in FAMILIES for one in family.find(Document(source))]
