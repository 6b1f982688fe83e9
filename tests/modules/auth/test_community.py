"""The community: its name and its door, as the owner sets them in the browser."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from minifb.kernel.ops import audit
from tests.modules.auth.people import first_owner, staff
from tests.world import World, newcomer, open_world


async def shown(world: World) -> Any:
    """Show the community to a stranger."""
    return await world.stranger.get("/auth/community")


async def test_a_community_begins_without_a_name(tmp_path: Path, template: Path) -> None:
    """Until somebody says otherwise it is called minifb, and its door is as the settings have it."""
    told = {"modules__auth__sign_up": "invite", "modules__auth__verification_required": True}
    async with open_world(tmp_path / "data", template=template, **told) as world:
        assert await shown(world) == {"name": "minifb", "signUp": "invite", "verificationRequired": True}


async def test_the_owner_names_the_community(world: World) -> None:
    """What the owner says is seen by strangers at once, and what is left out stays."""
    owner = await first_owner(world)
    await owner.put("/auth/community", signUp="approval")
    told = await owner.put("/auth/community", name="  Riverside   Garden ")
    assert told == {"name": "Riverside Garden", "signUp": "approval", "verificationRequired": False}
    assert await shown(world) == told
    assert world.service("auth").community.shown().name == "Riverside Garden"


async def test_a_name_outlives_the_server(tmp_path: Path, template: Path) -> None:
    """After a restart every page has the name again before anybody asked for it."""
    async with open_world(tmp_path / "data", template=template) as world:
        clock = world.clock
        await (await first_owner(world)).put("/auth/community", name="Riverside", signUp="invite")
    async with open_world(tmp_path / "data", clock) as world:
        known = world.service("auth").community.shown()
        assert (known.name, known.sign_up) == ("Riverside", "invite")


async def test_devices_keep_ways_in_under_its_name(world: World) -> None:
    """Authenticator apps and passkeys show how the community is called: its address, until somebody named it."""

    async def kept_as() -> tuple[str, str, str]:
        offer = await ann.post("/auth/totp")
        asked = await ann.post("/auth/passkeys/options")
        uri = urlsplit(offer["uri"])
        return unquote(uri.path), parse_qs(uri.query)["issuer"][0], asked["options"]["rp"]["name"]

    owner, ann = await first_owner(world), await world.person("ann")
    address = world.service("auth").means.public_url.split("://")[1]
    assert await kept_as() == (f"/{address}:ann", address, address)
    await owner.put("/auth/community", name="Riverside")
    assert await kept_as() == ("/Riverside:ann", "Riverside", "Riverside")


async def test_the_door_is_closed_at_once(world: World) -> None:
    """Where the owner wants invitations, whoever has none is turned away, whatever the settings say."""
    owner = await first_owner(world)
    await owner.put("/auth/community", signUp="invite")
    refused = await world.stranger.refused("POST", "/auth/register", json=newcomer("ann"))
    assert refused == (403, "invite_needed")
    await owner.put("/auth/community", signUp=None)
    assert (await world.person("ann")).token


async def test_newcomers_wait_where_the_owner_says_so(world: World) -> None:
    """With approval a newcomer waits, and whoever came before is not sent away."""
    owner, ann = await first_owner(world), await world.person("ann")
    await owner.put("/auth/community", signUp="approval")
    response = await world.stranger.ask("POST", "/auth/register", json=newcomer("bob"))
    assert (response.status_code, response.json()) == (202, {"status": "approval"})
    assert await ann.get("/auth/account")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "n" * 65}, "name"),
        ({"name": "Gar\u200bden"}, "name"),
        ({"signUp": "closed"}, "signUp"),
    ],
)
async def test_what_is_wrong_with_it_is_said(world: World, change: dict[str, str], field: str) -> None:
    """A name that nobody could read and a door that does not exist are refused by field."""
    owner = await first_owner(world)
    response = await owner.ask("PUT", "/auth/community", json=change)
    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (422, [field])


async def test_only_those_who_run_it_decide(world: World) -> None:
    """Members and moderators cannot rename the community; an admin can."""
    owner, ann = await first_owner(world), await world.person("ann")
    moderator, admin = await staff(world, owner, "moe", "moderator"), await staff(world, owner, "ada", "admin")
    for person in (ann, moderator):
        assert (await person.refused("PUT", "/auth/community", json={"name": "Mine"}))[0] == 403
    assert (await admin.put("/auth/community", name="Ours"))["name"] == "Ours"


async def test_a_change_is_written_down(world: World) -> None:
    """Who opened the door or renamed the community can be read in the audit log; saying the same again is no act."""
    owner = await first_owner(world)
    for _ in range(2):
        await owner.put("/auth/community", name="Riverside", signUp="invite")
    acts = await world.house.parts["auth"].db.read(lambda tx: audit.latest(tx, 10))
    told = [(act.actor, act.object, act.reason) for act in acts if act.action == "community.changed"]
    assert told == [(owner.id, "community", "name unset to Riverside, sign_up unset to invite")]
