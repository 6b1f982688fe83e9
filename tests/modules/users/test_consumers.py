"""What users does when something happened elsewhere: twice, late and out of order come to the same."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from minifb.kernel.events.event import Event
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import NotFound
from minifb.modules.auth import public as auth
from minifb.modules.posts import public as posts
from minifb.modules.users.consumers import CONSUMES
from tests.modules.social import Social

WHO = new_id()


def registered(**fields: Any) -> auth.UserRegistered:
    """Somebody registered."""
    told = {"user_id": WHO, "username": "ann", "first_name": "Ann", "last_name": "Example", "revision": 1}
    return auth.UserRegistered(**{**told, **fields})


def counted(event: type[Event], count: int, version: int) -> Event:
    """A post of hers was published, changed or deleted."""
    fields: dict[str, Any] = {"post_id": new_id(), "author_id": WHO, "author_posts": count, "author_revision": version}
    if event is posts.PostCreated:
        fields |= {"text": "", "spans": [], "audience": posts.Audience(), "media_ids": [], "created_at": 0}
        fields |= {"shared_post_id": None}
    return event(**fields)


async def apply(social: Social, *events: Event) -> None:
    """Run the handlers as the bus would, one transaction each, in the given order."""
    handlers: dict[type[Event], Callable[..., None]] = {consume.event: consume.when for consume in CONSUMES}
    for event in events:
        await social.dbs["users"].write(lambda tx, event=event: handlers[type(event)](social.users, tx, event))  # type: ignore[misc]


async def dump(social: Social) -> list[tuple[Any, ...]]:
    """All that users keeps of members, apart from when."""
    async with social.dbs["users"].slow() as connection:
        columns = "id, username, first_name, state, suspended, friends, posts, last_login_at"
        rows = await connection.exec_driver_sql(f"SELECT {columns} FROM users ORDER BY id")
        words = await connection.exec_driver_sql("SELECT * FROM user_words ORDER BY word")
        return [tuple(row) for row in [*rows, *words]]


async def names_told(social: Social) -> list[str]:
    """The events that users told."""
    async with social.dbs["users"].slow() as connection:
        return [row[0] for row in await connection.exec_driver_sql("SELECT name FROM outbox ORDER BY position")]


LIFE = [
    auth.UserActivated(user_id=WHO, revision=2),
    auth.UserRenamed(user_id=WHO, username="anna", revision=3),
    auth.UserSuspended(user_id=WHO, until=None, revision=4),
    auth.UserRestored(user_id=WHO, revision=5),
    auth.UserRenamed(user_id=WHO, username="annabel", revision=6),
    auth.UserLogin(user_id=WHO, session_id="s", at=7_000, revision=7),
]


async def test_a_profile_is_made_once(social: Social) -> None:
    """Registering makes one profile and tells its card once, also when the event comes twice."""
    await apply(social, registered(), registered())
    assert await names_told(social) == ["user.profile.created"]
    assert (await social.users.cards([WHO]))[WHO].username == "ann"


@pytest.mark.parametrize("seed", range(12))
async def test_the_order_does_not_matter(social: Social, seed: int) -> None:
    """Whatever is told about a member late, twice or out of order ends in the same profile."""
    orders = list(itertools.permutations(LIFE))
    order = orders[seed * 59 % len(orders)]
    await apply(social, registered(), *order, *order, registered())
    [row, *words] = await dump(social)
    assert row == (WHO, "annabel", "Ann", "active", 0, 0, 0, 7_000)
    assert [word for word, _ in words] == ["ann", "annabel", "example"]


async def test_a_name_that_cannot_be_shown_is_rejected(social: Social) -> None:
    """A registration whose name hides something gets no profile, and auth is told why."""
    await apply(social, registered(first_name="An\u202en"))
    assert await names_told(social) == ["user.profile.rejected"]
    assert await dump(social) == []


@pytest.mark.parametrize("late", [False, True])
async def test_a_cancelled_registration_leaves_nothing(social: Social, late: bool) -> None:
    """What a cancelled registration left is gone, and a late event does not bring it back."""
    cancelled = auth.UserRegistrationCancelled(user_id=WHO, reason="timeout", revision=2)
    await apply(social, *([cancelled, registered()] if late else [registered(), cancelled, cancelled, registered()]))
    assert [row[:4] for row in await dump(social)] == [(WHO, "", "", "gone")]
    assert await social.users.cards([WHO]) == {}


async def test_posts_are_counted_by_version(social: Social) -> None:
    """The number of posts is the latest that was told, in whatever order it arrives."""
    await apply(social, registered(), counted(posts.PostDeleted, 1, 3), counted(posts.PostCreated, 2, 2))
    assert (await dump(social))[0][6] == 1


async def test_a_deleted_member_is_erased_and_reported(social: Social) -> None:
    """Deleting takes profile, friendships and blocks, tells how much there was, once, and friends count one less."""
    ann, bob, eve = [await social.member(name) for name in ("ann", "bob", "eve")]
    await social.befriend(ann, bob)
    await social.users.block(ann, eve.id)
    await social.tell(auth.UserDeleted(user_id=ann.id, revision=9), auth.UserDeleted(user_id=ann.id, revision=9))
    assert (await names_told(social)).count("user.data.erased") == 1
    assert (await social.users.own_profile(bob)).counts.friends == 0
    assert (await social.users.friends(bob, "friends", None, 20, None)).items == []
    with pytest.raises(NotFound):
        await social.users.profile(bob, ann.id)


async def test_a_suspended_member_is_not_there(social: Social) -> None:
    """While suspended a member is in no profile, list or search of others; restored, everything is as before."""
    ann, bob = [await social.member(name) for name in ("ann", "bob")]
    await social.befriend(ann, bob)
    await social.tell(auth.UserSuspended(user_id=ann.id, until=None, revision=5))
    assert (await social.users.friends(bob, "friends", None, 20, None)).items == []
    assert (await social.users.search(bob, "ann", 20, None)).items == []
    await social.tell(auth.UserRestored(user_id=ann.id, revision=6))
    assert [one.user.id for one in (await social.users.friends(bob, "friends", None, 20, None)).items] == [ann.id]
