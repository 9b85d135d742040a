"""Damages of a file, each a function of its bytes and a dice: flipped bits, cuts, deep nests."""

from collections.abc import Callable, Sequence
from random import Random

LARGEST = 400_000
_CONTROLS = (
    b"\0", b"\x00\x00", b"\x01", b"\x0b", b"\x0c", b"\x1b", b"\x7f", b"\r", b"\r\n", b"\n\n\n\n",
    "\x85".encode(), "\u2028".encode(), "\u200b".encode(), "\u202e".encode(), "\ufeff".encode(),
    "\u202f".encode(), "\ufffe".encode(), "\U0010ffff".encode(), "\u0301".encode() * 40,
    b"\xed\xa0\x80", b"\xff\xfe", b"\xfe\xff", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80", b"\x80",
)  # fmt: skip
_NUMBERS = (
    b"0", b"-1", b"00", b"4294967296", b"9223372036854775808", b"9" * 40, b"9" * 5_000, b"1e999",
    b"-1e-999", b"NaN", b"Infinity", b"1.5", "٣".encode(), "²".encode(), b"99999", b"0x1f",
)  # fmt: skip
_WORDS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml", b"?>", b"&#0;", b"&#x110000;", b"&#xD800;",
    b"&#99999999999999999999;", b"&amp;amp;", b"&x;", b"<", b">", b"</", b"\"", b"'", b"&",
    b"<script>", b"</script>", b"<!DOCTYPE x [<!ENTITY a \"b\">]>", b"&a;", b"<plaintext>",
    b"<textarea>", b"<title>", b"<noscript>", b"<template>", b"<svg>", b"<table>", b"<select>",
    b"{", b"}", b"[", b"]", b":", b",", b"\\", b"\\u0000", b"\\ud800", b"\\udc00\\ud800", b"null",
    b"true", b"\"\"", b"{}", b"[]", b"-----\n", b"--------\n", b"COMMENT:\n", b"BODY:\n",
    b"31/12/9999 23:59", b"0000-00-00 00:00:00", b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-14:00", b"February 30, 2011 at 25:61 pm", b"3 comments", b"1. ", b"says:",
    b"Comment by ", b" on March 2, 2011 at 9:05 am", b"Reply", b"http://[", b"http://[::1", b"://",
    b"@", b"#12", b"\t", b" ", b"\xc2\xa0", "Ω".encode(), "👍🏽".encode(), "ŉ".encode(),
    "İ".encode(), "ﬁ".encode(), "א".encode(), b"xmlns:wp='x'", b"encoding='utf-7'",
    b"encoding='utf-16'", b"charset=idna", b"charset=hex", b"charset=unicode_escape",
    b"charset=utf-7", b"<pre>",
)  # fmt: skip
_NESTS = (
    (b"<div>", b"</div>"), (b"<li><ul>", b"</ul></li>"), (b"[", b"]"), (b'{"a":', b"}"),
    (b"<b>", b""), (b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"&lt;", b""), (b"> ", b""),
    (b"<wp:comment>", b"</wp:comment>"), (b"<item>", b""), (b"<table><tr><td>", b""), (b"\\", b""),
    (b"<a>", b""), (b'"', b""), (b"<p", b""), (b"&", b""), (b"(", b")"), (b" ", b""), (b"\n", b""),
    (b"a ", b""), (b"1. ", b""), (b"<font>", b""), (b"<svg>", b""), (b"<blockquote>", b""),
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-be", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-8-sig",
              "cp1251", "shift_jis", "utf-7", "cp037")  # fmt: skip

Damage = Callable[[bytes, Random], bytes]


def _span(data: bytes, dice: Random) -> tuple[int, int]:
    """Choose a part of a file: mostly a short one, sometimes a whole line or much."""
    start = dice.randrange(len(data) + 1)
    if dice.random() < 0.3:
        start = data.rfind(b"\n", 0, start) + 1
        return start, (data.find(b"\n", start) + 1) or len(data)
    return start, min(len(data), start + dice.choice((1, 1, 2, 4, 16, 64, 512, 4096)))


def _put(data: bytes, dice: Random, what: bytes) -> bytes:
    """Insert, or write over what stands there."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + what + data[at + dice.choice((0, 0, len(what))) :]


def flipped(data: bytes, dice: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 32))):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(data: bytes, dice: Random) -> bytes:
    start, end = _span(data, dice)
    return dice.choice((data[:start], data[start:], data[:start] + data[end:]))


def doubled(data: bytes, dice: Random) -> bytes:
    start, end = _span(data, dice)
    times = dice.choice((1, 1, 1, 2, 2, 5, 5, 50, 50, 1000))
    part = data[start:end] * times
    at = dice.choice((end, dice.randrange(len(data) + 1)))
    return data[:at] + part[:LARGEST] + data[at:]


def moved(data: bytes, dice: Random) -> bytes:
    start, end = _span(data, dice)
    rest = data[:start] + data[end:]
    at = dice.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def shuffled(data: bytes, dice: Random) -> bytes:
    lines = data.split(b"\n")
    start = dice.randrange(len(lines))
    part = lines[start : start + dice.choice((2, 5, 50))]
    dice.shuffle(part)
    return b"\n".join(lines[:start] + part + lines[start + len(part) :])


def controlled(data: bytes, dice: Random) -> bytes:
    return _put(data, dice, dice.choice(_CONTROLS) * dice.choice((1, 1, 3)))


def worded(data: bytes, dice: Random) -> bytes:
    return _put(data, dice, dice.choice(_WORDS))


def numbered(data: bytes, dice: Random) -> bytes:
    """Write a number as none should be, mostly where one stands."""
    number, at = dice.choice(_NUMBERS), dice.randrange(len(data) + 1)
    start = next((i for i in range(at, min(at + 300, len(data))) if data[i : i + 1].isdigit()), at)
    end = start
    while data[end : end + 1].isdigit():
        end += 1
    return data[:start] + number + data[end:]


def nested(data: bytes, dice: Random) -> bytes:
    before, after = dice.choice(_NESTS)
    depth = dice.choice((3, 30, 30, 300, 300, 3_000, 20_000))
    start, end = _span(data, dice)
    inner = data[start:end] + after * (depth if dice.random() < 0.6 else 0)
    return data[:start] + before * depth + inner + data[end:]


def encoded(data: bytes, dice: Random) -> bytes:
    name = dice.choice(_ENCODINGS)
    return data.decode("utf-8", "replace").encode(name, "replace")


def ended(data: bytes, dice: Random) -> bytes:
    return data.replace(b"\n", dice.choice((b"\r\n", b"\r", b"", b"\n\n", b"\xe2\x80\xa8")))


# The first of these stand there more than once: they leave most of a file whole.
DAMAGES: tuple[Damage, ...] = (
    flipped, flipped, cut, cut, worded, worded, worded, controlled, numbered, numbered, doubled,
    moved, shuffled, nested, encoded, ended,
)  # fmt: skip


def spliced(first: bytes, second: bytes, dice: Random) -> bytes:
    """Put the beginning of one file before the end of another."""
    return first[: dice.randrange(len(first) + 1)] + second[dice.randrange(len(second) + 1) :]


def damaged(seeds: Sequence[bytes], dice: Random) -> bytes:
    """Make a damaged file out of sound ones."""
    data = dice.choice(seeds)
    if dice.random() < 0.15:
        data = spliced(data, dice.choice(seeds), dice)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        data = dice.choice(DAMAGES)(data, dice)[:LARGEST]
    return data
