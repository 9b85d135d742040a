"""Codes that a file names only where it uses them: made when they are met."""

from annotations.projects.model import CodeIn, ProjectIn


class MetCodes:
    """The codes of a project, each after the one above it."""

    def __init__(self, project: ProjectIn) -> None:
        self._project = project
        self._known: set[str] = set()

    def key(self, path: tuple[str, ...]) -> str:
        """Return a code's key; new ones are added to the project."""
        for depth in range(1, len(path) + 1):
            key = "\n".join(path[:depth])
            if key not in self._known:
                self._known.add(key)
                self._project.codes.append(CodeIn(key, path[:depth]))
        return "\n".join(path)
