"""Tells copied pages from other things that are text too: markup, data, code, mail.

A coarse look at the beginning; the readers of those formats know them better.
"""

import re

_MARKUP = re.compile(
    r"\s*(?:<\?xml|<!doctype|<!--|<(?:html|head|body|rss|feed|div|article|section|p|table|ul|ol|"
    r"script|style|meta|link|title|span|rdf|disqus|"
    r"[a-z]+:[a-z]+)\b[^<>\n]{0,2000}>)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:div|p|span|li|ul|ol|td|tr|a|br|h\d|article|section|script|cite)\b[^<>\n]{0,400}>",
    re.IGNORECASE,
)
_JSON = re.compile(
    r"\s*(?:\{\s*(?:\"[^\"\n]{0,200}\"\s*:|\})|\[\s*(?:[{\[\"\d\]-]|true|false|null))"
)
_MOVABLE_TYPE = re.compile(
    r"^(?:AUTHOR|TITLE|BASENAME|STATUS|COMMENT|BODY|EXTENDED BODY): ?.*$", re.MULTILINE
)
_MAIL = re.compile(
    r"(?:From \S+ .*\d{4}$|(?:Return-Path|Received|Message-ID|MIME-Version|Delivered-To): )",
    re.MULTILINE,
)
_HEAD = 65_536


def kind_of_text(text: str) -> str | None:
    """Name what a text is, if surely no copied page; None if it may be one."""
    head = text[:_HEAD].lstrip("\ufeff")
    if _MARKUP.match(head):
        return "markup"
    if _JSON.match(head):
        return "data (JSON)"
    if len(_TAG.findall(head)) * 60 > len(head) / 4:
        return "markup"
    if len(_MOVABLE_TYPE.findall(head)) >= 3 and "\n-----" in head.replace("\r", "\n"):
        return "a Movable Type export"
    if _MAIL.match(head.lstrip()):
        return "mail"
    return "a table" if _is_table(head) else None


def _is_table(head: str) -> bool:
    """Say whether the first lines all have the same number of separators, three or more."""
    lines = [line for line in head.splitlines()[:21] if line.strip()]
    if len(head) >= _HEAD or len(lines) > 20:
        lines = lines[:-1]
    if len(lines) < 2:
        return False
    for mark in ("\t", ",", ";"):
        counts = {line.count(mark) for line in lines}
        if len(counts) == 1 and counts.pop() >= 2:
            return True
    return False
