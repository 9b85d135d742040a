"""What a W3C Web Annotation that comes in claims, in our terms. Pure Python.

Read as the JSON that the data model shows (one code as a body; one post, passage or thread as a
target), with the addresses of this site. What else a Web Annotation may be is refused, not
dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import ImpossibleError

_CODE = re.compile(r"/api/v1/codes/(\d{1,18})/?")
_MEMO = re.compile(r"/api/v1/memos/[0-9a-fA-F-]{36}/?")
_THREAD = re.compile(r"/api/v1/threads/(\d{1,18})/?")
_POST = re.compile(r"/api/v1/posts/(\d{1,18})/(?:text/?(?:\?version=(\d{1,9}))?)?")


@dataclass(slots=True)
class Wanted:
    """A claim before its passage is found in the text; positions are code points, half-open."""

    code: int = 0
    thread: int | None = None
    post: int | None = None
    version: int | None = None
    span: tuple[int, int] | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    memos: list[str] = field(default_factory=list)

    @property
    def memo(self) -> str:
        """Return all comments as one memo."""
        return "\n\n".join(self.memos)

    @property
    def is_passage(self) -> bool:
        """Say whether a part of a text is meant."""
        return self.span is not None or self.exact is not None


def wanted(document: Any, *, bases: Sequence[str]) -> Wanted:
    """Return what a Web Annotation claims; `bases` are this site's addresses.

    Raises:
        ImpossibleError: `unsupported_annotation`, it says what no annotation of ours can.
    """
    if not isinstance(document, dict):
        raise _unsupported("", "A Web Annotation is one JSON object.")
    if "Annotation" not in _listed(document.get("type")):
        raise _unsupported("type", "Its type is Annotation.")
    if "canonical" in document:
        raise _unsupported("canonical", "An address of elsewhere cannot be kept for it.")
    found = Wanted()
    for body in _listed(document.get("body")):
        _read_body(found, body, bases)
    if "bodyValue" in document:
        found.memos.append(_text("bodyValue", document["bodyValue"]))
    if not found.code:
        raise _unsupported("body", "One body is a code of the corpus, by its address.")
    targets = _listed(document.get("target"))
    if len(targets) != 1:
        raise _unsupported("target", "It has one target.")
    _read_target(found, targets[0], bases)
    return found


def placed(claim: Wanted, text: str) -> tuple[int, int, str]:
    """Return start, end and quote of the passage in a post's text.

    With a position the server compares it with the quote later; a quote alone must stand there
    once between its surroundings.

    Raises:
        ImpossibleError: `quote_mismatch` nowhere, `ambiguous_quote` in several places.
    """
    if claim.span is not None:
        start, end = claim.span
        return start, end, text[start:end] if claim.exact is None else claim.exact
    exact = claim.exact or ""
    sought = claim.prefix + exact + claim.suffix
    at = text.find(sought) if exact else -1
    if at < 0:
        raise _impossible("target.selector", "quote_mismatch", "This quote is not in the text.")
    if text.find(sought, at + 1) >= 0:
        message = "This quote stands in several places: give more before and after it."
        raise _impossible("target.selector", "ambiguous_quote", message)
    start = at + len(claim.prefix)
    return start, start + len(exact), exact


def _read_body(found: Wanted, body: Any, bases: Sequence[str]) -> None:
    if isinstance(body, str):
        body = {"id": body}
    if not isinstance(body, dict):
        raise _unsupported("body", "A body is an address or an object.")
    if body.get("type") == "TextualBody" or "value" in body:
        _read_text(found, body, bases)
        return
    number = _CODE.fullmatch(_local(_source(body), bases))
    if number is None or found.code:
        raise _unsupported("body", "There is one code, named by its address, beside comments.")
    found.code = int(number[1])


def _read_text(found: Wanted, body: Mapping[str, Any], bases: Sequence[str]) -> None:
    purpose = body.get("purpose", "commenting")
    if purpose == "tagging":
        return  # The code's name, for readers that show tags only.
    if purpose not in ("commenting", "describing"):
        raise _unsupported("body.purpose", "A text comments or repeats the code's name as a tag.")
    if "id" in body and _MEMO.fullmatch(_local(str(body["id"]), bases)):
        return  # A memo that stands by itself.
    found.memos.append(_text("body.value", body.get("value")))


def _read_target(found: Wanted, target: Any, bases: Sequence[str]) -> None:
    specific = target if isinstance(target, dict) else {"id": target}
    address = _local(_source(specific), bases)
    if thread := _THREAD.fullmatch(address):
        found.thread = int(thread[1])
    elif post := _POST.fullmatch(address):
        found.post = int(post[1])
        found.version = int(post[2]) if post[2] else None
    else:
        raise _unsupported("target", "A target is a post's text or a thread, by its address.")
    for selector in _listed(specific.get("selector")):
        _read_selector(found, selector)
    if found.thread is not None and found.is_passage:
        raise _unsupported("target.selector", "A passage is one of a post's text.")


def _read_selector(found: Wanted, selector: Any) -> None:
    kind = selector.get("type") if isinstance(selector, dict) else None
    if kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if type(start) is not int or type(end) is not int or max(abs(start), abs(end)) >= 2**31:
            raise _unsupported("target.selector", "start and end are numbers of code points.")
        found.span = start, end
    elif kind == "TextQuoteSelector":
        found.exact = _text("target.selector.exact", selector.get("exact"))
        found.prefix = _text("target.selector.prefix", selector.get("prefix", ""))
        found.suffix = _text("target.selector.suffix", selector.get("suffix", ""))
    else:
        raise _unsupported(
            "target.selector", "Passages are named by TextPositionSelector or TextQuoteSelector."
        )


def _source(specific: Mapping[str, Any]) -> str:
    source = specific.get("source", specific.get("id"))
    if isinstance(source, dict):
        source = source.get("id")
    return source if isinstance(source, str) else ""


def _local(address: str, bases: Sequence[str]) -> str:
    """Return an address of this site without its base; another site's stays as it is."""
    return next((address[len(b) :] for b in bases if address.startswith(f"{b}/")), address)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _unsupported(name, "This is a text.")
    return value


def _unsupported(name: str, message: str) -> ImpossibleError:
    return _impossible(name, "unsupported_annotation", message)


def _impossible(name: str, code: str, message: str) -> ImpossibleError:
    return ImpossibleError(message, code=code, fields=[(name, code, message)])
