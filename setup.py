"""Puts the built interface into the wheel; the rest of the package is told in pyproject.toml."""

import shutil
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FRONTEND = Path(__file__).resolve().parent / "frontend"
NOT_BUILT = (
    "The interface is not built and npm is not here to build it. Run “make wheel” where Node.js is"
    " installed, or install a wheel that was made so."
)


class BuildWithPage(build_py):
    """Copies `frontend/dist` to `catena/page`; builds it first where it is missing."""

    def run(self) -> None:
        """Build the packages, then add the interface; an editable install serves the folder."""
        super().run()
        if not self.editable_mode:
            page = Path(self.build_lib) / "catena" / "page"
            shutil.rmtree(page, ignore_errors=True)
            shutil.copytree(_built(), page)


def _built() -> Path:
    dist = FRONTEND / "dist"
    if not (dist / "index.html").is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit(NOT_BUILT)
        for step in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "build"]):
            subprocess.run([npm, *step], cwd=FRONTEND, check=True)
    return dist


setup(cmdclass={"build_py": BuildWithPage})
