"""The software's version, as its package says it."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("catena")
    except PackageNotFoundError:
        return "0+unknown"


VERSION = _installed()
