"""Sessions: refreshing, theft, ending."""

import asyncio

from minifb.kernel.clock import DAY, SECOND
from tests.modules.auth.letters import subjects
from tests.modules.auth.people import refresh
from tests.world import Person, World


async def test_tokens_are_traded_for_new_ones(world: World) -> None:
    """A refresh token gives a new pair, and both tokens are new."""
    ann = await world.person("ann")
    before = dict(ann.told)
    await refresh(ann)
    assert ann.told["refreshToken"] != before["refreshToken"]
    assert await ann.get("/auth/account")


async def test_a_lost_reply_does_no_harm(world: World) -> None:
    """The same token again within ten seconds gives the same successor."""
    ann = await world.person("ann")
    token = ann.told["refreshToken"]
    answers = [await world.stranger.post("/auth/refresh", refreshToken=token) for _ in range(3)]
    assert len({answer["refreshToken"] for answer in answers}) == 1


async def test_many_tabs_at_once_get_the_same(world: World) -> None:
    """64 refreshes of one token at the same time have one successor, and the session lives."""
    ann = await world.person("ann")
    token = ann.told["refreshToken"]
    answers = await asyncio.gather(
        *(world.stranger.ask("POST", "/auth/refresh", json={"refreshToken": token}) for _ in range(64))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refreshToken"] for answer in answers}) == 1


async def test_a_stolen_token_ends_the_session(world: World) -> None:
    """A token used again after the grace ends the whole family, tells the member, and is written down."""
    ann = await world.person("ann")
    stolen = ann.told["refreshToken"]
    await refresh(ann)
    world.clock.advance(11 * SECOND)
    assert await world.stranger.refused("POST", "/auth/refresh", json={"refreshToken": stolen}) == (401, "session_over")
    latest = {"refreshToken": ann.told["refreshToken"]}
    assert (await world.stranger.refused("POST", "/auth/refresh", json=latest))[0] == 401
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    assert "Your account was changed" in await subjects(world, "ann@example.org")
    acts = await world.house.parts["auth"].db.read(audited)
    assert "session.reuse_detected" in acts


def audited(tx: object) -> list[str]:
    """Give what was written into the audit log."""
    from minifb.kernel.ops import audit

    assert audit.verify(tx) is None  # type: ignore[arg-type, unused-ignore]
    return [act.action for act in audit.latest(tx, 100)]  # type: ignore[arg-type, unused-ignore]


async def test_a_session_slides_but_ends(world: World) -> None:
    """Used every month a session lives 90 days; unused it ends after 30."""
    ann, bob = await world.persons("ann", "bob")
    for _ in range(3):
        world.clock.advance(29 * DAY)
        await refresh(ann)
    latest = {"refreshToken": ann.told["refreshToken"]}
    world.clock.advance(4 * DAY)
    assert (await world.stranger.refused("POST", "/auth/refresh", json=latest))[0] == 401
    assert (await world.stranger.refused("POST", "/auth/refresh", json={"refreshToken": bob.told["refreshToken"]}))[
        0
    ] == 401


async def test_an_access_token_lives_ten_minutes(world: World) -> None:
    """After ten minutes and the leeway a token opens nothing."""
    ann = await world.person("ann")
    world.clock.advance(631 * SECOND)
    assert (await ann.refused("GET", "/auth/account"))[0] == 401


async def test_sessions_are_listed_and_ended(world: World) -> None:
    """A member sees where they are signed in, ends one, or all but this one, and those tokens die at once."""
    ann = await world.person("ann")
    phone, tablet = await world.login("ann"), await world.login("ann")
    shown = (await ann.get("/auth/sessions"))["items"]
    assert [session["current"] for session in shown].count(True) == 1
    assert len(shown) == 3
    other = next(session for session in (await phone.get("/auth/sessions"))["items"] if session["current"])
    await ann.delete(f"/auth/sessions/{other['id']}")
    assert (await phone.refused("GET", "/auth/account"))[0] == 401
    await ann.delete("/auth/sessions")
    assert (await tablet.refused("GET", "/auth/account"))[0] == 401
    assert await ann.get("/auth/account")


async def test_nobody_ends_a_stranger_s_session(world: World) -> None:
    """Another member's session does not exist."""
    ann, bob = await world.persons("ann", "bob")
    (session,) = (await ann.get("/auth/sessions"))["items"]
    assert await bob.refused("DELETE", f"/auth/sessions/{session['id']}") == (404, "not_found")


async def test_signing_out_ends_the_session(world: World) -> None:
    """After signing out neither token is worth anything, and signing out again does no harm."""
    ann = await world.person("ann")
    for _ in range(2):
        await world.stranger.post("/auth/logout", refreshToken=ann.told["refreshToken"])
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    assert (await world.stranger.refused("POST", "/auth/refresh", json={"refreshToken": ann.told["refreshToken"]}))[
        0
    ] == 401


async def test_the_oldest_session_makes_room(world: World) -> None:
    """A member has at most so many sessions."""
    ann = await world.person("ann")
    own = world.service("auth").means.own
    devices: list[Person] = [await world.login("ann") for _ in range(own.sessions_max)]
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    assert await devices[0].get("/auth/account")


async def test_signing_keys_change(world: World) -> None:
    """After 90 days a new key signs; tokens of the one before are still read."""
    auth = world.service("auth")
    before = await auth.verify_keys()
    for _ in range(3):
        world.clock.advance(91 * DAY)
        await auth.tokens.prepare()
    after = await auth.verify_keys()
    assert len(before) == 1
    assert len(after) == 2
    assert not before.keys() & after.keys()
