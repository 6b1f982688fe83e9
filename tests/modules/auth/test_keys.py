"""API keys and service tokens."""

from minifb.kernel.clock import DAY, SECOND, wire
from tests.modules.auth.people import first_owner
from tests.world import Person, World


async def test_a_key_does_what_it_was_made_for(world: World) -> None:
    """A key reads profiles if it may, writes none, and never touches accounts."""
    ann = await world.person("ann")
    made = await ann.post("/auth/keys", serviceId="bot", permissions=["users.read"], rateLimit=60)
    assert made["key"].startswith(f"mfb_{made['keyId']}_")
    bot = Person(world, "bot", made["key"])
    assert (await bot.get("/users/profile"))["username"] == "ann"
    assert (await bot.refused("PUT", "/users/profile", json={"bio": "hi"}))[0] == 403
    assert (await bot.refused("GET", "/auth/account"))[0] == 403


async def test_a_key_is_shown_once(world: World) -> None:
    """The list shows what a key is for, never the key."""
    ann = await world.person("ann")
    await ann.post("/auth/keys", serviceId="bot", permissions=["users.read"])
    (shown,) = (await ann.get("/auth/keys"))["items"]
    assert set(shown) == {"keyId", "serviceId", "permissions", "rateLimit", "createdAt", "expiresAt"}


async def test_a_revoked_key_is_worth_nothing(world: World) -> None:
    """After revoking, the key opens nothing, and a stranger cannot revoke it."""
    ann, eve = await world.persons("ann", "eve")
    made = await ann.post("/auth/keys", serviceId="bot", permissions=["users.read"])
    assert (await eve.refused("DELETE", f"/auth/keys/{made['keyId']}"))[0] == 404
    await ann.delete(f"/auth/keys/{made['keyId']}")
    world.clock.advance(6 * SECOND)
    assert (await Person(world, "bot", made["key"]).refused("GET", "/users/profile"))[0] == 401


async def test_keys_never_decide_over_accounts(world: World) -> None:
    """A key for auth is not made, nor one for nothing."""
    ann = await world.person("ann")
    for permissions in (["auth.keys"], [], ["everything"]):
        body = {"serviceId": "bot", "permissions": permissions}
        assert (await ann.refused("POST", "/auth/keys", json=body))[0] == 422


async def test_there_is_an_end_to_keys(world: World) -> None:
    """A member has so many keys and no more."""
    ann = await world.person("ann")
    for _ in range(20):
        await ann.post("/auth/keys", serviceId="bot", permissions=["users.read"])
    body = {"serviceId": "bot", "permissions": ["users.read"]}
    assert await ann.refused("POST", "/auth/keys", json=body) == (409, "too_many_keys")


async def test_a_service_acts_for_itself(world: World) -> None:
    """An owner makes a token for a service; it knows no member, and ends when it was said to."""
    owner = await first_owner(world)
    ends = wire(world.clock.now() + DAY).isoformat()
    made = await owner.post("/auth/service-tokens", serviceId="indexer", permissions=["posts.read"], expiresAt=ends)
    assert made["serviceId"] == "indexer"
    service = Person(world, "indexer", made["token"])
    assert (await service.refused("GET", "/auth/account"))[0] == 403
    assert len((await owner.get("/auth/service-tokens"))["items"]) == 1
    await owner.delete(f"/auth/service-tokens/{made['tokenId']}")
    world.clock.advance(6 * SECOND)
    assert (await service.refused("GET", "/auth/account"))[0] == 401
