"""ConvoKit itself reads our folder. It takes 5 GB, so this runs by `make test-exchange` only."""

import io
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zipfile import ZipFile

import pytest

from tests.exchange.conftest import committed, corpus, export  # noqa: F401
from tests.exchange.nasty import Nasty

pytestmark = [
    pytest.mark.skipif(
        find_spec("convokit") is None, reason="not installed: pip install convokit (5 GB)"
    ),
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:::"),  # Those of its hundred dependencies.
]


def test_it_loads_with_its_trees_whole_and_every_quote_in_place(
    corpus: Nasty,  # noqa: F811
    export: Any,  # noqa: F811
    tmp_path: Any,
):
    convokit = import_module("convokit")
    with ZipFile(io.BytesIO(export("convokit").data)) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.glob("corpus-*")
    read = convokit.Corpus(filename=str(folder))
    assert len(list(read.iter_utterances())) == len(corpus.posts) - 4
    assert all(one.check_integrity(verbose=False) for one in read.iter_conversations())
    for utterance in read.iter_utterances():
        for said in utterance.meta["annotations"]:
            if said["level"] == "passage" and said["state"] == "live":
                assert utterance.text[said["start"] : said["end"]] == said["quote"]
