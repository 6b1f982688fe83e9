"""The end of a member, and their absence: at once nothing of them is seen, and what takes long is done in parts."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from minifb.kernel.data.tx import Tx
from minifb.kernel.http.policy import Actor
from minifb.kernel.jobs import Runner
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import UserDeleted, UserRestored, UserSuspended
from minifb.modules.posts.module import MODULE
from minifb.modules.posts.public import Audience, Post
from minifb.modules.posts.rules.comments import NewComment, Said
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.reactions import NewReaction
from minifb.modules.posts.store import comments, erasure, reactions
from tests.modules.posts.test_consumers import rows
from tests.modules.social import Social, open_social
from tests.world import World

MANY = 450
PUBLIC = Audience(kind="public")


def runner(social: Social) -> Runner:
    """What runs the jobs of posts."""
    return Runner("posts", social.dbs["posts"], MODULE.jobs, social.posts, social.clock)


async def busy(social: Social) -> tuple[Actor, Actor, Post]:
    """A member with very many comments and reactions under somebody's post, each comment with a reaction of theirs."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    post = await social.posts.publish(bob, NewPost(text="hello", audience=PUBLIC))
    await social.posts.comment(bob, post.id, NewComment(text="of bob"))

    def fill(tx: Tx) -> None:
        for at in range(MANY):
            said = Said(id=tx.new_id(), post_id=post.id, under_id=post.id, author_id=ann.id, text="of ann")
            comments.add(tx, said, new_commenter=at == 0)
            reactions.put(tx, said.id, ann.id, post.id, "like")
            comments.set_reactions(tx, said.id, {"like": 1})

    await social.dbs["posts"].write(fill)
    await social.posts.react(ann, post.id, NewReaction(type="love"))
    return ann, bob, post


async def receipts(social: Social) -> list[dict[str, int]]:
    """What was reported for receipts."""
    told = await rows(social, "SELECT data FROM outbox WHERE name = 'user.data.erased'")
    return [msgspec.json.decode(row[0])["counts"] for row in told]


async def shown(social: Social, who: Actor, post: Post) -> tuple[int, int, dict[str, int]]:
    """What somebody sees of a post: the first comments, and the numbers."""
    level = await social.posts.comments(who, post.id, None, "oldest", 100, None)
    seen = msgspec.json.decode(await social.posts.post(who, post.id))["counts"]
    return len(level.items), seen["comments"], seen["reactions"]


async def test_nothing_is_seen_from_the_first_moment(social: Social) -> None:
    """A member with very much to erase is gone at once; the numbers follow, and the receipt when nothing is left."""
    ann, bob, post = await busy(social)
    own = await social.posts.publish(ann, NewPost(text="mine", audience=PUBLIC))
    gone = UserDeleted(user_id=ann.id, revision=9)
    await social.tell(gone, gone)
    assert (await shown(social, bob, post))[0] == 1
    assert not (await social.posts.reactors(bob, post.id, None, "", 20, None)).items
    with pytest.raises(NotFound):
        await social.posts.post(bob, own.id)
    assert await receipts(social) == []
    assert await runner(social).run_due() > 2
    assert await shown(social, bob, post) == (1, 1, {})
    [told] = await receipts(social)
    assert (told["posts"], told["comments"], told["reactions"]) == (1, MANY, MANY + 1)
    assert not [row for row in await rows(social, "SELECT * FROM comments") if "of ann" in row or ann.id in row]
    assert await rows(social, f"SELECT * FROM reactions WHERE user_id = '{ann.id}'") == []


async def test_a_restart_in_the_middle_goes_on(tmp_path: Path) -> None:
    """Erasing that was cut off goes on after a restart, counts on, and reports once."""
    async with open_social(tmp_path) as social:
        ann, *_ = await busy(social)
        await social.tell(UserDeleted(user_id=ann.id, revision=9))
        left = MANY
        while left == MANY:
            await social.posts.erase_more(ann.id)
            left = (await rows(social, f"SELECT count(*) FROM comments WHERE author_id = '{ann.id}'"))[0][0]
        assert left > 0
        assert await receipts(social) == []
    async with open_social(tmp_path) as social:
        await runner(social).run_due()
        await social.posts.erase_more(ann.id)
        assert [told["comments"] for told in await receipts(social)] == [MANY]


async def test_an_absence_is_counted_in_parts(social: Social) -> None:
    """A suspended member is seen nowhere at once and counts nowhere soon; restored, all is as it was."""
    ann, bob, post = await busy(social)
    before = await shown(social, bob, post)
    await social.tell(UserSuspended(user_id=ann.id, until=None, revision=5))
    assert (await shown(social, bob, post))[0] == 1
    await runner(social).run_due()
    assert await shown(social, bob, post) == (1, 1, {})
    await social.tell(UserRestored(user_id=ann.id, revision=6))
    await runner(social).run_due()
    assert await shown(social, bob, post) == before == (100, MANY + 1, {"love": 1})


async def test_the_receipt_names_all_that_was_kept(world: World) -> None:
    """Whatever a member left in posts is erased and counted: also what they kept to themselves, chose or reported."""
    ann, bob = await world.friends("ann", "bob")
    poll = await bob.post("/posts", text="?", poll={"options": ["a", "b"]})
    path = f"/posts/{poll['id']}"
    await ann.put(f"{path}/vote", optionIds=[poll["poll"]["options"][0]["id"]])
    await ann.post("/posts/drafts", text="later")
    await ann.put(f"{path}/save")
    await ann.put(f"{path}/hide")
    await ann.post(f"{path}/reports", reason="other", note="why a poll?")
    gone = UserDeleted(user_id=ann.id, revision=99)
    await world.house.parts["auth"].db.write(lambda tx: tx.publish(gone))
    await world.advance(0)
    async with world.house.parts["posts"].db.slow() as connection:
        told = await connection.exec_driver_sql("SELECT data FROM outbox WHERE name = 'user.data.erased'")
        kinds = {"votes": 1, "drafts": 1, "saves": 1, "hides": 1, "reports": 1}
        assert [msgspec.json.decode(row[0])["counts"] for row in told] == [kinds]
    assert (await bob.get(path))["poll"]["votes"] == 0


async def test_what_stood_under_a_post_goes_with_it(social: Social) -> None:
    """A deleted post is gone at once, and however much stood under it is dropped soon."""
    _, bob, post = await busy(social)
    await social.posts.delete(bob, post.id)
    assert not (await social.posts.visible_posts(bob.id, [post.id]))[post.id]
    assert (await rows(social, "SELECT count(*) FROM comments"))[0][0] > 0
    await runner(social).run_due()
    assert await rows(social, "SELECT (SELECT count(*) FROM comments), (SELECT count(*) FROM reactions)") == [(0, 0)]


async def test_a_hidden_reply_keeps_its_thread(social: Social) -> None:
    """Where the only reply under a deleted comment is hidden there is nothing; both come back with its author."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    post = await social.posts.publish(bob, NewPost(text="hello", audience=PUBLIC))
    place = await social.posts.comment(bob, post.id, NewComment(text="place"))
    reply = await social.posts.comment(ann, post.id, NewComment(text="reply", parent_id=place.id))
    await social.tell(UserSuspended(user_id=ann.id, until=None, revision=5))
    await social.posts.delete_comment(bob, post.id, place.id)
    assert (await social.posts.comments(bob, post.id, None, "oldest", 20, None)).items == []
    await social.tell(UserRestored(user_id=ann.id, revision=6))
    [seen] = (await social.posts.comments(bob, post.id, None, "oldest", 20, None)).items
    assert (seen.id, seen.deleted, seen.counts.replies) == (place.id, True, 1)
    [under] = (await social.posts.comments(bob, post.id, place.id, "oldest", 20, None)).items
    assert under.id == reply.id


@pytest.mark.parametrize(
    ("sizes", "kept"), [([10], 1), ([3_000, 2_000, 1], 2), ([9_000, 1], 1), ([1] * 20, 20), ([], 0)]
)
def test_a_unit_counts_only_so_much_again(sizes: list[int], kept: int) -> None:
    """Where much would be counted again less is done at a time, but never nothing."""
    found: list[tuple[Any, ...]] = [(str(at), size) for at, size in enumerate(sizes)]
    assert len(erasure.affordable(found, 0, 1)) == kept
