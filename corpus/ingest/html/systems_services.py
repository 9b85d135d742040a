"""How comment services and widgets mark comments in a page. What is done with it: `systems`.

Pages that only embed a service, without its comments, are `elsewhere`'s matter.
"""

from corpus.ingest.html.levels import attribute, class_figure
from corpus.ingest.html.systems import System

DISQUS = System(
    name="Disqus",
    item="li.post#post-*, li.post[data-dsq], li.post, div.post[data-role=post]",
    body=".post-message",
    author=".post-byline .author, .author, [data-role=username]",
    date=".time-ago, [data-role=relative-time], time-ago, .post-meta a[title]",
    number=r"(?:\Apost-|#comment-)(\d+)\Z",
    aside=".post-media, .see-more",
    answers="a.parent-link, [data-role=parent-link]",
    parent=r"#comment-(\d+)",
    deleted=".post--deleted, .delete-post-message, .minimized .deleted",
    count=".comment-count, [data-role=post-count]",
    confidence=0.985,
)
DISQUS_STATIC = System(
    name="Disqus",
    item="li#dsq-comment-*, .dsq-comment",
    body=".dsq-comment-message, .dsq-comment-text, .dsq-comment-body",
    author="cite, .dsq-commenter-name, .dsq-comment-cite",
    date=".dsq-comment-header-time a, .dsq-comment-meta a[title], .dsq-comment-date, "
    ".dsq-comment-time",
    number=r"\Adsq-comment-(\d+)\Z",
    aside=".dsq-comment-footer, .dsq-comment-header, .dsq-comment-actions",
    confidence=0.985,
)
INTENSE_DEBATE = System(
    name="IntenseDebate",
    item="div.idc-c",
    body=".idc-c-t-inner, .idc-c-t",
    author=".idc-c-h .idc-i a, .idc-c-h .idc-i, .idc-a",
    date=".IDCommentTime, .idc-time a, .idc-time",
    number=r"IDComment(?:Time)?-?(\d+)",
    confidence=0.985,
)
COMMENTO = System(
    name="Commento",
    item=".commento-card",
    body=".commento-body",
    author=".commento-name",
    date=".commento-timeago",
    number=r"commento-comment-card-([0-9a-f]+)",
)
ISSO = System(
    name="isso",
    item=".isso-comment",
    body=".isso-text, .text",
    author=".isso-author, .author",
    date="time, .permalink",
    number=r"isso-(\d+)",
    confidence=0.985,
)
REMARK42 = System(
    name="remark42",
    sign=("remark42", "remark_config"),
    item="article.comment, article.remark42__comment",
    body=".comment__text",
    author=".comment__username",
    date=".comment__time",
    number=r"remark42__comment-([\w-]+)",
    level=class_figure(r"comment_level_(\d+)"),
)
WALINE = System(
    name="Waline",
    item=".wl-card-item, .wl-item",
    body=".wl-content",
    author=".wl-nick",
    date=".wl-time",
    number=r"\A([0-9a-f]{6,}|\d+)\Z",
)
VALINE = System(
    name="Valine",
    item=".vcard[id]",
    body=".vcontent",
    author=".vnick",
    date=".vtime",
    number=r"\A([0-9a-f]{16,})\Z",
)
TWIKOO = System(
    name="Twikoo",
    item=".tk-comment",
    body=".tk-content",
    author=".tk-nick",
    date=".tk-time, time",
    number=r"\A([0-9a-f]{16,})\Z",
)
ARTALK = System(
    name="Artalk",
    item=".atk-comment-wrap",
    body=".atk-content",
    author=".atk-nick",
    date=".atk-date",
    number=r"(\d+)\Z",
)
GITALK = System(
    name="Gitalk",
    item=".gt-comment",
    body=".gt-comment-body",
    author=".gt-comment-username",
    date=".gt-comment-date",
)
GISCUS = System(
    name="giscus",
    item=".gsc-comment",
    replies=".gsc-reply",
    body=".gsc-comment-content, .gsc-reply-content",
    author=".gsc-comment-author .link-primary, .gsc-reply-author .link-primary, "
    ".gsc-comment-author, .gsc-reply-author",
    date="time, relative-time",
    count=".gsc-left-header",
)
LIVEFYRE = System(
    name="Livefyre",
    item="article.fyre-comment-article",
    body=".fyre-comment",
    author=".fyre-comment-username",
    date=".fyre-comment-date",
    number=r"fyre-message-(\d+)",
)
CORAL = System(
    name="Coral",
    item=".coral-comment",
    body=".coral-comment-content",
    author=".coral-comment-username, .coral-username",
    date=".coral-comment-timestamp, time",
    number=r"comment-([0-9a-f-]{20,})",
    level=class_figure(r"coral-indent-(\d+)"),
)
HYVOR = System(
    name="Hyvor Talk",
    item=".ht-comment, .comment-block[data-comment-id]",
    body=".ht-comment-body, .comment-body",
    author=".ht-comment-author, .comment-author-name",
    date="time, .ht-comment-time, .comment-time",
    number=r"(\d+)",
)
REDDIT = System(
    name="Reddit",
    item="div.thing.comment",
    body=".usertext-body .md, .usertext-body",
    author=".tagline .author, .author",
    author_attribute="data-author",
    date=".tagline time, time",
    number=r"t1_(\w+)",
    owner=".submitter",
    confidence=0.985,
)
REDDIT_NEW = System(
    name="Reddit",
    item="shreddit-comment",
    body="[slot=comment], .md",
    author_attribute="author",
    date="time, faceplate-timeago",
    number=r"t1_(\w+)",
    level=attribute("depth"),
    confidence=0.985,
)
HACKER_NEWS = System(
    name="Hacker News",
    item="tr.athing.comtr, tr.comtr",
    body=".commtext, .comment",
    author=".hnuser",
    date=".age",
    number=r"\A(\d+)\Z",
    aside=".reply",
    level=lambda element: next(
        (float(one.get("indent") or 0) for one in element.iter("td") if one.get("indent")), None
    ),
    confidence=0.985,
)

SYSTEMS = (
    DISQUS,
    DISQUS_STATIC,
    INTENSE_DEBATE,
    COMMENTO,
    ISSO,
    REMARK42,
    WALINE,
    VALINE,
    TWIKOO,
    ARTALK,
    GITALK,
    GISCUS,
    LIVEFYRE,
    CORAL,
    HYVOR,
    REDDIT,
    REDDIT_NEW,
    HACKER_NEWS,
)
