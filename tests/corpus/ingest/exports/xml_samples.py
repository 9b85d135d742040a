"""Invented XML exports of a lighthouse's log, in parts that the tests put together or break."""

WXR_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" created="2024-06-10 12:29" -->
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>The Lighthouse Log</title>
  <link>https://log.example</link>
  <wp:base_blog_url>https://log.example</wp:base_blog_url>
  <wp:author><wp:author_id>7</wp:author_id><wp:author_login><![CDATA[kit]]></wp:author_login>
    <wp:author_display_name><![CDATA[Kit Keeper]]></wp:author_display_name></wp:author>
"""
WXR_FOOT = "</channel>\n</rss>\n"
DISQUS_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
  <category dsq:id="1"><forum>lighthouse</forum><title>General</title></category>
"""
DISQUS_FOOT = "</disqus>\n"


def comment(
    number: int | str, text: str = "Well lit.", *, parent: int | str = 0, author: str = "Ada Oil",
    user: int | str = 0, approved: str = "1", kind: str = "", extra: str = "",
) -> str:  # fmt: skip
    """Return a comment of WXR."""
    return f"""
    <wp:comment>
      <wp:comment_id>{number}</wp:comment_id>
      <wp:comment_author><![CDATA[{author}]]></wp:comment_author>
      <wp:comment_author_email>ada@mail.example</wp:comment_author_email>
      <wp:comment_author_url>https://ada.example/</wp:comment_author_url>
      <wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
      <wp:comment_date>2019-03-20 12:05:00</wp:comment_date>
      <wp:comment_date_gmt>2019-03-20 11:05:00</wp:comment_date_gmt>
      <wp:comment_content><![CDATA[{text}]]></wp:comment_content>
      <wp:comment_approved>{approved}</wp:comment_approved>
      <wp:comment_type>{kind}</wp:comment_type>
      <wp:comment_parent>{parent}</wp:comment_parent>
      <wp:comment_user_id>{user}</wp:comment_user_id>{extra}
    </wp:comment>"""


def item(
    number: int, *comments: str, text: str = "The lamp was lit.", kind: str = "post",
    status: str = "publish", title: str = "On lamps", extra: str = "",
) -> str:  # fmt: skip
    """Return an item of WXR."""
    return f"""
  <item>
    <title>{title}</title>
    <link>https://log.example/?p={number}</link>
    <dc:creator><![CDATA[kit]]></dc:creator>
    <guid isPermaLink="false">https://log.example/?p={number}</guid>
    <content:encoded><![CDATA[{text}]]></content:encoded>
    <excerpt:encoded><![CDATA[]]></excerpt:encoded>
    <wp:post_id>{number}</wp:post_id>
    <wp:post_date>2019-03-20 11:00:00</wp:post_date>
    <wp:post_date_gmt>2019-03-20 10:00:00</wp:post_date_gmt>
    <wp:status>{status}</wp:status>
    <wp:post_type>{kind}</wp:post_type>
    <category domain="category" nicename="oil"><![CDATA[Oil & wicks]]></category>
    <category domain="post_tag" nicename="night"><![CDATA[Night]]></category>{extra}
    {"".join(comments)}
  </item>
"""


def wxr(*items: str, head: str = WXR_HEAD, foot: str = WXR_FOOT) -> bytes:
    """Return a file of WXR."""
    return (head + "".join(items) + foot).encode()


def dsq_thread(number: int, title: str = "On lamps", extra: str = "") -> str:
    """Return a thread of an export of Disqus."""
    return f"""
  <thread dsq:id="{number}">
    <id>log-{number}</id><forum>lighthouse</forum><category dsq:id="1"/>
    <link>https://log.example/{number}</link><title>{title}</title><message/>
    <createdAt>2019-03-20T10:00:00Z</createdAt>
    <author><name>Kit Keeper</name><isAnonymous>false</isAnonymous><username>kit</username></author>
    <isClosed>true</isClosed><isDeleted>false</isDeleted>{extra}
  </thread>
"""


def dsq_post(
    number: int, thread: int, text: str = "<p>Well lit.</p>", *, parent: int = 0,
    deleted: str = "false", spam: str = "false", at: str = "2019-03-20T11:05:00Z",
    author: str = "Ada Oil", username: str = "ada", anonymous: str = "false",
) -> str:  # fmt: skip
    """Return a post of an export of Disqus."""
    above = f'<parent dsq:id="{parent}"/>' if parent else ""
    return f"""
  <post dsq:id="{number}">
    <id/>
    <message><![CDATA[{text}]]></message>
    <createdAt>{at}</createdAt><isDeleted>{deleted}</isDeleted><isSpam>{spam}</isSpam>
    <author><email>ada@mail.example</email><name>{author}</name>
      <isAnonymous>{anonymous}</isAnonymous><username>{username}</username></author>
    <ipAddress>192.0.2.7</ipAddress>
    <thread dsq:id="{thread}"/>{above}
  </post>
"""


def disqus(*parts: str) -> bytes:
    """Return an export of Disqus."""
    return (DISQUS_HEAD + "".join(parts) + DISQUS_FOOT).encode()
