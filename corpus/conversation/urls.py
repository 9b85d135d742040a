"""Finds the addresses (URLs) in a text and their domains; trailing punctuation is not theirs."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_URL = re.compile(
    r"(?<![\w@/.])(?:https?://|www\.)[^\s<>\"“”„«»\u200b\u202f]{3,2000}", re.IGNORECASE
)
_TRAILING = ".,:;!?'’…*_|"
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Address:
    """A URL as it stands in `[start, end)` of a text (code points), and its domain."""

    start: int
    end: int
    url: str
    domain: str


def addresses(text: str) -> list[Address]:
    """Return the URLs of a text in order; `www.` alone counts, other bare domains do not."""
    if "://" not in text and "www." not in text.lower():
        return []
    found = []
    for match in _URL.finditer(text):
        url = _trimmed(match[0])
        domain = _domain(url)
        if domain:
            found.append(Address(match.start(), match.start() + len(url), url, domain))
    return found


def _trimmed(url: str) -> str:
    """Cut punctuation that ends the sentence, and a closing bracket that was opened before."""
    while url:
        last = url[-1]
        opening = _PAIRS.get(last)
        if last in _TRAILING or (opening and url.count(opening) < url.count(last)):
            url = url[:-1]
        else:
            return url
    return url


def _domain(url: str) -> str | None:
    try:
        host = urlsplit(url if "://" in url else f"http://{url}").hostname
    except ValueError:
        return None
    host = (host or "").rstrip(".").removeprefix("www.")
    return host if "." in host or host == "localhost" else None
