"""Going away for a while and coming back; what is left of a member who is gone."""

from minifb.kernel.clock import DAY, SECOND
from tests.modules.auth.people import authenticator, first_owner, refresh
from tests.modules.users.pairs import relations
from tests.world import World


async def test_who_goes_away_comes_back_by_signing_in(world: World) -> None:
    """A deactivated member is signed out and nowhere to be seen; signing in brings all of it back, friends too."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hello")
    await ann.post("/users/deactivate")
    assert (await ann.refused("GET", "/users/profile"))[0] == 401
    refused = await world.stranger.refused("POST", "/auth/refresh", json={"refreshToken": ann.told["refreshToken"]})
    assert refused[0] == 401
    for path in (f"/users/{ann.id}", "/users/@ann", f"/posts/{post['id']}"):
        assert await bob.refused("GET", path) == (404, "not_found")
    assert (await bob.get("/users/profile"))["counts"]["friends"] == 0
    ann = await world.login("ann")
    await world.settle()
    assert (await bob.get("/users/@ann"))["id"] == ann.id
    assert (await bob.get(f"/posts/{post['id']}"))["text"] == "hello"
    assert await relations(ann, bob) == ("friends", "friends")
    assert (await bob.get("/users/profile"))["counts"]["friends"] == 1


async def test_going_away_ends_keys(world: World) -> None:
    """An API key does not act for somebody who is away, nor after they are back."""
    ann = await world.person("ann")
    key = await ann.post("/auth/keys", serviceId="bot", permissions=["users.read"])
    headers = {"authorization": f"Bearer {key['key']}"}
    assert (await world.client.get("/users/profile", headers=headers)).status_code == 200
    await ann.post("/users/deactivate")
    await world.login("ann")
    world.clock.advance(120 * SECOND)
    assert (await world.client.get("/users/profile", headers=headers)).status_code == 401


async def test_going_away_needs_a_fresh_proof(world: World) -> None:
    """A session that was left open does not deactivate an account."""
    ann = await world.person("ann")
    world.clock.advance(9 * 60 * SECOND)
    ann.token = (await refresh(ann)).told["accessToken"]
    world.clock.advance(2 * 60 * SECOND)
    assert await ann.refused("POST", "/users/deactivate") == (403, "step_up_required")


async def test_the_last_owner_stays(world: World) -> None:
    """The only owner who is here cannot go away; with a second one they can, and then the second cannot."""
    olga, ann = await first_owner(world), await world.person("ann")
    assert await olga.refused("POST", "/users/deactivate") == (409, "last_owner")
    await olga.put(f"/auth/members/{ann.id}/role", role="owner")
    world.clock.advance(SECOND)
    await authenticator(world, await refresh(ann))
    await refresh(ann)
    await olga.post("/users/deactivate")
    assert await ann.refused("POST", "/users/deactivate") == (409, "last_owner")


async def test_one_may_be_away_and_suspended(world: World) -> None:
    """Coming back does not end a suspension, and the end of one does not bring back who is away."""
    olga = await first_owner(world)
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/users/deactivate")
    await olga.post(f"/auth/members/{ann.id}/suspend", reason="spam")
    await olga.post(f"/auth/members/{ann.id}/restore")
    assert await bob.refused("GET", f"/users/{ann.id}") == (404, "not_found")
    assert (await bob.get("/users/profile"))["counts"]["friends"] == 0
    await world.login("ann")
    await world.settle()
    assert (await bob.get(f"/users/{ann.id}"))["relation"] == "friends"
    assert (await bob.get("/users/profile"))["counts"]["friends"] == 1


async def test_when_somebody_was_last_here(world: World) -> None:
    """Friends see about when a member last signed in, never the hour."""
    ann, _ = await world.friends("ann", "bob")
    for days, seen in ((0, "today"), (1, "thisWeek"), (6, "thisMonth"), (30, "earlier")):
        await world.advance(days * DAY)
        bob = await world.login("bob")
        assert (await bob.get(f"/users/{ann.id}"))["lastSeen"] == seen


async def test_the_receipt_counts_what_users_erased(world: World) -> None:
    """After the waiting period the receipt says how many rows of each table users erased, and none is left."""
    ann, _bob, eve = await world.friends("ann", "bob", "eve")
    await ann.put("/users/privacy", bio="onlyMe")
    await ann.post("/users/blocks", userId=eve.id)
    receipt = (await ann.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    told = (await world.stranger.get(f"/auth/account/deletion/{receipt}"))["modules"]["users"]
    kept = {table: count for table, count in told.items() if count}
    assert kept == {"users": 1, "friendships": 2, "blocks": 1, "privacy_settings": 1}
