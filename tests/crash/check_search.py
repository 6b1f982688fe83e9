"""The check of what is found: once all is at rest, the index knows every post as it is, and none that is gone."""

import asyncio
import time
from urllib.parse import quote

from tests.crash.check import Check
from tests.crash.world import Member, Post

WHOLE_WITHIN = 30.0


class SearchCheck:
    """Looks for posts as their authors."""

    def __init__(self, check: Check) -> None:
        """Read with the clients of another check."""
        self.check, self.world, self.ledger = check, check.world, check.ledger

    async def everything(self) -> None:
        """Check that each member finds what they said; what was said or deleted lately is looked for by its words."""
        if not self.world.members or not await self._whole():
            return
        await self.check.each(self.member, list(self.world.members))
        lately = [self.world.posts[each] for each in self.world.said if each in self.world.posts]
        await self.check.each(self.post, lately)
        self.world.said.clear()

    async def _whole(self) -> bool:
        """Wait until the index is whole: after a kill it may be made anew."""
        until = time.monotonic() + WHOLE_WITHIN
        while (seen := await self.check.read(self.world.members[0], "/search/posts?q=post")) and seen["degraded"]:
            if time.monotonic() > until:
                break
            await asyncio.sleep(0.1)
        return self.ledger.check("the index becomes whole", bool(seen and not seen["degraded"]), seen)

    async def member(self, member: Member) -> None:
        """A member finds all that they posted, and nothing that is gone."""
        if any(write.who is member for write in self.world.doubts):
            return
        posted = sorted(post.id for post in self.world.open if post.author is member)
        found = await self.check.pages(member, "/search/posts?q=from:me&sort=newest")
        self.ledger.equal("members find what they posted", posted, sorted(each["post"]["id"] for each in found))

    async def post(self, post: Post) -> None:
        """A post is found by what it says now; one that was deleted is not."""
        if f"text:{post.id}" in self.world.busy:
            return
        phrase = quote(f'"{post.text}"')
        found = await self.check.read(post.author, f"/search/posts?q={phrase}")
        if found is not None:
            ids = [each["post"]["id"] for each in found["items"]]
            self.ledger.equal("a post is found by its words", [post.id] if post.alive else [], ids, post.text)
