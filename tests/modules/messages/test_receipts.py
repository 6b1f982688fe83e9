"""Receipts: how far somebody got is told to who shows the same; what is unread is counted anew each time."""

from minifb.modules.messages.rules.receipts import SHOWN_MAX, UNREAD_MAX
from tests.modules.messages.tabs import tab
from tests.modules.messages.talking import say, seen, talk
from tests.world import Person, World


async def unread(person: Person) -> tuple[int, int]:
    """Give how many messages, and in how many conversations, wait for somebody."""
    told = await person.get("/messages/unread-count")
    return told["count"], told["conversations"]


async def position(viewer: Person, conversation_id: str, of: Person) -> tuple[int | None, int | None]:
    """Give up to where a participant got, as somebody sees it: delivered, read."""
    found = (await seen(viewer, conversation_id))["participants"]
    [one] = [each for each in found if each["id"] == of.id]
    return one.get("deliveredSeq"), one.get("lastReadSeq")


async def test_reading_is_told_and_clears_the_count(world: World) -> None:
    """The sender learns up to where it was read; one's own devices get what is unread now, as an absolute number."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    said = [await say(ann, with_bob, text) for text in ("one", "two", "three")]
    assert await unread(bob) == (3, 1)
    anns, phone = await tab(ann), await tab(bob)
    await bob.put(f"/messages/{said[1]}/read")
    await bob.put(f"/messages/{said[0]}/read")
    [receipt], [cleared] = await anns.told(), await phone.told()
    assert (receipt["type"], receipt["data"]) == (
        "receipt.read",
        {"conversationId": with_bob, "userId": bob.id, "seq": 2},
    )
    assert cleared["data"] == {
        "conversationId": with_bob,
        "seenSeq": 2,
        "unreadCount": 1,
        "total": {"count": 1, "conversations": 1},
    }
    assert (await unread(bob), (await seen(bob, with_bob))["unreadCount"]) == ((1, 1), 1)
    assert await position(ann, with_bob, bob) == (2, 2)


async def test_delivery_is_told_apart_from_reading(world: World) -> None:
    """A device says what reached it; that tells the sender so, and clears nothing."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    anns, bobs = await tab(ann), await tab(bob)
    for _ in range(2):
        await bobs.send("receipt.delivered", conversationId=with_bob, seq=999)
    await bobs.told()
    [receipt] = await anns.told()
    assert (receipt["type"], receipt["data"]["seq"]) == ("receipt.delivered", 1)
    assert (await unread(bob), await position(ann, with_bob, bob)) == ((1, 1), (1, 0))


async def test_private_reading_is_told_to_nobody(world: World) -> None:
    """It clears one's own count on all devices, and the others see one unread as before."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    said = await say(ann, with_bob, "hello")
    anns, phone, laptop = await tab(ann), await tab(bob), await tab(bob)
    await phone.send("receipt.read", conversationId=with_bob, seq=1, private=True)
    assert await phone.kinds() == ["conversation.read"]
    assert await laptop.kinds() == ["conversation.read"]
    assert (await anns.told(), await unread(bob), await position(ann, with_bob, bob)) == ([], (0, 0), (0, 0))
    assert (await ann.get(f"/messages/{said}/seen"))["count"] == 0


async def test_receipts_that_are_off_never_leave_the_server(world: World) -> None:
    """Neither to others nor from others, and what was read meanwhile stays one's own also later."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await bob.put("/messages/settings", receipts=False)
    said = await say(ann, with_bob, "hello")
    anns, bobs = await tab(ann), await tab(bob)
    await bob.put(f"/messages/{said}/read")
    await bobs.send("receipt.delivered", conversationId=with_bob, seq=1)
    answer = await say(bob, with_bob, "hi")
    await bobs.told()
    await ann.put(f"/messages/{answer}/read")
    assert "receipt.read" not in await anns.kinds()
    assert "receipt.read" not in await bobs.kinds()
    assert (await bob.get(f"/messages/{answer}/seen")) == {"count": 0, "users": []}
    again = await say(ann, with_bob, "more")
    await bob.put(f"/messages/{again}/read")
    await bob.put("/messages/settings", receipts=True)
    assert (await ann.get(f"/messages/{again}/seen"))["count"] == 0


async def test_who_has_read_a_message(world: World) -> None:
    """Everybody in a group sees who has read a message, but not of whom a block hides."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="three")
    said = await say(ann, group, "hello")
    for person in (bob, eve):
        await person.put(f"/messages/{said}/read")
    told = await ann.get(f"/messages/{said}/seen")
    assert (told["count"], {user["username"] for user in told["users"]}) == (2, {"bob", "eve"})
    await ann.post("/users/blocks", userId=eve.id)
    told = await ann.get(f"/messages/{said}/seen")
    assert (told["count"], [user["username"] for user in told["users"]]) == (1, ["bob"])


async def test_what_counts_as_unread(world: World) -> None:
    """Not one's own, not what happened, not unsent or removed, not of whom one muted, not in a muted conversation."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="three")
    await say(bob, group, "earlier")
    await say(ann, group, "read up to here")
    await say(bob, group, "new")
    await say(eve, group, "new of eve")
    assert await unread(ann) == (2, 1)
    unsent, hidden = await say(bob, group, "unsent"), await say(bob, group, "hidden")
    await bob.delete(f"/messages/{unsent}", **{"for": "everyone"})
    await ann.delete(f"/messages/{hidden}", **{"for": "me"})
    assert await unread(ann) == (2, 1)
    await ann.post("/users/mutes", userId=eve.id)
    await world.settle()
    assert ((await seen(ann, group))["unreadCount"], await unread(ann)) == (1, (1, 1))
    await ann.put(f"/messages/conversations/{group}/mute")
    assert ((await seen(ann, group))["unreadCount"], await unread(ann)) == (1, (0, 0))


async def test_a_request_counts_for_nothing(world: World) -> None:
    """What a stranger wrote is no badge and tells no receipt until it is accepted."""
    ann, stan = await world.persons("ann", "stan")
    asked = await talk(ann, stan)
    said = await say(ann, asked, "hello stranger")
    anns, stans = await tab(ann), await tab(stan)
    await stan.put(f"/messages/{said}/read")
    await stans.send("receipt.delivered", conversationId=asked, seq=1)
    await stans.told()
    assert (await unread(stan), await anns.told()) == ((0, 0), [])
    assert (await ann.get(f"/messages/{said}/seen"))["count"] == 0


async def test_marked_unread_counts_as_a_conversation(world: World) -> None:
    """It is a mark of one's own; reading takes it off, and receipts never go back."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    said = await say(ann, with_bob, "hello")
    await bob.put(f"/messages/{said}/read")
    await bob.put(f"/messages/conversations/{with_bob}/unread")
    assert (await unread(bob), await position(ann, with_bob, bob)) == ((0, 1), (1, 1))
    await bob.put(f"/messages/{said}/read")
    assert await unread(bob) == (0, 0)


async def test_in_a_large_group_nobodys_position_is_told(world: World) -> None:
    """Above fifty members there is only a number at the message itself."""
    ann, bob = await world.friends("ann", "bob")
    others = await world.persons(*(f"p{number:02}" for number in range(SHOWN_MAX - 1)))
    group = await talk(ann, bob, *others, title="many")
    said = await say(ann, group, "hello all")
    anns = await tab(ann)
    await bob.put(f"/messages/{said}/read")
    assert await anns.told() == []
    assert (await position(ann, group, bob)) == (None, None)
    assert await ann.get(f"/messages/{said}/seen") == {"count": 1, "users": []}
    assert UNREAD_MAX == 999


async def test_counting_ends_somewhere(world: World) -> None:
    """Of very much that is unread only the conversations are told apart; each of them counts, read or marked."""
    ann, bob = await world.friends("ann", "bob")
    groups = [await talk(ann, bob, title=str(number)) for number in range(3)]
    for group in groups[:2]:
        for number in range(2):
            await say(ann, group, str(number))
    await bob.put(f"/messages/conversations/{groups[2]}/unread")
    assert await unread(bob) == (4, 3)
    await bob.put(f"/messages/conversations/{groups[0]}/mute")
    assert await unread(bob) == (2, 2)
