"""The invented threads in the markup of Blogger's layouts: flat, threaded, and a skin's own."""

from calendar import timegm
from datetime import UTC, datetime

from tests.corpus.ingest.html.wordpress_pages import MARA, THREAD, Comment, american, flat


def long_id(c: Comment) -> str:
    """A number as Blogger gives them."""
    return f"48273650918273{c.number:05}"


def milliseconds(c: Comment) -> int:
    """When the comment was written, in milliseconds since 1970, UTC."""
    return timegm(c.at.timetuple()) * 1000 + 417


def link(c: Comment) -> str:
    """The comment's permalink."""
    return f"http://pots.example/2011/03/on-soup.html?showComment={milliseconds(c)}#c{long_id(c)}"


def _name(c: Comment) -> str:
    return f"<a href='{c.url}' rel='nofollow'>{c.author}</a>" if c.url else c.author


def _date(c: Comment) -> str:
    return american(c.at).replace(" am", "\u202fAM").replace(" pm", "\u202fPM")


def flat_page(*, removed: int = 0) -> str:
    """A page whose comments are a dl; the comment of number `removed` was taken back."""
    parts = []
    for c in flat(THREAD):
        owner = "blog-author" if c.author == MARA else ""
        body = f"<p>\n{c.html}\n</p>"
        if c.number == removed:
            body = "<span class='deleted-comment'>Este comentario ha sido eliminado por el autor."
            body += "</span>"
        parts.append(f"""<dt class='comment-author {owner}' id='c{long_id(c)}'>
<a name='c{long_id(c)}'></a><div class="avatar-image-container"><img src="//x/b.png"/></div>
{_name(c)}
said...
</dt><dd class='comment-body' id='Blog1_cmt-{long_id(c)}'>{body}</dd>
<dd class='comment-footer'><span class='comment-timestamp'><a href='{link(c)}'
title='comment permalink'>
{_date(c)}
</a><span class='item-control'><a class='comment-delete' href='/d' title='Delete Comment'><img
src='/x.gif'/></a></span></span></dd>""")
    block = "<dl class='avatar-comment-indent' id='comments-block'>" + "\n".join(parts) + "</dl>"
    return _page(
        f"<h4>{len(parts)} comments:</h4><div id='Blog1_comments-block-wrapper'>{block}</div>"
    )


def threaded_page() -> str:
    """A page whose comments are nested lists, with the empty reply threads that Blogger hides."""
    items = "\n".join(_threaded(one) for one in THREAD)
    return _page(f"""<h4>5 comments:</h4><div class="comments-content"><div id="comment-holder">
<div class="comment-thread toplevel-thread"><ol id="top-ra">{items}</ol>
<div id="top-continue" class="continue"><a class="comment-reply">Add comment</a></div></div></div>
</div>""")


def _threaded(c: Comment) -> str:
    n = long_id(c)
    owner = " blog-author" if c.author == MARA else ""
    answers = "\n".join(_threaded(one) for one in c.answers)
    hidden = "" if answers else " hidden"
    return f"""<li class="comment" id="c{n}"><div class="avatar-image-container">
<img src="//x/b.png"/>
</div><div class="comment-block" id="c{n}"><div class="comment-header"><cite class="user{owner}">
{_name(c)}</cite><span class="icon user{owner}"></span><span class="datetime secondary-text">
<a rel="nofollow" href="{link(c)}">{_date(c)}</a></span></div>
<div class="comment-content">{c.html}</div><span class="comment-actions secondary-text">
<a class="comment-reply" target="_self" data-comment-id="{n}">Reply</a><span class="item-control">
<a target="_self" href="/delete">Delete</a></span></span></div>
<div class="comment-replies"><div id="c{n}-rt" class="comment-thread inline-thread{hidden}">
<span class="thread-toggle thread-expanded"><span class="thread-arrow"></span>
<span class="thread-count">
<a target="_self">Replies</a></span></span>
<ol id="c{n}-ra" class="thread-chrome thread-expanded"><div>{answers}</div>
<div id="c{n}-continue" class="continue"><a class="comment-reply">Reply</a></div></ol></div></div>
<div class="comment-replybox-single" id="c{n}-ce"></div></li>"""


def skin_page() -> str:
    """A page of a skin that writes comments its own way."""
    items = "\n".join(
        f"""<div data-level='0' class='' id='c{long_id(c)}'><div class='comment_inner'>
<div class='comment_header'><div class='comment_avatar'><img src='//x/b.png'/></div>
<div class='comment_name'>{_name(c)}</div><div class='comment_service'><a rel="nofollow"
class="comment_date" href='{link(c)}' title='Permalink'>{_date(c)}</a></div></div>
<div class='comment_body'>{c.html}</div><div class='clear'></div>
<div class='comment_reply'><a href='#reply'>Reply Comment</a></div></div></div>"""
        for c in flat(THREAD)
    )
    return _page(f"<h5>5 comments</h5><div id='comment_block'>{items}</div>")


def at_utc(c: Comment) -> datetime:
    """When the comment was written, as the permalink says."""
    return c.at.replace(tzinfo=UTC)


def _page(comments: str) -> str:
    return f"""<!DOCTYPE html><html dir='ltr' lang="en"><head><title>Pots and Pans: On soup</title>
<meta content='blogger' name='generator'/>
<link href='http://pots.example/2011/03/on-soup.html' rel='canonical'/></head><body>
<div class="header section" id="header"><div class="widget Header" id="Header1">
<h1 class="title"><a href="/">Pots and Pans</a></h1></div></div>
<div class='main section' id='main'><div class='widget Blog' id='Blog1'>
<div class='blog-posts hfeed'><h2 class='date-header'><span>Wednesday, March 2, 2011</span></h2>
<div class='post hentry'><h3 class='post-title entry-title'>On soup</h3>
<div class='post-body entry-content' id='post-body-1'><p>Soup is easy.</p></div>
<div class='post-footer'><span class='post-author vcard'>Posted by
<span class='fn'><a href='http://www.blogger.com/profile/1'>{MARA}</a></span></span>
<span class='post-timestamp'>at
<a class='timestamp-link' href='/x'><abbr class='published'
title='2011-03-02T09:30:00+01:00'>9:30 AM</abbr></a></span>
<span class='post-labels'>Labels: <a href='/l' rel='tag'>Soup</a></span></div></div>
</div><div class='comments' id='comments'><a name='comments'></a>{comments}
<p class='comment-footer'><a href='/post'>Post a Comment</a></p></div></div></div>
<div class='sidebar section'><div class='widget BlogArchive'><ul><li>2011 (3)</li></ul></div></div>
</body></html>"""
