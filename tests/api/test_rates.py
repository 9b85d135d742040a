"""How often one may ask: each caller for themselves, and never more strictly without Redis."""

import pytest
from redis import Redis, RedisError

from api.rates import Rates
from corpus.errors import TooOftenError
from tests.api.caller import Caller, refused, said

pytestmark = pytest.mark.django_db


def asked(rates, times, *, limit=10, caller="token:1"):
    """Ask so often and return how often it was allowed."""
    allowed = 0
    for _ in range(times):
        try:
            rates.refuse_if_too_often(caller, limit=limit)
            allowed += 1
        except TooOftenError:
            pass
    return allowed


def test_who_asks_too_often_is_told_how_long_to_wait(team, settings):
    settings.RATE_LIMIT = 3
    coder = team.coder
    for _ in range(3):
        said(coder.get("me/"))
    reply = coder.get("me/")
    problem = refused(reply, 429, "too_often")
    assert 1 <= int(reply.headers["Retry-After"]) <= 60
    assert reply.headers["Retry-After"] in problem["detail"]


def test_another_person_and_another_token_go_on(team, settings):
    settings.RATE_LIMIT = 2
    first, second = Caller.of(team.coder.user), Caller.of(team.coder.user)
    for _ in range(2):
        said(first.get("me/"))
    refused(first.get("me/"), 429)
    said(second.get("me/"))
    said(team.reader.get("me/"))


def test_who_guesses_tokens_is_slowed_down_by_address(settings):
    settings.RATE_LIMIT_ADDRESS = 3
    guesser = Caller()
    guesser.headers["Authorization"] = "Bearer guess"
    for _ in range(3):
        refused(guesser.get("me/"), 401)
    refused(guesser.get("me/"), 429, "too_often")


def test_zero_means_no_limit(team, settings):
    settings.RATE_LIMIT = 0
    for _ in range(5):
        said(team.coder.get("me/"))


def test_a_new_minute_begins_anew():
    clock = [120.0]
    rates = Rates(now=lambda: clock[0], started=True)
    assert asked(rates, 12) == 10
    clock[0] = 179.9
    assert asked(rates, 1) == 0
    clock[0] = 180.0
    assert asked(rates, 12) == 10


def test_a_new_minute_forgets_who_no_longer_asks():
    clock = [120.0]
    rates = Rates(now=lambda: clock[0], started=True)
    asked(rates, 1)
    clock[0] = 180.0
    rates.share()
    assert rates.counts == {}


@pytest.fixture
def minute(settings):
    """A minute nobody else counts in."""
    start = 6_000_000.0
    redis = Redis.from_url(settings.REDIS_URL)
    yield start
    for key in redis.scan_iter(f"catena:rate:{int(start // 60)}:*"):
        redis.delete(key)
    redis.close()


def test_processes_share_one_count(minute):
    here, there = (Rates(now=lambda: minute, started=True) for _ in range(2))
    assert asked(here, 6) == 6
    here.share()
    assert asked(there, 1) == 1
    there.share()
    assert asked(there, 9) == 3
    there.share()
    assert asked(here, 1) == 1
    here.share()
    assert asked(here, 5) == 0


def test_without_redis_each_process_counts_alone_and_nobody_is_refused_for_it(settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    rates = Rates(started=True)
    assert asked(rates, 4) == 4
    with pytest.raises(RedisError):
        rates.share()
    assert asked(rates, 9) == 6
