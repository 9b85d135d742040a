"""remark42: backups and what the API answers, as lists and as trees, give the same threads."""

import json
from typing import Any

import pytest

from corpus.ingest.exports import remark42
from tests.corpus.ingest.exports import json_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(value: Any) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_with(remark42.read, text.encode())


def node(comment: dict[str, Any], *replies: dict[str, Any]) -> dict[str, Any]:
    return {"comment": comment, "replies": list(replies)} if replies else {"comment": comment}


one, two, three, four = samples.REMARKS
SHAPES = {
    "backup": samples.remark_backup(),
    "backup on one line": samples.remark_backup().replace("\n", " "),
    "list": samples.REMARKS,
    "object": {"comments": samples.REMARKS, "info": {"url": "x", "count": 4}},
    "tree": {"comments": [node(one, node(two, node(three))), node(four)], "info": {"count": 4}},
    "tree on lines": json.dumps(
        {"comments": [node(one, node(two, node(three))), node(four)]}, indent=2),
    "list of nodes": [node(one, node(two, node(three))), node(four)],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_threads(shape: Any) -> None:
    reading = read(shape)
    oil, fog = reading.threads
    assert (oil.title, oil.url, oil.site) == (
        "Of oil & wicks",
        "https://log.example/of-oil",
        "log",
    )
    assert [post.external_id for post in oil.posts] == [None, "r1", "r2", "r3"]
    assert [post.depth for post in oil.posts] == [0, 0, 1, 2]
    assert fog.title == "https://log.example/fog"
    assert reading.codes == []
    assert reading.account.sure


def test_a_comment_is_read_whole() -> None:
    first, second, third, _ = read(samples.remark_backup()).comments
    assert (first.text, first.author, first.author_account) == ("Comment 1", "Ada", "dev_ada")
    assert first.author_ip == "0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d"
    assert first.written.at
    assert first.written.at.isoformat() == "2018-12-20T15:18:21.123456-06:00"
    assert (second.flags, second.is_entry_author) == (("site_admin",), False)
    assert (third.status, third.text) == ("deleted", "")


def test_markdown_is_taken_where_there_is_no_html() -> None:
    assert read([samples.remark(1, text="")]).comments[0].text == "Comment *1*"


def test_each_comment_of_a_tree_has_its_own_place() -> None:
    text = json.dumps(SHAPES["tree"])
    for post in read(text).comments:
        assert json.loads(text[post.start : post.end])["id"] == post.external_id


def test_a_tree_as_deep_as_it_likes_is_read() -> None:
    text = '{"comments": ['
    text += "".join(
        f'{{"comment": {json.dumps(samples.remark(number, f"r{number - 1}" if number else ""))},'
        f' "replies": ['
        for number in range(3_000)
    )
    text += "]}" * 3_000 + "]}"
    reading = read(text)
    assert len(reading.comments) == 3_000
    assert reading.comments[-1].depth == 2_999
    assert reading.account.accounted


def test_a_line_that_is_no_comment_fails_and_is_counted() -> None:
    lines = samples.remark_backup().splitlines()
    reading = read("\n".join([*lines[:3], '{"what": "else"}', *lines[3:]]))
    assert reading.codes == ["broken_item"]
    assert len(reading.comments) == 4
    assert reading.account.accounted


def test_a_backup_without_comments_has_no_thread() -> None:
    assert read('{"version":1,"users":[],"posts":[]}\n').codes == ["no_threads"]
