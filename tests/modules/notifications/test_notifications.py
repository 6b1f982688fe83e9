"""The list of what a member was told, through the whole server."""

from typing import Any

import msgspec

from minifb.kernel.http.live import Mailbox
from minifb.kernel.http.policy import Actor
from tests.modules.messages.talking import say, talk
from tests.modules.notifications.told import kinds, told
from tests.world import Person, World


async def frame(mailbox: Mailbox) -> dict[str, Any]:
    """Give the next frame that a socket would be sent."""
    sent = await mailbox.get()
    assert sent is not None
    read: dict[str, Any] = msgspec.json.decode(sent)
    return read


def socket(world: World, person: Person) -> Mailbox:
    """Open a member's mailbox, as a socket does."""
    return world.house.live.register(Actor(id=person.id, role="member", kind="member"), world.clock.now())


async def asked_by(world: World, *names: str) -> Person:
    """Give a member whom these ask to be friends."""
    zoe = await world.person("zoe")
    for person in await world.persons(*names):
        await person.post("/users/friends/request", userId=zoe.id)
    await world.settle()
    return zoe


async def test_seen_is_not_read(world: World) -> None:
    """Opening the list clears the badge; read is only what was followed."""
    zoe = await asked_by(world, "ann", "bob")
    assert await zoe.get("/notifications/unread-count") == {"count": 3, "unseen": 3}
    await zoe.post("/notifications/mark-all-seen")
    assert await zoe.get("/notifications/unread-count") == {"count": 3, "unseen": 0}
    first, second = await told(zoe)
    assert (first["seenAt"] is None, first["readAt"]) == (False, None)
    for _ in range(2):
        await zoe.put(f"/notifications/{first['id']}/read")
    assert (await zoe.get("/notifications/unread-count"))["count"] == 2
    assert [item["id"] for item in await told(zoe, unread=True)] == [second["id"]]
    await zoe.post("/notifications/mark-all-read")
    assert await zoe.get("/notifications/unread-count") == {"count": 0, "unseen": 0}


async def test_the_list_has_pages(world: World) -> None:
    """Page after page gives each once, the latest first."""
    zoe = await asked_by(world, "ann", "bob", "eve", "kim")
    found, cursor = [], None
    while True:
        page = await zoe.get("/notifications", limit=2, **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        if (cursor := page["next"]) is None:
            break
    assert [item["text"].partition(" ")[0] for item in found] == ["Kim", "Eve", "Bob", "Ann", "Welcome!"]


async def test_ones_own_alone(world: World) -> None:
    """What another was told there is not."""
    zoe = await asked_by(world, "ann")
    ann = await world.person("ann")
    [item] = await told(zoe)
    for method, path in (("PUT", f"/notifications/{item['id']}/read"), ("DELETE", f"/notifications/{item['id']}")):
        assert await ann.refused(method, path) == (404, "not_found")
    assert await world.stranger.refused("GET", "/notifications") == (401, "unauthenticated")
    await zoe.delete(f"/notifications/{item['id']}")
    assert await told(zoe) == []


async def test_a_kind_can_be_kept_out_of_the_list(world: World) -> None:
    """Who wants nothing of a kind in the app has none of it in the list."""
    zoe = await world.person("zoe")
    await zoe.put("/notifications/preferences", kinds={"friend.request": {"inApp": False}})
    await asked_by(world, "ann")
    assert await kinds(zoe) == []
    assert (await zoe.get("/notifications/unread-count"))["count"] == 1  # the welcome


async def test_what_is_kept_out_of_the_list_may_come_back(world: World) -> None:
    """Who wants a kind in the app again has it again with the next act, also in one that had begun before."""
    ann, bob = await world.friends("ann", "bob")
    chat = await talk(ann, bob)
    await bob.put("/notifications/preferences", kinds={"message": {"inApp": False}})
    await say(ann, chat, "Hello")
    assert "message" not in await kinds(bob)
    await bob.put("/notifications/preferences", kinds={"message": {"inApp": True}})
    await say(ann, chat, "Hello again")
    assert "message" in await kinds(bob)


async def test_who_is_there_sees_it_at_once(world: World) -> None:
    """An open socket is sent what is told, what is read elsewhere and what is taken back, each with the count."""
    zoe, ann = await world.persons("zoe", "ann")
    await world.settle()
    mailbox = socket(world, zoe)
    await ann.post("/users/friends/request", userId=zoe.id)
    created = await frame(mailbox)
    assert created["type"] == "notification.created"
    assert created["data"]["notification"]["text"] == "Ann asked to be your friend"
    assert created["data"]["unreadCount"] == 2
    await zoe.put(f"/notifications/{created['data']['notification']['id']}/read")
    assert await frame(mailbox) == {"type": "notification.read", "data": {"unreadCount": 1}}
    await ann.delete(f"/users/friends/{zoe.id}")
    gone = await frame(mailbox)
    assert gone["type"] == "notification.withdrawn"
    assert gone["data"] == {"ids": [created["data"]["notification"]["id"]], "unreadCount": 1}
