"""Every exit: whom one may not see is in no answer of users at all."""

import itertools

import pytest

from minifb.modules.users.module import MODULE
from tests.modules.auth.people import first_owner
from tests.world import Person, World

HIDDEN = ("blocked", "blocker", "away", "suspended")
TIES = ("friend", "asker", "asked", "stranger")
# How each path that reads is walked; `{id}` once for somebody who is there, `{list}` is a list with all friends on it.
WALKS = {
    "/users/profile": ["/users/profile"],
    "/users/privacy": ["/users/privacy"],
    "/users/{id:str}": ["/users/{id}"],
    "/users/{id:str}/mutual-friends": ["/users/{id}/mutual-friends"],
    "/users/search": ["/users/search?q=example"],
    "/users/friends": [
        "/users/friends",
        "/users/friends?status=requests",
        "/users/friends?status=sent",
        "/users/friends?userId={id}",
    ],
    "/users/birthdays": ["/users/birthdays?days=366"],
    "/users/blocks": ["/users/blocks"],
    "/users/lists": ["/users/lists"],
    "/users/lists/{id:str}": ["/users/lists/{list}"],
    "/users/lists/{id:str}/members": ["/users/lists/{list}/members"],
    "/users/follows": ["/users/follows", "/users/follows?first=true", "/users/follows?first=false"],
    "/users/followers": ["/users/followers"],
    "/users/mutes": ["/users/mutes"],
    "/users/suggestions": ["/users/suggestions"],
}
OWN_BLOCKS = "/users/blocks"
# What names nobody but Ann and Bob, hidden or not.
NAMELESS = {"/users/profile", "/users/privacy", "/users/{id}", OWN_BLOCKS, "/users/lists", "/users/lists/{list}"}


class Town:
    """Ann, her friend Bob, and all kinds of members who were something to her before they were hidden from her."""

    def __init__(self, ann: Person, bob: Person, list_id: str, hidden: dict[str, Person]) -> None:
        """Keep who they are."""
        self.ann, self.bob, self.list_id, self.hidden = ann, bob, list_id, hidden
        self.before: dict[str, set[str]] = {}
        """Who was named in which answer before they were hidden."""

    async def told(self) -> dict[str, set[str]]:
        """Walk everything that Ann may read, and say which of the others each answer names."""
        marks = {mark: name for name, who in self.hidden.items() for mark in (who.id, who.name)}
        found = {}
        for walk in itertools.chain(*WALKS.values()):
            path = walk.format(id=self.bob.id, list=self.list_id)
            answer = await self.ann.ask("GET", f"{path}{'&' if '?' in path else '?'}limit=100")
            assert answer.status_code == 200, path
            found[walk] = {name for mark, name in marks.items() if mark in answer.text}
        return found


@pytest.fixture
async def town(world: World) -> Town:
    """A town where half of the people have just become invisible to Ann."""
    owner = await first_owner(world)
    ann, bob = await world.friends("ann", "bob")
    friend_list = await ann.post("/users/lists", name="all")
    hidden: dict[str, Person] = {}
    for kind in HIDDEN:
        for tie in TIES:
            who = hidden[f"{kind} {tie}"] = await world.person(f"{kind}_{tie}")
            await who.befriend(bob)
            await who.put("/users/profile", birthday="1990-02-03")
            await meet(ann, who, tie, friend_list["id"])
    town = Town(ann, bob, friend_list["id"], hidden)
    town.before = await town.told()
    for name, who in hidden.items():
        await hide(owner, ann, who, name.split()[0])
    await world.settle()
    return town


async def meet(ann: Person, who: Person, tie: str, list_id: str) -> None:
    """Let somebody become something to Ann."""
    if tie == "friend":
        await ann.befriend(who)
        await ann.put(f"/users/lists/{list_id}/members/{who.id}")
    if tie == "asker":
        await who.post("/users/friends/request", userId=ann.id)
    if tie == "asked":
        await ann.post("/users/friends/request", userId=who.id)
    if tie != "stranger":
        await ann.post("/users/follows", userId=who.id, first=tie == "friend")
        await who.post("/users/follows", userId=ann.id)
        await ann.post("/users/mutes", userId=who.id)


async def hide(owner: Person, ann: Person, who: Person, kind: str) -> None:
    """Make somebody invisible to Ann."""
    match kind:
        case "blocked":
            await ann.post("/users/blocks", userId=who.id)
        case "blocker":
            await who.post("/users/blocks", userId=ann.id)
        case "away":
            await who.post("/users/deactivate")
        case "suspended":
            await owner.post(f"/auth/members/{who.id}/suspend", reason="spam")


def test_every_reading_path_is_walked() -> None:
    """A new way to read members is not forgotten here; what only staff read is another matter."""
    ways = [route.handler for route in MODULE.routes if route.policy.role != "moderator"]
    reading = {path for handler in ways if "GET" in handler.http_methods for path in handler.paths}
    assert reading == set(WALKS)


async def test_whom_one_may_not_see_is_nowhere(town: Town) -> None:
    """A blocked, blocking, deactivated or suspended member is in no list, count or reason of any answer to Ann."""
    assert {walk for walk, names in town.before.items() if not names} == NAMELESS
    for walk, names in (await town.told()).items():
        assert not {name for name in names if not (walk == OWN_BLOCKS and name.startswith("blocked "))}, walk


async def test_whom_one_may_not_see_does_not_answer(town: Town) -> None:
    """Naming somebody one may not see reads, and does, nothing: as if there were nobody of that id and name."""
    for who in town.hidden.values():
        reads = (f"/users/{who.id}", f"/users/@{who.name}", f"/users/{who.id}/mutual-friends")
        for path in (*reads, f"/users/friends?userId={who.id}"):
            assert await town.ann.refused("GET", path) == (404, "not_found")
        for path in ("/users/friends/request", "/users/follows", "/users/mutes"):
            assert await town.ann.refused("POST", path, json={"userId": who.id}) == (404, "not_found")
        assert await town.ann.refused("PUT", f"/users/friends/{who.id}/accept") == (404, "not_found")


async def test_nobody_hidden_is_counted(town: Town) -> None:
    """How many friends Ann has, and has in common with Bob, leaves out who is hidden; others are suggested."""
    assert (await town.ann.get("/users/profile"))["counts"]["friends"] == 1
    assert (await town.ann.get(f"/users/{town.bob.id}"))["mutualFriends"] == 0
    assert [one["user"]["username"] for one in (await town.ann.get("/users/suggestions"))["items"]] == ["olga"]
