"""Users on PostgreSQL answers as it does on SQLite."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from minifb.kernel.clock import DAY
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import Refusal
from minifb.modules.auth import public as auth
from minifb.modules.users.public import Link
from minifb.modules.users.rules.privacy import PrivacyChange
from minifb.modules.users.rules.profiles import ProfileChange
from tests.modules.social import Social, open_social

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]

NAMES = ("ann", "bob", "cid", "dan", "eve", "fay")


async def test_both_engines_tell_the_same_story(tmp_path: Path, on_postgres: Social) -> None:
    """What members read of each other, and in which order, does not depend on the database."""
    async with open_social(tmp_path) as here:
        assert await story(here) == await story(on_postgres)


async def story(social: Social) -> list[Any]:
    """Play a small community, and give all that its members read of each other, names in the place of ids."""
    people = {name: await social.member(name) for name in NAMES}
    ann, bob, cid, dan, eve, _ = people.values()
    for one, other in ((ann, bob), (ann, cid), (bob, cid), (ann, dan), (dan, eve), (bob, eve)):
        social.clock.advance(DAY)
        await social.befriend(one, other)
    for at, who in enumerate(people.values()):
        change = ProfileChange(
            birthday=date(1990 + at, at % 3 + 1, 28), bio="Hi", links=[Link(url="https://example.org")]
        )
        await social.users.change_profile(who, change)
    await social.users.change_profile(cid, ProfileChange(first_name="Çíd", birthday=date(1992, 2, 29)))
    await social.users.change_privacy(bob, PrivacyChange(birth_year="onlyMe", friends="everyone"))
    await social.users.change_privacy(dan, PrivacyChange(search="friends", requests="friendsOfFriends"))
    await social.users.change_privacy(eve, PrivacyChange(friends="onlyMe", birthday="onlyMe"))
    told = await everything(social, people)
    await social.users.block(ann, bob.id)
    await social.users.deactivate(cid)
    await social.tell(auth.UserSuspended(user_id=dan.id, until=None, revision=9))
    told += await everything(social, people)
    await social.tell(auth.UserLogin(user_id=cid.id, session_id="s", at=social.clock.now(), revision=9))
    await social.tell(auth.UserDeleted(user_id=eve.id, revision=9))
    return told + await everything(social, people)


async def everything(social: Social, people: dict[str, Actor]) -> list[Any]:
    """Read all that anybody may read of anybody."""
    answers: list[Any] = []
    users = social.users
    for who in people.values():
        reads = [
            users.own_profile(who),
            users.birthdays(who, 366, 3, None),
            users.friends(who, "friends", None, 2, None),
        ]
        reads += [users.search(who, q, 4, None) for q in ("example", "a", "ex bo", "cid")]
        for other in people.values():
            reads += [users.profile(who, other.id), users.friends(who, "friends", other.id, 9, None)]
            reads += [users.mutual_friends(who, other.id, 9, None)]
        for read in reads:
            try:
                answers.append(msgspec.json.encode(await read).decode())
            except Refusal as refusal:
                answers.append(refusal.code)
    return [named(answer, people) for answer in answers]


def named(answer: str, people: dict[str, Actor]) -> str:
    """Put names in the place of ids, and leave out what is made by chance."""
    for name, who in people.items():
        answer = answer.replace(who.id, name)
    if not answer.startswith("{"):
        return answer
    decoded = msgspec.json.decode(answer)
    if decoded.get("next"):
        decoded["next"] = "more"
    for item in decoded.get("items", []):
        item.pop("id", None) if "since" in item else None
    return msgspec.json.encode(decoded).decode()
