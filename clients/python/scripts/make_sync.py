"""Makes the synchronous client from the asynchronous one: `python scripts/make_sync.py [--check]`.

One source for both, so that they cannot differ.
"""

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "catena_client"
MADE = "# Made from catena_client/_async by scripts/make_sync.py: change it there.\n"
# Where ruff's settings are looked for.
NAME = str(PACKAGE / "_sync" / "made.py")
WORDS = [
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\bAsyncIterator\b", "Iterator"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\bhttpx\.AsyncClient\b", "httpx.Client"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\baclose\b", "close"),
    (r"\baiter_(lines|bytes)\b", r"iter_\1"),
    (r"\baread\b", "read"),
    (r"\b_async\b", "_sync"),
    (r"\bimport asyncio\b", "import time"),
    (r"\basyncio\.sleep\b", "time.sleep"),
    (r"The asynchronous client\..*", 'The synchronous client, made from `_async` by a script."""'),
]


def sync_of(text: str) -> str:
    """Return the synchronous form of a module."""
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    text = MADE + text
    for step in (["check", "--select", "I", "--fix", "--quiet"], ["format"]):
        command = [sys.executable, "-m", "ruff", *step, "--stdin-filename", NAME, "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        text = done.stdout
    return text


def main() -> int:
    """Write the modules, or with --check say which are out of date."""
    stale = []
    (PACKAGE / "_sync").mkdir(exist_ok=True)
    for source in sorted((PACKAGE / "_async").glob("*.py")):
        target, text = PACKAGE / "_sync" / source.name, sync_of(source.read_text())
        if "--check" in sys.argv:
            if not target.exists() or target.read_text() != text:
                stale.append(target.name)
        else:
            target.write_text(text)
    if stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run scripts/make_sync.py\n")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
