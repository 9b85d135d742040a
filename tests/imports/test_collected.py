"""Data sets of collecting tools, through the door: loaded, and brought again with more in them."""

import json

from tests.corpus.ingest.exports import table_samples, youtube_samples
from tests.imports.desk import Desk


def test_a_data_set_of_4cat_collected_again_brings_only_what_is_new(desk: Desk) -> None:
    first = desk.imported(table_samples.written(table_samples.REDDIT), "reddit.csv")
    assert first["status"] == "done", desk.problems(first)
    assert first["format"]["name"] == "4cat"
    later = [
        *table_samples.REDDIT,
        {**table_samples.REDDIT[1], "id": "c4", "body": "A later word", "parent": "t1_c1"},
    ]
    again = desk.imported(table_samples.lines(later), "reddit.ndjson")
    assert again["status"] == "done", desk.problems(again)
    (thread,) = desk.threads()
    assert (thread["title"], thread["counts"]["comments"]) == ("Of the lamp", 4)


def test_a_video_is_one_thread_whichever_program_collected_its_comments(desk: Desk) -> None:
    described = desk.imported(json.dumps(youtube_samples.info()), "video.info.json")
    assert described["status"] == "done", desk.problems(described)
    answered = desk.imported(json.dumps(youtube_samples.answered()), "answer.json")
    assert answered["status"] == "done", desk.problems(answered)
    (thread,) = desk.threads()
    assert thread["title"] == "How a lamp is lit"
    assert thread["counts"]["comments"] == 3
