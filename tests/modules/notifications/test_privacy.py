"""What nobody may be told, held against a community that does whatever comes to mind."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

from tests.modules.notifications.told import told
from tests.world import Person, World

Act = Callable[[Person, Person], Awaitable[Any]]
AUDIENCES = ({"kind": "public"}, {"kind": "friends"}, {"kind": "onlyMe"})


class Community:
    """Some members, what they posted, and what they do to each other."""

    def __init__(self, people: list[Person], chance: random.Random) -> None:
        """Begin with nothing said."""
        self.people, self.chance = people, chance
        self.posts: list[str] = []
        self.comments: list[tuple[str, str]] = []

    async def act(self) -> None:
        """Let somebody do something; what they may not do is refused, and nothing else."""
        one, other = self.chance.sample(self.people, 2)
        acts: list[Act] = [self.post, self.post, self.comment, self.comment, self.comment, self.react, self.react]
        acts += [self.share, self.narrow, self.drop, self.befriend, self.befriend, self.part, self.block]
        await self.chance.choice(acts)(one, other)

    async def post(self, one: Person, other: Person) -> None:
        """Post something that mentions somebody."""
        audience = self.chance.choice(AUDIENCES)
        answer = await one.ask("POST", "/posts", json={"text": f"I say, @{other.name}", "audience": audience})
        self.posts.append(answer.json()["id"])

    async def comment(self, one: Person, other: Person) -> None:
        """Comment on something, or reply, and mention somebody."""
        post, parent = self.chance.choice(self.comments or [(self.chance.choice(self.posts), None)])
        if self.chance.random() < 0.6:
            post, parent = self.chance.choice(self.posts), None
        body = {"text": f"@{other.name}, is that so?", "parentId": parent}
        answer = await one.ask("POST", f"/posts/{post}/comments", json=body)
        if answer.status_code == 201:
            self.comments.append((post, answer.json()["id"]))

    async def react(self, one: Person, _other: Person) -> None:
        """React to something, or take it back."""
        method = self.chance.choice(["POST", "POST", "DELETE"])
        options = {"json": {"type": "like"}} if method == "POST" else {}
        await one.ask(method, f"/posts/{self.chance.choice(self.posts)}/reactions", **options)

    async def share(self, one: Person, _other: Person) -> None:
        """Share something."""
        body = {"text": "", "sharedPostId": self.chance.choice(self.posts), "audience": self.chance.choice(AUDIENCES)}
        answer = await one.ask("POST", "/posts", json=body)
        if answer.status_code == 201:
            self.posts.append(answer.json()["id"])

    async def narrow(self, one: Person, _other: Person) -> None:
        """Say a post to others than before."""
        audience = self.chance.choice(AUDIENCES)
        await one.ask("PUT", f"/posts/{self.chance.choice(self.posts)}", json={"audience": audience})

    async def drop(self, one: Person, _other: Person) -> None:
        """Delete a comment."""
        if self.comments:
            post, comment = self.chance.choice(self.comments)
            await one.ask("DELETE", f"/posts/{post}/comments/{comment}")

    async def befriend(self, one: Person, other: Person) -> None:
        """Ask, and perhaps be accepted."""
        await one.ask("POST", "/users/friends/request", json={"userId": other.id})
        if self.chance.random() < 0.7:
            await other.ask("PUT", f"/users/friends/{one.id}/accept")

    async def part(self, one: Person, other: Person) -> None:
        """End a friendship, or decline or cancel a request."""
        await one.ask("DELETE", f"/users/friends/{other.id}")

    async def block(self, one: Person, other: Person) -> None:
        """Block, or let it be."""
        if self.chance.random() < 0.3:
            await one.ask("POST", "/users/blocks", json={"userId": other.id})
        else:
            await one.ask("DELETE", f"/users/blocks/{other.id}")


async def hold(person: Person) -> None:
    """Hold a list against what its owner may see, and its numbers against the list."""
    items = await told(person)
    for item in items:
        assert item["actors"], item
        for actor in item["actors"]:
            assert actor["id"] != person.id, item
            assert (await person.ask("GET", f"/users/{actor['id']}")).status_code == 200, item
        target = item["target"]
        if target["kind"] in {"post", "comment"}:
            post = target["url"].removeprefix("/p/").partition("?")[0]
            comment = f"/comments/{target['id']}" if target["kind"] == "comment" else ""
            assert (await person.ask("GET", f"/posts/{post}{comment}")).status_code == 200, item
    counted = (await person.get("/notifications/unread-count"))["count"]
    assert counted == 1 + len([item for item in items if item["readAt"] is None])  # one is the welcome


async def test_nobody_is_told_what_they_may_not_see(world: World) -> None:
    """Whatever members do: no list names who or what its owner does not see, nor their own acts, and all is counted."""
    people = await world.persons("ann", "bob", "eve", "kim", "zoe")
    chance = random.Random(5)
    community = Community(people, chance)
    await people[0].befriend(people[1])
    await community.post(people[0], people[1])
    for _ in range(12):
        for _ in range(12):
            await community.act()
        for person in people:
            await told(person)  # what went out of sight is no longer counted once somebody looked
            await hold(person)
