"""History: every change once, in order, without gaps; totals that are true."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from annotations.models import Annotation, Code
from corpus.models import Corpus, Event, Participant, Post, Thread, Upload
from tests.api.caller import Caller, every, refused, said
from tests.api.conftest import ENTRY, Team
from tests.factories import load, member, thread_line

pytestmark = pytest.mark.django_db


def counted(corpus: Corpus) -> dict[str, int]:
    """What is truly there."""
    threads = Thread.objects.filter(corpus=corpus, deleted_at=None)
    posts = Post.objects.filter(thread__in=threads)
    visible = Annotation.objects.filter(corpus=corpus, deleted_at=None, thread__in=threads)
    return {
        "uploads": Upload.objects.filter(corpus=corpus, deleted_at=None).count(),
        "threads": threads.count(),
        "posts": posts.count(),
        "comments": posts.filter(kind="comment").count(),
        "participants": Participant.objects.filter(corpus=corpus).count(),
        "codes": Code.objects.filter(corpus=corpus, archived=False, deleted_at=None).count(),
        "annotations": visible.count(),
    }


def test_totals_are_true_after_a_long_day(team):
    team.annotate()
    gone = team.annotate(team.owner)
    said(team.owner.delete(f"annotations/{gone['id']}/", match=1), 204)
    assert team.counts() == counted(team.corpus)
    ping = {"kind": "pingback", "author": "Blog", "text": "… said the frost …"}
    line = thread_line(ENTRY, "One.", "Two.")
    more = load(team.corpus, {**line, "comments": [*line["comments"], ping]}, thread_line("x"))
    assert team.counts() == counted(team.corpus)
    claim = {"thread": more.threads[0], "code": team.code}
    said(team.coder.post(f"{team.path}annotations/", claim), 201)
    said(team.owner.delete(f"codes/{team.new_code(name='Short')['id']}/", match=1), 204)
    said(team.manager.delete(f"{team.path}uploads/{more.upload}/"), 204)
    assert team.counts() == counted(team.corpus)
    assert team.counts()["threads"] == 1
    listed = said(team.owner.get("corpora/"))["results"][0]["counts"]
    assert listed == team.counts()


def test_a_withdrawn_upload_takes_its_threads_and_their_annotations_away(team):
    made = team.annotate()
    said(team.manager.delete(f"{team.path}uploads/{Upload.objects.get().pk}/"), 204)
    for path in (
        f"threads/{team.thread}/",
        f"posts/{team.posts[0]}/",
        f"annotations/{made['id']}/",
    ):
        refused(team.owner.get(path), 404)
    for name in ("threads", "annotations", "uploads"):
        assert every(team.owner, f"{team.path}{name}/") == []
    assert said(team.owner.get(f"{team.path}search/", {"q": "beans"}))["count"] == 0
    code = said(team.owner.get(f"codes/{team.code}/"))
    assert code["counts"] == {"own": 0, "subtree": 0, "outdated": 0}


def test_events_are_numbered_from_one_without_a_gap(team):
    team.annotate()
    seqs = [event["seq"] for event in team.events()]
    assert seqs == list(range(1, len(seqs) + 1))


def test_what_an_event_shows_is_what_the_resource_showed(team):
    made = team.annotate()
    assert team.events()[-1]["after"] == made
    assert team.events()[-1]["target"] == {"type": "annotation", "id": made["id"]}
    changed = said(team.coder.patch(f"annotations/{made['id']}/", {"memo": "x"}, match=1))
    event = team.events()[-1]
    assert (event["before"], event["after"]) == (made, changed)
    assert event["actor"] == made["coder"]
    code = team.new_code(name="Soil")
    event = team.events()[-1]
    assert (event["target"], event["before"]) == ({"type": "code", "id": code["id"]}, None)
    title = said(team.owner.patch(team.path, {"title": "New"}, match=1))["title"]
    assert team.events()[-1]["after"]["title"] == title


def test_the_history_can_be_filtered(team):
    made = team.annotate()
    path = f"{team.path}history/"
    by_actor = every(team.owner, path, {"actor": team.coder.id})
    by_target = every(team.owner, path, {"target_type": "annotation", "target": made["id"]})
    by_action = every(team.owner, path, {"action": "annotation.created"})
    assert by_actor == by_target == by_action != []


def test_the_history_of_a_thread_is_what_happened_in_it(team):
    made = team.annotate()
    other = load(team.corpus, thread_line("Elsewhere.")).threads[0]
    claim = {"thread": other, "code": team.code}
    said(team.coder.post(f"{team.path}annotations/", claim), 201)
    said(team.manager.patch(f"posts/{team.posts[1]}/", {"text": "Ours, too."}, match="*"))
    said(team.manager.patch(f"threads/{team.thread}/", {"title": "Cold"}, match="*"))
    said(team.coder.delete(f"annotations/{made['id']}/", match=1), 204)
    found = every(team.reader, f"{team.path}history/", {"thread": team.thread})
    assert [one["action"] for one in found] == [
        "annotation.deleted", "thread.changed", "post.changed", "annotation.created",
    ]  # fmt: skip


def test_an_empty_change_of_nothing_is_still_told_once(team: Team):
    before = len(team.events())
    said(team.owner.patch(team.path, {"title": "Allotments"}, match=1))
    assert len(team.events()) == before + 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_no_gap_and_true_totals(team):
    """Claims, changes, bulk requests and codes at the same moment, some of them refused."""
    team.annotate()
    shared = [team.annotate(start=at, end=at + 1)["id"] for at in range(6)]
    callers = [Caller.of(member(team.corpus, "adjudicator")) for _ in range(4)]
    start = threading.Barrier(4)

    def write(number: int) -> list[int]:
        caller, statuses = callers[number], []
        start.wait()
        try:
            for turn in range(4):
                claim = team.passage(start=turn, end=turn + 1)
                path = f"{team.path}annotations/"
                statuses.append(caller.put(f"{path}{uuid4()}/", claim).status_code)
                wrong = {**claim, "quote": "?!"}
                statuses.append(caller.put(f"{path}{uuid4()}/", wrong).status_code)
                order = shared if number % 2 else shared[::-1]
                steps = [
                    {"op": "put", "id": str(uuid4()), **team.passage(start=turn, end=turn + 9)},
                    *({"op": "patch", "id": one, "if_match": turn + 1, "memo": "m"}
                      for one in order),
                ]  # fmt: skip
                body = {"operations": steps, "atomic": False}
                statuses.append(caller.post(f"{path}bulk/", body).status_code)
                one = f"annotations/{shared[turn]}/"
                statuses.append(caller.patch(one, {"memo": "x"}, match="*").status_code)
                code = {"name": f"Code {turn}"}
                statuses.append(caller.post(f"{team.path}codes/", code).status_code)
        finally:
            connection.close()
        return statuses

    with ThreadPoolExecutor(4) as pool:
        statuses = [status for found in pool.map(write, range(4)) for status in found]
    assert set(statuses) <= {200, 201, 409, 422}
    seqs = list(
        Event.objects.filter(corpus=team.corpus).order_by("seq").values_list("seq", flat=True)
    )
    assert seqs == list(range(1, len(seqs) + 1))
    assert team.counts() == counted(team.corpus)
    for one in shared:
        told = Event.objects.filter(target_id=one).order_by("seq").values_list("after", flat=True)
        assert [after["version"] for after in told] == list(range(1, len(told) + 1))


def test_the_history_takes_as_many_queries_for_many_as_for_few(team, django_assert_max_num_queries):
    for at in range(12):
        team.annotate(start=at, end=at + 2)
    caller = team.reader
    filters = {"thread": team.thread, "actor": team.coder.id, "action": "annotation.created"}
    with django_assert_max_num_queries(4):
        assert len(said(caller.get(f"{team.path}history/", filters))["results"]) == 12


def test_a_change_says_in_which_thread_and_comment_it_happened(team):
    made = team.annotate()
    title = Thread.objects.get(pk=team.thread).title
    listed = said(team.owner.get(f"{team.path}history/"))["results"]
    assert listed[0]["place"] == {"thread": team.thread, "title": title, "number": 0}
    assert said(team.coder.get(f"{team.path}undo/"))["undo"]["place"] == listed[0]["place"]
    said(team.coder.delete(f"annotations/{made['id']}/", match=1), 204)
    target = {"type": "post", "id": team.posts[2]}
    memo = {"target": target, "text": "Look here."}
    said(team.coder.put(f"{team.path}memos/{uuid4()}/", memo), 201)
    team.new_code(name="Nowhere")
    latest = said(team.owner.get(f"{team.path}history/"))["results"]
    assert [one["place"] and one["place"]["number"] for one in latest[:3]] == [None, 2, 0]
