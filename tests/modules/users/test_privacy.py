"""Privacy: who sees which field, who finds and who reaches a member."""

from typing import Any

import pytest

from minifb.modules.users.rules.privacy import Privacy, PrivacyChange
from tests.modules.social import Social
from tests.world import Person, World

EVERYTHING = {
    "bio": "Hello",
    "birthday": "1990-02-03",
    "location": "Łódź",
    "links": [{"title": "", "url": "https://example.org"}],
}
# Where a setting shows in another's view of the profile.
SHOWN: dict[str, Any] = {
    "bio": lambda seen: "bio" in seen,
    "birthday": lambda seen: "birthday" in seen,
    "birthYear": lambda seen: seen["birthday"].startswith("1990"),
    "location": lambda seen: "location" in seen,
    "links": lambda seen: "links" in seen,
    "friends": lambda seen: "friends" in seen["counts"],
    "lastSeen": lambda seen: "lastSeen" in seen,
}
ADMITS = {"everyone": {"stranger", "asker", "friend", "self"}, "friends": {"friend", "self"}, "onlyMe": {"self"}}


async def circle(world: World) -> dict[str, Person]:
    """Ann, and everything another member may be to her."""
    ann, friend = await world.friends("ann", "bob")
    asker, stranger = await world.persons("cid", "dan")
    await asker.post("/users/friends/request", userId=ann.id)
    await ann.put("/users/profile", **EVERYTHING)
    return {"self": ann, "friend": friend, "asker": asker, "stranger": stranger}


@pytest.mark.parametrize("circle_name", ADMITS)
async def test_each_field_is_for_whom_it_is_said_to_be(world: World, circle_name: str) -> None:
    """Every field shows to exactly the members its setting names, and is absent for all others."""
    people = await circle(world)
    ann = people["self"]
    for field, shows in SHOWN.items():
        await ann.put("/users/privacy", birthday="everyone")
        await ann.put("/users/privacy", **{field: circle_name})
        seen = {kind: await viewer.get(f"/users/{ann.id}") for kind, viewer in people.items()}
        assert {kind for kind in people if shows(seen[kind])} == ADMITS[circle_name], field


async def test_privacy_changes_in_parts(world: World) -> None:
    """What is left out of a change stays; nothing that is no setting is taken."""
    ann = await world.person("ann")
    before = await ann.get("/users/privacy")
    assert (before["bio"], before["birthday"], before["friends"], before["requests"]) == (
        "everyone",
        "friends",
        "everyone",
        "everyone",
    )
    after = await ann.put("/users/privacy", bio="onlyMe", search="friends")
    assert after == before | {"bio": "onlyMe", "search": "friends"} == await ann.get("/users/privacy")
    for wrong in ({"bio": "nobody"}, {"requests": "onlyMe"}, {"shoeSize": "everyone"}):
        assert await ann.refused("PUT", "/users/privacy", json=wrong) == (422, "invalid")


async def test_a_hidden_list_of_friends(world: World) -> None:
    """Who may not see the friends of a member gets neither the list nor how many; mutual friends stay, until onlyMe."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await eve.befriend(bob)
    lists = (f"/users/friends?userId={ann.id}", f"/users/{ann.id}/mutual-friends")
    for said, refused in (("everyone", ()), ("friends", lists[:1]), ("onlyMe", lists)):
        await ann.put("/users/privacy", friends=said)
        for path in lists:
            answer = await eve.ask("GET", path)
            assert answer.status_code == (403 if path in refused else 200)
        assert ("mutualFriends" in await eve.get(f"/users/{ann.id}")) is (said != "onlyMe")
        assert len((await ann.get("/users/friends"))["items"]) == 1


@pytest.mark.parametrize(
    ("said", "finders"), [("everyone", {"ann", "bob", "eve"}), ("friends", {"ann", "bob"}), ("onlyMe", {"ann"})]
)
async def test_who_finds_a_member(world: World, said: str, finders: set[str]) -> None:
    """A search by name finds a member for exactly those who may find them; who knows the handle still sees them."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await ann.put("/users/privacy", search=said)
    found = {
        who.name
        for who in (ann, bob, eve)
        if ann.id in {one["id"] for one in (await who.get("/users/search", q="ann"))["items"]}
    }
    assert found == finders
    assert (await eve.get("/users/@ann"))["id"] == ann.id


async def test_requests_of_friends_of_friends_alone(world: World) -> None:
    """A member may take requests only of those they have a friend in common with; asking somebody oneself stays."""
    ann, bob = await world.friends("ann", "bob")
    eve, dan = await world.persons("eve", "dan")
    await ann.put("/users/privacy", requests="friendsOfFriends")
    assert (await eve.get(f"/users/{ann.id}"))["canRequest"] is False
    assert await eve.refused("POST", "/users/friends/request", json={"userId": ann.id}) == (403, "requests_closed")
    await eve.befriend(bob)
    assert (await eve.get(f"/users/{ann.id}"))["canRequest"] is True
    assert (await eve.post("/users/friends/request", userId=ann.id))["status"] == "requested"
    await ann.post("/users/friends/request", userId=dan.id)
    assert (await dan.post("/users/friends/request", userId=ann.id))["status"] == "friends"


async def test_a_change_of_privacy_is_told_once(social: Social) -> None:
    """Others hear all settings when one changed, and nothing when none did."""
    ann = await social.member("ann")
    for _ in range(2):
        await social.users.change_privacy(ann, PrivacyChange(bio="onlyMe"))
    async with social.dbs["users"].slow() as connection:
        rows = await connection.exec_driver_sql("SELECT data FROM outbox WHERE name = 'user.privacy.changed'")
        [data] = [row[0] for row in rows]
    assert '"bio":"onlyMe"' in data
    assert '"birthYear":"friends"' in data
    assert await social.users.own_privacy(ann) == Privacy(bio="onlyMe")


async def test_a_profile_through_other_eyes(world: World) -> None:
    """A member sees their own profile as a friend or anybody else would, with what each of them is really shown."""
    ann, bob = await world.friends("ann", "bob")
    cat = await world.person("cat")
    await ann.put("/users/profile", bio="Hello", location="Łódź", birthday="1990-02-03")
    await ann.put("/users/privacy", bio="friends", location="onlyMe")
    for eyes, relation, who in ((bob.id, "friends", bob), (cat.id, "none", cat), ("public", "none", cat)):
        seen, truth = await ann.get("/users/@ann", viewAs=eyes), await who.get(f"/users/{ann.id}")
        told = ("bio", "location", "birthday", "links", "lastSeen", "cover")
        assert seen["relation"] == relation
        assert {field: seen.get(field, "absent") for field in told} == {
            field: truth.get(field, "absent") for field in told
        }
        assert seen["counts"] == truth["counts"]


async def test_only_ones_own_profile_is_seen_through_other_eyes(world: World) -> None:
    """Nobody looks at somebody else through a third one's eyes, nor through the eyes of whom they do not see."""
    ann, bob = await world.friends("ann", "bob")
    cat = await world.person("cat")
    assert await ann.refused("GET", f"/users/{bob.id}", params={"viewAs": "public"}) == (403, "not_your_profile")
    await cat.post("/users/blocks", userId=ann.id)
    assert await ann.refused("GET", f"/users/{ann.id}", params={"viewAs": cat.id}) == (404, "not_found")
