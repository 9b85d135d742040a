"""How the tests of traps read a page: an invented entry above, an invented form below."""

from corpus.ingest.accounting import account
from corpus.ingest.captures import reader
from corpus.ingest.events import Noted, ReadOptions, ThreadRead, Tile
from corpus.ingest.source import Source

ENTRY = (
    "The lamp at the end of the pier was lit again last night, for the first time in eleven years. "
    "A small crowd had gathered on the wet boards.\n\n"
    "It burned until the morning. Some say that it could be seen from the far shore."
)
HEAD = (
    f"Harbour Notes\nHome\nArchive\n\nOn lamps\n\nPosted on March 1, 2011 by keeper\n\n{ENTRY}\n\n"
)
FORM = (
    "\nLeave a Reply\n\nYour email address will not be published.\n\nName *\n\n"
    "Recent Posts\nOn oil\n"
)


def events_of(text, **options):
    """Read a page; returns all events."""
    data = text if isinstance(text, bytes) else text.encode()
    return list(reader.read(Source.from_bytes(data), ReadOptions(**options), None))


def thread_of(text, **options):
    """Read a page and return its thread."""
    return next(one for one in events_of(text, **options) if isinstance(one, ThreadRead))


def page(comments, heading=None, *, head=HEAD, tail=FORM):
    """Return a page with these comments between an entry and a form."""
    return f"{head}{'' if heading is None else heading + chr(10)}{comments}\n{tail}"


def said(text):
    """Return who said what on a page, in reading order."""
    return [(post.author, post.text) for post in thread_of(text).posts[1:]]


def account_of(text):
    """Return the account of a page."""
    return account(events_of(text))


def codes(text):
    """Return the codes of all that is noted about a page."""
    return {one.code for one in events_of(text) if isinstance(one, Noted)}


def tiles_of(text):
    """Return the tiles of a page as pairs of kind and text."""
    return [
        (one.kind, text[one.start : one.end]) for one in events_of(text) if isinstance(one, Tile)
    ]
