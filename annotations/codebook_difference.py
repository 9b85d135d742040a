"""What changed between two states of a codebook, in pure Python: for people to read.

A state maps each code's id to what a frozen version keeps of it; archived codes count as gone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

State = Mapping[int, Mapping[str, Any]]

CONTENT = (
    "name", "colour", "definition", "include", "exclude", "examples", "key", "levels", "locked",
)  # fmt: skip


def state(codes: Iterable[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """Return codes by their ids, in their order."""
    return {code["id"]: code for code in codes}


def difference(before: State, after: State) -> list[dict[str, Any]]:
    """Return `{id, path, kind, fields}` of each code that differs, in the later codebook's order.

    `kind` is added, removed, changed, moved or merged; `fields` say before and after. A code that
    moved and changed is `changed`, with its place in `fields.parent`: the names above it.
    """
    found = [_one(before.get(number), code) for number, code in after.items()]
    gone = [_one(code, None) for number, code in before.items() if number not in after]
    return [one for one in (*found, *gone) if one]


def _one(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    was = before if before and not before["archived"] else None
    now = after if after and not after["archived"] else None
    shown = now or was
    if shown is None:
        return {}
    fields = _fields(was, now)
    kind = "changed"
    if was is None:
        kind = "added"
    elif now is None:
        into = after and after.get("merged_into")
        kind = "merged" if into else "removed"
        fields = {"merged_into": {"before": None, "after": into}} if into else {}
    elif not fields:
        return {}
    elif fields.keys() == {"parent"}:
        kind = "moved"
    return {"id": shown["id"], "path": shown["path"], "kind": kind, "fields": fields}


def _fields(
    was: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> dict[str, dict[str, Any]]:
    if now is None:
        return {}
    if was is None:
        return {name: {"before": None, "after": now[name]} for name in CONTENT if now[name]}
    fields = {
        name: {"before": was[name], "after": now[name]}
        for name in CONTENT
        if was[name] != now[name]
    }
    if was["parent"] != now["parent"]:
        fields["parent"] = {"before": was["path"][:-1], "after": now["path"][:-1]}
    return fields
