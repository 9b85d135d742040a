"""What became of an invented page: read exactly, left to a person, or read wrongly in silence."""

import re
from collections import Counter

from corpus.errors import UnsupportedError
from corpus.ingest.accounting import account
from corpus.ingest.events import ReadOptions, ThreadRead
from corpus.ingest.registry import choose
from corpus.ingest.source import Source
from tests.corpus.ingest.captures.pages import TOOLS


def bare(text):
    """Return a text without its white space: tools wrap where they like."""
    return re.sub(r"\s+", "", text)


def read(text):
    """Read a page as an upload is read; returns its threads and its account."""
    source = Source.from_bytes(text.encode(), "page.txt")
    reader, _, notes = choose(source, ReadOptions())
    events = [*notes, *reader.read(source, ReadOptions(), None)]
    return [each for each in events if isinstance(each, ThreadRead)], account(events)


def differences(made, theme, threads):
    """Say in what a reading differs from the thread that was printed; empty when it is exact."""
    if len(threads) != 1:
        return [f"{len(threads)} threads"]
    wanted, got = made.in_order(), threads[0].posts[1:]
    if len(wanted) != len(got):
        return [f"{len(got)} comments for {len(wanted)}"]
    undecided = theme.figures and all(want.at.day < 13 for want in [made, *wanted])
    said = []
    for number, (want, have) in enumerate(zip(wanted, got, strict=True), 1):
        if have.author != want.author:
            said.append(f"author {number}: {have.author!r} for {want.author!r}")
        # A title of its own, where the theme gives comments one, may open the text.
        text = bare(have.text).removeprefix(bare(theme.subject.replace("%t", made.title)))
        if text != bare("\n".join(want.paragraphs)):
            said.append(f"body {number}: {have.text!r} for {want.paragraphs!r}")
        if not (undecided and have.written.at is None and have.written.raw):
            fault = _date(want.at, have.written, theme.precision)
            said += [f"date {number}: {fault}"] if fault else []
    return said


def _date(at, written, precision):
    if precision in {"relative", "none"}:
        return "" if written.at is None and written.raw else f"{written} for {precision}"
    wanted = {"day": at.replace(hour=0, minute=0), "hour": at.replace(minute=0)}.get(precision, at)
    right = written.at is not None and written.at.replace(tzinfo=None) == wanted
    return "" if right else f"{written} for {wanted}"


def outcome(made, theme, tool, tongue):
    """Return exact, review or wrong, and why."""
    text = TOOLS[tool](theme.page(made, tongue))
    try:
        threads, total = read(text)
    except UnsupportedError as refused:
        return "refused", [str(refused)], text
    said = differences(made, theme, threads)
    if total.faults():
        return "torn", total.faults(), text
    if not said:
        return ("exact" if total.sure else "exact, asked"), total.doubts(), text
    return ("wrong" if total.sure else "review"), said, text


def table(themes, tools, seeds, make):
    """Count the outcomes of every theme by every tool."""
    counts = {}
    for theme in themes:
        for tool in tools:
            counted = Counter()
            for seed in seeds:
                for tongue in theme.tongues:
                    made = make(f"{theme.name}{seed}{tongue.code}", theme)
                    counted[outcome(made, theme, tool, tongue)[0]] += 1
            counts[theme.name, tool] = counted
    return counts
