"""Invented pages for the readers' benchmark: captures of several systems, saved pages, JSONL.

Each holds an entry and 400 comments. How fast they are read is measured in `readers`.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from threads import WORDS

COMMENTS = 400
_START = datetime(2019, 3, 20, 9, 0, tzinfo=UTC)
_SPREAD = 5_000


def _said(
    rng: random.Random, least: int = 10, most: int = 150
) -> Iterator[tuple[int, str, datetime, str]]:
    """Yield number, author, time and text of invented comments of so many words."""
    start = _START + timedelta(minutes=37 * rng.randrange(_SPREAD))
    for number in range(1, COMMENTS + 1):
        words = rng.choices(WORDS, k=rng.randint(least, most))
        half = len(words) // 2
        text = f"{' '.join(words[:half]).capitalize()}.\n\n{' '.join(words[half:]).capitalize()}."
        yield number, f"Reader {rng.randint(1, 90)}", start + timedelta(hours=number), text


def _date(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at:%Y} at {at.hour % 12 or 12}:{at:%M} {_half(at)}"


def _half(at: datetime) -> str:
    return "am" if at.hour < 12 else "pm"


def _entry(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=400))


def classic_text(rng: random.Random) -> str:
    """A copied page of a classic WordPress theme: the author's line follows the text."""
    parts = ["The Lighthouse Log\n\nMarch 20, 2019\n\nFog\n\nFiled under: Sea — keeper @ 9:00 am\n"]
    parts.append("\n".join(rng.choices(WORDS, k=400)) + "\n\n\n")
    for number, author, at, text in _said(rng):
        body = text.replace("\n", "\n    ")
        date = _date(at).replace(" at ", " @ ")
        parts.append(f"  {number}. {body}\n\n    Comment by {author} — {date}\n\n")
    return "".join(parts) + "RSS feed for comments on this post. TrackBack URI\n"


def newer_text(rng: random.Random) -> str:
    """A copied page of a newer theme: author and date stand above the text."""
    parts = [f"The Lighthouse Log\n\nFog\n\n{_entry(rng)}\n\n{COMMENTS} thoughts on “Fog”\n\n"]
    for _, author, at, text in _said(rng):
        parts.append(f"{author} says:\n{_date(at)}\n{text}\n\nReply\n\n")
    return "".join(parts) + "Leave a Reply\n"


def tiny_text(rng: random.Random) -> str:
    """The same with comments of a few words: half of the page is names, dates and buttons."""
    parts = [f"The Lighthouse Log\n\nFog\n\n{_entry(rng)}\n\n{COMMENTS} thoughts on “Fog”\n\n"]
    for _, author, at, text in _said(rng, 6, 12):
        parts.append(f"{author} says:\n{_date(at)}\n{text}\n\nReply\n\n")
    return "".join(parts) + "Leave a Reply\n"


def blogger_text(rng: random.Random) -> str:
    """A copied page of Blogger: the name opens a comment, its date closes it."""
    parts = [f"The Lighthouse Log\n\nWednesday, March 20, 2019\n\nFog\n\n{_entry(rng)}\n\n"]
    parts.append(f"Posted by keeper at 9:00 AM\n\n{COMMENTS} comments:\n\n")
    for _, author, at, text in _said(rng):
        parts.append(f"{author} said...\n\n    {text.replace(chr(10), chr(10) + '    ')}\n\n")
        parts.append(f"    {at:%B} {at.day}, {at:%Y} at {at:%I:%M %p}\n\n")
    return "".join(parts) + "Post a Comment\n\nNewer Post Older Post Home\n"


def _saved(rng: random.Random, comments: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Fog – The Lighthouse Log</title></head><body>"
        '<article><h1 class="entry-title">Fog</h1><div class="entry-content"><p>'
        f"{_entry(rng)}</p></div></article>"
        f"<h2>{COMMENTS} thoughts on “Fog”</h2>{comments}</body></html>"
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{one}</p>" for one in text.split("\n\n"))


def saved_page(rng: random.Random) -> str:
    """A saved page as WordPress writes it."""
    items = "".join(
        f'<li id="comment-{number}" class="comment depth-1"><article class="comment-body">'
        f'<footer class="comment-meta"><b class="fn">{author}</b> <span class="says">says:'
        f'</span><time datetime="{at.isoformat()}">{_date(at)}</time></footer>'
        f'<div class="comment-content">{_paragraphs(text)}</div><div class="reply">'
        '<a href="#r">Reply</a></div></article></li>\n'
        for number, author, at, text in _said(rng)
    )
    return _saved(rng, f'<ol class="comment-list">{items}</ol>')


def unknown_page(rng: random.Random) -> str:
    """A saved page of a system that nobody knows: found by what recurs."""
    items = "".join(
        f'<div class="zeile" id="z{number}"><div class="kopf"><span class="wer">{author}</span>'
        f'<span class="wann">{_date(at)}</span></div><div class="rede">{_paragraphs(text)}</div>'
        '<div class="tun"><a href="#r">Answer</a></div></div>\n'
        for number, author, at, text in _said(rng)
    )
    return _saved(rng, f'<div class="unten">{items}</div>')


def jsonl(rng: random.Random) -> str:
    """The same as one line of threads JSONL."""
    said = [
        {"id": str(n), "author": a, "written_at": at.isoformat(), "text": text}
        for n, a, at, text in _said(rng)
    ]
    return json.dumps({"title": "Fog", "text": "Fog.", "comments": said}) + "\n"
