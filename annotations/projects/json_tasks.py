"""Label Studio's JSON and doccano's JSONL: lists of texts, each with its labels."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.projects.met_codes import MetCodes
from annotations.projects.model import ProjectIn, SelectionIn, SourceIn
from annotations.projects.refi_xml import stamp
from corpus.errors import UnreadableError
from corpus.text import canonical

_SPANS, _WHOLE = ("labels", "hypertextlabels"), ("choices", "taxonomy")


def as_json(data: bytes) -> Any:
    """Return what JSON says.

    Raises:
        UnreadableError: `unreadable_project`.
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"This is no JSON: {error}.", code="unreadable_project") from None


def is_label_studio(said: Any) -> bool:
    """Say whether a JSON file is an export of Label Studio."""
    return (
        isinstance(said, list)
        and bool(said)
        and all(isinstance(one, dict) and isinstance(one.get("data"), dict) for one in said)
        and any("annotations" in one or "completions" in one for one in said)
    )


def read_label_studio(said: Any) -> ProjectIn:
    """Read an export of Label Studio. Its positions are counted as the passages' texts say."""
    project = ProjectIn("Label Studio", "Label Studio")
    codes = MetCodes(project)
    groups = {
        str(result.get("from_name"))
        for task in said
        for made in _made(task)
        for result in _list(made.get("result"))
        if result.get("type") in (*_SPANS, *_WHOLE)
    }
    for number, task in enumerate(said):
        source = f"task {number}"
        strings = [(k, v) for k, v in task["data"].items() if isinstance(v, str)]
        text = task["data"].get("text") or max((v for _, v in strings), key=len, default="")
        if not isinstance(text, str) or not text:
            project.lose("text_missing", "Tasks without a text, such as pictures.")
            continue
        about = {name: value for name, value in strings if value != text}
        title = about.get("title") or f"Task {task.get('id', number + 1)}"
        project.sources.append(SourceIn(source, title, text, attributes=about))
        if task.get("predictions"):
            project.lose("predictions", "Predictions of a machine.", len(task["predictions"]))
        for made in _made(task):
            _label_studio(project, codes, made, source, many=len(groups) > 1)
    return project


def _made(task: Any) -> list[Any]:
    return [
        one
        for one in _list(task.get("annotations", task.get("completions")))
        if not one.get("was_cancelled")
    ]


def _list(given: Any) -> list[Any]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _label_studio(
    project: ProjectIn, codes: MetCodes, made: Any, source: str, *, many: bool
) -> None:
    by = made.get("completed_by")
    coder = by.get("email") or by.get("username") or by.get("id") if isinstance(by, dict) else by
    if coder is not None:
        name = str(coder) if isinstance(coder, str) else f"Annotator {coder}"
        project.coders[str(coder)] = name
    for result in _list(made.get("result")):
        kind, value = result.get("type"), result.get("value")
        if kind not in (*_SPANS, *_WHOLE) or not isinstance(value, dict):
            project.lose("other_results", "Relations, ratings, typed texts and the like.")
            continue
        start, end = value.get("start"), value.get("end")
        if kind in _SPANS and not (isinstance(start, int) and isinstance(end, int)):
            project.lose("html_passages", "Passages of HTML pages: only plain texts are read.")
            continue
        spot = (start, end) if kind in _SPANS else (None, None)
        for label in value.get(kind) or ():
            path = [str(one) for one in label] if isinstance(label, list) else [str(label)]
            key = codes.key((str(result.get("from_name")), *path) if many else tuple(path))
            project.selections.append(
                SelectionIn(
                    source,
                    key,
                    *spot,
                    None if coder is None else str(coder),
                    stamp(made.get("created_at")),
                    str(value.get("text") or ""),
                )
            )


def doccano_lines(data: bytes) -> Iterator[Any]:
    """Yield what each line of a JSONL file says.

    Raises:
        UnreadableError: `unreadable_project`, naming the line.
    """
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise UnreadableError(
                    f"Line {number} is no JSON: {error}.", code="unreadable_project"
                ) from None


def is_doccano(said: Any) -> bool:
    """Say whether a line may be one of doccano's."""
    return (
        isinstance(said, dict)
        and isinstance(said.get("text", said.get("data")), str)
        and any(name in said for name in ("label", "labels", "entities", "cats"))
    )


def read_doccano(files: Iterable[tuple[str, bytes]]) -> ProjectIn:
    """Read exports of doccano: one file, or one of each coder, named as the coder."""
    project = ProjectIn("doccano", "doccano")
    codes = MetCodes(project)
    texts: dict[tuple[Any, str], str] = {}
    for coder, data in files:
        if coder:
            project.coders[coder] = coder
        for number, line in enumerate(doccano_lines(data)):
            if not is_doccano(line):
                project.lose("other_lines", "Lines that hold no text with labels.")
                continue
            text = line.get("text", line.get("data"))
            identity = (line.get("id", number), canonical(text)[0])
            if identity not in texts:
                texts[identity] = f"text {len(texts)}"
                meta = line.get("meta") if isinstance(line.get("meta"), dict) else {}
                name = f"Text {line.get('id', number + 1)}"
                project.sources.append(SourceIn(texts[identity], name, text, attributes=meta))
            _doccano(project, codes, line, texts[identity], coder or None)
    return project


def _doccano(
    project: ProjectIn, codes: MetCodes, line: Any, source: str, coder: str | None
) -> None:
    given = (
        line.get("entities") or line.get("label") or line.get("labels") or line.get("cats") or []
    )
    for one in given if isinstance(given, list) else [given]:
        match one:
            case str() as name:
                spot: tuple[int | None, int | None] = (None, None)
            case [int(start), int(end), str() as name]:
                spot = (start, end)
            case {"label": str() as name, "start_offset": int(start), "end_offset": int(end)}:
                spot = (start, end)
            case _:
                project.lose("other_labels", "Labels that are neither names nor passages.")
                continue
        project.selections.append(SelectionIn(source, codes.key((name,)), *spot, coder))
    if relations := line.get("relations"):
        project.lose("relations", "Relations between passages are left out.", len(relations))
