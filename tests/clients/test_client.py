"""The Python client, synchronous and asynchronous, against a running site."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas
import polars
import pytest
from catena_client import (
    Conflict,
    Invalid,
    NotFound,
    NotSignedIn,
    Stale,
    UnfinishedError,
    uuid7,
)

CLIENT = Path(__file__).parents[2] / "clients" / "python"
ENTRY = "The lamp 🧑‍🚒 went out.\u2028Who saw it? 🐸 Nobody.\u0085Not I."


def folder_of_threads(folder: Path, count: int = 2) -> Path:
    """A folder, and one below it, with a thread in each file."""
    (folder / "older").mkdir(parents=True)
    for number in range(count):
        thread = {
            "id": f"t{number}",
            "title": f"Night {number}",
            "author": "Keeper",
            "text": ENTRY,
            "comments": [
                {"id": "c1", "author": "Ada", "text": f"Did the oil run dry, {number}?"},
                {"id": "c2", "parent": "c1", "text": "No. =1+1"},
            ],
        }
        place = folder / "older" if number else folder
        text = json.dumps(thread, ensure_ascii=False)
        (place / f"night{number}.jsonl").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def filled(corpus: Any) -> Any:
    """The corpus with two threads, typed in: quicker than by a worker."""
    for number in range(2):
        oil = {"author": "Ada", "text": f"Did the oil run dry, {number}?"}
        comments = [oil, {"text": "No. =1+1", "parent": 0}]
        corpus.threads.make(f"Night {number}", ENTRY, author="Keeper", comments=comments)
    return corpus


def passage(post: Any, words: str) -> dict[str, Any]:
    start = post["text"].index(words)
    return {"post": post["id"], "start": start, "end": start + len(words), "quote": words}


def test_a_site_says_how_it_is_and_whose_token_this_is(catena):
    assert catena.health()["status"] == "ok"
    assert catena.me()["username"] == "keeper"


def test_a_corpus_is_made_found_and_changed(catena):
    made = catena.make_corpus("Lamps", description="All of them")
    assert made.id in {corpus.id for corpus in catena.corpora()}
    same = catena.corpus(made.id)
    assert same.shown["description"] == "All of them"
    assert same.change(title="Lanterns")["title"] == "Lanterns"
    assert made.reload()["title"] == "Lanterns"
    with pytest.raises(NotFound) as missing:
        catena.corpus(10**9)
    assert (missing.value.status, missing.value.code) == (404, "not_found")


def test_a_folder_is_uploaded_and_each_file_told_of_until_it_is_done(corpus, tmp_path):
    folder = folder_of_threads(tmp_path / "threads")
    (folder / ".hidden").write_text("not sent")
    told: list[str] = []
    sent = corpus.uploads.add(folder)
    done = corpus.uploads.wait(sent, told=lambda upload: told.append(upload["status"]))
    assert [one["name"] for one in done] == ["night0.jsonl", "night1.jsonl"]
    assert {one["status"] for one in done} == {"done"}
    assert all(one["accounted"] and one["counts"]["imported"] == 3 for one in done)
    assert told[-1:] in (["done"], [])  # it may have been done before it was asked for
    assert corpus.reload()["counts"]["threads"] == 2
    assert corpus.uploads.get(done[0]["id"])["sha256"] == done[0]["sha256"]


def test_a_folder_sent_again_makes_no_second_threads(corpus, tmp_path):
    folder = folder_of_threads(tmp_path / "threads")
    first = corpus.uploads.wait(corpus.uploads.add(folder))
    again = corpus.uploads.wait(corpus.uploads.add(folder))
    assert [one["duplicate_of"] for one in again] == [one["id"] for one in first]
    assert len(list(corpus.uploads.all())) == 4
    assert corpus.reload()["counts"]["threads"] == 2


def test_what_cannot_be_read_ends_the_wait_with_its_state(corpus):
    upload = corpus.uploads.paste('{"weather": "mild"}', name="odd.jsonl")
    try:
        (settled,) = corpus.uploads.wait([upload])
    except UnfinishedError as failed:
        settled = failed.resource
    assert settled["status"] in ("failed", "review")
    assert list(corpus.uploads.problems(upload["id"]))


def test_an_upload_that_waits_in_review_is_confirmed(corpus):
    text = json.dumps({"title": "Fog", "text": "Fog.", "comments": [{"text": "Thick."}]})
    upload = corpus.uploads.paste(text, name="fog.jsonl", confirm="ask")
    (waiting,) = corpus.uploads.wait([upload])
    assert waiting["status"] == "review"
    corpus.uploads.confirm(waiting["id"])
    (done,) = corpus.uploads.wait([waiting])
    assert (done["status"], done["counts"]["threads"]) == ("done", 1)


def test_threads_are_read_and_typed_in(corpus):
    made = corpus.threads.make("Oil", "Who has oil?", comments=[{"text": "I.", "author": "Ada"}])
    thread = corpus.threads.get(made["id"])
    assert [post["text"] for post in thread["posts"]] == ["Who has oil?", "I."]
    assert [one["title"] for one in corpus.threads.all()] == ["Oil"]
    assert [post["number"] for post in corpus.posts.all()] == [0, 1]


def test_lists_are_read_to_their_end_page_after_page(corpus):
    for number in range(7):
        corpus.codes.make(f"Code {number}")
    paged = corpus.transport.pages(f"{corpus.path}/codes/", {"page_size": 2})
    assert [code["name"] for code in paged] == [f"Code {number}" for number in range(7)]


def test_codes_are_made_found_by_path_and_changed(corpus):
    calm = corpus.codes.find_or_make("Weather", "Calm")
    assert calm["path"] == ["Weather", "Calm"]
    assert corpus.codes.find_or_make("Weather", "Calm")["id"] == calm["id"]
    assert corpus.codes.named("Calm") is None
    assert corpus.codes.change(calm, name="Still")["path"] == ["Weather", "Still"]
    report = corpus.codes.bring_in("path,definition\nWeather > Storm,Wind\n")
    assert report["created"] == 1
    assert corpus.codes.named("Weather", "Storm")["definition"] == "Wind"
    with pytest.raises(Conflict) as twice:
        corpus.codes.make("Weather")
    assert twice.value.code == "duplicate_code"


def test_passages_are_coded_by_pythons_own_positions_emoji_included(filled):
    code = filled.codes.make("Doubt")
    entry = next(iter(filled.posts.all()))
    claim = passage(entry, "🐸 Nobody.\u0085Not")
    made = filled.annotations.add(code["id"], memo="a frog", **claim)
    assert made["quote"] == entry["text"][made["start"] : made["end"]] == claim["quote"]
    assert UUID(made["id"]).version == 7
    again = filled.annotations.add(code["id"], id=made["id"], memo="a frog", **claim)
    assert again["version"] == made["version"]
    whole = filled.annotations.add(code["id"], thread=entry["thread"])
    assert whole["level"] == "thread"
    assert {one["id"] for one in filled.annotations.all(code=code["id"])} == {
        made["id"],
        whole["id"],
    }
    with pytest.raises(Conflict) as duplicate:
        filled.annotations.add(code["id"], **claim)
    assert duplicate.value.code == "duplicate_annotation"
    assert duplicate.value.current["id"] == made["id"]


def test_a_wrong_quote_is_refused_by_name(filled):
    code = filled.codes.make("Doubt")
    entry = next(iter(filled.posts.all()))
    with pytest.raises(Invalid) as wrong:
        filled.annotations.add(code["id"], post=entry["id"], start=0, end=3, quote="Tho")
    assert (wrong.value.status, wrong.value.code) == (422, "quote_mismatch")


def test_annotations_are_changed_and_removed_and_a_stale_one_shows_its_present_state(filled):
    code = filled.codes.make("Doubt")
    entry = next(iter(filled.posts.all()))
    read = filled.annotations.add(code["id"], **passage(entry, "lamp"))
    changed = filled.annotations.change(read, memo="dark")
    assert filled.annotations.get(read["id"])["memo"] == "dark"
    with pytest.raises(Stale) as stale:
        filled.annotations.change(read, memo="light")
    assert stale.value.current["memo"] == "dark"
    assert stale.value.current["version"] == changed["version"]
    with pytest.raises(Stale):
        filled.annotations.remove(read)
    assert filled.annotations.remove(changed) is None
    with pytest.raises(NotFound):
        filled.annotations.get(read["id"])


def test_thousands_are_coded_at_once_and_refusals_stand_beside_what_was_done(corpus):
    code = corpus.codes.make("Word")
    text = "ox " * 1200
    thread = corpus.threads.make("Oxen", text)
    (post,) = corpus.threads.get(thread["id"])["posts"]

    def claims():
        for start in range(0, 3 * 1100, 3):
            yield {
                "code": code["id"],
                "post": post["id"],
                "start": start,
                "end": start + 2,
                "quote": "ox" if start != 300 else "no",
            }

    results = list(corpus.annotations.bulk(claims()))
    refused = [number for number, one in enumerate(results) if one["error"]]
    assert (len(results), refused) == (1100, [100])
    assert results[100]["error"]["code"] == "quote_mismatch"
    assert {one["result"] for one in results} == {"created", "refused"}
    assert sum(1 for _ in corpus.annotations.all(code=code["id"])) == 1099
    with pytest.raises(Invalid) as all_or_none:
        list(corpus.annotations.bulk([{**next(claims()), "quote": "no"}], atomic=True))
    assert all_or_none.value.code == "bulk_refused"


def test_search_finds_words_in_context(filled):
    hits = list(filled.search("oil"))
    assert [hit["hit"] for hit in hits] == ["oil", "oil"]
    assert hits[0]["left"].endswith("Did the ")
    with pytest.raises(Invalid) as empty:
        list(filled.search(""))
    assert empty.value.code == "empty_query"


def test_memos_are_written_changed_and_removed(corpus):
    memo = corpus.memos.write(("corpus", corpus.id), "A **first** look")
    changed = corpus.memos.change(memo, text="A second look")
    assert [one["text"] for one in corpus.memos.all()] == ["A second look"]
    corpus.memos.remove(changed)
    assert list(corpus.memos.all()) == []


def test_the_history_tells_what_was_done_newest_first(corpus):
    corpus.codes.make("Calm")
    actions = [event["action"] for event in corpus.history()]
    assert actions[0] == "code.created"
    assert actions[-1] == "corpus.created"
    only = list(corpus.history(action="code.created"))
    assert [event["action"] for event in only] == ["code.created"]


def test_a_wrong_token_is_not_signed_in(connect, address):
    with pytest.raises(NotSignedIn) as wrong:
        list(connect(address, "no-such-token").corpora())
    assert wrong.value.status == 401


@pytest.fixture
def coded(filled: Any) -> Any:
    doubt = filled.codes.find_or_make("Mood", "Doubt")
    posts = list(filled.posts.all())
    filled.annotations.add(doubt["id"], memo="?", **passage(posts[0], "🐸 Nobody.\u0085Not"))
    filled.annotations.add(doubt["id"], post=posts[1]["id"])
    filled.annotations.add(doubt["id"], thread=posts[0]["thread"])
    return filled


def test_annotations_become_a_pandas_frame_with_whole_numbers_and_times(coded):
    frame = coded.annotations.to_pandas()
    texts = {post["id"]: post["text"] for post in coded.posts.all()}
    assert len(frame) == 3
    kinds = frame.dtypes.astype(str)
    assert (kinds["start"], kinds["post_id"], kinds["quote"]) == ("Int64", "Int64", "string")
    assert kinds["author_is_entry_author"] == "boolean"
    assert isinstance(frame["created_at"].dtype, pandas.DatetimeTZDtype)
    assert str(frame["created_at"].dt.tz) == "UTC"
    assert list(frame["code_path"].iloc[0]) == ["Mood", "Doubt"]
    passages = frame[frame["level"] == "passage"]
    assert len(passages) == 1
    for row in passages.itertuples():
        assert row.quote == texts[row.post_id][row.start : row.end]
    assert frame["start"].isna().sum() == 2
    assert coded.annotations.to_pandas(levels=["thread"])["level"].tolist() == ["thread"]


def test_annotations_become_a_polars_frame_with_whole_numbers_and_times(coded):
    frame = coded.annotations.to_polars()
    texts = {post["id"]: post["text"] for post in coded.posts.all()}
    assert frame.schema["start"] == polars.Int64()
    assert frame.schema["created_at"] == polars.Datetime("us", "UTC")
    assert frame.schema["code_path"] == polars.List(polars.String())
    (row,) = frame.filter(polars.col("level") == "passage").to_dicts()
    assert row["quote"] == texts[row["post_id"]][row["start"] : row["end"]]
    assert row["memo"] == "?"


def test_posts_become_frames_that_join_with_annotations(coded):
    posts = coded.posts.to_pandas()
    assert str(posts["post_parent_id"].dtype) == "Int64"
    joined = coded.annotations.to_pandas(levels=["passage"]).merge(posts, on="post_id")
    (row,) = joined.itertuples()
    assert row.text[row.start : row.end] == row.quote
    assert coded.posts.to_polars()["text"].to_list() == posts["text"].tolist()


def test_frames_of_an_empty_corpus_have_their_columns(corpus):
    kinds = corpus.annotations.to_pandas().dtypes.astype(str)
    assert (kinds["start"], kinds["quote"]) == ("Int64", "string")
    assert corpus.annotations.to_polars().schema["start"] == polars.Int64()
    assert "text" in corpus.posts.to_pandas().columns
    assert corpus.posts.to_polars().height == 0


def test_texts_with_other_line_separators_stream_whole(coded):
    quotes = {row["quote"] for row in coded.annotations.rows()}
    assert "🐸 Nobody.\u0085Not" in quotes


def test_a_file_is_ordered_awaited_and_saved(coded, tmp_path):
    export = coded.exports.save("csv", tmp_path / "annotations.csv", scope={"levels": ["passage"]})
    frame = pandas.read_csv(tmp_path / "annotations.csv")
    assert frame["quote"].tolist() == ["🐸 Nobody.\u0085Not"]
    assert export["manifest"]["rows"] == 1
    assert [one["id"] for one in coded.exports.all()] == [export["id"]]
    with pytest.raises(Invalid):
        coded.exports.order("csv", options={"pseudonymize": True})


def test_a_snapshot_gives_the_same_bytes_whatever_changes(coded, tmp_path):
    snapshot = coded.snapshots.make("As published", note="for the appendix")
    assert [one["name"] for one in coded.snapshots.all()] == ["As published"]
    coded.exports.save("jsonl", tmp_path / "before.jsonl", snapshot=snapshot["id"])
    coded.annotations.add(coded.codes.make("Late")["id"], post=next(iter(coded.posts.all()))["id"])
    coded.exports.save("jsonl", tmp_path / "after.jsonl", snapshot=snapshot["id"])
    assert (tmp_path / "before.jsonl").read_bytes() == (tmp_path / "after.jsonl").read_bytes()


def test_ids_of_the_client_sort_by_time():
    now = time.time_ns() // 1_000_000
    ids = [uuid7(now + later) for later in range(3)]
    assert ids == sorted(ids)
    assert uuid7() < uuid7(now + 60_000)
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}


def test_the_synchronous_client_is_the_one_that_the_script_makes():
    script = CLIENT / "scripts" / "make_sync.py"
    command = [sys.executable, script, "--check"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
