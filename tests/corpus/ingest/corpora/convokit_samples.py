"""An invented corpus of ConvoKit: three people on two lamps, as a folder in a ZIP or by itself."""

import io
import json
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

FOLDER = "lamp-corpus/"


def utterance(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"u{number}",
        "conversation_id": "u1",
        "text": f"Comment {number} on lamps.",
        "speaker": "s1",
        "meta": {"score": number},
        "reply-to": None if number == 1 else "u1",
        "timestamp": 1_300_000_000 + number,
        "vectors": [],
    } | changes


def utterances() -> list[dict[str, Any]]:
    """Two conversations, mixed."""
    return [
        utterance(1),
        utterance(5, conversation_id="u5", speaker="s2", text="Who lit it?", **{"reply-to": None}),
        utterance(2, speaker="s2"),
        utterance(3, speaker="s3", **{"reply-to": "u2"}),
        utterance(6, conversation_id="u5", **{"reply-to": "u5"}),
    ]


SPEAKERS = {
    "s1": {"meta": {"name": "Ada", "age": 44, "parse": "<##bin{0}&&@**>"}, "vectors": []},
    "s2": {"meta": {"name": "Bo"}, "vectors": []},
    "s3": {"meta": {"name": "bo", "born": "Kiel"}, "vectors": []},
}
CONVERSATIONS = {
    "u1": {"meta": {"title": "On lamps", "board": "light", "pinned": True}, "vectors": []},
    "u5": {"meta": {"board": "light"}, "vectors": []},
}
INDEX = {
    "utterances-index": {"score": ["<class 'int'>"]},
    "speakers-index": {"name": ["<class 'str'>"], "parse": ["bin"], "trust": ["<class 'float'>"]},
    "conversations-index": {"board": ["<class 'str'>"]},
    "overall-index": {},
    "version": 2,
}


def lines(values: list[Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in values)


def files(**changes: str | bytes) -> dict[str, str | bytes]:
    """The files of the folder; `utterances_jsonl="…"` changes one."""
    made: dict[str, str | bytes] = {
        "utterances.jsonl": lines(utterances()),
        "speakers.json": json.dumps(SPEAKERS),
        "conversations.json": json.dumps(CONVERSATIONS),
        "corpus.json": json.dumps({"name": "lamp-corpus"}),
        "index.json": json.dumps(INDEX),
        "info.trust.jsonl": lines([{"id": "s1", "value": 0.5}, {"id": "s2", "value": 0.25}]),
        "parse-speaker-bin.p": b"\x80\x04cos\nsystem\n.",
    }
    return made | {name.replace("_", "."): data for name, data in changes.items()}


def zipped(made: dict[str, str | bytes] | None = None, folder: str = FOLDER) -> bytes:
    """A ZIP of a folder."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in (files() if made is None else made).items():
            archive.writestr(folder + name, data)
    return file.getvalue()


def plain() -> list[dict[str, Any]]:
    """Utterances that say nothing but what a thread is made of."""
    two = [utterance(n, meta={}, speaker="Ada" if n % 2 else "Bo") for n in range(1, 7)]
    for one in two[4:]:
        one["conversation_id"] = "u5"
        one["reply-to"] = None if one["id"] == "u5" else "u5"
    return two


def many(count: int) -> str:
    """So many comments, those of five hundred conversations in turn."""
    return lines([
        {"id": f"c{n}", "conversation_id": f"c{n % 500}", "speaker": f"s{n}", "timestamp": None,
         "text": "word " * 200, "meta": {}, "reply-to": None if n < 500 else f"c{n % 500}"}
        for n in range(count + 500)
    ])  # fmt: skip
