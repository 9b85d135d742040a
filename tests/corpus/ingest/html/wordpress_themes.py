"""WordPress themes for the invented threads, by the shape of their comments."""

from tests.corpus.ingest.html.wordpress_pages import Comment, Theme, american

_GERMAN_NAMES = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_FRENCH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
GERMAN, FRENCH = _GERMAN_NAMES.split(), _FRENCH_NAMES.split()
AVATAR = "<img alt='' src='/a.png' class='avatar avatar-48 photo' height='48' width='48' />"
REPLY = "<a rel='nofollow' class='comment-reply-link' href='/?replytocom={0}#respond'>Reply</a>"


def _reply(c: Comment) -> str:
    return REPLY.format(c.number)


def _german(c: Comment) -> str:
    return f"{c.at.day}. {GERMAN[c.at.month - 1]} {c.at.year} um {c.at:%H:%M}"


def kubrick(c: Comment, _: str) -> str:
    alt = ' class="alt"' if c.number % 2 else ""
    return f"""<li{alt} id="comment-{c.number}"> {AVATAR} <cite>{c.link}</cite> Says: <br />
<small class="commentmetadata"><a href="#comment-{c.number}" title="">{american(c.at)}</a> </small>
{c.html}</li>"""


def core(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}">
<div id="div-comment-{c.number}" class="comment-body"><div class="comment-author vcard">{AVATAR}
<cite class="fn">{c.link}</cite> <span class="says">says:</span></div>
<div class="comment-meta commentmetadata"><a href="http://pots.example/#comment-{c.number}">
{american(c.at)}</a>&nbsp;&nbsp;<a class="comment-edit-link" href="/e">(Edit)</a></div>
{c.html}
<div class="reply">{_reply(c)}</div></div>{answers}</li>"""


def html5(c: Comment, answers: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes}">
<article id="div-comment-{c.number}" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard">{AVATAR} <b class="fn">{c.link}</b> <span
class="says">says:</span>
</div><div class="comment-metadata"><a href="http://pots.example/x/#comment-{c.number}">
<time datetime="{c.at.isoformat()}+00:00">{american(c.at)}</time></a></div></footer>
<div class="comment-content">{c.html}</div><div
class="reply">{_reply(c)}</div></article>{answers}</li>
"""


def twenty_ten(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="li-comment-{c.number}"><div id="comment-{c.number}">
<div class="comment-author vcard">{AVATAR}<cite class="fn">{c.link}</cite>
<span class="says">schreibt:</span></div><!-- .comment-author .vcard -->
<div class="comment-meta commentmetadata"><a href="#comment-{c.number}">{_german(c)}</a></div>
<div class="comment-body">{c.html}</div><div class="reply">{_reply(c)}</div></div>{answers}</li>"""


def twenty_eleven(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="li-comment-{c.number}">
<article id="comment-{c.number}" class="comment"><footer class="comment-meta">
<div class="comment-author vcard">{AVATAR}<span class="fn">{c.link}</span> on
<a href="#comment-{c.number}"><time pubdate
datetime="{c.at.isoformat()}+01:00">{american(c.at)}</time></a>
<span class="says">said:</span></div></footer><div class="comment-content">{c.html}</div>
<div class="reply">{_reply(c)}</div></article>{answers}</li>"""


def thesis(c: Comment, _: str) -> str:
    return f"""<dt class="{c.classes}" id="comment-{c.number}"><span class="comment_author">{c.link}
</span><span class="comment_time"><a href="#comment-{c.number}"
title="Permalink">{american(c.at)}</a>
</span></dt><dd class="{c.classes}"><div class="format_text" id="comment-body-{c.number}">{c.html}
<p class="reply">{_reply(c)}</p></div></dd>"""


def cutline(c: Comment, _: str) -> str:
    return f"""<dt id="comment-{c.number}"><span class="comment_num"><a href="#comment-{c.number}"
title="Permalink">#{c.number}</a></span> <strong>{c.link} </strong>on {american(c.at)}</dt>
<dd class="entry">{c.html}</dd>"""


def plain_dt(c: Comment, _: str) -> str:
    return f"""<dt id="comment-{c.number}" class="n"><a href="#comment-{c.number}">{c.number}.</a>
{c.link} - {c.at:%B} {c.at.day}, {c.at.year} [<a href="/e" class="edit-link">Edit</a>]</dt>
<dd class="n">{c.html}</dd>"""


def french_dt(c: Comment, _: str) -> str:
    day = f"{c.at.day} {FRENCH[c.at.month - 1]} {c.at.year}, {c.at:%H:%M}"
    return f"""<dt id="comment-{c.number}"><a href="#comment-{c.number}" class="comment-number">
{c.number}. </a>Le {day} par {c.link}</dt><dd>{AVATAR}{c.html}</dd>"""


def french_list(c: Comment, _: str) -> str:
    day = f"{c.at.day} {FRENCH[c.at.month - 1]}, {c.at.year} à {c.at:%H:%M}"
    return f"""<li class="alt" id="comment-{c.number}"><div class="commentmetadata">
<strong>{c.link}</strong>, le <a href="#comment-{c.number}" title="">{day}</a> a écrit&nbsp;:
</div>{c.html}</li>"""


def footer_author(c: Comment, _: str) -> str:
    return f"""<li id="comment-{c.number}">{c.html}<p><cite>Comment by {c.link} &#8212;
{c.at:%B} {c.at.day}, {c.at.year} @ <a
href="#comment-{c.number}">{american(c.at).split(" at ")[1]}</a>
</cite> </p></li>"""


def genesis(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}">
<article itemprop="comment" itemscope itemtype="https://schema.org/Comment">
<header class="comment-header"><p class="comment-author" itemprop="author" itemscope
itemtype="https://schema.org/Person">{AVATAR}<span itemprop="name">{c.link}</span>
<span class="says">says</span></p><p class="comment-meta"><time class="comment-time"
datetime="{c.at.isoformat()}+00:00" itemprop="datePublished"><a class="comment-time-link"
href="http://pots.example/#comment-{c.number}">{american(c.at)}</a></time></p></header>
<div class="comment-content" itemprop="text">{c.html}</div>
<div class="comment-reply">{_reply(c)}</div></article>{answers}</li>"""


def divs(c: Comment, answers: str) -> str:
    return f"""<div class="{c.classes}" id="comment-{c.number}"><div class="comment-author vcard">
{AVATAR}<cite class="fn">{c.link}</cite> <span class="says">dice:</span></div>
<div class="comment-meta commentmetadata"><a href="#comment-{c.number}">{american(c.at)}</a></div>
{c.html}<div class="reply">{_reply(c)}</div>{answers}</div>"""


def anchors(c: Comment, _: str) -> str:
    return f"""<a name="comment-{c.number}"></a>
<div id="comment" class="comment odd alt"><div id="avatar">{AVATAR}</div><div id="post">
<p><em><strong>{c.link}</strong> schrieb
am {c.at.day}. {GERMAN[c.at.month - 1]} {c.at.year}:
</em></p>{c.html}</div><br class="clear" /></div>"""


def k2(c: Comment, _: str) -> str:
    return f"""<li class="item" id="comment-{c.number}"><a
href="#comment-{c.number}" class="counter" title="Permanent Link to this Comment">{c.number}</a>
<span class="commentauthor">{c.link}</span>
<small class="comment-meta"><a href="#comment-{c.number}">{american(c.at)}</a></small>
<div class="comment-content">{c.html}</div></li>"""


def dusk(c: Comment, answers: str) -> str:
    date, clock = american(c.at).split(" at ")
    return f"""<li class="{c.classes}" id="comment-{c.number}"><div class="avatar">{AVATAR}</div>
<h4 class="commentauthor vcard"><span class="fn">{c.link}</span> <span
class="says">said,</span></h4>
<p class="comment-meta commentmetadata commentmeta">{date} at <a href="#comment-{c.number}"
title="Permanent link">{clock}</a></p><div id="div-comment-{c.number}">{c.html}
<div class="reply">{_reply(c)}</div></div>{answers}</li>"""


def by_line(c: Comment, _: str) -> str:
    return f"""<li class="clearfix" id="comment-{c.number}"><div class="gravatar">{AVATAR}</div>
<div class="ListUser">By <strong>{c.link}</strong> at <a href="#comment-{c.number}" title="">
{c.at:%B} {c.at.day}, {c.at.year}</a></div><div class="ListContent">{c.html}</div></li>"""


def avada(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}"><div class="the-comment">
<div class="avatar">{AVATAR}</div><div class="comment-box"><div class="comment-author meta">
<strong>{c.link}</strong> {american(c.at)} <a class="comment-reply-link"
href="#respond"> - Reply</a>
</div><div class="comment-text">{c.html}</div></div></div>{answers}</li>"""


def woo(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}"><a name="comment-{c.number}"></a>
<div class="comment-head cl"><div class="avatar">{AVATAR}</div><div class="user-meta">
<strong class="name">{c.link}</strong> {american(c.at)} <a class="comment-permalink"
href="http://pots.example/#comment-{c.number}" title="Direct link">#</a></div></div>
<div class="comment-entry">{c.html}</div>{answers}</li>"""


_DT = ('<dl id="comment_list">', "</dl>")
_COUNT = '<div id="comments_intro"><p>{{ {count} comments&#8230; read them below }}</p></div>'
CLASSIC = (
    Theme("kubrick", kubrick, nested=False),
    Theme("core-xhtml", core),
    Theme("core-html5", html5, '<ol class="comment-list">'),
    Theme("twentyten", twenty_ten, heading="<h3>{count} Antworten auf {title}</h3>"),
    Theme("twentyeleven", twenty_eleven),
    Theme("thesis", thesis, *_DT, nested=False, heading=_COUNT),
    Theme("cutline", cutline, *_DT, nested=False),
    Theme("regulus", plain_dt, '<dl class="commentlist">', "</dl>", nested=False, day_only=True),
    Theme("country", french_dt, "<dl>", "</dl>", nested=False,
          heading="<h3>{count} commentaires</h3>"),
    Theme("cadre", french_list, nested=False, heading="<h3>{count} commentaires pour {title}</h3>"),
    Theme("classic", footer_author, '<ol id="commentlist">', nested=False,
          heading="<h2 id='comments'>{count} Comments &raquo;</h2>"),
    Theme("genesis", genesis, '<ol class="comment-list">'),
    Theme("style-div", divs, '<div class="commentlist">', "</div>"),
    Theme("box750", anchors, '<div id="middle">', "</div>", nested=False, day_only=True,
          heading="<h1>Es wurden bisher {count} Kommentare geschrieben</h1>"),
    Theme("k2", k2, '<ol id="commentlist">', nested=False),
    Theme("dusk", dusk, '<ol id="commentlist">', heading="<h3>{count} Comments</h3>"),
    Theme("by-line", by_line, '<ul class="Result">', "</ul>", nested=False, day_only=True),
    Theme("avada", avada, '<ol class="comment-list commentlist">'),
    Theme("woo", woo),
)  # fmt: skip
