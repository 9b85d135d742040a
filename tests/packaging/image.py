"""Follows the Dockerfile's steps in an empty folder: what an engine would do, without one.

`python -m tests.packaging.image FOLDER` (`make image-steps`) leaves the last stage's files in
FOLDER and prints its start command. The container's own user is not made: tests run as they are.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Made by an engine for the container alone.
_ABOUT_USERS = re.compile(r"^useradd\b")


_OURS = re.compile(r"CATENA_|DJANGO_|(DATABASE|REDIS)_URL$|PYTHON|VIRTUAL_ENV|PYTEST")


@dataclass
class Stage:
    """A stage of the image: the folder that stands for its `/`, where it works, its settings."""

    root: Path
    work: str = "/"
    settings: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)

    def inside(self, path: str) -> Path:
        return self.root / os.path.normpath(str(Path(self.work) / path)).lstrip("/")

    def surroundings(self) -> dict[str, Any]:
        """Return folder and environment in which this stage's commands run."""
        # What names a registry, a proxy or certificates goes along.
        kept = {name: value for name, value in os.environ.items() if not _OURS.match(name)}
        return {"cwd": self.inside("."), "env": kept | self.settings}


@dataclass
class Image:
    """Where the steps have led so far."""

    folder: Path
    source: Path
    stages: dict[str, Stage] = field(default_factory=dict)

    @property
    def last(self) -> Stage:
        return list(self.stages.values())[-1]

    def follow(self, dockerfile: Path) -> Stage:
        for word, rest in steps(dockerfile.read_text()):
            getattr(self, f"_{word.lower()}")(rest)
        return self.last

    def _from(self, rest: str) -> None:
        base, name = (*re.split(r"\s+AS\s+", rest, flags=re.IGNORECASE), str(len(self.stages)))[:2]
        stage = Stage(self.folder / name)
        stage.root.mkdir(parents=True)
        if base.startswith("python"):
            venv = stage.root / "venv"
            subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
            tools = [str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "setuptools>=77"]
            subprocess.run(tools, check=True)
            stage.settings["PATH"] = f"{venv / 'bin'}:{os.environ['PATH']}"
        self.stages[name] = stage

    def _workdir(self, rest: str) -> None:
        self.last.work = rest
        self.last.inside(".").mkdir(parents=True, exist_ok=True)

    def _env(self, rest: str) -> None:
        self.last.settings |= dict(part.split("=", 1) for part in shlex.split(rest))

    def _copy(self, rest: str) -> None:
        *sources, target = [part for part in shlex.split(rest) if not part.startswith("--")]
        given = re.search(r"--from=(\S+)", rest)
        for source in sources:
            if given:
                path = self.stages[given[1]].root / source.lstrip("/")
            else:
                path = self.source / source
            goal = self.last.inside(target)
            if path.is_dir():
                shutil.copytree(path, goal, dirs_exist_ok=True)
            else:
                goal = goal / path.name if target.endswith("/") else goal
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, goal)

    def _run(self, rest: str) -> None:
        if not _ABOUT_USERS.match(rest):
            subprocess.run(["sh", "-ec", rest], check=True, **self.last.surroundings())

    def _cmd(self, rest: str) -> None:
        self.last.command = json.loads(rest)

    def _user(self, rest: str) -> None:
        assert rest != "root", "nothing in the image may run as root"

    def _volume(self, _: str) -> None: ...

    def _expose(self, _: str) -> None: ...


def steps(text: str) -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, comments left out."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    lines = [line.strip() for line in joined.splitlines() if line.strip()]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def tracked(target: Path) -> Path:
    """Copy what the repository holds, as a build context would, and nothing that was built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    image = Image(folder, tracked(folder / "context"))
    sys.stdout.write(f"{shlex.join(image.follow(ROOT / 'Dockerfile').command)}\n")
