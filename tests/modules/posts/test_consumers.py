"""What posts does when something happened elsewhere: twice, late and out of order come to the same."""

import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from minifb.kernel.data.sql import sql
from minifb.kernel.events.event import Event
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.kernel.refusals import NotFound
from minifb.modules.auth import public as auth
from minifb.modules.posts.consumers import CONSUMES
from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.comments import NewComment
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.reactions import NewReaction
from minifb.modules.users import public as users
from tests.modules.social import Social

DROP = sql(text("DELETE FROM members"))
ANN, BOB = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"


def card(username: str) -> Card:
    """A card of Ann's."""
    return Card(id=ANN, username=username, first_name="Ann", last_name="Example")


async def apply(social: Social, *events: Event, missing: bool = False) -> None:
    """Run the handlers as the bus would, one transaction each, in the given order."""
    for event in events:
        [consume] = [one for one in CONSUMES if one.event is type(event)]
        handler: Callable[..., None] | None = consume.missing if missing else consume.when
        assert handler is not None
        await social.dbs["posts"].write(lambda tx, event=event, handler=handler: handler(social.posts, tx, event))  # type: ignore[misc]


async def rows(social: Social, statement: str) -> list[tuple[Any, ...]]:
    """Look into the database of posts."""
    async with social.dbs["posts"].slow() as connection:
        return [tuple(row) for row in await connection.exec_driver_sql(statement)]


HISTORY: list[Event] = [
    users.UserProfileCreated(user_id=ANN, card=card("ann"), revision=1),
    users.UserProfileUpdated(user_id=ANN, card=card("anna"), revision=4),
    users.FriendRequestAccepted(friendship_id="f", from_id=ANN, to_id=BOB, revision=2),
    users.FriendRemoved(friendship_id="f", by_id=BOB, other_id=ANN, revision=3),
    users.UserBlocked(by_id=BOB, blocked_id=ANN, revision=4),
    users.UserUnblocked(by_id=BOB, blocked_id=ANN, revision=5),
    users.FriendRequestAccepted(friendship_id="f", from_id=ANN, to_id=BOB, revision=7),
    users.UserBlocked(by_id=ANN, blocked_id=BOB, revision=8),
    auth.UserSuspended(user_id=ANN, until=None, revision=3),
    auth.UserRestored(user_id=ANN, revision=4),
    users.UserDeactivated(user_id=ANN, revision=5),
    users.UserReactivated(user_id=ANN, revision=6),
]


@pytest.mark.parametrize("seed", range(20))
async def test_the_order_does_not_matter(social: Social, seed: int) -> None:
    """Cards, friendships, blocks and standings end as the newest event said, however often and late each arrives."""
    order = random.Random(seed).sample(HISTORY, len(HISTORY))
    await apply(social, *order, *order[::2])
    assert await rows(social, "SELECT username, suspended, away FROM members WHERE id LIKE '%a'") == [("anna", 0, 0)]
    assert await rows(social, "SELECT DISTINCT active, revision FROM friends") == [(1, 7)]
    assert await rows(social, "SELECT active, revision FROM blocks ORDER BY revision") == [(0, 5), (1, 8)]


async def test_what_cannot_be_applied_means_may_not(social: Social) -> None:
    """While the end of a friendship, a block or a suspension is put aside, it counts as if it had happened."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    await social.befriend(ann, bob)
    post = await social.posts.publish(ann, NewPost(text="for friends"))
    public = await social.posts.publish(ann, NewPost(text="for all", audience=Audience(kind="public")))
    sight = [await social.posts.visible_posts(bob.id, [post.id, public.id])]
    for event in (
        users.FriendRemoved(friendship_id="f", by_id=bob.id, other_id=ann.id, revision=9),
        users.UserBlocked(by_id=bob.id, blocked_id=ann.id, revision=10),
        users.UserUnblocked(by_id=bob.id, blocked_id=ann.id, revision=11),
        auth.UserSuspended(user_id=ann.id, until=None, revision=9),
    ):
        await apply(social, event, missing=not isinstance(event, users.UserUnblocked))
        sight.append(await social.posts.visible_posts(bob.id, [post.id, public.id]))
    assert [tuple(one.values()) for one in sight] == [
        (True, True), (False, True), (False, False), (False, True), (False, False)
    ]  # fmt: skip


async def test_an_author_nobody_told_about_is_asked_for(social: Social) -> None:
    """Who writes before their card has arrived is introduced by users at that moment."""
    ann = await social.member("ann")
    await social.dbs["posts"].write(lambda tx: tx.run(DROP))
    post = await social.posts.publish(ann, NewPost(text="first"))
    assert post.author.username == "ann"
    with pytest.raises(NotFound):
        await social.posts.publish(Actor(id=BOB, role="member", kind="member"), NewPost(text="who?"))


async def test_a_suspended_member_counts_nowhere(social: Social) -> None:
    """Comments and reactions of a suspended member leave the counts, and come back with them."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    post = await social.posts.publish(ann, NewPost(text="hi", audience=Audience(kind="public")))
    first = await social.posts.comment(ann, post.id, NewComment(text="first"))
    await social.posts.comment(bob, post.id, NewComment(text="reply", parent_id=first.id))
    await social.posts.react(bob, post.id, NewReaction(type="love"))
    await social.posts.react(bob, post.id, NewReaction(type="haha", comment_id=first.id))
    kept = "SELECT comments, commenters, reactions, reactors FROM posts"
    before = await rows(social, kept)
    await social.tell(auth.UserSuspended(user_id=bob.id, until=None, revision=5))
    assert await rows(social, kept) == [(1, 0, "{}", 0)]
    assert (await social.posts.one_comment(ann, post.id, first.id)).counts.replies == 0
    await social.tell(auth.UserRestored(user_id=bob.id, revision=6))
    assert await rows(social, kept) == before == [(2, 1, '{"love":1}', 1)]


async def test_a_deleted_member_is_erased_and_reported(social: Social) -> None:
    """Posts, comments and reactions go; a comment with replies leaves a bare place; the receipt counts, once."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    await social.posts.publish(ann, NewPost(text="mine"))
    post = await social.posts.publish(bob, NewPost(text="yours", audience=Audience(kind="public")))
    place = await social.posts.comment(ann, post.id, NewComment(text="with replies"))
    await social.posts.comment(bob, post.id, NewComment(text="reply", parent_id=place.id))
    await social.posts.comment(ann, post.id, NewComment(text="without"))
    await social.posts.react(ann, post.id, NewReaction(type="like"))
    gone = auth.UserDeleted(user_id=ann.id, revision=9)
    await social.tell(gone, gone)
    told = await rows(social, "SELECT data FROM outbox WHERE name = 'user.data.erased'")
    assert [msgspec.json.decode(row[0])["counts"] for row in told] == [{"posts": 1, "comments": 2, "reactions": 1}]
    [left] = (await social.posts.comments(bob, post.id, None, "oldest", 20, None)).items
    assert (left.id, left.deleted, left.author, left.text, left.counts.replies) == (place.id, True, None, "", 1)
    assert await rows(social, "SELECT comments, reactors FROM posts WHERE state = 'live'") == [(1, 0)]
    assert await rows(social, "SELECT text FROM posts WHERE state = 'deleted'") == [("",)]
    assert not [row for row in await rows(social, "SELECT * FROM members") if "ann" in row]
