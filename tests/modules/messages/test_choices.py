"""Choices: what one lets others know while one talks."""

from tests.modules.messages.talking import say, talk
from tests.world import Person, World


async def test_everything_is_shown_until_one_says_otherwise(world: World) -> None:
    """Receipts and presence are on; each is switched by itself and stays so."""
    ann = await world.person("ann")
    assert await ann.get("/messages/settings") == {"receipts": True, "presence": True}
    assert await ann.put("/messages/settings", receipts=False) == {"receipts": False, "presence": True}
    assert await ann.put("/messages/settings", presence=False) == {"receipts": False, "presence": False}
    assert await ann.get("/messages/settings") == {"receipts": False, "presence": False}
    assert (await ann.refused("PUT", "/messages/settings", json={"typing": False}))[0] == 422
    assert (await world.stranger.refused("GET", "/messages/settings"))[0] == 401


async def test_who_does_not_tell_is_not_told(world: World) -> None:
    """Without receipts one's position is shown to nobody, also in the list of participants, and nobody's to oneself."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await bob.put(f"/messages/{await say(ann, with_bob, 'hello')}/read")
    path = f"/messages/conversations/{with_bob}/participants"

    async def shown(person: Person) -> dict[str, int | None]:
        people = (await person.get(path))["items"]
        return {one["username"]: one.get("lastReadSeq") for one in people}

    assert await shown(ann) == {"ann": 1, "bob": 1}
    await ann.put("/messages/settings", receipts=False)
    assert (await shown(ann), await shown(bob)) == ({"ann": 1, "bob": None}, {"ann": None, "bob": 1})
