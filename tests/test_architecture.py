"""The promises that the code makes about itself: sizes, few suppressions, tasks that exist.

Layers are import-linter's business (pyproject.toml).
"""

import ast
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from catena.celery import app

ROOT = Path(__file__).parent.parent
PACKAGES = ("catena", "api", "tasks", "annotations", "corpus")
LONGEST_MODULE, LONGEST_MODELS, LONGEST_FUNCTION = 300, 400, 40
LINES_PER_SUPPRESSION = 1000
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore)")
WITH_CODE_AND_REASON = re.compile(
    r"#\s*(noqa: [A-Z]+\d+|type: ignore\[[\w-]+\])(, [A-Z]+\d+)*\s+[-–#]"
)

# Names of hosts are put together here, so that this file does not hold them itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
    )
]


def tracked(*patterns):
    command = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run([*command, "--", *patterns], capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules():
    found = tracked(
        *(f"{package}/**/*.py" for package in PACKAGES), *(f"{p}/*.py" for p in PACKAGES)
    )
    return sorted({file for file in found if "migrations" not in file.parts})


def lines(file):
    return len(file.read_text().splitlines())


def named(file):
    return str(file.relative_to(ROOT))


@pytest.fixture(scope="module", autouse=True)
def a_git_tree():
    if not (ROOT / ".git").exists():
        pytest.skip("only a checkout knows which files belong to it")


def test_no_module_is_too_long_to_be_read_at_once():
    limits = {True: LONGEST_MODELS, False: LONGEST_MODULE}
    long = {named(f): lines(f) for f in modules() if lines(f) > limits[f.name == "models.py"]}
    assert not long


def test_no_function_is_longer_than_a_screen():
    long = {}
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{named(file)}:{node.name}"] = length
    assert not long


def test_every_module_says_what_lives_in_it():
    silent = [
        named(f) for f in modules() if lines(f) and not ast.get_docstring(ast.parse(f.read_text()))
    ]
    assert not silent


def test_suppressions_are_rare_and_each_has_a_code_and_a_reason():
    found = [
        (named(file), number, line)
        for file in modules()
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if SUPPRESSION.search(line)
    ]
    bare = [each for each in found if not WITH_CODE_AND_REASON.search(each[2])]
    assert not bare
    assert len(found) <= sum(map(lines, modules())) / LINES_PER_SUPPRESSION


def test_every_task_that_is_sent_exists():
    app.loader.import_default_modules()
    sent = set()
    for file in modules():
        sent |= set(re.findall(r"send_task\(\s*\"([\w.]+)\"", file.read_text()))
    kinds = {
        kind for kind, _ in import_module("corpus.models").Job._meta.get_field("kind").choices or ()
    }
    sent |= {f"tasks.{kind}.run" for kind in kinds}
    assert sent
    assert not sent - set(app.tasks)


def test_no_file_names_a_package_registry():
    naming = []
    for file in tracked():
        data = file.read_bytes()
        naming += [(named(file), host) for host in REGISTRIES if host.encode() in data]
    assert not naming
