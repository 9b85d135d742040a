"""The demo corpus: invented, sound as data, and loaded by the way that all files take."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from annotations.models import Annotation, Code
from catena import demo
from corpus.errors import ConflictError
from corpus.models import Corpus, CorpusCounter, Membership, Post, Thread, Upload, User

DATA = files(demo)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in DATA.joinpath(name).read_text("utf-8").splitlines()]


def threads() -> dict[str, dict[str, Any]]:
    return {t["id"]: t for language in demo.LANGUAGES for t in lines(f"{language}.jsonl")}


def text_of(thread: Mapping[str, Any], post: str) -> str:
    texts = {c["id"]: c["text"] for c in thread["comments"]} | {"entry": thread["text"]}
    return texts[post]


def names(tree: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for node in tree:
        yield node["name"]
        yield from names(node.get("children", []))


def codebook() -> list[dict[str, Any]]:
    return json.loads(DATA.joinpath("codebook.json").read_text("utf-8"))


def test_there_are_threads_of_all_sizes_in_several_languages() -> None:
    sizes = {key: len(thread["comments"]) for key, thread in threads().items()}
    assert len(sizes) >= 6
    assert max(sizes.values()) == 300
    assert min(sizes.values()) >= 15
    assert {thread["language"] for thread in threads().values()} >= {"en", "de", "fr", "es", "ar"}


def test_no_comment_is_said_twice() -> None:
    texts = Counter(c["text"] for thread in threads().values() for c in thread["comments"])
    assert texts.most_common(1)[0][1] == 1


def test_nobody_real_can_be_reached() -> None:
    for thread in threads().values():
        urls = [thread["url"], *(comment["url"] for comment in thread["comments"])]
        assert {urlsplit(url).hostname.rpartition(".")[2] for url in urls} == {"example"}


def test_replies_come_after_what_they_answer_and_entry_authors_join_in() -> None:
    for thread in threads().values():
        seen: dict[str, str] = {}
        for comment in thread["comments"]:
            if "parent" in comment:
                assert seen[comment["parent"]] <= comment["written_at"]
            seen[comment["id"]] = comment["written_at"]
        assert thread["written_at"] < min(seen.values())
        assert any("parent" in comment for comment in thread["comments"])
        assert thread["author"] in {comment["author"] for comment in thread["comments"]}


def test_each_planned_quote_stands_exactly_once_in_its_post() -> None:
    known = threads()
    for plan in lines("annotations.jsonl"):
        if "quote" in plan:
            text = text_of(known[plan["thread"]], plan["post"])
            assert text.count(plan["quote"]) == 1, plan


def test_codes_overlap_up_to_five_deep_and_some_threads_are_left_to_code() -> None:
    known = threads()
    layers: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for plan in lines("annotations.jsonl"):
        if "quote" in plan:
            start = text_of(known[plan["thread"]], plan["post"]).index(plan["quote"])
            key = plan["thread"], plan["post"]
            layers[key].update(range(start, start + len(plan["quote"])))
    deep = [key for key, count in layers.items() if max(count.values()) >= 4]
    assert len(deep) >= 4
    assert known.keys() - {thread for thread, _ in layers}


def test_every_code_is_explained_and_every_leaf_is_used() -> None:
    used = {plan["code"] for plan in lines("annotations.jsonl")}
    leaves = {child["name"] for root in codebook() for child in root["children"]}
    assert used == leaves
    every = list(names(codebook()))
    assert len(every) == len(set(every)) == 20
    assert all(child["definition"] for root in codebook() for child in root["children"])


@pytest.fixture
def ada(transactional_db: None) -> User:
    return User.objects.create(username="ada", name="Ada")


def test_loading_brings_every_thread_and_annotation_of_the_plan(ada: User) -> None:
    corpus = demo.load(ada)
    known = threads()
    stored = Thread.objects.filter(corpus=corpus)
    assert {t.external_id: t.comments for t in stored} == {
        key: len(thread["comments"]) for key, thread in known.items()
    }
    assert all(upload.accounted for upload in Upload.objects.filter(corpus=corpus))
    assert not Upload.objects.filter(corpus=corpus).exclude(problem_counts={}).exists()
    assert Code.objects.filter(corpus=corpus).count() == 20

    plan = lines("annotations.jsonl")
    annotations = Annotation.objects.filter(corpus=corpus)
    assert annotations.count() == len(plan)
    by_level = Counter(annotations.values_list("level", flat=True))
    assert by_level["thread"] == sum("post" not in one for one in plan)
    assert by_level["post"] == sum("post" in one and "quote" not in one for one in plan)
    for one in annotations.filter(level="passage").select_related("post"):
        assert one.post.text[one.start : one.end] == one.quote

    counter = CorpusCounter.objects.get(corpus=corpus)
    assert counter.annotations == len(plan)
    assert counter.posts == Post.objects.filter(corpus=corpus).count()


def test_loading_twice_finds_it_there(ada: User) -> None:
    first = demo.load(ada)
    seq = CorpusCounter.objects.get(corpus=first).seq
    assert demo.load(ada) == first
    assert demo.load() == first
    assert CorpusCounter.objects.get(corpus=first).seq == seq
    assert Corpus.objects.count() == 1


def test_the_invented_coders_cannot_sign_in(ada: User) -> None:
    corpus = demo.load()
    roles = dict(Membership.objects.filter(corpus=corpus).values_list("user__username", "role"))
    assert roles == {"ada": "owner"} | dict.fromkeys(demo.CODERS, "coder")
    for coder in User.objects.filter(username__in=demo.CODERS):
        assert not coder.has_usable_password()
        assert not Client().login(username=coder.username, password="")


@pytest.mark.django_db(transaction=True)
def test_without_an_account_nothing_is_loaded_and_set_up_stays_open() -> None:
    with pytest.raises(ConflictError) as refused:
        demo.load()
    assert refused.value.code == "no_account"
    assert not User.objects.exists()


def test_nobody_is_made_a_coder_without_being_asked(ada: User) -> None:
    person = User(username="Demo-Ines", name="Ines")
    person.set_password("a secret of her own")
    person.save()
    with pytest.raises(ConflictError) as refused:
        demo.load(ada)
    assert refused.value.code == "username_taken"
    assert not Corpus.objects.exists()
