"""Where Catena's own files lie: in a clone of the repository, or installed as a package."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A wheel carries the built interface inside the package (setup.py puts it there).
_PACKED = Path(__file__).resolve().parent / "page"


def front_end() -> Path:
    """Return the folder of the built interface; it may not be there yet in a clone."""
    if given := os.environ.get("CATENA_FRONTEND"):
        return Path(given)
    return _PACKED if _PACKED.is_dir() else ROOT / "frontend" / "dist"
