"""Tables and records read by a mapping: the same forum in any form gives the same threads."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from corpus.errors import ImpossibleError, UnreadableError
from corpus.ingest import registry
from corpus.ingest.events import Checkpoint, Failed, Noted, PersonRead, ReadOptions
from corpus.ingest.source import Source
from corpus.ingest.tables import reading, workbook_parts
from corpus.ingest.tables.guessing import Column, guess
from corpus.ingest.tables.mapping import Shape, parse
from corpus.ingest.tables.reader import asked, guessed_for, open_table
from tests.corpus.ingest.exports.reading import Reading, read_with
from tests.corpus.ingest.tables.samples import FORMS, MAPPING, ROWS, lines, rows, xlsx, xml


def read(form: str, data: bytes, mapping: dict | None = None, resume=None, **options) -> Reading:
    return read_with(registry.READERS[form].read, data, resume, mapping=mapping or {}, **options)


def table(*rows: str, mapping: dict, **options) -> Reading:
    reading = read("table", "\n".join(rows).encode(), mapping, **options)
    assert reading.account.accounted, reading.account.faults()
    return reading


def told(reading: Reading) -> list[list[tuple]]:
    return [
        [(p.author, p.parent, p.text, p.written.at and p.written.at.isoformat()) for p in t.posts]
        for t in reading.threads
    ]


@pytest.mark.parametrize("name", FORMS)
def test_a_forum_reads_the_same_in_every_form(name: str) -> None:
    form, data, mapping = FORMS[name]
    reader, _, notes = registry.choose(Source.from_bytes(data), ReadOptions())
    assert (reader.format, notes) == (form, ())
    reading = read(form, data, mapping)
    assert told(reading) == [
        [
            ("Ada", None, "My beans froze.", "2020-12-25T10:00:00"),
            ("Bo", None, "Ours too,\nall of them.", "2020-12-25T11:00:00"),
            ("Ada", 1, "Cover them with fleece.", "2020-12-26T08:00:00"),
        ],
        [
            ("Cy", None, "Which soup?", "2021-01-01T09:30:00"),
            ("Bo", None, "Pea soup, of course.", "2021-01-01T10:00:00"),
        ],
    ]
    assert [thread.external_id for thread in reading.threads] == ["thread/T1", "thread/T2"]
    assert reading.account.accounted, reading.account.faults()
    assert reading.account.found == 5
    people = [one for one in reading.events if isinstance(one, PersonRead)]
    assert PersonRead("Bo", {"Mood": "cross"}) in people


@pytest.mark.parametrize("name", FORMS)
def test_its_columns_are_guessed_the_same_in_every_form(name: str) -> None:
    form, data, _ = FORMS[name]
    made = guessed_for(form, Source.from_bytes(data))
    assert made.fields["text"] == "what"
    assert made.fields["written_at"] == "when"
    assert made.fields["thread"] == "topic"


@pytest.mark.parametrize("name", FORMS)
def test_without_a_mapping_nothing_is_read_and_a_person_is_asked(name: str) -> None:
    form, data, _ = FORMS[name]
    reading = read(form, data)
    assert (reading.threads, reading.codes) == ([], ["mapping_needed"])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_cut_anywhere_never_raises_and_always_adds_up(name: str) -> None:
    form, data, mapping = FORMS[name]
    for end in range(1, len(data), max(1, len(data) // 60)):
        try:
            reading = read(form, data[:end], mapping)
        except UnreadableError:
            continue
        assert reading.account.accounted or not reading.threads, (end, reading.account.faults())


@pytest.mark.parametrize("name", FORMS)
def test_reading_twice_and_reading_on_give_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "STEP_BYTES", 1)
    monkeypatch.setattr(reading, "STEPS", 10**9)
    form, data, mapping = FORMS[name]
    first = read(form, data, mapping)
    assert first.events == read(form, data, mapping).events
    assert first.checkpoints
    for stop in first.checkpoints:
        later = [one for one in read(form, data, mapping, stop).events if one in first.threads]
        assert later == [one for one in first.after(stop) if one in first.threads]


def test_what_was_gathered_lies_ready_for_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "STEP_BYTES", 1)
    form, data, mapping = FORMS["csv"]
    source = replace(Source.from_bytes(data), desk=tmp_path)
    options, way = ReadOptions(mapping=mapping), registry.READERS[form].read
    events = list(way(source, options, None))
    stop = next(one for one in events if isinstance(one, Checkpoint))
    elsewhere = replace(source, open=lambda: pytest.fail("the file is read again"))
    later = list(reading.read_table(
        open_table(form, source, Shape()), asked(elsewhere, options, parse(mapping)[0]), stop
    ))  # fmt: skip
    assert later == events[events.index(stop) + 1 :]


def test_a_broken_record_costs_itself_only() -> None:
    data = lines().replace(b'"what": "Which', b'"what": Which')
    reading = read("json-records", data, MAPPING)
    assert reading.account.accounted
    assert [one.code for one in reading.events if isinstance(one, Failed)] == ["broken_row"]
    assert len(reading.posts) == 5  # four of them, and an entry that is not in the file
    assert "thread_missing" in reading.codes


def test_rows_of_a_thread_may_stand_anywhere_and_answers_before_what_they_answer() -> None:
    reading = read("table", rows(ROWS[::-1]), MAPPING)
    assert {thread.external_id: len(thread.posts) for thread in reading.threads} == {
        "thread/T1": 3, "thread/T2": 2,
    }  # fmt: skip
    beans = next(one for one in reading.threads if one.external_id == "thread/T1")
    assert [post.parent for post in beans.posts] == [None, None, 1]


def test_the_entry_is_the_row_that_a_column_names() -> None:
    fields = {"text": "what", "thread": "topic"}
    mapping = {"fields": fields, "entry": {"where": "kind", "is": ["post", "question"]}}
    reading = table(
        "topic,kind,what", "1,reply,So it is.", "1,post,It froze.", "2,question,Why?",
        "3,reply,Indeed.", "1,post,And again.", mapping=mapping,
    )  # fmt: skip
    first, second, third = reading.threads
    assert [post.text for post in first.posts] == ["It froze.", "So it is.", "And again."]
    assert second.posts[0].text == "Why?"
    assert [(p.kind, p.text, p.flags) for p in third.posts] == [
        ("entry", "", ("no_entry_text",)), ("comment", "Indeed.", ()),
    ]  # fmt: skip
    assert sorted(reading.codes) == ["second_entry", "thread_missing"]


def test_the_entry_may_be_the_row_whose_id_is_its_threads_or_that_names_no_thread() -> None:
    fields = {"text": "what", "thread": "root", "id": "id", "parent": "to"}
    reading = table(
        "id,root,to,what", "10,10,,It froze.", "11,10,10,So did ours.", "12,10,11,Alas.",
        "20,,,Which soup?", "21,20,20,Pea.",
        mapping={"fields": fields, "entry": "own_id"},
    )  # fmt: skip
    assert told(reading)[0][1:] == [
        (None, None, "So did ours.", None), (None, 1, "Alas.", None),
    ]  # fmt: skip
    assert [thread.external_id for thread in reading.threads] == ["10", "20"]


def test_who_answers_whom_alone_tells_the_threads() -> None:
    fields = {"text": "what", "id": "id", "parent": "to"}
    reading = table(
        "id,to,what", "3,2,Alas.", "1,0,It froze.", "2,1,So did ours.", "4,0,Which soup?",
        mapping={"fields": fields},
    )  # fmt: skip
    assert [[p.text for p in one.posts] for one in reading.threads] == [
        ["It froze.", "So did ours.", "Alas."], ["Which soup?"],
    ]  # fmt: skip


def test_what_stands_beside_the_comments_becomes_the_entry() -> None:
    fields = {
        "text": "comment", "thread": "page", "title": "headline", "entry_text": "article",
        "entry_author": "by", "entry_written_at": "on", "entry_url": "link", "author": "name",
    }  # fmt: skip
    reading = table(
        "page,headline,article,by,on,link,name,comment",
        "7,Frost,It froze.,Ada,2020-12-25,https://log.example/7,Bo,Ours too.",
        "7,Frost,It froze.,Ada,2020-12-25,https://log.example/7,Ada,Alas.",
        mapping={"fields": fields, "entry": "columns"},
    )
    (thread,) = reading.threads
    entry, _, answer = thread.posts
    assert (thread.title, thread.author, thread.url) == ("Frost", "Ada", "https://log.example/7")
    assert (entry.text, entry.written.at.isoformat()) == ("It froze.", "2020-12-25T00:00:00")
    assert answer.is_entry_author
    assert (reading.account.found, reading.account.imported) == (3, 3)


def test_numbers_that_a_data_frame_wrote_with_a_point_find_each_other() -> None:
    fields = {"text": "what", "thread": "t", "id": "id", "parent": "to"}
    reading = table(
        "id,t,to,what", "1,1.0,,It froze.", "2,1.0,nan,So did ours.", "3,1.0,2.0,Alas.",
        mapping={"fields": fields},
    )  # fmt: skip
    assert [post.parent for post in reading.posts] == [None, None, 1]
    assert "dangling_parent" not in reading.codes


def test_the_same_row_twice_is_one_post_and_counted() -> None:
    reading = read("table", rows((*ROWS, ROWS[1])), MAPPING)
    assert reading.account.accounted
    assert (reading.account.found, reading.account.imported, reading.account.skipped) == (6, 5, 1)
    assert reading.codes == ["same_item"]


def test_removed_posts_stay_as_nodes_and_words_for_a_status_are_understood() -> None:
    fields = {"text": "what", "status": "state", "kind": "type"}
    reading = table(
        "state,type,what", "published,post,It froze.", "hold,comment,Wait.", "ok,reply,[deleted]",
        "spam,pingback,Buy.", "odd,comment,Hm.", mapping={"fields": fields},
    )  # fmt: skip
    assert [(post.status, post.kind) for post in reading.posts] == [
        ("approved", "entry"), ("pending", "comment"), ("deleted", "comment"),
        ("spam", "pingback"), ("approved", "comment"),
    ]  # fmt: skip
    assert "unknown_value" in reading.codes


def test_html_becomes_text_where_the_mapping_says_so() -> None:
    line = '"<p>It froze.</p><p>Badly &amp; twice.</p>"'
    for text_as, text in (
        ("html", "It froze.\n\nBadly & twice."), ("plain", line.strip('"')),
    ):  # fmt: skip
        mapping = {"fields": {"text": "what", "author": "who"}, "text_as": text_as}
        reading = table("who,what", f"Ada,{line}", mapping=mapping)
        assert reading.posts[0].text == text


def test_columns_without_names_go_by_their_numbers() -> None:
    mapping = {"fields": {"text": "2", "author": "1"}, "header": False}
    reading = table("Ada,It froze.", "Bo,Ours too.", mapping=mapping)
    assert [(p.author, p.text) for p in reading.posts] == [
        ("Ada", "It froze."), ("Bo", "Ours too."),
    ]  # fmt: skip


DATES = {
    "1600000000": "2020-09-13T12:26:40+00:00",
    "1600000000000": "2020-09-13T12:26:40+00:00",
    "1600000000.5": "2020-09-13T12:26:40.500000+00:00",
    "2020-09-13T12:26:40Z": "2020-09-13T12:26:40+00:00",
    "2020-09-13 12:26": "2020-09-13T12:26:00",
    "13.09.2020 12:26": "2020-09-13T12:26:00",
    "9/13/2020 12:26:40 PM": "2020-09-13T12:26:40",
    "13 September 2020, 12:26": "2020-09-13T12:26:00",
    "20200913122640": "2020-09-13T12:26:40",
    "202009131226": "2020-09-13T12:26:00",
    "20200913": "2020-09-13T00:00:00",
    "13/09/20": None,
    "0000-00-00 00:00:00": None,
    "12": None,
    "43894.5": None,
}


@pytest.mark.parametrize("raw", DATES)
def test_dates_are_told_by_themselves(raw: str) -> None:
    mapping = {"fields": {"text": "what", "written_at": "when"}}
    (post,) = table("when;what", f"{raw};It froze.", mapping=mapping).posts
    assert (post.written.at and post.written.at.isoformat()) == DATES[raw]


@pytest.mark.parametrize(
    ("others", "month"), [(["31/01/2020"], 4), (["01/31/2020"], 3), ([], None)]
)
def test_a_column_settles_which_figure_is_the_day_or_a_person_does(others, month) -> None:
    fields = {"text": "what", "written_at": "when"}
    lines = ["when,what", "03/04/2020,It froze.", *(f"{one},So." for one in others)]
    reading = table(*lines, mapping={"fields": fields})
    at = next(post for post in reading.posts if post.text == "It froze.").written.at
    assert (at and at.month) == month
    assert ("ambiguous_dates" in reading.codes) == (month is None)
    said = table(*lines[:2], mapping={"fields": fields, "dates": {"day_first": True}})
    assert said.posts[0].written.at.month == 4
    short = [lines[0], "03/04/20,It froze."]
    assert "ambiguous_dates" in table(*short, mapping={"fields": fields}).codes
    said = table(*short, mapping={"fields": fields, "dates": {"day_first": True}})
    assert said.posts[0].written.at.date().isoformat() == "2020-04-03"
    assert "ambiguous_dates" not in said.codes


def test_a_pattern_and_a_zone_say_how_dates_are_written() -> None:
    dates = {"format": "%d|%m|%y", "timezone": "Europe/Vienna"}
    mapping = {"fields": {"text": "what", "written_at": "when"}, "dates": dates}
    assert table("when,what", "01|02|20,So.", mapping=mapping).posts[0].written.at.month == 2
    mapping["dates"] = {"timezone": "Europe/Vienna"}
    (post,) = table("when,what", "2020-07-01 10:00,So.", mapping=mapping).posts
    assert post.written.at.isoformat() == "2020-07-01T10:00:00+02:00"


def test_comments_inside_their_threads_and_answers_inside_comments_are_found() -> None:
    answer = {"key": "c", "words": "Cover them well.", "user": {"name": "Ada"}, "answers": []}
    comment = {"key": "b", "words": "Ours froze too.", "user": {"name": "Bo"}, "answers": [answer]}
    topics = [
        {"topic_id": n, "title": f"Topic {n}", "body": "They froze.", "comments": [comment]}
        for n in (1, 2)
    ]
    data = json.dumps({"forum": {"topics": topics}}).encode()
    source = Source.from_bytes(data)
    made = guessed_for("json-records", source)
    assert (made.records, made.nested) == ("forum.topics.*.comments.*", "answers")
    assert made.fields["thread"] == "../topic_id"
    fields = {**made.fields, "id": "key", "text": "words"}
    reading = read("json-records", data, {**made.shown(), "fields": fields})
    assert reading.account.accounted, reading.account.faults()
    assert [[(p.text, p.parent) for p in one.posts] for one in reading.threads] == [
        [("They froze.", None), ("Ours froze too.", None), ("Cover them well.", 1)]
    ] * 2


def test_elements_inside_elements_are_found_by_their_path() -> None:
    data = (
        b"<log><page id='p1'><name>Frost</name><said by='Ada'>It froze.</said>"
        b"<said by='Bo'>Ours too &amp; badly.</said></page>"
        b"<page id='p2'><name>Soup</name><said by='Cy'>Which?</said></page></log>"
    )
    fields = {"text": "#text", "author": "@by", "thread": "../@id", "title": "../name"}
    reading = read("xml-records", data, {"records": "log/page/said", "fields": fields})
    assert reading.account.accounted, reading.account.faults()
    assert [(t.title, [(p.author, p.text) for p in t.posts]) for t in reading.threads] == [
        ("Frost", [("Ada", "It froze."), ("Bo", "Ours too & badly.")]),
        ("Soup", [("Cy", "Which?")]),
    ]


def test_xml_that_is_not_well_formed_is_mended_and_told() -> None:
    data = xml().replace(b"<mood>cross</mood>", b"<mood>cross <b></mood>")
    form, _, mapping = FORMS["xml"]
    reading = read(form, data, mapping)
    assert len(reading.posts) == 5
    assert "doubtful_row" in reading.codes


def test_a_workbook_too_large_to_hold_is_refused_whatever_it_says_of_its_size(monkeypatch) -> None:
    monkeypatch.setattr(workbook_parts, "PARTS_BYTES", 100_000)
    data = BytesIO(xlsx())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/bomb.xml", b"0" * 10_000_000)
    lying = data.getvalue().replace((10_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    for one in (data.getvalue(), lying):
        with pytest.raises(UnreadableError) as refused:
            open_table("spreadsheet", Source.from_bytes(one), Shape())
        assert refused.value.code == "too_large"


def test_a_structure_that_is_not_there_is_named() -> None:
    cases = [
        ("json-records", lines(), Shape(records="data.*"), "unknown_records"),
        ("xml-records", xml(), Shape(records="forum/card"), "unknown_records"),
        ("spreadsheet", xlsx(), Shape(sheet="Cards"), "unknown_sheet"),
    ]
    for form, data, shape, code in cases:
        with pytest.raises(ImpossibleError) as refused:
            open_table(form, Source.from_bytes(data), shape)
        assert [fault[1] for fault in refused.value.fields] == [code]


def test_a_file_that_lacks_a_mapped_column_is_not_read() -> None:
    data = rows().replace(b'"mood"', b'"temper"')
    reading = read("table", data, MAPPING)
    assert (reading.threads, reading.codes) == ([], ["mapping_unfit"])
    note = next(one for one in reading.events if isinstance(one, Noted))
    assert note.item == "mapping.attributes.participant.Mood"


@pytest.mark.parametrize(
    "head",
    [
        "id;thema;antwort auf;benutzername;erstellt am;titel;inhalt",
        "id;tema;respuesta a;usuario;fecha;título;contenido",
        "id;sujet;en réponse à;utilisateur;date de publication;titre;contenu",
        "id;topicId;parentId;userName;createdAt;title;body",
        "id;topic.id;parent.id;user.name;created_at;thread title;comment text",
    ],
)
def test_columns_are_guessed_by_their_names_in_several_languages(head: str) -> None:
    cells = "1;T1;;Ada;2020-12-25 10:00;Beans;They froze.\n2;T1;1;Bo;2020-12-25 11:00;;Ours too."
    made = guessed_for("table", Source.from_bytes(f"{head}\n{cells}\n".encode()))
    names = ("id", "thread", "parent", "author", "written_at", "title", "text")
    assert made.fields == dict(zip(names, head.split(";"), strict=True))


def test_mail_and_network_addresses_go_where_they_are_dropped() -> None:
    fields = {"text": "what", "author": "who", "email": "mail", "ip": "ip"}
    reading = table(
        "who,mail,ip,what", "Ada,ada@lamp.example,192.0.2.7,It froze.", mapping={"fields": fields}
    )
    (post,) = reading.posts
    assert (post.author_email, post.author_ip) == ("ada@lamp.example", "192.0.2.7")
    assert not any("lamp.example" in repr(one) for one in reading.events if isinstance(one, Noted))


def test_the_column_that_answers_point_to_is_taken_for_the_id() -> None:
    columns = [
        Column("Beitrag", ["1", "2", "3"]),
        Column("Wert", ["7", "7", "8"]),
        Column("Text", ["Was wächst im Schatten?", "Farne und Geduld.", "Danke, ihr beiden."]),
        Column("Antwort auf", ["", "1", "2"]),
    ]
    assert guess(columns) == {"text": "Text", "parent": "Antwort auf", "id": "Beitrag"}
    columns[0] = Column("Beitrag", ["1", "1", "2"])
    assert "id" not in guess(columns)
