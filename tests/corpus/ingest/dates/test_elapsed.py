"""Relative dates are counted from the moment at which their page was captured."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from corpus.ingest.captures import reader as text_capture
from corpus.ingest.dates.elapsed import moment_of, since
from corpus.ingest.events import ReadOptions
from corpus.ingest.source import Source
from tests.corpus.ingest.dates.test_dates import RELATIVE

CAPTURED = datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
UNSETTLED = {"a few seconds ago", "пре 2 године", "לפני יומיים", "منذ يومين", "2时前"}


@pytest.mark.parametrize(("raw", "at"), [
    ("2 weeks ago", (11, 16, 18, 30)), ("an hour ago", (11, 30, 17, 30)),
    ("vor einem Monat", (10, 30, 18, 30)), ("9 months ago", (2, 28, 18, 30)),
    ("il y a 5 mois", (6, 30, 18, 30)), ("5 хвилин тому", (11, 30, 18, 25)),
    ("2日前", (11, 28, 18, 30)), ("3개월 전", (8, 30, 18, 30)), ("5mo", (6, 30, 18, 30)),
    ("gestern", (11, 29, 12, 0)), ("just now", (11, 30, 18, 30)), ("2d", (11, 28, 18, 30)),
])  # fmt: skip
def test_a_relative_date_is_counted_from_the_capture(raw: str, at: tuple[int, ...]) -> None:
    assert since(raw, CAPTURED) == datetime(2026, *at, tzinfo=UTC)


def test_years_and_months_are_those_of_the_calendar() -> None:
    assert since("3 years, 2 months ago", CAPTURED) == datetime(2023, 9, 30, 18, 30, tzinfo=UTC)
    assert since("1 year ago", datetime(2024, 2, 29, tzinfo=UTC)) == datetime(
        2023, 2, 28, tzinfo=UTC
    )


def test_yesterday_is_a_day_where_the_site_stands() -> None:
    east = timezone(timedelta(hours=9))
    assert since("yesterday at 2:33 pm", CAPTURED, east) == datetime(
        2026, 11, 30, 14, 33, tzinfo=east
    )
    bare = datetime(2026, 11, 29, 14, 33, tzinfo=UTC).replace(tzinfo=None)
    assert since("yesterday at 2:33 pm", CAPTURED) == bare


@pytest.mark.parametrize("raw", [each for each in RELATIVE.replace("\n", "|").split("|") if each])
def test_relative_dates_of_all_languages_are_settled_or_left_alone(raw: str) -> None:
    at = since(raw, CAPTURED)
    assert (at is None) == (raw in UNSETTLED)
    if at is not None:
        assert CAPTURED - timedelta(days=1200) < at.replace(tzinfo=at.tzinfo or UTC) <= CAPTURED


@pytest.mark.parametrize("raw", ["", "2013", "5 July 2013", "9999 years ago", "5m", "soon"])
def test_what_is_no_settled_relative_date_gets_no_time(raw: str) -> None:
    assert since(raw, CAPTURED) is None


def test_the_moment_of_capture_is_an_iso_instant() -> None:
    assert moment_of("2026-11-30T18:30:00Z") == CAPTURED
    assert moment_of("2026-11-30T18:30:00") == CAPTURED
    assert moment_of("on Monday") is None
    assert moment_of(None) is None


PAGE = """On lamps

The lamp was lit at dusk and it shone over the harbour.

3 Comments

Ada
2 days ago
It was lit by the keeper, and by nobody else.

Bo
3 hours ago
By whom, and with what oil was it lit this time?

Cy
12 minutes ago
With the oil that lay in the store all winter long.
"""


def test_a_page_that_was_captured_at_a_known_moment_has_dates_and_keeps_its_words() -> None:
    source = Source.from_bytes(PAGE.encode())
    options = ReadOptions(captured="2026-11-30T18:30:00+00:00")
    posts = [post for event in text_capture.read(source, options, None)
             for post in getattr(event, "posts", ())]  # fmt: skip
    dated = [post.written for post in posts if post.kind == "comment"]
    assert [(one.raw, one.precision) for one in dated] == [
        ("2 days ago", "relative"), ("3 hours ago", "relative"), ("12 minutes ago", "relative"),
    ]  # fmt: skip
    assert [one.at and CAPTURED - one.at for one in dated] == [
        timedelta(days=2), timedelta(hours=3), timedelta(minutes=12),
    ]  # fmt: skip
    without = [post.written.at for event in text_capture.read(source, ReadOptions(), None)
               for post in getattr(event, "posts", ())]  # fmt: skip
    assert not any(without)
