"""The `catena` command: what can be asked for and which function answers it.

Functions are named, not imported, so that `catena --help` does not load the whole platform.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    given = _parser().parse_args(arguments)
    if not given.needs_database:
        return _reporting(lambda: _named(given.run)(given))
    return _reporting(lambda: _with_django(given))


class _Parser(argparse.ArgumentParser):
    """A parser whose last words are only made when somebody asks for help."""

    ending: Callable[[], str] | None = None

    def format_help(self) -> str:
        """Return the help with the last words."""
        if self.ending:
            self.formatter_class = argparse.RawDescriptionHelpFormatter
            self.epilog = self.ending()
        return super().format_help()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="catena", description="Read, code and export threads.")
    commands = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", parser_class=_Parser
    )
    _add(commands, "up", "catena.up:up", "run Catena until Ctrl+C", database=False)
    _add(commands, "doctor", "catena.doctor:doctor", "say what is wrong here and what to do")
    _add(commands, "migrate", "catena.prepare:migrate", "bring the database up to date")
    _add(commands, "prepare", "catena.prepare:prepare", "migrate and make the first account")
    _add(commands, "demo", "catena.cli:load_demo", "load an invented corpus to try things with")
    _add_import(commands)
    _add_export(commands)
    taken = _add(
        commands, "import-archive", "catena.importing_archive:import_archive",
        "make a new corpus of an exported archive",
    )  # fmt: skip
    taken.add_argument("file", help="a file of the export “Catena archive”")
    taken.add_argument("--user", help="whose corpus it becomes; needed when there are several")
    kept = _add(commands, "backup", "catena.backup:backup", "save everything in one checked file")
    kept.add_argument("file", help="the new file, e.g. catena-2026-11-22.tar")
    back = _add(
        commands, "restore", "catena.restore:restore", "bring a backup into an empty Catena"
    )
    back.add_argument("file", help="a file that `catena backup` wrote")
    quota = _add(commands, "quota", "catena.room:quota", "how much a corpus' files may take")
    quota.add_argument("corpus", help="the corpus' number or title")
    quota.add_argument("room", nargs="?", help="e.g. 20GB; `default`: as the server has it")
    _add_accounts(commands)
    return parser


def _add_accounts(commands: argparse._SubParsersAction[_Parser]) -> None:
    user = commands.add_parser("user", help="accounts").add_subparsers(required=True)
    add = _add(user, "add", "catena.people:add_user", "make an account")
    add.add_argument("username")
    add.add_argument("--name", help="as colleagues see it")
    add.add_argument("--email")
    add.add_argument("--password-stdin", action="store_true", help="read the password from there")
    reset = _add(user, "reset", "catena.people:reset_user", "make a link for a new password")
    reset.add_argument("username")
    off = _add(user, "deactivate", "catena.people:deactivate_user", "let somebody in no more")
    off.add_argument("username")
    token = commands.add_parser("token", help="keys for scripts").add_subparsers(required=True)
    create = _add(token, "create", "catena.people:create_token", "make an API token")
    create.add_argument("username")
    create.add_argument("--name", default="terminal", help="what it is for")
    create.add_argument("--scopes", help="of read,annotate,export,manage; default: all")
    create.add_argument("--days", type=int, help="after how many days it expires; default: never")


def _add_import(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "import", "catena.collecting:collect", "read files and folders into a corpus"
    )
    parser.ending = _about_formats
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, or folders of files")
    parser.add_argument("--corpus", help="the corpus' number or title")
    parser.add_argument("--user", help="in whose name; needed when there are several accounts")
    parser.add_argument("--format", help="how to read them; default: told by their content")
    parser.add_argument("--timezone", help="of times without one, e.g. Europe/Vienna")
    parser.add_argument("--url", help="the address of the page")
    parser.add_argument(
        "--captured", type=_instant, metavar="TIME",
        help="when the page was saved: relative dates count from it, e.g. 2026-11-30T18:30Z",
    )  # fmt: skip
    parser.add_argument(
        "--mapping", metavar="FILE.json",
        help="what the columns of tables mean (see docs/formats.md)",
    )  # fmt: skip
    parser.add_argument("--ask", action="store_true", help="let everything wait for a look")
    parser.add_argument("--dry-run", action="store_true", help="say what would be found, no more")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _about_formats() -> str:
    """Return what can be read, a line for each format, and the exit statuses."""
    described = import_module("corpus.ingest.registry").described()
    lines = [f"  {name:22}  {about}" for name, about in described]
    lines.append(f"  {'WARC, WACZ, MHTML':22}  the web pages in them, each by itself")
    lines.append(f"  {'ZIP, tar, gz, bz2, xz':22}  each file in them by itself")
    ending = (
        "exit status: 0 all loaded, 3 something waits for a look, 4 something failed, 1 refused"
    )
    return "\n".join(["formats (told by content; --format chooses one):", *lines, "", ending])


def _instant(given: str) -> str:
    """Take an ISO 8601 instant as it is."""
    if import_module("corpus.ingest.dates.elapsed").moment_of(given) is None:
        raise argparse.ArgumentTypeError(f"{given!r} is no moment such as 2026-11-30T18:30Z")
    return given


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(
        commands, "export", "catena.leaving:leave", "write a corpus' coded data to a file"
    )
    parser.add_argument("corpus", help="the corpus' number or title")
    parser.add_argument("--user", help="in whose name; needed when there are several accounts")
    parser.add_argument("--format", default="csv", help="csv (default), xlsx, jsonl, parquet, …")
    parser.add_argument(
        "--what", default="annotations", help="annotations (default), posts, threads, …"
    )
    parser.add_argument("--profile", help="the program it is for, where a format has several")
    parser.add_argument("--output", help="a new file, or - for standard output")
    parser.add_argument("--threads", help="only these, by their ids with commas between")
    parser.add_argument("--codes", help="only these, by their ids")
    parser.add_argument("--subtree", type=int, help="only this code and all below it")
    parser.add_argument("--coders", help="only these people's, by their ids")
    parser.add_argument("--levels", help="of passage,post,thread")
    parser.add_argument("--after", help="only what was coded from this day or moment on")
    parser.add_argument("--before", help="only what was coded before it")
    parser.add_argument("--pseudonymise", action="store_true", help="pseudonyms for authors")
    parser.add_argument("--no-texts", action="store_true", help="no quotes, no posts' texts")
    parser.add_argument("--hidden", action="store_true", help="also spam, drafts … not coded")
    parser.add_argument("--utf16", action="store_true", help="positions in UTF-16 units")
    parser.add_argument("--bom", action="store_true", help="CSV for old spreadsheets")
    parser.add_argument("--keep", action="store_true", help="keep it in the corpus' exports, too")


def _add(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    run: str,
    about: str,
    *,
    database: bool = True,
) -> _Parser:
    parser = commands.add_parser(name, help=about, description=about)
    needs = database and name != "doctor"
    parser.set_defaults(run=run, needs_database=needs)
    return parser


def _named(name: str) -> Callable[[argparse.Namespace], int]:
    module, _, function = name.partition(":")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(module), function)
    return found


def load_demo(_: argparse.Namespace) -> int:
    """Load the invented corpus."""
    import_module("catena.demo").load()
    return 0


def _reporting(run: Callable[[], int]) -> int:
    """Run; say expected failures in one sentence and keep tracebacks for the others."""
    try:
        return run()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _is_expected(error):
            raise
        print(f"catena: {error}", file=sys.stderr)
        return 1


def _is_expected(error: Exception) -> bool:
    expected = ("catena.folders", "SetUpError"), ("corpus.errors", "CatenaError")
    return any(isinstance(error, getattr(import_module(m), name)) for m, name in expected)


def _with_django(given: argparse.Namespace) -> int:
    with import_module("catena.embedded").present():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")
        if not import_module("django.apps").apps.ready:
            import_module("django").setup()
        return _named(given.run)(given)
