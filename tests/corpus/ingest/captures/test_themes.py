"""Pages of many themes, copied by several programs: what was printed is what is read.

The themes are invented after real software; the reader was not made for them. Where a page cannot
be read exactly it says so: it is never loaded unseen.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.ingest.captures.more_themes import MORE
from tests.corpus.ingest.captures.outcomes import bare, outcome, read
from tests.corpus.ingest.captures.pages import TOOLS
from tests.corpus.ingest.captures.themes import THEMES
from tests.corpus.ingest.captures.threads import thread

# What these print leaves something open that no reader can know.
OPEN = {
    # Nothing but blank lines parts the entry from the first comment, as a browser copies it.
    ("comment by", "chrome"),
    # The entry is signed as the comments are, and a lone line follows the last of them.
    *(("textpattern", tool) for tool in TOOLS),
    # Dates without a year and without a name of the month.
    *(("expression engine", tool) for tool in TOOLS),
    # Author lines that a margin broke, on pages too short to tell that there is one.
    *(("p2", tool) for tool in TOOLS),
    # "Ada Lin • 2 weeks ago": Ada, answering Lin, or Ada Lin.
    *(("disqus answers", tool) for tool in TOOLS),
}
SILENT = {("disqus answers", tool) for tool in TOOLS}
# What the reader meets that nobody tried while it was made; here only silence is a fault.
UNTRIED = [
    (name, tool)
    for name in MORE
    for tool in TOOLS
    # A margin breaks the author lines of pages too short to show that there is one.
    if (name, tool) not in {("slashdot", "lynx"), ("slashdot", "w3m")}
]
PAIRS = [(theme, tool) for theme in THEMES for tool in TOOLS]


@pytest.mark.parametrize(("name", "tool"), [pair for pair in PAIRS if pair not in OPEN])
def test_a_page_is_read_as_it_was_printed(name, tool):
    theme = THEMES[name]
    for tongue in theme.tongues[:3]:
        made = thread(f"{name} {tongue.code}", nested=theme.nested)
        result, said, text = outcome(made, theme, tool, tongue)
        assert result.startswith("exact"), (tongue.code, said, text)


@pytest.mark.parametrize(("name", "tool"), sorted(OPEN - SILENT))
def test_a_page_that_leaves_something_open_is_shown_to_a_person(name, tool):
    theme = THEMES[name]
    for seed in range(3):
        made = thread(f"{name} open {seed}", nested=theme.nested)
        result, said, _ = outcome(made, theme, tool, theme.tongues[0])
        assert result in {"exact", "exact, asked", "review", "torn"}, said


READABLE = st.sampled_from([pair for pair in PAIRS if pair not in SILENT])


@settings(derandomize=True, max_examples=80, deadline=None)
@given(pair=READABLE, seed=st.integers(0, 10**9), least=st.integers(0, 4), data=st.data())
def test_no_page_is_read_wrongly_without_saying_so(pair, seed, least, data):
    name, tool = pair
    theme = THEMES[name]
    tongue = data.draw(st.sampled_from(theme.tongues))
    made = thread(seed, least=least, most=least + 4, nested=theme.nested)
    result, said, text = outcome(made, theme, tool, tongue)
    assert result != "wrong", (said, text)


@pytest.mark.parametrize(("name", "tool"), UNTRIED)
def test_a_theme_that_nobody_tried_is_read_or_shown(name, tool):
    theme = MORE[name]
    made = thread(f"{name} untried", nested=theme.nested)
    result, said, text = outcome(made, theme, tool, theme.tongues[0])
    assert result != "wrong", (said, text)


@settings(derandomize=True, max_examples=12, deadline=None)
@given(name=st.sampled_from(sorted(THEMES)), seed=st.integers(0, 10**9))
def test_every_copy_of_a_page_tells_the_same(name, seed):
    theme = THEMES[name]
    if any((name, tool) in OPEN for tool in TOOLS):
        return
    made = thread(seed, nested=theme.nested)
    told = set()
    for copy in TOOLS.values():
        threads, _ = read(copy(theme.page(made, theme.tongues[0])))
        told.add(
            tuple((post.author, post.written.at, bare(post.text)) for post in threads[0].posts[1:])
        )
    assert len(told) == 1


def test_nine_of_ten_pages_never_seen_before_are_read_exactly():
    results = []
    for name, theme in THEMES.items():
        for place, tool in enumerate(TOOLS):
            made = thread(f"{name} {tool}", nested=theme.nested)
            tongue = theme.tongues[(len(name) + place) % len(theme.tongues)]
            results.append((outcome(made, theme, tool, tongue)[0], name, tool))
    exact = [one for one in results if one[0].startswith("exact")]
    assert len(exact) * 10 >= len(results) * 9, sorted(set(results) - set(exact))
    wrong = [one for one in results if one[0] == "wrong" and one[1:] not in SILENT]
    assert not wrong


def test_a_page_without_comments_holds_an_entry_alone():
    for name in ("kubrick", "twenty fifteen", "movable type", "habr", "blogger"):
        theme = THEMES[name]
        made = thread(f"{name} none", least=0, most=0)
        threads, _ = read(TOOLS["chrome"](theme.page(made, theme.tongues[0])))
        assert [post.kind for one in threads for post in one.posts] == ["entry"]
