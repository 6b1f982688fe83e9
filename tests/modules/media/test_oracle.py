"""Whoever is shown a medium by a post, a message, a group or a profile gets its bytes, and nobody else ever does.

That posts and messages show everybody just what is theirs to see is checked against models where those are tested. Here
a random community lives, and at every turn everybody fetches every medium, which is held against what they are shown.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.modules.media.shelves import picture
from tests.world import Person, World, open_world

TOWNS = int(os.environ.get("MINIFB_TEST_GRAPHS", "1"))
KINDS = ("public", "friends", "onlyMe", "specific", "friendsExcept")


@dataclass
class Medium:
    """A medium, and where it was put."""

    id: str
    owner: Person
    address: str
    holders: set[str] = field(default_factory=set)
    """The addresses of what may show it."""


class Town:
    """Random people who do random things with their pictures."""

    def __init__(self, world: World, seed: int) -> None:
        """Nobody is there yet."""
        self.world, self.dice = world, random.Random(seed)
        self.people: list[Person] = []
        self.media: list[Medium] = []
        self.posts: list[tuple[Person, str]] = []
        self.messages: list[tuple[Person, str]] = []
        self.groups: list[tuple[Person, str]] = []
        self.answers = Counter[tuple[int, bool]]()

    async def grow(self) -> None:
        """Some are friends, some talk, and each has two pictures."""
        self.people = await self.world.friends("ann", "bob", "cid")
        self.people += await self.world.persons("dan", "eve")
        for at, person in enumerate([*self.people, *self.people]):
            made = await person.upload(picture(at))
            address = next(
                one["url"] for one in made["variants"] if one["name"] == "64.webp" or "square" not in one["name"]
            )
            self.media.append(Medium(made["id"], person, address))
        for one in self.people:
            others = self.dice.sample([other for other in self.people if other is not one], 2)
            answer = await one.ask(
                "POST",
                "/messages/conversations",
                json={"participantIds": [each.id for each in others], "title": "We"},
            )
            self.groups.append((one, answer.json()["id"]))
            direct = await one.ask("POST", "/messages/conversations", json={"participantIds": [others[0].id]})
            self.groups.append((one, direct.json()["id"]))

    def some(self) -> tuple[Person, Medium]:
        """Choose somebody and a picture of theirs."""
        medium = self.dice.choice(self.media)
        return medium.owner, medium

    async def try_to(self, who: Person, method: str, path: str, **body: Any) -> Any:
        """Do something that may be refused; give the answer if it was not."""
        answer = await who.ask(method, path, json=body)
        return answer.json() if answer.is_success and answer.content else None

    async def live(self, acts: int) -> None:
        """Let things happen."""
        turns = (
            self.post,
            self.post,
            self.say,
            self.change,
            self.face,
            self.picture,
            self.drop,
            self.fall_out,
            self.draft,
        )
        for _ in range(acts):
            await self.dice.choice(turns)()
        await self.world.settle()

    async def post(self) -> None:
        """Somebody posts a picture."""
        who, medium = self.some()
        audience: dict[str, Any] = {"kind": self.dice.choice(KINDS)}
        if audience["kind"] in {"specific", "friendsExcept"}:
            audience["ids"] = [self.dice.choice([one.id for one in self.people if one is not who])]
        if made := await self.try_to(who, "POST", "/posts", text="", mediaIds=[medium.id], audience=audience):
            self.posts.append((who, made["id"]))
            medium.holders |= {f"/posts/{made['id']}", f"/posts/{made['id']}/history"}

    async def say(self) -> None:
        """Somebody sends a picture."""
        who, medium = self.some()
        chats = [chat for one, chat in self.groups if one is who]
        where = f"/messages/conversations/{self.dice.choice(chats)}/messages"
        if made := await self.try_to(who, "POST", where, text="x", mediaIds=[medium.id]):
            self.messages.append((who, made["id"]))
            medium.holders.add(f"/messages/{made['id']}")

    async def change(self) -> None:
        """Somebody says a post to others, or shows another picture in it."""
        if self.posts:
            who, post_id = self.dice.choice(self.posts)
            medium = self.dice.choice([one for one in self.media if one.owner is who])
            audience = {"kind": self.dice.choice(KINDS[:3])}
            if await self.try_to(who, "PUT", f"/posts/{post_id}", mediaIds=[medium.id], audience=audience):
                medium.holders |= {f"/posts/{post_id}", f"/posts/{post_id}/history"}

    async def face(self) -> None:
        """Somebody shows themselves, or no longer."""
        who, medium = self.some()
        medium.holders.add(f"/users/{who.id}")
        asked = {self.dice.choice(("avatarId", "coverId")): self.dice.choice((medium.id, medium.id, None))}
        await self.try_to(who, "PUT", "/users/profile", **asked)

    async def picture(self) -> None:
        """A group gets a picture."""
        who, medium = self.some()
        chat = self.dice.choice([chat for one, chat in self.groups if one is who])
        medium.holders.add(f"/messages/conversations/{chat}")
        await self.try_to(who, "PUT", f"/messages/conversations/{chat}", pictureId=medium.id)

    async def draft(self) -> None:
        """Somebody keeps a post for later."""
        who, medium = self.some()
        await self.try_to(who, "POST", "/posts/drafts", mediaIds=[medium.id])

    async def drop(self) -> None:
        """Somebody takes something back, or removes it for themselves."""
        held = [("/posts/", *one) for one in self.posts] + [("/messages/", *one) for one in self.messages]
        if held:
            where, who, one = self.dice.choice(held)
            await who.ask("DELETE", f"{where}{one}", params={"for": self.dice.choice(("me", "everyone"))})

    async def fall_out(self) -> None:
        """Two become friends, part, or block each other, or no longer; or one lets the other's group in."""
        one, other = self.dice.sample(self.people, 2)
        await self.try_to(one, "POST", "/users/friends/request", userId=other.id)
        await self.try_to(other, "PUT", f"/users/friends/{one.id}/accept")
        match self.dice.choice(("friends", "part", "block", "unblock", "accept")):
            case "part":
                await one.ask("DELETE", f"/users/friends/{other.id}")
            case "block":
                await self.try_to(one, "POST", "/users/blocks", userId=other.id)
            case "unblock":
                await one.ask("DELETE", f"/users/blocks/{other.id}")
            case "accept":
                await self.try_to(one, "PUT", f"/messages/conversations/{self.dice.choice(self.groups)[1]}/accept")
            case _:
                pass

    async def check(self) -> None:
        """Everybody fetches everything."""
        paths = sorted({path for medium in self.media for path in medium.holders})
        for viewer in [*self.people, self.world.stranger]:
            shown: set[str] = set()
            for path in paths:
                answer = await viewer.ask("GET", path)
                shown |= shown_by(answer.json()) if answer.is_success else set()
            for medium in self.media:
                status = (await viewer.ask("GET", medium.address)).status_code
                expected = 200 if viewer is medium.owner or medium.id in shown else 404
                assert status == expected, f"{viewer.name} and {medium.owner.name}'s {medium}: {status}"
                self.answers[status, viewer is medium.owner] += 1


def shown_by(answer: dict[str, Any]) -> set[str]:
    """Name the media that a post, its history, a message, a group or a profile shows."""
    pictures = [answer.get(place) for place in ("picture", "avatar", "cover")]
    editions = [answer, *answer.get("items", ())]
    media = [medium for one in editions for medium in one.get("media", ()) if medium["variants"]]
    return {medium["id"] for medium in media} | {one["url"].split("/")[2] for one in pictures if one}


async def play(world: World, seed: int) -> None:
    """Let a random community live, and everybody fetch everything again and again."""
    town = Town(world, seed)
    await town.grow()
    for _ in range(3):
        await town.live(14)
        await town.check()
    assert min(town.answers[200, False], town.answers[404, False]) > 20


@pytest.mark.parametrize("seed", range(TOWNS))
async def test_bytes_follow_what_shows_them(tmp_path: Path, template: Path, seed: int) -> None:
    """In a random community everybody gets the bytes of just those media that something shows them."""
    async with open_world(tmp_path / "data", template=template) as world:
        await play(world, seed)
