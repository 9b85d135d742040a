"""Invented comments on a video of a lamp, as four programs write them."""

import json
from typing import Any

from tests.corpus.ingest.exports.table_samples import lines, written

VIDEO = "Lamp0Oil_-7"


def info(video: str = VIDEO, **changes: Any) -> dict[str, Any]:
    """A video with its comments as yt-dlp describes it."""
    return {
        "id": video, "title": "How a lamp is lit", "formats": [{"format_id": "sb0", "url":
        "https://media.example/1"}], "description": "The lamp.\n\nAnd the oil.",
        "channel_id": "UCkeeper", "channel": "The Keeper", "channel_url":
        "https://www.youtube.com/channel/UCkeeper", "webpage_url":
        f"https://www.youtube.com/watch?v={video}", "upload_date": "20210302",
        "timestamp": 1614679200, "tags": ["lamp", "oil"], "categories": ["Education"],
        "view_count": 12, "comment_count": 3, "extractor": "youtube", "comments": [
            {"id": "Ugx1", "parent": "root", "text": "Comment one, well lit", "like_count": 3,
             "author_id": "UCada", "author": "Ada", "author_is_uploader": False, "author_url":
             "https://www.youtube.com/@ada", "is_favorited": True, "is_pinned": True,
             "_time_text": "2 years ago (edited)", "timestamp": 1614729600},
            {"id": "Ugx1.9a", "parent": "Ugx1", "text": "Comment two", "author_id": "UCkeeper",
             "author": "The Keeper", "author_is_uploader": True, "is_pinned": False,
             "_time_text": "2 years ago", "timestamp": 1614729600},
            {"id": "Ugx2", "parent": "root", "text": "Comment three <3", "author_id": "UCbo",
             "author": "Bo", "author_is_uploader": False, "timestamp": 1614729601},
        ],
    } | changes  # fmt: skip


def downloaded() -> list[dict[str, Any]]:
    """Comments as youtube-comment-downloader writes them: newest first, no word of the video."""
    return [
        {"cid": "Ugx2", "text": "Comment three <3", "time": "1 year ago", "author": "@bo",
         "channel": "UCbo", "votes": "0", "replies": "", "photo": "https://pictures.example/b",
         "heart": False, "reply": False, "time_parsed": 1646265600.123},
        {"cid": "Ugx1", "text": "Comment one, well lit", "time": "2 years ago (edited)", "author":
         "Ada", "channel": "UCada", "votes": "3", "replies": "1", "photo":
         "https://pictures.example/a", "heart": True, "reply": False, "time_parsed": 1614729600.5},
        {"cid": "Ugx1.9a", "text": "Comment two", "time": "2 years ago", "author": "@keeper",
         "channel": "UCkeeper", "votes": "1", "replies": "", "photo": "https://pictures.example/k",
         "heart": False, "reply": True, "time_parsed": 1614729600.5},
    ]  # fmt: skip


def comment(own: str, text: str, who: str, minute: int, **snippet: Any) -> dict[str, Any]:
    """A comment as YouTube's API answers it."""
    return {
        "kind": "youtube#comment", "etag": "e", "id": own, "snippet": {
            "channelId": "UCkeeper", "videoId": VIDEO, "textDisplay": text, "textOriginal": text,
            "authorDisplayName": who, "authorProfileImageUrl": "https://pictures.example/a",
            "authorChannelUrl": f"http://www.youtube.com/channel/UC{who}", "authorChannelId":
            {"value": f"UC{who}"}, "canRate": True, "viewerRating": "none", "likeCount": 3,
            "publishedAt": f"2021-03-03T00:{minute:02}:00Z", "updatedAt": "2021-03-03T00:00:00Z",
        } | snippet,
    }  # fmt: skip


def answered(*, replies: int = 1) -> dict[str, Any]:
    """An answer of commentThreads, newest first."""

    def thread(top: dict[str, Any], count: int, below: list[dict[str, Any]]) -> dict[str, Any]:
        made = {"kind": "youtube#commentThread", "etag": "t", "id": top["id"], "snippet": {
            "channelId": "UCkeeper", "videoId": VIDEO, "topLevelComment": top, "canReply": True,
            "totalReplyCount": count, "isPublic": True}}  # fmt: skip
        return made | ({"replies": {"comments": below}} if below else {})

    two = comment("Ugx1.9a", "Comment two", "Keeper", 2, parentId="Ugx1")
    return {
        "kind": "youtube#commentThreadListResponse", "etag": "a", "pageInfo": {"totalResults": 2},
        "items": [
            thread(comment("Ugx2", "Comment three &lt;3<br>lit", "Bo", 3, textOriginal=""), 0, []),
            thread(comment("Ugx1", "Comment one, well lit", "Ada", 1), replies, [two]),
        ],
    }  # fmt: skip


TOOLS = [
    {"id": "Ugx1", "replyCount": 1, "likeCount": 3, "publishedAt": "2021-03-03 00:01:00",
     "authorName": "Ada", "text": "Comment one, well lit", "authorChannelId": "UCada",
     "authorChannelUrl": "http://www.youtube.com/channel/UCada", "isReply": 0, "isReplyTo": "",
     "isReplyToName": ""},
    {"id": "Ugx1.9a", "replyCount": 0, "likeCount": 1, "publishedAt": "2021-03-03 00:02:00",
     "authorName": "Keeper", "text": "Comment two", "authorChannelId": "UCkeeper",
     "authorChannelUrl": "http://www.youtube.com/channel/UCkeeper", "isReply": 1, "isReplyTo":
     "Ugx1", "isReplyToName": "Ada"},
    {"id": "Ugx2", "replyCount": 0, "likeCount": 0, "publishedAt": "2021-03-03 00:03:00",
     "authorName": "Bo", "text": "Comment three &lt;3", "authorChannelId": "UCbo",
     "authorChannelUrl": "http://www.youtube.com/channel/UCbo", "isReply": 0, "isReplyTo": "",
     "isReplyToName": ""},
]  # fmt: skip

SHAPES = {
    "yt-dlp": json.dumps(info()),
    "yt-dlp on lines": json.dumps(info(), indent=2),
    "yt-dlp, comments alone": json.dumps(info()["comments"]),
    "downloader": lines(downloaded()),
    "downloader, pretty": json.dumps({"comments": downloaded()}, indent=4),
    "api": json.dumps(answered(), indent=2),
    "api, pages": json.dumps([answered()]),
    "tools": written(TOOLS),
    "tools, tabs": written(TOOLS, "\t"),
    "downloader as table": written(downloaded()),
}

OTHER = "Lamp0Oil_-8"
TWO_VIDEOS = [info(), info(OTHER)]
TWO_ANSWERS = [
    {"kind": "youtube#commentListResponse", "items": [
        comment("Ugx1", "Comment one, well lit", "Ada", 1, videoId=video, textOriginal=""),
        comment("Ugx1.9a", "Comment two", "Keeper", 2, videoId=video, parentId="Ugx1",
                textOriginal=""),
        comment("Ugx2", "Comment three", "Bo", 3, videoId=video, textOriginal=""),
    ]}
    for video in (VIDEO, OTHER)
]  # fmt: skip
