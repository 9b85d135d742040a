"""ConvoKit: the folder holds what its loader reads (convokit/model/corpus_helpers.py, 3 to 5).

The package itself takes 5 GB; `make test-exchange` reads the same file with it.
"""

import io
import json
from collections import Counter
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import pytest

from annotations.models import Annotation, Code
from corpus.models import Post
from tests.exchange.nasty import Nasty

pytestmark = pytest.mark.django_db
# The members of a folder and, of utterances, the keys that the loader looks up.
FILES = {"utterances.jsonl", "speakers.json", "conversations.json", "corpus.json", "index.json"}
KEYS = {"id", "conversation_id", "text", "speaker", "meta", "reply-to", "timestamp", "vectors"}


class Folder:
    """A corpus as the loader sees it."""

    def __init__(self, file: Any) -> None:
        with ZipFile(io.BytesIO(file.data)) as archive:
            members = {name.split("/")[-1]: archive.read(name) for name in archive.namelist()}
            assert len({name.split("/")[0] for name in archive.namelist()}) == 1
        assert members.keys() == FILES
        lines = io.TextIOWrapper(io.BytesIO(members.pop("utterances.jsonl")), encoding="utf-8")
        self.utterances = {one["id"]: one for one in map(json.loads, lines)}
        read = {name.split(".")[0]: json.loads(data) for name, data in members.items()}
        self.speakers, self.conversations = read["speakers"], read["conversations"]
        self.meta, self.index = read["corpus"], read["index"]

    @property
    def annotations(self) -> list[tuple[dict[str, Any], str | None]]:
        """Every annotation with the text that it is about, if it is about one."""
        on_posts = [
            (said, one["text"])
            for one in self.utterances.values() for said in one["meta"]["annotations"]
        ]  # fmt: skip
        on_threads = [
            (said, None)
            for one in self.conversations.values() for said in one["meta"]["annotations"]
        ]  # fmt: skip
        return on_posts + on_threads


@pytest.fixture
def folder(export) -> Folder:
    return Folder(export("convokit"))


class TestLoader:
    def test_every_utterance_has_what_the_loader_looks_up(self, folder: Folder):
        for one in folder.utterances.values():
            assert one.keys() == KEYS
            assert all(isinstance(one[key], str) for key in ("id", "conversation_id", "text"))
            assert one["speaker"] in folder.speakers
            assert one["conversation_id"] in folder.conversations
            assert one["timestamp"] is None or isinstance(one["timestamp"], int)

    def test_each_conversation_is_one_tree(self, folder: Folder):
        """What `Conversation.check_integrity` asks: one root, every parent there, no circle."""
        roots = Counter()
        for one in folder.utterances.values():
            seen, at = set(), one
            while at["reply-to"] is not None:
                assert at["id"] not in seen
                seen.add(at["id"])
                assert at["conversation_id"] == one["conversation_id"]
                at = folder.utterances[at["reply-to"]]
            assert at["id"] == one["conversation_id"]
            roots[one["conversation_id"]] += one["reply-to"] is None
        assert set(roots.values()) == {1}

    def test_the_index_names_each_key_with_its_type(self, folder: Folder):
        types = {"str": str, "int": int, "bool": bool, "list": list, "dict": dict}
        metas = {
            "utterances": [one["meta"] for one in folder.utterances.values()],
            "speakers": [one["meta"] for one in folder.speakers.values()],
            "conversations": [one["meta"] for one in folder.conversations.values()],
            "overall": [folder.meta],
        }
        for kind, found in metas.items():
            named = folder.index[f"{kind}-index"]
            for meta in found:
                assert meta.keys() == named.keys()
                for key, value in meta.items():
                    (kind_of,) = named[key]
                    expected = types[kind_of.removeprefix("<class '").removesuffix("'>")]
                    assert value is None or type(value) is expected, key
        assert "bin" not in str(folder.index)
        assert (folder.index["version"], folder.index["vectors"]) == (1, [])

    def test_speakers_and_conversations_have_meta_and_vectors(self, folder: Folder):
        for one in (*folder.speakers.values(), *folder.conversations.values()):
            assert one.keys() == {"meta", "vectors"}


class TestContent:
    def test_each_quote_is_the_text_between_start_and_end(self, corpus: Nasty, folder: Folder):
        live = [
            (said, text) for said, text in folder.annotations
            if said["level"] == "passage" and said["state"] == "live"
        ]  # fmt: skip
        assert len(live) > 40
        for said, text in live:
            assert text[said["start"] : said["end"]] == said["quote"]

    def test_every_annotation_leaves_once_and_says_what_it_says(self, corpus: Nasty, export):
        file = export("convokit")
        said = {one["id"]: one for one, _ in Folder(file).annotations}
        assert said.keys() == {str(one) for one in corpus.all}
        assert len(Folder(file).annotations) == file.manifest["rows"] == len(corpus.all)
        for row in Annotation.objects.filter(pk__in=corpus.all).select_related("code", "coder"):
            one = said[str(row.pk)]
            assert (one["code"], one["code_path"][-1]) == (row.code.name, row.code.name)
            assert (one["coder"], one["memo"]) == (row.coder.username, row.memo)
            assert (one["level"], one["quote"]) == (row.level, row.quote)

    def test_an_orphan_has_no_place_in_the_present_text(self, corpus: Nasty, export):
        file = export("convokit")
        (said,) = [one for one, _ in Folder(file).annotations if one["state"] == "orphan"]
        row = Annotation.objects.get(pk=corpus.annotations["orphan"])
        assert (said["start"], said["end"], said["quote"]) == (None, None, row.quote)
        assert (said["was"], said["text_version"]) == ([row.start, row.end], 1)
        assert file.losses["orphans_unplaced"] == 1

    def test_texts_authors_and_times_are_those_of_the_posts(self, corpus: Nasty, folder: Folder):
        rows = Post.objects.filter(pk__in=folder.utterances).select_related("author")
        assert rows.count() == len(folder.utterances) > 6
        for post in rows:
            one = folder.utterances[str(post.pk)]
            assert one["text"] == post.text
            speaker = folder.speakers[one["speaker"]]["meta"]
            assert speaker["known"] == (post.author is not None)
            if post.author and post.author.merged_into is None:
                assert speaker["name"] == post.author.name
            if post.written_at:
                shown = datetime.fromisoformat(one["meta"]["written_at"] + "+00:00"[: 6 * (
                    post.written_offset is None)])  # fmt: skip
                assert one["timestamp"] == int(shown.timestamp())
        assert folder.utterances.keys().isdisjoint(
            {str(corpus.posts["uncoded"]), str(corpus.posts["gone"])}
        )

    def test_two_names_of_one_person_are_one_speaker(self, corpus: Nasty, folder: Folder):
        dashed, long = (folder.utterances[str(corpus.posts[name])] for name in ("dashed", "long"))
        assert dashed["speaker"] == long["speaker"]

    def test_a_reply_goes_where_the_source_says_or_to_the_root_and_says_so(
        self, corpus: Nasty, export
    ):
        file = export("convokit")
        folder = Folder(file)
        of = {name: folder.utterances[str(key)] for name, key in corpus.posts.items()
              if str(key) in folder.utterances}  # fmt: skip
        assert of["dashed"]["reply-to"] == of["formula"]["id"]
        assert of["dashed"]["meta"]["reply_how"] == "export"
        assert of["entry"]["meta"]["reply_how"] == "root"
        assert of["formula"]["reply-to"] == of["entry"]["id"]
        attached = [
            one for one in folder.utterances.values()
            if one["meta"]["reply_how"] == "attached_to_root"
        ]  # fmt: skip
        assert len(attached) == file.losses["replies_attached"] > 0

    def test_the_codebook_lies_in_the_corpus_meta(self, corpus: Nasty, folder: Folder):
        names = sorted(one["name"] for one in folder.meta["codebook"])
        assert names == sorted(
            Code.objects.filter(corpus=corpus.corpus).values_list("name", flat=True)
        )
        assert folder.meta["name"] == corpus.corpus.title

    def test_the_same_state_gives_the_same_bytes(self, export):
        assert export("convokit").data == export("convokit").data

    def test_a_scope_names_only_who_wrote_there(self, corpus: Nasty, export):
        folder = Folder(export("convokit", scope={"threads": [corpus.threads["lonely"]]}))
        assert list(folder.utterances) == [str(corpus.posts["lonely"])]
        assert folder.speakers.keys() == {one["speaker"] for one in folder.utterances.values()}

    def test_nothing_is_an_empty_corpus(self, corpus: Nasty, export):
        folder = Folder(export("convokit", scope={"threads": [corpus.threads["gone"]]}))
        assert (folder.utterances, folder.speakers, folder.conversations) == ({}, {}, {})

    def test_without_texts_positions_stay_and_nothing_is_told(self, corpus: Nasty, export):
        file = export("convokit", texts=False)
        folder = Folder(file)
        assert {one["quote"] for one, _ in folder.annotations} == {None}
        post = folder.utterances[str(corpus.posts["entry"])]
        assert len(post["text"]) == len(corpus.text("entry"))
        assert "pear" not in str(folder.utterances)
        assert file.losses["texts_masked"] == len(folder.utterances)
