"""Invented threads written out in the markup of WordPress themes. All people and words are made up.

A theme is a function that writes one comment around what answers it; the markup follows the shape
of real themes, none is copied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Write = Callable[["Comment", str], str]


@dataclass(frozen=True)
class Comment:
    """One comment of an invented thread; `html` is its body as a blog would print it."""

    number: int
    author: str
    at: datetime
    html: str
    text: str
    url: str = ""
    depth: int = 1
    kind: str = "comment"
    by_author: bool = False
    answers: tuple["Comment", ...] = field(default=())

    @property
    def link(self) -> str:
        """The author's name, linked as WordPress links it."""
        if not self.url:
            return self.author
        return f"<a href='{self.url}' rel='external nofollow' class='url'>{self.author}</a>"

    @property
    def classes(self) -> str:
        """What WordPress' comment_class writes."""
        owner = "byuser comment-author-mara bypostauthor " if self.by_author else ""
        parity = "even thread-even" if self.number % 2 else "odd alt thread-odd thread-alt"
        return f"{self.kind} {owner}{parity} depth-{self.depth}"


@dataclass(frozen=True)
class Theme:
    """How a theme writes a page. `day_only`: it prints no time of day. `nested`: it nests."""

    name: str
    comment: Write
    before: str = '<ol class="commentlist">'
    after: str = "</ol>"
    nested: bool = True
    day_only: bool = False
    dated: bool = True
    urls: bool = True
    heading: str = "<h3 id='comments'>{count} Responses to &#8220;{title}&#8221;</h3>"
    marks_owner: bool = True


def at(printed: str) -> datetime:
    return datetime.fromisoformat(printed)


MARA = "Mara Quendel"
PARAGRAPHS = (
    "<p>First of all: thank you.</p>\n<p>I tried it on March 3, 2011 at 9:15 am and it&nbsp;works. "
    "Bea said: take more salt!</p>",
    "First of all: thank you.\n\nI tried it on March 3, 2011 at 9:15 am and it\xa0works. "
    "Bea said: take more salt!",
)
QUOTE = (
    "<blockquote><p>take more salt</p></blockquote>\n<p>No, <em>less</em> &amp; later.</p>"
    "<ul><li>one</li><li>two</li></ul>",
    "take more salt\n\nNo, less & later.\n\none\ntwo",
)
THREAD = (
    Comment(
        11, "J. R. Fennimore, Jr.", at("2011-03-04 08:05"), *PARAGRAPHS, answers=(
            Comment(
                14, MARA, at("2011-03-04 19:40"), *QUOTE, url="http://mara.example/",
                depth=2, by_author=True, answers=(
                    Comment(17, "bob42", at("2011-03-06 00:01"), "<p>ok</p>", "ok", depth=3),
                ),
            ),
        ),
    ),
    Comment(
        12, "Die Köchin", at("2011-03-04 12:30"), "<p>Wie heiß?<br />Und wie lange?</p>",
        "Wie heiß?\nUnd wie lange?", url="http://koechin.example/blog",
    ),
    Comment(
        19, "Élodie", at("2012-11-25 17:59"), "<p>Late, but: <code>a &lt; b</code></p>",
        "Late, but: a < b",
    ),
)  # fmt: skip


def flat(comments: Sequence[Comment]) -> list[Comment]:
    """Return the comments in reading order."""
    found: list[Comment] = []
    for comment in comments:
        found += [comment, *flat(comment.answers)]
    return found


def page(theme: Theme, comments: Sequence[Comment] = THREAD, *, title: str = "On soup") -> str:
    """Write a whole page with an entry, a recent-comments widget and a form."""
    count = len(flat(comments))
    listed = "\n".join(written(theme, comments))
    heading = theme.heading.format(count=count, title=title)
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title} | Pots &amp; Pans</title>
<meta name="generator" content="WordPress 3.1">
<link rel="canonical" href="http://pots.example/2011/03/on-soup/">
<link rel="stylesheet" href="/wp-content/themes/{theme.name}/style.css"></head>
<body class="single">
<div id="header"><h1 class="site-title"><a href="/">Pots &amp; Pans</a></h1></div>
<div id="content"><div class="post" id="post-5"><h2 class="entry-title">{title}</h2>
<p class="entry-meta">Posted by <span class="author vcard"><a class="url fn">{MARA}</a></span> on
<span class="entry-date">March 2, 2011</span></p>
<div class="entry-content"><p>Soup is easy.</p><p>Heat water; add what you have.</p></div>
<p class="postmetadata">Filed under <a href="/c/soup" rel="category tag">Soup</a></p></div>
<div id="comments-wrap">{heading}
{theme.before}
{listed}
{theme.after}
<div id="respond"><h3>Leave a Reply</h3><form action="/wp-comments-post.php"><p>
<input name="author"> <label>Name (required)</label></p>
<textarea name="comment" id="comment"></textarea></form></div></div></div>
<div id="sidebar" class="widget-area"><div class="widget"><h4>Recent Comments</h4>
<ul id="recentcomments"><li class="recentcomments">Nobody on <a
href="http://pots.example/2010/01/tea/#comment-3">Tea</a></li></ul></div></div>
</body></html>"""


def written(theme: Theme, comments: Sequence[Comment]) -> list[str]:
    """Write comments, the answers inside or after what they answer."""
    if theme.nested:
        return [theme.comment(one, _answers(theme, one)) for one in comments]
    return [theme.comment(one, "") for one in flat(comments)]


def _answers(theme: Theme, comment: Comment) -> str:
    if not comment.answers:
        return ""
    inner = "\n".join(written(theme, comment.answers))
    tag = "div" if theme.before.startswith("<div") else "ul"
    return inner if tag == "div" else f"<ul class='children'>\n{inner}\n</ul>"


def american(at: datetime) -> str:
    """March 4, 2011 at 8:05 am."""
    half = "am" if at.hour < 12 else "pm"
    return f"{at:%B} {at.day}, {at.year} at {(at.hour - 1) % 12 + 1}:{at:%M} {half}"
