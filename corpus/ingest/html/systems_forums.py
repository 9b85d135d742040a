"""How forums mark the posts of a thread, of which the first is the entry. See `systems`."""

from corpus.ingest.html.systems import System


def _forum(name: str, item: str, body: str, *, sign: tuple[str, ...] = (), **marks: str) -> System:
    described = {"author": "", "date": "time", "number": "", "aside": "", "title": ""} | marks
    return System(
        name=name,
        sign=sign,
        item=item,
        body=body,
        author=described["author"],
        author_attribute=described.get("author_attribute", ""),
        date=described["date"],
        number=described["number"],
        aside=described["aside"],
        forum=True,
        confidence=0.9,
    )


SYSTEMS = (
    _forum(
        "Discourse",
        "article[data-post-id], div.crawler-post, div.topic-body.crawler-post",
        ".cooked, .post[itemprop=text], .post",
        sign=("discourse", "Discourse", "crawler-post"),
        author=".names .username a, .names .first a, .creator [itemprop=name], .creator, .names",
        date=".post-date .relative-date, .relative-date, time.post-time, time",
        number=r"\Apost_(\d+)\Z",
        aside=".cooked-selection-barrier, .post-menu-area, .crawler-linkback-list",
    ),
    _forum(
        "phpBB",
        "div.post.has-profile, div.post.bg1, div.post.bg2, div.post.bg3, div.post#p*",
        ".postbody .content, .content, .postbody",
        sign=("phpbb", "phpBB", "postprofile", "viewtopic.php"),
        author="p.author .username, p.author .username-coloured, .author strong a, .author strong, "
        ".postprofile dt a, .postauthor",
        date="p.author time, p.author, .postdate",
        number=r"\Ap(\d+)\Z",
        aside=".signature, .attachbox, .notice, .post-buttons, .profile-icons",
    ),
    _forum(
        "vBulletin",
        "li.postbit, li.postbitlegacy, li.b-post, table#post*, li.postcontainer#post_*",
        ".postcontent, .js-post__content-text, .b-post__content, [id] .vb_postbit",
        sign=("vbulletin", "vBulletin", "postbit", "showthread.php", "b-post"),
        author=".username strong, .bigusername, .username, .author a, .b-userinfo__username",
        date=".postdate .date, .postdate, .b-post__timestamp time, .b-post__timestamp, td.thead",
        number=r"\Apost_?(\d+)\Z",
        aside=".signature, .after_content, .postfoot",
    ),
    _forum(
        "SMF",
        "div.post_wrapper, div.windowbg#msg*, div.windowbg2 div.post_wrapper",
        ".post .inner, .inner, .post",
        sign=("Simple Machines", "SMF", "index.php?topic=", "post_wrapper"),
        author=".poster h4 a, .poster h4, .poster a",
        date=".keyinfo .smalltext, .keyinfo .postinfo, .smalltext, .postinfo",
        number=r"msg_?(\d+)\Z",
        aside=".moderatorbar, .signature, .under_message",
    ),
    _forum(
        "XenForo",
        "article.message--post, li.message[data-author], article.message[data-author]",
        ".message-body .bbWrapper, .messageContent .messageText, .messageText, .bbWrapper",
        author=".message-name, .userText .username, .username",
        author_attribute="data-author",
        date=".message-attribution time, .messageMeta .DateTime, .DateTime, time",
        number=r"post-(\d+)\Z",
        aside=".message-lastEdit, .signature, .js-expandWatch",
    ),
    _forum(
        "MyBB",
        "div.post#post_*, table.post, .post.classic",
        ".post_body",
        sign=("MyBB", "mybb", "post_body"),
        author=".post_author .largetext, .author_information .largetext, .author_information a",
        date=".post_date, .post_head .post_date, .smalltext .post_date",
        number=r"\Apost_(\d+)\Z",
        aside=".signature, .post_edit, .edited_post",
    ),
    _forum(
        "Invision Community",
        "article.ipsComment, div.post_block, article.ipsEntry",
        "[data-role=commentContent], .ipsType_richText, .post.entry-content, .entry-content",
        sign=("ipsComment", "ipsEntry", "post_block", "Invision"),
        author=".ipsComment_author h3, .cAuthorPane_author, .author.vcard, .ipsEntry__username",
        date=".ipsComment_meta time, .posted_info abbr, time, abbr.published",
        number=r"(?:elComment_|post_id_)(\d+)",
        aside=".ipsSignature, .signature, [data-role=memberSignature]",
    ),
    _forum(
        "FluxBB",
        "div.blockpost",
        ".postmsg, .entry-content",
        author=".postleft dt strong, .post-byline strong, dt",
        date="h2 a, h2, .post-link",
        number=r"\Ap(\d+)\Z",
        aside=".postsignature, .postedit",
    ),
    _forum(
        "bbPress",
        "div.hentry.topic, div.topic.type-topic, div.reply.type-reply, .bbp-body div.hentry, "
        "li.bbp-reply",
        ".bbp-reply-content, .bbp-topic-content",
        author=".bbp-author-name, .bbp-reply-author .bbp-author-link, .bbp-author-link",
        date=".bbp-reply-post-date, .bbp-topic-post-date",
        number=r"\Apost-(\d+)\Z",
        aside=".bbp-reply-revision-log, .bbp-topic-revision-log",
    ),
    _forum(
        "Vanilla",
        "li.itemcomment, div.itemdiscussion",
        ".message",
        author=".author .username, .author a",
        date=".datecreated time, time, .datecreated",
        number=r"\A(?:Comment|Discussion)_(\d+)\Z",
    ),
    _forum(
        "NodeBB",
        "li[component=post]",
        "[component=post/content], .content",
        author="[data-username], [component=post/header] a, .fw-bold",
        author_attribute="data-username",
        date=".timeago, time",
        number=r"\A(\d+)\Z",
    ),
    _forum(
        "Flarum",
        ".poststream-item[data-id], #flarum-content .post",
        ".post-body",
        author=".postuser .username, .username",
        date=".postmeta time, time",
        number=r"\A(\d+)\Z",
    ),
)
