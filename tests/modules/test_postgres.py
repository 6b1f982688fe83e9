"""Users and posts on PostgreSQL: the same answers, and the same ends of races."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.json import decode

from minifb.kernel.clock import HOUR
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ids import new_id
from minifb.modules.posts.public import Audience, Post
from minifb.modules.posts.rules.comments import NewComment
from minifb.modules.posts.rules.drafts import NewDraft
from minifb.modules.posts.rules.polls import Ballot, NewPoll
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.reactions import NewReaction
from minifb.modules.posts.rules.reports import NewDecision, NewReport
from tests.modules.posts import test_erasure
from tests.modules.posts.test_visibility import play
from tests.modules.social import Social, open_social

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]


@pytest.fixture
def social(on_postgres: Social) -> Social:
    """In this file the modules stand on PostgreSQL."""
    return on_postgres


async def test_everybody_sees_exactly_what_is_theirs_to_see(social: Social) -> None:
    """A random community looks the same to everybody as it does on SQLite."""
    assert await play(social, 1, size=4) > 5_000


async def test_requests_that_cross(social: Social) -> None:
    """Two members who ask each other 64 times at once become friends once."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    asks = [social.users.ask_friend(*((ann, bob.id) if at % 2 else (bob, ann.id))) for at in range(64)]
    answers = await asyncio.gather(*asks)
    assert len({answer.id for answer in answers}) == 1
    assert [(await social.users.own_profile(one)).counts.friends for one in (ann, bob)] == [1, 1]


async def test_reactions_at_once(social: Social) -> None:
    """Reactions of many members at once are all counted."""
    people = [await social.member(f"member{at}") for at in range(12)]
    post = await social.posts.publish(people[0], NewPost(text="hi", audience=Audience(kind="public")))
    await asyncio.gather(*(social.posts.react(one, post.id, NewReaction(type="like")) for one in people for _ in "12"))
    answer = await social.posts.react(people[0], post.id, NewReaction(type="love"))
    assert answer.counts.reactions == {"like": 11, "love": 1}


async def test_parts_of_posts_at_once(social: Social) -> None:
    """Votes and shares of many members at once are all counted, and a draft becomes one post."""
    people = [await social.member(f"member{at}") for at in range(6)]
    new = NewPost(text="?", audience=Audience(kind="public"), poll=NewPoll(options=["a", "b"]))
    post = await social.posts.publish(people[0], new)
    ballot = Ballot(option_ids=[post.poll.options[1].id] if post.poll else [])
    draft = await social.posts.keep(people[0], NewDraft(shared_post_id=post.id))
    tries = [social.posts.publish_draft(people[0], draft.id) for _ in "1234"]
    published = await asyncio.gather(*tries, return_exceptions=True)
    await asyncio.gather(
        *(social.posts.vote(one, post.id, ballot) for one in people for _ in "12"),
        *(social.posts.publish(one, NewPost(shared_post_id=post.id)) for one in people),
    )
    seen = decode(await social.posts.post(people[1], post.id), type=Post)
    assert sorted(type(one).__name__ for one in published) == ["NotFound", "NotFound", "NotFound", "Post"]
    assert (seen.counts.shares, seen.poll and (seen.poll.votes, seen.poll.my_votes)) == (7, (6, ballot.option_ids))
    await social.posts.put(people[1], "saved", post.id)
    assert len(decode(await social.posts.shelf(people[1], "saved", 20, None), type=Page[Post]).items) == 1
    assert len(decode(await social.posts.shares(people[0], post.id, 20, None), type=Page[Post]).items) == 2


@pytest.mark.parametrize(
    "promise",
    [
        test_erasure.test_nothing_is_seen_from_the_first_moment,
        test_erasure.test_an_absence_is_counted_in_parts,
        test_erasure.test_what_stood_under_a_post_goes_with_it,
        test_erasure.test_a_hidden_reply_keeps_its_thread,
    ],
)
async def test_the_end_of_a_member(social: Social, promise: Callable[[Social], Awaitable[None]]) -> None:
    """A member goes in parts on PostgreSQL as they do on SQLite."""
    await promise(social)


async def test_two_moderators_at_once(social: Social) -> None:
    """Of many who decide at once one does; what was taken down comes back as it was, in its place in every order."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    post = await social.posts.publish(ann, NewPost(text="hi", audience=Audience(kind="public")))
    said = [await social.posts.comment(ann, post.id, NewComment(text=str(at))) for at in range(4)]
    await social.posts.react(bob, post.id, NewReaction(type="wow", comment_id=said[2].id))
    await asyncio.gather(
        *(social.posts.report(bob, post.id, NewReport(reason="spam", comment_id=said[2].id)) for _ in "1234")
    )
    mods = [Actor(id=new_id(), role="moderator", kind="member") for _ in range(8)]
    [case] = (await social.posts.cases(mods[0], "open", 20, None)).items
    decision = NewDecision(decision="takeDown", reason="spam")
    ends = await asyncio.gather(*(social.posts.decide(m, case.id, decision) for m in mods), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyDecided"] * 7 + ["CaseRead"]
    assert [one.text for one in (await social.posts.removed(ann, 20, None)).items] == ["2"]
    await social.posts.decide(mods[0], case.id, NewDecision(decision="restore", reason="sorry"))
    orders = {"oldest": "0123", "newest": "3210", "top": "2310"}
    for sort, order in orders.items():
        level = await social.posts.comments(bob, post.id, None, sort, 20, None)  # type: ignore[arg-type]
        assert "".join(one.text for one in level.items) == order


async def told(social: Social) -> list[tuple[str, float]]:
    """A small town's story; its ranked feed as texts, with the score of each."""
    people = [await social.member(f"member{at}") for at in range(5)]
    for other in people[1:]:
        await social.befriend(people[0], other)
    for at in range(30):
        social.clock.advance((1 + at % 7) * HOUR)
        author = people[1 + at * 3 % 4]
        post = await social.posts.publish(author, NewPost(text=f"post {at}", audience=Audience(kind="public")))
        for one in people[: at % 5]:
            await social.posts.react(one, post.id, NewReaction(type="like"))
        if at % 3 == 0:
            await social.posts.comment(people[at % 2], post.id, NewComment(text="oh"))
    await social.users.block(people[0], people[4].id)
    page = decode((await social.posts.feed(people[0], "ranked", 100, None)).body)
    return [(item["text"], (await social.posts.why(people[0], item["id"])).score) for item in page["items"]]


async def test_one_order_everywhere(social: Social, tmp_path: Path) -> None:
    """The same story gives the same ranked feed on both databases, to the last digit of each score."""
    async with open_social(tmp_path) as other:
        expected = await told(other)
    assert await told(social) == expected
    assert len(expected) > 15
