"""Webhooks: others are told of what happens in a corpus, signed, in order, at least once."""

import json
import time
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from standardwebhooks.webhooks import Webhook as Reader
from standardwebhooks.webhooks import WebhookVerificationError

from corpus.models import Webhook, WebhookDelivery
from corpus.telling import deliveries
from corpus.telling.deliveries import LEASE_SECONDS, PAUSES, make, take
from corpus.telling.sending import Answer
from tests.api.caller import every, refused, said
from tests.api.receiver import receiving, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_PRIVATE = True
    with receiving() as found:
        yield found


def hook(team, receiver, **fields):
    body = {"url": receiver.url, **fields}
    return said(team.manager.post(f"{team.path}webhooks/", body), 201)


def sent(team, made, **query):
    return every(team.manager, f"{team.path}webhooks/{made['id']}/deliveries/", query)


def shown(team, made):
    return said(team.manager.get(f"{team.path}webhooks/{made['id']}/"))


def fall_due():
    WebhookDelivery.objects.filter(status="pending").update(next_at="2001-01-01T00:00:00Z")


class TestWhatIsTold:
    def test_an_annotation_is_told_by_its_ids_and_signed_as_the_specification_says(
        self, team, receiver
    ):
        made = hook(team, receiver)
        annotation = team.annotate()
        tell()
        (message,) = [one for one in receiver.got if one.said["type"] == "annotation.created"]
        told = Reader(made["secret"]).verify(message.body, message.headers)
        event = team.events()[-1]
        assert told == {
            "type": "annotation.created",
            "timestamp": event["at"],
            "data": {
                "seq": event["seq"],
                "corpus": team.corpus.pk,
                "action": "annotation.created",
                "target": {"type": "annotation", "id": annotation["id"]},
                "actor": team.coder.id,
                "batch": event["batch"],
                "undoes": None,
                "redoes": None,
            },
        }
        assert message.path == "/in?key=1"
        assert message.headers["host"] == f"127.0.0.1:{receiver.port}"

    def test_nothing_that_anybody_wrote_leaves_with_it(self, team, receiver):
        hook(team, receiver)
        team.annotate(memo="A private thought")
        team.memo(text="A private memo")
        tell()
        everything = b"".join(one.body for one in receiver.got)
        assert everything
        for words in (b"private", b"beans", b"Frost", b"Reader"):
            assert words not in everything

    def test_another_secret_or_another_body_does_not_verify(self, team, receiver):
        made, other = hook(team, receiver), hook(team, receiver)
        team.annotate()
        tell()
        message = receiver.got[-1]
        wrong = Reader(other["secret"] if fits(made, message) else made["secret"])
        with pytest.raises(WebhookVerificationError):
            wrong.verify(message.body, message.headers)
        with pytest.raises(WebhookVerificationError):
            Reader(made["secret"]).verify(message.body + b" ", message.headers)

    def test_every_event_comes_once_and_in_order(self, team, receiver):
        hook(team, receiver)
        for start in range(20):
            team.annotate(start=start, end=start + 1)
        tell()
        told = [one.said["data"]["seq"] for one in receiver.got]
        assert told == [one["seq"] for one in team.events()[-len(told) :]]
        assert len(told) == len({one.id for one in receiver.got}) >= 20

    def test_only_the_kinds_that_were_chosen_are_told(self, team, receiver):
        hook(team, receiver, events=["code.created"])
        team.annotate()
        team.new_code(name="Other")
        tell()
        assert {one.said["type"] for one in receiver.got} == {"code.created"}

    def test_what_happened_before_it_was_made_is_not_told(self, team, receiver):
        team.annotate()
        made = hook(team, receiver)
        tell()
        assert receiver.got == []
        assert shown(team, made)["seq"] == team.events()[-1]["seq"]

    def test_another_teams_changes_are_not_told(self, team, others, receiver):
        hook(team, receiver)
        others.annotate()
        tell()
        assert receiver.got == []


def fits(made, message):
    try:
        Reader(made["secret"]).verify(message.body, message.headers)
    except WebhookVerificationError:
        return False
    return True


class TestWhenItFails:
    def test_it_is_tried_again_later_under_the_same_id(self, team, receiver):
        receiver.answers = [500, 503]
        made = hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        (waiting,) = sent(team, made)
        assert (waiting["status"], waiting["attempts"]) == ("pending", 1)
        assert waiting["response_status"] == 500
        fall_due()
        tell()
        fall_due()
        tell()
        assert len(receiver.got) == 3
        assert len({one.id for one in receiver.got}) == 1
        (ended,) = sent(team, made)
        assert (ended["status"], ended["attempts"], ended["next_at"]) == ("done", 3, None)

    def test_later_events_wait_for_the_first_three_tries_and_then_go_on(self, team, receiver):
        receiver.answers = [500] * 4
        made = hook(team, receiver)
        team.new_code(name="First")
        team.new_code(name="Second")
        for tries in (1, 2, 3):
            tell()
            assert len(receiver.got) == tries
            fall_due()
        tell()
        told = [one.said["data"]["seq"] for one in receiver.got]
        assert told == [told[0]] * 4 + [told[0] + 1]
        assert Counter(one["status"] for one in sent(team, made)) == {"pending": 1, "done": 1}

    @pytest.mark.parametrize("attempts", range(1, len(PAUSES) + 1))
    def test_pauses_grow_as_the_specification_advises_and_no_two_are_alike(self, attempts):
        pause = PAUSES[attempts - 1].total_seconds()
        found = {deliveries.pause_after(attempts) for _ in range(50)}
        assert len(found) > 40
        assert all(pause <= one <= 1.2 * pause for one in found)

    def test_after_days_of_failing_it_is_switched_off_with_the_reason(self, team, receiver):
        receiver.answers = [500] * 20
        made = hook(team, receiver)
        team.new_code(name="Frost")
        team.new_code(name="Other")
        for _ in range(25):
            tell()
            fall_due()
        after = shown(team, made)
        assert not after["active"]
        assert "HTTP 500" in after["disabled_reason"]
        assert after["version"] == 2
        assert {one["status"] for one in sent(team, made)} == {"failed"}
        event = team.events()[-1]
        assert (event["action"], event["actor"]) == ("webhook.changed", None)

    def test_one_event_that_is_never_taken_does_not_switch_off_what_works(self, team, receiver):
        made = hook(team, receiver)
        team.new_code(name="Frost")
        make()
        held = take()
        team.new_code(name="Other")
        WebhookDelivery.objects.filter(pk=held.parcel.id).update(attempts=len(PAUSES) + 1)
        tell()
        last = deliveries.Held(held.parcel, len(PAUSES) + 1, held.webhook, held.seq)
        deliveries.record(last, Answer(500, ""))
        assert Counter(one["status"] for one in sent(team, made)) == {"failed": 1, "done": 1}
        assert shown(team, made)["active"]

    def test_gone_switches_it_off_at_once(self, team, receiver):
        receiver.answers = [410]
        made = hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        after = shown(team, made)
        assert not after["active"]
        assert "410" in after["disabled_reason"]

    def test_a_redirect_is_not_followed(self, team, receiver):
        receiver.answers, receiver.headers = [302], {"Location": receiver.url}
        made = hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        assert len(receiver.got) == 1
        assert sent(team, made)[0]["response_status"] == 302
        assert sent(team, made)[0]["status"] == "pending"

    def test_of_a_long_answer_the_beginning_is_kept(self, team, receiver):
        receiver.answers, receiver.text = [200], b"x\0\xff" * 100_000
        made = hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        (ended,) = sent(team, made)
        assert len(ended["response"]) == 1024
        assert ended["status"] == "done"

    def test_nobody_listening_is_told_in_the_log(self, team, receiver):
        made = hook(team, receiver, url="http://127.0.0.1:9/")
        team.new_code(name="Frost")
        tell()
        (waiting,) = sent(team, made)
        assert waiting["response_status"] is None
        assert "refused" in waiting["response"]


class TestLeases:
    def test_what_one_worker_sends_no_other_takes_until_the_lease_ends(self, team, receiver):
        hook(team, receiver)
        team.new_code(name="Frost")
        make()
        first = take()
        assert first is not None
        assert take() is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(next_at) - clock_timestamp() FROM corpus_webhookdelivery")
            left = cursor.fetchone()[0].total_seconds()
        assert LEASE_SECONDS - 5 < left <= LEASE_SECONDS

    def test_a_killed_workers_delivery_is_sent_by_another_under_the_same_id(self, team, receiver):
        made = hook(team, receiver)
        team.new_code(name="Frost")
        make()
        lost = take()
        fall_due()
        tell()
        assert [one.id for one in receiver.got] == [lost.parcel.id]
        deliveries.record(lost, Answer(500, "too late"))
        assert sent(team, made)[0]["status"] == "done"

    def test_deliveries_are_made_once_however_many_make_them(self, team, receiver):
        made = hook(team, receiver)
        team.new_code(name="Frost")
        make()
        Webhook.objects.update(seq=0)
        make()
        seqs = [one["seq"] for one in sent(team, made)]
        assert len(seqs) == len(set(seqs))

    def test_old_deliveries_are_forgotten_but_not_what_waits(self, team, receiver):
        made = hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        team.new_code(name="Other")
        make()
        WebhookDelivery.objects.update(created_at="2001-01-01T00:00:00Z")
        assert deliveries.prune() == 1
        assert [one["status"] for one in sent(team, made)] == ["pending"]

    def test_looking_for_work_takes_two_queries(self, team, receiver, django_assert_num_queries):
        hook(team, receiver)
        tell()
        with django_assert_num_queries(2):
            make()
            take()


class TestSettingUp:
    def test_the_secret_is_shown_once(self, team, receiver):
        made = hook(team, receiver, description="Archive")
        assert made["secret"].startswith("whsec_")
        assert "secret" not in shown(team, made)
        listed = every(team.manager, f"{team.path}webhooks/")
        assert listed == [shown(team, made)]
        assert made["secret"][6:] not in json.dumps(team.events())

    def test_the_history_does_not_show_the_address(self, team, receiver):
        hook(team, receiver)
        event = team.events()[-1]
        assert event["action"] == "webhook.created"
        assert str(receiver.port) not in json.dumps(event)

    def test_a_new_secret_signs_from_now_on(self, team, receiver):
        made = hook(team, receiver)
        path = f"{team.path}webhooks/{made['id']}/"
        again = said(team.manager.post(f"{path}secret/"))
        team.new_code(name="Frost")
        tell()
        message = receiver.got[-1]
        assert fits(again, message)
        assert not fits(made, message)

    def test_a_test_is_sent_once_and_shows_what_came_back(self, team, receiver):
        made = hook(team, receiver)
        path = f"{team.path}webhooks/{made['id']}/"
        said(team.manager.patch(path, {"active": False}, match=1))
        receiver.answers, receiver.text = [418], b"teapot"
        ordered = said(team.manager.post(f"{path}test/"), 202)
        assert ordered["status"] == "pending"
        tell()
        ended = said(team.manager.get(f"{path}deliveries/{ordered['id']}/"))
        assert (ended["status"], ended["response_status"]) == ("failed", 418)
        assert ended["response"] == "teapot"
        assert ended["seq"] is None
        assert receiver.got[0].said["type"] == "webhook.test"
        assert fits(made, receiver.got[0])

    def test_a_delivery_that_ended_can_be_sent_again(self, team, receiver):
        made = hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        (ended,) = sent(team, made)
        path = f"{team.path}webhooks/{made['id']}/deliveries/{ended['id']}/again/"
        assert said(team.manager.post(path), 202)["status"] == "pending"
        refused(team.manager.post(path), 409, "still_waiting")
        tell()
        assert [one.id for one in receiver.got] == [ended["id"]] * 2

    def test_switched_off_it_is_told_nothing_and_on_again_only_what_comes_then(
        self, team, receiver
    ):
        made = hook(team, receiver)
        path = f"{team.path}webhooks/{made['id']}/"
        team.new_code(name="Waits")
        make()
        said(team.manager.patch(path, {"active": False}, match=1))
        team.new_code(name="Missed")
        tell()
        assert receiver.got == []
        (dropped,) = sent(team, made)
        assert dropped["status"] == "failed"
        again = f"{path}deliveries/{dropped['id']}/again/"
        refused(team.manager.post(again), 409, "webhook_off")
        said(team.manager.patch(path, {"active": True}, match=2))
        team.new_code(name="Told")
        tell()
        assert [one.said["type"] for one in receiver.got] == ["code.created"]

    def test_changes_need_the_version_that_was_seen(self, team, receiver):
        made = hook(team, receiver)
        path = f"{team.path}webhooks/{made['id']}/"
        refused(team.manager.patch(path, {"description": "x"}), 428)
        said(team.manager.patch(path, {"description": "x"}, match=1))
        stale = refused(team.manager.patch(path, {"description": "y"}, match=1), 412)
        assert stale["current"]["description"] == "x"
        said(team.manager.delete(path, match=2), 204)
        refused(team.manager.get(path), 404)

    @pytest.mark.parametrize(
        "url", ["http://hooks.example.org/", "https://127.0.0.1/", "https://db.internal/", "x"]
    )
    def test_private_addresses_are_refused(self, team, url, unchanged):
        unchanged()
        problem = refused(
            team.manager.post(f"{team.path}webhooks/", {"url": url}), 422, "url_refused"
        )
        assert problem["errors"][0]["field"] == "url"

    def test_a_corpus_has_twenty_at_most(self, team, receiver):
        for _ in range(20):
            hook(team, receiver)
        body = {"url": receiver.url}
        refused(team.manager.post(f"{team.path}webhooks/", body), 409, "too_many")

    def test_who_takes_the_corpus_away_tells_nobody_any_more(self, team, receiver):
        hook(team, receiver)
        team.new_code(name="Frost")
        make()
        said(team.owner.delete(team.path, match=1), 204)
        tell()
        assert receiver.got == []

    def test_another_webhooks_delivery_is_unknown(self, team, receiver):
        made, other = hook(team, receiver), hook(team, receiver)
        team.new_code(name="Frost")
        tell()
        (ended, *_) = sent(team, made)
        path = f"{team.path}webhooks/{other['id']}/deliveries/{ended['id']}/"
        refused(team.manager.get(path), 404)
        refused(team.manager.post(f"{path}again/"), 404)
        refused(
            team.manager.post(f"{team.path}webhooks/{made['id']}/deliveries/{uuid4()}/again/"), 404
        )

    @pytest.mark.parametrize("place", ["webhooks", "deliveries"])
    def test_lists_take_the_same_queries_however_long_they_are(
        self, team, receiver, django_assert_max_num_queries, place
    ):
        made = hook(team, receiver)
        for number in range(10):
            team.new_code(name=f"Code {number}")
            hook(team, receiver)
        make()
        path = f"{team.path}webhooks/"
        if place == "deliveries":
            path += f"{made['id']}/deliveries/"
        with django_assert_max_num_queries(5):
            assert len(said(team.manager.get(path))["results"]) > 9


def test_a_slow_receiver_holds_no_writer_up(team, receiver):
    """Writers only append to the log; a webhook that never answers is the teller's business."""
    hook(team, receiver, url="http://127.0.0.1:9/")
    start = time.process_time()
    team.new_code(name="Frost")
    assert time.process_time() - start < 1
    assert WebhookDelivery.objects.count() == 0
