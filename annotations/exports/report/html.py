"""The report as one HTML file: nothing outside it is needed, and no script is in it."""

from collections.abc import Iterator
from html import escape
from typing import IO

from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.report.blocks import Block, Cleaner, Run
from annotations.exports.report.content import Report

_TAGS = {"title": "h1", "chapter": "h2", "code": "h3", "subcode": "h3", "quote": "blockquote"}
# One text in several runs: what runs from right to left in it goes over their ends.
_WHOLE = frozenset({"quote", "text", "memo"})
_STYLE = """
:root { color-scheme: light dark; --ink: #1d1b18; --soft: #625c54; --ground: #fffefb;
  --line: #d9d3c8; --mark: #f6e7a8; --link: #0b5884; }
@media (prefers-color-scheme: dark) { :root { --ink: #eae6de; --soft: #a8a196; --ground: #191816;
  --line: #45413b; --mark: #5c5121; --link: #7fb8dd; }
  .chip { filter: brightness(2); } }
body { margin: 0 auto; max-width: 44rem; padding: 3rem 1.5rem 6rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.55 "Source Sans 3", "Segoe UI", system-ui, sans-serif; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 1.5rem; }
h2 { font-size: 1.4rem; margin: 3.5rem 0 1rem; padding-bottom: .3rem;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; }
p { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.entry { margin-top: .9rem; }
.source, .note, .facts { color: var(--soft); font-size: .875rem; }
.source { margin-bottom: 1.4rem; }
.memo { font-size: .9375rem; margin: 0 0 1.4rem; padding-inline-start: 1rem;
  border-inline-start: 3px solid var(--line); }
.source:has(+ .memo) { margin-bottom: .4rem; }
.note { border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: 1rem 0; }
blockquote { margin: 1.1rem 0 .3rem; white-space: pre-wrap; overflow-wrap: anywhere;
  font-family: "Source Serif 4", Georgia, "Times New Roman", serif; font-size: 1.0625rem; }
mark { background: var(--mark); color: inherit; padding: .05em 0;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
a { color: var(--link); }
@page { margin: 20mm 18mm; }
@media print { :root { --ink: #000; --soft: #444; --ground: #fff; --mark: #eee; --line: #bbb; }
  body { max-width: none; padding: 0; font-size: 10.5pt; } h2 { break-before: page; }
  h1, h2, h3, blockquote { break-after: avoid; } blockquote, p { orphans: 3; widows: 3; }
  a { color: inherit; text-decoration: none; }
  mark { font-weight: 600; -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the page."""
    report, cleaner = Report(reading, tally), Cleaner()
    head = Cleaner().text(report.title)
    file.write(
        f'<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{escape(head)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n".encode()
    )
    for line in rendered(cleaner.cleaned(report.blocks())):
        file.write(line.encode())
    file.write(b"</main>\n</body>\n</html>\n")
    return Written(rows=report.shown, losses=[*report.losses, *replaced(cleaner)])


def replaced(cleaner: Cleaner) -> list[Loss]:
    """Return what was lost by cleaning."""
    said = "Control characters that documents cannot hold stand as U+FFFD (�)."
    return [Loss("characters_replaced", cleaner.replaced, said)] if cleaner.replaced else []


def rendered(blocks: Iterator[Block]) -> Iterator[str]:
    """Yield each block as an element in a line of its own."""
    for block in blocks:
        tag = _TAGS.get(block.role, "p")
        said = "".join(_run(run, apart=block.role not in _WHOLE) for run in block.runs)
        attributes = f' class="{block.role}" dir="{"rtl" if block.rtl else "ltr"}"'
        if block.anchor:
            attributes += f' id="{block.anchor}"'
        if block.lang:
            attributes += f' lang="{escape(block.lang)}"'
        if block.depth:
            attributes += f' style="margin-inline-start: {block.depth * 1.5:g}rem"'
        yield f"<{tag}{attributes}>{said}</{tag}>\n"


def _run(run: Run, *, apart: bool) -> str:
    said = escape(run.text)
    if run.mark:
        said = f"<mark>{said}</mark>"
    if run.strong:
        said = f"<b>{said}</b>"
    if run.colour:
        colour = escape(run.colour)
        said = f'<span class="chip" style="color: {colour}" aria-hidden="true">{said}</span>'
    elif apart:
        # A name in another script turns nothing round but itself.
        said = f"<bdi>{said}</bdi>"
    return f'<a href="{escape(run.link)}">{said}</a>' if run.link else said
