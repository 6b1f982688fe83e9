"""What goes in the very moment in which it is told."""

from typing import Any

from tests.modules.notifications.told import quiet
from tests.world import Person, World


class Meanwhile:
    """Asks posts, and lets a comment go right after the first answer: the worst moment there is."""

    def __init__(self, posts: Any, who: Person, path: str) -> None:
        """Stand between notifications and posts."""
        self._posts, self._who, self._path = posts, who, path

    def __getattr__(self, question: str) -> Any:
        return getattr(self._posts, question)

    async def seers(self, about_id: str, viewer_ids: list[str]) -> list[str]:
        """Answer as posts does, and take the comment away before anything is made of the answer."""
        answer: list[str] = await self._posts.seers(about_id, viewer_ids)
        if self._path:
            path, self._path = self._path, ""
            await self._who.delete(path)
            await self._who.world.settle()
        return answer


async def test_what_goes_while_it_is_told(world: World) -> None:
    """A comment that is deleted while others are being told of it is told to nobody, and counted by nobody."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello")
    await bob.post(f"/posts/{post['id']}/comments", text="Hi Ann")
    await quiet(ann, bob, eve)
    notifications = world.service("notifications")
    before = await bob.get("/notifications/unread-count")
    comment = await eve.post(f"/posts/{post['id']}/comments", text="Hi both")
    notifications.posts = Meanwhile(notifications.posts, eve, f"/posts/{post['id']}/comments/{comment['id']}")
    await world.advance(0)
    assert await bob.get("/notifications/unread-count") == before
