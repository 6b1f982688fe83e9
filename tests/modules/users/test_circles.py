"""Lists, follows, mutes and suggestions on PostgreSQL: the same answers in the same order as on SQLite."""

import asyncio
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from minifb.kernel.clock import DAY
from minifb.modules.users.public import FriendListChanged
from minifb.modules.users.rules.follows import NewFollow
from minifb.modules.users.rules.lists import Everybody, ListName
from minifb.modules.users.rules.mutes import NewMute
from minifb.modules.users.service.mutes import Snooze
from tests.backends.server import databases
from tests.modules.social import Social, open_social
from tests.modules.users.told import told

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]


async def life(social: Social) -> list[Any]:
    """Live the same life of a small circle, and look at all there is to see of it, without ids."""
    users, chance = social.users, random.Random(4)
    people = [await social.member(f"member{at:02}") for at in range(16)]
    names = {one.id: f"member{at:02}" for at, one in enumerate(people)}
    for at, one in enumerate(people):
        for other in chance.sample(people[at + 1 :], min(3, len(people) - at - 1)):
            await social.befriend(one, other)
    ann, bob = people[0], people[1]
    friends = [met.user.id for met in (await users.friends(ann, "friends", None, 20, None)).items]
    kin = await users.create_list(ann, ListName(name="Kin"))
    await users.put_list_members(ann, kin.id, Everybody(user_ids=friends))
    for other in people[2:8]:
        await users.follow(ann, NewFollow(user_id=other.id, first=chance.random() < 0.5))
        await users.mute(bob, NewMute(user_id=other.id, days=chance.choice([None, 2])))
    seen: list[Any] = [[(one.name, one.count) for one in (await users.lists(ann, 20, None)).items]]
    await users.remove_friend(ann, friends[0])
    await users.block(ann, friends[1])
    await users.dismiss_suggestion(ann, people[15].id)
    social.clock.advance(3 * DAY)
    await users.wake(Snooze(bob.id, people[2].id))
    pages = (users.followed(ann, None, 20, None), users.followed(ann, True, 3, None), users.muted(bob, 20, None))
    seen += [[names[one.id] for one in (await page).items] for page in pages]
    seen += [[names[one.id] for one in (await users.list_members(ann, kin.id, 20, None)).items]]
    for one in people:
        found = (await users.suggestions(one, 100, None)).items
        seen += [[(names[each.user.id], each.reason.kind, each.reason.count) for each in found]]
    events = await told(social.dbs["users"], FriendListChanged)
    return [*seen, [(sorted(names[one] for one in event.member_ids), event.revision) for event in events]]


async def test_close_friends_are_looked_for_at_once(server: str) -> None:
    """However many devices look at one's lists for the first time at once, there is one of close friends."""
    async with open_social(await databases(server, "auth", "users", "posts")) as social:
        ann = await social.member("ann")
        pages = await asyncio.gather(*(social.users.lists(ann, 20, None) for _ in range(16)))
        assert len({one.id for page in pages for one in page.items}) == 1
        assert len(await told(social.dbs["users"], FriendListChanged)) == 1


async def test_both_engines_tell_the_same(server: str, tmp_path: Path) -> None:
    """The same life gives the same lists, follows, mutes and suggestions on SQLite and on PostgreSQL."""
    async with (
        open_social(tmp_path) as embedded,
        open_social(await databases(server, "auth", "users", "posts")) as distributed,
    ):
        lives = [await life(one) for one in (embedded, distributed)]
    assert msgspec.json.encode(lives[0]) == msgspec.json.encode(lives[1])
    assert all(lives[0])
