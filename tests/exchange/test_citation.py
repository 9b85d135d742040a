"""How a snapshot is described: whatever people write there, the files can be read."""

import json

import pytest
import yaml
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import freezing
from annotations.exports import citation, table_schema, tabular
from corpus.errors import ImpossibleError

ABOUT = {
    "id": "5b0c", "name": "Version 1", "note": "", "seq": 12, "made_at": "2031-05-02T08:00:00Z",
    "title": "Frost", "description": "", "creators": [{"name": "Ada Lovelock"}], "licence": "",
    "doi": "", "year": 2031, "keywords": [], "software_version": "1",
    "coders": [{"name": "Ada Lovelock", "annotations": 1200}],
    "counts": {"threads": 3, "annotations": 1200},
    "codebook": {"version": 2, "name": "Final", "changed_since": True},
}  # fmt: skip
# What the API lets in: it refuses NUL and lone surrogates.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(deadline=None)
@given(WORDS, WORDS, st.lists(WORDS))
def test_a_citation_file_says_what_was_written(title, name, keywords):
    about = {**ABOUT, "title": title, "creators": [{"name": name}], "keywords": keywords}
    read = yaml.safe_load(citation.cff(about))
    assert read["title"] == title
    assert read.get("keywords", []) == keywords
    assert len(read["authors"]) == 1
    assert all(isinstance(value, str) for value in read["authors"][0].values())
    assert json.loads(json.dumps(citation.datacite(about)))["titles"] == [{"title": title}]


def test_a_licence_is_told_in_the_form_that_each_file_knows():
    free = {**ABOUT, "licence": "CC-BY-4.0"}
    own = {**ABOUT, "licence": "Ask the archive"}
    address = {**ABOUT, "licence": "https://licence.example/1"}
    assert citation.datapackage(free, [])["licenses"] == [{"name": "CC-BY-4.0"}]
    assert citation.datapackage(own, [])["licenses"] == [
        {"name": "other", "title": "Ask the archive"}
    ]
    assert citation.datapackage(address, [])["licenses"] == [{"path": "https://licence.example/1"}]
    assert "license: " not in citation.cff(own)
    assert yaml.safe_load(citation.cff(address))["license-url"] == "https://licence.example/1"


def test_the_note_on_methods_says_who_coded_how_much_with_which_codebook():
    note = citation.methods(ABOUT, pseudonymised=True)
    assert "- Ada Lovelock: 1,200 annotations" in note
    assert "version 2 “Final” and changed since" in note
    assert "Unicode code points" in note
    assert "pseudonyms" in note
    assert "UTF-16 code units" in citation.methods(ABOUT, offset_unit="utf16")


@pytest.mark.parametrize("what", list(tabular.TABLES))
def test_keys_between_the_tables_name_columns_that_are_there(what):
    names = {one: [c.name for c in table.columns] for one, table in tabular.TABLES.items()}
    made = table_schema.schema(what, names[what])
    assert [field["name"] for field in made["fields"]] == names[what]
    assert made["primaryKey"] in names[what]
    for key in made["foreignKeys"]:
        assert key["fields"] in names[what]
        other = key["reference"]["resource"] or what
        assert key["reference"]["fields"] in names[other]


@pytest.mark.django_db
def test_a_role_that_may_not_create_schemas_is_told_what_to_do():
    freezing.require_schemas()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE powerless")
        cursor.execute("SET LOCAL ROLE powerless")
        with pytest.raises(ImpossibleError) as refusal:
            freezing.require_schemas()
        cursor.execute("RESET ROLE")
    assert refusal.value.code == "schemas_refused"
    assert "GRANT CREATE ON DATABASE" in refusal.value.detail
    assert "TO powerless;" in refusal.value.detail
