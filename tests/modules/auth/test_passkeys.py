"""Passkeys: setting up, signing in, proving again; with a software key in place of a device."""

import asyncio
from typing import Any

import pytest

from minifb.kernel.clock import MINUTE, SECOND
from minifb.modules.auth.rules.passkeys import relying_party
from tests.modules.auth.authenticator import PRESENT, SoftwareKey
from tests.modules.auth.people import first_owner, refresh
from tests.world import Person, World


async def set_up(person: Person, key: SoftwareKey) -> dict[str, Any]:
    """Set up a passkey."""
    asked = await person.post("/auth/passkeys/options")
    made: dict[str, Any] = await person.post(
        "/auth/passkeys", challengeId=asked["challengeId"], credential=key.create(asked["options"]), name="Laptop"
    )
    return made


async def answer(world: World, key: SoftwareKey) -> dict[str, Any]:
    """Ask for a challenge and answer it."""
    asked = await world.stranger.post("/auth/passkeys/login-options")
    return {"challengeId": asked["challengeId"], "credential": key.get(asked["options"])}


async def test_a_passkey_signs_in(world: World) -> None:
    """A passkey that was set up signs in without name or password, and is listed with its last use."""
    ann, key = await world.person("ann"), SoftwareKey()
    assert (await set_up(ann, key))["name"] == "Laptop"
    told = await world.stranger.post("/auth/passkeys/login", **await answer(world, key))
    assert told["user"]["id"] == ann.id
    (shown,) = (await ann.get("/auth/passkeys"))["items"]
    assert shown["usedAt"]


async def test_a_challenge_is_answered_once(world: World) -> None:
    """The same answer again, or many at once, sign in one session."""
    ann, key = await world.person("ann"), SoftwareKey()
    await set_up(ann, key)
    proof = await answer(world, key)
    tries = [world.stranger.ask("POST", "/auth/passkeys/login", json=proof) for _ in range(16)]
    statuses = [response.status_code for response in await asyncio.gather(*tries)]
    assert sorted(statuses) == [200] + [401] * 15


async def test_an_old_challenge_is_over(world: World) -> None:
    """After five minutes an answer comes too late."""
    ann, key = await world.person("ann"), SoftwareKey()
    await set_up(ann, key)
    proof = await answer(world, key)
    world.clock.advance(6 * MINUTE)
    assert await world.stranger.refused("POST", "/auth/passkeys/login", json=proof) == (401, "passkey_wrong")


@pytest.mark.parametrize("wrong", ["origin", "party", "key", "nothing"])
async def test_a_foreign_answer_is_refused(world: World, wrong: str) -> None:
    """An answer from another site, for another site, or of another key opens nothing."""
    ann, key = await world.person("ann"), SoftwareKey()
    await set_up(ann, key)
    forged = SoftwareKey() if wrong == "key" else key
    forged.id = key.id
    if wrong == "origin":
        forged.origin = "http://evil.example"
    if wrong == "party":
        forged.party = "evil.example"
    proof = await answer(world, forged)
    proof["credential"] = {} if wrong == "nothing" else proof["credential"]
    assert await world.stranger.refused("POST", "/auth/passkeys/login", json=proof) == (401, "passkey_wrong")


async def test_a_passkey_is_a_step_up(world: World) -> None:
    """A passkey proves again who one is; somebody else's does not."""
    ann, bob = await world.persons("ann", "bob")
    mine, theirs = SoftwareKey(), SoftwareKey()
    await set_up(ann, mine)
    await set_up(bob, theirs)
    world.clock.advance(9 * MINUTE)
    await refresh(ann)
    world.clock.advance(2 * MINUTE)
    assert (await ann.refused("POST", "/auth/step-up", json={"passkey": await answer(world, theirs)}))[0] == 401
    await ann.post("/auth/step-up", passkey=await answer(world, mine))
    await refresh(ann)
    assert await ann.post("/auth/totp")


async def test_staff_passkeys_look_who_holds_them(world: World) -> None:
    """A key that only tells that somebody touched it is not enough for staff."""
    owner, key = await first_owner(world), SoftwareKey()
    key.flags = PRESENT
    asked = await owner.post("/auth/passkeys/options")
    assert asked["options"]["authenticatorSelection"]["userVerification"] == "required"
    body = {"challengeId": asked["challengeId"], "credential": key.create(asked["options"])}
    assert await owner.refused("POST", "/auth/passkeys", json=body) == (422, "passkey_invalid")


async def test_a_passkey_counts_as_second_factor(world: World) -> None:
    """An owner with a passkey is not asked for another factor; one who removes it is."""
    owner = await first_owner(world)
    made = await set_up(owner, SoftwareKey())
    world.clock.advance(8 * 24 * 60 * MINUTE)
    await refresh(owner)
    assert await owner.get("/users/profile")
    await owner.post("/auth/step-up", password="correct horse battery")
    await refresh(owner)
    await owner.delete(f"/auth/passkeys/{made['id']}")
    world.clock.advance(SECOND)
    await refresh(owner)
    assert await owner.refused("GET", "/users/profile") == (403, "second_factor_required")


@pytest.mark.parametrize(
    ("url", "party", "origin"),
    [
        ("http://127.0.0.1:3000", "localhost", "http://localhost:3000"),
        ("https://social.example", "social.example", "https://social.example"),
    ],
)
def test_passkeys_belong_to_the_site(url: str, party: str, origin: str) -> None:
    """The name comes from the configured address, never from a request."""
    assert relying_party(url) == (party, [origin])
