"""Tables: CSV, JSON lines, spreadsheets and Parquet hold what the API says."""

import json

import pytest

pytestmark = pytest.mark.django_db


def test_every_annotation_leaves_once(corpus, export):
    rows = [json.loads(line) for line in export("jsonl").data.split(b"\n")[:-1]]
    assert sorted(row["annotation_id"] for row in rows) == sorted(map(str, corpus.all))
