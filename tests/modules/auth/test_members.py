"""Staff: roles, suspension, and the second factor they need."""

import pytest

from minifb.kernel.clock import DAY, HOUR, SECOND, wire
from tests.modules.auth.people import authenticator, credentials, first_owner, refresh, staff
from tests.world import Person, World, open_world


async def test_a_role_is_given_at_once(world: World) -> None:
    """An owner makes a moderator; the old token is worth nothing, the next one carries the role."""
    owner, ann = await first_owner(world), await world.person("ann")
    told = await owner.put(f"/auth/members/{ann.id}/role", role="moderator")
    assert told["role"] == "moderator"
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    world.clock.advance(SECOND)
    assert (await refresh(ann)).told["limited"] is True


async def test_staff_without_a_second_factor_can_only_set_one_up(world: World) -> None:
    """A new moderator's session opens nothing but the way to a second factor, and everything afterwards."""
    owner, ann = await first_owner(world), await world.person("ann")
    await owner.put(f"/auth/members/{ann.id}/role", role="moderator")
    world.clock.advance(SECOND)
    await refresh(ann)
    assert await ann.refused("GET", "/users/profile") == (403, "second_factor_required")
    assert await ann.get("/auth/account")
    await authenticator(world, ann)
    await refresh(ann)
    assert await ann.get("/users/profile")


async def test_the_first_owner_has_a_week(world: World) -> None:
    """The first owner may do without a second factor for seven days, and their account says until when."""
    owner = await first_owner(world)
    due = (await owner.get("/auth/account"))["factorDueAt"]
    assert due == f"{wire(world.clock.now() + 7 * DAY):%Y-%m-%dT%H:%M:%SZ}"
    assert await owner.get("/users/profile")
    world.clock.advance(8 * DAY)
    await refresh(owner)
    assert await owner.refused("GET", "/users/profile") == (403, "second_factor_required")


async def test_who_has_a_second_factor_is_not_reminded(world: World) -> None:
    """A second factor that is set up is not due any more, and members need none."""
    owner = await first_owner(world)
    await authenticator(world, owner)
    await refresh(owner)
    for who in (owner, await world.person("ann")):
        assert (await who.get("/auth/account"))["factorDueAt"] is None


@pytest.mark.parametrize(
    ("role", "code"), [("admin", "role_too_high"), ("owner", "role_too_high"), ("moderator", "role_too_high")]
)
async def test_nobody_gives_more_than_they_hold(world: World, role: str, code: str) -> None:
    """An admin makes no owner, and does not decide over other admins."""
    owner = await first_owner(world)
    ann = await staff(world, owner, "ann", "admin")
    await owner_again(world, owner)
    target = await staff(world, owner, "bob", "admin")
    assert await ann.refused("PUT", f"/auth/members/{target.id}/role", json={"role": role}) == (403, code)


async def owner_again(world: World, owner: Person) -> None:
    """Give the owner tokens that are still good."""
    await refresh(owner)


async def test_the_last_owner_stays(world: World) -> None:
    """An owner who is the only one can neither step down nor leave."""
    owner = await first_owner(world)
    assert await owner.refused("PUT", f"/auth/members/{owner.id}/role", json={"role": "member"}) == (409, "last_owner")
    assert await owner.refused("DELETE", "/auth/account") == (409, "last_owner")


async def test_members_decide_over_nobody(world: World) -> None:
    """A member reaches none of the staff's routes."""
    ann, bob = await world.persons("ann", "bob")
    for method, path, body in (
        ("PUT", f"/auth/members/{bob.id}/role", {"role": "admin"}),
        ("POST", f"/auth/members/{bob.id}/suspend", {"reason": "because"}),
        ("POST", f"/auth/members/{bob.id}/restore", None),
        ("GET", "/auth/registrations", None),
        ("GET", "/auth/service-tokens", None),
    ):
        assert (await ann.refused(method, path, json=body) if body else await ann.refused(method, path))[0] == 403


async def test_a_suspension_reaches_everything(world: World) -> None:
    """Whoever is suspended is signed out at once, cannot refresh, sign in, or use their API keys."""
    owner, ann = await first_owner(world), await world.person("ann")
    key = (await ann.post("/auth/keys", serviceId="bot", permissions=["users.read"]))["key"]
    bot = Person(world, "bot", key)
    assert await bot.get("/users/profile")
    told = await owner.post(f"/auth/members/{ann.id}/suspend", reason="spam")
    assert told["suspended"] is True
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    assert (await bot.refused("GET", "/users/profile"))[0] == 401
    assert (await world.stranger.refused("POST", "/auth/refresh", json={"refreshToken": ann.told["refreshToken"]}))[
        0
    ] == 401
    assert await world.stranger.refused("POST", "/auth/login", json=credentials("ann")) == (403, "suspended")
    wrong = credentials("ann", "wrong wrong")
    assert await world.stranger.refused("POST", "/auth/login", json=wrong) == (401, "unauthenticated")
    await owner.post(f"/auth/members/{ann.id}/restore")
    assert (await world.login("ann")).token


async def test_a_suspension_ends_by_itself(world: World) -> None:
    """A suspension with an end is over when its time has come."""
    owner, ann = await first_owner(world), await world.person("ann")
    until = wire(world.clock.now() + HOUR).isoformat()
    await owner.post(f"/auth/members/{ann.id}/suspend", reason="cool down", until=until)
    await world.advance(HOUR + SECOND)
    assert (await world.login("ann")).token
    assert (await world.service("auth").revocations(0)).suspended == []


async def test_acts_of_staff_are_written_down(world: World) -> None:
    """Who gave which role and who was suspended why can be read in the audit log, whose chain holds."""
    from minifb.kernel.ops import audit

    owner, ann = await first_owner(world), await world.person("ann")
    await owner.post(f"/auth/members/{ann.id}/suspend", reason="spam")
    db = world.house.parts["auth"].db
    assert await db.read(audit.verify) is None
    act = (await db.read(lambda tx: audit.latest(tx, 1)))[0]
    assert (act.actor, act.action, act.object, act.reason) == (owner.id, "member.suspend", ann.id, "spam")


async def test_revocations_are_told_after_a_restart(tmp_path, template) -> None:
    """A guard that starts later learns what was revoked before."""
    async with open_world(tmp_path / "data", template=template) as world:
        ann = await world.person("ann")
        token, clock = ann.token, world.clock
        await world.stranger.post("/auth/logout", refreshToken=ann.told["refreshToken"])
    async with open_world(tmp_path / "data", clock) as world:
        assert (await Person(world, "ann", token).refused("GET", "/auth/account"))[0] == 401
