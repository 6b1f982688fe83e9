"""What other modules are told of everybody who ask for it: all that events told, page by page."""

import pytest

from minifb.modules.users.public import FriendList, KnownMember
from minifb.modules.users.service import copies
from tests.modules.auth.people import first_owner
from tests.world import World


async def asked(world: World, limit: int = 100) -> dict[str, KnownMember]:
    """Ask for everybody, page by page."""
    found: dict[str, KnownMember] = {}
    after = ""
    while page := await world.service("users").known(after, limit):
        assert [one.card.id for one in page] == sorted({one.card.id for one in page} - found.keys())
        found |= {one.card.id: one for one in page}
        after = page[-1].card.id
    return found


async def test_everything_between_two(world: World) -> None:
    """Friendship and blocks are told once for each pair, with what they no longer are; mutes and follows by whom."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await ann.delete(f"/users/friends/{cid.id}")
    await cid.post("/users/blocks", userId=bob.id)
    await bob.post("/users/mutes", userId=ann.id)
    await bob.post("/users/follows", userId=ann.id, first=True)
    found = await asked(world)
    ties = {(me, one.other_id): (one.friends, one.blocks, one.blocked) for me in found for one in found[me].bonds}
    assert ties == {
        (ann.id, bob.id): (True, False, False),
        (ann.id, cid.id): (False, False, False),
        (bob.id, cid.id): (False, False, True),
    }
    assert [one.other_id for one in found[bob.id].mutes] == [ann.id]
    assert [(one.other_id, one.first) for one in found[bob.id].follows] == [(ann.id, True)]


async def test_friend_lists(world: World) -> None:
    """Lists are told with who is on them, an empty one too; who never had one has none."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    [close] = (await ann.get("/users/lists"))["items"]
    await ann.put(f"/users/lists/{close['id']}/members/{bob.id}")
    [empty] = (await bob.get("/users/lists"))["items"]
    team = await ann.post("/users/lists", name="Team")
    await ann.put(f"/users/lists/{team['id']}/members/{cid.id}")
    found = await asked(world)
    assert found[ann.id].lists == [
        FriendList(close["id"], True, [bob.id], 2),
        FriendList(team["id"], False, [cid.id], 2),
    ]
    assert found[bob.id].lists == [FriendList(empty["id"], True, [], 1)]
    assert found[cid.id].lists == []


async def test_who_is_hidden_and_who_is_gone(world: World) -> None:
    """Who is suspended or away is told as such; who is gone is not told."""
    owner = await first_owner(world)
    ann, bob, cid = await world.persons("ann", "bob", "cid")
    await owner.post(f"/auth/members/{bob.id}/suspend", reason="spam")
    await cid.post("/users/deactivate")
    await world.service("users").db.write(lambda tx: world.service("users").bury(tx, ann.id))
    found = await asked(world)
    assert {one.card.username: (one.suspended, one.away) for one in found.values()} == {
        owner.name: (False, False),
        "bob": (True, False),
        "cid": (False, True),
    }


async def test_a_page_is_never_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page ends early where members have many friends, and nobody is left out."""
    people = await world.friends("ann", "bob", "cid", "dan")
    monkeypatch.setattr(copies, "FRIENDS_MAX", 5)
    assert len(await world.service("users").known("", 100)) == 2
    assert (await asked(world)).keys() == {one.id for one in people}
    assert (await asked(world, 1)).keys() == {one.id for one in people}
