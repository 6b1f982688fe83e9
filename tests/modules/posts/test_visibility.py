"""Who sees what, checked against a model on random communities, over every way to a post there is."""

import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from minifb.kernel.http.policy import ANONYMOUS, Actor
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import UserRestored, UserSuspended
from minifb.modules.posts import api
from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.comments import NewComment
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.reactions import NewReaction
from tests.modules.social import Social, open_social

SEEDS = range(int(os.environ.get("MINIFB_TEST_GRAPHS", "6")))


class Community:
    """A random community, and in plain sets what is true of it."""

    def __init__(self, social: Social, seed: int) -> None:
        """Nobody is there yet."""
        self.social, self.dice = social, random.Random(seed)
        self.people: dict[str, Actor] = {"": ANONYMOUS}
        self.friends: set[frozenset[str]] = set()
        self.blocks: set[frozenset[str]] = set()
        self.suspended: set[str] = set()
        self.posts: dict[str, tuple[str, str]] = {}  # id: author, audience
        self.comments: dict[str, tuple[str, str]] = {}  # id: post, author
        self.reactions: set[tuple[str, str]] = set()  # target, who

    async def grow(self, size: int = 6) -> None:
        """Fill the community with people, posts, comments, reactions; then let some fall out with each other."""
        for at in range(size):
            actor = await self.social.member(f"member{at}")
            self.people[actor.id] = actor
        ids = list(self.people)[1:]
        pairs = [(one, other) for one in ids for other in ids if one < other]
        for one, other in self.dice.sample(pairs, len(pairs) // 2):
            await self.social.befriend(self.people[one], self.people[other])
            self.friends.add(frozenset((one, other)))
        for author in ids:
            for kind in ("public", "friends", "onlyMe", "public", "friends", "public"):
                new = NewPost(text=f"{kind} of {author}", audience=Audience(kind=kind))
                self.posts[(await self.social.posts.publish(self.people[author], new)).id] = author, kind
        for post_id in self.posts:
            for who in self.dice.sample(ids, 3):
                if self.sees(who, post_id):
                    answer = await self.social.posts.comment(self.people[who], post_id, NewComment(text="hm"))
                    self.comments[answer.id] = post_id, who
                    await self.social.posts.react(self.people[who], post_id, NewReaction(type="like"))
                    self.reactions.add((post_id, who))
        for one, other in self.dice.sample(pairs, 3):
            await self.social.users.block(self.people[one], other)
            self.blocks.add(frozenset((one, other)))
            self.friends.discard(frozenset((one, other)))
        for one, other in self.dice.sample(sorted(map(sorted, self.friends)), 2):
            await self.social.users.remove_friend(self.people[one], other)
            self.friends.discard(frozenset((one, other)))
        self.suspended.add(self.dice.choice(ids))
        await self.suspend(*self.suspended)

    async def suspend(self, *ids: str) -> None:
        """Suspend members."""
        await self.social.tell(*(UserSuspended(user_id=one, until=None, revision=5) for one in ids))

    # ── the model: what the words of the product say, written down a second time ──

    def meets(self, viewer: str, other: str) -> bool:
        """Whether somebody is there for a viewer at all."""
        return other not in self.suspended and frozenset((viewer, other)) not in self.blocks

    def sees(self, viewer: str, post_id: str) -> bool:
        """Whether a viewer sees a post."""
        author, kind = self.posts[post_id]
        close = {"public": True, "friends": frozenset((viewer, author)) in self.friends, "onlyMe": False}[kind]
        return self.meets(viewer, author) and (viewer == author or close)

    def counted(self, viewer: str, post_id: str) -> tuple[int, int]:
        """How many comments and reactions of a post a viewer is shown."""
        comments = [who for post, who in self.comments.values() if post == post_id and self.meets(viewer, who)]
        reactions = [who for target, who in self.reactions if target == post_id and self.meets(viewer, who)]
        return len(comments), len(reactions)


async def shown(call: Any) -> Any:
    """What a use case shows; None when there is no such thing."""
    try:
        found = await call
    except NotFound:
        return None
    return msgspec.json.decode(found if isinstance(found, bytes) else msgspec.json.encode(found))


async def walk(page: Any) -> list[dict[str, Any]]:
    """All items of a list, two to a page."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        found = await shown(page(2, cursor))
        if found is None:
            return items
        items += found["items"]
        cursor = found["next"]
        # The SQL that chooses must agree with the rule that judges, or pages come out short.
        assert cursor is None or len(found["items"]) == 2
        if cursor is None:
            return items


async def check_post(town: Community, viewer: str, post_id: str) -> None:
    """One post and one viewer, over every way to it by name."""
    posts, actor, sees = town.social.posts, town.people[viewer], town.sees(viewer, post_id)
    expected = {
        one for one, (post, who) in town.comments.items() if sees and post == post_id and town.meets(viewer, who)
    }
    comments, reactions = town.counted(viewer, post_id)
    post = await shown(posts.post(actor, post_id))
    assert (post is not None) is sees
    assert not sees or (post["counts"]["comments"], post["counts"]["reactions"].get("like", 0)) == (comments, reactions)
    assert (await shown(posts.history(actor, post_id, 20, None)) is not None) is sees
    assert await posts.visible_posts(viewer, [post_id]) == {post_id: sees}
    level = await walk(lambda limit, cursor: posts.comments(actor, post_id, None, "oldest", limit, cursor))
    newest = await walk(lambda limit, cursor: posts.comments(actor, post_id, None, "newest", limit, cursor))
    assert {one["id"] for one in level} == expected == {one["id"] for one in newest}
    under = [one for one, (post, _) in town.comments.items() if post == post_id]
    assert {one for one in under if await shown(posts.one_comment(actor, post_id, one))} == expected
    assert {one for one, sees in (await posts.visible_comments(viewer, under)).items() if sees} == expected
    people = await walk(lambda limit, cursor: posts.reactors(actor, post_id, None, "", limit, cursor))
    assert len(people) == (reactions if sees else 0)
    assert not sees or not people or all(town.meets(viewer, one["user"]["id"]) for one in people)


async def check_lists(town: Community, viewer: str) -> None:
    """All lists of posts that a viewer can ask for, page by page."""
    posts, actor = town.social.posts, town.people[viewer]
    order = sorted(town.posts, reverse=True)
    feed = await walk(lambda limit, cursor: posts.feed(actor, limit, cursor))
    near = {viewer} | {other for other in town.people if frozenset((viewer, other)) in town.friends}
    assert [one["id"] for one in feed] == [p for p in order if town.posts[p][0] in near and town.sees(viewer, p)]
    for author in list(town.people)[1:]:
        page = await walk(lambda limit, cursor, author=author: posts.of_member(actor, author, limit, cursor))
        assert [one["id"] for one in page] == [p for p in order if town.posts[p][0] == author and town.sees(viewer, p)]
        for one in page:
            comments, reactions = town.counted(viewer, one["id"])
            assert (one["counts"]["comments"], one["counts"]["reactions"].get("like", 0)) == (comments, reactions)


async def check(town: Community) -> None:
    """Everybody, and everything."""
    for viewer in town.people:
        if viewer not in town.suspended:
            await check_lists(town, viewer)
            for post_id in town.posts:
                await check_post(town, viewer, post_id)


@pytest.mark.parametrize("seed", SEEDS)
async def test_everybody_sees_exactly_what_is_theirs_to_see(tmp_path: Path, seed: int) -> None:
    """In a random community every endpoint shows every viewer just what friendships, blocks and audiences allow.

    Half of the communities live without caches.
    """
    async with open_social(tmp_path, cache=seed % 2 == 0) as social:
        town = Community(social, seed)
        await town.grow()
        await check(town)
        restored, town.suspended = town.suspended, set()
        await social.tell(*(UserRestored(user_id=one, revision=6) for one in restored))
        await check(town)


COVERED = {"feed", "post", "postHistory", "postsOfMember", "comments", "oneComment", "reactors"}


def test_every_way_to_a_post_is_walked() -> None:
    """A new endpoint that reads posts must be added to this test."""
    reading = {route.handler.operation_id for route in api.ROUTES if "GET" in route.handler.http_methods}
    assert reading == COVERED
