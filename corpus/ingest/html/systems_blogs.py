"""How blog systems other than WordPress and Blogger mark comments. Used by `systems`."""

from corpus.ingest.html.levels import class_figure, inside, margin
from corpus.ingest.html.systems import System

DRUPAL = System(
    name="Drupal",
    sign=("Drupal", "/sites/default/", "/comment/reply/", "sioc:", "js-comment", "clear-block"),
    item="article.js-comment, article[data-comment-user-id], div.comment.clear-block, "
    "div.comment[about], div.comment[typeof], div.comment.comment-published, article.comment, "
    "#comments div.comment.odd, #comments div.comment.even, #comments div.comment.clearfix",
    body=".field-name-comment-body .field-item, .field--name-comment-body, .comment__content, "
    ".comment-text .content, .comment_content, .content, .comment-content",
    author=".commenter-name .username, .comment__author .username, .submitted .username, "
    ".comment__author, .comment__submitted .username, .author .username, .username, "
    ".comment__submitted a, .submitted a, .author",
    date="[property=schema:dateCreated], [datatype=xsd:dateTime], "
    ".submitted time, .comment__submitted time, time, .comment-time, .comment__time, "
    ".comment__submitted, .submitted, .comment-date, .date",
    number=r"(?:\A|#)comment-(\d+)\Z",
    title="h3, h2, .title",
    aside="ul.links, .links, h3, h2, .title, .user-signature, .comment-arrow, .new, .submitted, "
    ".comment__meta, .attribution, footer, .user-picture, nav",
    answers=".visually-hidden a.permalink, .parent a, [rel=sioc:reply_of]",
    parent=r"(?:#comment-|/comment/)(\d+)",
    level=inside(".indented"),
    owner=".comment-by-node-author, .by-node-author, .comment-by-author",
    pending=".comment-unpublished, .comment--unpublished, .unpublished",
    confidence=0.98,
)
TYPEPAD = System(
    name="TypePad or Movable Type",
    item="div.comment#comment-*, li.comment#comment-*, div.comment#c*, div.comment[id]",
    body=".comment-content, .comment-body, .comments-body, .comment-text",
    author=".comment-footer .comment-author, .vcard.author, .comment-author, .vcard, "
    ".comment-footer a, .comments-post a, .comment-byline a, .comment-footer",
    date="abbr.published, .published, .comment-footer a [title], .comment-permalink, "
    ".comment-date, .comments-post, .comment-footer, .comment-header, .comment-meta",
    number=r"(?:\A|#)(?:comment-|c)([0-9a-f]+)\Z",
    aside=".comment-footer, .comments-post, .comment-reply-link, .comment-avatar, .comment-header",
    answers=".comment-header a[href], .comment-reply-to",
    parent=r"#comment-([0-9a-f]+)",
    sign=("comment-6a0", "mt-static", 'content="Movable Type', "ontent='Movable"),
    confidence=0.93,
)
LIVEJOURNAL = System(
    name="LiveJournal",
    item="div.b-leaf.comment, div.b-leaf[data-full], div.b-leaf.p-comment",
    body=".b-leaf-article, .b-leaf-shorttext",
    author=".b-leaf-username-name .i-ljuser-username, .b-leaf-username-name .ljuser, "
    ".b-leaf-username-name, .b-leaf-username",
    author_attribute="data-username",
    date=".b-leaf-createdtime, .b-leaf-shorttime",
    number=r"\At(\d+)\Z",
    title=".b-leaf-subject",
    aside=".b-leaf-seemore",
    answers=".b-leaf-actions-parent a, .b-leaf-parent a",
    parent=r"thread=(\d+)",
    level=margin,
    deleted=".b-leaf-deleted, .b-leaf-status-deleted",
    pending=".b-leaf-screened, .b-leaf-spammed",
    confidence=0.985,
)
LIVEJOURNAL_OLD = System(
    name="LiveJournal",
    item=".ljcmt_full, div#ljcmt*, table#ljcmt*, div.comment-wrap#t*",
    body=".comment-text, .comment-body, .commentText, .ljcmt_body, .comment_text, .talk-comment td",
    author=".ljuser b, .ljuser, .comment-poster, .commentUsername",
    author_attribute="lj:user",
    date=".comment-datetime, .datetime, .commentDate, .comment-date, small span[title], small span",
    number=r"\A(?:ljcmt|t)(\d+)\Z",
    title=".comment-subject, .subject",
    aside=".comment-links, .commentLinks, .comment-subject, .subject",
    answers=".comment-parent a, a.parent",
    parent=r"#t(\d+)",
    level=margin,
    confidence=0.9,
)
DREAMWIDTH = System(
    name="Dreamwidth",
    item="div.dwexpcomment, div.comment-thread .comment-wrapper",
    body=".comment-content, .contents, .comment-text",
    author=".poster .ljuser b, .comment-poster .ljuser b, .ljuser b, .ljuser, .comment-poster, "
    ".poster",
    date=".datetime span[title], .datetime, .comment-datetime",
    number=r"\A(?:comment-)?cmt(\d+)\Z",
    title=".comment-title, .comment-subject",
    aside=".comment-interaction-links, .footer, .multiform-checkbox, .edittime, .comment-title",
    answers=".commentparent a",
    parent=r"#cmt(\d+)",
    level=class_figure(r"comment-depth-(\d+)"),
    deleted=".comment-status-deleted, .deleted",
    pending=".screened",
    confidence=0.985,
)
SUBSTACK = System(
    name="Substack",
    item="div.comment, div[data-test-id=comment]",
    body=".comment-body, .comment-content .comment-body",
    author=".comment-meta .commenter-name, .commenter-name, .comment-meta a.account-hover-wrapper, "
    ".comment-meta a[href], .profile-hover-card-target a, .comment-content a[href]",
    date=".comment-meta a.comment-timestamp, .comment-meta .comment-timestamp, "
    "a.comment-timestamp, a[native][title], a[title], .comment-date, .comment-publication-name",
    number=r"(?:\Acomment-|/comments?/|comment=)(\d+)",
    aside=".comment-actions, .show-all-toggle, .expand-comment-body",
    deleted=".comment-deleted",
    count=".comments-page-title, .comments-heading",
    sign=("substack",),
    confidence=0.985,
)
SERENDIPITY = System(
    name="Serendipity",
    item=".serendipity_comment",
    body=".serendipity_commentBody, .comment_content, .content",
    author=".comment_source_author, .serendipity_comment_source a[href], .comment_info .username, "
    "cite",
    date=".comment_source_date, .serendipity_comment_source, time, .comment_info",
    number=r"\Ac(\d+)\Z",
    level=margin,
    owner=".serendipity_comment_author_self",
)
B2EVOLUTION = System(
    name="b2evolution",
    item="article.evo_comment, div.evo_comment, .bComment",
    body=".evo_comment_text, .bCommentText",
    author=".evo_comment_author, .evo_comment_title a, .bCommentTitle a, .bCommentTitle",
    date="time, .evo_comment_info, .bCommentSmallPrint, .bCommentTitle",
    number=r"\A(?:comment_|c)(\d+)\Z",
)
SQUARESPACE = System(
    name="Squarespace",
    item="div.comment#comment-*",
    body=".comment-body",
    author=".author-name, .author, .comment-author, [data-author]",
    date=".comment-date, .date, time",
    number=r"comment-([0-9a-f]{12,})",
    sign=("squarespace", "Squarespace"),
    confidence=0.9,
)
WEEBLY = System(
    name="Weebly",
    item=".blogCommentWrap, .blog-comment",
    body=".blogCommentText, .blog-comment-text",
    author=".blogCommentAuthor, .blog-comment-author, .name",
    date=".blogCommentDate, .blog-comment-date, .date",
    number=r"(\d{4,})",
    level=class_figure(r"blogCommentLevel(\d+)"),
)
JOOMLA = System(
    name="JComments",
    item="div.comments-item, #comments-list div.even#comment-item-*, "
    "#comments-list div.odd#comment-item-*",
    body=".comment-body",
    author=".comment-author",
    date=".comment-date",
    number=r"\A(?:comment-item-|comment-)(\d+)\Z",
    title=".comment-title",
)
K2 = System(
    name="K2",
    item=".itemCommentsList li",
    body="p, .commentText",
    author=".commentAuthorName",
    date=".commentDate",
    number=r"\Acomment(\d+)\Z",
)
PLONE = System(
    name="Plone",
    item="div.discussion .comment, .discussion .comment",
    body=".commentBody, .comment-body",
    author=".documentByLine a, .commentAuthor, .comment-author",
    date=".discreet, .documentByLine, time",
    number=r"\A(\d{6,})\Z",
    title="h2, .subject",
    level=class_figure(r"replyTreeLevel(\d+)"),
)
GHOST = System(
    name="Ghost",
    item="[data-testid=comment-component]",
    body=".gh-comment-content, [data-testid=comment-content]",
    author="h4, [data-testid=comment-author]",
    date="time, [data-testid=comment-date], span[title]",
    number=r"\A([0-9a-f]{24})\Z",
)

SYSTEMS = (
    DRUPAL,
    TYPEPAD,
    LIVEJOURNAL,
    LIVEJOURNAL_OLD,
    DREAMWIDTH,
    SUBSTACK,
    SERENDIPITY,
    B2EVOLUTION,
    SQUARESPACE,
    WEEBLY,
    JOOMLA,
    K2,
    PLONE,
    GHOST,
)
