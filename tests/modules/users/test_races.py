"""What happens when many want the same at once."""

import asyncio

from minifb.kernel.refusals import NotFound
from tests.modules.social import Social


async def told(social: Social) -> list[str]:
    """The events that users told, profiles apart."""
    async with social.dbs["users"].slow() as connection:
        rows = await connection.exec_driver_sql("SELECT name FROM outbox WHERE name NOT LIKE 'user.profile%'")
        return sorted(row[0] for row in rows)


async def test_sixty_four_requests_that_cross(social: Social) -> None:
    """Two members who ask each other 64 times at once become friends once, and each has one friend."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    asks = [social.users.ask_friend(*((ann, bob.id) if at % 2 else (bob, ann.id))) for at in range(64)]
    answers = await asyncio.gather(*asks)
    assert await told(social) == ["friend.request.accepted", "friend.request.sent"]
    assert len({answer.id for answer in answers}) == 1
    assert [(await social.users.own_profile(one)).counts.friends for one in (ann, bob)] == [1, 1]


async def test_blocks_and_requests_at_once(social: Social) -> None:
    """However requests and a block of the same pair fall, in the end they are blocked and no friends."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    acts = [social.users.ask_friend(ann, bob.id), social.users.ask_friend(bob, ann.id), social.users.block(ann, bob.id)]
    answers = await asyncio.gather(
        *acts, *(social.users.ask_friend(bob, ann.id) for _ in range(20)), return_exceptions=True
    )
    assert all(not isinstance(answer, Exception) or isinstance(answer, NotFound) for answer in answers)
    assert (await social.users.own_profile(ann)).counts.friends == 0
    assert (await social.users.search(bob, "ann", 20, None)).items == []


async def test_accepting_and_cancelling_at_once(social: Social) -> None:
    """An accept and a cancel of the same request end in one of the two, and the counts agree with it."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    for _ in range(10):
        await social.users.ask_friend(ann, bob.id)
        acts = [social.users.accept_friend(bob, ann.id), social.users.remove_friend(ann, bob.id)]
        await asyncio.gather(*acts, return_exceptions=True)
        friends = (await social.users.friends(ann, "friends", None, 20, None)).items
        assert (await social.users.own_profile(ann)).counts.friends == len(friends)
        await social.users.remove_friend(bob, ann.id)
