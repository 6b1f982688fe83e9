"""Users and posts on PostgreSQL: the same answers, and the same ends of races."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.reactions import NewReaction
from tests.backends.server import postgres
from tests.modules.posts.test_visibility import Community, check
from tests.modules.social import Social, open_social

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server for these tests."""
    with postgres() as url:
        yield url


@pytest.fixture
async def social(server: str) -> AsyncIterator[Social]:
    """The two modules on databases of their own."""
    admin = await asyncpg.connect(server)
    for name in ("auth", "users", "posts"):
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    urls = {name: server.rpartition("/")[0] + "/" + name for name in ("auth", "users", "posts")}
    async with open_social(urls) as social:
        yield social


async def test_everybody_sees_exactly_what_is_theirs_to_see(social: Social) -> None:
    """A random community looks the same to everybody as it does on SQLite."""
    town = Community(social, 1)
    await town.grow()
    await check(town)


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
