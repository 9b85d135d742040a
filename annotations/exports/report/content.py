"""What stands in a report: the codebook, then every quotation below its code, with context."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotations.exports.columns import PSEUDONYM, count_select, within
from annotations.exports.order import Counted, Loss
from annotations.exports.reading import Reading
from annotations.exports.report.blocks import Block, Run
from annotations.exports.rows import CodeRow
from annotations.pigments import tone
from corpus.version import VERSION
from corpus.written import STAMP, WRITTEN

# Code points of the post that stand around a passage, and of a post that is coded as a whole.
AROUND, OPENING = 160, 600
LIMIT = 10_000
_COUNTS = """
SELECT a.code_id, count(*) FROM annotations_annotation a
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{scope} GROUP BY a.code_id
"""
_CODERS = """
SELECT coalesce(nullif(u.name, ''), u.username), count(*) FROM annotations_annotation a
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
JOIN corpus_user u ON u.id = a.coder_id
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{scope}
GROUP BY u.id, u.name, u.username ORDER BY count(*) DESC, u.id
"""
_MEMOS = """
SELECT m.target_id, m.text FROM annotations_memo m
WHERE m.corpus_id = %(corpus)s AND m.deleted_at IS NULL AND m.target_type = 'code'
ORDER BY m.created_at, m.id
"""
_MEMOS_OF = """ARRAY(SELECT m.text FROM annotations_memo m
    WHERE m.corpus_id = a.corpus_id AND m.target_type = 'annotation'
        AND m.target_id = a.id::text AND m.deleted_at IS NULL ORDER BY m.created_at, m.id)"""


class Quotation(NamedTuple):
    """One annotation with what stands around it; texts are None where there are none."""

    code: int
    thread: int
    title: str
    number: int | None
    kind: str | None
    level: str
    start: int | None
    end: int | None
    state: str
    before: str | None
    passage: str | None
    after: str | None
    author: str | None
    written_at: str | None
    coder: str
    coded_at: str
    memo: str
    memos: list[str]
    language: str


def _select(reading: Reading, codes: list[CodeRow], limit: int) -> str:
    """Return the SELECT of the first quotations, code by code, in reading order within each."""
    order = reading.order
    name = PSEUDONYM.format("w") if order.pseudonymise else "nullif(w.name, '')"
    live = "a.level = 'passage' AND a.state = 'live'"
    places = ", ".join(str(code.id) for code in codes) or "0"
    return f"""
SELECT a.code_id, a.thread_id, t.title, p.number, p.kind, a.level, a.start, a."end", a.state,
    CASE WHEN {live} THEN substr(p.text, greatest(a.start - {AROUND}, 0) + 1,
        least(a.start, {AROUND})) END,
    CASE a.level WHEN 'passage' THEN a.quote WHEN 'post' THEN left(p.text, {OPENING + 1}) END,
    CASE WHEN {live} THEN substr(p.text, a."end" + 1, {AROUND}) END,
    {name}, {WRITTEN.format("p")}, coalesce(nullif(u.name, ''), u.username),
    {STAMP.format("a.created_at")}, a.memo, {_MEMOS_OF},
    coalesce(nullif(i.language, ''), t.language)
FROM unnest(ARRAY[{places}]::bigint[]) WITH ORDINALITY AS o(id, place)
JOIN annotations_annotation a ON a.code_id = o.id
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
JOIN corpus_user u ON u.id = a.coder_id
LEFT JOIN corpus_post p ON p.id = a.post_id
LEFT JOIN corpus_postindex i ON i.post_id = p.id
LEFT JOIN corpus_participant w ON w.id = coalesce(p.author_id, t.author_id)
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL{within(order.scope)}
ORDER BY o.place, a.thread_id, p.number NULLS FIRST, a.start NULLS FIRST, a."end", a.id
LIMIT {limit}"""


@dataclass
class Report:
    """A report of what a Reading holds; `losses` are complete once all blocks were taken."""

    reading: Reading
    tally: Counted
    losses: list[Loss] = field(default_factory=list)
    shown: int = 0

    def __post_init__(self) -> None:
        order = self.reading.order
        self.limit = max(1, int(order.options.get("limit") or LIMIT))
        self.total = self.reading.count(count_select(order.scope))
        self.tally.total = min(self.total, self.limit)
        self.codes = self.reading.codes()
        scope = within(order.scope)
        self.own = dict(self._pairs(_COUNTS.format(scope=scope)))
        self.below = _with_below(self.codes, self.own)
        self.coders = self._pairs(_CODERS.format(scope=scope))

    def _pairs(self, sql: str) -> list[tuple[Any, Any]]:
        return [tuple(row) for row in self.reading.connection.execute(sql, self.reading.values)]

    @property
    def title(self) -> str:
        """Return the corpus' title, or what stands for it."""
        return self.reading.title.strip() or "Untitled corpus"

    def blocks(self) -> Iterator[Block]:
        """Yield the whole report."""
        yield from self._front()
        yield from self._codebook()
        yield from self._quotations()
        if self.shown < self.total:
            left = self.total - self.shown
            said = f"The report ends here: {left:,} of {self.total:,} quotations are not in it."
            yield Block("note", (Run(said),))
            self.losses.append(
                Loss("quotations_left_out", left, f"{said} Ask for a narrower scope.")
            )

    def _front(self) -> Iterator[Block]:
        order = self.reading.order
        yield Block("title", (Run(self.title),))
        made = f"{order.made_at:%Y-%m-%d %H:%M} UTC" if order.made_at else ""
        coders = ", ".join(f"{name} ({count:,})" for name, count in self.coders) or "nobody yet"
        facts = {
            "Made": made,
            "Holds": _scope(order.scope, self.codes),
            "Quotations": f"{min(self.limit, self.total):,} of {self.total:,}",
            "Coded by": coders,
            "State": f"after change {self.reading.seq:,}",
            "Software": f"Catena {VERSION}",
        }
        for name, value in facts.items():
            if value:
                yield Block("facts", (Run(f"{name}: ", strong=True), Run(value)))
        if self.total > self.limit:
            said = f"This report holds the first {self.limit:,} of {self.total:,} quotations."
            yield Block("note", (Run(said),))

    def _codebook(self) -> Iterator[Block]:
        memos: dict[str, list[str]] = {}
        for target, text in self._pairs(_MEMOS):
            memos.setdefault(target, []).append(text)
        yield Block("chapter", (Run("Codebook"),))
        if not self.codes:
            yield Block("note", (Run("There are no codes yet."),))
        for code in self.codes:
            depth = len(code.path) - 1
            yield Block("entry", _entry(code, self.own, self.below), depth=depth)
            for name in ("definition", "include", "exclude"):
                if said := getattr(code, name):
                    label = {"include": "Include: ", "exclude": "Exclude: "}.get(name, "")
                    yield Block("text", (Run(label, strong=True), Run(said)), depth=depth)
            for memo in memos.get(str(code.id), []):
                yield Block("memo", (Run("Memo: ", strong=True), Run(memo)), depth=depth)

    def _quotations(self) -> Iterator[Block]:
        yield Block("chapter", (Run("Quotations"),))
        if not self.total:
            yield Block("note", (Run("Nothing is coded here yet."),))
        codes = {code.id: code for code in self.codes}
        sql = _select(self.reading, self.codes, self.limit)
        last: int | None = None
        for quotation in self.reading.stream(sql, Quotation._make, "quotations"):
            if quotation.code != last:
                last = quotation.code
                yield from _heading(codes[last], self.own[last])
            yield from self._quotation(quotation)
            self.shown += 1
            self.tally.done += 1

    def _quotation(self, one: Quotation) -> Iterator[Block]:
        order = self.reading.order
        if one.passage is not None:
            yield Block("quote", _quoted(one, texts=order.texts), lang=one.language)
        place = f"{order.base_url}/corpora/{order.corpus}/threads/{one.thread}{_hash(one)}"
        yield Block("source", (Run(_where(one), link=place), Run(_who(one))))
        for memo in (one.memo, *one.memos):
            if memo:
                yield Block("memo", (Run("Memo: ", strong=True), Run(memo)))


def _with_below(codes: list[CodeRow], own: Mapping[int, int]) -> dict[int, int]:
    below = {code.id: own.get(code.id, 0) for code in codes}
    for code in reversed(codes):
        if code.parent in below:
            below[code.parent] += below[code.id]
    return below


def _scope(scope: Mapping[str, Any], codes: list[CodeRow]) -> str:
    if not scope:
        return "everything that is coded"
    names = {code.id: " > ".join(code.path) for code in codes}
    parts = []
    for name, value in scope.items():
        said = value if isinstance(value, list) else [value]
        if name in ("codes", "subtree"):
            said = [names.get(one, one) for one in said]
        word = {"subtree": "codes below"}.get(name, name.replace("_", " "))
        parts.append(f"{word} {', '.join(str(one) for one in said)}")
    return "; ".join(parts)


def _entry(code: CodeRow, own: Mapping[int, int], below: Mapping[int, int]) -> tuple[Run, ...]:
    count = own.get(code.id, 0)
    link = f"#code-{code.id}" if count else ""
    further = f", {below[code.id]:,} with the codes below" if below[code.id] != count else ""
    state = ", archived" if code.archived else ""
    return (
        Run("■ ", colour=tone(code.colour)),
        Run(code.name, strong=True, link=link),
        Run(f" · {count:,}{further}{state}"),
    )


def _heading(code: CodeRow, count: int) -> Iterator[Block]:
    runs = (Run("■ ", colour=tone(code.colour)), Run(code.name), Run(f" · {count:,}"))
    yield Block("code" if len(code.path) == 1 else "subcode", runs, anchor=f"code-{code.id}")
    if len(code.path) > 1:
        yield Block("source", (Run(" > ".join(code.path)),))


def _quoted(one: Quotation, *, texts: bool) -> tuple[Run, ...]:
    passage = one.passage or ""
    if not texts:
        return (Run("The text was left out."),)
    if one.level == "post":
        cut = len(passage) > OPENING
        return (Run(f"{passage[:OPENING]}…" if cut else passage),)
    return (Run(_before(one)), Run(passage, mark=True), Run(_after(one)))


def _before(one: Quotation) -> str:
    """Return what stands before a passage, from the beginning of a word or a line on."""
    text = one.before or ""
    if one.start is None or one.start <= AROUND:
        return text
    _, _, whole = text.partition(" ")
    return f"… {whole or text}"


def _after(one: Quotation) -> str:
    text = one.after or ""
    if len(text) < AROUND:
        return text
    whole, _, _ = text.rpartition(" ")
    return f"{whole or text} …"


def _hash(one: Quotation) -> str:
    """Return where in the thread the reader is to open (frontend/src/text/deepLinks.ts)."""
    if one.number is None:
        return ""
    if one.start is None or one.end is None or one.state != "live":
        return f"#p{one.number}"
    return f"#p{one.number}@{one.start}-{one.end}"


def _where(one: Quotation) -> str:
    title = " ".join(one.title.split()) or "Untitled"
    if one.number is None:
        return f"{title} (the whole thread)"
    place = "entry" if one.kind == "entry" else f"{one.kind} {one.number}"
    whole = "the whole " if one.level == "post" else ""
    return f"{title}, {whole}{place}"


def _who(one: Quotation) -> str:
    written = f" · {one.author or 'unnamed'}" + (
        f", {one.written_at[:10]}" if one.written_at else ""
    )
    orphan = " · its passage is not in the present text" if one.state == "orphan" else ""
    return f"{written} · coded by {one.coder}, {one.coded_at[:10]}{orphan}"
