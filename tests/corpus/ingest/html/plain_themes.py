"""Themes without telling classes, in several languages, for the invented threads."""

from tests.corpus.ingest.html.wordpress_pages import Comment, Theme, american
from tests.corpus.ingest.html.wordpress_themes import AVATAR, FRENCH, GERMAN, REPLY


def _german(c: Comment) -> str:
    return f"{c.at.day}. {GERMAN[c.at.month - 1]} {c.at.year}"


def name_in_dt(c: Comment, _: str) -> str:
    date = f"{c.at.day} {FRENCH[c.at.month - 1]} {c.at.year} à {c.at:%H:%M}"
    return f"""<dt id='comment-{c.number}' class='odd'>
{c.link}
</dt><dd class='odd'>{AVATAR}<div>{c.html}</div><p class='cinfos'>le {date}</p></dd>"""


def chinese(c: Comment, answers: str) -> str:
    date = f"{c.at.year}年{c.at.month:02}月{c.at.day:02}日{c.at:%H:%M}"
    return f"""<li class='{c.classes}' id='comment-{c.number}'><div id='div-comment-{c.number}'>
<div class='comment-author'><div id='avatar'>{AVATAR}</div><strong>{c.link}</strong> :<span
class='datetime'>{date}</span><span class='reply'>{REPLY.format(c.number)}</span></div>
{c.html}</div>{answers}</li>"""


def header_in_text(c: Comment, answers: str) -> str:
    return f"""<li class='{c.classes}' id='li-comment-{c.number}'><div id='comment-{c.number}'
class='comment-text'><a name='comment-{c.number}'></a><div class='comment-date'>{AVATAR}</div>
<strong>{c.link} sagte am {_german(c)}:</strong>{c.html}</div>{answers}</li>"""


def name_in_heading(c: Comment, answers: str) -> str:
    return f"""<li class='{c.classes}' id='li-comment-{c.number}'><div id='comment-{c.number}'
class='comment'><div class='comment-header'>{AVATAR}<div class='comment-header-inner'>
<h4>{c.link} <span> (Post author)</span></h4><div class='comment-meta'><span class='comment-date'>
<a href='http://pots.example/#comment-{c.number}'>{american(c.at)}</a></span></div></div></div>
<div class='comment-content post-content'>{c.html}<div class='comment-actions'>
{REPLY.format(c.number)}</div></div></div>{answers}</li>"""


def date_below(c: Comment, answers: str) -> str:
    return f"""<li class='li-comment {c.classes}' id='li-comment-{c.number}'>
<div id='comment-{c.number}' class='hentry {c.classes} comment'>
<address class='vcard author entry-title comment-author'>{AVATAR}<cite class='fn'>{c.link}</cite>
<span class='said'>said</span></address><div class='entry-content comment-content'>{c.html}</div>
<div class='comment-meta commentmetadata'>on <abbr class='published' title='{c.at.isoformat()}'>
<a rel='bookmark' href='http://x/#comment-{c.number}'>{american(c.at)}</a></abbr></div></div>
{answers}</li>"""


def table(c: Comment, _: str) -> str:
    return f"""<tr id='comment-{c.number}'><td class='left'>{c.link}<br><small>{american(c.at)}
</small></td><td>{c.html}</td></tr>"""


def heading_and_text(c: Comment, _: str) -> str:
    return f"<h4 id='comment-{c.number}'>{c.link} on {american(c.at)}</h4>{c.html}"


def sentence(c: Comment, _: str) -> str:
    return f"<div id='c{c.number}'><p>{c.link} wrote on {american(c.at)}:</p>{c.html}</div>"


def posted_by(c: Comment, _: str) -> str:
    return f"""<div class='commentpost' id='comment-{c.number}'>{c.html}<p class='cmeta'>Posted by
{c.link} | {american(c.at)} | <a href='#comment-{c.number}'>Permalink</a></p></div>"""


def name_alone(c: Comment, answers: str) -> str:
    return f"""<li id='comment-{c.number}' class='{c.classes}'><article
class='comment-body'>{AVATAR}
{c.link} <a class='comment-time' href='http://x/#comment-{c.number}'>
<time datetime='{c.at.isoformat()}'>3 years ago</time></a>{c.html}
<div class='comment-reply-link'>{REPLY.format(c.number)}</div></article>{answers}</li>"""


def numbered(c: Comment, _: str) -> str:
    return f"""<li id='comment-{c.number}'><span class='num'>{c.number}</span><div class='cmt-info'>
<strong>{c.link}</strong><br>{c.at:%d.%m.%Y} um {c.at:%H:%M} Uhr</div><div class='cmt'>{c.html}
</div>
<a href='#respond'>Antworten</a> <a href='/zitat'>Zitieren</a></li>"""


def beside(c: Comment, _: str) -> str:
    return f"""<div class='kommentar'><a name='comment-{c.number}'></a><div class='links'>{AVATAR}
<br>
{c.link}</div><div class='rechts'><span class='datum'>{_german(c)}, {c.at:%H:%M} Uhr</span>
{c.html}</div></div>"""


def paragraphs(c: Comment, _: str) -> str:
    return f"""<p id='comment-{c.number}'><strong>{c.link}</strong> <em>{american(c.at)}</em></p>
{c.html}<hr>"""


_COUNT = "<h3>{count} Comments</h3>"
_GERMAN_COUNT = "<h3>{count} Kommentare zu {title}</h3>"
_DIV = ("<div id='commentlist'>", "</div>")
PLAIN = (
    Theme("name-in-dt", name_in_dt, "<dl>", "</dl>", nested=False,
          heading="<h3>{count} commentaires</h3>"),
    Theme("chinese", chinese, heading="<h3>{count} 条评论</h3>"),
    Theme("header-in-text", header_in_text, day_only=True, heading=_GERMAN_COUNT),
    Theme("name-in-heading", name_in_heading),
    Theme("date-below", date_below),
    Theme("table", table, "<table class='comments'>", "</table>", nested=False, heading=_COUNT),
    Theme("heading-and-text", heading_and_text, *_DIV, nested=False, heading=_COUNT),
    Theme("sentence", sentence, "<div id='comments'>", "</div>", nested=False, heading=_COUNT),
    Theme("posted-by", posted_by, *_DIV, nested=False, heading=_COUNT),
    Theme("name-alone", name_alone),
    Theme("numbered", numbered, "<ol>", nested=False, heading=_GERMAN_COUNT),
    Theme("beside", beside, "<div id='kommentare'>", "</div>", nested=False,
          heading=_GERMAN_COUNT),
    Theme("paragraphs", paragraphs, "<div class='comments'>", "</div>", nested=False,
          heading=_COUNT),
)  # fmt: skip
