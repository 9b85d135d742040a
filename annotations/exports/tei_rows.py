"""Threads as elements of TEI P5 with its module for computer-mediated communication.

No database, no file.

Positions point into the text by `#string-range(t12,4,5)`: five code points after the first four
of the element `t12`, the one paragraph of post 12.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from annotations.exports.refi.xml import allowed
from annotations.exports.rows import (
    AnnotationRow,
    CodeRow,
    CoderRow,
    LinkRow,
    MemoRow,
    ParticipantRow,
    PostRow,
    ThreadRow,
)

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
ID, LANG, SPACE = (f"{{{XML}}}{name}" for name in ("id", "lang", "space"))
# What the source itself says; all else is somebody's conclusion and no @replyTo (CMC chapter).
FORMAL = ("export", "markup")


class Maker:
    """Makes elements; counts the characters that XML forbids and U+FFFD stands for."""

    def __init__(self) -> None:
        self.replaced = 0

    def element(
        self,
        name: str,
        *inside: Element | str | None,
        said: Mapping[str, Any] | None = None,
    ) -> Element:
        """Return an element; what is None or empty among attributes is left out."""
        made = etree.Element(f"{{{NAMESPACE}}}{name}", None, {None: NAMESPACE})
        for key, value in (said or {}).items():
            if value not in (None, ""):
                made.set(key, self.held(str(value)))
        for one in inside:
            if isinstance(one, str):
                made.text = self.held(one)
            elif one is not None:
                made.append(one)
        return made

    def held(self, text: str) -> str:
        """Return the text as XML can hold it."""
        plain, replaced = allowed(text)
        self.replaced += len(replaced)
        return plain

    def remark(self, kind: str, text: str) -> Element | None:
        """Return a note, if there is something to note."""
        return self.element("note", text, said={"type": kind}) if text else None


def taxonomy(make: Maker, codes: Sequence[CodeRow], memos: Mapping[str, list[MemoRow]]) -> Element:
    """Return the codebook; codes lie in each other as they do there."""
    made = make.element("taxonomy", said={ID: "codebook"})
    places: dict[int | None, Element] = {None: made}
    for code in codes:
        category = make.element(
            "category", make.element("gloss", code.name), said={ID: f"code-{code.id}"}
        )
        kinds = [(name, getattr(code, name)) for name in ("definition", "include", "exclude")]
        kinds += [("memo", memo.text) for memo in memos.get(str(code.id), ())]
        for kind, text in kinds:
            if text:
                category.append(make.element("desc", text, said={"type": kind}))
        if code.archived:
            category.set("n", "archived")
        places[code.parent].append(category)
        places[code.id] = category
    return made


def person(make: Maker, row: ParticipantRow) -> Element:
    """Return a participant; one who goes by another name points to it."""
    attributes = json.dumps(row.attributes, ensure_ascii=False) if row.attributes else ""
    same = None if row.merged_into is None else f"#u{row.merged_into}"
    return make.element(
        "person",
        make.element("persName", row.name),
        *(make.remark("site", site) for site in row.sites),
        make.remark("attributes", attributes),
        said={ID: f"u{row.id}", "sameAs": same},
    )


def coder(make: Maker, row: CoderRow) -> Element:
    """Return who coded, as a responsibility for the corpus."""
    name = make.element("name", row.name, said={ID: f"coder-{row.id}", "n": row.username})
    return make.element("respStmt", make.element("resp", "coding"), name)


def thread_header(make: Maker, row: ThreadRow) -> Element:
    """Return a thread's own header: what it is called and where it was taken from."""
    e = make.element
    title = row.title or "Untitled"
    source = e(
        "bibl",
        e("title", title),
        e("author", row.author_name, said={"ref": f"#u{row.author}"}) if row.author_name else None,
        e("publisher", row.site) if row.site else None,
        e("date", row.written_at, said={"when-iso": row.written_at}) if row.written_at else None,
        e("ref", row.url, said={"type": "source"}) if row.url else None,
        *(make.remark("category", one) for one in row.categories),
        make.remark(
            "attributes", json.dumps(row.attributes, ensure_ascii=False) if row.attributes else ""
        ),
    )
    described = e(
        "fileDesc",
        e("titleStmt", e("title", title)),
        e("publicationStmt", e("p", "Part of the corpus, under its terms.")),
        e("sourceDesc", source),
    )
    spoken = (
        e("profileDesc", e("langUsage", e("language", row.language, said={"ident": row.language})))
        if row.language
        else None
    )
    return e("teiHeader", described, spoken)


def post(make: Maker, row: PostRow, parents: Mapping[int, int]) -> Element:
    """Return a post: its text, unchanged, in one paragraph. `parents`: ids by number."""
    formal = row.parent is not None and row.parent_how in FORMAL and row.parent in parents
    text = make.element("p", row.text, said={ID: f"t{row.id}"})
    text.set(SPACE, "preserve")
    return make.element(
        "post",
        text,
        said={
            ID: f"p{row.id}",
            "n": row.number,
            "type": row.kind,
            "who": None if row.author is None else f"#u{row.author}",
            "when-iso": row.written_at,
            "modality": "written",
            "replyTo": f"#p{parents[row.parent]}" if formal and row.parent is not None else None,
            "indentLevel": row.depth if row.parent_how == "indent" else None,
            "status": None if row.status == "approved" else row.status,
            "source": _address(row.url),
            LANG: row.language,
        },
    )


def annotation(make: Maker, row: AnnotationRow, coders: Mapping[int, CoderRow]) -> Element:
    """Return a claim; an orphan points to its post and notes what it was about.

    Its note's `n` is start, end and version of the older text.
    """
    orphan = None
    if row.state == "orphan":
        orphan = make.remark("orphan", row.quote or "")
    if orphan is not None:
        orphan.set("n", f"{row.start} {row.end} {row.text_version}")
    return make.element(
        "annotation",
        _by(make, coders[row.coder]),
        make.element(
            "revisionDesc",
            make.element("change", said={"status": "created", "when": row.created_at}),
            make.element("change", said={"status": "modified", "when": row.updated_at}),
        ),
        make.element("ptr", said={"target": f"#code-{row.code}"}),
        make.remark("memo", row.memo),
        orphan,
        said={ID: f"a-{row.id}", "motivation": "classifying", "target": _target(row)},
    )


def comment(make: Maker, memo: MemoRow, target: str, coders: Mapping[int, CoderRow]) -> Element:
    """Return a memo that stands by itself, on the element `target`."""
    return make.element(
        "annotation",
        _by(make, coders[memo.author]),
        make.element(
            "revisionDesc",
            make.element("change", said={"status": "created", "when": memo.created_at}),
        ),
        make.remark("memo", memo.text or " "),
        said={ID: f"m-{memo.id}", "motivation": "commenting", "target": f"#{target}"},
    )


def inferred(
    make: Maker, posts: Iterable[PostRow], links: Iterable[LinkRow], parents: Mapping[int, int]
) -> Element | None:
    """Return the layer of what no source says: replies by indentation or hand, quotes, mentions."""
    group = make.element("linkGrp", said={"type": "inferred"})
    known = set(parents.values())
    for one in posts:
        if one.parent in parents and one.parent_how not in FORMAL and one.parent is not None:
            said = {"type": "reply", "subtype": one.parent_how}
            said["target"] = f"#p{one.id} #p{parents[one.parent]}"
            group.append(make.element("link", said=said))
    for link in links:
        if not {link.post, link.target} <= known:
            continue
        at = f"#p{link.post}"
        if link.start is not None and link.end is not None:
            at = _range(link.post, link.start, link.end)
        said = {"type": link.kind, "target": f"{at} #p{link.target}", "cert": str(link.confidence)}
        group.append(make.element("link", said=said))
    return group if len(group) else None


def _by(make: Maker, row: CoderRow) -> Element:
    name = make.element("name", row.name, said={"ref": f"#coder-{row.id}"})
    return make.element("respStmt", make.element("resp", "coder"), name)


def _target(row: AnnotationRow) -> str:
    if row.post is None:
        return f"#thread-{row.thread}"
    if row.level == "post" or row.state == "orphan" or row.start is None or row.end is None:
        return f"#p{row.post}"
    return _range(row.post, row.start, row.end)


def _range(post_id: int, start: int, end: int) -> str:
    return f"#string-range(t{post_id},{start},{end - start})"


def _address(url: str) -> str | None:
    """Return an address as a TEI pointer can be one: without blanks."""
    return url if url and not any(sign.isspace() for sign in url) else None
