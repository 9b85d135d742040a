"""What is kept of commenters' e-mail and IP addresses: nothing, unless a corpus' owner ticked it.

An address is kept as its keyed hash only, so that one person's comments can be told apart from
another's of the same name. Neither is ever logged, shown, or written into an event or a problem.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from corpus.ingest.events import PostRead
from corpus.models import Contact as KeptContact
from corpus.models import Corpus, CorpusKey
from corpus.staging import NO_CONTACT, Contact

KEY_BYTES = 32
MOST_CHARACTERS = 320
_KNOWN = 10_000
# Looked up one by one, not joined: see `corpus/loading.py`.
_KEEP = """
WITH kept AS MATERIALIZED (
    SELECT s.number, s.email, s.ip, (SELECT t.id FROM corpus_thread t
        WHERE t.corpus_id = %(corpus)s AND t.key = s.upload_id || ':' || s.ordinal || %(tail)s)
        AS thread
    FROM corpus_stagedpost s
    WHERE s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s
        AND (s.email <> '' OR s.ip <> '')
), posted AS MATERIALIZED (
    SELECT (SELECT p.id FROM corpus_post p
        WHERE p.thread_id = kept.thread AND p.number = kept.number) AS id, email, ip
    FROM kept
)
INSERT INTO corpus_contact (post_id, email, ip)
SELECT id, email, ip FROM posted WHERE id IS NOT NULL
ON CONFLICT (post_id) DO NOTHING
"""


def key_of(corpus_id: int) -> bytes:
    """Return the key under which a corpus' addresses are hashed; made when first asked for."""
    keys = CorpusKey.objects.filter(corpus=corpus_id).values_list("secret", flat=True)
    secret = keys.first()
    if secret is None:
        new = CorpusKey(corpus_id=corpus_id, secret=secrets.token_bytes(KEY_BYTES))
        # Somebody else may have made one meanwhile: the first stays.
        CorpusKey.objects.bulk_create([new], ignore_conflicts=True)
        secret = keys.get()
    return bytes(secret)


def hashed(address: str, key: bytes) -> str:
    """Return the HMAC-SHA-256 of a trimmed, lower-cased address, in hexadecimal; "" of none."""
    plain = address.strip().lower()
    return hmac.digest(key, plain.encode(), hashlib.sha256).hex() if plain else ""


@dataclass(slots=True)
class Door:
    """Lets through of posts' contact data what a corpus keeps; asks the database nothing.

    (It stands in the middle of a COPY, during which the connection takes no other statement.)
    """

    corpus: Corpus
    key: bytes
    known: dict[str, str] = field(default_factory=dict)

    def contact(self, post: PostRead) -> Contact:
        """Return what is kept of how to reach a post's author."""
        if not post.author_email and not post.author_ip:
            return NO_CONTACT
        email = (post.author_email or "").strip()[:MOST_CHARACTERS]
        return Contact(
            self._hash(email),
            email if self.corpus.keep_emails else "",
            _address(post.author_ip) if self.corpus.keep_ips else "",
        )

    def _hash(self, email: str) -> str:
        if not email:
            return ""
        if email not in self.known:
            if len(self.known) >= _KNOWN:
                self.known.clear()
            self.known[email] = hashed(email, self.key)
        return self.known[email]


def keep_contacts(values: Mapping[str, Any]) -> None:
    """Keep what was staged of the posts of a stretch's new threads (see `corpus/loading.py`)."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)


def forget(corpus: Corpus) -> None:
    """Erase what was kept while it was ticked and is not any more."""
    rows = KeptContact.objects.filter(post__corpus=corpus)
    if not corpus.keep_emails:
        rows.exclude(email="").update(email="")
    if not corpus.keep_ips:
        rows.exclude(ip="").update(ip="")
    rows.filter(email="", ip="").delete()


def _address(given: str | None) -> str:
    """Return an IP address in its usual form; what is none is not kept."""
    try:
        return str(ipaddress.ip_address((given or "").strip()))
    except ValueError:
        return ""
