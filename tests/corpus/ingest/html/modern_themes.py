"""Newer WordPress themes and comment plug-ins, for the invented threads."""

from tests.corpus.ingest.html.wordpress_pages import Comment, Theme, american
from tests.corpus.ingest.html.wordpress_themes import AVATAR, REPLY


def _reply(c: Comment) -> str:
    return REPLY.format(c.number)


def block(c: Comment, answers: str) -> str:
    answers = answers.replace("<ul class='children'>", "<ol>").replace("</ul>", "</ol>", 1)
    if answers:
        answers = answers[: answers.rfind("</")] + "</ol>"
    return f"""<li id="comment-{c.number}" class="{c.classes}"><div class="wp-block-columns">
<div class="wp-block-avatar">{AVATAR}</div><div class="wp-block-column">
<div class="wp-block-comment-author-name has-small-font-size">{c.link}</div>
<div class="wp-block-comment-date"><time datetime="{c.at.isoformat()}+00:00"><a
href="http://pots.example/#comment-{c.number}">{c.at:%B} {c.at.day}, {c.at.year}</a></time></div>
<div class="wp-block-comment-content">{c.html}</div>
<div class="wp-block-comment-reply-link">{_reply(c)}</div></div></div>{answers}</li>"""


def wpdiscuz(c: Comment, answers: str) -> str:
    name = f'<a href="{c.url}" rel="noreferrer ugc nofollow">{c.author}</a>' if c.url else c.author
    return f"""<div id="wpd-comm-{c.number}_0" class="{c.classes} wpd-comment
wpd_comment_level-{c.depth}">
<div class="wpd-comment-wrap wpd-blog-guest"><div class="wpd-comment-left">
<div class="wpd-avatar">{AVATAR}</div></div>
<div id="comment-{c.number}" class="wpd-comment-right"><div class="wpd-comment-header">
<div class="wpd-comment-author">{name}</div>
<div class="wpd-comment-date" title="{american(c.at)}"><i
class="far fa-clock"></i> {american(c.at)}</div>
<div class="wpd-comment-share wpd-hidden"><i class="fas fa-share-alt"></i></div></div>
<div class="wpd-comment-text">{c.html}</div><div class="wpd-comment-footer"><div class="wpd-vote">
<div class="wpd-vote-result">3</div></div><div class="wpd-reply-button"><span>Reply</span></div>
</div></div></div><div id="wpdiscuz_form_anchor-{c.number}_0"></div>{answers}</div>"""


def epoch(c: Comment, answers: str) -> str:
    return f"""<div class="{c.classes}" id="comment-{c.number}"><div class="comment-inner">
<header class="comment-header">{AVATAR}<h4 class="comment-author-name">{c.link}</h4>
<span class="comment-time-stamp">{american(c.at)}</span></header>
<section class="comment-text">{c.html}</section><footer class="comment-actions">{_reply(c)}
<a class="comment-like-link" href="#">Like</a> <span class="comment-like-feedback">2 people like
this</span></footer></div>{answers}</div>"""


def p2(c: Comment, answers: str) -> str:
    clock = american(c.at).split(" at ")[1]
    return f"""<li id="comment-{c.number}" class="{c.classes}">{AVATAR}<h4>{c.link}
<span class="meta">{clock} <em>on</em> {c.at:%B} {c.at.day}, {c.at.year} <span class="actions">
<a href="http://pots.example/#comment-{c.number}">Permalink</a> | {_reply(c)}</span></span></h4>
<div id="commentcontent-{c.number}" class="commentcontent">{c.html}</div>{answers}</li>"""


def hybrid(c: Comment, answers: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes} reader">
<div id="comment-wrap-{c.number}" class="comment-wrap">{AVATAR}<div
class="comment-meta comment-meta-data">
<div class="comment-author vcard"><cite class="fn" title="{c.url}">{c.link}</cite></div>
<abbr class="comment-date" title="{american(c.at)}">{c.at:%B} {c.at.day}, {c.at.year}</abbr> at
<abbr class="comment-time" title="{american(c.at)}">{american(c.at).split(" at ")[1]}</abbr>
<a class="permalink" href="#comment-{c.number}" title="Permalink">Permalink</a></div>
<div class="comment-content comment-text">{c.html}</div>{_reply(c)}</div>{answers}</li>"""


def sandbox(c: Comment, _: str) -> str:
    return f"""<li id="comment-{c.number}" class="c y2011 m03 d04 h08 alt c1 c-y2011">
<div class="comment-author vcard">{AVATAR}<span class="fn n">{c.link}</span></div>
<div class="comment-meta">Posted {american(c.at)} <span class="meta-sep">|</span>
<a href="#comment-{c.number}" title="Permalink to this comment">Permalink</a></div>
{c.html}</li>"""


def inove(c: Comment, _: str) -> str:
    owner = "admincomment" if c.by_author else "regularcomment"
    return f"""<li class="comment
{owner}" id="comment-{c.number}"><div class="author"><div class="pic">
{AVATAR}</div><div class="name"><span id="commentauthor-{c.number}">{c.link}</span></div></div>
<div class="info"><div class="date">{american(c.at)} | <a href="#comment-{c.number}">#{c.number}</a>
</div><div class="act"><a href="javascript:void(0);" onclick="MGJS_CMT.reply('x', 'c', 'comment');"
>Reply</a> | <a href="javascript:void(0);" onclick="MGJS_CMT.quote('x');">Quote</a></div>
<div class="fixed"></div><div class="content"><div id="commentbody-{c.number}">{c.html}</div></div>
</div><div class="fixed"></div></li>"""


def astra(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="li-comment-{c.number}">
<article id="comment-{c.number}" class="ast-comment"><div class="ast-comment-info">
<div class='ast-comment-avatar-wrap'>{AVATAR}</div><div class="ast-comment-data-wrap">
<div class="ast-comment-meta-wrap"><header class="ast-comment-meta ast-row ast-comment-author vcard
capitalize"><div class="ast-comment-cite-wrap"><cite><b class="fn">{c.link}</b> </cite></div>
<div class="ast-comment-time"><span class="timendate"><a
href="http://pots.example/#comment-{c.number}">
<time datetime="{c.at.isoformat()}+00:00">{american(c.at)}</time></a></span></div></header></div>
<section class="ast-comment-content comment">{c.html}<div class="ast-comment-edit-reply-wrap">
<span
class="ast-reply-link">{_reply(c)}</span></div></section></div></div></article>{answers}</li>"""


def divi(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}" id="li-comment-{c.number}">
<article id="comment-{c.number}" class="comment-body clearfix"><div class="comment_avatar">{AVATAR}
</div><div class="comment_postinfo"><span class="fn">{c.link}</span>
<span class="comment_date">on {american(c.at)}</span></div><div class="comment_area">
<div class="comment-content clearfix">{c.html}<span class="reply-container">{_reply(c)}</span></div>
</div></article>{answers}</li>"""


def rtl(c: Comment, answers: str) -> str:
    """Time before the name, buttons inside the text's element, a like counter after it."""
    return f"""<article id="comment-{c.number}" class="{c.classes}"><div class="comment__meta">
<time class="comment__time" datetime="{c.at.isoformat()}">{american(c.at)}</time>
<span class="comment__author">{c.link}</span></div><div class="comment__text">{c.html}
<span class="cld-like-dislike-wrap"><a class="cld-like">Like</a> <span>12</span></span></div>
{answers}</article>"""


def bootstrap(c: Comment, answers: str) -> str:
    return f"""<li class="{c.classes}
media" id="comment-{c.number}"><a class="pull-left" href="#">{AVATAR}
</a><div class="media-body"><h4 class="media-heading">{c.link} <small>{american(c.at)}</small></h4>
{c.html}{_reply(c)}</div>{answers}</li>"""


_DIV = ('<div class="comment-list">', "</div>")
MODERN = (
    Theme("block", block, '<ol class="wp-block-comment-template">',
          heading='<h2 class="wp-block-comments-title">{count} responses to “{title}”</h2>'),
    Theme("wpdiscuz", wpdiscuz, '<div class="wpd-thread-list">', "</div>",
          heading='<div class="wpd-thread-info">{count} Comments</div>'),
    Theme("epoch", epoch, *_DIV),
    Theme("p2", p2, '<ul class="commentlist">', "</ul>"),
    Theme("hybrid", hybrid, '<ol class="comment-list">'),
    Theme("sandbox", sandbox, nested=False,
          heading='<h3><span>{count}</span> Comments</h3>'),
    Theme("inove", inove, '<ol id="thecomments">', nested=False, heading="<div id='commentnavi'>\
<a id='commenttab' href='#'>Comments ({count})</a></div>"),
    Theme("astra", astra, '<ol class="ast-comment-list">',
          heading='<h3 class="comments-title">{count} thoughts on “{title}”</h3>'),
    Theme("divi", divi, heading='<h1 id="comments" class="page_title">{count} Comments</h1>'),
    Theme("time-first", rtl, *_DIV),
    Theme("bootstrap", bootstrap, '<ul class="media-list">', "</ul>"),
)  # fmt: skip
