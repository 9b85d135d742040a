"""What the documents promise to list is listed: codes, events, settings."""

import ast
import re
from pathlib import Path

from corpus.ingest.accounting import REVIEW_CODES

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "annotations", "corpus", "catena")
RAISED = re.compile(
    r"(Error|Noted|Failed|Skipped|problem|_note|_impossible|noted?|described|Broken)$"
)

EVENT = re.compile(
    r'"((?:annotation|code|corpus|export|member|memo|participant|post|thread|upload)'
    r'\.(?:created|changed|deleted|added|removed|restored|corrected|merged|separated))"'
)
# Where a code may stand without being named, and as which argument.
PLACED = {"Noted": 0, "noted": 0, "note": 0, "_note": 0, "Skipped": 4, "Failed": 4, "Broken": 1}
CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def modules():
    return [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if RAISED.search(name):
                yield node


def placed_code(call):
    place = PLACED.get(getattr(call.func, "attr", getattr(call.func, "id", "")), len(call.args))
    found = call.args[place] if place < len(call.args) else None
    if isinstance(found, ast.Constant) and CODE.fullmatch(str(found.value)):
        yield found.value


def stated_codes():
    """Every literal that the code hands on as a stable code."""
    for file in modules():
        tree = ast.parse(file.read_text())
        for call in calls(tree):
            for keyword in call.keywords:
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                    yield keyword.value.value
            yield from placed_code(call)
        for node in ast.walk(tree):
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            names = {getattr(target, "id", "") for target in targets}
            if "default_code" in names and isinstance(node.value, ast.Constant):
                yield node.value.value


def test_every_code_of_an_error_is_explained():
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "api.md").read_text()))
    stated = set(stated_codes())
    assert len(stated) > 100
    assert not (stated | REVIEW_CODES) - explained


def test_every_event_is_named():
    named = (ROOT / "docs" / "api.md").read_text()
    actions = set()
    for file in modules():
        actions |= set(EVENT.findall(file.read_text()))
    assert actions
    assert not {action for action in actions if f"`{action}`" not in named}


def test_every_environment_variable_is_explained_to_operators():
    explained = (ROOT / "docs" / "operate.md").read_text()
    read = set()
    for file in modules():
        read |= set(re.findall(r'"(CATENA_[A-Z_]+|DATABASE_URL|REDIS_URL)"', file.read_text()))
    assert read
    assert not {name for name in read if name not in explained}
