"""The check over HTTP: what was acknowledged is what the server shows, no less and no more."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from tests.crash.ledger import Ledger
from tests.crash.load import Load
from tests.crash.world import PASSWORD, Member, Post, World

READERS = 8


class Check:
    """Reads everything again as its owner and compares."""

    def __init__(self, world: World, ledger: Ledger, load: Load) -> None:
        """Read with the same client as the load."""
        self.world = world
        self.ledger = ledger
        self.load = load

    async def touched(self) -> None:
        """Check what was touched since the last check, and a few older things."""
        old = [post.id for post in self.world.random.sample(self.world.open, min(20, len(self.world.open)))]
        await self._these(self.world.dirty | set(old))
        self.world.said |= self.world.dirty
        self.world.dirty.clear()

    async def everything(self) -> None:
        """Check all that was ever acknowledged."""
        await self._these([*self.world.posts, *(member.id for member in self.world.members)])
        await self.each(self.abandoned, self.world.abandoned)
        self.world.abandoned.clear()

    async def _these(self, ids: Iterable[str]) -> None:
        members = {member.id: member for member in self.world.members}
        ids = list(ids)
        await self.each(self.post, [self.world.posts[each] for each in ids if each in self.world.posts])
        await self.each(self.member, [members[each] for each in ids if each in members])

    async def each(self, check: Callable[[Any], Coroutine[Any, Any, None]], things: list[Any]) -> None:
        """Check many things, some side by side."""
        waiting = list(reversed(things))

        async def reader() -> None:
            while waiting:
                await check(waiting.pop())

        await asyncio.gather(*(reader() for _ in range(READERS)))

    async def read(self, who: Member, path: str, expect: int = 200) -> Any:
        """Read something as somebody; None when the status is not the one expected."""
        answer = await self.load.request(who, "GET", path)
        said = f"GET {path}: {answer.status_code} {answer.text[:300]}, expected {expect}"
        right = self.ledger.check("every acknowledged write is there", answer.status_code == expect, said)
        return answer.json() if right and answer.content else None

    async def pages(self, who: Member, path: str) -> list[Any]:
        """Read a whole list, page by page."""
        items: list[Any] = []
        cursor: str | None = ""
        joint = "&" if "?" in path else "?"
        while cursor is not None:
            page = await self.read(who, f"{path}{joint}limit=100" + (f"&cursor={cursor}" if cursor else ""))
            if page is None:
                break
            items += page["items"]
            cursor = page["next"]
        return items

    async def post(self, post: Post) -> None:
        """A post reads as it was last answered, with these comments and reactions; a deleted one is gone."""
        if not post.alive:
            await self.read(post.author, f"/posts/{post.id}", 404)
            return
        seen = await self.read(post.author, f"/posts/{post.id}")
        if seen is None:
            return
        equal = self.ledger.equal
        equal("a post reads as answered", post.text, seen["text"], post.id)
        equal("a post's audience is as answered", post.audience, seen["audience"]["kind"], post.id)
        equal("a post's author is known by name", post.author.name, seen["author"]["username"], post.id)
        equal("comments are counted once", len(post.comments), seen["counts"]["comments"], post.id)
        tally = {kind: count for kind, count in seen["counts"]["reactions"].items() if count}
        equal("reactions are counted once", post.tally(), tally, post.id)
        promised = [each.id for each in post.pictures if each.alive and f"picture:{each.id}" not in self.world.busy]
        shown = [each["id"] for each in seen["media"] if each["id"] in promised]
        equal("a post shows its pictures", promised, shown, post.id)
        if post.comments:
            found = await self.pages(post.author, f"/posts/{post.id}/comments")
            texts = {each["id"]: each["text"] for each in found}
            said = {each: text for each, (_, text) in post.comments.items()}
            equal("comments are there, each once", (len(said), said), (len(found), texts), post.id)

    async def member(self, member: Member) -> None:
        """A member has the name they gave and the friends they made."""
        profile = await self.read(member, "/users/profile")
        if profile is None:
            return
        equal = self.ledger.equal
        if f"name:{member.id}" not in self.world.busy:
            equal("a profile reads as answered", member.first_name, profile["firstName"], member.name)
        if not self.world.settled(member):
            return
        friends = await self.pages(member, "/users/friends?status=friends")
        found = sorted(each["user"]["id"] for each in friends)
        equal("friendships are as answered", sorted(self.world.friends_of(member)), found, member.name)
        equal("friends are counted once", len(found), profile["counts"]["friends"], member.name)

    async def abandoned(self, member: Member) -> None:
        """A registration nobody heard the end of is either usable, or its name is free: nothing hangs between."""
        form = {"username": member.name, "password": PASSWORD}
        usable = await self.load.http.post("/auth/login", json=form)
        if usable.status_code != 200:
            anew = await self.load.http.post("/auth/register", json=member.form())
            said = f"{member.name}: {usable.text} {anew.status_code} {anew.text}"
            self.ledger.check("no registration is stuck", anew.status_code == 201, said)
        else:
            self.ledger.check("no registration is stuck", right=True)
