"""Mail is read as threads: who answers whom, what they wrote, and what was left out."""

import gzip
import io
import random
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.ingest.events import ReadOptions
from corpus.ingest.mail import reader
from corpus.ingest.mail.charsets import decoded
from corpus.ingest.mail.folder import packed as packed_mail
from corpus.ingest.mail.mime import flowed
from corpus.ingest.mail.words import dated, person, readable
from corpus.ingest.registry import choose
from corpus.ingest.source import Source
from tests.corpus.ingest.exports.reading import Reading, read_with
from tests.corpus.ingest.mail.messages import TALK, mbox, message, packed, parted


def read(data: bytes | str, **options) -> Reading:
    return read_with(reader.read, data.encode() if isinstance(data, str) else data, **options)


def only(data: str) -> str:
    reading = read(data)
    assert reading.account.accounted
    return reading.posts[0].text


def test_a_conversation_becomes_a_thread_with_its_answers_below_what_they_answer() -> None:
    reading = read(TALK)
    thread, other = reading.threads
    assert [(post.external_id, post.parent, post.depth) for post in thread.posts] == [
        ("m1@post.example", None, 0),
        ("m2@post.example", None, 0),
        ("m3@post.example", 1, 1),
        ("m4@post.example", None, 0),
    ]
    assert (thread.title, thread.author) == ("On lamps", "Ada")
    assert thread.posts[0].kind == "entry"
    assert thread.posts[2].parent_how == "export"
    assert thread.posts[2].is_entry_author
    assert thread.posts[2].author_ip == "192.0.2.7"
    assert thread.posts[1].author_email == "bo@lamp.example"
    assert [post.author for post in other.posts] == [None, "Di"]
    assert reading.account.accounted
    assert reading.account.found == 6


def test_quoted_lines_and_signatures_stay_as_they_are_written() -> None:
    text = read(TALK).posts[1].text
    assert text.splitlines()[1:4] == [
        "> The lamp was lit at dusk and it shone", "> over the whole long harbour wall.", "",
    ]  # fmt: skip
    assert text.endswith("Did it?\n-- \nBo")


def test_an_answer_to_a_missing_message_keeps_that_ones_place() -> None:
    reading = read(mbox(message(5, answers=4), message(6, answers=5)))
    (thread,) = reading.threads
    assert thread.external_id == "m4@post.example"
    assert thread.title == "On lamps"
    assert thread.posts[0].flags == ("no_entry_text",)
    assert [post.parent for post in thread.posts] == [None, None, 1]
    assert "thread_missing" in reading.codes
    assert reading.account.accounted


def test_references_join_a_thread_whose_middle_is_missing() -> None:
    chain = "<m1@post.example> <m2@post.example>"
    reading = read(mbox(message(1), message(3, answers=2, References=chain)))
    (thread,) = reading.threads
    assert [post.external_id for post in thread.posts] == ["m1@post.example", "m3@post.example"]
    assert reading.codes == ["dangling_parent"]


def test_answers_join_their_thread_without_references_and_in_any_order() -> None:
    mails = [message(1), *(message(one, answers=one - 1) for one in range(2, 9))]
    random.Random(3).shuffle(mails)
    (thread,) = read(mbox(*mails)).threads
    assert [post.external_id for post in thread.posts] == [
        f"m{one}@post.example" for one in range(1, 9)
    ]
    assert [post.depth for post in thread.posts] == [0, 0, 1, 2, 3, 4, 5, 6]


def test_messages_that_answer_each_other_in_a_ring_are_read() -> None:
    reading = read(mbox(message(1, answers=2), message(2, answers=1), message(3, answers=3)))
    assert reading.account.accounted
    assert sorted(post.text for post in reading.posts if post.text) == [
        "Comment 1: it was lit.", "Comment 2: it was lit.", "Comment 3: it was lit.",
    ]  # fmt: skip


def test_the_same_message_twice_is_read_once_and_another_with_its_id_is_kept() -> None:
    reading = read(mbox(message(1), message(1), message(1, text="Something else.")))
    assert [post.text for post in reading.posts] == ["Comment 1: it was lit.", "Something else."]
    assert reading.posts[1].external_id is None
    assert reading.codes.count("duplicate_message") == 1
    assert "duplicate_id" in reading.codes
    assert reading.account.accounted


def test_a_single_message_is_a_thread_of_its_own() -> None:
    data = message(1).encode()
    assert reader.sniff(data, "").confidence > 0.9
    assert [post.text for post in read(data).posts] == ["Comment 1: it was lit."]


@pytest.mark.parametrize("line", [
    "From time to time it flickered.", ">From then on it was dark.", "From: nobody in the text",
    "From lamp to lamp\n\nFrom here:", "From Monday\nto: Friday",
])  # fmt: skip
def test_a_line_of_text_that_begins_with_from_parts_no_message(line: str) -> None:
    reading = read(mbox(message(1, text=f"It burnt.\n{line}\nThen it was out."), message(2)))
    assert len(reading.posts) == 2
    assert line.removeprefix(">") in reading.posts[0].text
    assert reading.account.accounted


@pytest.mark.parametrize("mark", [
    "From ada@lamp.example Mon Jan  5 10:00:00 2015", "From - Mon Jan 05 10:00:00 2015",
    "From ada at lamp.example  Mon Jan  5 10:00:00 2015", "From ada@lamp.example",
    "From 12345@xxx Mon Jan 05 10:00:00 +0000 2015", "From MAILER-DAEMON Mon Jan  5 10:00:00 2015",
    "From ada 2015-01-05 10:00:00",
])  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_lines_that_programs_write_before_messages_part_them(mark: str, end: str) -> None:
    data = "\n".join(f"{mark}\n{message(one)}" for one in (1, 2, 3)).replace("\n", end)
    reading = read(data)
    assert reader.sniff(data.encode(), "").confidence > 0.9
    assert [post.text for post in reading.posts] == [
        f"Comment {one}: it was lit." for one in (1, 2, 3)
    ]
    assert reading.account.accounted


def test_plain_text_is_preferred_to_html_and_html_alone_is_read_as_text() -> None:
    html = "Content-Type: text/html; charset=utf-8\n\n<p>It &lt;was&gt;<br>lit.</p>"
    plain = "Content-Type: text/plain\n\nIt was lit."
    assert only(parted(plain, html, kind="alternative")) == "It was lit."
    assert only(parted(html, kind="alternative")) == "It <was>\nlit."
    assert only(message(1, text="<p>Lit.</p>", Content_Type="text/html")) == "Lit."


def test_quotations_of_html_mail_are_marked_as_those_of_plain_mail() -> None:
    html = (
        "<div>Ja!</div><!--[if mso]><blockquote><![endif]--><div>Ada wrote:<br>"
        "<blockquote type=cite><p>Was it lit?</p><blockquote>Of <b>lamps</b>.</blockquote>"
        "<p>Say.</p></blockquote></div><p>Yes."
    )
    assert only(message(1, text=html, Content_Type="text/html")) == (
        "Ja!\nAda wrote:\n\n> Was it lit?\n\n>> Of lamps.\n\n> Say.\n\nYes."
    )


def test_attachments_are_left_out_and_counted() -> None:
    reading = read(parted(
        "Content-Type: text/plain\n\nSee the picture.",
        "Content-Type: image/png; name=ada@lamp.example\nContent-Transfer-Encoding: base64\n\naaaa",
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=log.txt\n\nLog.",
        "Content-Type: message/rfc822\n\n" + message(7),
    ))  # fmt: skip
    assert reading.posts[0].text == "See the picture."
    assert reading.posts[0].flags == ("attachments",)
    (note,) = [one for one in reading.events if getattr(one, "code", "") == "attachment_left_out"]
    assert note.message.startswith("3 attachments were left out: ")
    assert "@" not in note.message


def test_bodies_are_unpacked_from_every_transfer_encoding() -> None:
    quoted = message(1, text="Sch=F6n, sehr sch=F6n, ganz=\n lang.",
                     Content_Type="text/plain; charset=iso-8859-1",
                     Content_Transfer_Encoding="quoted-printable")  # fmt: skip
    assert only(quoted) == "Schön, sehr schön, ganz lang."
    footer = packed("明かりがついた。", "iso-2022-jp") + "____\nTalk list"
    assert only(message(1, text=footer, Content_Type="text/plain; charset=ISO-2022-JP",
                        Content_Transfer_Encoding="base64")) == (
        "明かりがついた。\n____\nTalk list"
    )  # fmt: skip


def test_soft_line_breaks_are_undone_where_the_message_says_so() -> None:
    text = "The lamp \nwas lit.\n\n> quoted \n> words\n\n-- \nAda"
    assert only(message(1, text=text, Content_Type="text/plain; format=flowed")) == (
        "The lamp was lit.\n\n> quoted words\n\n-- \nAda"
    )
    assert only(message(1, text=text)) == text
    assert flowed("長い \n行", delete=True) == "長い行"


@pytest.mark.parametrize(("written", "said"), [
    ("=?utf-8?Q?Ada_L=C3=B6we?=", "Ada Löwe"),
    ("=?UTF-8?B?w?= x", "=?UTF-8?B?w?= x"),
    ("=?utf-8?Q?L=C3?= =?utf-8?Q?=B6we?=", "Löwe"),
    ("=?gb2312?B?tcbBwcHL?= on", "灯亮了 on"),
    ("Re: =?x-none?Q?lamp?=", "Re: lamp"),
    ("a =?us-ascii?Q?b?= c", "a b c"),
])  # fmt: skip
def test_encoded_words_are_read(written: str, said: str) -> None:
    assert readable(written) == said


@pytest.mark.parametrize(("line", "name", "email"), [
    ("Ada Löwe <ada@lamp.example>", "Ada Löwe", "ada@lamp.example"),
    ('"Löwe, Ada" <ada@lamp.example>', "Löwe, Ada", "ada@lamp.example"),
    ("ada@lamp.example (Ada Löwe)", "Ada Löwe", "ada@lamp.example"),
    ("ada at lamp.example (Ada Löwe)", "Ada Löwe", "ada@lamp.example"),
    ("ada@lamp.example", "ada", "ada@lamp.example"),
    ('"ada@lamp.example" <ada@lamp.example>', "ada", "ada@lamp.example"),
    ("Ada", "Ada", None),
    ("", None, None),
])  # fmt: skip
def test_a_name_is_shown_and_never_an_address(line: str, name: str, email: str) -> None:
    found = person(line)
    assert (found.name, found.email) == (name, email)


@pytest.mark.parametrize(("raw", "hour"), [
    ("Mon, 05 Jan 2015 10:00:00 +0100", 9), ("5 Jan 2015 10:00:00 EST", 15),
    ("Mon, 5 Jan 15 10:00 GMT", 10), ("Mon, 05 Jan 2015 10:00:00 -0000", 10),
    ("Mon,  5 Jan 2015 10:00:00 +0100 (CET)", 9),
])  # fmt: skip
def test_dates_of_mail_are_read_with_their_zone(raw: str, hour: int) -> None:
    assert dated(raw, None).at == datetime(2015, 1, 5, hour, tzinfo=UTC)


def test_a_date_that_is_none_is_kept_in_its_words() -> None:
    (post,) = read(message(1, Date="on a dark night")).posts
    assert (post.written.at, post.written.raw) == (None, "on a dark night")
    assert dated("Mon, 05 Jan 9999 10:00:00 +0100", None).at is None


def test_an_encoding_that_is_wrong_or_missing_is_said() -> None:
    assert decoded("schön".encode(), None).text == "schön"
    assert decoded("schön".encode("cp1252"), "us-ascii").fault == "charset_guessed"
    assert decoded(b"lit\xff " + "gut, schön ".encode() * 20, "utf-8").fault == "undecodable_bytes"
    assert decoded(b"abc", "idna").text == "abc"
    data = mbox(message(1, text="Sch#n")).replace(b"#", b"\xf6")
    reading = read(data)
    assert reading.posts[0].text == "Schön"
    assert reading.codes == ["charset_guessed"]


def test_lists_name_the_site_and_programs_the_state() -> None:
    listed = message(1, List_Id="Lamp talk <talk.lamp.example>", X_Gmail_Labels="Inbox,Spam")
    (thread,) = read(listed).threads
    assert thread.site == "talk.lamp.example"
    assert thread.posts[0].status == "spam"
    (news,) = read(message(1, Newsgroups="alt.lamps,alt.dusk", X_Mozilla_Status="0009")).threads
    assert (news.site, news.posts[0].status) == ("alt.lamps", "trash")


def test_what_has_no_place_in_a_post_is_said() -> None:
    reading = read(mbox(message(1), message(2, answers=1, Subject="Wicks (was: On lamps)"),
                        message(3, Subject="Re: On oil")))  # fmt: skip
    assert reading.codes == ["other_subject", "answers_unknown"]


def test_a_large_attachment_does_not_fill_the_memory_and_what_follows_it_is_read() -> None:
    block = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJz\n" * 100_000
    data = mbox(parted(
        "Content-Type: text/plain\n\nSee the film.",
        f"Content-Type: video/mp4\nContent-Transfer-Encoding: base64\n\n{block}",
        "Content-Type: text/plain\n\nThe end.",
    ), message(2))  # fmt: skip
    reading = read(data)
    assert [post.text for post in reading.posts] == [
        "See the film.\n\nThe end.", "Comment 2: it was lit.",
    ]  # fmt: skip
    assert reading.account.accounted


def test_parts_nested_without_end_are_left_out_and_nothing_breaks() -> None:
    inner = "Content-Type: multipart/mixed; boundary=e\n\n--e\n" * 2_000
    reading = read(f"From: Ada\nTo: Bo\nDate: x\nSubject: y\n{inner}")
    assert len(reading.posts) == 1
    assert reading.account.accounted


@pytest.mark.parametrize("name", [
    "From", "Subject", "Date", "Message-ID", "References", "Content-Type", "List-Id", "X",
])  # fmt: skip
@pytest.mark.parametrize("filler", [" ", "a", "<", "(", "=?utf-8?q?", "<a ", "; a=", "re: ", '"'])
def test_a_header_line_of_any_length_is_read_at_once(name: str, filler: str) -> None:
    long = filler * (200_000 // len(filler))
    head = "".join(f"{one}: x\n" for one in ("From", "To", "Date", "Subject") if one != name)
    start = time.process_time()
    assert read(f"{head}{name}: {long}|\n\nLit.").account.accounted
    assert time.process_time() - start < 2


def test_a_long_text_with_soft_breaks_is_joined_at_once() -> None:
    start = time.process_time()
    assert len(flowed("lit \n" * 400_000)) > 1_500_000
    assert time.process_time() - start < 3


def test_a_file_cut_anywhere_gives_what_stands_before_the_cut() -> None:
    whole = read(TALK).posts
    for cut in range(200, len(TALK), 7):
        reading = read(TALK[:cut])
        assert reading.account.accounted, cut
        done = TALK[:cut].count(b"\n\nFrom ")
        texts = {post.text for post in reading.posts}
        ended = [post.text for post in whole if post.end <= cut and post.text]
        assert len([one for one in ended[: done - 1] if one not in texts]) == 0, cut


def test_the_same_file_twice_gives_the_same_and_reading_goes_on_at_every_checkpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mails = [message(one, answers=one - 1 if one % 3 else None) for one in range(1, 40)]
    data = mbox(*mails)
    monkeypatch.setattr(reader, "STEP_BYTES", 1)
    monkeypatch.setattr(reader, "STEPS", len(data))
    reading = read(data)
    assert reading.events == read(data).events
    assert len(reading.checkpoints) > 5
    for stop in reading.checkpoints:
        source = reader.read
        assert read_with(source, data, stop).events == reading.after(stop)


@pytest.mark.parametrize("packed", [False, True])
def test_what_was_gathered_lies_ready_for_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:
    mails = {str(one): message(one, answers=one - 1 if one % 3 else None).encode()
             for one in range(1, 20)}  # fmt: skip
    data = zipped(mails) if packed else mbox(*(one.decode() for one in mails.values()))
    source = Source("mails", len(data), lambda: io.BytesIO(data), tmp_path / "desk")
    monkeypatch.setattr(reader, "STEP_BYTES", 1)
    whole = Reading(list(reader.read(source, ReadOptions(), None)))
    monkeypatch.setattr(reader, "stretches", None)
    for stop in whole.checkpoints[::3]:
        assert list(reader.read(source, ReadOptions(), stop)) == whole.after(stop)


def test_places_are_counted_in_characters_of_the_file() -> None:
    data = mbox(message(1, text="Schön."), message(2, text="Gut."), message(3, text="Ja."))
    text = data.decode()
    for post in read(data).posts:
        assert text[post.start : post.end].startswith("From ada@")
        assert post.text in text[post.start : post.end]


def test_damaged_mail_is_read_or_told_and_always_accounted_for() -> None:
    rng = random.Random(7)
    seeds = [TALK, parted("Content-Type: text/plain\n\nA", kind="alternative").encode()]
    for _ in range(150):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(data))
            if rng.random() < 0.5:
                data[at] = rng.randrange(32, 256)
            else:
                data[at : at + rng.randrange(40)] = rng.choice([b"\n", b"\n\n", b"--", b"=?", b"<"])
        assert read(bytes(data)).account.accounted


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


MAILDIR = {f"cur/{one}.host:2,S": message(one, answers=one - 1 or None).encode()
           for one in range(1, 7)}  # fmt: skip


def test_a_folder_of_messages_in_an_archive_is_read_as_one() -> None:
    data = zipped({**MAILDIR, "cur/notes": b"Not a mail.", "lamp.png": b"\x89PNG"})
    chosen, _, _ = choose(Source.from_bytes(data), ReadOptions())
    assert chosen.format == "mail"
    reading = read(data)
    (thread,) = reading.threads
    assert [post.depth for post in thread.posts] == [0, 0, 1, 2, 3, 4]
    assert sorted(reading.codes) == ["asset", "not_mail"]
    assert (reading.account.found, reading.account.skipped) == (8, 2)
    assert reading.account.accounted


def test_the_monthly_files_of_a_list_are_read_as_one_packed_or_not() -> None:
    january, february = mbox(message(1), message(2, answers=1)), mbox(message(3, answers=2))
    data = zipped({"2015-01.txt.gz": gzip.compress(january), "2015-02.txt": february})
    assert packed_mail(Source.from_bytes(data)).confidence > 0.9
    (thread,) = read(data).threads
    assert [post.parent for post in thread.posts] == [None, None, 1]


def test_an_archive_that_holds_other_things_too_is_left_to_their_readers() -> None:
    others = {"a.html": b"<html><p>A page.", "b.eml": MAILDIR["cur/1.host:2,S"], "c.eml": b"To: x"}
    for files in ({"one.mbox": TALK}, {**MAILDIR, "page.html": b"<html>"}, others):
        assert packed_mail(Source.from_bytes(zipped(files))).confidence == 0


def test_an_archive_of_mail_that_was_cut_or_damaged_gives_what_is_whole() -> None:
    data = zipped(MAILDIR)
    for cut in range(400, len(data), 97):
        reading = read(data[:cut])
        assert reading.account.accounted, cut
    broken = bytearray(data)
    broken[data.index(b"cur/3") + 20 : data.index(b"cur/3") + 50] = bytes(30)
    reading = read(bytes(broken))
    assert reading.account.accounted
    assert len(reading.posts) >= 5
