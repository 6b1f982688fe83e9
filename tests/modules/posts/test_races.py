"""What happens when many do the same at once."""

import asyncio

from minifb.kernel.data.once import ONCE, OnceKey
from minifb.kernel.refusals import NotFound
from minifb.modules.posts.public import Audience, Post
from minifb.modules.posts.rules.comments import NewComment
from minifb.modules.posts.rules.drafts import NewDraft
from minifb.modules.posts.rules.polls import Ballot, NewPoll
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.reactions import NewReaction
from tests.modules.social import Social


async def test_sixty_four_posts_with_one_key(social: Social) -> None:
    """The same post sent 64 times at once with the same Idempotency-Key is one post, and everybody is told its id."""
    ann = await social.member("ann")

    async def send() -> Post:
        ONCE.set(OnceKey(scope=f"{ann.id} publishPost", key="k" * 16, body_hash="h"))
        return await social.posts.publish(ann, NewPost(text="once"))

    answers = await asyncio.gather(*(asyncio.create_task(send()) for _ in range(64)))
    assert len({answer.id for answer in answers}) == 1
    assert await social.posts.post_counts([ann.id]) == {ann.id: 1}


async def test_sixty_four_reactions_of_one_member(social: Social) -> None:
    """However a member's reactions race each other, one is counted, and it is the one that is kept."""
    ann = await social.member("ann")
    post = await social.posts.publish(ann, NewPost(text="hi"))
    kinds = ["like", "love", "wow"]
    acts = [social.posts.react(ann, post.id, NewReaction(type=kinds[at % 3])) for at in range(64)]  # type: ignore[arg-type]
    await asyncio.gather(*acts)
    [mine] = (await social.posts.reactors(ann, post.id, None, "", 20, None)).items
    answer = await social.posts.react(ann, post.id, NewReaction(type=mine.type))
    assert answer.counts.reactions == {mine.type: 1}


async def test_many_members_at_once(social: Social) -> None:
    """Comments and reactions of many members at once are all counted."""
    people = [await social.member(f"member{at}") for at in range(16)]
    post = await social.posts.publish(people[0], NewPost(text="hi", audience=Audience(kind="public")))
    await asyncio.gather(
        *(social.posts.comment(one, post.id, NewComment(text="me")) for one in people for _ in range(2)),
        *(social.posts.react(one, post.id, NewReaction(type="like")) for one in people),
    )
    answer = await social.posts.react(people[0], post.id, NewReaction(type="love"))
    assert (answer.counts.comments, answer.counts.reactions) == (32, {"like": 15, "love": 1})


async def test_votes_at_once(social: Social) -> None:
    """However the votes of many members race each other, each member is counted once."""
    people = [await social.member(f"member{at}") for at in range(8)]
    new = NewPost(text="?", audience=Audience(kind="public"), poll=NewPoll(options=["a", "b"]))
    post = await social.posts.publish(people[0], new)
    assert post.poll
    options = [option.id for option in post.poll.options]
    votes = [social.posts.vote(one, post.id, Ballot(option_ids=[options[at % 2]])) for one in people for at in range(8)]
    await asyncio.gather(*votes)
    poll = await social.posts.vote(people[0], post.id, Ballot(option_ids=options[:1]))
    assert (poll.votes, sum(option.votes for option in poll.options)) == (8, 8)


async def test_shares_at_once(social: Social) -> None:
    """Shares by many members at once are all counted."""
    people = [await social.member(f"member{at}") for at in range(8)]
    post = await social.posts.publish(people[0], NewPost(text="hi", audience=Audience(kind="public")))
    await asyncio.gather(*(social.posts.publish(one, NewPost(shared_post_id=post.id)) for one in people for _ in "12"))
    answer = await social.posts.react(people[0], post.id, NewReaction(type="like"))
    assert answer.counts.shares == 16


async def test_a_draft_published_eight_times_at_once(social: Social) -> None:
    """A draft becomes one post, whoever is first; the others are told that it is no draft any more."""
    ann = await social.member("ann")
    draft = await social.posts.keep(ann, NewDraft(text="once"))
    tries = [social.posts.publish_draft(ann, draft.id) for _ in range(8)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, Post) for answer in answers) == 1
    assert sum(isinstance(answer, NotFound) for answer in answers) == 7
    assert await social.posts.post_counts([ann.id]) == {ann.id: 1}
