"""Writes an invented thread in the markup of many comment systems; words and names are ours."""

from collections.abc import Callable

from tests.corpus.ingest.html.threads import THREAD, Said

Thread = tuple[Said, ...]


def children(thread: Thread, place: int | None) -> list[int]:
    return [number for number, one in enumerate(thread) if one.answers == place]


def depth(thread: Thread, place: int) -> int:
    above = thread[place].answers
    return 0 if above is None else depth(thread, above) + 1


def nested(
    thread: Thread, one: Callable[[int, Said, str], str], around: str, place: int | None = None
) -> str:
    """Write a tree: `one` writes a comment with its answers inside, `around` wraps answers."""
    inner = "".join(
        one(number, thread[number], nested(thread, one, around, number))
        for number in children(thread, place)
    )
    return around % inner if inner and place is not None else inner


def drupal7(thread: Thread) -> str:
    def one(number: int, said: Said, inner: str) -> str:
        return (
            f"<a id='comment-{number + 70}'></a>"
            "<div class='comment odd clearfix' "
            f"about='/comment/{number + 70}#comment-{number + 70}' "
            "typeof='sioc:Post sioct:Comment'>"
            "<h3 property='dc:title' datatype=''>"
            f"<a href='/comment/{number + 70}#comment-{number + 70}' "
            f"class='permalink' rel='bookmark'>{said.text.split('.')[0][:12]}</a></h3>"
            "<div class='submitted'>"
            f"<span property='dc:date dc:created' content='{said.at:%Y-%m-%dT%H:%M:%S}+00:00' "
            "datatype='xsd:dateTime' rel='sioc:has_creator'>Submitted by "
            f"<span class='username' xml:lang='' property='foaf:name'>{said.name}</span> on "
            f"{said.at:%a, %m/%d/%Y - %H:%M}.</span></div>"
            "<div class='content'><div class='field field-name-comment-body'>"
            "<div class='field-items'>"
            f"<div class='field-item even' property='content:encoded'>{said.paragraphs}</div></div>"
            "</div>"
            "</div><ul class='links inline'><li class='comment-reply'>"
            "<a href='/comment/reply/5/1'>reply"
            f"</a></li></ul></div>{inner}"
        )

    tree = nested(thread, one, "<div class='indented'>%s</div>")
    return f"<div id='comments' class='comment-wrapper'><h2 class='title'>Comments</h2>{tree}</div>"


def drupal9(thread: Thread) -> str:
    def one(number: int, said: Said, inner: str) -> str:
        answers = (
            ""
            if said.answers is None
            else (
                "<p class='visually-hidden'>In reply to <a href="
                f"'/comment/{said.answers + 70}#comment-{said.answers + 70}' "
                "class='permalink'>it</a></p>"
            )
        )
        return (
            f"<article data-comment-user-id='0' id='comment-{number + 70}' class='comment "
            "js-comment'>"
            "<mark class='hidden' data-comment-timestamp='1330848900'></mark>"
            "<footer class='comment__meta'><p class='comment__author'><span>"
            f"{said.name}</span></p><p class='comment__time'>{said.at:%a, %m/%d/%Y - %H:%M}</p>"
            f"{answers}</footer><div class='comment__content'>"
            f"<h3><a href='/comment/{number + 70}#comment-{number + 70}' class='permalink'>Cold</a>"
            "</h3>"
            "<div class='clearfix text-formatted field "
            f"field--name-comment-body'>{said.paragraphs}</div>"
            f"<nav><ul class='links'><li><a href='/comment/reply/node/1'>Reply</a></li></ul></nav>"
            f"</div></article>{inner}"
        )

    return f"<section>{nested(thread, one, '<div class=indented>%s</div>')}</section>"


def disqus(thread: Thread) -> str:
    def one(number: int, said: Said, inner: str) -> str:
        above = (
            ""
            if said.answers is None
            else (
                "<span><a class='parent-link' data-role='parent-link' "
                f"href='#comment-{said.answers + 900}'>"
                f"<i></i> {thread[said.answers].name}</a></span>"
            )
        )
        return (
            f"<li class='post' id='post-{number + 900}'>"
            "<div data-role='post-content' class='post-content'>"
            "<div class='avatar hovercard'><a class='user'><img alt='Avatar'></a></div>"
            "<div class='post-body'><header class='comment__header'><span class='post-byline'>"
            f"<span class='author publisher-anchor-color'><a data-role='username'>{said.name}</a>"
            "</span>"
            f"{above}</span><span class='post-meta'><span class='bullet'>•</span>"
            f"<a href='https://reeds.example.org/pond#comment-{number + 900}' "
            "data-role='relative-time' "
            f"class='time-ago' title='{said.at:%A, %B} {said.at.day} {said.at:%Y %I:%M %p}'>3 "
            "years ago"
            "</a></span></header><div class='post-body-inner'><div class='post-message-container'>"
            f"<div><div class='post-message' data-role='message' dir='auto'>{said.paragraphs}</div>"
            "<span class='post-media'><ul></ul></span></div></div>"
            "<a class='see-more hidden'>see more</a>"
            "</div><footer class='comment__footer'><menu><li class='voting'><a href='#'>2</a></li>"
            "<li class='reply'><a href='#'>Reply</a></li></menu></footer></div></div>"
            f"<ul class='children'>{inner}</ul></li>"
        )

    tree = nested(thread, one, "%s")
    return (
        "<div id='disqus_thread'><section id='conversation'><nav class='nav'>"
        "<span class='comment-count'>"
        f"{len(thread)} Comments</span></nav><ul id='post-list' class='post-list'>{tree}</ul>"
        "</section></div>"
    )


def disqus_static(thread: Thread) -> str:
    items = "".join(
        f"<li id='dsq-comment-{number + 5}'>"
        f"<div id='dsq-comment-header-{number + 5}' class='dsq-comment-header'>"
        f"<cite id='dsq-cite-{number + 5}'><a href='https://x.example.org'>{said.name}</a></cite>"
        "</div>"
        f"<div id='dsq-comment-body-{number + 5}' class='dsq-comment-body'>"
        "<div class='dsq-comment-message'>"
        f"{said.paragraphs}</div></div></li>"
        for number, said in enumerate(thread)
    )
    return f"<div id='disqus_thread'><div><ul id='dsq-comments'>{items}</ul></div></div>"


def substack(thread: Thread) -> str:
    def one(number: int, said: Said, inner: str) -> str:
        return (
            f"<div class='comment'><div class='comment-anchor' id='comment-{number + 40}'></div>"
            "<table class='comment-content'><tr><td class='comment-head'></td>"
            "<td class='comment-rest'>"
            f"<div class='comment-meta'><span class='commenter-name'><a>{said.name}</a></span>"
            "<a class='comment-timestamp' "
            f"href='https://reeds.example.org/p/pond/comment/{number + 40}' "
            f"title='{said.at:%b} {said.at.day}, {said.at:%Y, %I:%M %p}'>{said.at:%b} "
            f"{said.at.day}</a></div>"
            f"<div class='comment-body'>{said.paragraphs}</div>"
            "<div class='comment-actions'>Like Reply</div>"
            f"</td></tr></table><div class='comment-list'>{inner}</div></div>"
        )

    return f"<div class='comments-page' data-at='substack'>{nested(thread, one, '%s')}</div>"


def livejournal(thread: Thread) -> str:
    return "".join(
        f"<div class='b-tree-twig b-tree-twig-{depth(thread, number) + 1}' "
        f"data-tid='t{number + 30}' "
        f"style='margin-left: {depth(thread, number) * 30}px'>"
        f"<div id='t{number + 30}' class='b-leaf comment p-comment' data-username='x' "
        "data-full='1'>"
        "<div class='b-leaf-inner'><div class='b-leaf-header'><div class='b-leaf-details'>"
        f"<h4 class='b-leaf-subject'><a class='b-leaf-subject-link'>{said.text[:5]}</a></h4>"
        f"<p class='b-leaf-username'><span class='b-leaf-username-name'>{said.name}</span></p>"
        "<p class='b-leaf-meta'>"
        "<a class='b-leaf-permalink' "
        f"href='https://j.example.org/1.html?thread={number}#t{number}'>"
        f"<span class='b-leaf-createdtime'>{said.at:%B} {said.at.day} {said.at:%Y, %H:%M:%S} "
        "UTC</span></a></p>"
        "<ul class='b-leaf-actions'><li><a href='?replyto=1'>Reply</a></li></ul></div></div>"
        f"<div class='b-leaf-article'>{said.paragraphs}</div></div></div></div>"
        for number, said in enumerate(thread)
    )


def dreamwidth(thread: Thread) -> str:
    return "".join(
        f"<div class='comment-thread comment-depth-odd comment-depth-{depth(thread, number) + 1}'>"
        f"<div id='cmt{number + 30}' class='dwexpcomment' "
        f"style='margin-left:{depth(thread, number) * 25}px'>"
        f"<div id='comment-cmt{number + 30}' class='comment-wrapper full'><div class='comment'>"
        "<div class='inner'><div class='header'><h4 class='comment-title'></h4>"
        "<span class='poster comment-poster'><span class='ljuser' lj:user='x'><a>"
        f"<b>{said.name}</b></a></span>"
        "</span><span class='datetime'>"
        "<span class='comment-date-text'>Date:</span> <span title='x'>"
        f"{said.at:%Y-%m-%d %I:%M} {said.at.strftime('%p').lower()} (UTC)</span></span></div>"
        f"<div class='contents'><div class='comment-content'>{said.paragraphs}</div></div>"
        "<div class='footer'><ul class='comment-interaction-links'><li>(Reply)</li>"
        "<li>(Thread)</li></ul>"
        "</div></div></div></div></div></div>"
        for number, said in enumerate(thread)
    )


def typepad(thread: Thread) -> str:
    return "<!-- typepad -->" + "".join(
        f"<a id='6a00d8341c{number:04d}'></a>"
        f"<div class='comment comment-odd' id='comment-6a00d8341c{number:04d}'>"
        f"<div class='comment-content'><span id='x{number}'>{said.paragraphs}</span></div>"
        "<p class='comment-footer'>Posted by: <a href='https://x.example.org' "
        f"rel='nofollow'>{said.name}</a> |"
        f" <a href='https://reeds.example.org/pond.html?cid=6a00#comment-6a00d8341c{number:04d}'>"
        f"{said.at:%B} {said.at.day}, {said.at:%Y} at {said.at:%I:%M %p}</a></p></div>"
        for number, said in enumerate(thread)
    )


def movable_type(thread: Thread) -> str:
    return "<meta name='generator' content='Movable Type 4'>" + "".join(
        f"<div class='comment' id='comment-{number + 8}'><div class='inner'>"
        "<div class='comment-header'>"
        f"<span class='vcard author'>{said.name}</span> said: | <a class='permalink' "
        f"href='#comment-{number + 8}'>"
        f"<abbr class='published' title='{said.at:%Y-%m-%dT%H:%M:%S}+00:00'>{said.at:%B} "
        f"{said.at.day}</abbr>"
        f"</a></div><div class='comment-content'>{said.paragraphs}</div></div></div>"
        for number, said in enumerate(thread)
    )


def hacker_news(thread: Thread) -> str:
    rows = "".join(
        f"<tr class='athing comtr' id='{number + 8000}'><td><table><tr>"
        f"<td class='ind' indent='{depth(thread, number)}'>"
        "<img width='0'></td><td class='default'><span class='comhead'>"
        f"<a class='hnuser'>{said.name}</a> "
        f"<span class='age' title='{said.at:%Y-%m-%dT%H:%M:%S}'>"
        f"<a href='item?id={number + 8000}'>1 day ago</a></span>"
        f"</span><div class='comment'><div class='commtext c00'>{said.paragraphs}</div>"
        "<div class='reply'>reply</div>"
        "</div></td></tr></table></td></tr>"
        for number, said in enumerate(thread)
    )
    return f"<table class='comment-tree'>{rows}</table>"


def isso(thread: Thread) -> str:
    def one(number: int, said: Said, inner: str) -> str:
        return (
            f"<div class='isso-comment' id='isso-{number + 1}'><div class='isso-text-wrapper'>"
            "<div class='isso-meta'>"
            f"<span class='isso-author'>{said.name}</span><span class='isso-spacer'>•</span>"
            f"<a class='isso-permalink' href='#isso-{number + 1}'><time title='{said.at}' "
            f"datetime='{said.at:%Y-%m-%dT%H:%M:%S}Z'>5 years ago</time></a></div>"
            f"<div class='isso-text'>{said.paragraphs}</div></div>"
            f"<div class='isso-follow-up'>{inner}</div></div>"
        )

    return f"<section id='isso-thread'>{nested(thread, one, '%s')}</section>"


def serendipity(thread: Thread) -> str:
    return "".join(
        f"<div id='serendipity_comment_{number}'>"
        f"<div id='c{number + 3}' style='padding-left: {depth(thread, number) * 20}px' "
        f"class='serendipity_comment'><div class='serendipity_commentBody'>{said.paragraphs}</div>"
        "<div class='serendipity_comment_source'>"
        f"<a class='comment_source_trace' href='#c{number + 3}'>#{number + 1}</a> "
        f"<span class='comment_source_author'>{said.name}</span> on <span "
        "class='comment_source_date'>"
        f"{said.at:%Y-%m-%d %H:%M}</span> (<a href='#'>Reply</a>)</div></div></div>"
        for number, said in enumerate(thread)
    )


# Those that tell who answers whom, then those that don't.
TREES = {
    "Drupal 7": drupal7,
    "Drupal 9": drupal9,
    "Disqus": disqus,
    "Substack": substack,
    "LiveJournal": livejournal,
    "Dreamwidth": dreamwidth,
    "Hacker News": hacker_news,
    "isso": isso,
    "Serendipity": serendipity,
}
LISTS = {"TypePad": typepad, "Movable Type": movable_type}


def phpbb(thread: Thread = THREAD) -> str:
    return "".join(
        f"<div id='p{number + 7}' class='post has-profile bg{number % 2 + 1}'><div class='inner'>"
        f"<dl class='postprofile'><dt><a class='username'>{said.name}</a></dt><dd>Posts: 12</dd>"
        "</dl>"
        f"<div class='postbody'><h3><a href='#p{number + 7}'>Re: pond</a></h3>"
        "<p class='author'>by <strong>"
        f"<a class='username'>{said.name}</a>"
        f"</strong> » <time datetime='{said.at:%Y-%m-%dT%H:%M:%S}+00:00'>"
        f"{said.at:%d %b %Y, %H:%M}</time></p><div class='content'>{said.paragraphs}</div>"
        "<div class='signature'>Ponds are for ever.</div></div></div></div>"
        for number, said in enumerate(thread)
    )


def discourse(thread: Thread = THREAD) -> str:
    return "".join(
        f"<div id='post_{number + 1}' class='topic-body crawler-post'>"
        "<div class='crawler-post-meta'>"
        f"<span class='creator' itemprop='author'><a><span itemprop='name'>{said.name}</span></a>"
        "</span>"
        f"<time datetime='{said.at:%Y-%m-%dT%H:%M:%S}Z' class='post-time'>{said.at:%B %d}</time>"
        "</div>"
        f"<div class='post' itemprop='text'>{said.paragraphs}</div></div>"
        for number, said in enumerate(thread)
    )


def xenforo(thread: Thread = THREAD) -> str:
    return "".join(
        f"<article class='message message--post js-post' data-author='{said.name}' "
        f"data-content='post-{number + 4}' "
        f"id='js-post-{number + 4}'><div class='message-user'><h4 class='message-name'>"
        f"<a class='username'>{said.name}"
        "</a></h4><h5>Active member</h5></div><div class='message-main'>"
        "<header class='message-attribution'>"
        f"<time class='u-dt' datetime='{said.at:%Y-%m-%dT%H:%M:%S}+0000'>{said.at:%b %d, %Y}</time>"
        f"<a>#{number + 1}</a>"
        f"</header><div class='message-body'><div class='bbWrapper'>{said.paragraphs}</div></div>"
        "</div></article>"
        for number, said in enumerate(thread)
    )


FORUMS = {"phpBB": phpbb, "Discourse": discourse, "XenForo": xenforo}
