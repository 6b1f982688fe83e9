"""Everybody gets what the policy row grants, and no more."""

import pytest

from minifb.kernel.clock import SECOND, SetClock
from minifb.kernel.http.limits import Limiter
from minifb.kernel.http.policy import Limit
from tests.kernel.http.world import Holder, World

LIMIT = Limit("things", 3, 60)


def test_one_more_than_granted_is_refused():
    """Request N+1 is refused, and told when one more is allowed."""
    limiter = Limiter(SetClock())
    taken = [limiter.take(LIMIT, "ann") for _ in range(4)]
    assert [one.remaining for one in taken] == [2, 1, 0, 0]
    assert [one.allowed for one in taken] == [True, True, True, False]
    assert taken[3].reset_seconds == pytest.approx(20)


def test_a_bucket_fills_with_time():
    """After a third of the time one of three is back."""
    limiter = Limiter(clock := SetClock())
    for _ in range(4):
        limiter.take(LIMIT, "ann")
    clock.advance(20 * SECOND)
    assert limiter.take(LIMIT, "ann").allowed
    assert not limiter.take(LIMIT, "ann").allowed


def test_buckets_are_apart():
    """Neither another member nor another limit pays for what somebody did."""
    limiter = Limiter(SetClock())
    for _ in range(4):
        limiter.take(LIMIT, "ann")
    assert limiter.take(LIMIT, "bob").allowed
    assert limiter.take(Limit("other", 3, 60), "ann").allowed


def test_the_limiter_can_be_switched_off():
    """For load tests nothing is counted."""
    limiter = Limiter(SetClock(), enabled=False)
    assert all(limiter.take(LIMIT, "ann").allowed for _ in range(100))


def test_a_cost_counts_more():
    """What costs three takes three."""
    limiter = Limiter(SetClock())
    assert limiter.take(LIMIT, "ann", cost=3).remaining == 0
    assert not limiter.take(LIMIT, "ann").allowed


async def test_answers_say_how_much_is_left(world):
    """Every answer carries RateLimit-*, and a refusal says when to come back."""
    async with world.client() as anybody:
        answers = [await anybody.get("/few") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-limit"] == "3"
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert (answers[3].headers["retry-after"], answers[3].json()["code"]) == ("20", "too_many")


async def test_a_forged_forwarding_header_is_no_new_bucket(world):
    """From a peer that is no trusted proxy, a thousand forged addresses share one bucket."""
    async with world.client() as anybody:
        names = ("x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip", "cf-connecting-ip")
        answers = [await anybody.get("/few", headers={names[n % 5]: f"10.0.{n // 250}.{n % 250}"}) for n in range(1000)]
    assert sum(answer.status_code == 200 for answer in answers) == 3


async def test_an_ipv6_household_is_one_caller(world):
    """Addresses of the same /64 share a bucket."""
    for n in range(4):
        async with world.client(peer=f"2001:db8:1:2::{n:x}") as anybody:
            answer = await anybody.get("/few")
    assert answer.status_code == 429


async def test_a_trusted_proxy_is_believed():
    """Behind a trusted proxy callers are told apart by the address the proxy itself saw."""
    world = await World(trusted_proxies=("10.0.0.0/8",)).started()
    async with world.client(peer="10.0.0.1") as proxy:
        told = {"x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.2"}
        answers = [(await proxy.get("/open", headers=told)).json()["address"] for _ in range(2)]
        broken = await proxy.get("/open", headers={"x-forwarded-for": "nonsense"})
    assert answers == ["203.0.113.9"] * 2
    assert broken.json()["address"] == "10.0.0.1"


async def test_a_member_is_counted_wherever_they_are(world):
    """A limit per member follows the member from address to address."""
    world.limiter.take(Limit("reads", 1500, 300), "018f0000-0000-7000-8000-00000000000a", cost=1499)
    for peer in ("192.0.2.1", "192.0.2.2"):
        async with world.client(world.issuer.token(), peer=peer) as ann:
            answer = await ann.get("/things/one")
    assert answer.status_code == 429


async def test_an_api_key_has_its_own_limit(world):
    """A key may ask as often a minute as it was granted."""
    key = world.issuer.api_key(Holder(rate_limit=2))
    async with world.client(key) as bot:
        statuses = [(await bot.get("/things/one")).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_guessing_tokens_is_bounded(world):
    """Verifying is dear: an address that keeps presenting bad tokens is told to wait."""
    async with world.client() as stranger:
        headers = [{"authorization": f"Bearer x.{n}.y"} for n in range(121)]
        statuses = [(await stranger.get("/open", headers=one)).status_code for one in headers]
    assert statuses == [401] * 120 + [429]
