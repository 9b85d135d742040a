"""By what a thread or post is known again when it comes in another file. Pure Python.

Only the reckoning of identities; matching them with what is stored is `corpus/pairing.py`.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from corpus.ingest.events import PostRead, ThreadRead, Written

# Code points of folded text: from here on a text is taken to be nobody else's.
LONG = 120
# Of a long text without a date so much counts: its end may be mended later.
_OPENING = 400
# An entry of an index in PostgreSQL has 2,700 bytes at most; a code point has up to four.
_MOST = 400
_DIGEST = 16
_LOWER = bytes(range(256)).lower()
_BLANKS = bytes([9, 10, 11, 12, 13, 28, 29, 30, 31, 32])
# What campaigns, mailings and reply buttons append to an address.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|ref_src|replytocom|showcomment"
    r"|share|nb|_ga|wt_mc|xtor",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def thread_identity(thread: ThreadRead, host: str) -> str:
    """Return by what a thread is known again, or an empty string when nothing tells.

    In this order: the site's own id, the canonical address, title with author and date, the text
    itself. An id counts on its own site only; without one (`host` empty), together with the title.
    """
    if thread.external_id:
        where = canonical_host(_host_of(thread.url) or host) or f"\n{_fold(thread.title)}"
        return _shortened(f"id:{where}\n{thread.external_id}")
    address = canonical_address(thread.url or "")
    if "/" in address or "?" in address:  # a site's front page is no thread's own
        return _shortened(f"url:{address}")
    return _by_content(thread)


def _by_content(thread: ThreadRead) -> str:
    entry = thread.posts[0] if thread.posts else None
    author = _fold(thread.author or (entry.author if entry else "") or "")
    title = _fold(thread.title)
    date = dated(thread.written) or (dated(entry.written) if entry else "")
    if title and date:
        return f"title:{_digest(title, author, date)}"
    text = _fold(entry.text) if entry else ""
    if title and len(text) >= LONG:
        return f"title:{_digest(title, author, text[:_OPENING])}"
    if len(text) >= LONG:
        return f"text:{_digest(author, text)}"
    said = [
        part
        for post in thread.posts
        for part in (_fold(post.author or ""), dated(post.written), _fold(post.text))
    ]
    return f"text:{_digest(title, *said)}" if any(said) else ""


def post_identities(posts: Iterable[PostRead]) -> list[str]:
    """Return by what each post of a thread is known again: the site's own id.

    Empty without one: such a post is known by what it says (`content_key`), which is reckoned
    when it is needed; of each post of each file it would cost a third of the reading.
    """
    return [_shortened(f"id:{post.external_id}") if post.external_id else "" for post in posts]


def content_key(author: str | None, date: str, text: str) -> str:
    """Return a digest of who said when what: as its words go, without case and white space."""
    return f"by:{_digest(_fold(author or ''), date, _fold(text))}"


def text_key(text: str) -> str:
    """Return a digest of a text as its words go, without case and white space; "" of none."""
    folded = _fold(text)
    return _digest(folded) if folded else ""


def dated(written: Written) -> str:
    """Return the source's date for comparing; a relative one ("2 days ago") says nothing."""
    return date_key(written.raw or "", written.precision)


def date_key(raw: str, precision: str) -> str:
    """Return a date in the source's words for comparing, as `dated`."""
    return "" if precision == "relative" or not raw else _fold(raw)


def name_key(name: str | None) -> str:
    """Return an author's name for comparing within one thread."""
    return _fold(name or "")


def canonical_address(url: str) -> str:
    """Return an address without what does not tell one page from another; "" if it is none.

    Scheme, `www.`, the default port, a fragment, a closing slash, and what campaigns or reply
    buttons append are dropped; percent signs are undone where they change nothing.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = canonical_host(parts.hostname or "")
    except ValueError:
        return ""
    if not host:
        return ""
    if port and port != _PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?)$", "/", path, flags=re.IGNORECASE)
    path = quote(unquote(path), safe="/:@!$&'()*+,;=~-._", errors="replace").rstrip("/")
    told = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        # Blogger's page for telephones is the same page.
        if not _TRACKING.fullmatch(name) and (name, value) not in (("m", "0"), ("m", "1"))
    ]
    query = f"?{urlencode(sorted(told), errors='replace')}" if told else ""
    place = parts.fragment if parts.fragment.startswith("!") else ""
    return f"{host}{path}{query}{'#' if place else ''}{place}"


def canonical_host(host: str) -> str:
    """Return a site's name for comparing: without case and `www.`."""
    return host.strip().casefold().rstrip(".").removeprefix("www.")


def _host_of(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _fold(text: str) -> str:
    """Return a text without case, white space and compatibility forms (NFKC)."""
    if text.isascii():
        return text.encode().translate(_LOWER, _BLANKS).decode()
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(*parts: str) -> str:
    # BLAKE2b, RFC 7693.
    return blake2b("\0".join(parts).encode(), digest_size=_DIGEST).hexdigest()


def _shortened(key: str) -> str:
    return key if len(key) <= _MOST else f"{key[:_MOST]}\n{_digest(key)}"
