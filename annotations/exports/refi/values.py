"""Attributes as variables with types. Pure Python."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from annotations.exports.refi.xml import content, value


def type_of(kinds: Iterable[str]) -> str:
    """Return the variable type for values of these JSON types; whole numbers are `integer`."""
    found = set(kinds) - {"null"}
    if found == {"boolean"}:
        return "Boolean"
    if found == {"integer"}:
        return "Integer"
    return "Float" if found and found <= {"integer", "number"} else "Text"


def variable(guid: str, name: str, kind: str, *, of: str) -> str:
    """Return the Variable element; `of` says what has it."""
    return (
        f'<Variable guid="{guid}" name="{value(name)}" typeOfVariable="{kind}">'
        f"<Description>{content(of)}</Description></Variable>\n"
    )


def variable_value(variable: tuple[str, str], said: Any) -> str:
    """Return what a thing has for a variable (its GUID and type)."""
    guid, kind = variable
    return (
        f'<VariableValue><VariableRef targetGUID="{guid}"/>'
        f"<{kind}Value>{content(_as(kind, said))}</{kind}Value></VariableValue>"
    )


def _as(kind: str, said: Any) -> str:
    if kind == "Float":
        return f"{Decimal(str(said)):f}"
    if kind == "Boolean":
        return "true" if said else "false"
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
