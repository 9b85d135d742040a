"""What class names of comment markup say: which part of a comment an element is likely to be.

Weights only (0: says nothing, 10: says it plainly). Who is believed is decided in `parts`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.ingest.html.document import Element


class Roles(NamedTuple):
    """How plainly an element calls itself author, date or body of a comment, or none of it."""

    author: int = 0
    date: int = 0
    body: int = 0
    aside: bool = False


_NOTHING = Roles()

_AUTHOR = {
    10: "fn comment-author-name comment_author_name wp-block-comment-author-name commentauthorname "
    "comment__author-name comment__author__name comment-authorname p-author p-name",
    8: "comment-author comment_author commentauthor comment__author comment-author-link commenter "
    "wpd-comment-author commenter-name comment-name comment-by commentby comment-username "
    "author-name nickname username comment-user comment_name comauthor c-author cauthor cmt-author "
    "comment-header-author commentername author_name comment-autor autor commentator autorname "
    "verfasser kommentator nombre auteur autore kommentar-autor",
    6: "author vcard name user byline nick poster user-name from who",
}
_DATE = {
    8: "comment-date comment_date commentdate comment-time comment_time commenttime date datetime "
    "comment-timestamp timestamp published posted posted-on time comment-datetime dtstart "
    "comment-date-time wp-block-comment-date wpd-comment-date comment__date comment__time "
    "dt-published comment-published comment-when postdate post-date comment-day when datum fecha "
    "kommentar-datum",
    6: "commentmetadata comment-metadata comment-meta comment_meta commentmeta meta "
    "comment-permalink permalink comment-info comment__meta postmeta cmt-meta comment-meta-data",
}
_BODY = {
    10: "comment-content comment_content commentcontent comment-text comment_text commenttext "
    "comment-entry comment_entry comment-message comment_message wpd-comment-text comment-copy "
    "wp-block-comment-content comment__content comment__text comment__body commententry "
    "comment-main-content comment-text-body comment-bubble-text commentary-text comment-p "
    "comment-post-content comment-content-text comment_txt comment-txt cmt-content cmt-text "
    "comment-body-text comment-body-content comtext comment_copy kommentartext kommentar-text",
    8: "entry-content comment-body comment_body commentbody comment-inner-content format_text "
    "reply-content reply-text reply-body answer-content answer-text message-text message-body "
    "post-message msg-text rich-content "
    "e-content content text message post-content comment-the-content c-body cmt-body comment-words "
    "texto inhalt contenido texte testo",
    5: "body entry main inner txt copy",
}
_ASIDE_NAMES = (
    "reply says avatar gravatar comment-actions comment-tools comment-util comment-number sep "
    "comment_num commentnumber comment-count count comment-controls comment-links actions "
    "floor report flag hide-if-no-js separator comment-nav sharedaddy respond comment-respond "
    "number buttons action-links tools comment-buttons comment-options wpd-comment-footer "
    "wpd-comment-label wpd-comment-link comment-reply replylink comment-index"
)
_ASIDES = frozenset(_ASIDE_NAMES.split())
_ASIDE = re.compile(
    r"(?:^|[-_])(?:reply(?:link|button|to|ing)?|avatars?|gravatar|votes?|voting|ratings?|karma|"
    r"likes?|dislikes?|likebtn|ulike|thumbs?|share|sharing|social|edit|moderation|badges?|"
    r"reader-text|assistive-text|sr-only|tooltip|toggle|collapse|quote-link|icon)(?:$|[-_])"
)
_ASIDE_TAGS = frozenset({
    "form", "textarea", "button", "select", "option", "input", "script", "style", "svg", "nav",
})  # fmt: skip
_AUTHORISH = re.compile(r"author|commenter|nickname|username")
_NOT_AUTHOR = re.compile(r"avatar|image|img|photo|badge|icon|bio|desc|box|wrap|meta|admin|post")
_PROPERTIES = {
    "author": Roles(author=8),
    "creator": Roles(author=8),
    "datecreated": Roles(date=10),
    "datepublished": Roles(date=10),
    "commenttime": Roles(date=10),
    "text": Roles(body=10),
    "commenttext": Roles(body=10),
    "articlebody": Roles(body=10),
}
# Where applications name their parts when classes are only hashes.
_CALLED = ("data-hook", "data-testid", "data-test-id", "data-qa", "data-role")
_LONGEST_CALLED = 60
_WEIGHTS = {
    role: {name: weight for weight, names in table.items() for name in names.split()}
    for role, table in (("author", _AUTHOR), ("date", _DATE), ("body", _BODY))
}
# Marks of the whole comment, not of a part of it.
_WHOLE = re.compile(r"(?:^|\s)(?:depth-\d+|byuser|thread-(?:even|odd|alt)|bypostauthor)(?:\s|$)")


def roles(element: Element) -> Roles:
    """Tell what an element calls itself by tag, class and itemprop."""
    classes = element.get("class") or ""
    for name in _CALLED:
        called = element.get(name)
        if called and len(called) <= _LONGEST_CALLED:
            classes = f"{classes} {called}"
    return _roles(str(element.tag), classes, element.get("itemprop") or "")


@lru_cache(maxsize=4096)
def _roles(tag: str, classes: str, itemprop: str) -> Roles:
    if tag in _ASIDE_TAGS:
        author = max((_weight("author", name) for name in classes.lower().split()), default=0)
        return Roles(author=author) if tag == "button" and author else Roles(aside=True)
    if tag == "time":
        return Roles(date=10)
    known = _PROPERTIES.get(itemprop.lower().strip())
    if known:
        return known
    if not classes.strip():
        return Roles(author=7) if tag == "cite" else _NOTHING
    lowered = classes.lower()
    if _WHOLE.search(lowered):
        return _NOTHING
    names = lowered.split()
    author = max(_weight("author", name) for name in names)
    if not author:
        author = max(_guessed_author(name) for name in names)
    date = max(_weight("date", name) for name in names)
    body = max(_weight("body", name) for name in names)
    aside = any(name in _ASIDES or _ASIDE.search(name) for name in names)
    if tag == "cite":
        author = max(author, 7)
    return Roles(author, date, body, aside and not body)


def _weight(role: str, name: str) -> int:
    known = _WEIGHTS[role].get(name, 0)
    if not known and "__" in name:
        known = _WEIGHTS[role].get(name.rsplit("__", 1)[1], 0)
    return known


def _guessed_author(name: str) -> int:
    return 5 if _AUTHORISH.search(name) and not _NOT_AUTHOR.search(name) else 0
